"""The header of a table: quiet captions, sort arrows with their rank, Shift-click for more."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPolygon
from PySide6.QtWidgets import QHeaderView, QWidget

from app.gui.widgets import theme
from app.gui.widgets.table_columns import Column, Sort
from app.gui.widgets.table_model import TableModel

EDGE_PAD = 16  # the first column lines up with the heading above the table
PAD = 10
_ARROW = 4
_ARROW_ROOM = 20


class SortHeader(QHeaderView):
    """A header whose clicks ask to sort by a column: `sort_asked(column, is_added)`."""

    sort_asked = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._is_shift_down = False
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(theme.size("table_header"))
        self.setMinimumSectionSize(40)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionClicked.connect(self._section_clicked)
        self.setAccessibleName(self.tr("Column headers"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_shift_down = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the table's keys work on the cells

    def _section_clicked(self, column: int) -> None:
        self.sort_asked.emit(column, self._is_shift_down)

    def _table_model(self) -> TableModel[object] | None:
        model = self.model()
        return model if isinstance(model, TableModel) else None

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        model = self._table_model()
        if model is None or not rect.isValid():
            return
        column = model.columns[logicalIndex]
        colours = theme.current_theme()
        painter.save()
        painter.fillRect(rect, colours.color("sunken"))
        painter.setPen(colours.color("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        rank, is_ascending = _rank_of(model.sort_keys, column.field)
        room = self._text_room(rect, logicalIndex)
        if rank:
            room = self._paint_arrow(painter, room, column, rank, is_ascending, model.sort_keys)
        painter.setFont(theme.font("small", "semibold" if rank else "medium"))
        painter.setPen(colours.color("text" if rank else "text_2"))
        side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
        flags = self.style().visualAlignment(self.layoutDirection(), side)
        text = painter.fontMetrics().elidedText(
            column.title, Qt.TextElideMode.ElideRight, room.width()
        )
        flags |= Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(room, int(flags), text)
        painter.restore()

    def _text_room(self, rect: QRect, column: int) -> QRect:
        leading = EDGE_PAD if self.is_first(column) else PAD
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            return rect.adjusted(PAD, 0, -leading, 0)
        return rect.adjusted(leading, 0, -PAD, 0)

    def is_first(self, column: int) -> bool:
        """Whether this column (logical number) is the first that can be seen."""
        for place in range(self.count()):
            logical = self.logicalIndex(place)
            if not self.isSectionHidden(logical):
                return logical == column
        return False

    def _paint_arrow(
        self,
        painter: QPainter,
        room: QRect,
        column: Column[object],
        rank: int,
        is_ascending: bool,
        keys: Sort,
    ) -> QRect:
        """Draw the arrow (and its rank, if there are several) and return the room that is left."""
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        is_arrow_left = column.is_number is not is_mirrored
        width = painter.fontMetrics().horizontalAdvance(column.title)
        if is_arrow_left:
            x = max(room.left(), room.right() - width - _ARROW_ROOM)
            left = room.adjusted(_ARROW_ROOM, 0, 0, 0)
        else:
            x = min(room.right() - _ARROW_ROOM, room.left() + width) + 6
            left = room.adjusted(0, 0, -_ARROW_ROOM, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current_theme().color("accent"))
        y = room.center().y()
        tip, base = (y - 2, y + 3) if is_ascending else (y + 3, y - 2)
        middle = x + _ARROW
        painter.drawPolygon(
            QPolygon([QPoint(middle - _ARROW, base), QPoint(middle + _ARROW, base),
                      QPoint(middle, tip)])
        )  # fmt: skip
        if len(keys) > 1:
            painter.setPen(theme.current_theme().color("accent"))
            painter.setFont(theme.font("small"))
            spot = QRect(x + 2 * _ARROW + 1, room.top(), 10, room.height())
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter), str(rank))
        return left


def _rank_of(keys: Sort, field: str) -> tuple[int, bool]:
    for place, (name, is_ascending) in enumerate(keys, start=1):
        if name == field:
            return place, is_ascending
    return 0, True


def next_sort(keys: Sort, field: str, *, is_added: bool) -> Sort:
    """The sort after a click on a column: alone, or added to the others with Shift.

    A second click turns the direction; a third Shift-click takes the column out again.
    """
    rank, is_ascending = _rank_of(keys, field)
    if not is_added:
        return ((field, not is_ascending if rank == 1 and len(keys) == 1 else True),)
    if not rank:
        return (*keys, (field, True))
    if is_ascending:
        return tuple((name, up if name != field else False) for name, up in keys)
    return tuple(key for key in keys if key[0] != field)

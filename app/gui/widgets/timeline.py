"""The timeline: what happened, newest first, under headings of days, with who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import isolate
from app.gui.widgets.theme import current_theme, font, radius

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
_TIME = 44
_MARK = 24
_LEFT = _TIME + 12
_WORDS = _LEFT + _MARK + 12
_WHO = 150
_LINE = 18
_HEADING = 30
_FILE = 30
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One thing that happened. A `day` alone is a heading.

    `strong` and `rest` are the first line, `text` the words below it, `file` a document that came
    with it. `role` colours the mark (it has a tint), `hint` is the exact time.
    """

    key: str = ""
    day: str = ""
    time: str = ""
    hint: str = ""
    icon: str = "info-circle"
    role: str = "info"
    strong: str = ""
    rest: str = ""
    text: str = ""
    who: str = ""
    file: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it is the heading of a day."""
        return not self.key

    def spoken(self) -> str:
        """The whole for a screen reader and the clipboard."""
        if self.is_heading:
            return self.day
        title = " ".join(part for part in (self.strong, self.rest) if part)
        parts = (self.time, title, self.text, self.file, self.who)
        return ", ".join(part for part in parts if part)


class TimelineModel(QAbstractListModel):
    """The items as they are shown, headings among them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[TimelineItem, ...] = ()

    def set_items(self, items: Sequence[TimelineItem]) -> None:
        """Show these instead of those before."""
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return item.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.hint
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.items[index.row()].is_heading:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)


class _TimelineDelegate(QStyledItemDelegate):
    """Paints headings, marks on their line, words and documents."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        item = index.data(ITEM_ROLE)
        width = self._view.viewport().width()
        if item.is_heading:
            return QSize(width, _HEADING)
        height = _LINE + 6 + self._text_height(item, self._room(width))
        return QSize(width, height + (_FILE + 6 if item.file else 0) + 12)

    def _room(self, width: int) -> int:
        return max(120, width - _WORDS - _WHO - 12)

    def _text_height(self, item: TimelineItem, room: int) -> int:
        if not item.text:
            return 0
        box = QFontMetrics(font()).boundingRect(
            QRect(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), isolate(item.text)
        )
        return min(box.height(), _LINE * _MOST_LINES) + 2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(ITEM_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spot = _Spot(option.rect, option.direction)
        if item.is_heading:
            painter.setFont(font("small", "semibold"))
            painter.setPen(current_theme().color("text_2"))
            painter.drawText(
                spot.at(_LEFT + 4, 4, option.rect.width(), _HEADING - 6), spot.flags(), item.day
            )
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                self._paint_selection(painter, option)
            self._paint_mark(painter, spot, item, index)
            self._paint_words(painter, spot, item)
        painter.restore()

    def _paint_selection(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme = current_theme()
        box = QRectF(option.rect).adjusted(1, 0, -1, -3)
        painter.setBrush(theme.color("selection"))
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(theme.color("focus_ring"), 2) if has_focus else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, radius("control"), radius("control"))

    def _paint_mark(self, painter: QPainter, spot: _Spot, item: TimelineItem, index: Index) -> None:
        theme = current_theme()
        below = index.model().index(index.row() + 1, 0).data(ITEM_ROLE)
        mark = spot.at(_LEFT, 2, _MARK, _MARK)
        if below is not None and not below.is_heading:
            height = spot.height - _MARK - 6
            painter.fillRect(spot.at(_LEFT + _MARK // 2 - 1, _MARK + 4, 2, height),
                             theme.color("border_strong"))  # fmt: skip
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{item.role}_bg"))
        painter.drawEllipse(mark)
        painter.drawPixmap(mark.center().x() - 6, mark.center().y() - 6,
                           pixmap(item.icon, item.role, 14))  # fmt: skip
        painter.setFont(font("small", is_tabular=True))
        painter.setPen(theme.color("text_2"))
        painter.drawText(spot.at(0, 4, _TIME, _LINE), spot.flags(is_end=True), item.time)

    def _paint_words(self, painter: QPainter, spot: _Spot, item: TimelineItem) -> None:
        theme = current_theme()
        room = self._room(spot.width)
        strong = QFontMetrics(font("body", "semibold"))
        wide = min(strong.horizontalAdvance(item.strong), room)
        self._line(painter, spot, item.strong, "semibold", _WORDS, wide + 2)
        self._line(painter, spot, item.rest, "regular", _WORDS + wide + 4, room - wide - 4)
        top = _LINE + 6
        if item.text:
            painter.setFont(font())
            painter.setPen(theme.color("text_2"))
            height = self._text_height(item, room)
            flags = spot.flags(is_top=True) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(spot.at(_WORDS, top, room, height), flags, isolate(item.text))
            top += height
        if item.file:
            self._paint_file(painter, spot, item.file, top + 2, room)
        painter.setFont(font("small"))
        painter.setPen(theme.color("text_2"))
        who = QFontMetrics(font("small")).elidedText(
            item.who, Qt.TextElideMode.ElideRight, _WHO - 12
        )
        place = spot.at(spot.width - _WHO, 4, _WHO - 12, _LINE)
        painter.drawText(place, spot.flags(is_end=True), who)

    def _line(
        self, painter: QPainter, spot: _Spot, text: str, weight: str, left: int, room: int
    ) -> None:
        look = font("body", weight)
        painter.setFont(look)
        painter.setPen(current_theme().color("text"))
        shown = QFontMetrics(look).elidedText(isolate(text), Qt.TextElideMode.ElideRight, room)
        painter.drawText(spot.at(left, 4, max(0, room), _LINE), spot.flags(), shown)

    def _paint_file(self, painter: QPainter, spot: _Spot, text: str, top: int, room: int) -> None:
        theme = current_theme()
        look = font("body", "medium")
        wide = min(QFontMetrics(look).horizontalAdvance(text) + 44, room)
        box = spot.at(_WORDS, top, wide, _FILE)
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        icon = spot.at(_WORDS + 10, top + 8, 14, 14)
        painter.drawPixmap(icon.left(), icon.top(), pixmap("file", "text_2", 14))
        painter.setFont(look)
        painter.setPen(theme.color("text"))
        shown = QFontMetrics(look).elidedText(text, Qt.TextElideMode.ElideMiddle, wide - 40)
        painter.drawText(spot.at(_WORDS + 32, top, wide - 36, _FILE), spot.flags(), shown)


class _Spot:
    """Places within one row, mirrored where the layout is."""

    def __init__(self, rect: QRect, direction: Qt.LayoutDirection) -> None:
        self._rect = rect
        self._direction = direction
        self.width = rect.width()
        self.height = rect.height()

    def at(self, left: int, top: int, width: int, height: int) -> QRect:
        """A place measured from the leading upper corner of the row."""
        rect = QRect(self._rect.left() + left, self._rect.top() + top, width, height)
        return QStyle.visualRect(self._direction, self._rect, rect)

    def flags(self, *, is_end: bool = False, is_top: bool = False) -> int:
        """How text lies at the leading edge, or at the end."""
        is_right = is_end is not (self._direction is Qt.LayoutDirection.RightToLeft)
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        across = Qt.AlignmentFlag.AlignTop if is_top else Qt.AlignmentFlag.AlignVCenter
        return int(side | across | Qt.AlignmentFlag.AlignAbsolute)


class TimelineView(QListView):
    """The timeline. `opened(key)` on Enter or double click of what happened."""

    opened = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = TimelineModel(self)
        self.setAccessibleName(title)
        self.setModel(self._items)
        self.setItemDelegate(_TimelineDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("surface", "window")
        self.doubleClicked.connect(self._open)

    def items(self) -> tuple[TimelineItem, ...]:
        """What is shown, headings among it."""
        return self._items.items

    def set_items(self, items: Sequence[TimelineItem]) -> None:
        """Show these items, newest first, with headings where a day begins."""
        self._items.set_items(items)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # the words wrap at another place

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        item = index.data(ITEM_ROLE)
        if isinstance(item, TimelineItem) and item.key:
            self.opened.emit(item.key)

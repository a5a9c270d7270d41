"""How a table cell is drawn: row line, selected edge, chips, two lines, sparklines."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from app.gui.widgets import theme
from app.gui.widgets.chip import chip_width, paint_chip
from app.gui.widgets.sparkline import paint_sparkline
from app.gui.widgets.table_columns import NOTHING, PLACEHOLDER, Chip, Column
from app.gui.widgets.table_header import EDGE_PAD, PAD, SortHeader
from app.gui.widgets.table_model import Index, TableModel

# Painting is hot: 300 cells a frame. Combining enums in Python costs more than the text.
_VERTICAL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_LEFT = int(Qt.AlignmentFlag.AlignLeft | _VERTICAL)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | _VERTICAL)


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a TableModel; the view tells which row is hovered and focused."""

    hovered_row = -1
    is_cell_ringed = False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, TableModel):
            return
        painter.save()
        painter.setClipRect(option.rect)
        # Each text keeps its own direction: "310 d" stays so in a mirrored window.
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.paint_ground(painter, option, index)
        is_mirrored = _is_mirrored(option)
        column, row = model.columns[index.column()], model.row_at(index.row())
        room = _room(option, index)
        if row is None:
            _paint_text(painter, room, column, PLACEHOLDER, "text_3", is_mirrored)
        elif column.series is not None:
            tone = column.tone(row) if column.tone else "accent"
            paint_sparkline(painter, room, column.series(row), tone, is_at_right=is_mirrored)
        else:
            _paint_cell(painter, room, column, row, is_mirrored)
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """What lies under the content: selection or hover, the row's line, the focus ring."""
        look, rect, state = theme.current_theme(), option.rect, option.state
        is_selected = state & QStyle.StateFlag.State_Selected
        if is_selected:
            painter.fillRect(rect, look.color("selection"))
        elif index.row() == self.hovered_row:
            painter.fillRect(rect, look.color("hover"))
        painter.setPen(look.color("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_selected and _is_first(option, index):
            edge = QRect(rect)
            edge.setWidth(int(theme.tokens()["line"]["selected_edge"]))
            if _is_mirrored(option):
                edge.moveRight(rect.right())
            painter.fillRect(edge, look.color("accent"))
        if self.is_cell_ringed and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(look.color("focus_ring"))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
            painter.drawRect(rect.adjusted(2, 2, -3, -3))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        model = index.model()
        if not isinstance(model, TableModel):
            return QSize()
        column, row = model.columns[index.column()], model.row_at(index.row())
        text = PLACEHOLDER if row is None else column.text(row)
        width = QFontMetrics(_font(column)).horizontalAdvance(text)
        if column.chip is not None:
            width = chip_width(text, "check")
        width += EDGE_PAD + PAD + 4
        is_tall = column.second_line is not None
        return QSize(width, theme.size("row_two_lines" if is_tall else "row"))


def _font(column: Column[Any]) -> QFont:
    name, weight, is_tabular = _font_names(column)
    return theme.font(name, weight, is_tabular=is_tabular)


def _font_names(column: Column[Any]) -> tuple[str, str, bool]:
    """The font of a column: size, weight, and whether its digits are of one width."""
    if column.is_id:
        return "mono", "regular", False
    return "body", "medium" if column.is_strong else "regular", column.is_number


@lru_cache(maxsize=4096)
def _cut(text: str, room: int, name: str, weight: str, is_tabular: bool) -> str:
    """`text` as it fits into `room` pixels; of an id the middle is left out, else the end.

    The cells of the rows on the screen are drawn again with every step of scrolling.
    """
    mode = Qt.TextElideMode.ElideMiddle if name == "mono" else Qt.TextElideMode.ElideRight
    metrics = QFontMetrics(theme.font(name, weight, is_tabular=is_tabular))
    return metrics.elidedText(text, mode, room)


def _paint_cell(
    painter: QPainter, room: QRect, column: Column[Any], row: object, is_mirrored: bool
) -> None:
    text = column.text(row)
    chip = column.chip(row) if column.chip else None
    if chip is not None:
        _paint_chip(painter, room, chip, text, is_mirrored)
        return
    tone = column.tone(row) if column.tone else "text_2" if column.is_id else "text"
    tone = "text_3" if text == NOTHING else tone
    second = column.second_line(row) if column.second_line else ""
    if not second:
        _paint_text(painter, room, column, text, tone, is_mirrored)
        return
    half = room.height() // 2
    _paint_text(painter, room.adjusted(0, 5, 0, -half), column, text, tone, is_mirrored)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.current_theme().color("text_3"))
    lower = room.adjusted(0, half, 0, -5)
    cut = _cut(second, lower.width(), "small", "regular", is_tabular=False)
    painter.drawText(lower, _flags(column, is_mirrored), cut)


def _paint_text(
    painter: QPainter, room: QRect, column: Column[Any], text: str, tone: str, is_mirrored: bool
) -> None:
    painter.setFont(_font(column))
    painter.setPen(theme.current_theme().color(tone))
    cut = _cut(text, room.width(), *_font_names(column))
    painter.drawText(room, _flags(column, is_mirrored), cut)


def _paint_chip(painter: QPainter, room: QRect, chip: Chip, text: str, is_mirrored: bool) -> None:
    extra = chip_width("", chip.icon)
    cut = _cut(text, room.width() - extra, "small", "semibold", is_tabular=False)
    width = chip_width(cut, chip.icon)
    left = room.right() - width + 1 if is_mirrored else room.left()
    top = room.center().y() - theme.size("chip") // 2 + 1
    paint_chip(painter, QPoint(left, top), cut, chip.role, chip.icon)


def _room(option: QStyleOptionViewItem, index: Index) -> QRect:
    leading = EDGE_PAD if _is_first(option, index) else PAD
    if _is_mirrored(option):
        return option.rect.adjusted(PAD, 0, -leading, -1)
    return option.rect.adjusted(leading, 0, -PAD, -1)


def _is_mirrored(option: QStyleOptionViewItem) -> bool:
    return option.direction is Qt.LayoutDirection.RightToLeft


def _is_first(option: QStyleOptionViewItem, index: Index) -> bool:
    view = option.widget
    header = view.horizontalHeader() if isinstance(view, QTableView) else None
    return isinstance(header, SortHeader) and header.is_first(index.column())


def _flags(column: Column[Any], is_mirrored: bool) -> int:
    return _RIGHT if column.is_number is not is_mirrored else _LEFT

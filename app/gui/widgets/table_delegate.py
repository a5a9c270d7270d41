"""How a table cell is drawn: row line, selected edge, chips, two lines, sparklines."""

from __future__ import annotations

from functools import cache
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
        self._paint_ground(painter, option, index)
        column, row = model.columns[index.column()], model.row_at(index.row())
        room = _room(option, index)
        if row is None:
            _paint_text(painter, option, room, column, PLACEHOLDER, "text_3")
        elif column.series is not None:
            tone = column.tone(row) if column.tone else "accent"
            paint_sparkline(
                painter, room, column.series(row), tone, is_at_right=_is_mirrored(option)
            )
        else:
            _paint_cell(painter, option, room, column, row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, rect = theme.current_theme(), option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected:
            painter.fillRect(rect, colours.color("selection"))
        elif index.row() == self.hovered_row:
            painter.fillRect(rect, colours.color("hover"))
        painter.setPen(colours.color("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_selected and _is_first(option, index):
            edge = QRect(rect)
            edge.setWidth(int(theme.tokens()["line"]["selected_edge"]))
            if _is_mirrored(option):
                edge.moveRight(rect.right())
            painter.fillRect(edge, colours.color("accent"))
        if self.is_cell_ringed and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours.color("focus_ring"))
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
    return _made_font(column.is_id, column.is_strong, column.is_number)


@cache
def _made_font(is_id: bool, is_strong: bool, is_number: bool) -> QFont:
    if is_id:
        return theme.font("mono")
    return theme.font("body", "medium" if is_strong else "regular", is_tabular=is_number)


def _paint_cell(
    painter: QPainter, option: QStyleOptionViewItem, room: QRect, column: Column[Any], row: object
) -> None:
    text = column.text(row)
    chip = column.chip(row) if column.chip else None
    if chip is not None:
        _paint_chip(painter, option, room, chip, text)
        return
    tone = column.tone(row) if column.tone else "text_2" if column.is_id else "text"
    tone = "text_3" if text == NOTHING else tone
    second = column.second_line(row) if column.second_line else ""
    if not second:
        _paint_text(painter, option, room, column, text, tone)
        return
    half = room.height() // 2
    _paint_text(painter, option, room.adjusted(0, 5, 0, -half), column, text, tone)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.current_theme().color("text_3"))
    lower = room.adjusted(0, half, 0, -5)
    cut = painter.fontMetrics().elidedText(second, Qt.TextElideMode.ElideRight, lower.width())
    painter.drawText(lower, _flags(option, column), cut)


def _paint_text(
    painter: QPainter,
    option: QStyleOptionViewItem,
    room: QRect,
    column: Column[Any],
    text: str,
    tone: str,
) -> None:
    painter.setFont(_font(column))
    painter.setPen(theme.current_theme().color(tone))
    mode = Qt.TextElideMode.ElideMiddle if column.is_id else Qt.TextElideMode.ElideRight
    cut = painter.fontMetrics().elidedText(text, mode, room.width())
    painter.drawText(room, _flags(option, column), cut)


def _paint_chip(
    painter: QPainter, option: QStyleOptionViewItem, room: QRect, chip: Chip, text: str
) -> None:
    extra = chip_width("", chip.icon)
    metrics = QFontMetrics(theme.font("small", "semibold"))
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - extra)
    width = chip_width(cut, chip.icon)
    left = room.right() - width + 1 if _is_mirrored(option) else room.left()
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


def _flags(option: QStyleOptionViewItem, column: Column[Any]) -> int:
    return _RIGHT if column.is_number is not _is_mirrored(option) else _LEFT

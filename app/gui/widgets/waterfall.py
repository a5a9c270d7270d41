"""The waterfall: parts that add up, each bar starting where the sum stood before it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.widgets import theme
from app.gui.widgets.labels import show_tip
from app.gui.widgets.rows import WaterfallRow

_VALUE_WIDTH = 64.0
_LABEL_SHARE = 0.40
_LEAST_BAR = 2.0  # pixels, so that a contribution of nothing still has its mark


class Waterfall(QWidget):
    """Paints rows and their total; the accessible text reads them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[WaterfallRow, ...] = ()
        self._total: WaterfallRow | None = None
        self._maximum = 1000.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_rows(self, rows: Sequence[WaterfallRow], total: WaterfallRow, maximum: float) -> None:
        """Show `rows` from 0 and `total` below them, on an axis that reaches `maximum` at least."""
        self._rows, self._total = tuple(rows), total
        sums = [0.0, *_running_sums(self._rows), total.value]
        self._maximum = max(maximum, *sums)
        self.setAccessibleName(total.label)
        self.setAccessibleDescription(
            "; ".join(f"{row.label} {row.text}" for row in (*self._rows, total))
        )
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        count = len(self._rows) + (self._total is not None)
        return QSize(420, count * theme.size("waterfall_row") + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            index = int(event.pos().y() // theme.size("waterfall_row"))
            row = self._rows[index] if 0 <= index < len(self._rows) else None
            show_tip(self, event, (row.hint or row.label) if row is not None else "")
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start = 0.0
        for index, row in enumerate(self._rows):
            self._paint_row(painter, index, row, start)
            start += row.value
            self._paint_link(painter, index, start)
        if self._total is not None:
            self._paint_total(painter, self._total)

    def _x(self, value: float) -> float:
        left = self.width() * _LABEL_SHARE + 8
        right = self.width() - _VALUE_WIDTH - 4
        return left + (right - left) * max(value, 0.0) / self._maximum

    def _paint_row(self, painter: QPainter, index: int, row: WaterfallRow, start: float) -> None:
        look = theme.current_theme()
        self._paint_words(painter, index, row, "text_2", "regular")
        ends = sorted((self._x(start), self._x(start + row.value)))
        self._paint_bar(painter, index, ends[0], ends[1], row.role if row.value else "text_3")
        painter.setPen(look.color("text" if row.value else "text_3"))
        painter.setFont(theme.font("body"))
        painter.drawText(self._value_rect(index), _RIGHT, row.text)

    def _paint_total(self, painter: QPainter, total: WaterfallRow) -> None:
        look = theme.current_theme()
        index = len(self._rows)
        top = index * theme.size("waterfall_row")
        painter.setPen(QPen(look.color("border"), 1))
        painter.drawLine(0, top, self.width(), top)
        self._paint_words(painter, index, total, "text", "semibold")
        self._paint_bar(painter, index, self._x(0), self._x(total.value), total.role)
        painter.setPen(look.color("text"))
        painter.setFont(theme.font("body", "display"))
        painter.drawText(self._value_rect(index), _RIGHT, total.text)

    def _paint_words(
        self, painter: QPainter, index: int, row: WaterfallRow, role: str, weight: str
    ) -> None:
        painter.setFont(theme.font("body", weight))
        painter.setPen(theme.current_theme().color(role))
        width = self.width() * _LABEL_SHARE
        label = QFontMetrics(painter.font()).elidedText(
            row.label, Qt.TextElideMode.ElideRight, int(width)
        )
        row_height = theme.size("waterfall_row")
        painter.drawText(QRectF(0, index * row_height, width, row_height), _LEFT, label)

    def _paint_bar(
        self, painter: QPainter, index: int, left: float, right: float, role: str
    ) -> None:
        height, row_height = theme.size("waterfall_bar"), theme.size("waterfall_row")
        top = index * row_height + (row_height - height) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current_theme().color(role))
        mark = theme.radius("mark")
        width = max(right - left, _LEAST_BAR)
        painter.drawRoundedRect(QRectF(left, top, width, height), mark, mark)

    def _paint_link(self, painter: QPainter, index: int, value: float) -> None:
        pen = QPen(theme.current_theme().color("border_strong"), 1, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        row_height, height = theme.size("waterfall_row"), theme.size("waterfall_bar")
        gap = (row_height - height) / 2
        x = self._x(value)
        bottom = (index + 1) * row_height
        painter.drawLine(int(x), int(bottom - gap), int(x), int(bottom + gap))

    def _value_rect(self, index: int) -> QRectF:
        row_height = theme.size("waterfall_row")
        return QRectF(self.width() - _VALUE_WIDTH, index * row_height, _VALUE_WIDTH, row_height)


def _running_sums(rows: Sequence[WaterfallRow]) -> list[float]:
    sums, total = [], 0.0
    for row in rows:
        total += row.value
        sums.append(total)
    return sums


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

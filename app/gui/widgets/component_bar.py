"""The component bar: a weighted mean drawn as it is computed, each part as wide as its weight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.widgets import theme
from app.gui.widgets.rows import Component

_OPACITIES = (1.0, 0.8, 0.62, 0.46)  # one accent, told apart by place, shade and label
_GAP = 2.0
_LEGEND = 34  # a label and its arithmetic below
_LEAST_GAP = 10.0
_MARK = 13.0  # the square before a legend and its space


class ComponentBar(QWidget):
    """Paints the parts side by side, each filled by its value, with label and sum below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Component, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.sizeHint().height())

    def set_components(self, parts: Sequence[Component]) -> None:
        """Show `parts`; their weights add up to 1."""
        self._parts = tuple(parts)
        self.setAccessibleName(self.tr("Parts of the name score"))
        self.setAccessibleDescription("; ".join(f"{part.label} {part.text}" for part in parts))
        self.setToolTip(self.accessibleDescription().replace("; ", "\n"))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        rows = 2 if self._is_narrow() else 1
        return QSize(380, self._bar_height() + 12 + rows * _LEGEND)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        usable = self.width() - _GAP * max(len(self._parts) - 1, 0)
        for index, part in enumerate(self._parts):
            width = usable * part.weight
            self._paint_part(painter, part, index, QRectF(left, 2, width, self._bar_height()))
            left += width + _GAP
        for index, (part, at) in enumerate(zip(self._parts, self._places(), strict=True)):
            self._paint_legend(painter, part, index, at)

    @staticmethod
    def _bar_height() -> int:
        return theme.size("component_bar")

    def _paint_part(self, painter: QPainter, part: Component, index: int, place: QRectF) -> None:
        mark = theme.radius("mark")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current_theme().color("missing_bg"))
        painter.drawRoundedRect(place, mark, mark)
        painter.setBrush(_shade(index))
        filled = QRectF(place)
        filled.setWidth(place.width() * min(max(part.value, 0.0), 1.0))
        painter.drawRoundedRect(filled, mark, mark)

    def _needs(self) -> list[float]:
        """The width of each legend."""
        return [max(map(_words_width, (part.label, part.text))) + _MARK for part in self._parts]

    def _is_narrow(self) -> bool:
        """Whether the legends need two rows."""
        needs = self._needs()
        return sum(needs) + _LEAST_GAP * (len(needs) - 1) > self.width()

    def _places(self) -> list[QPointF]:
        """The corner of each legend: the rest of the width is shared as gaps, or two by two."""
        top, needs = self._bar_height() + 12.0, self._needs()
        if self._is_narrow():
            half = self.width() / 2
            return [
                QPointF(half * (place % 2), top + _LEGEND * (place // 2))
                for place in range(len(needs))
            ]
        gap = (self.width() - sum(needs)) / max(len(needs) - 1, 1)
        return [QPointF(sum(needs[:place]) + gap * place, top) for place in range(len(needs))]

    def _paint_legend(self, painter: QPainter, part: Component, index: int, at: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_shade(index))
        painter.drawRoundedRect(QRectF(at.x(), at.y() + 4, 8, 8), 2, 2)
        look = theme.current_theme()
        line = QRectF(at.x() + _MARK, at.y(), self.width(), 16)
        painter.setFont(theme.font("small", "medium"))
        painter.setPen(look.color("text"))
        painter.drawText(line, _LEFT, part.label)
        painter.setFont(theme.font("small"))
        painter.setPen(look.color("text_2"))
        painter.drawText(line.translated(0, 15), _LEFT, part.text)


def _words_width(words: str) -> int:
    return QFontMetrics(theme.font("small", "medium")).horizontalAdvance(words)


def _shade(index: int) -> QColor:
    colour = QColor(theme.current_theme().color("accent"))
    colour.setAlphaF(_OPACITIES[min(index, len(_OPACITIES) - 1)])
    return colour


# Absolute: the parts themselves are placed from left to right in every layout.
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute

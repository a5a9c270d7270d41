"""The component bar: a weighted mean drawn as it is computed, each part as wide as its weight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.widgets import theme
from app.gui.widgets.rows import Component

_OPACITIES = (1.0, 0.8, 0.62, 0.46)  # one accent, told apart by place, shade and label
_GAP = 2.0
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
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(380, theme.size("component_bar") + 46)

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
        for index, (part, column) in enumerate(zip(self._parts, self._columns(), strict=True)):
            self._paint_legend(painter, part, index, column)

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

    def _columns(self) -> list[float]:
        """The left edge of each legend: as wide as its words, the rest shared as gaps."""
        needs = [max(map(_words_width, (part.label, part.text))) + _MARK for part in self._parts]
        gap = (self.width() - sum(needs)) / max(len(needs) - 1, 1)
        return [sum(needs[:place]) + gap * place for place in range(len(needs))]

    def _paint_legend(self, painter: QPainter, part: Component, index: int, left: float) -> None:
        top, column = self._bar_height() + 12.0, float(self.width())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_shade(index))
        painter.drawRoundedRect(QRectF(left, top + 4, 8, 8), 2, 2)
        look = theme.current_theme()
        painter.setFont(theme.font("small", "medium"))
        painter.setPen(look.color("text"))
        painter.drawText(QRectF(left + _MARK, top, column, 16), _LEFT, part.label)
        painter.setFont(theme.font("small"))
        painter.setPen(look.color("text_2"))
        painter.drawText(QRectF(left + _MARK, top + 15, column, 16), _LEFT, part.text)


def _words_width(words: str) -> int:
    return QFontMetrics(theme.font("small", "medium")).horizontalAdvance(words)


def _shade(index: int) -> QColor:
    colour = QColor(theme.current_theme().color("accent"))
    colour.setAlphaF(_OPACITIES[min(index, len(_OPACITIES) - 1)])
    return colour


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

"""A drawing of a report in the window: the same shapes, in the colours of the theme in force."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.widgets import theme
from app.gui.widgets.labels import show_tip
from app.reports.drawing import Anchor, Box, Dot, Drawing, Label, Line, Shape

_ROLES = {
    "page": "surface",
    "sunken": "sunken",
    "border": "border_strong",
    "grid": "grid",
    "ink": "text",
    "ink-soft": "text_3",
    "accent": "accent",
    "heat": "high_solid",
    **{f"{level}-bar": f"{level}_solid" for level in ("low", "medium", "high", "critical")},
}
_LEAST_TEXT = 11.0  # logical pixels
_MOST = 2.0  # pixels of a point; a larger drawing says no more
_LEAST = 1.0
_READABLE = 1.6  # pixels of a point at which the smallest letters have their size


def readable_width(drawing: Drawing) -> int:
    """The width in logical pixels from which on no letters crowd each other."""
    return round(drawing.width * _READABLE)


class DrawingView(QWidget):
    """Paints one drawing as wide as there is room; its words are read by screen readers, what a
    shape stands for is told where the pointer rests."""

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = drawing
        self.setAccessibleName(drawing.description)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self.drawing.height * self._scale(width))

    def sizeHint(self) -> QSize:
        width = readable_width(self.drawing)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self.drawing.width * _LEAST), round(self.drawing.height * _LEAST))

    def hint_at(self, point: QPointF) -> str:
        """What the shape at a point of the widget stands for, or empty."""
        scale = self._scale(self.width())
        x, y = point.x() / scale, point.y() / scale
        for shape in reversed(self.drawing.shapes):
            if _holds(shape, x, y):
                return str(getattr(shape, "hint", ""))
        return ""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            show_tip(self, event, self.hint_at(QPointF(event.pos())))
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale(self.width())
        for shape in self.drawing.shapes:
            _PAINT[type(shape)](painter, shape, scale)

    def _scale(self, width: int) -> float:
        return min(max(width / self.drawing.width, _LEAST), _MOST)


def colour(name: str) -> QColor:
    """The colour of the theme in force for a colour of a drawing; `series-2` as `series_2`."""
    return theme.current_theme().color(_ROLES.get(name, name.replace("-", "_")))


def _holds(shape: Shape, x: float, y: float) -> bool:
    if isinstance(shape, Box):
        return bool(shape.hint) and QRectF(shape.x, shape.y, shape.width, shape.height).contains(
            x, y
        )
    if isinstance(shape, Dot):
        reach = shape.radius + 2
        return bool(shape.hint) and (x - shape.x) ** 2 + (y - shape.y) ** 2 <= reach**2
    return False


def _paint_line(painter: QPainter, line: Line, scale: float) -> None:
    pen = QPen(colour(line.colour), max(1.0, line.width * scale * 0.8))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if line.dashes:
        pen.setDashPattern([dash / max(line.width, 0.5) for dash in line.dashes])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x * scale, y * scale) for x, y in line.points]))


def _paint_box(painter: QPainter, box: Box, scale: float) -> None:
    made = colour(box.colour)
    made.setAlphaF(box.opacity)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(made)
    painter.drawRect(QRectF(box.x * scale, box.y * scale, box.width * scale, box.height * scale))


def _paint_dot(painter: QPainter, dot: Dot, scale: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(dot.colour))
    painter.drawEllipse(QPointF(dot.x * scale, dot.y * scale), dot.radius * scale,
                        dot.radius * scale)  # fmt: skip


def _paint_label(painter: QPainter, words: Label, scale: float) -> None:
    font = theme.font("small", is_tabular=True)
    font.setPixelSize(round(max(_LEAST_TEXT, min(words.size * scale, 13.0))))
    painter.setFont(font)
    painter.setPen(colour(words.colour))
    width = QFontMetricsF(font).horizontalAdvance(words.text)
    shift = {Anchor.START: 0.0, Anchor.MIDDLE: -width / 2, Anchor.END: -width}[words.anchor]
    painter.save()
    painter.translate(words.x * scale, words.y * scale)
    if words.turned:
        painter.rotate(-90)
    painter.drawText(QPointF(shift, 0), words.text)
    painter.restore()


_PAINT: dict[type, Callable[..., None]] = {
    Line: _paint_line,
    Box: _paint_box,
    Dot: _paint_dot,
    Label: _paint_label,
}

"""A sparkline: how a number went over time, small enough for a table cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.gui.widgets import theme

_WIDTH = 86
_HEIGHT = 16
_DOT = 2.5


def sparkline_points(values: Sequence[int], room: QRectF) -> list[QPointF]:
    """The corners of the line, left to right; a row of equal values lies in the middle.

    One value is drawn as a level line, no value as nothing.
    """
    if not values:
        return []
    series = list(values) if len(values) > 1 else [values[0], values[0]]
    low, high = min(series), max(series)
    step = room.width() / (len(series) - 1)
    points = []
    for place, value in enumerate(series):
        share = (value - low) / (high - low) if high > low else 0.5
        points.append(QPointF(room.left() + place * step, room.bottom() - share * room.height()))
    return points


def paint_sparkline(
    painter: QPainter,
    room: QRect,
    values: Sequence[int],
    role: str,
    *,
    is_at_right: bool = False,
) -> None:
    """Draw the values, oldest first, in the colour of a role, the newest as a dot."""
    width = min(_WIDTH, room.width() - 6)
    if width < 12 or not values:
        return
    left = room.right() - width - _DOT if is_at_right else room.left()
    box = QRectF(left, room.center().y() - _HEIGHT / 2, width, _HEIGHT)
    points = sparkline_points(values, box.adjusted(0, _DOT, 0, -_DOT))
    colour = theme.current_theme().color(role)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                        Qt.PenJoinStyle.RoundJoin))  # fmt: skip
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(points[-1], _DOT, _DOT)

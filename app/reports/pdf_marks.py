"""The marks of a report as lines on a page: their shape tells them apart without colour."""

from __future__ import annotations

from typing import Any, Final

from reportlab.lib.colors import HexColor

from app.reports.document import Mark
from app.reports.palette import LIGHT

ROLE: Final = {
    Mark.AGREE: "agree",
    Mark.NEAR: "medium",
    Mark.CONFLICT: "critical",
    Mark.MISSING: "missing",
    Mark.BAN: "critical",
    Mark.WARNING: "high",
    Mark.CHECK: "low",
    Mark.SHIELD: "ink",
    Mark.SEAL: "ink",
}
_GRID: Final = 24.0
_CENTRE: Final = 12.0
_RADIUS: Final = 9.0
# Strokes inside the circle, on a grid of 24 that counts downwards.
_INSIDE: Final = {
    Mark.AGREE: (((8.2, 12.3), (10.9, 15.0), (15.8, 9.6)),),
    Mark.CHECK: (((8.2, 12.3), (10.9, 15.0), (15.8, 9.6)),),
    Mark.CONFLICT: (((9, 9), (15, 15)), ((15, 9), (9, 15))),
    Mark.MISSING: (((8.6, 12), (15.4, 12)),),
    Mark.BAN: (((5.7, 5.7), (18.3, 18.3)),),
}


def draw_mark(canvas: Any, mark: Mark, x: float, y: float, size: float) -> None:
    """Draw a mark with its lower left corner at x, y; all in points."""
    canvas.saveState()
    canvas.translate(x, y + size)
    canvas.scale(size / _GRID, -size / _GRID)
    canvas.setStrokeColor(HexColor(LIGHT[ROLE[mark]]))
    canvas.setLineWidth(1.9)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    if mark is Mark.WARNING:
        _polyline(canvas, ((12, 4), (21, 19.5), (3, 19.5), (12, 4)))
        _polyline(canvas, ((12, 10), (12, 14.2)))
        canvas.circle(12, 17, 0.35)
    elif mark is Mark.SHIELD:
        _shield(canvas)
    elif mark is Mark.SEAL:
        canvas.circle(_CENTRE, 9, 6)
        _polyline(canvas, ((9.6, 9.2), (11.4, 11), (14.6, 7.4)))
        _polyline(canvas, ((8.4, 14.2), (7, 21), (12, 18.4), (17, 21), (15.6, 14.2)))
    else:
        if mark is Mark.MISSING:
            canvas.setDash(3.1, 3.1)
        canvas.circle(_CENTRE, _CENTRE, _RADIUS)
        canvas.setDash()
        for points in _INSIDE.get(mark, ()):
            _polyline(canvas, points)
        if mark is Mark.NEAR:
            _wave(canvas, 10.2)
            _wave(canvas, 13.8)
    canvas.restoreState()


def _polyline(canvas: Any, points: tuple[tuple[float, float], ...]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path)


def _wave(canvas: Any, y: float) -> None:
    path = canvas.beginPath()
    path.moveTo(7.5, y)
    path.curveTo(9.5, y - 2.4, 10.5, y - 2.4, 12, y)
    path.curveTo(13.5, y + 2.4, 14.5, y + 2.4, 16.5, y)
    canvas.drawPath(path)


def _shield(canvas: Any) -> None:
    path = canvas.beginPath()
    path.moveTo(12, 3)
    path.lineTo(19.25, 5.9)
    path.lineTo(19.25, 11.3)
    path.curveTo(19.25, 16, 16.4, 19.2, 12, 21)
    path.curveTo(7.6, 19.2, 4.75, 16, 4.75, 11.3)
    path.lineTo(4.75, 5.9)
    path.lineTo(12, 3)
    canvas.drawPath(path)
    _polyline(canvas, ((8.75, 11.9), (11.05, 14.2), (15.25, 9.6)))

"""A drawing on a page, in the light palette, its labels in any script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from app.reports import fonts
from app.reports.drawing import Anchor, Box, Dot, Drawing, Label, Line, Shape
from app.reports.palette import LIGHT
from app.reports.pdf_words import Style, Typesetter, draw_text

_SHARE = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


class DrawnChart(Flowable):  # type: ignore[misc]  # ReportLab brings no types
    """A drawing scaled to `width` points; `printable` makes a text one that fonts have."""

    def __init__(
        self, drawing: Drawing, width: float, setter: Typesetter, printable: Callable[[str], str]
    ) -> None:
        super().__init__()
        self._drawing = drawing
        self._setter = setter
        self._printable = printable
        self._scale = width / drawing.width
        self.width, self.height = width, drawing.height * self._scale

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The size does not depend on the room."""
        return self.width, self.height

    def draw(self) -> None:
        """Paint the shapes in their order; a page counts upwards from its foot."""
        self.canv.saveState()
        self.canv.scale(self._scale, self._scale)
        for shape in self._drawing.shapes:
            self.canv.saveState()
            self._paint(shape)
            self.canv.restoreState()
        self.canv.restoreState()

    def _paint(self, shape: Shape) -> None:
        canvas, height = self.canv, self._drawing.height
        match shape:
            case Line(points, colour, width, dashes):
                canvas.setStrokeColor(_colour(colour))
                canvas.setLineWidth(width)
                canvas.setDash(list(dashes))
                path = canvas.beginPath()
                path.moveTo(points[0][0], height - points[0][1])
                for x, y in points[1:]:
                    path.lineTo(x, height - y)
                canvas.drawPath(path)
            case Box():
                canvas.setFillColor(_colour(shape.colour, shape.opacity))
                y = height - shape.y - shape.height
                canvas.rect(shape.x, y, shape.width, shape.height, stroke=0, fill=1)
            case Dot():
                canvas.setFillColor(_colour(shape.colour))
                canvas.circle(shape.x, height - shape.y, shape.radius, stroke=0, fill=1)
            case Label():
                self._label(canvas, shape)

    def _label(self, canvas: Any, label: Label) -> None:
        weight = fonts.BOLD if label.is_strong else fonts.REGULAR
        style = Style(label.size, label.size, _colour(label.colour), weight)
        canvas.translate(label.x, self._drawing.height - label.y)
        if label.turned:
            canvas.rotate(90)
        text = self._printable(label.text)
        draw_text(canvas, 0, 0, text, style, self._setter, _SHARE[label.anchor])


def _colour(role: str, opacity: float = 1.0) -> Color:
    """The colour on white paper; a share of it is mixed with the paper, as printers like it."""
    plain = HexColor(LIGHT[role])
    mixed = [1 - opacity * (1 - part) for part in (plain.red, plain.green, plain.blue)]
    return Color(*mixed)

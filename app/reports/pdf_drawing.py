"""A drawing as ReportLab's own, in the light palette."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.graphics import shapes
from reportlab.lib.colors import Color, HexColor

from app.reports import fonts
from app.reports.drawing import Box, Dot, Drawing, Label, Line, Shape
from app.reports.palette import LIGHT


def flowable(drawing: Drawing, width: float, plain: Callable[[str], str]) -> shapes.Drawing:
    """The drawing, scaled to `width` points; `plain` makes a text printable."""
    page = shapes.Drawing(drawing.width, drawing.height)
    for shape in drawing.shapes:
        page.add(_shape(shape, drawing.height, plain))
    scale = width / drawing.width
    page.scale(scale, scale)
    page.width, page.height = width, drawing.height * scale
    return page


def _shape(shape: Shape, height: float, plain: Callable[[str], str]) -> shapes.Shape:
    """One shape; a page counts upwards from its foot."""
    if isinstance(shape, Line):
        flat = [value for x, y in shape.points for value in (x, height - y)]
        return shapes.PolyLine(
            flat,
            strokeColor=_colour(shape.colour),
            strokeWidth=shape.width,
            strokeDashArray=list(shape.dashes) or None,
        )
    if isinstance(shape, Box):
        return shapes.Rect(
            shape.x,
            height - shape.y - shape.height,
            shape.width,
            shape.height,
            fillColor=_colour(shape.colour, shape.opacity),
            strokeColor=None,
        )
    if isinstance(shape, Dot):
        return shapes.Circle(
            shape.x, height - shape.y, shape.radius, fillColor=_colour(shape.colour),
            strokeColor=None,
        )  # fmt: skip
    return _label(shape, height, plain)


def _label(label: Label, height: float, plain: Callable[[str], str]) -> shapes.Shape:
    text = shapes.String(
        0 if label.turned else label.x,
        0 if label.turned else height - label.y,
        plain(label.text),
        fontName=fonts.body_font(),
        fontSize=label.size,
        fillColor=_colour(label.colour),
        textAnchor=label.anchor.value,
    )
    if not label.turned:
        return text
    group = shapes.Group(text)
    group.translate(label.x, height - label.y)
    group.rotate(90)
    return group


def _colour(role: str, opacity: float = 1.0) -> Color:
    """The colour on white paper; a share of it is mixed with the paper, as printers like it."""
    plain = HexColor(LIGHT[role])
    mixed = [1 - opacity * (1 - part) for part in (plain.red, plain.green, plain.blue)]
    return Color(*mixed)

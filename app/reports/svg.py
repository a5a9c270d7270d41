"""A drawing as inline SVG. Colours are CSS variables of their role, so that the page's light or
dark palette paints them."""

from __future__ import annotations

from html import escape

from app.reports.drawing import Box, Dot, Drawing, Label, Line, Shape


def svg_of(drawing: Drawing) -> str:
    """The SVG element; everything that is text is escaped."""
    body = "".join(map(_shape, drawing.shapes))
    size = f"0 0 {drawing.width:g} {drawing.height:g}"
    return (
        f'<svg viewBox="{size}" role="img" style="max-width:{drawing.width * 1.6:g}px">'
        f"<title>{escape(drawing.description)}</title>{body}</svg>"
    )


def _shape(shape: Shape) -> str:
    if isinstance(shape, Line):
        return _line(shape)
    if isinstance(shape, Box):
        return (
            f'<rect x="{shape.x:.2f}" y="{shape.y:.2f}" width="{shape.width:.2f}" '
            f'height="{shape.height:.2f}" fill="{_colour(shape.colour)}" '
            f'fill-opacity="{shape.opacity:g}">{_hint(shape.hint)}</rect>'
        )
    if isinstance(shape, Dot):
        return (
            f'<circle cx="{shape.x:.2f}" cy="{shape.y:.2f}" r="{shape.radius:g}" '
            f'fill="{_colour(shape.colour)}">{_hint(shape.hint)}</circle>'
        )
    return _label(shape)


def _line(line: Line) -> str:
    points = " ".join(f"{x:g},{y:g}" for x, y in line.points)
    lengths = " ".join(f"{length:g}" for length in line.dashes)
    dashes = f' stroke-dasharray="{lengths}"' if lengths else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{_colour(line.colour)}" '
        f'stroke-width="{line.width:g}"{dashes}/>'
    )


def _label(label: Label) -> str:
    turned = f' transform="rotate(-90 {label.x:g} {label.y:g})"' if label.turned else ""
    return (
        f'<text x="{label.x:g}" y="{label.y:g}" font-size="{label.size:g}" '
        f'fill="{_colour(label.colour)}" text-anchor="{label.anchor.value}"{turned}>'
        f"{escape(label.text)}</text>"
    )


def _colour(role: str) -> str:
    return f"var(--{role})"


def _hint(text: str) -> str:
    return f"<title>{escape(text)}</title>" if text else ""

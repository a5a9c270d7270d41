"""A drawing as plain shapes, in points with the origin at the top left; any page can paint it.

Colours are named by their role (`series-1`, `grid`, `ink`), so that HTML, PDF and the window
each paint them in their own palette, light or dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Anchor(StrEnum):
    """Which point of a text stands at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline through `points`; `dashes` are lengths of on and off, empty for a whole line."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1.0
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `opacity` 0-1; `hint` is what a pointer that rests on it is told."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    opacity: float = 1.0
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    colour: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; `y` is its base line. `turned` runs upwards."""

    x: float
    y: float
    text: str
    colour: str = "ink-soft"
    size: float = 8.0
    anchor: Anchor = Anchor.START
    turned: bool = False
    is_strong: bool = False


Shape = Line | Box | Dot | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """`shapes` in the order in which they are painted. `description` says it all in words."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    description: str

"""The waterfall: parts that add up, each bar starting where the sum stood before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.reports.drawing import Anchor, Box, Drawing, Label, Line, Shape

_WIDTH: Final = 400.0
_ROW: Final = 15.0
_BAR: Final = 8.5
_LEFT: Final = 148.0
_RIGHT: Final = 358.0
_LEAST: Final = 1.0  # points, so that a part of nothing still has its mark
_LETTER: Final = 3.9  # of a label, on average
_LONGEST: Final = int(_LEFT / _LETTER) - 1


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sum: its label, its value, and the colour role of its bar."""

    label: str
    value: float
    colour: str


def waterfall(
    parts: Sequence[Part], total: Part, most: float, value_text: Sequence[str], total_text: str
) -> Drawing:
    """Parts from 0 and the total below them, on an axis that reaches `most` at least.

    Args:
        value_text: the value of each part as it is to be read.
        total_text: that of the total.
    """
    sums = [0.0]
    for part in parts:
        sums.append(sums[-1] + part.value)
    most = max(most, total.value, *sums)

    def x(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * max(value, 0.0) / most

    shapes: list[Shape] = []
    rows = zip(parts, sums[:-1], sums[1:], value_text, strict=True)
    for number, (part, before, after, text) in enumerate(rows):
        top = number * _ROW
        shapes += _row(top, part, x(before), x(after), text, is_total=False)
        if number + 1 < len(parts):
            ends = ((x(after), top + 12), (x(after), top + _ROW + 3))
            shapes.append(Line(ends, "border", 0.6, (1.5, 1.5)))
    bottom = len(parts) * _ROW + 3
    shapes.append(Line(((0, bottom - 2), (_WIDTH, bottom - 2)), "border", 0.6))
    shapes += _row(bottom, total, x(0), x(total.value), total_text, is_total=True)
    told = "; ".join(f"{part.label} {text}" for part, text in zip(parts, value_text, strict=True))
    return Drawing(_WIDTH, bottom + _ROW, tuple(shapes), f"{told}; {total.label} {total_text}")


def _row(
    top: float, part: Part, start: float, end: float, text: str, *, is_total: bool
) -> tuple[Shape, ...]:
    low, high = sorted((start, end))
    label = part.label if len(part.label) <= _LONGEST else f"{part.label[: _LONGEST - 1]}…"
    ink = "ink" if is_total else "ink-soft"
    return (
        Label(0, top + 10.5, label, ink, 8, is_strong=is_total),
        Box(low, top + (_ROW - _BAR) / 2, max(_LEAST, high - low), _BAR, part.colour),
        Label(_WIDTH, top + 10.5, text, "ink", 8, Anchor.END, is_strong=is_total),
    )

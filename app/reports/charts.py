"""Charts laid out as drawings: lines, paired bars, bars on a log axis, and a heat map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.reports.drawing import Anchor, Box, Dot, Drawing, Label, Line, Shape

WIDTH = 250.0
HEIGHT = 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 38.0, 8.0, 26.0, 32.0
_SMALL = 7.0
_LETTER = 0.55  # width of an average letter, in sizes
_QUARTERS = tuple((step / 4, f"{step / 4:g}") for step in range(5))

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """One named line. `dashed` tells it apart where colours cannot be seen."""

    name: str
    points: tuple[Point, ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A vertical line at `x` with its name above."""

    x: float
    name: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """The inner field of a chart, both axes from 0 to 1 by default."""

    left: float
    top: float
    width: float
    height: float
    x_max: float = 1.0
    y_max: float = 1.0

    def at(self, point: Point) -> Point:
        x, y = point
        return (
            round(self.left + self.width * x / self.x_max, 2),
            round(self.top + self.height * (1 - y / self.y_max), 2),
        )


def line_chart(
    series: Sequence[Series],
    x_label: str,
    y_label: str,
    description: str,
    *,
    marks: Sequence[Mark] = (),
    diagonal: bool = False,
    points: Sequence[tuple[Point, str]] = (),
) -> Drawing:
    """Lines over a square of 0 to 1 on both axes.

    Args:
        marks: vertical lines, such as thresholds. diagonal: the line of pure chance.
        points: single points with their names.
    """
    frame = _Frame(_LEFT, _TOP, WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM)
    shapes = _axes(frame, _QUARTERS, x_label, y_label)
    if diagonal:
        shapes.append(Line((frame.at((0, 0)), frame.at((1, 1))), "series-5", 0.7, (3.0, 3.0)))
    for mark in marks:
        shapes += _mark(frame, mark)
    for number, item in enumerate(series, start=1):
        line = tuple(frame.at(point) for point in item.points)
        if line:
            dashes = (4.0, 2.0) if item.dashed else ()
            shapes.append(Line(line, f"series-{number}", 1.4, dashes))
    for point, name in points:
        x, y = frame.at(point)
        shapes += [Dot(x, y, 2.4, "series-2", name), Label(x + 5, y + 8, name, "ink", 6.5)]
    if len(series) > 1:
        shapes += _legend([(item.name, f"series-{n}") for n, item in enumerate(series, 1)])
    return Drawing(WIDTH, HEIGHT, tuple(shapes), description)


def paired_bars(
    bars: Sequence[tuple[float, float, int, int]],
    names: tuple[str, str],
    x_label: str,
    description: str,
    *,
    marks: Sequence[Mark] = (),
) -> Drawing:
    """Two counts for each part (start, end, first, second) of 0 to 1, side by side."""
    highest = max((max(first, second) for _, _, first, second in bars), default=0)
    step = nice_step(highest)
    y_max = max(step, step * math.ceil(highest / step))
    frame = _Frame(_LEFT, _TOP, WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM, y_max=float(y_max))
    counts = [(float(at), f"{at:,}") for at in range(0, y_max + 1, step)]
    shapes = _axes(frame, counts, x_label, "pairs")
    for mark in marks:
        shapes += _mark(frame, mark)
    base = frame.at((0, 0))[1]
    for start, end, *both in bars:
        middle = (start + end) / 2
        for number, count in enumerate(both, start=1):
            if not count:
                continue
            left, top = frame.at((start if number == 1 else middle, count))
            right = frame.at((middle if number == 1 else end, 0))[0]
            hint = f"{start:.2f} to {end:.2f}: {count:,} {names[number - 1]}"
            shapes.append(Box(left + 0.4, top, right - left - 0.6, base - top,
                              f"series-{number}", hint=hint))  # fmt: skip
    shapes += _legend([(name, f"series-{n}") for n, name in enumerate(names, 1)])
    return Drawing(WIDTH, HEIGHT, tuple(shapes), description)


def log_bars(
    rows: Sequence[tuple[str, float, str]], unit: str, description: str, *, width: float = 510.0
) -> Drawing:
    """Horizontal bars (name, value above 0, colour) on an axis of powers of ten."""
    left = 12 + max((len(name) for name, _, _ in rows), default=0) * _LETTER * 7.5
    row_height, top = 15.0, 8.0
    low = math.floor(math.log10(min(value for _, value, _ in rows)) - 0.1)  # no bar of length 0
    high = math.ceil(math.log10(max(value for _, value, _ in rows)) + 0.12)
    high = max(high, low + 1)
    inner = width - left - 14
    height = top + row_height * len(rows) + 30
    base = top + row_height * len(rows) + 3

    def place(value: float) -> float:
        return round(left + inner * (math.log10(value) - low) / (high - low), 2)

    shapes: list[Shape] = []
    for power in range(low, high + 1):
        x = place(10.0**power)
        shapes.append(Line(((x, top - 2), (x, base)), "grid", 0.7))
        shapes.append(Label(x, base + 9, f"{10.0**power:g}", size=_SMALL, anchor=Anchor.MIDDLE))
    for number, (name, value, colour) in enumerate(rows):
        y = top + row_height * number
        end = place(value)
        shapes.append(Label(left - 5, y + 9.5, name, "ink", 7.5, Anchor.END))
        shapes.append(Box(left, y + 2, max(1.0, end - left), 10, colour, hint=f"{value:,.3g}"))
        shapes.append(Label(end + 3, y + 9.5, f"{value:,.3g}", "ink", _SMALL))
    shapes.append(Label(left + inner / 2, base + 22, unit, size=7.5, anchor=Anchor.MIDDLE))
    return Drawing(width, height, tuple(shapes), description)


def heat_map(
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[float | None]]],
    description: str,
    *,
    width: float = 510.0,
) -> Drawing:
    """Shares (0-1, None for nothing measured) as cells, the stronger coloured the smaller."""
    left = 10 + max((len(name) for name, _ in rows), default=0) * _LETTER * 7.5
    cell = (width - left - 4) / max(1, len(columns))
    top, height = 30.0, 17.0
    shapes: list[Shape] = []
    for at, name in enumerate(columns):
        first, _, second = name.partition(" ")
        x = left + cell * (at + 0.5)
        for line, text in enumerate((first, second) if second else ("", first)):
            y = top - 14 + 8.5 * line
            shapes.append(Label(x, y, text, size=_SMALL, anchor=Anchor.MIDDLE))
    for number, (name, shares) in enumerate(rows):
        y = top + height * number
        shapes.append(Label(left - 5, y + 11, name, "ink", 7.5, Anchor.END))
        for at, share in enumerate(shares):
            x = left + cell * at
            missed = 0.0 if share is None else 1.0 - share
            opacity = round(0.04 + 0.66 * math.sqrt(missed), 3)
            text = "–" if share is None else _percent(share)
            colour = "grid" if share is None else "heat"
            hint = f"{name}, {columns[at]}: {text}"
            shapes.append(Box(x + 0.75, y + 0.75, cell - 1.5, height - 1.5, colour,
                              0.5 if share is None else opacity, hint))  # fmt: skip
            shapes.append(Label(x + cell / 2, y + 11, text, "ink", _SMALL, Anchor.MIDDLE))
    return Drawing(width, top + height * len(rows) + 4, tuple(shapes), description)


def _percent(share: float) -> str:
    """Never rounded up to 100, nor down to 0."""
    if share in {0.0, 1.0}:
        return f"{share:.0%}"
    return f"{min(max(share, 0.001), 0.999):.1%}"


def _axes(
    frame: _Frame, y_ticks: Sequence[tuple[float, str]], x_label: str, y_label: str
) -> list[Shape]:
    """Grid, ticks and names of both axes; x runs from 0 to 1."""
    shapes: list[Shape] = []
    base = frame.top + frame.height
    for value, text in _QUARTERS:
        x = frame.at((value, 0))[0]
        shapes.append(Line(((x, frame.top), (x, base)), "grid", 0.7))
        shapes.append(Label(x, base + 10, text, size=_SMALL, anchor=Anchor.MIDDLE))
    for value, text in y_ticks:
        y = frame.at((0, value))[1]
        shapes.append(Line(((frame.left, y), (frame.left + frame.width, y)), "grid", 0.7))
        shapes.append(Label(frame.left - 4, y + 2.5, text, size=_SMALL, anchor=Anchor.END))
    middle = frame.left + frame.width / 2
    shapes.append(Label(middle, base + 23, x_label, size=7.5, anchor=Anchor.MIDDLE))
    side = frame.top + frame.height / 2
    shapes.append(Label(9, side, y_label, size=7.5, anchor=Anchor.MIDDLE, turned=True))
    return shapes


def _mark(frame: _Frame, mark: Mark) -> list[Shape]:
    bottom, top = frame.at((mark.x, 0)), frame.at((mark.x, frame.y_max))
    return [
        Line((bottom, top), "series-5", 0.7, (2.0, 2.0)),
        Label(top[0], top[1] - 3, mark.name, size=6.0, anchor=Anchor.MIDDLE),
    ]


def _legend(items: Sequence[tuple[str, str]]) -> list[Shape]:
    """Names beside their colours, above the field."""
    shapes: list[Shape] = []
    x = _LEFT
    for name, colour in items:
        shapes.append(Box(x, 3, 7, 7, colour))
        shapes.append(Label(x + 10, 9.5, name, "ink", 7.0))
        x += 20 + len(name) * _LETTER * 7.0
    return shapes


def nice_step(highest: int) -> int:
    """A round step (1, 2 or 5 times a power of ten) that makes three to six parts."""
    if highest <= 4:
        return 1
    rough = highest / 4
    power = 10 ** math.floor(math.log10(rough))
    return int(next(power * n for n in (1, 2, 5, 10) if power * n >= rough))

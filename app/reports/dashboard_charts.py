"""Charts of the dashboard as drawings: days as stacked bars, rows of bars, lines over a range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.reports.charts import Series, nice_step
from app.reports.drawing import Anchor, Box, Drawing, Label, Line, Shape

_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 6.0, 22.0, 18.0
_SMALL = 7.0
_LETTER = 0.55  # width of an average letter, in sizes
_MOST_DATES = 6
_ROW = 17.0


@dataclass(frozen=True, slots=True)
class Layer:
    """One part of every stack: its name and the colour by its role."""

    name: str
    colour: str


def day_stacks(
    days: Sequence[tuple[date, Sequence[int]]],
    layers: Sequence[Layer],
    description: str,
    *,
    width: float = 390.0,
    height: float = 190.0,
) -> Drawing:
    """One bar a day, its parts from the ground up in the order of `layers`.

    Args:
        days: (day, count of each layer), in order, without gaps.
        description: the same in words.
    """
    highest = max((sum(counts) for _, counts in days), default=0)
    step = nice_step(highest)
    top = max(step, step * -(-highest // step))
    inner, base = width - _LEFT - _RIGHT, height - _BOTTOM
    scale = (base - _TOP) / top
    shapes = _levels(top, step, scale, base, width)
    wide = inner / max(1, len(days))
    bar = max(1.0, min(wide * 0.72, 26.0))
    for place, (day, counts) in enumerate(days):
        x, y = _LEFT + wide * place + (wide - bar) / 2, base
        for layer, count in zip(layers, counts, strict=True):
            if count:
                tall = count * scale
                y -= tall
                hint = f"{day:%a %d %b}: {count:,} {layer.name}"
                shapes.append(Box(x, y, bar, max(0.6, tall - 0.4), layer.colour, hint=hint))
    shapes += _day_names([day for day, _ in days], wide, base)
    x = _LEFT
    for layer in layers:
        shapes += [Box(x, 4, 6, 6, layer.colour), Label(x + 9, 10, layer.name, "ink", _SMALL)]
        x += 19 + len(layer.name) * _LETTER * _SMALL
    return Drawing(width, height, tuple(shapes), description)


def _levels(top: int, step: int, scale: float, base: float, width: float) -> list[Shape]:
    shapes: list[Shape] = []
    for value in range(0, top + 1, step):
        y = base - value * scale
        shapes.append(Line(((_LEFT, y), (width - _RIGHT, y)), "grid", 0.7))
        shapes.append(Label(_LEFT - 4, y + 2.5, f"{value:,}", size=_SMALL, anchor=Anchor.END))
    return shapes


def _day_names(days: Sequence[date], wide: float, base: float) -> list[Shape]:
    """As many as have room; the last one is always named."""
    every = max(1, -(-len(days) // _MOST_DATES))
    named = range(len(days) - 1, -1, -every)
    last = len(days) - 1
    return [
        Label(_LEFT + wide * (place + (1 if place == last else 0.5)), base + 11,
              f"{days[place]:%d %b}", size=_SMALL,
              anchor=Anchor.END if place == last else Anchor.MIDDLE)
        for place in named
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: its name, its length, the text behind it, and its colour by role."""

    name: str
    value: float
    text: str
    colour: str = "series-1"
    hint: str = ""


def bar_rows(
    rows: Sequence[BarRow], description: str, *, width: float = 190.0, most: float = 0.0
) -> Drawing:
    """Horizontal bars below each other on a common scale.

    Args:
        most: the value of a whole bar; the largest one by default.
    """
    whole = most or max((row.value for row in rows), default=0) or 1
    names = max((len(row.name) for row in rows), default=0) * _LETTER * 7.5
    texts = max((len(row.text) for row in rows), default=0) * _LETTER * 7.5
    left = min(names + 6, width * 0.52)
    inner = max(20.0, width - left - texts - 8)
    shapes: list[Shape] = []
    for place, row in enumerate(rows):
        y = 2 + _ROW * place
        letters = int(left / (_LETTER * 7.5))
        name = row.name if len(row.name) <= letters else row.name[: max(1, letters - 1)] + "…"
        hint = row.hint or f"{row.name}: {row.text}"
        shapes.append(Label(0, y + 10, name, "ink", 7.5))
        shapes.append(Box(left, y + 4, inner, 7, "grid", hint=hint))
        if row.value > 0:
            length = max(1.5, inner * min(1.0, row.value / whole))
            shapes.append(Box(left, y + 4, length, 7, row.colour, hint=hint))
        shapes.append(Label(width, y + 10, row.text, "ink", 7.5, Anchor.END, is_strong=True))
    return Drawing(width, 4 + _ROW * max(1, len(rows)), tuple(shapes), description)


def share_lines(
    series: Sequence[Series],
    low: float,
    mark: tuple[float, str],
    description: str,
    *,
    width: float = 390.0,
    height: float = 190.0,
) -> Drawing:
    """Shares (0-1) over thresholds from `low` to 1; `mark` is the one in force with its name."""
    inner, base = width - _LEFT - _RIGHT, height - _BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            round(_LEFT + inner * (x - low) / (1 - low), 2),
            round(base - (base - _TOP) * y, 2),
        )

    shapes: list[Shape] = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = at(low, share)[1]
        shapes.append(Line(((_LEFT, y), (width - _RIGHT, y)), "grid", 0.7))
        shapes.append(Label(_LEFT - 4, y + 2.5, f"{share:.0%}", size=_SMALL, anchor=Anchor.END))
    for tick in range(round(low * 20), 21):
        x = at(tick / 20, 0)[0]
        anchor = Anchor.END if tick == 20 else Anchor.MIDDLE
        shapes.append(Label(x, base + 11, f"{tick / 20:.2f}", size=_SMALL, anchor=anchor))
    shapes.append(Line((at(mark[0], 0), at(mark[0], 1)), "series-5", 0.8, (2.0, 2.0)))
    shapes.append(Label(at(mark[0], 0)[0] + 3, base - 4, mark[1], size=_SMALL))
    place = _LEFT
    for number, item in enumerate(series, start=1):
        colour = f"series-{number}"
        line = tuple(at(x, y) for x, y in item.points)
        dashes = (4.0, 2.0) if item.dashed else ()
        if line:
            shapes.append(Line(line, colour, 1.4, dashes))
        shapes.append(Line(((place, 7), (place + 12, 7)), colour, 1.4, dashes))
        shapes.append(Label(place + 15, 9.5, item.name, "ink", _SMALL))
        place += 26 + len(item.name) * _LETTER * _SMALL
    return Drawing(width, height, tuple(shapes), description)

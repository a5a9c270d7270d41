"""A number over calendar time as a drawing: steps between the moments at which it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.reports.charts import nice_step
from app.reports.drawing import Anchor, Dot, Drawing, Label, Line, Shape

HEIGHT = 120.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 40.0, 10.0, 22.0
_SMALL = 7.0
_MOST_DATES = 6


@dataclass(frozen=True, slots=True)
class Moment:
    """The number from `at` on. `colour` is a role of the drawing; with `is_aside` the number
    never counted (a version that was held): a dot beside the line."""

    at: datetime
    value: int
    hint: str
    colour: str = "series-1"
    is_aside: bool = False


def time_chart(moments: Sequence[Moment], description: str, *, width: float = 510.0) -> Drawing:
    """A line of steps over time, its axis from 0; a dot for each moment.

    Args:
        moments: at least one, in order of time.
        description: the same in words, for those who cannot see it.
        width: in points.
    """
    first, last = moments[0].at, moments[-1].at
    span = max((last - first) / timedelta(seconds=1), 1.0)
    step = nice_step(max(moment.value for moment in moments) or 1)
    top = step * -(-(max(moment.value for moment in moments) or 1) // step)
    inner = width - _LEFT - _RIGHT
    base = HEIGHT - _BOTTOM

    def place(moment: Moment) -> tuple[float, float]:
        share = (moment.at - first) / timedelta(seconds=1) / span if last > first else 0.5
        x = _LEFT + inner * share
        return round(x, 2), round(base - (base - _TOP) * moment.value / top, 2)

    shapes: list[Shape] = []
    for value in range(0, top + 1, step):
        y = round(base - (base - _TOP) * value / top, 2)
        shapes.append(Line(((_LEFT, y), (_LEFT + inner, y)), "grid", 0.7))
        shapes.append(Label(_LEFT - 4, y + 2.5, f"{value:,}", size=_SMALL, anchor=Anchor.END))
    line: list[tuple[float, float]] = []
    for moment in moments:
        x, y = place(moment)
        if not moment.is_aside:
            line += [(x, line[-1][1]), (x, y)] if line else [(x, y)]
    if len(line) > 1:
        shapes.append(Line(tuple(line), "series-1", 1.4))
    shapes += [Dot(*place(item), 2.6, item.colour, item.hint) for item in moments]
    shapes += _dates([(place(moment)[0], moment.at) for moment in moments], base)
    return Drawing(width, HEIGHT, tuple(shapes), description)


def _dates(places: Sequence[tuple[float, datetime]], base: float) -> list[Shape]:
    """The days below the axis, as many as have room."""
    room = 46.0
    shown: list[tuple[float, datetime]] = []
    for x, at in reversed(places):
        if len(shown) < _MOST_DATES and (not shown or shown[-1][0] - x >= room):
            shown.append((x, at))
    return [
        Label(x, base + 12, f"{at:%Y-%m-%d}", size=_SMALL, anchor=Anchor.MIDDLE) for x, at in shown
    ]

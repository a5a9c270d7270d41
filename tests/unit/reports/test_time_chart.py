"""The plot of a number over time: honest axis, steps, dots, dates that do not crowd."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from app.reports.drawing import Dot, Label, Line
from app.reports.time_chart import Moment, time_chart

START = datetime(2026, 1, 1, tzinfo=UTC)


def moments(*values: int) -> list[Moment]:
    return [Moment(START + timedelta(days=30 * n), v, f"v{n}") for n, v in enumerate(values)]


def test_steps_between_the_versions_and_a_dot_for_each() -> None:
    held = Moment(START + timedelta(days=75), 3, "held", "series-5", is_aside=True)
    drawing = time_chart([*moments(10, 20, 15), held], "told")
    (line,) = [item for item in drawing.shapes if isinstance(item, Line) and item.width > 1]
    assert len(line.points) == 5
    assert line.points[0][1] == line.points[1][1]
    dots = [item for item in drawing.shapes if isinstance(item, Dot)]
    assert [dot.hint for dot in dots] == ["v0", "v1", "v2", "held"]
    assert dots[3].y > dots[0].y > dots[1].y
    assert dots[3].colour == "series-5"


def test_the_axis_begins_at_zero() -> None:
    drawing = time_chart(moments(1000, 990), "told")
    texts = [item.text for item in drawing.shapes if isinstance(item, Label)]
    assert {"0", "1,000"} <= set(texts)


def test_one_moment_and_none_of_a_list_can_be_drawn() -> None:
    drawing = time_chart(moments(0), "told")
    (dot,) = [item for item in drawing.shapes if isinstance(item, Dot)]
    assert 200 < dot.x < 310
    assert not [item for item in drawing.shapes if isinstance(item, Line) and item.width > 1]


def test_dates_have_room() -> None:
    drawing = time_chart(moments(*range(1, 40)), "told")
    dates = [item for item in drawing.shapes if isinstance(item, Label) and "-" in item.text]
    assert len(dates) == 6
    places = sorted(item.x for item in dates)
    assert min(b - a for a, b in pairwise(places)) >= 46

"""Charts: what is drawn lies inside, and where the figures say."""

from __future__ import annotations

import pytest

from app.reports.charts import Mark, Series, heat_map, line_chart, log_bars, paired_bars
from app.reports.drawing import Box, Drawing, Label, Line
from app.reports.svg import svg_of


def _inside(drawing: Drawing) -> None:
    for shape in drawing.shapes:
        if isinstance(shape, Line):
            assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height
                       for x, y in shape.points)  # fmt: skip
        else:
            assert 0 <= shape.x <= drawing.width
            assert 0 <= shape.y <= drawing.height
        if isinstance(shape, Box):
            assert shape.width > 0
            assert shape.height > 0
            assert shape.x + shape.width <= drawing.width + 0.01


def _boxes(drawing: Drawing, colour: str) -> list[Box]:
    return [s for s in drawing.shapes if isinstance(s, Box) and s.colour == colour]


def _texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Label)]


def test_lines_run_from_corner_to_corner() -> None:
    drawing = line_chart([Series("up", ((0, 0), (1, 1)))], "x", "y", "d")
    _inside(drawing)
    (line,) = [s for s in drawing.shapes if isinstance(s, Line) and s.colour == "series-1"]
    (left, low), (right, high) = line.points
    assert left < right
    assert low > high
    assert "up" not in _texts(drawing)  # one line needs no legend


def test_an_empty_series_draws_no_line() -> None:
    drawing = line_chart([Series("a", ()), Series("b", ((0, 0), (1, 1)))], "x", "y", "d",
                         marks=(Mark(0.5, "half"),))  # fmt: skip
    assert not [s for s in drawing.shapes if isinstance(s, Line) and s.colour == "series-1"]
    assert {"a", "b", "half"} <= set(_texts(drawing))


def test_bars_are_as_high_as_their_counts() -> None:
    drawing = paired_bars([(0, 0.5, 2, 4), (0.5, 1, 0, 8)], ("same", "other"), "score", "d")
    _inside(drawing)
    one, _ = _boxes(drawing, "series-1")
    four, eight, _ = _boxes(drawing, "series-2")  # the last is that of the legend
    assert eight.height == pytest.approx(2 * four.height, rel=0.01)
    assert four.height == pytest.approx(2 * one.height, rel=0.01)
    assert eight.hint == "0.50 to 1.00: 8 other"


@pytest.mark.parametrize("highest", [0, 1, 4, 5, 9, 99, 1_001, 54_321])
def test_the_count_axis_has_few_round_steps_and_room(highest: int) -> None:
    drawing = paired_bars([(0, 1, highest, 0)], ("a", "b"), "score", "d")
    _inside(drawing)
    ticks = [int(t.replace(",", "")) for t in _texts(drawing) if t.replace(",", "").isdigit()]
    counts = sorted(set(ticks))
    assert counts[-1] >= highest
    assert len(counts) <= 8


def test_ten_times_the_time_is_one_step_of_a_log_axis() -> None:
    rows = [("a", 0.1, "series-1"), ("b", 1.0, "series-1"), ("c", 10.0, "series-1")]
    drawing = log_bars(rows, "ms", "d")
    _inside(drawing)
    ends = [box.x + box.width for box in _boxes(drawing, "series-1")]
    assert ends[1] - ends[0] == pytest.approx(ends[2] - ends[1], abs=0.1)
    assert {"a", "b", "c", "0.1", "1", "10", "ms"} <= set(_texts(drawing))


def test_one_bar_alone_has_an_axis_too() -> None:
    _inside(log_bars([("only", 1.0, "series-1")], "ms", "d"))


def test_the_heat_map_is_darker_where_more_is_missed() -> None:
    drawing = heat_map(["typo", "swap letters"], [("x", [0.999_9, 0.2]), ("y", [None, 1.0])], "d")
    _inside(drawing)
    good, bad, perfect = _boxes(drawing, "heat")
    assert bad.opacity > good.opacity > perfect.opacity
    texts = _texts(drawing)
    assert "99.9%" in texts  # never rounded up to 100
    assert {"20.0%", "100%", "–"} <= set(texts)


def test_svg_holds_every_shape_and_says_what_it_shows() -> None:
    drawing = line_chart([Series("a<b", ((0, 0), (1, 1))), Series("c", ((0, 1), (1, 0)), dashed=True)],
                         "x", "y", "what & why", points=(((0.5, 0.5), "p"),))  # fmt: skip
    svg = svg_of(drawing)
    assert "<title>what &amp; why</title>" in svg
    assert "a&lt;b" in svg
    assert svg.count("<text") == len(_texts(drawing))
    assert 'stroke-dasharray="4 2"' in svg
    assert "<circle" in svg
    assert "rotate(-90" in svg

"""A small report with every kind of block and with hostile and foreign texts."""

from __future__ import annotations

import pytest

from app.reports.charts import Mark, Series, heat_map, line_chart, log_bars, paired_bars
from app.reports.document import (
    Chart,
    Charts,
    Code,
    Facts,
    Figure,
    Figures,
    Report,
    Section,
    Table,
    Text,
)

HOSTILE = '<img src="file:///etc/passwd"/><script>alert(1)</script> & \u202eforged'


@pytest.fixture
def report() -> Report:
    curve = line_chart(
        [Series("one", ((0, 0), (0.5, 0.8), (1, 1))), Series("two", ((0, 1), (1, 0)), dashed=True)],
        "x",
        "y <b>",
        "two lines",
        marks=(Mark(0.75, "0.75"),),
        diagonal=True,
        points=(((0.5, 0.5), "here"),),
    )
    bars = paired_bars([(0, 0.5, 3, 0), (0.5, 1, 40, 7)], ("same", "other"), "score", "bars",
                       marks=(Mark(0.75, "0.75"),))  # fmt: skip
    heat = heat_map(["swap letters", "typo"], [("un_sc", [1.0, 0.25]), ("x", [None, 0])], "heat")
    speed = log_bars([("fast", 0.02, "series-1"), ("slow", 30.0, "series-5")], "ms", "speed")
    return Report(
        title=f"Title {HOSTILE}",
        subtitle="a subtitle",
        summary=HOSTILE,
        sections=(
            Section(
                "Figures",
                (
                    Figures(tuple(Figure(f"f{n}", str(n), "note") for n in range(5))),
                    Facts((("Key", HOSTILE), ("Other", "value"))),
                    Text(HOSTILE),
                    Code("screendesk validate pairs 'a <b>.csv'"),
                ),
            ),
            Section(
                "Tables and charts",
                (
                    Table(
                        ("Name", "Number"),
                        ((HOSTILE, "1"), ("محمد المثالي", "2"), ("王小明", "3"), ("राम", "4")),
                        frozenset({1}),
                        (3, 1),
                        note="a note",
                    ),
                    Table(("Empty",), ()),
                    Charts((Chart("Curve", curve, "caption"), Chart("Bars", bars))),
                    Chart("Heat", heat, "caption"),
                    Chart("Speed", speed),
                ),
            ),
        ),
        footer="the footer",
    )

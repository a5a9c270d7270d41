"""The cards about matches: what lists raise, what people make of it, and how soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.gui.dashboard.card import Card, bars
from app.gui.dashboard.wording import hours_text, percent, period_word, translate, wait_words
from app.gui.screening.wording import strength_word

if TYPE_CHECKING:
    from app.services.dashboard import Dashboard


def matches_by_list(found: Dashboard) -> Card:
    """How many matches each list raised."""
    from app.reports.dashboard_charts import BarRow

    tr = translate
    lists = [item for item in found.matches.by_list if item.matches]
    return bars(
        "by_list",
        tr("Dashboard", "Matches by list"),
        period_word(found.period),
        (tr("Dashboard", "List"), tr("Dashboard", "Matches")),
        [BarRow(item.name, item.matches, f"{item.matches:,}") for item in lists],
        tuple((item.name, str(item.matches)) for item in lists),
        tr("Dashboard", "No match in this time."),
    )


def by_threshold(found: Dashboard) -> Card:
    """What each threshold would leave of the decided matches."""
    from app.reports.charts import Series
    from app.reports.dashboard_charts import share_lines

    tr = translate
    points = found.matches.thresholds
    names = (
        tr("Dashboard", "Matches to review"),
        tr("Dashboard", "True matches kept"),
        tr("Dashboard", "False among them"),
    )
    drawing = None
    if points:
        series = (
            Series(names[0], tuple((p.threshold, p.kept_share) for p in points)),
            Series(names[1], tuple((p.threshold, p.true_share) for p in points), dashed=True),
            Series(
                names[2],
                tuple((p.threshold, p.false_rate) for p in points if p.false_rate is not None),
            ),
        )
        mark = tr("Dashboard", "now {floor}").format(floor=f"{found.floor:.2f}")
        told = tr("Dashboard", "What each threshold would leave of {count} decided matches")
        drawing = share_lines(
            series,
            points[0].threshold,
            (found.floor, mark),
            told.format(count=found.matches.decided),
        )
    return Card(
        "thresholds",
        tr("Dashboard", "False positives by threshold"),
        tr("Dashboard", "{count} decided matches").format(count=f"{found.matches.decided:,}"),
        (tr("Dashboard", "Name score from"), *names),
        tuple(
            (
                f"{p.threshold:.2f}",
                f"{p.kept:,} ({percent(p.kept_share)})",
                f"{p.true_kept:,} ({percent(p.true_share)})",
                percent(p.false_rate),
            )
            for p in points
        ),
        drawing,
        columns_wide=2,
        empty=tr("Dashboard", "No match was decided in this time."),
    )


def false_by_list(found: Dashboard) -> Card:
    """The share of false positives among what was decided, by list."""
    from app.reports.dashboard_charts import BarRow

    tr = translate
    lists = [item for item in found.matches.by_list if item.false_rate is not None]
    return bars(
        "false_by_list",
        tr("Dashboard", "False positives by list"),
        tr("Dashboard", "decided ones"),
        (
            tr("Dashboard", "List"),
            tr("Dashboard", "False positives"),
            tr("Dashboard", "True positives"),
            tr("Dashboard", "Rate"),
        ),
        [
            BarRow(item.name, item.false_rate or 0.0, percent(item.false_rate), "series-2")
            for item in lists
        ],
        tuple(
            (
                item.name,
                str(item.false_positives),
                str(item.true_positives),
                percent(item.false_rate),
            )
            for item in lists
        ),
        tr("Dashboard", "No match was decided in this time."),
        most=1.0,
    )


def time_to_decision(found: Dashboard) -> Card:
    """From a match's arrival to its decision."""
    from app.reports.dashboard_charts import BarRow

    tr = translate
    counts = found.matches.waits_histogram
    is_any = any(counts)
    rows = [
        (word, f"{count:,}", "", "") for word, count in zip(wait_words(), counts, strict=True)
    ] + [
        (
            strength_word(wait.strength),
            f"{wait.decided:,}",
            hours_text(wait.median_hours),
            hours_text(wait.nine_of_ten_hours),
        )
        for wait in found.matches.waits
    ]
    return bars(
        "waits",
        tr("Dashboard", "Time to decision"),
        tr("Dashboard", "median {time}").format(time=hours_text(found.matches.median_hours))
        if is_any
        else "",
        (
            tr("Dashboard", "Time, strength"),
            tr("Dashboard", "Decided"),
            tr("Dashboard", "Median"),
            tr("Dashboard", "9 of 10 within"),
        ),
        [
            BarRow(word, count, f"{count:,}", "series-3")
            for word, count in zip(wait_words(), counts, strict=True)
        ]
        if is_any
        else [],
        tuple(rows) if is_any else (),
        tr("Dashboard", "No match was decided in this time."),
    )


def reasons_given(found: Dashboard) -> Card:
    """The reasons of the decisions."""
    from app.reports.dashboard_charts import BarRow

    tr = translate
    return bars(
        "reasons",
        tr("Dashboard", "Reasons given"),
        period_word(found.period),
        (tr("Dashboard", "Reason"), tr("Dashboard", "Times")),
        [BarRow(word, count, f"{count:,}", "series-4") for word, count in found.matches.reasons],
        tuple((word, str(count)) for word, count in found.matches.reasons),
        tr("Dashboard", "No reason was given in this time."),
    )

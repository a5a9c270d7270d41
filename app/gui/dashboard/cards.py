"""The cards of the dashboard in their order: screenings, open work, lists, people, cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.case import CaseState, Disposition
from app.domain.decision import Outcome
from app.gui.dashboard.card import Card, bars, colour
from app.gui.dashboard.match_cards import (
    by_threshold,
    false_by_list,
    matches_by_list,
    reasons_given,
    time_to_decision,
)
from app.gui.dashboard.wording import NOTHING, age_words, hours_text, percent, translate
from app.gui.lists.wording import health_chip, health_word
from app.gui.screening.wording import outcome_word

if TYPE_CHECKING:
    from app.services.dashboard import Dashboard

_AGE_COLOURS = ("low-bar", "low-bar", "medium-bar", "critical-bar")


def all_cards(found: Dashboard) -> tuple[Card, ...]:
    """The cards in the order of the page."""
    return (
        _screenings(found),
        matches_by_list(found),
        _open_work(found),
        by_threshold(found),
        false_by_list(found),
        time_to_decision(found),
        _list_health(found),
        _people(found),
        reasons_given(found),
        _closed(found),
    )


def _screenings(found: Dashboard) -> Card:
    from app.reports.dashboard_charts import Layer, day_stacks

    total = sum(day.total for day in found.days)
    note = translate("Dashboard", "{count}, batches apart").format(count=f"{total:,}")
    if found.in_batches:
        note += translate("Dashboard", " ({count} in batches)").format(
            count=f"{found.in_batches:,}"
        )
    layers = [Layer(outcome_word(outcome), colour(outcome.value)) for outcome in Outcome]
    counts = [(day.day, [day.counts.get(outcome, 0) for outcome in Outcome]) for day in found.days]
    told = translate("Dashboard", "Screenings a day by outcome: {count} in all").format(count=total)
    rows = tuple(
        (f"{day:%Y-%m-%d}", *(str(count) for count in of_day), str(sum(of_day)))
        for day, of_day in counts
        if sum(of_day)
    )
    return Card(
        "screenings",
        translate("Dashboard", "Screenings by decision"),
        note,
        (
            translate("Dashboard", "Day"),
            *(layer.name for layer in layers),
            translate("Dashboard", "All"),
        ),
        rows,
        day_stacks(counts, layers, told) if total else None,
        columns_wide=2,
        empty=translate("Dashboard", "No screening in this time."),
    )


def _open_work(found: Dashboard) -> Card:
    from app.reports.dashboard_charts import BarRow

    tr = translate
    matches, cases = tr("Dashboard", "Matches"), tr("Dashboard", "Cases")
    parts = [
        (kind, word, count, role)
        for kind, counts in ((matches, found.matches.by_age), (cases, found.cases.by_age))
        for word, count, role in zip(age_words(), counts, _AGE_COLOURS, strict=True)
    ]
    is_any = any(count for _, _, count, _ in parts)
    most = float(max(count for _, _, count, _ in parts))
    drawn = [
        BarRow(f"{kind}, {word.lower()}", count, f"{count:,}", role)
        for kind, word, count, role in parts
    ]
    return bars(
        "open_work",
        tr("Dashboard", "Open work by age"),
        tr("Dashboard", "now"),
        (tr("Dashboard", "What"), tr("Dashboard", "Age"), tr("Dashboard", "Open")),
        drawn if is_any else [],
        tuple((kind, word, str(count)) for kind, word, count, _ in parts),
        tr("Dashboard", "Nothing is open."),
        most=most,
    )


def _list_health(found: Dashboard) -> Card:
    from app.reports.dashboard_charts import BarRow

    tr = translate
    shown = sorted(found.lists, key=lambda item: -(item.age_days or 0))
    drawn, rows = [], []
    for status in shown:
        age = NOTHING if status.age_days is None else str(status.age_days)
        word = health_word(status)
        rows.append((status.source.short_name, word, age, str(status.source.stale_after_days)))
        if status.age_days is None:
            drawn.append(BarRow(status.source.short_name, 0.0, word))
            continue
        days = tr("Dashboard", "{days} d").format(days=status.age_days)
        role = health_chip(status).role
        painted = f"{role}-bar" if role in {"low", "medium", "high", "critical"} else "series-5"
        share = status.age_days / max(1, status.source.stale_after_days)
        hint = tr("Dashboard", "{name}: {word}, {age} days old, stale after {limit}").format(
            name=status.source.short_name,
            word=word,
            age=status.age_days,
            limit=status.source.stale_after_days,
        )
        drawn.append(
            BarRow(status.source.short_name, min(1.0, share), f"{days}, {word}", painted, hint)
        )
    return bars(
        "list_health",
        tr("Dashboard", "List freshness"),
        tr("Dashboard", "age of allowed"),
        (
            tr("Dashboard", "List"),
            tr("Dashboard", "State"),
            tr("Dashboard", "Age in days"),
            tr("Dashboard", "Stale after"),
        ),
        drawn,
        tuple(rows),
        tr("Dashboard", "No list is loaded."),
        most=1.0,
    )


def _people(found: Dashboard) -> Card:
    from app.reports.dashboard_charts import BarRow

    tr = translate
    seconds = [
        NOTHING if person.median_seconds is None else f"{person.median_seconds:.0f} s"
        for person in found.people
    ]
    return bars(
        "people",
        tr("Dashboard", "Decided by"),
        tr("Dashboard", "matches, median time"),
        (tr("Dashboard", "Who"), tr("Dashboard", "Decided"), tr("Dashboard", "Median time")),
        [
            BarRow(
                person.actor.split("@")[0],
                person.decided,
                f"{person.decided:,}, {time}",
                hint=f"{person.actor}: {person.decided:,}, {time}",
            )
            for person, time in zip(found.people, seconds, strict=True)
        ],
        tuple(
            (person.actor, str(person.decided), time)
            for person, time in zip(found.people, seconds, strict=True)
        ),
        tr("Dashboard", "Nobody decided a match in this time."),
    )


def _closed(found: Dashboard) -> Card:
    from app.reports.dashboard_charts import BarRow

    tr = translate
    cases = found.cases
    words = {
        Disposition.TRUE_POSITIVE: tr("Dashboard", "True positive"),
        Disposition.FALSE_POSITIVE: tr("Dashboard", "False positive"),
        Disposition.NO_ACTION_REQUIRED: tr("Dashboard", "No action required"),
    }
    mix = [(words[Disposition(key)], key, count) for key, count in cases.dispositions.items()]
    more = (
        (tr("Dashboard", "Escalated now"), str(cases.states[CaseState.ESCALATED])),
        (tr("Dashboard", "Waiting for an approver"), str(cases.states[CaseState.PENDING_APPROVAL])),
        (tr("Dashboard", "Median time to close"), hours_text(cases.median_hours)),
        (tr("Dashboard", "Closed in time"), percent(cases.in_time_share)),
    )
    note = tr("Dashboard", "median {time}, {share} in time").format(
        time=hours_text(cases.median_hours), share=percent(cases.in_time_share)
    )
    return bars(
        "closed",
        tr("Dashboard", "Cases closed"),
        note if cases.closed else "",
        (tr("Dashboard", "Outcome"), tr("Dashboard", "Cases")),
        [
            BarRow(
                word,
                count,
                f"{count:,}",
                "series-1" if key == Disposition.NO_ACTION_REQUIRED else colour(key),
            )
            for word, key, count in mix
        ],
        (*((word, str(count)) for word, _, count in mix), *more),
        tr("Dashboard", "No case was closed in this time."),
    )

"""The management's figures: work open and done, how long it took, and what the lists cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from statistics import median
from typing import Any

from app.domain.case import CaseState
from app.domain.decision import Outcome
from app.domain.lists import SourceStatus
from app.domain.match import Strength
from app.domain.review import ResolutionVerdict
from app.services import list_status
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

# Upper ends of the ages that open work is counted by, in hours; the last part has none.
AGES = (24, 72, 168)
# Upper ends of the times to a decision, in hours.
WAITS = (1, 4, 24, 72)
THRESHOLDS = tuple(round(0.70 + step / 100, 2) for step in range(31))
# A pause longer than this between two decisions of one person is not time spent on the second.
LONGEST_LOOK_S = 900.0
TREND_DAYS = 28


class Period(StrEnum):
    """How far back the dashboard looks, in whole local days; today counts."""

    TODAY = "today"
    WEEKS = "28 days"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def days(self) -> int:
        """How many days."""
        return {Period.TODAY: 1, Period.WEEKS: 28, Period.QUARTER: 91, Period.YEAR: 365}[self]


@dataclass(frozen=True, slots=True)
class DayOutcomes:
    """The screenings of one local day by outcome, batches apart."""

    day: date
    counts: dict[Outcome, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ListFigures:
    """What one list raised and what people made of it, in the period."""

    source: str
    name: str
    matches: int
    false_positives: int
    true_positives: int

    @property
    def false_rate(self) -> float | None:
        """The share of false positives among the decided, None where nothing is decided."""
        decided = self.false_positives + self.true_positives
        return self.false_positives / decided if decided else None


@dataclass(frozen=True, slots=True)
class ThresholdPoint:
    """What would be left if the line stood at `threshold`: the shares (0-1) of the decided
    matches and of the true ones that reach it, and how many of those left are false."""

    threshold: float
    kept: int
    kept_share: float
    true_kept: int
    true_share: float
    false_rate: float | None


@dataclass(frozen=True, slots=True)
class WaitFigures:
    """From a match's arrival to its decision, by strength: median and 9 of 10, in hours."""

    strength: Strength
    decided: int
    median_hours: float
    nine_of_ten_hours: float


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """What one person decided, and the median time for one in seconds (None if never two in a
    row)."""

    actor: str
    decided: int
    median_seconds: float | None


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Cases now (by state and age, past due) and those closed in the period."""

    states: dict[CaseState, int]
    by_age: tuple[int, ...]
    overdue: tuple[str, ...]  # names, the oldest first
    overdue_by_day: tuple[int, ...]
    closed: int
    median_hours: float | None
    in_time_share: float | None
    dispositions: dict[str, int]


@dataclass(frozen=True, slots=True)
class MatchFigures:
    """Matches now and those decided in the period; trends are one number a day, the last today."""

    open: int
    unsure: int
    by_age: tuple[int, ...]
    open_by_day: tuple[int, ...]
    false_positives: int
    true_positives: int
    false_rate_by_day: tuple[float | None, ...]
    median_hours: float | None  # from arrival to decision
    waits: tuple[WaitFigures, ...]
    waits_histogram: tuple[int, ...]
    by_list: tuple[ListFigures, ...]
    thresholds: tuple[ThresholdPoint, ...]
    reasons: tuple[tuple[str, int], ...]  # words of the reason, how often

    @property
    def decided(self) -> int:
        return self.false_positives + self.true_positives

    @property
    def false_rate(self) -> float | None:
        return self.false_positives / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All figures as of `at`, over the local days from `since` to today."""

    at: datetime
    period: Period
    since: date
    floor: float
    days: tuple[DayOutcomes, ...]
    in_batches: int
    matches: MatchFigures
    cases: CaseFigures
    people: tuple[PersonFigures, ...]
    lists: tuple[SourceStatus, ...]


def figures(workspace: Workspace, period: Period, job: Job = NO_JOB) -> Dashboard:
    """Count everything as the store holds it now."""
    at = workspace.clock().astimezone()
    today = at.date()
    first = today - timedelta(days=period.days - 1)
    since = datetime.combine(first, time(), at.tzinfo)
    job.progress(0, 0, "Counting")
    with workspace.database.read() as uow:
        days, in_batches = _days(uow, since, first, today)
        job.check()
        matches = _matches(workspace, uow, since, at)
        job.check()
        cases = _cases(uow, since, at)
        people = _people(uow, since)
    job.check()
    lists = tuple(
        found
        for found in list_status.status(workspace)
        if found.versions or found.source.is_required
    )
    return Dashboard(
        at=at,
        period=period,
        since=first,
        floor=workspace.policy.possible,
        days=days,
        in_batches=in_batches,
        matches=matches,
        cases=cases,
        people=people,
        lists=lists,
    )


def _days(
    uow: UnitOfWork, since: datetime, first: date, today: date
) -> tuple[tuple[DayOutcomes, ...], int]:
    counts: dict[date, Counter[Outcome]] = {}
    in_batches = 0
    for row in uow.figures.screenings_by_day(since):
        if row.is_batch:
            in_batches += row.number
        else:
            day = counts.setdefault(date.fromisoformat(row.day), Counter())
            day[Outcome(row.outcome)] += row.number
    every = (first + timedelta(days=n) for n in range((today - first).days + 1))
    return tuple(DayOutcomes(day, dict(counts.get(day, {}))) for day in every), in_batches


def _matches(workspace: Workspace, uow: UnitOfWork, since: datetime, at: datetime) -> MatchFigures:
    decided = uow.figures.decided(since)
    false = sum(row.verdict == ResolutionVerdict.FALSE_POSITIVE for row in decided)
    words = {reason.code: reason.text for reason in workspace.case_policy.reasons}
    waits = [row.hours for row in decided]
    now = uow.figures.open_matches()
    return MatchFigures(
        open=now,
        unsure=uow.figures.unsure(),
        by_age=_parts(((row.hours, row.number) for row in uow.figures.matches_by_age(at)), AGES),
        open_by_day=_running(uow, at, now),
        false_positives=false,
        true_positives=len(decided) - false,
        false_rate_by_day=_rates_by_day(decided, at.date()),
        median_hours=median(waits) if waits else None,
        waits=_waits(decided),
        waits_histogram=_parts(((hours, 1) for hours in waits), WAITS),
        by_list=_by_list(workspace, uow, since, decided),
        thresholds=thresholds((row.name_score, row.verdict) for row in decided),
        reasons=tuple(
            (words.get(row.reason_code, row.reason_code) or "Own words", row.number)
            for row in uow.figures.reasons(since)
        ),
    )


def _parts(rows: Iterable[tuple[float, int]], ends: Sequence[int]) -> tuple[int, ...]:
    """How many lie below each end, and at the last one or above."""
    counts = [0] * (len(ends) + 1)
    for value, count in rows:
        counts[sum(value >= end for end in ends)] += count
    return tuple(counts)


def _running(uow: UnitOfWork, at: datetime, now: int) -> tuple[int, ...]:
    """The open matches at the end of each of the last days, counted back from now."""
    first = datetime.combine(at.date() - timedelta(days=TREND_DAYS), time(), at.tzinfo)
    moved = {row.day: row.came - row.went for row in uow.figures.matches_in_and_out(first)}
    counts = [now]
    for back in range(TREND_DAYS - 1):
        day = (at.date() - timedelta(days=back)).isoformat()
        counts.append(counts[-1] - moved.get(day, 0))
    return tuple(max(0, count) for count in reversed(counts))


def _rates_by_day(decided: Sequence[Any], today: date) -> tuple[float | None, ...]:
    false, every = Counter[str](), Counter[str]()
    for row in decided:
        every[row.day] += 1
        false[row.day] += row.verdict == ResolutionVerdict.FALSE_POSITIVE
    days = [(today - timedelta(days=back)).isoformat() for back in reversed(range(TREND_DAYS))]
    return tuple(false[day] / every[day] if every[day] else None for day in days)


def _waits(decided: Sequence[Any]) -> tuple[WaitFigures, ...]:
    found = []
    for strength in Strength:
        hours = sorted(row.hours for row in decided if row.strength == strength)
        if hours:
            ninth = hours[min(len(hours) - 1, int(len(hours) * 0.9))]
            found.append(WaitFigures(strength, len(hours), median(hours), ninth))
    return tuple(found)


def _by_list(
    workspace: Workspace, uow: UnitOfWork, since: datetime, decided: Sequence[Any]
) -> tuple[ListFigures, ...]:
    names = {source.source: source.short_name for source in workspace.catalogue}
    raised = uow.figures.matches_by_list(since)
    verdicts = Counter((row.source, row.verdict) for row in decided)
    sources = {*raised, *(source for source, _ in verdicts)}
    found = (
        ListFigures(
            source,
            names.get(source, source),
            raised.get(source, 0),
            verdicts[source, ResolutionVerdict.FALSE_POSITIVE.value],
            verdicts[source, ResolutionVerdict.TRUE_POSITIVE.value],
        )
        for source in sources
    )
    return tuple(sorted(found, key=lambda item: (-item.matches, item.name)))


def thresholds(decided: Iterable[tuple[float, str]]) -> tuple[ThresholdPoint, ...]:
    """What each threshold would leave of decided matches.

    Args:
        decided: (name score 0-1, verdict TRUE_POSITIVE or FALSE_POSITIVE) of each.
    Returns:
        one point each from 0.70 to 1.00; none where nothing was decided.
    """
    every = list(decided)
    true = [score for score, verdict in every if verdict == ResolutionVerdict.TRUE_POSITIVE]
    if not every:
        return ()
    points = []
    for threshold in THRESHOLDS:
        kept = sum(score >= threshold for score, _ in every)
        true_kept = sum(score >= threshold for score in true)
        points.append(
            ThresholdPoint(
                threshold,
                kept,
                kept / len(every),
                true_kept,
                true_kept / len(true) if true else 1.0,
                (kept - true_kept) / kept if kept else None,
            )
        )
    return tuple(points)


def _cases(uow: UnitOfWork, since: datetime, at: datetime) -> CaseFigures:
    closed = uow.figures.closed_cases(since)
    found = uow.figures.case_states()
    due = [(row.due, row.closed, row.number) for row in uow.figures.cases_due()]
    days = [(at.date() - timedelta(days=back)).isoformat() for back in reversed(range(TREND_DAYS))]
    return CaseFigures(
        states={state: found.get(state.value, 0) for state in CaseState},
        by_age=_parts(((row.hours, row.number) for row in uow.figures.cases_by_age(at)), AGES),
        overdue=tuple(row.name for row in uow.figures.overdue_cases(at)),
        overdue_by_day=tuple(
            sum(count for end, shut, count in due if end < day and (not shut or shut >= day))
            for day in days
        ),
        closed=len(closed),
        median_hours=median(row.hours for row in closed) if closed else None,
        in_time_share=sum(row.in_time for row in closed) / len(closed) if closed else None,
        dispositions=dict(Counter(row.disposition for row in closed).most_common()),
    )


def _people(uow: UnitOfWork, since: datetime) -> tuple[PersonFigures, ...]:
    """One act on many matches is one look, but as many decisions."""
    decided, looks = Counter[str](), dict[str, list[float]]()
    before: tuple[str, float, str] | None = None
    for row in uow.figures.deeds(since):
        decided[row.actor] += 1
        if before is None or row.actor != before[0]:
            before = (row.actor, row.seconds, row.batch_id)
        elif row.batch_id != before[2]:
            if 0 <= row.seconds - before[1] <= LONGEST_LOOK_S:
                looks.setdefault(row.actor, []).append(row.seconds - before[1])
            before = (row.actor, row.seconds, row.batch_id)
    return tuple(
        PersonFigures(actor, count, median(looks[actor]) if actor in looks else None)
        for actor, count in decided.most_common()
    )

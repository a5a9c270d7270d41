"""Comparing a date of birth with those that a list gives, each at its own precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.match import Verdict
from app.matching.effects import Effects

CIRCA_YEARS = 2
FAR_YEARS = 3  # so far from what the list says, a date of any precision contradicts for good


@dataclass(frozen=True, slots=True)
class DateVerdict:
    """How two dates stand to each other; `effect` in points, `is_strong` for a true conflict."""

    verdict: Verdict
    effect: float
    note: str
    is_strong: bool = False


def compare_birth_dates(
    born: PartialDate, listed: Sequence[ListedDate], effects: Effects
) -> DateVerdict:
    """The verdict on the listed date that fits best; a conflict is strong only if every listed
    date is FAR_YEARS away, or known to the day like the subject's. `listed` must not be empty."""
    verdicts = [_compare(born, date, effects) for date in listed]
    best = max(verdicts, key=lambda verdict: verdict.effect)
    if best.verdict is Verdict.CONFLICT and not all(verdict.is_strong for verdict in verdicts):
        return DateVerdict(best.verdict, best.effect, best.note)
    return best


def _compare(born: PartialDate, listed: ListedDate, effects: Effects) -> DateVerdict:
    if listed.precision is DatePrecision.RANGE:
        return _within(born, listed, effects)
    if listed.precision is DatePrecision.CIRCA:
        years = abs(born.year - listed.start.year) - CIRCA_YEARS
        if years <= 0:
            return DateVerdict(Verdict.AGREE, effects.birth_in_range, f"Fits {listed}")
        return _conflict(f"Does not fit {listed}", years, effects)
    return _exact(born, listed.start, effects)


def _within(born: PartialDate, listed: ListedDate, effects: Effects) -> DateVerdict:
    end = listed.end or listed.start
    if born.last_day() >= listed.start.first_day() and born.first_day() <= end.last_day():
        return DateVerdict(Verdict.AGREE, effects.birth_in_range, f"Inside {listed}")
    years = max(listed.start.year - born.year, born.year - end.year)
    return _conflict(f"Outside {listed}", years, effects)


def _exact(born: PartialDate, listed: PartialDate, effects: Effects) -> DateVerdict:
    years = abs(born.year - listed.year)
    if years > 1:
        knows_days = born.day is not None and listed.day is not None
        return _conflict(f"{years} years apart", years, effects, is_strong=knows_days)
    if years == 1 and _is_another_day(born, listed):
        return _conflict("A year apart, and another day", years, effects, is_strong=True)
    if years == 1:
        return DateVerdict(Verdict.NEAR, effects.birth_year_off, "One year apart")
    return _in_one_year(born, listed, effects)


def _is_another_day(born: PartialDate, listed: PartialDate) -> bool:
    """Whether day and month are known on both sides and differ; the first of January is what
    many write who know the year alone."""
    own, theirs = (born.month, born.day), (listed.month, listed.day)
    return None not in (*own, *theirs) and own != theirs and (1, 1) not in (own, theirs)


def _conflict(note: str, years: int, effects: Effects, *, is_strong: bool = False) -> DateVerdict:
    """A contradiction by so many years from the nearest that the list allows."""
    is_far = years >= FAR_YEARS
    return DateVerdict(Verdict.CONFLICT, effects.birth_conflict, note, is_strong or is_far)


def _in_one_year(born: PartialDate, listed: PartialDate, effects: Effects) -> DateVerdict:
    if born.month is None or listed.month is None:
        return DateVerdict(Verdict.AGREE, effects.birth_year, "The same year")
    if born.month == listed.month and None in (born.day, listed.day):
        return DateVerdict(Verdict.AGREE, effects.birth_month, "The same month")
    if born == listed:
        return DateVerdict(Verdict.AGREE, effects.birth_day, "The same day")
    if (born.day, born.month) == (listed.month, listed.day):
        return DateVerdict(Verdict.NEAR, effects.birth_swapped, "Day and month swapped")
    return DateVerdict(Verdict.NEAR, effects.birth_same_year, "The same year, another day")

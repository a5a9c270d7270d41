"""What would have to be different for a match to be at another level: tried out, never guessed.

Every answer is the outcome of gathering and assessing the evidence again, with one field of the
subject or the name score changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.domain.dates import EARLIEST_YEAR, PartialDate
from app.domain.identifiers import Identifier
from app.domain.list_entry import ListEntry
from app.domain.match import Change, ChangeKind, Feature, Level, Match, Strength, Verdict
from app.domain.subject import Gender, Subject, SubjectType
from app.matching import classic
from app.matching.corroborate import Assessment, assess, gather
from app.matching.effects import Effects
from app.matching.features import subject_identifiers
from app.matching.matcher import Thresholds

_STEPS: Final = 1000  # name scores are tried in thousandths
_YEARS_APART: Final = 40
_ELSEWHERE: Final = ("IS", "NZ", "UY", "BT")
_NO_PLACE: Final = "qqxxqqxx"  # shares no word with any place
_OUTCOME: Final = {
    Level.DISCARDED: "the match would be discarded",
    Level.LOW: "the level would be low",
    Level.MEDIUM: "the level would be medium",
    Level.HIGH: "the level would be high",
}
_NEXT: Final = {Strength.POSSIBLE: Strength.STRONG, Strength.STRONG: Strength.EXACT}


@dataclass(frozen=True, slots=True)
class _Wish:
    """A subject with one field changed, and the words for it that follow `If`."""

    feature: Feature
    kind: ChangeKind
    subject: Subject
    text: str


@dataclass(frozen=True, slots=True)
class _Case:
    """All that an assessment rests on."""

    subject: Subject
    entry: ListEntry
    match: Match
    thresholds: Thresholds
    effects: Effects

    def at(self, name_score: float) -> Assessment:
        """The outcome with another name score."""
        strength = classic.strength(name_score, self.thresholds.strong)
        evidence = gather(self.subject, self.entry, name_score, self.effects)
        return assess(name_score, strength, self.match.check, evidence, self.effects)

    def has_equal_identifier(self) -> bool:
        evidence = gather(self.subject, self.entry, self.match.name_score, self.effects)
        return any(
            item.feature is Feature.IDENTIFIER and item.verdict is Verdict.AGREE
            for item in evidence
        )


def what_would_change(
    subject: Subject, entry: ListEntry, match: Match, thresholds: Thresholds, effects: Effects
) -> tuple[Change, ...]:
    """The changes that would move a match to another level, field by field, the name last.

    A field of the subject is taken to agree with the list entry, to conflict with it, or to be
    missing; of several values that do, the one that moves the score most. For the name it is the
    score from which the next level or strength applies, in thousandths, and from which it would be
    no match.

    Args:
        subject: as it was screened.
        entry: the list entry as it was when it matched.
        match: gives the name score and the check; the level before is assessed anew by `effects`.
    """
    case = _Case(subject, entry, match, thresholds, effects)
    before = case.at(match.name_score).level
    best: dict[tuple[Feature, ChangeKind], Change] = {}
    for wish in (*_birth(case), *_country(case), *_gender(case), *_identifier(case), *_place(case)):
        change = _try(case, wish, before)
        if change is None:
            continue
        key = (wish.feature, wish.kind)
        known = best.get(key)
        sign = -1.0 if wish.kind is ChangeKind.CONFLICT else 1.0
        if known is None or sign * change.score_after > sign * known.score_after:
            best[key] = change
    moved = (change for change in best.values() if change.level_after is not before)
    return (*moved, *_name_changes(case, before))


def _try(case: _Case, wish: _Wish, before: Level) -> Change | None:
    """The outcome of a wish, None if the field does not turn out as wished."""
    name_score = case.match.name_score
    evidence = gather(wish.subject, case.entry, name_score, case.effects)
    if not any(e.feature is wish.feature and e.verdict.value == wish.kind.value for e in evidence):
        return None
    strength = classic.strength(name_score, case.thresholds.strong)
    after = assess(name_score, strength, case.match.check, evidence, case.effects)
    text = f"If {wish.text}, {_outcome(after)}."
    return Change(wish.feature, wish.kind, text, before, after.level, after.score)


def _outcome(after: Assessment) -> str:
    return f"{_OUTCOME[after.level]} ({after.score:.1f} of 100)"


def _birth(case: _Case) -> Iterator[_Wish]:
    feature, subject, listed = Feature.DATE_OF_BIRTH, case.subject, case.entry.dates_of_birth
    for date in listed:
        changed = replace(subject, date_of_birth=date.start)
        text = f"the date of birth were {date.start}, as on the list"
        yield _Wish(feature, ChangeKind.AGREE, changed, text)
    if listed:
        earliest = min(date.start.year for date in listed) - _YEARS_APART
        other = PartialDate(max(EARLIEST_YEAR, earliest), 1, 1)
        text = f"the date of birth were years away, such as {other}"
        changed = replace(subject, date_of_birth=other)
        yield _Wish(feature, ChangeKind.CONFLICT, changed, text)
    changed = replace(subject, date_of_birth=None)
    yield _Wish(feature, ChangeKind.MISSING, changed, "no date of birth were given")


def _country(case: _Case) -> Iterator[_Wish]:
    feature, subject, theirs = Feature.COUNTRY, case.subject, case.entry.all_countries()
    is_person = subject.type is SubjectType.INDIVIDUAL
    word = "nationality" if is_person else "country"
    for code in theirs:
        changed = _of_country(subject, code)
        text = f"the {word} were {code}, as on the list"
        yield _Wish(feature, ChangeKind.AGREE, changed, text)
    bare = replace(
        _of_country(subject, ""),
        addresses=tuple(replace(address, country="") for address in subject.addresses),
    )
    for code in _ELSEWHERE:
        if code not in theirs:
            text = f"no country were one of the list's, such as the {word} {code}"
            yield _Wish(feature, ChangeKind.CONFLICT, _of_country(bare, code), text)
            break
    yield _Wish(feature, ChangeKind.MISSING, bare, "no country were given")


def _of_country(subject: Subject, code: str) -> Subject:
    if subject.type is SubjectType.INDIVIDUAL:
        return replace(subject, nationality=code, country="")
    return replace(subject, country=code, nationality="")


def _gender(case: _Case) -> Iterator[_Wish]:
    for gender in Gender:
        text = f"the gender were {gender.value.lower()}"
        changed = replace(case.subject, gender=gender)
        if gender is case.entry.gender:
            yield _Wish(Feature.GENDER, ChangeKind.AGREE, changed, f"{text}, as on the list")
        else:
            yield _Wish(Feature.GENDER, ChangeKind.CONFLICT, changed, text)
    changed = replace(case.subject, gender=None)
    yield _Wish(Feature.GENDER, ChangeKind.MISSING, changed, "no gender were given")


def _identifier(case: _Case) -> Iterator[_Wish]:
    feature, subject = Feature.IDENTIFIER, case.subject
    bare = replace(subject, identifiers=(), registration_number="")
    own = subject_identifiers(subject)
    for item in case.entry.identifiers:
        kind = item.type.value.replace("_", " ").lower()
        changed = replace(subject, identifiers=(*own, item), registration_number="")
        text = f"the {kind} {item.value} of the list were given"
        yield _Wish(feature, ChangeKind.AGREE, changed, text)
        other = Identifier(item.type, f"{item.value}0", item.country)
        changed = replace(bare, identifiers=(other,))
        text = f"the only identifier were a {kind} other than {item.value}"
        yield _Wish(feature, ChangeKind.CONFLICT, changed, text)
    yield _Wish(feature, ChangeKind.MISSING, bare, "no identifier were given")


def _place(case: _Case) -> Iterator[_Wish]:
    feature, subject = Feature.PLACE_OF_BIRTH, case.subject
    for place in case.entry.places_of_birth:
        changed = replace(subject, place_of_birth=place)
        text = f"the place of birth were {place}, as on the list"
        yield _Wish(feature, ChangeKind.AGREE, changed, text)
    changed = replace(subject, place_of_birth=_NO_PLACE)
    text = "the place of birth shared no word with the list's"
    yield _Wish(feature, ChangeKind.CONFLICT, changed, text)
    changed = replace(subject, place_of_birth="")
    yield _Wish(feature, ChangeKind.MISSING, changed, "no place of birth were given")


def _name_changes(case: _Case, before: Level) -> Iterator[Change]:
    """The name scores that matter: for the next strength, another level, and for any match."""
    name_score, possible = case.match.name_score, case.thresholds.possible
    now = classic.strength(name_score, case.thresholds.strong)
    if now in _NEXT:
        wanted = _NEXT[now]
        least = 1.0 if wanted is Strength.EXACT else case.thresholds.strong
        text = f"the name score rose to {least:.3f}, the strength would be {wanted.value} and"
        yield _name_change(case, before, least, text)
    ranks = list(Level)
    steps = range(_STEPS + 1)

    def rank(step: int) -> int:
        return ranks.index(case.at(step / _STEPS).level)

    here = ranks.index(before)
    above = bisect_left(steps, here + 1, key=rank)
    if above <= _STEPS:
        text = f"the name score rose to {above / _STEPS:.3f},"
        yield _name_change(case, before, above / _STEPS, text)
    below = (bisect_left(steps, here, key=rank) - 1) / _STEPS
    if below >= possible:
        yield _name_change(case, before, below, f"the name score fell to {below:.3f},")
    if not case.has_equal_identifier():
        score = case.at(possible).score
        text = f"If the name score were below {possible:.3f}, it would be no match."
        yield Change(None, ChangeKind.NAME, text, before, None, score)


def _name_change(case: _Case, before: Level, name_score: float, text: str) -> Change:
    after = case.at(name_score)
    said = f"If {text} {_outcome(after)}."
    return Change(None, ChangeKind.NAME, said, before, after.level, after.score)

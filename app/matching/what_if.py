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
from app.domain.match import Change, ChangeKind, Evidence, Feature, Level, Match, Strength
from app.domain.subject import Gender, Subject, SubjectType
from app.matching import classic
from app.matching.corroborate import Assessment, assess, gather, has_equal_identifier
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
_NO_MATCH: Final = "it would be no match"
# Fields as an officer comes by them: what every identity document or register extract says first.
_ORDER: Final = (
    Feature.DATE_OF_BIRTH,
    Feature.GENDER,
    Feature.COUNTRY,
    Feature.IDENTIFIER,
    Feature.PLACE_OF_BIRTH,
)
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

    def evidence(self) -> tuple[Evidence, ...]:
        return gather(self.subject, self.entry, self.match.name_score, self.effects)

    def needs_identifier(self) -> bool:
        """Whether the name alone would be no match."""
        return not classic.reaches(self.match.name_score, self.thresholds.possible)


def what_would_change(
    subject: Subject, entry: ListEntry, match: Match, thresholds: Thresholds, effects: Effects
) -> tuple[Change, ...]:
    """The changes that would move a match to another level, the easiest to find out first.

    A field of the subject is taken to agree with the list entry, to conflict with it, or to be
    missing; of several values that do, the one that moves the score most. Fields that were not
    given come before those that were, each in the order in which an officer can obtain them. A
    value that conflicts is left out where no value at all would do the same.

    The name comes last. For it it is the score from which the next level or strength applies, in
    thousandths, and from which it would be no match. A match whose name is below that line rests
    on an equal identifier: without it, it is none.

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
    return (*_distinct(case, best, before), *_name_changes(case, before))


def _distinct(
    case: _Case, best: dict[tuple[Feature, ChangeKind], Change], before: Level
) -> list[Change]:
    """The changes that matter, without those that a milder one makes superfluous."""
    moved = {key: change for key, change in best.items() if change.level_after is not before}
    for feature in _ORDER:
        conflict = moved.get((feature, ChangeKind.CONFLICT))
        missing = moved.get((feature, ChangeKind.MISSING))
        if conflict and missing and conflict.level_after is missing.level_after:
            del moved[feature, ChangeKind.CONFLICT]
    unknown = {item.feature for item in case.evidence() if not item.query_value}
    kinds = list(ChangeKind)

    def effort(key: tuple[Feature, ChangeKind]) -> tuple[bool, int, int]:
        return key[0] not in unknown, _ORDER.index(key[0]), kinds.index(key[1])

    return [moved[key] for key in sorted(moved, key=effort)]


def _try(case: _Case, wish: _Wish, before: Level) -> Change | None:
    """The outcome of a wish, None if the field does not turn out as wished."""
    name_score = case.match.name_score
    evidence = gather(wish.subject, case.entry, name_score, case.effects)
    if not any(e.feature is wish.feature and e.verdict.value == wish.kind.value for e in evidence):
        return None
    strength = classic.strength(name_score, case.thresholds.strong)
    after = assess(name_score, strength, case.match.check, evidence, case.effects)
    if case.needs_identifier() and not has_equal_identifier(evidence):
        text = f"If {wish.text}, {_NO_MATCH}."
        return Change(wish.feature, wish.kind, text, before, None, after.score)
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
    """The name scores that matter: for another level, the next strength, and for any match."""
    name_score, possible = case.match.name_score, case.thresholds.possible
    ranks = list(Level)
    steps = range(_STEPS + 1)

    def rank(step: int) -> int:
        return ranks.index(case.at(step / _STEPS).level)

    here = ranks.index(before)
    above = bisect_left(steps, here + 1, key=rank)
    wanted = _NEXT.get(classic.strength(name_score, case.thresholds.strong))
    least = 1.0 if wanted is Strength.EXACT else case.thresholds.strong
    rises = {above / _STEPS} if above <= _STEPS else set()
    if wanted is not None:
        rises.add(least)
    said = {before}
    for score in sorted(rises):
        strength = wanted if score == least else None
        yield _rise(case, before, score, strength, said)
        said.add(case.at(score).level)
    below = (bisect_left(steps, here, key=rank) - 1) / _STEPS
    if below >= possible:
        after = case.at(below)
        text = f"If the name score fell to {below:.3f}, {_outcome(after)}."
        yield Change(None, ChangeKind.NAME, text, before, after.level, after.score)
    if not has_equal_identifier(case.evidence()):
        score = case.at(possible).score
        text = f"If the name score were below {possible:.3f}, {_NO_MATCH}."
        yield Change(None, ChangeKind.NAME, text, before, None, score)


def _rise(
    case: _Case, before: Level, name_score: float, strength: Strength | None, said: set[Level]
) -> Change:
    """A higher name score: the strength it reaches, and its level unless that was said before."""
    after = case.at(name_score)
    outcomes = [f"the strength would be {strength.value}"] if strength else []
    if after.level not in said:
        outcomes.append(_outcome(after))
    text = f"If the name score rose to {name_score:.3f}, {' and '.join(outcomes)}."
    return Change(None, ChangeKind.NAME, text, before, after.level, after.score)

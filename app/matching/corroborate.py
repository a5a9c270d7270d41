"""From the evidence beside the name to the 0-100 score and the level of a match.

The name finds; the evidence helps to decide. It never changes the name score or the strength.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.list_entry import ListEntry
from app.domain.match import (
    SCOPE_OF_FEATURE,
    Check,
    Evidence,
    Feature,
    Level,
    Strength,
    Verdict,
)
from app.domain.subject import Subject, SubjectType
from app.matching.effects import Effects
from app.matching.features import ORGANISATION_FEATURES, PERSON_FEATURES, Sides

_FIELD_NAME = {
    Feature.DATE_OF_BIRTH: "date of birth",
    Feature.COUNTRY: "country",
    Feature.GENDER: "gender",
    Feature.IDENTIFIER: "identifier",
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """Score 0-100, level, and why a match was discarded (else empty)."""

    score: float
    level: Level
    reason: str = ""


def gather(
    subject: Subject, entry: ListEntry, name_score: float, effects: Effects
) -> tuple[Evidence, ...]:
    """The evidence of every field that applies to the subject's type, missing ones included."""
    sides = Sides(subject, entry, name_score, effects)
    is_person = subject.type is SubjectType.INDIVIDUAL
    return tuple(
        feature(sides) for feature in (PERSON_FEATURES if is_person else ORGANISATION_FEATURES)
    )


def assess(
    name_score: float,
    strength: Strength,
    check: Check,
    evidence: Sequence[Evidence],
    effects: Effects,
) -> Assessment:
    """score = 100 x name score + effects, kept within 0 and 100; the level follows from it.

    So many contradicted strong fields as `effects.discard_conflicts` discard a match, unless an
    identifier agrees; a sanctions match of an identical name is never discarded by this.
    """
    score = 100.0 * name_score + sum(item.effect for item in evidence)
    score = min(100.0, max(0.0, score))
    conflicts = [item for item in evidence if item.is_strong and item.verdict is Verdict.CONFLICT]
    is_protected = check is Check.SANCTIONS and strength is Strength.EXACT
    is_protected = is_protected or has_equal_identifier(evidence)
    if len(conflicts) >= effects.discard_conflicts and not is_protected:
        fields = " and ".join(_FIELD_NAME[item.feature] for item in conflicts)
        return Assessment(score, Level.DISCARDED, f"Contradicted by {fields}.")
    if score >= effects.high_from:
        return Assessment(score, Level.HIGH)
    return Assessment(score, Level.MEDIUM if score >= effects.medium_from else Level.LOW)


def score_scope(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """NAME, then the fields that agree, in the order DOB, COUNTRY, GENDER, ID, PLACE."""
    agreeing = {item.feature for item in evidence if item.verdict is Verdict.AGREE}
    scopes = (scope for feature, scope in SCOPE_OF_FEATURE.items() if feature in agreeing)
    return ("NAME", *scopes)


def has_equal_identifier(evidence: Iterable[Evidence]) -> bool:
    """Whether an identifier agrees: a match whatever the name."""
    return any(
        item.feature is Feature.IDENTIFIER and item.verdict is Verdict.AGREE for item in evidence
    )

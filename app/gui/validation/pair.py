"""A pair of names from a measurement, explained as a match of the Screening page is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.list_entry import EntryType, NameKind
from app.domain.match import Check, Components, Level, Match, NameAlignment, Strength
from app.domain.subject import Subject, SubjectType
from app.services.explaining import ProfileView, compare_profiles
from app.services.workspace import Workspace

_NO_PARTS = Components(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that were compared. `verdict` and `role` say how that ended, `origin` where the
    pair is from (its line, its list entry), `note` what else is known of it."""

    name: str
    listed: str
    is_person: bool
    score: float
    profile: str
    verdict: str
    role: str
    icon: str
    origin: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedPair:
    """A pair with how every profile sees it; `match` carries the view of its own profile and is
    None where nothing of a name can be compared."""

    pair: Pair
    match: Match | None
    profiles: tuple[ProfileView, ...]


def explain_pair(workspace: Workspace, pair: Pair) -> ExplainedPair:
    """Score the two names again, by every profile, with the letters that differ."""
    bare = _match_of(pair)
    kind = SubjectType.INDIVIDUAL if pair.is_person else SubjectType.ENTITY
    views = compare_profiles(workspace, bare, Subject(kind, pair.name))
    own = next((v for v in views if v.name.rpartition("-")[0] == pair.profile), None)
    if own is None:
        return ExplainedPair(pair, None, views)
    match = replace(
        bare,
        name_score=own.score,
        components=own.components,
        score=own.score * 100,
        alignment=own.alignment,
    )
    return ExplainedPair(pair, match, views)


def _match_of(pair: Pair) -> Match:
    return Match(
        source="",
        check=Check.SANCTIONS,
        list_entry_id="",
        entry_checksum="",
        entry_type=EntryType.INDIVIDUAL if pair.is_person else EntryType.ENTITY,
        matched_name=pair.listed,
        matched_kind=NameKind.PRIMARY,
        is_weak=False,
        primary_name=pair.listed,
        screened_name=pair.name,
        name_score=pair.score,
        strength=Strength.POSSIBLE,  # like level and check not shown: no list was screened
        components=_NO_PARTS,
        score=pair.score * 100,
        score_scope=(),
        level=Level.LOW,
        evidence=(),
        alignment=NameAlignment(pair.name, pair.listed),
    )

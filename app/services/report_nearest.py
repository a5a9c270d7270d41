"""Why the nearest names of a screening fell short of the line, in words and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.domain.match import NameAlignment, TokenPair, TokenReason
from app.domain.screening import Candidate, ScreeningRecord
from app.domain.subject import SubjectType
from app.matching import classic
from app.matching.alignment import align
from app.matching.normalise import normalise
from app.matching.profiles import DEFAULT_PROFILE, PROFILES, best_pair
from app.matching.second_names import list_names
from app.matching.tables import NameTables

_SAME: Final = 0.995
_SHOWN: Final = 4  # differences told of one name
_AS_RECORDED: Final = 0.005


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One near name: `score` and `line` 0-1, and what kept it below, as a sentence."""

    candidate: Candidate
    line: float
    why: str


def shortfalls(record: ScreeningRecord, tables: NameTables) -> tuple[Shortfall, ...]:
    """The nearest names below the line, in the record's order, each with its reason.

    The reason is worked out from the two names of the record and the tables of the program, so
    the same record always tells the same.
    """
    return tuple(
        Shortfall(candidate, record.floor, _why(record, candidate, tables))
        for candidate in record.nearest
    )


def _why(record: ScreeningRecord, candidate: Candidate, tables: NameTables) -> str:
    profile = _profile_of(record, candidate.source)
    is_person = record.subject.type is SubjectType.INDIVIDUAL
    forms = normalise(record.subject.name, tables, is_person=is_person).forms
    listed = list_names(
        candidate.name, tables, is_person=is_person, both_orders=profile == classic.NAME
    )
    list_forms = tuple(form for name in listed for form in name.forms)
    if not forms or not list_forms:
        return "The names share no word that can be compared."
    pair = best_pair(forms, list_forms, profile, tables, is_person=is_person)
    laid = align(
        pair.query_form, pair.list_form, profile=profile, tables=tables, is_person=is_person,
        query_is_person=is_person, query_original=record.subject.name,
        list_original=candidate.name,
    )  # fmt: skip
    told = _differences(laid)
    parts = pair.components
    if parts.contradiction:
        told.append("each name has words that the other lacks")
    if parts.cap is not None and parts.cap < 1:
        told.append(f"no name of this kind reaches more than {parts.cap:.2f}")
    if abs(pair.score - candidate.name_score) > _AS_RECORDED:
        told.append("another spelling of the entry came nearest")
    text = "; ".join(told) or "the letters as a whole are too far apart"
    return f"{text[:1].upper()}{text[1:]}."


def _profile_of(record: ScreeningRecord, source: str) -> str:
    """The name of the profile that compared the names of a list."""
    told = next((used.profile for used in record.lists if used.source == source), "")
    versioned = {full: name for name, full in PROFILES.items()}
    return versioned.get(told or record.profile, DEFAULT_PROFILE)


def _differences(laid: NameAlignment) -> list[str]:
    """What differs, word by word, the heaviest first."""
    found = sorted(
        (pair for pair in laid.pairs if pair.similarity < _SAME),
        key=lambda pair: (-(1 - pair.similarity) * (pair.weight or 1.0), pair.query_start),
    )
    told = [_difference(laid, pair) for pair in found[:_SHOWN]]
    if len(found) > _SHOWN:
        told.append(f"{len(found) - _SHOWN} more words differ")
    return told


def _difference(laid: NameAlignment, pair: TokenPair) -> str:
    own = laid.query_text[pair.query_start : pair.query_end]
    theirs = laid.list_text[pair.list_start : pair.list_end]
    if not theirs:
        return f"“{own}” is not in the listed name"
    if not own:
        return f"“{theirs}” is only in the listed name"
    if pair.reason is TokenReason.OTHER_NAME:
        return f"“{own}” and “{theirs}” are two different names"
    return f"“{own}” and “{theirs}” are {pair.similarity:.0%} alike"

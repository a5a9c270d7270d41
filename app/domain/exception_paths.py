"""The values that conditions of match exceptions may ask for: their paths, kinds and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from app.domain.entry_changes import values_of
from app.domain.list_entry import EntryType, ListEntry, NameKind
from app.domain.match import Check, Feature, Level, Match, Strength, Verdict
from app.domain.match_exception import Operator
from app.domain.screening import Purpose
from app.domain.subject import Gender, Subject, SubjectType


class ValueKind(StrEnum):
    """What a value is, and so how it can be compared."""

    TEXT = "text"
    CHOICE = "choice"
    TEXTS = "texts"  # several
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"  # known to the day, the month or the year


@dataclass(frozen=True, slots=True)
class Scope:
    """What conditions are asked about: one match of one screening. `entry` is read when a
    condition asks for it."""

    subject: Subject
    match: Match
    entry: Callable[[], ListEntry]
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class ValuePath:
    """One value. `choices` are its possible values where they are few."""

    path: str
    label: str
    kind: ValueKind
    read: Callable[[Scope], Any]
    choices: tuple[str, ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Whether comparing it picks out some customers, some listed parties or some
        contradictions, and not the matches of whole lists."""
        return self.path not in _BROAD


_EQUAL = (Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN)
_ORDER = (Operator.EQUALS, Operator.NOT_EQUALS, Operator.LESS, Operator.GREATER)
OPERATORS: Final[dict[ValueKind, tuple[Operator, ...]]] = {
    ValueKind.TEXT: (*_EQUAL, Operator.CONTAINS, Operator.EXISTS),
    ValueKind.CHOICE: (*_EQUAL, Operator.EXISTS),
    ValueKind.TEXTS: (Operator.CONTAINS, Operator.IN, Operator.NOT_EQUALS, Operator.EXISTS),
    ValueKind.NUMBER: _ORDER,
    ValueKind.FLAG: (Operator.EQUALS,),
    ValueKind.DAY: (*_ORDER, Operator.EXISTS),
}


def _all(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(item.value for item in kind)


def _subject(name: str) -> Callable[[Scope], Any]:
    return lambda scope: getattr(scope.subject, name)


def _match(name: str) -> Callable[[Scope], Any]:
    return lambda scope: getattr(scope.match, name)


def _entry(name: str) -> Callable[[Scope], Any]:
    return lambda scope: values_of(scope.entry(), name)


def _judged(verdict: Verdict) -> Callable[[Scope], tuple[str, ...]]:
    def read(scope: Scope) -> tuple[str, ...]:
        return tuple(item.feature.value for item in scope.match.evidence if item.verdict is verdict)

    return read


_TEXT, _TEXTS, _CHOICE = ValueKind.TEXT, ValueKind.TEXTS, ValueKind.CHOICE
_ALL: Final = (
    ValuePath("/subject/type", "Subject: type", _CHOICE, _subject("type"),
              _all(SubjectType)),
    ValuePath("/subject/external_id", "Subject: customer number", _TEXT,
              _subject("external_id")),
    ValuePath("/subject/name", "Subject: name", _TEXT, _subject("name")),
    ValuePath("/subject/date_of_birth", "Subject: date of birth", ValueKind.DAY,
              _subject("date_of_birth")),
    ValuePath("/subject/gender", "Subject: gender", _CHOICE, _subject("gender"),
              _all(Gender)),
    ValuePath("/subject/nationality", "Subject: nationality", _TEXT,
              _subject("nationality")),
    ValuePath("/subject/country", "Subject: country", _TEXT, _subject("country")),
    ValuePath("/subject/countries", "Subject: any country", _TEXTS,
              lambda scope: scope.subject.countries()),
    ValuePath("/subject/place_of_birth", "Subject: place of birth", _TEXT,
              _subject("place_of_birth")),
    ValuePath("/subject/registration_number", "Subject: registration number", _TEXT,
              _subject("registration_number")),
    ValuePath("/match/source", "Match: list", _TEXT, _match("source")),
    ValuePath("/match/list_entry_id", "Match: id on the list", _TEXT,
              _match("list_entry_id")),
    ValuePath("/match/check", "Match: check", _CHOICE, _match("check"), _all(Check)),
    ValuePath("/match/strength", "Match: strength", _CHOICE, _match("strength"),
              _all(Strength)),
    ValuePath("/match/level", "Match: level", _CHOICE, _match("level"), _all(Level)),
    ValuePath("/match/score", "Match: score (0-100)", ValueKind.NUMBER, _match("score")),
    ValuePath("/match/name_score", "Match: name score (0-1)", ValueKind.NUMBER,
              _match("name_score")),
    ValuePath("/match/matched_name", "Match: name that matched", _TEXT,
              _match("matched_name")),
    ValuePath("/match/primary_name", "Match: primary name", _TEXT, _match("primary_name")),
    ValuePath("/match/matched_kind", "Match: kind of name", _CHOICE,
              _match("matched_kind"), _all(NameKind)),
    ValuePath("/match/is_weak", "Match: weak alias", ValueKind.FLAG, _match("is_weak")),
    ValuePath("/match/entry_type", "Match: type of the listed party", _CHOICE,
              _match("entry_type"), _all(EntryType)),
    ValuePath("/match/agrees", "Match: fields that agree", _TEXTS,
              _judged(Verdict.AGREE), _all(Feature)),
    ValuePath("/match/contradicts", "Match: fields that contradict", _TEXTS,
              _judged(Verdict.CONFLICT), _all(Feature)),
    ValuePath("/entry/names", "Listed party: names", _TEXTS,
              lambda scope: tuple(name.text for name in scope.entry().names)),
    ValuePath("/entry/dates_of_birth", "Listed party: dates of birth", _TEXTS,
              _entry("dates_of_birth")),
    ValuePath("/entry/nationalities", "Listed party: nationalities", _TEXTS,
              _entry("nationalities")),
    ValuePath("/entry/countries", "Listed party: any country", _TEXTS,
              lambda scope: scope.entry().all_countries()),
    ValuePath("/entry/programmes", "Listed party: programmes", _TEXTS,
              _entry("programmes")),
    ValuePath("/entry/positions", "Listed party: positions", _TEXTS, _entry("positions")),
    ValuePath("/entry/topics", "Listed party: topics", _TEXTS, _entry("topics")),
    ValuePath("/entry/measures", "Listed party: measures", _TEXTS, _entry("measures")),
    ValuePath("/entry/listed_on", "Listed party: listed on", ValueKind.DAY,
              lambda scope: scope.entry().listed_on),
    ValuePath("/screening/purpose", "Screening: purpose", _CHOICE,
              lambda scope: scope.purpose, _all(Purpose)),
)  # fmt: skip

PATHS: Final[dict[str, ValuePath]] = {item.path: item for item in _ALL}
_BROAD: Final = frozenset(
    {"/subject/type", "/subject/gender", "/match/source", "/match/check", "/match/strength",
     "/match/level", "/match/score", "/match/name_score", "/match/matched_kind", "/match/is_weak",
     "/match/entry_type", "/match/agrees", "/screening/purpose"}
)  # fmt: skip

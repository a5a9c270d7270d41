"""What differs between two states of one list entry, field by field, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final

from app.domain.dates import ListedDate
from app.domain.identifiers import Identifier
from app.domain.list_entry import CORE_FIELDS, ListEntry, ListName, NameKind
from app.domain.political import ForeignReference, Office, Relation
from app.domain.subject import Address


class ChangeKind(StrEnum):
    """What became of an entry from one version to another."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry in two versions: its values in words, in the list's order.

    A value stands in `before` and `after` alike where it stayed; a field that holds one value
    has at most one text.
    """

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def gone(self) -> tuple[str, ...]:
        """The values that are no longer there."""
        return tuple(text for text in self.before if text not in self.after)

    @property
    def new(self) -> tuple[str, ...]:
        """The values that were not there before."""
        return tuple(text for text in self.after if text not in self.before)

    @property
    def label(self) -> str:
        """The field's name for a person."""
        return self.field.replace("_", " ")


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What became of one entry: `before` is None if it is new, `after` if it is gone.

    `is_core` says that a field on which a cleared match rests (names, dates of birth,
    identifiers, programmes) is another; `fields` is empty unless the entry changed.
    """

    kind: ChangeKind
    before: ListEntry | None
    after: ListEntry | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def entry(self) -> ListEntry:
        """The entry as it is, or as it was when it is gone."""
        entry = self.after or self.before
        assert entry is not None
        return entry

    @property
    def is_core(self) -> bool:
        return any(change.field in CORE_FIELDS for change in self.fields)


def field_changes(before: ListEntry, after: ListEntry) -> tuple[FieldChange, ...]:
    """The fields in which two states of an entry differ, in the order of the record."""
    return tuple(
        FieldChange(field.name, values_of(before, field.name), values_of(after, field.name))
        for field in fields(ListEntry)
        if getattr(before, field.name) != getattr(after, field.name)
    )


def values_of(entry: ListEntry, field: str) -> tuple[str, ...]:
    """The values of a field in words; empty where the entry has none."""
    value = getattr(entry, field)
    if value is None or value == "":
        return ()
    return tuple(map(_text, value)) if isinstance(value, tuple) else (_text(value),)


def _text(value: Any) -> str:
    told = _TEXTS.get(type(value))
    return told(value) if told else str(value)


def _name(name: ListName) -> str:
    words = [] if name.kind is NameKind.PRIMARY else [_words(name.kind)]
    if name.weak and name.kind is not NameKind.WEAK_ALIAS:
        words.append("weak")
    return _noted(name.text, *words, name.note)


def _date(day: ListedDate) -> str:
    return str(day) if not day.text or day.text == str(day) else f"{day} ({day.text})"


def _identifier(found: Identifier) -> str:
    return _noted(f"{_words(found.type)} {found.value}", found.country, found.note)


def _address(address: Address) -> str:
    return address.line()


def _office(office: Office) -> str:
    span = " to ".join(str(day) if day else "…" for day in (office.start, office.end))
    current = {True: "current", False: "former", None: ""}[office.is_current]
    dates = span if office.start or office.end else ""
    return _noted(office.title, office.organisation, office.country, dates, current)


def _relation(relation: Relation) -> str:
    return _noted(f"{relation.label}: {relation.name}", relation.entry_id)


def _reference(reference: ForeignReference) -> str:
    return f"{reference.register} {reference.reference}"


def _pair(pair: tuple[str, str]) -> str:
    return f"{pair[0]}: {pair[1]}"


def _words(kind: StrEnum) -> str:
    return kind.value.replace("_", " ").lower()


def _noted(text: str, *notes: str) -> str:
    told = ", ".join(note for note in notes if note)
    return f"{text} ({told})" if told else text


_TEXTS: Final[dict[type, Callable[[Any], str]]] = {
    ListName: _name,
    ListedDate: _date,
    Identifier: _identifier,
    Address: _address,
    Office: _office,
    Relation: _relation,
    ForeignReference: _reference,
    tuple: _pair,
}

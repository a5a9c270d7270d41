"""One entry from several rows that tell of the same party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.domain.list_entry import ListEntry, ListName, NameKind
from app.importers.reading import first_by, unique

_LISTS = (
    "dates_of_birth", "places_of_birth", "nationalities", "countries", "identifiers", "addresses",
    "programmes", "positions", "topics", "details", "measures", "offices", "relations", "same_as",
)  # fmt: skip
_FIRST = ("gender", "reference", "listed_on", "updated_on")


def merged(entries: Sequence[ListEntry]) -> ListEntry:
    """The first entry with what the others say beyond it.

    Their primary names become aliases; texts and lists are joined, each value once. An order
    ends when the last of them ends, never if one of them has no end.
    """
    first = entries[0]
    if len(entries) == 1:
        return first
    values: dict[str, Any] = {
        name: unique(item for entry in entries for item in getattr(entry, name)) for name in _LISTS
    }
    for name in _FIRST:
        values[name] = next((v for entry in entries if (v := getattr(entry, name))), None)
    ends = [entry.ended_on for entry in entries if entry.ended_on]
    names = [*first.names, *(_further(name) for entry in entries[1:] for name in entry.names)]
    return replace(
        first,
        **values | {"reference": values["reference"] or ""},
        names=first_by(lambda name: name.text, names),
        remarks="; ".join(unique(entry.remarks for entry in entries if entry.remarks)),
        ended_on=max(ends) if len(ends) == len(entries) else None,
    )


def _further(name: ListName) -> ListName:
    return replace(name, kind=NameKind.STRONG_ALIAS) if name.kind is NameKind.PRIMARY else name

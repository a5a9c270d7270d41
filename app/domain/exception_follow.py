"""The former ids of a list entry: a match exception follows it when ids are merged."""

from __future__ import annotations

from app.domain.list_entry import ListEntry

_REFERENTS = "Referents"  # the detail in which a list names the ids that one entry replaced


def former_ids(entry: ListEntry) -> frozenset[str]:
    """What its own list called this entry before, or calls it besides."""
    told = {item.reference for item in entry.same_as if item.register == entry.source}
    for label, text in entry.details:
        if label == _REFERENTS:
            told.update(text.split())
    return frozenset(told - {entry.entry_id, ""})

"""What is remembered of looking for newer lists: when, with which outcome, what servers said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from app.domain.lists import UpdateNote, UpdateOutcome
from app.storage.unit_of_work import UnitOfWork

KEY: Final = "list_updates"  # source id -> what is remembered of it
FOUND: Final = (UpdateOutcome.UPDATED, UpdateOutcome.HELD)


@dataclass(frozen=True, slots=True)
class SourceNotes:
    """What is remembered of one source.

    `checked` is the last look, `found` the last that brought a version. `validators` are what
    the servers gave with each file of the version `version_id` (address -> header -> value), so
    that they can say that nothing changed since.
    """

    checked: UpdateNote | None = None
    found: UpdateNote | None = None
    version_id: int | None = None
    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def stored(uow: UnitOfWork) -> dict[str, SourceNotes]:
    """The notes of every source that was looked for."""
    rows = uow.settings.get(KEY, default={})
    return {source: _notes(row) for source, row in rows.items()}


def keep(uow: UnitOfWork, source: str, notes: SourceNotes) -> None:
    """Store the notes of one source; the caller commits."""
    rows = uow.settings.get(KEY, default={})
    rows[source] = {
        "checked": _value(notes.checked),
        "found": _value(notes.found),
        "version_id": notes.version_id,
        "validators": {url: dict(headers) for url, headers in notes.validators.items()},
    }
    uow.settings.set(KEY, rows)


def _notes(row: dict[str, Any]) -> SourceNotes:
    return SourceNotes(
        _note(row["checked"]),
        _note(row["found"]),
        row["version_id"],
        row["validators"],
    )


def _note(value: dict[str, str] | None) -> UpdateNote | None:
    if value is None:
        return None
    at = datetime.fromisoformat(value["at"])
    return UpdateNote(at, UpdateOutcome(value["outcome"]), value["text"])


def _value(note: UpdateNote | None) -> dict[str, str] | None:
    if note is None:
        return None
    return {"at": note.at.isoformat(), "outcome": note.outcome.value, "text": note.text}

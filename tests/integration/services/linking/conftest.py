"""Invented entries of several lists, made active versions through the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from app.domain.dates import ListedDate, parse_partial_date
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.links import EntryRef
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.lists import VersionState
from app.domain.political import ForeignReference
from app.services.workspace import Workspace
from app.storage.staging import ListStaging


def _entry(ref: EntryRef, name: str = "Orsolo Ventris", born: str = "", **fields: Any) -> ListEntry:
    """An entry; `passport` is of Cyprus, `un` the UN number that it names."""
    passport, number = fields.pop("passport", ""), fields.pop("un", "")
    ids = (Identifier(IdentifierType.PASSPORT, passport, "CY"),) if passport else ()
    same_as = fields.pop("same_as", (ForeignReference("un_sc", number),) if number else ())
    kind = fields.pop("type", EntryType.INDIVIDUAL)
    return ListEntry(
        ref.source, ref.entry_id, kind, (ListName(name),), identifiers=ids, same_as=same_as,
        dates_of_birth=(ListedDate(parse_partial_date(born)),) if born else (), **fields,
    )  # fmt: skip


def _load(workspace: Workspace, source: str, entries: Sequence[ListEntry]) -> None:
    """Make these entries the active version of a source."""
    now = workspace.clock()
    with workspace.database.import_lock():
        staging = ListStaging(
            workspace.database, source, now.isoformat(), is_demo=False,
            published_on=now.date(), sha256=str(len(entries)).rjust(64, "0"), files=("list.xml",),
            at=now,
        )  # fmt: skip
        staging.add(entries)
        version = staging.finish(VersionState.READY, (), ())
    with workspace.database.write() as uow:
        uow.lists.activate(version.version_id, now)
        uow.commit()


@pytest.fixture
def entry() -> Callable[..., ListEntry]:
    return _entry


@pytest.fixture
def load() -> Callable[[Workspace, str, Sequence[ListEntry]], None]:
    return _load

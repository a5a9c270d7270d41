"""Which reader reads the files of a source: the registry, or the mapping of an own list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.domain.column_mapping import ColumnMapping, mapping_of, mapping_value
from app.domain.lists import ListSource
from app.importers import registry
from app.importers.reading import ListReading
from app.importers.table.reader import read_own
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

MAPPINGS_KEY: Final = "own_list_mappings"  # by source id


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads files for a source. `fingerprint` goes into the digest of a version: the same file
    read in another way is another version."""

    read: Callable[[ListSource, Sequence[Path]], ListReading]
    fingerprint: bytes = b""


BY_CONTENT = ListReader(registry.read_list)


def reader_of(workspace: Workspace, source: ListSource) -> ListReader:
    """The reader of a source's files: the mapping of an own list that has one, else by content."""
    if not source.is_own:
        return BY_CONTENT
    with workspace.database.read() as uow:
        mapping = stored_mapping(uow, source.source)
    return BY_CONTENT if mapping is None else by_mapping(mapping)


def by_mapping(mapping: ColumnMapping) -> ListReader:
    """The reader of a table whose columns have these meanings."""
    text = json.dumps(mapping_value(mapping), sort_keys=True)
    return ListReader(
        lambda source, files: read_own(source, files, mapping),
        hashlib.sha256(text.encode()).digest(),
    )


def stored_mapping(uow: UnitOfWork, source: str) -> ColumnMapping | None:
    """The mapping with which an own list was imported last."""
    value: dict[str, Any] | None = uow.settings.get(MAPPINGS_KEY, default={}).get(source)
    return None if value is None else mapping_of(value)


def store_mapping(uow: UnitOfWork, source: str, mapping: ColumnMapping | None) -> None:
    """Remember the mapping of an own list, or forget it."""
    stored = dict(uow.settings.get(MAPPINGS_KEY, default={}))
    stored.pop(source, None)
    if mapping is not None:
        stored[source] = mapping_value(mapping)
    uow.settings.set(MAPPINGS_KEY, stored)

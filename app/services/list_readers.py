"""Which reader reads the files of a source: the registry, or the mapping of an own list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.lists import ListSource
from app.importers import registry
from app.importers.reading import ListReading
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads files for a source. `fingerprint` goes into the digest of a version: the same file
    read in another way is another version."""

    read: Callable[[ListSource, Sequence[Path]], ListReading]
    fingerprint: bytes = b""


BY_CONTENT = ListReader(registry.read_list)


def reader_of(workspace: Workspace, source: ListSource) -> ListReader:
    """The reader of a source's files: by their content."""
    del workspace, source
    return BY_CONTENT

"""Delta files: read onto the entries of the active version of their list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from app.domain.errors import ListRefused
from app.domain.list_entry import ListEntry
from app.importers.reading import ListReading, Row
from app.services.workspace import Workspace


def onto_active(workspace: Workspace, reading: ListReading) -> ListReading:
    """The reading with its rows; those of a delta come from the active version of its source.

    A list that is no delta is returned as it is. `rows` of a delta may raise ListRefused: no
    active version of the source (demonstration lists do not count), or one that the delta was not
    made against.
    """
    if reading.onto is None:
        return reading
    return replace(reading, rows=_rows(workspace, reading.source, reading.onto))


def _rows(
    workspace: Workspace, source: str, onto: Callable[[Iterable[ListEntry]], Iterator[Row]]
) -> Iterator[Row]:
    with workspace.database.read() as uow:
        active = [
            version.version_id
            for version in uow.lists.active_versions()
            if version.source == source and not version.is_demo
        ]
        if not active:
            raise ListRefused(
                f"This is a delta, and there is no active version of {source} to apply it to.",
                safe="Nothing was changed.",
                todo="Import the whole list first.",
            )
        yield from onto(entry for _, entry in uow.lists.iter_entries(active))

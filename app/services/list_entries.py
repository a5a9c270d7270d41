"""Listed entries streamed to background work, with progress and cancel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.list_entry import ListEntry
from app.domain.lists import ListVersion
from app.services.jobs import Job
from app.storage.database import Database

_STEP = 500  # entries between two reports, and read at once


def entries_of_versions(
    database: Database, versions: Sequence[ListVersion], job: Job, text: str
) -> Iterator[tuple[int, ListEntry]]:
    """All entries of these versions with their storage keys; `text` says what is done."""
    total = sum(version.entries for version in versions)
    with database.read() as uow:
        pairs = uow.lists.iter_entries([version.version_id for version in versions])
        for done, pair in enumerate(pairs):
            if done % _STEP == 0:
                job.check()
                job.progress(done, total, text)
            yield pair


def entries_of_keys(
    database: Database, keys: Sequence[int], job: Job
) -> Iterator[tuple[int, ListEntry]]:
    """The entries of these storage keys, in their order."""
    with database.read() as uow:
        for start in range(0, len(keys), _STEP):
            job.check()
            chunk = keys[start : start + _STEP]
            found = uow.lists.load_entries(chunk)
            yield from ((key, found[key]) for key in chunk)

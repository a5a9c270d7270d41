"""Look through what the lists hold: found as one types, however many entries there are."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.errors import NotFound
from app.domain.links import EntryRef
from app.domain.list_entry import EntryType, ListEntry
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked for: beginnings of words of names, references or numbers in any order.

    `sources` and `types` narrow it, all if empty; `version_id` looks into one version, whatever
    its state, instead of the active ones.
    """

    text: str = ""
    sources: tuple[str, ...] = ()
    types: tuple[EntryType, ...] = ()
    version_id: int | None = None


@dataclass(frozen=True, slots=True)
class FoundEntries:
    """The answer to a search: how many there are, and `page` for any part of them, by name.

    `total` counts the entries of the versions that were looked into.
    """

    total: int
    _workspace: Workspace = field(repr=False)
    _keys: array[int] = field(repr=False)

    def __len__(self) -> int:
        return len(self._keys)

    def page(self, offset: int, limit: int) -> tuple[ListEntry, ...]:
        """At most `limit` entries from the `offset`-th on."""
        keys = self._keys[offset : offset + limit]
        with self._workspace.database.read() as uow:
            entries = uow.lists.load_entries(keys)
        return tuple(entries[key] for key in keys if key in entries)


def find_entries(workspace: Workspace, looked: Looked, job: Job = NO_JOB) -> FoundEntries:
    """The entries that have all words of the text.

    Raises NotFound for a version that there is not.
    """
    job.check()
    with workspace.database.read() as uow:
        if looked.version_id is not None:
            versions = [uow.lists.version(looked.version_id)]
        else:
            versions = [
                version
                for version in uow.lists.active_versions()
                if not looked.sources or version.source in looked.sources
            ]
        ids: Sequence[int] = [version.version_id for version in versions]
        keys = uow.lists.find_keys(ids, looked.text, looked.types)
    job.check()
    return FoundEntries(sum(version.entries for version in versions), workspace, array("q", keys))


def listed_entry(workspace: Workspace, ref: EntryRef, checksum: str = "") -> ListEntry:
    """An entry as it stood when it had this checksum; without one as the active version has it.

    Raises NotFound.
    """
    with workspace.database.read() as uow:
        if checksum:
            return uow.lists.entry(ref.source, ref.entry_id, checksum)
        found = uow.links.entries([ref])
    if ref not in found:
        raise NotFound(f"No active list version holds {ref}.")
    return found[ref]

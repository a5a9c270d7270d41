"""What an update changed: the entries added, removed and changed between two versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from app.domain.entry_changes import ChangeKind, EntryChange, field_changes
from app.domain.errors import UsageError
from app.domain.list_entry import ListEntry
from app.domain.lists import ListVersion, VersionState
from app.services.catalogue import source_named
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace
from app.storage.list_changes import KeyPairs

PAGE = 200
_STEP = 500


@dataclass(frozen=True, slots=True)
class ListDiff:
    """Two versions of one source beside each other.

    `old` is None where there is nothing before the version: all of it is new then. `fields`
    counts the changed entries by field name, most first; `core` the entries that changed in a
    field on which a cleared match rests. The entries themselves come by `page`.
    """

    source: str
    old: ListVersion | None
    new: ListVersion
    keys: Mapping[ChangeKind, KeyPairs]
    fields: tuple[tuple[str, int], ...]
    core: int

    def count(self, kind: ChangeKind) -> int:
        """How many entries were added, removed or changed."""
        return len(self.keys[kind][0])

    @property
    def unchanged(self) -> int:
        """How many entries are the same in both versions."""
        added, changed = self.count(ChangeKind.ADDED), self.count(ChangeKind.CHANGED)
        return self.new.entries - added - changed

    @property
    def is_empty(self) -> bool:
        """Whether both versions hold the same entries."""
        return not any(self.count(kind) for kind in ChangeKind)


def diff(
    workspace: Workspace, old_version_id: int | None, new_version_id: int, job: Job = NO_JOB
) -> ListDiff:
    """Compare two finished versions of one source, in any order.

    Args:
        old_version_id: what to compare with; None for nothing (all entries are new).
    Raises:
        NotFound; UsageError if the versions are of different sources.
    """
    with workspace.database.read() as uow:
        new = uow.lists.version(new_version_id)
        old = None if old_version_id is None else uow.lists.version(old_version_id)
        if old is not None and old.source != new.source:
            raise UsageError(
                f"Version {old.version_id} is of {old.source}, {new.version_id} of {new.source}.",
                todo="Compare two versions of one source.",
            )
        job.progress(0, 0, f"Comparing versions of {new.source}")
        keys = uow.lists.changed_keys(new.source, old.seq if old else 0, new.seq)
    found = ListDiff(new.source, old, new, keys, (), 0)
    counts: Counter[str] = Counter()
    core = 0
    for change in iter_changes(workspace, found, ChangeKind.CHANGED, job):
        counts.update(item.field for item in change.fields)
        core += change.is_core
    fields = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return ListDiff(new.source, old, new, keys, fields, core)


def page(
    workspace: Workspace, found: ListDiff, kind: ChangeKind, start: int = 0, limit: int = PAGE
) -> tuple[EntryChange, ...]:
    """The changes of one kind by name, from number `start` on, at most `limit`."""
    old, new = (keys[start : start + limit] for keys in found.keys[kind])
    wanted = [key for key in (*old, *new) if key]
    with workspace.database.read() as uow:
        entries = uow.lists.load_entries(wanted)
    pairs = zip(old, new, strict=True)
    return tuple(_change(kind, entries.get(was), entries.get(now)) for was, now in pairs)


def iter_changes(
    workspace: Workspace, found: ListDiff, kind: ChangeKind, job: Job = NO_JOB
) -> Iterator[EntryChange]:
    """All changes of one kind by name, streamed."""
    total = found.count(kind)
    for start in range(0, total, _STEP):
        job.check()
        job.progress(start, total, f"Comparing {kind.value} entries")
        yield from page(workspace, found, kind, start, _STEP)


def changed_in(
    workspace: Workspace, found: ListDiff, field: str, limit: int = PAGE, job: Job = NO_JOB
) -> list[EntryChange]:
    """The first entries by name that changed in one field, at most `limit`.

    Raises UsageError if entries have no such field.
    """
    if field not in ListEntry.__dataclass_fields__:
        fields = ", ".join(name for name, _ in found.fields) or "none"
        raise UsageError(
            f"Entries have no field “{field[:40]}”.", todo=f"Fields that changed here: {fields}."
        )
    changes = iter_changes(workspace, found, ChangeKind.CHANGED, job)
    matching = (change for change in changes if any(f.field == field for f in change.fields))
    return list(islice(matching, limit))


def _change(kind: ChangeKind, before: ListEntry | None, after: ListEntry | None) -> EntryChange:
    if before is None or after is None:
        return EntryChange(kind, before, after)
    return EntryChange(kind, before, after, field_changes(before, after))


def versions_to_compare(
    workspace: Workspace, source: str, old: int | None = None, new: int | None = None
) -> tuple[int | None, int]:
    """The two versions that a comparison without (all) numbers means.

    Without `new` the version that waits for a decision, else the active one; without `old` the
    active one if it is another, else the one that was active before; a real list is not compared
    with a demonstration list.

    Raises UsageError if the source is unknown or has no version yet.
    """
    source_named(workspace.catalogue, source)
    with workspace.database.read() as uow:
        versions = uow.lists.versions(source)
    if new is None:
        if not versions:
            raise UsageError(
                f"{source} has no version yet.", todo="Import the list: `screendesk lists import`."
            )
        held = versions[0].state is VersionState.QUARANTINED
        active = next((v for v in versions if v.state is VersionState.ACTIVE), versions[0])
        new = (versions[0] if held else active).version_id
    if old is None:
        old = _before(versions, new)
    return old, new


def _before(versions: list[ListVersion], new: int) -> int | None:
    chosen = next((v for v in versions if v.version_id == new), None)
    alike = [v for v in versions if chosen is None or v.is_demo is chosen.is_demo]
    active = next((v for v in alike if v.state is VersionState.ACTIVE), None)
    if active is not None and active.version_id != new:
        return active.version_id
    earlier = [v for v in alike if v.activated_at and chosen and v.seq < chosen.seq]
    return earlier[0].version_id if earlier else None

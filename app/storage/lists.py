"""List versions and their entries: which there are, which is active, what each holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, or_, select, update

from app.domain.entry_changes import ChangeKind
from app.domain.errors import BadInput, NotFound
from app.domain.list_entry import EntryType, ListEntry
from app.domain.lists import KeptAside, ListCheck, ListVersion, VersionState
from app.storage import codec, entry_search
from app.storage.list_changes import KeyPairs, changed_keys
from app.storage.rows import list_entries, list_kept_aside, list_memberships, list_versions
from app.storage.screened_versions import versions_screened

_STREAMED = {"yield_per": 1000}
_CAN_REJECT = (VersionState.READY, VersionState.QUARANTINED)
_CAN_ACTIVATE = (*_CAN_REJECT, VersionState.SUPERSEDED, VersionState.REJECTED)


class ListRepository:
    """Versions of all sources. Entries are stored once; a version is the set of those that
    stood in it, so any past version can be read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def versions(self, source: str | None = None) -> list[ListVersion]:
        """All finished versions (of one source), newest first within a source."""
        query = (
            select(list_versions)
            .where(list_versions.c.state != VersionState.STAGING.value)
            .order_by(list_versions.c.source, list_versions.c.seq.desc())
        )
        if source is not None:
            query = query.where(list_versions.c.source == source)
        return [_version(row) for row in self._connection.execute(query)]

    def active_versions(self) -> list[ListVersion]:
        """The versions that screenings use: at most one a source, by source."""
        return self._select(list_versions.c.state == VersionState.ACTIVE.value)

    def held_sources(self) -> frozenset[str]:
        """The sources whose newest version waits for a person's decision."""
        newest = list_versions.alias("newest")
        last = (
            select(func.max(newest.c.seq))
            .where(
                newest.c.source == list_versions.c.source,
                newest.c.state != VersionState.STAGING.value,
            )
            .scalar_subquery()
        )
        query = select(list_versions.c.source).where(
            list_versions.c.state == VersionState.QUARANTINED.value, list_versions.c.seq == last
        )
        return frozenset(self._connection.scalars(query))

    def version(self, version_id: int) -> ListVersion:
        """One version, staging ones included. Raises NotFound."""
        found = self._select(list_versions.c.version_id == version_id)
        if not found:
            raise NotFound(f"There is no list version {version_id}.")
        return found[0]

    def find_active_sha(self, source: str, sha256: str) -> ListVersion | None:
        """The active version of `source` if it was read from exactly these files."""
        found = self._select(
            and_(
                list_versions.c.source == source,
                list_versions.c.sha256 == sha256,
                list_versions.c.state == VersionState.ACTIVE.value,
            )
        )
        return found[0] if found else None

    def activate(self, version_id: int, at: datetime) -> tuple[ListVersion, ...]:
        """Make a finished version the one that screenings use.

        The active version of its source becomes SUPERSEDED; a version that is no demonstration
        also deactivates the active demonstration versions of every source.

        Returns:
            the versions that were deactivated by this.
        Raises:
            NotFound; BadInput if the version is still being imported or is active already.
        """
        chosen = self.version(version_id)
        if chosen.state not in _CAN_ACTIVATE:
            raise BadInput(
                f"Version {version_id} of {chosen.source} is {chosen.state.value}"
                " and cannot be activated.",
                safe="The active version stays in use.",
            )
        gone = tuple(
            self._deactivate(version, at)
            for version in self.active_versions()
            if version.source == chosen.source or (version.is_demo and not chosen.is_demo)
        )
        self._connection.execute(
            update(list_versions)
            .where(list_versions.c.version_id == version_id)
            .values(state=VersionState.ACTIVE.value, activated_at=at, deactivated_at=None)
        )
        return gone

    def reject(self, version_id: int, at: datetime) -> ListVersion:
        """Note that a version that waits is not to be used. Raises NotFound; BadInput if it does
        not wait."""
        version = self.version(version_id)
        if version.state not in _CAN_REJECT:
            raise BadInput(
                f"Version {version_id} of {version.source} is {version.state.value}"
                " and cannot be rejected.",
                safe="Nothing was changed.",
                todo="Only a version that waits for a decision can be rejected; to leave the"
                " active one, activate another.",
            )
        return self._deactivate(version, at)

    def deactivate(self, version_id: int, at: datetime) -> ListVersion:
        """Take an active version out of use. Raises NotFound; BadInput if it is not active."""
        version = self.version(version_id)
        if version.state is not VersionState.ACTIVE:
            raise BadInput(f"Version {version_id} of {version.source} is not active.")
        return self._deactivate(version, at)

    def iter_entries(self, version_ids: Iterable[int]) -> Iterator[tuple[int, ListEntry]]:
        """All entries of these versions with their entry keys, streamed, by source and key."""
        for version_id in version_ids:
            version = self.version(version_id)
            query = (
                select(list_entries.c.entry_key, list_entries.c.payload)
                .join(list_memberships, list_memberships.c.entry_key == list_entries.c.entry_key)
                .where(holds(version.source, version.seq))
                .order_by(list_memberships.c.entry_key)
            )
            rows = self._connection.execute(query, execution_options=_STREAMED)
            for entry_key, payload in rows:
                yield entry_key, codec.decode(payload, ListEntry)

    def entry_keys(self, version_ids: Iterable[int]) -> list[int]:
        """The keys of all entries of these versions. Raises NotFound."""
        versions = [self.version(version_id) for version_id in version_ids]
        if not versions:
            return []
        query = select(list_memberships.c.entry_key).where(
            or_(*(holds(version.source, version.seq) for version in versions))
        )
        return list(self._connection.scalars(query))

    def find_keys(
        self, version_ids: Sequence[int], text: str, types: Sequence[EntryType] = ()
    ) -> list[int]:
        """The keys of the entries of these versions that have all words of the text, by name;
        all entries if the text is empty."""
        return entry_search.find(self._connection, version_ids, text, types)

    def load_entries(self, keys: Sequence[int]) -> dict[int, ListEntry]:
        """The entries of these keys; unknown keys are left out."""
        query = select(list_entries.c.entry_key, list_entries.c.payload).where(
            list_entries.c.entry_key.in_(keys)
        )
        return {
            key: codec.decode(payload, ListEntry)
            for key, payload in self._connection.execute(query)
        }

    def entry(self, source: str, entry_id: str, checksum: str) -> ListEntry:
        """The entry exactly as it stood when it had this checksum. Raises NotFound."""
        payload = self._connection.scalar(
            select(list_entries.c.payload).where(
                list_entries.c.source == source,
                list_entries.c.entry_id == entry_id,
                list_entries.c.checksum == checksum,
            )
        )
        if payload is None:
            raise NotFound(f"There is no entry {entry_id} of {source} with that content.")
        return codec.decode(payload, ListEntry)

    def changed_keys(self, source: str, old_seq: int, new_seq: int) -> dict[ChangeKind, KeyPairs]:
        """The entries that differ between two versions of a source, see `list_changes`."""
        return changed_keys(self._connection, source, old_seq, new_seq)

    def count_shared(self, source: str, seq: int, last_seq: int) -> int:
        """How many entries of version `seq` have an id that is also in version `last_seq`, the
        newest of the source; its content may differ."""
        last = list_memberships.alias("last")
        member = list_memberships.c
        query = (
            select(func.count())
            .select_from(list_memberships)
            .join(last, and_(last.c.source == member.source, last.c.entry_id == member.entry_id))
            .where(holds(source, seq), last.c.removed_seq.is_(None), last.c.added_seq <= last_seq)
        )
        return self._connection.scalar(query) or 0

    def screened_after(self, seq: int) -> tuple[int, frozenset[int]]:
        """The versions that the next screening records refer to, see
        `screened_versions`."""
        return versions_screened(self._connection, seq)

    def drop(self, version_id: int) -> None:
        """Remove a version's row; what it held goes by `prune.drop_members` afterwards."""
        self._connection.execute(
            delete(list_versions).where(list_versions.c.version_id == version_id)
        )

    def kept_aside(self, version_id: int, limit: int = 500) -> list[KeptAside]:
        """The first rows of a version's files that could not be read."""
        query = (
            select(list_kept_aside)
            .where(list_kept_aside.c.version_id == version_id)
            .order_by(list_kept_aside.c.kept_id)
            .limit(limit)
        )
        return [
            KeptAside(row.file, row.row, row.reason, row.text)
            for row in self._connection.execute(query)
        ]

    def _select(self, condition: ColumnElement[bool]) -> list[ListVersion]:
        query = select(list_versions).where(condition).order_by(list_versions.c.source)
        return [_version(row) for row in self._connection.execute(query)]

    def _deactivate(self, version: ListVersion, at: datetime) -> ListVersion:
        self._connection.execute(
            update(list_versions)
            .where(list_versions.c.version_id == version.version_id)
            .values(state=VersionState.SUPERSEDED.value, deactivated_at=at)
        )
        return self.version(version.version_id)


def holds(source: str, seq: int) -> ColumnElement[bool]:
    """The memberships of version number `seq` of a source."""
    member = list_memberships.c
    return and_(
        member.source == source,
        member.added_seq <= seq,
        or_(member.removed_seq.is_(None), member.removed_seq > seq),
    )


def _version(row: Row[Any]) -> ListVersion:
    state = VersionState(row.state)
    if state is VersionState.SUPERSEDED and row.activated_at is None:
        state = VersionState.REJECTED  # left the line without ever having been active
    return ListVersion(
        version_id=row.version_id,
        source=row.source,
        seq=row.seq,
        version=row.version,
        state=state,
        is_demo=bool(row.is_demo),
        published_on=row.published_on,
        sha256=row.sha256,
        files=codec.decode(row.files, tuple[str, ...]),
        entries=row.entries,
        names=row.names,
        rows_kept_aside=row.rows_kept_aside,
        problems=codec.decode(row.problems, tuple[str, ...]),
        checks=codec.decode(row.checks, tuple[ListCheck, ...]),
        imported_at=row.imported_at,
        activated_at=row.activated_at,
        deactivated_at=row.deactivated_at,
    )

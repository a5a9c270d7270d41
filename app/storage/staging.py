"""One list import in progress: chunks that no reader sees until the version is activated.

A version is stored as its differences from the version before it in the line of its source
(whatever became of that one): entries that are new or changed get a membership from this
version on, those that vanished end with it. All of this lies beyond the active version's
number, so readers never see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from app.domain.list_entry import ListEntry, checksums
from app.domain.lists import KeptAside, ListCheck, ListVersion, VersionState
from app.storage import codec
from app.storage.database import Database
from app.storage.entry_search import add_entries, words_of
from app.storage.rows import list_entries, list_kept_aside, list_memberships, list_versions
from app.storage.sweep import undo_version

CHUNK = 1000  # entries a transaction: 20-40 ms


@dataclass(frozen=True, slots=True)
class _Head:
    """Which entry holds an id at the end of the source's line."""

    entry_key: int
    added_seq: int
    checksum: str


@dataclass(frozen=True, slots=True)
class _Fresh:
    """An entry that is new or changed: its row, and what it is found by."""

    row: dict[str, Any]
    words: str


class ListStaging:
    """A version that is being built; the caller holds `Database.import_lock` all the while.

    Ends with `finish` or `discard`; what neither ended is undone by the next import or start.
    """

    def __init__(
        self,
        database: Database,
        source: str,
        version: str,
        *,
        is_demo: bool,
        published_on: date | None,
        sha256: str,
        files: Sequence[str],
        at: datetime,
    ) -> None:
        if not database.is_importing:
            raise RuntimeError("a list is staged under the import lock only")
        self._database = database
        self._source = source
        self._unchanged: set[int] = set()
        self._entries = 0
        self._names = 0
        self._kept_aside = 0
        with database.write() as work:
            last = work.connection.scalar(
                select(func.max(list_versions.c.seq)).where(list_versions.c.source == source)
            )
            self.seq = (last or 0) + 1
            result = work.connection.execute(
                insert(list_versions).values(
                    source=source,
                    seq=self.seq,
                    version=version,
                    state=VersionState.STAGING.value,
                    is_demo=int(is_demo),
                    published_on=published_on,
                    sha256=sha256,
                    files=codec.encode(tuple(files)),
                    entries=0,
                    names=0,
                    rows_kept_aside=0,
                    problems="[]",
                    checks="[]",
                    imported_at=at,
                )
            )
            assert result.inserted_primary_key is not None
            self.version_id: int = result.inserted_primary_key[0]
            work.commit()

    def add(self, entries: Sequence[ListEntry]) -> None:
        """Stage entries, each chunk of 1,000 in a transaction of its own.

        An id that this version holds already is kept aside: the first entry stands.
        Raises BadInput for text that cannot be stored; the caller then discards the version.
        """
        for start in range(0, len(entries), CHUNK):
            self._add_chunk(entries[start : start + CHUNK])

    def keep_aside(self, rows: Sequence[KeptAside]) -> None:
        """Store rows that could not be read, to be shown."""
        for start in range(0, len(rows), CHUNK):
            with self._database.write() as work:
                self._insert_kept_aside(work.connection, rows[start : start + CHUNK])
                work.commit()

    def finish(
        self, state: VersionState, problems: Sequence[str], checks: Sequence[ListCheck]
    ) -> ListVersion:
        """Close the version as READY or QUARANTINED; entries not added again end with it."""
        if state not in (VersionState.READY, VersionState.QUARANTINED):
            raise ValueError(f"an import does not end as {state}")
        self.end_vanished()
        with self._database.write() as work:
            work.connection.execute(
                update(list_versions)
                .where(list_versions.c.version_id == self.version_id)
                .values(
                    state=state.value,
                    entries=self._entries,
                    names=self._names,
                    rows_kept_aside=self._kept_aside,
                    problems=codec.encode(tuple(problems)),
                    checks=codec.encode(tuple(checks)),
                )
            )
            version = work.lists.version(self.version_id)
            work.commit()
        return version

    def discard(self) -> None:
        """Undo the version; the source is as if it had never been begun."""
        for _ in undo_version(self._database.write, self.version_id):
            pass

    def _add_chunk(self, chunk: Sequence[ListEntry]) -> None:
        # Only this import changes the line of its source, so what is read here still holds when
        # the chunk is written; the slow part needs no write lock.
        with self._database.read() as work:
            heads = self._heads(work.connection, [entry.entry_id for entry in chunk])
        fresh: dict[str, _Fresh] = {}
        ended: list[int] = []
        twice: list[KeptAside] = []
        for entry in chunk:
            head = heads.get(entry.entry_id)
            if entry.entry_id in fresh or (head is not None and self._has(head)):
                twice.append(_second(entry))
                continue
            digest, core = checksums(entry)
            self._entries += 1
            self._names += len(entry.names)
            if head is not None and head.checksum == digest:
                self._unchanged.add(head.entry_key)
                continue
            if head is not None:
                ended.append(head.entry_key)
            fresh[entry.entry_id] = _Fresh(_row(entry, self._source, digest, core), words_of(entry))
        if ended or fresh or twice:
            with self._database.write() as work:
                self._end(work.connection, ended)
                self._insert_entries(work.connection, fresh)
                self._insert_kept_aside(work.connection, twice)
                work.commit()

    def _has(self, head: _Head) -> bool:
        """Whether this version holds the entry already, brought by it or taken over."""
        return head.added_seq == self.seq or head.entry_key in self._unchanged

    def _heads(self, connection: Connection, entry_ids: Sequence[str]) -> dict[str, _Head]:
        member = list_memberships.c
        query = (
            select(member.entry_id, member.entry_key, member.added_seq, list_entries.c.checksum)
            .join(list_entries, list_entries.c.entry_key == member.entry_key)
            .where(
                member.source == self._source,
                member.entry_id.in_(entry_ids),
                member.removed_seq.is_(None),
            )
        )
        return {row[0]: _Head(*row[1:]) for row in connection.execute(query)}

    def _insert_entries(self, connection: Connection, fresh: dict[str, _Fresh]) -> None:
        """Store the entries that are new to the store, and make all of them members."""
        if not fresh:
            return
        table = list_entries.c
        query = select(table.entry_id, table.checksum, table.entry_key).where(
            table.source == self._source, table.entry_id.in_(list(fresh))
        )
        stored = {(row[0], row[1]): row[2] for row in connection.execute(query)}
        next_key = _last_key(connection) + 1
        new_rows, words, members = [], [], []
        for entry_id, new in fresh.items():
            key = stored.get((entry_id, new.row["checksum"]))
            if key is None:
                key, next_key = next_key, next_key + 1
                new_rows.append({**new.row, "entry_key": key})
                words.append((key, new.words))
            members.append(
                {
                    "source": self._source,
                    "entry_key": key,
                    "added_seq": self.seq,
                    "entry_id": entry_id,
                }
            )
        if new_rows:
            connection.execute(insert(list_entries), new_rows)
            add_entries(connection, words)
        connection.execute(insert(list_memberships), members)

    def _insert_kept_aside(self, connection: Connection, rows: Sequence[KeptAside]) -> None:
        if not rows:
            return
        self._kept_aside += len(rows)
        connection.execute(
            insert(list_kept_aside),
            [
                {
                    "version_id": self.version_id,
                    "file": _storable(row.file),
                    "row": row.row,
                    "reason": _storable(row.reason),
                    "text": _storable(row.text),
                }
                for row in rows
            ],
        )

    def end_vanished(self) -> None:
        """End the entries of the version before that were not added again; done once all rows
        are in. From then on the store holds this version as it will be finished."""
        member = list_memberships.c
        query = select(member.entry_key).where(
            member.source == self._source,
            member.removed_seq.is_(None),
            member.added_seq < self.seq,
        )
        with self._database.read() as work:
            vanished = [key for key in work.connection.scalars(query) if key not in self._unchanged]
        for start in range(0, len(vanished), CHUNK):
            with self._database.write() as work:
                self._end(work.connection, vanished[start : start + CHUNK])
                work.commit()

    def _end(self, connection: Connection, keys: Sequence[int]) -> None:
        member = list_memberships.c
        if keys:
            connection.execute(
                update(list_memberships)
                .where(
                    member.source == self._source,
                    member.entry_key.in_(keys),
                    member.removed_seq.is_(None),
                )
                .values(removed_seq=self.seq)
            )


def _row(entry: ListEntry, source: str, digest: str, core: str) -> dict[str, Any]:
    if entry.source != source:
        raise ValueError(f"an entry of {entry.source} among those of {source}")
    return {
        "source": source,
        "entry_id": entry.entry_id,
        "checksum": digest,
        "core_checksum": core,
        "type": entry.type.value,
        "primary_name": entry.primary_name,
        "names": len(entry.names),
        "payload": codec.encode(entry),
    }


def _second(entry: ListEntry) -> KeptAside:
    return KeptAside(
        file="",
        row=0,
        reason=f"The entry id {entry.entry_id} occurs again; the first entry stands.",
        text=entry.primary_name,
    )


def _last_key(connection: Connection) -> int:
    # Not max(entry_key): a key is never given twice, even after its entry was undone.
    found = connection.exec_driver_sql(
        "SELECT seq FROM sqlite_sequence WHERE name = 'list_entries'"
    )
    return found.scalar() or 0


def _storable(text: str) -> str:
    # What could not be read may hold anything; it must be kept even so.
    return text.encode("utf-8", "backslashreplace").decode()

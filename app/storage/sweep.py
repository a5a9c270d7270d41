"""Undo list versions that were never finished, in short transactions.

What an import that was killed or cancelled left behind is invisible to readers already; this
gives the space back and lets the next version start from the last finished one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from sqlalchemy import Connection, delete, exists, select, update

from app.domain.lists import VersionState
from app.storage.rows import list_entries, list_kept_aside, list_memberships, list_versions
from app.storage.unit_of_work import UnitOfWork

_CHUNK = 2000  # rows a transaction: well under 200 ms

Opened = Callable[[], AbstractContextManager[UnitOfWork]]
_Step = Callable[[Connection, int, str, int], int]


def sweep(read: Opened, write: Opened) -> Iterator[None]:
    """Undo every version still STAGING; the caller holds the import lock.

    Yields after each committed chunk, so that the caller may stop and go on another time.
    """
    query = select(list_versions.c.version_id).where(
        list_versions.c.state == VersionState.STAGING.value
    )
    with read() as work:
        version_ids = list(work.connection.scalars(query))
    for version_id in version_ids:
        yield from undo_version(write, version_id)


def undo_version(write: Opened, version_id: int) -> Iterator[None]:
    """Remove one unfinished version and all that came with it; yields after each chunk.

    It is the newest of its source. Its row goes last, so an undoing cut short is taken up again.
    """
    # Members that it added go before those that it ended come back: an id has one holder.
    steps: tuple[_Step, ...] = (_drop_added, _restore_removed, _drop_kept_aside, _drop_version)
    for step in steps:
        is_done = False
        while not is_done:
            with write() as work:
                version = work.lists.version(version_id)
                rows = step(work.connection, version_id, version.source, version.seq)
                work.commit()
            is_done = rows < _CHUNK
            yield


def _drop_added(connection: Connection, version_id: int, source: str, seq: int) -> int:
    del version_id
    member = list_memberships.c
    keys = list(
        connection.scalars(
            select(member.entry_key)
            .where(member.source == source, member.added_seq == seq)
            .limit(_CHUNK)
        )
    )
    connection.execute(
        delete(list_memberships).where(
            member.source == source, member.entry_key.in_(keys), member.added_seq == seq
        )
    )
    # An entry that no other version holds was brought by this one.
    elsewhere = exists().where(
        member.source == source, member.entry_key == list_entries.c.entry_key
    )
    connection.execute(delete(list_entries).where(list_entries.c.entry_key.in_(keys), ~elsewhere))
    return len(keys)


def _restore_removed(connection: Connection, version_id: int, source: str, seq: int) -> int:
    del version_id
    member = list_memberships.c
    keys = list(
        connection.scalars(
            select(member.entry_key)
            .where(member.source == source, member.removed_seq == seq)
            .limit(_CHUNK)
        )
    )
    connection.execute(
        update(list_memberships)
        .where(member.source == source, member.entry_key.in_(keys), member.removed_seq == seq)
        .values(removed_seq=None)
    )
    return len(keys)


def _drop_kept_aside(connection: Connection, version_id: int, source: str, seq: int) -> int:
    del source, seq
    kept = list_kept_aside.c
    ids = list(
        connection.scalars(select(kept.kept_id).where(kept.version_id == version_id).limit(_CHUNK))
    )
    connection.execute(delete(list_kept_aside).where(kept.kept_id.in_(ids)))
    return len(ids)


def _drop_version(connection: Connection, version_id: int, source: str, seq: int) -> int:
    del source, seq
    connection.execute(delete(list_versions).where(list_versions.c.version_id == version_id))
    return 0

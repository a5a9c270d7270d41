"""Remove list versions that nobody needs any more, in short transactions.

What only they held goes with them. Each step finds by itself what is left to do, so a removal that
was cut short is finished by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import (
    Connection,
    and_,
    delete,
    exists,
    or_,
    select,
    tuple_,
)

from app.storage.rows import (
    list_entries,
    list_kept_aside,
    list_memberships,
    screening_matches,
)
from app.storage.unit_of_work import UnitOfWork

_CHUNK = 2000  # rows a transaction: well under 200 ms

Opened = Callable[[], AbstractContextManager[UnitOfWork]]


def drop_kept_aside(write: Opened, version_id: int) -> Iterator[None]:
    """Remove the unreadable rows of a version; yields after each chunk."""
    kept = list_kept_aside.c
    is_done = False
    while not is_done:
        with write() as work:
            first = select(kept.kept_id).where(kept.version_id == version_id).limit(_CHUNK)
            ids = list(work.connection.scalars(first))
            work.connection.execute(delete(list_kept_aside).where(kept.kept_id.in_(ids)))
            work.commit()
        is_done = len(ids) < _CHUNK
        yield


def drop_members(write: Opened, source: str, kept_seqs: Sequence[int]) -> Iterator[None]:
    """Remove what no version that is kept holds; yields after each chunk.

    Entries that a stored match names stay, whatever became of their versions.

    Args:
        kept_seqs: the numbers of all versions that are left of the source, ascending.
    """
    for low, high in zip((0, *kept_seqs), kept_seqs, strict=False):
        is_done = high - low < 2  # nothing lies between
        while not is_done:
            with write() as work:
                rows = _drop_between(work.connection, source, low, high)
                work.commit()
            is_done = rows < _CHUNK
            yield


def _drop_between(connection: Connection, source: str, low: int, high: int) -> int:
    """Remove some of the memberships that began and ended between two versions."""
    member = list_memberships.c
    query = (
        select(member.entry_key, member.added_seq)
        .where(
            member.source == source,
            member.removed_seq > low + 1,
            member.removed_seq <= high,
            member.added_seq > low,
        )
        .limit(_CHUNK)
    )
    rows = [tuple(row) for row in connection.execute(query)]
    if not rows:
        return 0
    connection.execute(
        delete(list_memberships).where(
            member.source == source, tuple_(member.entry_key, member.added_seq).in_(rows)
        )
    )
    elsewhere = exists().where(member.entry_key == list_entries.c.entry_key)
    match = screening_matches.c
    matched = exists().where(
        and_(
            match.source == list_entries.c.source,
            match.list_entry_id == list_entries.c.entry_id,
            match.checksum == list_entries.c.checksum,
        )
    )
    keys = {key for key, _ in rows}
    connection.execute(
        delete(list_entries).where(list_entries.c.entry_key.in_(keys), ~or_(elsewhere, matched))
    )
    return len(rows)

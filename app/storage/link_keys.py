"""The keys by which entries that may be one party find each other, and what is still to be linked.

An entry waits while its keys are new (FRESH) or while it has left its list (LEAVING); it is
settled once all that its keys touch was looked at. A run that was cut short goes on from there.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Select, bindparam, delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from app.domain.links import EntryRef
from app.storage.links import is_active
from app.storage.rows import (
    link_keys,
    linked_entries,
    list_entries,
    list_memberships,
    list_versions,
)

SETTLED: Final = 0
FRESH: Final = 1
LEAVING: Final = 2

_CHUNK = 500
_STREAMED = {"yield_per": 2000}


@dataclass(frozen=True, slots=True)
class Keyed:
    """An entry that carries a key, with its storage key."""

    link_key: int
    entry_key: int
    ref: EntryRef


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that is FRESH or LEAVING, with its keys as they are packed: a million wait at once
    after the first import of a large list."""

    entry_key: int
    state: int
    packed: bytes

    @property
    def keys(self) -> tuple[int, ...]:
        return tuple(array("q", self.packed))


class LinkKeyRepository:
    """Which entries of the active versions have keys, and which of them wait."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def without_keys(self) -> list[int]:
        """The entries of the active versions whose keys are not stored."""
        has_keys = exists().where(
            linked_entries.c.entry_key == list_memberships.c.entry_key,
            linked_entries.c.state != LEAVING,
        )
        query = _active_keys().where(~has_keys).order_by(list_memberships.c.entry_key)
        return list(self._connection.scalars(query))

    def gone(self) -> list[int]:
        """The entries with keys that no active version holds any more."""
        query = select(linked_entries.c.entry_key).where(
            linked_entries.c.state != LEAVING,
            linked_entries.c.entry_key.not_in(_active_keys()),
        )
        return list(self._connection.scalars(query))

    def add(self, rows: Sequence[tuple[int, Sequence[int]]]) -> None:
        """Store (entry key, its keys); the entries are FRESH then."""
        if not rows:
            return
        values = [
            {"entry_key": entry_key, "state": FRESH, "keys": array("q", keys).tobytes()}
            for entry_key, keys in rows
        ]
        statement = insert_or_update(linked_entries)
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["entry_key"],
                set_={"state": FRESH, "keys": statement.excluded["keys"]},
            ),
            values,
        )
        pairs = [
            {"link_key": key, "entry_key": entry_key} for entry_key, keys in rows for key in keys
        ]
        if pairs:
            self._connection.execute(insert_or_update(link_keys).on_conflict_do_nothing(), pairs)

    def mark(self, entry_keys: Sequence[int], state: int) -> None:
        """Give entries another state."""
        for chunk in _chunks(entry_keys):
            self._connection.execute(
                update(linked_entries)
                .where(linked_entries.c.entry_key.in_(chunk))
                .values(state=state)
            )

    def waiting(self) -> list[Waiting]:
        """All entries that wait, in the order of their keys."""
        query = (
            select(linked_entries)
            .where(linked_entries.c.state != SETTLED)
            .order_by(linked_entries.c.entry_key)
        )
        return [
            Waiting(row.entry_key, row.state, row.keys) for row in self._connection.execute(query)
        ]

    def carriers(self, keys: Sequence[int]) -> Iterator[Keyed]:
        """Who carries these keys, by key; entries that leave are left out."""
        for chunk in _chunks(keys):
            yield from self._carriers(_carriers().where(link_keys.c.link_key.in_(chunk)))

    def all_carriers(self, most: int) -> Iterator[Keyed]:
        """Who carries a key that has from two to `most` carriers, by key; entries that leave are
        left out."""
        shared = (
            select(link_keys.c.link_key)
            .group_by(link_keys.c.link_key)
            .having(func.count().between(2, most))
        )
        yield from self._carriers(_carriers().where(link_keys.c.link_key.in_(shared)))

    def refs(self, entry_keys: Sequence[int]) -> list[EntryRef]:
        """The entries of these storage keys, of those that are stored still."""
        columns = list_entries.c
        found = []
        for chunk in _chunks(entry_keys):
            query = select(columns.source, columns.entry_id).where(columns.entry_key.in_(chunk))
            found += [EntryRef(row.source, row.entry_id) for row in self._connection.execute(query)]
        return found

    def drop(self, rows: Sequence[Waiting]) -> None:
        """Forget entries and their keys."""
        pairs = [{"key": key, "of": row.entry_key} for row in rows for key in row.keys]
        if pairs:
            self._connection.execute(
                delete(link_keys).where(
                    link_keys.c.link_key == bindparam("key"),
                    link_keys.c.entry_key == bindparam("of"),
                ),
                pairs,
            )
        for chunk in _chunks([row.entry_key for row in rows]):
            self._connection.execute(
                delete(linked_entries).where(linked_entries.c.entry_key.in_(chunk))
            )

    def clear(self) -> None:
        """Forget all entries and keys: without a condition SQLite only frees the pages."""
        self._connection.execute(delete(link_keys))
        self._connection.execute(delete(linked_entries))

    def count(self) -> int:
        """How many entries have keys."""
        return self._connection.scalar(select(func.count()).select_from(linked_entries)) or 0

    def _carriers(self, query: Select[int, int, str, str]) -> Iterator[Keyed]:
        ordered = query.order_by(link_keys.c.link_key, link_keys.c.entry_key)
        for row in self._connection.execute(ordered, execution_options=_STREAMED):
            yield Keyed(row.link_key, row.entry_key, EntryRef(row.source, row.entry_id))


def _active_keys() -> Select[int]:
    return (
        select(list_memberships.c.entry_key)
        .join(list_versions, list_versions.c.source == list_memberships.c.source)
        .where(is_active())
    )


def _carriers() -> Select[int, int, str, str]:
    return (
        select(
            link_keys.c.link_key,
            link_keys.c.entry_key,
            list_entries.c.source,
            list_entries.c.entry_id,
        )
        .join(linked_entries, linked_entries.c.entry_key == link_keys.c.entry_key)
        .join(list_entries, list_entries.c.entry_key == link_keys.c.entry_key)
        .where(linked_entries.c.state != LEAVING)
    )


def _chunks(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]

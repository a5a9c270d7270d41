"""What changed between two versions of a source, found in the database by entry id."""

from __future__ import annotations

from array import array
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Select, and_, func, or_, select

from app.domain.entry_changes import ChangeKind
from app.storage.rows import list_entries, list_memberships

_STREAMED = {"yield_per": 5000}

# Old and new key of each entry, 0 where there is none; 16 bytes an entry.
KeyPairs = tuple["array[int]", "array[int]"]


def changed_keys(
    connection: Connection, source: str, old_seq: int, new_seq: int
) -> dict[ChangeKind, KeyPairs]:
    """The entries that came, went, or have other content, each kind by name.

    A stored entry is one content of one id, so equal keys are equal entries. Only memberships
    that begin or end between the two versions are read: what they share costs nothing.

    Args:
        old_seq: number of the older or newer version, 0 for “before the first”.
    """
    low, high = sorted((old_seq, new_seq))
    member = list_memberships.c
    ended = and_(
        member.source == source,
        member.added_seq <= low,
        member.removed_seq > low,
        member.removed_seq <= high,
    )
    begun = and_(
        member.source == source,
        member.added_seq > low,
        member.added_seq <= high,
        or_(member.removed_seq.is_(None), member.removed_seq > high),
    )
    before, after = (ended, begun) if old_seq <= new_seq else (begun, ended)
    gone, come = _side(before, "gone"), _side(after, "come")
    queries: dict[ChangeKind, Select[Any]] = {
        ChangeKind.ADDED: _alone(come, gone, is_old=False),
        ChangeKind.REMOVED: _alone(gone, come, is_old=True),
        ChangeKind.CHANGED: _both(gone, come),
    }
    return {kind: _pairs(connection, query) for kind, query in queries.items()}


def _side(condition: ColumnElement[bool], name: str) -> CTE:
    member = list_memberships.c
    return select(member.entry_id, member.entry_key).where(condition).cte(name)


def _alone(of: CTE, other: CTE, *, is_old: bool) -> Select[Any]:
    """The keys of the entries whose id is on one side only."""
    key = of.c.entry_key
    none = func.coalesce(other.c.entry_key, 0)
    pair = (key, none) if is_old else (none, key)
    return (
        select(*pair)
        .select_from(of)
        .outerjoin(other, other.c.entry_id == of.c.entry_id)
        .join(list_entries, list_entries.c.entry_key == key)
        .where(other.c.entry_key.is_(None))
        .order_by(list_entries.c.primary_name, key)
    )


def _both(gone: CTE, come: CTE) -> Select[Any]:
    return (
        select(gone.c.entry_key, come.c.entry_key)
        .join(come, come.c.entry_id == gone.c.entry_id)
        .join(list_entries, list_entries.c.entry_key == come.c.entry_key)
        .where(come.c.entry_key != gone.c.entry_key)
        .order_by(list_entries.c.primary_name, come.c.entry_key)
    )


def _pairs(connection: Connection, query: Select[Any]) -> KeyPairs:
    old, new = array("q"), array("q")
    for row in connection.execute(query, execution_options=_STREAMED):
        old.append(row[0])
        new.append(row[1])
    return old, new

"""What changed between two versions of a source, found in the database by entry id."""

from __future__ import annotations

from array import array
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

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
    # In the order of names, which a dict keeps: the ids are joined here, as no index of the
    # database has those of entries that are gone.
    gone: dict[str, int] = dict(
        tuple(row) for row in connection.execute(_by_name(before), execution_options=_STREAMED)
    )
    added, removed, changed = ((array("q"), array("q")) for _ in range(3))
    for entry_id, key in connection.execute(_by_name(after), execution_options=_STREAMED):
        was = gone.pop(entry_id, 0)
        if was == key:  # it went and came back as it was
            continue
        old, new = changed if was else added
        old.append(was)
        new.append(key)
    removed[0].extend(gone.values())
    removed[1].extend(0 for _ in gone)
    return {ChangeKind.ADDED: added, ChangeKind.REMOVED: removed, ChangeKind.CHANGED: changed}


def _by_name(condition: ColumnElement[bool]) -> Select[Any]:
    member = list_memberships.c
    return (
        select(member.entry_id, member.entry_key)
        .join(list_entries, list_entries.c.entry_key == member.entry_key)
        .where(condition)
        .order_by(list_entries.c.primary_name, member.entry_key)
    )

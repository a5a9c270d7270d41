"""Links between entries of different lists: kept for good, whatever becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    TextClause,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from app.domain.errors import NotFound
from app.domain.links import EntryRef, Link, LinkBasis, LinkState, PartyMember
from app.domain.list_entry import EntryType, ListEntry
from app.domain.lists import VersionState
from app.storage import codec
from app.storage.rows import entry_links, list_entries, list_memberships, list_versions

_CHUNK = 300  # refs asked for at once
_STANDING = (LinkState.ACTIVE.value, LinkState.APART.value)


# The walk from the given entries over links of these states.
_WALK = """, reached(source, entry_id) AS (
  SELECT source, entry_id FROM given
  UNION SELECT l.right_source, l.right_entry_id FROM reached r CROSS JOIN entry_links l
    ON l.left_source = r.source AND l.left_entry_id = r.entry_id WHERE l.state IN ({states})
  UNION SELECT l.left_source, l.left_entry_id FROM reached r CROSS JOIN entry_links l
    ON l.right_source = r.source AND l.right_entry_id = r.entry_id WHERE l.state IN ({states})
)
SELECT l.* FROM reached r CROSS JOIN entry_links l
  ON l.left_source = r.source AND l.left_entry_id = r.entry_id
"""
_REACHED = _WALK.format(states="'ACTIVE'") + " WHERE l.state = 'ACTIVE'"
_AROUND = _WALK.format(states="'ACTIVE', 'APART'")
# CROSS JOIN keeps the order: without it SQLite would walk through the whole version.
_ACTIVE = """
SELECT {names} FROM given g
  CROSS JOIN list_entries e ON e.source = g.source AND e.entry_id = g.entry_id
  CROSS JOIN list_memberships m ON m.source = e.source AND m.entry_key = e.entry_key
  CROSS JOIN list_versions v ON v.source = m.source AND v.state = 'ACTIVE'
  WHERE m.added_seq <= v.seq AND (m.removed_seq IS NULL OR m.removed_seq > v.seq)
"""


class LinkRepository:
    """Links by id and by entry, and the entries of the active versions that they tie."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, link_id: str) -> Link:
        """One link, whatever its state. Raises NotFound."""
        query = select(entry_links).where(entry_links.c.link_id == link_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"There is no link {link_id}.")
        return _link(row)

    def between(self, one: EntryRef, other: EntryRef) -> Link | None:
        """The link of two entries, whatever its state, or None."""
        left, right = sorted((one, other))
        query = select(entry_links).where(_is("left", left), _is("right", right))
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _link(row)

    def of_entries(self, refs: Iterable[EntryRef]) -> list[Link]:
        """All links of these entries, of every state, each once, in the order of their ids."""
        found: dict[str, Link] = {}
        for side in ("left", "right"):
            for condition in _any_of(entry_links, f"{side}_", refs):
                query = select(entry_links).where(condition)
                found.update((row.link_id, _link(row)) for row in self._connection.execute(query))
        return [found[link_id] for link_id in sorted(found)]

    def reached(self, refs: Iterable[EntryRef]) -> list[Link]:
        """The links that count among these entries and all that such links reach from them, in
        the order of their ids: the whole of their parties, by one query."""
        return self._walk(refs, _REACHED)

    def around(self, refs: Iterable[EntryRef]) -> list[Link]:
        """The links of every state among these entries and all that standing links reach from
        them, in the order of their ids."""
        return self._walk(refs, _AROUND)

    def _walk(self, refs: Iterable[EntryRef], rest: str) -> list[Link]:
        found: dict[str, Link] = {}
        for chunk in _chunks(dict.fromkeys(refs)):
            query, values = _with(chunk, rest)
            rows = self._connection.execute(query.columns(*entry_links.c), values)
            found.update((row.link_id, _link(row)) for row in rows if row.link_id not in found)
        return [found[link_id] for link_id in sorted(found)]

    def iter_all(self) -> Iterator[Link]:
        """Every link, in the order of the ids."""
        query = select(entry_links).order_by(entry_links.c.link_id)
        for row in self._connection.execute(query):
            yield _link(row)

    def standing(self) -> list[Link]:
        """Every link that counts or stands apart."""
        query = select(entry_links).where(entry_links.c.state.in_(_STANDING))
        return [_link(row) for row in self._connection.execute(query)]

    def save(self, links: Sequence[Link]) -> None:
        """Store links, new ones and changed ones alike."""
        if not links:
            return
        known = set(
            self._connection.scalars(
                select(entry_links.c.link_id).where(
                    entry_links.c.link_id.in_([link.link_id for link in links])
                )
            )
        )
        fresh = [_columns(link) for link in links if link.link_id not in known]
        if fresh:
            self._connection.execute(insert(entry_links), fresh)
        for link in links:
            if link.link_id in known:
                self._connection.execute(
                    update(entry_links)
                    .where(entry_links.c.link_id == link.link_id)
                    .values(**_columns(link))
                )

    def decide(self, links: Sequence[Link]) -> None:
        """Store the state and the note of links that are stored already."""
        if links:
            self._connection.execute(
                update(entry_links)
                .where(entry_links.c.link_id == bindparam("of"))
                .values(state=bindparam("now"), note=bindparam("because")),
                [
                    {"of": link.link_id, "now": link.state.value, "because": link.note}
                    for link in links
                ],
            )

    def counts(self) -> dict[tuple[LinkBasis, LinkState], int]:
        """How many links there are of each basis in each state."""
        columns = entry_links.c
        query = select(columns.basis, columns.state, func.count()).group_by(
            columns.basis, columns.state
        )
        return {
            (LinkBasis(basis), LinkState(state)): count
            for basis, state, count in self._connection.execute(query)
        }

    def members(self, refs: Iterable[EntryRef]) -> dict[EntryRef, PartyMember]:
        """Those of these entries that the active versions hold, as they stand there."""
        columns = list_entries.c
        wanted = (
            columns.source,
            columns.entry_id,
            columns.checksum,
            columns.type,
            columns.primary_name,
        )
        return {
            EntryRef(row.source, row.entry_id): PartyMember(
                row.source, row.entry_id, row.checksum, EntryType(row.type), row.primary_name
            )
            for row in self._active(wanted, refs)
        }

    def entries(self, refs: Iterable[EntryRef]) -> dict[EntryRef, ListEntry]:
        """Those of these entries that the active versions hold, whole."""
        columns = list_entries.c
        wanted = (columns.source, columns.entry_id, columns.payload)
        return {
            EntryRef(row.source, row.entry_id): codec.decode(row.payload, ListEntry)
            for row in self._active(wanted, refs)
        }

    def _active(
        self, columns: Sequence[ColumnElement[Any]], refs: Iterable[EntryRef]
    ) -> Iterator[Row[Any]]:
        """These columns of the entries that the active versions hold."""
        names = ", ".join(f"e.{column.name}" for column in columns)
        for chunk in _chunks(dict.fromkeys(refs)):
            query, values = _with(chunk, _ACTIVE.format(names=names))
            yield from self._connection.execute(query.columns(*columns), values)


def is_active() -> ColumnElement[bool]:
    """Memberships of the active version of their source, joined with `list_versions`."""
    member, version = list_memberships.c, list_versions.c
    return and_(
        version.state == VersionState.ACTIVE.value,
        member.added_seq <= version.seq,
        or_(member.removed_seq.is_(None), member.removed_seq > version.seq),
    )


def _is(side: str, ref: EntryRef) -> ColumnElement[bool]:
    link = entry_links.c
    return and_(link[f"{side}_source"] == ref.source, link[f"{side}_entry_id"] == ref.entry_id)


def _with(refs: Sequence[EntryRef], rest: str) -> tuple[TextClause, dict[str, str]]:
    """A query over the given entries, and its values."""
    marks = ", ".join(f"(:s{number}, :e{number})" for number in range(len(refs)))
    values = {f"s{number}": ref.source for number, ref in enumerate(refs)}
    values |= {f"e{number}": ref.entry_id for number, ref in enumerate(refs)}
    # Only marks and the names of columns stand in the text.
    return text(f"WITH RECURSIVE given(source, entry_id) AS (VALUES {marks}) {rest}"), values


def _chunks(refs: Iterable[EntryRef]) -> Iterator[Sequence[EntryRef]]:
    waiting = list(refs)
    for start in range(0, len(waiting), _CHUNK):
        yield waiting[start : start + _CHUNK]


def _any_of(table: Any, prefix: str, refs: Iterable[EntryRef]) -> Iterator[ColumnElement[bool]]:
    """Conditions that together name these entries: by source, so that an index serves each."""
    by_source: dict[str, list[str]] = {}
    for ref in dict.fromkeys(refs):
        by_source.setdefault(ref.source, []).append(ref.entry_id)
    source, entry_id = table.c[f"{prefix}source"], table.c[f"{prefix}entry_id"]
    for name, ids in by_source.items():
        for start in range(0, len(ids), _CHUNK):
            yield and_(source == name, entry_id.in_(ids[start : start + _CHUNK]))


def _columns(link: Link) -> dict[str, Any]:
    return {
        "link_id": link.link_id,
        "left_source": link.left.source,
        "left_entry_id": link.left.entry_id,
        "right_source": link.right.source,
        "right_entry_id": link.right.entry_id,
        "basis": link.basis.value,
        "evidence": link.evidence,
        "score": link.score,
        "state": link.state.value,
        "note": link.note,
        "made_by": link.made_by,
        "created_at": link.created_at,
        "changed_at": link.changed_at,
        "changed_by": link.changed_by,
        "reason": link.reason,
    }


def _link(row: Row[Any]) -> Link:
    return Link(
        link_id=row.link_id,
        left=EntryRef(row.left_source, row.left_entry_id),
        right=EntryRef(row.right_source, row.right_entry_id),
        basis=LinkBasis(row.basis),
        evidence=row.evidence,
        score=row.score,
        state=LinkState(row.state),
        created_at=row.created_at,
        note=row.note,
        made_by=row.made_by,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        reason=row.reason,
    )

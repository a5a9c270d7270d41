"""The audit trail: rows chained by hashes, a head kept apart, and the check of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    func,
    insert,
    or_,
    select,
    type_coerce,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.sqlite import insert as insert_or_update
from sqlalchemy.types import LargeBinary

from app.domain.audit import (
    GENESIS_HASH,
    AuditEvent,
    AuditQuery,
    AuditReport,
    AuditRoot,
    audit_hash,
)
from app.domain.errors import IntegrityFault
from app.storage import codec
from app.storage.anchor import read_anchor, write_anchor
from app.storage.rows import audit_events, meta
from app.storage.rows_casework import approvals, cases, match_reviews, users

_Head = tuple[int, str] | None  # sequence number and hash of the newest event

_HEAD = "audit_head"
_REPORT_EVERY = 1000
_STATED: dict[str, tuple[Table, str, tuple[str, ...]]] = {
    "user": (users, "login", ("name", "role", "state")),
    "case": (
        cases,
        "case_id",
        ("state", "priority", "decision", "disposition", "disposition_id"),
    ),
    "approval": (
        approvals,
        "approval_id",
        ("state", "object_id", "case_id", "made_by", "decided_by"),
    ),
    "match": (
        match_reviews,
        "match_id",
        ("state", "verdict", "reason_code", "resolved_by", "resolution_id"),
    ),
}
_TEXTS = tuple(column.name for column in audit_events.columns if column.name != "seq")


class AuditRepository:
    """The append-only chain of who did what when.

    The head (last sequence number and hash) is stored beside the chain in the same transaction
    and noted outside the database after it: a tail that was cut off shows by either.
    """

    def __init__(self, connection: Connection, data_dir: Path) -> None:
        self._connection = connection
        self._data_dir = data_dir
        self._appended: AuditEvent | None = None

    def append(
        self,
        at: datetime,
        actor: str,
        action: str,
        object_type: str,
        object_id: str,
        before: str = "",
        after: str = "",
    ) -> AuditEvent:
        """Chain one more event to the trail. `before` and `after` are JSON texts or empty."""
        change = (object_id, before, after)
        return self.append_all(at, actor, action, object_type, (change,))[0]

    def append_all(
        self,
        at: datetime,
        actor: str,
        action: str,
        object_type: str,
        changes: Sequence[tuple[str, str, str]],
    ) -> list[AuditEvent]:
        """Chain one event for each of some changes that happened together.

        Args:
            changes: at least one: (object id, before, after), as in `append`.
        """
        seq, last_hash = self._head() or (0, GENESIS_HASH)
        at = at.astimezone(UTC)
        events: list[AuditEvent] = []
        for change in changes:
            seq, fields = seq + 1, (at, actor, action, object_type, *change, last_hash)
            last_hash = audit_hash(seq, *fields)
            events.append(AuditEvent(seq, *fields, last_hash))
        rows = [
            {name: getattr(event, name) for name in _TEXTS}
            | {"seq": event.seq, "at": at.isoformat()}
            for event in events
        ]
        self._connection.execute(insert(audit_events), rows)
        head = codec.encode((seq, last_hash))
        statement = insert_or_update(meta).values(key=_HEAD, value=head)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": head})
        )
        self._appended = events[-1]
        return events

    def note_head(self) -> None:
        """Note the newest event outside the database, once it is committed."""
        if self._appended is not None:
            write_anchor(self._data_dir, self._appended.seq, self._appended.hash)
            self._appended = None

    def rows(self, after: int = 0, limit: int = 500) -> list[AuditEvent]:
        """At most `limit` events that follow sequence number `after`, in order."""
        return self.following(AuditQuery(), after, limit)

    def of_object(self, object_type: str, object_id: str) -> list[AuditEvent]:
        """Every event of one thing, such as a screening, in order."""
        query = (
            select(audit_events)
            .where(audit_events.c.object_type == object_type, audit_events.c.object_id == object_id)
            .order_by(audit_events.c.seq)
        )
        return [_event(row) for row in self._connection.execute(query)]

    def get(self, seq: int) -> AuditEvent | None:
        """The event with this sequence number."""
        row = self._connection.execute(select(audit_events).where(audit_events.c.seq == seq))
        found = row.first()
        return None if found is None else _event(found)

    def page(self, query: AuditQuery, offset: int, limit: int) -> list[AuditEvent]:
        """The events of one page of a query, found by sequence number or through an index."""
        chain = audit_events.c.seq
        order = chain.desc() if query.newest_first else chain.asc()
        if query.is_everything:
            # Numbers have no gaps: no need to count past a million rows.
            last = (self._head() or (0, ""))[0]
            first = last - offset if query.newest_first else offset + 1
            where = chain <= first if query.newest_first else chain >= first
            rows = select(audit_events).where(where).order_by(order).limit(limit)
        else:
            # The numbers first: an index holds them, so that rows passed over are not read.
            wanted = select(chain).where(*_conditions(query)).order_by(order)
            numbers = wanted.limit(limit).offset(offset).scalar_subquery()
            rows = select(audit_events).where(chain.in_(numbers)).order_by(order)
        return [_event(row) for row in self._connection.execute(rows)]

    def following(self, query: AuditQuery, after: int, limit: int) -> list[AuditEvent]:
        """At most `limit` events of a query that follow sequence number `after`, in order."""
        chain = audit_events.c.seq
        rows = select(audit_events).where(chain > after, *_conditions(query)).order_by(chain)
        return [_event(row) for row in self._connection.execute(rows.limit(limit))]

    def count(self, query: AuditQuery) -> tuple[int, int]:
        """How many events a query finds, and how many there are."""
        total = (self._head() or (0, ""))[0]
        if query.is_everything:
            return total, total
        found = select(func.count()).select_from(audit_events).where(*_conditions(query))
        return self._connection.scalar(found) or 0, total

    def known(self, column: str) -> list[str]:
        """The different values of `actor`, `action` or `object_type`, sorted; each costs one step
        into the index."""
        field = audit_events.c[column]
        found: list[str] = []
        while (
            value := self._connection.scalar(
                select(func.min(field)).where(field > (found[-1] if found else ""))
            )
        ) is not None:
            found.append(value)
        return found

    def objects(self, object_type: str) -> list[str]:
        """The ids of all objects of a kind that the trail tells of, sorted."""
        table = audit_events.c
        query = select(table.object_id).where(table.object_type == object_type).distinct()
        return list(self._connection.scalars(query.order_by(table.object_id)))

    def stated_fields(self) -> dict[str, tuple[str, ...]]:
        """The kinds of objects whose rows can be compared with the trail, and in which fields."""
        return {kind: fields for kind, (_, _, fields) in _STATED.items()}

    def stated(self, kind: str) -> Iterator[tuple[str, dict[str, str]]]:
        """The id and those fields of every row of a kind, as texts."""
        table, key, fields = _STATED[kind]
        query = select(table.c[key], *(table.c[name] for name in fields)).order_by(table.c[key])
        for found, *values in self._connection.execute(query):
            yield found, dict(zip(fields, map(str, values), strict=True))

    def last_of_days(self, after: int) -> list[AuditEvent]:
        """The last event of each day (UTC) that has events later than number `after`, by day."""
        day = func.substr(audit_events.c.at, 1, 10)
        numbers = (
            select(func.max(audit_events.c.seq)).where(audit_events.c.seq > after).group_by(day)
        ).scalar_subquery()
        rows = select(audit_events).where(audit_events.c.seq.in_(numbers))
        return [_event(row) for row in self._connection.execute(rows.order_by(audit_events.c.seq))]

    def verify(
        self,
        progress: Callable[[int, int], None] | None = None,
        roots: Iterable[AuditRoot] = (),
    ) -> AuditReport:
        """Recompute the chain from its first event to its head, in a unit of work of its own.

        Args:
            progress: called with (events checked, events in all) every 1,000 events.
            roots: what was signed, each signature checked by the caller.
        Returns:
            a report that names the first sequence number at which the chain does not hold.
        """
        anchor = read_anchor(self._data_dir)  # before the snapshot: never newer than the trail
        signed: dict[int, list[AuditRoot]] = {}
        for root in roots:
            signed.setdefault(root.seq, []).append(root)
        total = self._connection.scalar(select(func.count()).select_from(audit_events)) or 0
        # Bytes, as a damaged text may not even be UTF-8.
        columns = [
            type_coerce(sql_cast(audit_events.c[name], LargeBinary), LargeBinary).label(name)
            for name in _TEXTS
        ]
        query = select(audit_events.c.seq, *columns).order_by(audit_events.c.seq)
        seq, prev_hash = 0, GENESIS_HASH
        streamed = {"yield_per": _REPORT_EVERY}
        for row in self._connection.execute(query, execution_options=streamed):
            problem = _problem(row, seq + 1, prev_hash, anchor)
            problem = problem or _unsigned(signed.get(row.seq, ()), row)
            if problem:
                return AuditReport(ok=False, events=total, first_bad=seq + 1, problem=problem)
            seq, prev_hash = row.seq, row.hash.decode()
            if progress and seq % _REPORT_EVERY == 0:
                progress(seq, total)
        report = self._against_head(seq, prev_hash, total, anchor)
        if max(signed, default=0) <= seq:
            return replace(report, roots=len(signed) if report.ok else 0)
        newest = signed[max(signed)][0]
        problem = (
            f"Events {seq + 1} to {newest.seq} are missing from the end: event {newest.seq} was "
            f"signed as the last of {newest.day}."
        )
        return AuditReport(ok=False, events=total, first_bad=seq + 1, problem=problem)

    def _against_head(self, seq: int, last_hash: str, total: int, anchor: _Head) -> AuditReport:
        try:
            head_seq, head_hash = self._head() or (0, GENESIS_HASH)
        except IntegrityFault:
            head_seq, head_hash = 0, ""
        newest = max(head_seq, anchor[0] if anchor else 0)
        if newest > seq:
            problem = f"Events {seq + 1} to {newest} are missing from the end."
            return AuditReport(ok=False, events=total, first_bad=seq + 1, problem=problem)
        if head_seq < seq or head_hash != last_hash:
            problem = "The stored head of the chain was changed, or events were added past it."
            return AuditReport(
                ok=False, events=total, first_bad=min(head_seq + 1, seq), problem=problem
            )
        return AuditReport(ok=True, events=total)

    def _head(self) -> _Head:
        text = self._connection.scalar(select(meta.c.value).where(meta.c.key == _HEAD))
        return None if text is None else codec.decode(text, tuple[int, str])


def _event(row: Row[Any]) -> AuditEvent:
    return AuditEvent(**{**row._mapping, "at": datetime.fromisoformat(row.at)})


def _conditions(query: AuditQuery) -> list[ColumnElement[bool]]:
    table = audit_events.c
    exact = (
        (table.actor, query.actor),
        (table.action, query.action),
        (table.object_type, query.object_type),
        (table.object_id, query.object_id),
    )
    found = [column == value for column, value in exact if value]
    # Times are compared as they were written.
    if query.since is not None:
        found.append(table.at >= query.since.astimezone(UTC).isoformat())
    if query.until is not None:
        found.append(table.at < query.until.astimezone(UTC).isoformat())
    if query.text:
        texts = (
            table.actor, table.action, table.object_type, table.object_id, table.before,
            table.after, table.hash,
        )  # fmt: skip
        found.append(or_(*(text.contains(query.text, autoescape=True) for text in texts)))
    return found


def _unsigned(roots: Sequence[AuditRoot], row: Row[Any]) -> str:
    """Why this row is not the one that was signed, or empty."""
    for root in roots:
        if root.hash != row.hash.decode():
            return f"The trail up to event {root.seq} is not what was signed for {root.day}."
    return ""


def _problem(row: Row[Any], expected_seq: int, prev_hash: str, anchor: _Head) -> str:
    """Why this row cannot be the event `expected_seq` after `prev_hash`, or empty."""
    if row.seq != expected_seq:
        return f"Event {expected_seq} is missing; the next one is {row.seq}."
    try:
        texts = {name: getattr(row, name).decode() for name in _TEXTS}
        at = datetime.fromisoformat(texts["at"])
    except (ValueError, AttributeError):  # not UTF-8, not a time, not there
        return f"Event {expected_seq} was changed: it holds text that nobody wrote."
    if texts["prev_hash"] != prev_hash:
        return f"Event {expected_seq} does not follow the event before it."
    # The time is compared as text too: another spelling of the same moment is a change.
    covered = {name: texts[name] for name in _TEXTS[1:-1]}
    digest = audit_hash(seq=expected_seq, at=at, **covered)
    if at.isoformat() != texts["at"] or texts["hash"] != digest:
        return f"Event {expected_seq} was changed after it was written."
    if anchor and anchor[0] == expected_seq and anchor[1] != digest:
        return f"The trail up to event {expected_seq} was written anew."
    return ""

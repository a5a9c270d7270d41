"""Match exceptions: cleared pairs and conditions, their uses, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from app.domain.errors import BadInput, NotFound
from app.domain.exception_query import ExceptionQuery
from app.domain.match_exception import (
    ExceptionEvent,
    ExceptionKind,
    ExceptionStatus,
    MatchException,
    StaleException,
)
from app.storage import codec
from app.storage.exception_filters import conditions, order
from app.storage.rows import screening_matches, screenings
from app.storage.rows_casework import exception_events, match_exceptions
from app.storage.search_text import search_key

_CHUNK = 500
_ACTIVE = ExceptionStatus.ACTIVE.value
_ASKED = tuple(
    item.value for item in ExceptionStatus if item is not ExceptionStatus.REVOKED
)  # a revoked one says nothing any more

# Active profile exceptions of a source whose entry the active version holds with other content.
# CROSS JOIN keeps the order: from the few exceptions to their entries.
_CHANGED = text("""
SELECT x.exception_id, e.checksum FROM match_exceptions x
  CROSS JOIN list_entries e ON e.source = x.source AND e.entry_id = x.list_entry_id
  CROSS JOIN list_memberships m ON m.source = e.source AND m.entry_key = e.entry_key
  CROSS JOIN list_versions v ON v.source = m.source AND v.state = 'ACTIVE'
  WHERE x.source = :source AND x.status = 'ACTIVE'
    AND e.checksum <> json_extract(x.payload, '$.checksum')
    AND m.added_seq <= v.seq AND (m.removed_seq IS NULL OR m.removed_seq > v.seq)
  ORDER BY x.exception_id
""")


class MatchExceptionRepository:
    """Match exceptions by id, by subject and as sorted, filtered pages; nothing is ever deleted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, exception: MatchException) -> None:
        """Store a new exception. Raises BadInput if one of its id is stored already."""
        if self.find(exception.exception_id) is not None:
            raise BadInput(
                f"There is already an exception {exception.exception_id}.",
                safe="The stored one was left as it is.",
            )
        self._connection.execute(insert(match_exceptions).values(**_columns(exception)))

    def save(self, exception: MatchException, before: int) -> None:
        """Store a changed exception; its uses are left as they are.

        Args:
            before: the version that was changed.
        Raises:
            StaleException: the stored one is of another version; nothing was changed.
        """
        values = _columns(exception)
        del values["used"], values["last_used_at"]
        changed = self._connection.execute(
            update(match_exceptions)
            .where(
                match_exceptions.c.exception_id == exception.exception_id,
                match_exceptions.c.version == before,
            )
            .values(**values)
        )
        if not changed.rowcount:
            raise StaleException(
                f"Someone else changed {exception.exception_id} meanwhile.",
                safe="Nothing was changed by you.",
                todo="Look at it as it is now, then decide again.",
            )

    def find(self, exception_id: str) -> MatchException | None:
        """One exception, or None."""
        query = select(match_exceptions).where(match_exceptions.c.exception_id == exception_id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _exception(row)

    def get(self, exception_id: str) -> MatchException:
        """One exception, whatever its status. Raises NotFound."""
        found = self.find(exception_id)
        if found is None:
            raise NotFound(f"There is no match exception {exception_id[:60]}.")
        return found

    def concerning(self, external_id: str, subject_id: str) -> list[MatchException]:
        """What may concern a screening of this subject: its own profile exceptions that were not
        revoked, and all active conditional ones, oldest first.

        Args:
            external_id: the customer number, "" if there is none.
            subject_id: looked at where there is no customer number.
        """
        columns = match_exceptions.c
        own = and_(
            columns.external_id == external_id
            if external_id
            else and_(columns.external_id == "", columns.subject_id == subject_id),
            columns.status.in_(_ASKED),
            columns.kind == ExceptionKind.PROFILE.value,
        )
        found = [] if not (external_id or subject_id) else self._rows(own)
        # A conditional one names no profile: so the index of the profiles finds them all.
        conditional = and_(
            columns.source == "", columns.list_entry_id == "", columns.status == _ACTIVE
        )
        found += self._rows(conditional)
        return sorted(found, key=lambda item: (item.created_at, item.exception_id))

    def of_profile(self, source: str, list_entry_id: str) -> list[MatchException]:
        """The profile exceptions of one listed profile, of every status, oldest first."""
        columns = match_exceptions.c
        found = self._rows(and_(columns.source == source, columns.list_entry_id == list_entry_id))
        return sorted(found, key=lambda item: (item.created_at, item.exception_id))

    def changed_of(self, source: str) -> list[tuple[MatchException, str]]:
        """The active profile exceptions of a source whose entry the active version holds with
        other content than they were made of, with its checksum of now."""
        rows = self._connection.execute(_CHANGED, {"source": source}).all()
        found: dict[str, MatchException] = {}
        for start in range(0, len(rows), _CHUNK):
            ids = [row.exception_id for row in rows[start : start + _CHUNK]]
            chunk = self._rows(match_exceptions.c.exception_id.in_(ids))
            found.update((item.exception_id, item) for item in chunk)
        return [(found[row.exception_id], row.checksum) for row in rows]

    def ended_before(self, today: date) -> list[MatchException]:
        """The exceptions that are noted as active and whose last day has passed."""
        # Written out, so that the index of those that end is used.
        return self._rows(and_(text("status = 'ACTIVE'"), match_exceptions.c.expires_on < today))

    def used(self, exception_ids: Iterable[str], at: datetime) -> None:
        """Count one use of each of these, in one statement."""
        columns = match_exceptions.c
        self._connection.execute(
            update(match_exceptions)
            .where(columns.exception_id.in_(sorted(set(exception_ids))))
            .values(used=columns.used + 1, last_used_at=at)
        )

    def page(
        self, query: ExceptionQuery, today: date, offset: int, limit: int
    ) -> list[MatchException]:
        """The exceptions [offset, offset + limit) of those that fit the query.

        Raises BadInput for a field by which there is no order.
        """
        # The ids come from one narrow index, however wide the rows are.
        ids = list(
            self._connection.scalars(
                select(match_exceptions.c.exception_id)
                .where(*conditions(query, today))
                .order_by(*order(query.sort))
                .offset(offset)
                .limit(limit)
            )
        )
        found: dict[str, MatchException] = {}
        for start in range(0, len(ids), _CHUNK):
            chunk = self._rows(match_exceptions.c.exception_id.in_(ids[start : start + _CHUNK]))
            found.update((item.exception_id, item) for item in chunk)
        return [found[exception_id] for exception_id in ids]

    def count(self, query: ExceptionQuery, today: date) -> tuple[int, int]:
        """(how many exceptions fit the query, how many there are)."""
        counting = select(func.count()).select_from(match_exceptions)
        everything = self._connection.scalar(counting) or 0
        filters = conditions(query, today)
        if not filters:
            return everything, everything
        return self._connection.scalar(counting.where(*filters)) or 0, everything

    def authors(self) -> list[str]:
        """Who made exceptions, in alphabetic order."""
        query = select(match_exceptions.c.created_by).distinct()
        return sorted(self._connection.scalars(query))

    def sources(self) -> list[str]:
        """The lists whose profiles have exceptions, in alphabetic order."""
        query = select(match_exceptions.c.source).distinct()
        return sorted(source for source in self._connection.scalars(query) if source)

    def iter_all(self) -> Iterator[MatchException]:
        """Every exception, oldest first."""
        columns = match_exceptions.c
        query = select(match_exceptions).order_by(columns.created_at, columns.exception_id)
        for row in self._connection.execute(query):
            yield _exception(row)

    def note(self, event: ExceptionEvent) -> int:
        """Append one line to the history of an exception; gives its number."""
        done = self._connection.execute(
            insert(exception_events).values(
                exception_id=event.exception_id,
                at=event.at,
                actor=event.actor,
                action=event.action,
                data=json.dumps(event.data, ensure_ascii=False),
            )
        )
        return int(done.lastrowid)

    def history(self, exception_id: str) -> list[ExceptionEvent]:
        """The history of an exception, oldest first."""
        columns = exception_events.c
        rows = self._connection.execute(
            select(exception_events)
            .where(columns.exception_id == exception_id)
            .order_by(columns.seq)
        )
        return [
            ExceptionEvent(row.exception_id, row.at, row.actor, row.action, json.loads(row.data))
            for row in rows
        ]

    def screenings_with_matches(self, limit: int) -> list[str]:
        """The ids of the newest screenings that had matches, newest first."""
        columns = screenings.c
        query = (
            select(columns.screening_id)
            .where(or_(columns.matches > 0, columns.discarded > 0))
            .order_by(columns.seq.desc())
            .limit(limit)
        )
        return list(self._connection.scalars(query))

    def screening_of_match(self, match_id: str) -> str:
        """The id of the screening that found a match. Raises NotFound."""
        query = select(screening_matches.c.screening_id).where(
            screening_matches.c.match_id == match_id
        )
        found = self._connection.scalar(query)
        if found is None:
            raise NotFound(f"There is no match {match_id[:60]}.")
        return str(found)

    def _rows(self, condition: ColumnElement[bool]) -> list[MatchException]:
        query = select(match_exceptions).where(condition)
        return [_exception(row) for row in self._connection.execute(query)]


def _columns(exception: MatchException) -> dict[str, Any]:
    searched: Sequence[str] = (
        exception.subject_name, exception.external_id, exception.listed_name,
        exception.list_entry_id, exception.exception_id, exception.reason, exception.created_by,
    )  # fmt: skip
    return {
        "exception_id": exception.exception_id,
        "kind": exception.kind.value,
        "status": exception.status.value,
        "version": exception.version,
        "subject_id": exception.subject_id,
        "external_id": exception.external_id,
        "subject_name": exception.subject_name,
        "source": exception.source,
        "list_entry_id": exception.list_entry_id,
        "listed_name": exception.listed_name,
        "search_text": search_key("\n".join(searched)),
        "expires_on": exception.expires_on,
        "review_on": exception.review_on,
        "created_at": exception.created_at,
        "created_by": exception.created_by,
        "changed_at": exception.changed_at,
        "changed_by": exception.changed_by,
        "used": exception.used,
        "last_used_at": exception.last_used_at,
        "payload": codec.encode(exception),
    }


def _exception(row: Row[Any]) -> MatchException:
    """The stored exception; its uses are counted beside it."""
    stored = codec.decode(row.payload, MatchException)
    return replace(stored, used=row.used, last_used_at=row.last_used_at)

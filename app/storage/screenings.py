"""Screening records: appended once, read whole by id or as sorted, filtered pages of summaries."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, insert, select

from app.domain.decision import Outcome
from app.domain.errors import BadInput, NotFound
from app.domain.match import Strength
from app.domain.risk import RiskBand
from app.domain.screening import Purpose, ScreeningRecord, ScreeningSummary
from app.domain.subject import SubjectType
from app.storage import codec
from app.storage.rows import screening_matches, screening_records, screenings
from app.storage.search_text import search_key

_SUMMARY = tuple(field.name for field in fields(ScreeningSummary))


def _digest(payload: str) -> str:
    return hashlib.sha256(payload.encode()).hexdigest()


def _ranked(column: str, order: Sequence[str]) -> ColumnElement[int]:
    """Sorts by what a value means, not by its letters; values not in `order` come first."""
    ranks = {value: rank for rank, value in enumerate(order, start=1)}
    return case(ranks, value=screenings.c[column], else_=0)


_SORT_KEYS: dict[str, ColumnElement[Any]] = {
    **{name: screenings.c[name] for name in _SUMMARY},
    "name": screenings.c.name_key,
    "outcome": _ranked("outcome", list(Outcome)),
    "band": _ranked("band", list(RiskBand)),
    "best_strength": _ranked("best_strength", list(reversed(Strength))),
}


class ScreeningRepository:
    """The append-only history of screenings."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: ScreeningRecord) -> str:
        """Append a record; gives the SHA-256 of what was stored, for the audit trail.

        Raises BadInput if one of its id is stored already.
        """
        payload = codec.encode(record)
        known = select(screenings.c.seq).where(screenings.c.screening_id == record.screening_id)
        if self._connection.scalar(known) is not None:
            raise BadInput(
                f"There is already a screening {record.screening_id}.",
                safe="The stored one was left as it is.",
            )
        self._connection.execute(insert(screenings).values(**_columns(record)))
        self._connection.execute(
            insert(screening_records).values(screening_id=record.screening_id, payload=payload)
        )
        if record.matches:
            self._connection.execute(insert(screening_matches), _matches(record))
        return _digest(payload)

    def digest(self, screening_id: str) -> str:
        """The SHA-256 of a stored record as it is now; empty if there is none."""
        query = select(screening_records.c.payload).where(
            screening_records.c.screening_id == screening_id
        )
        payload = self._connection.scalar(query)
        return _digest(payload) if payload is not None else ""

    def get(self, screening_id: str) -> ScreeningRecord:
        """The whole record. Raises NotFound."""
        query = select(screening_records.c.payload).where(
            screening_records.c.screening_id == screening_id
        )
        payload = self._connection.scalar(query)
        if payload is None:
            raise NotFound(f"There is no screening {screening_id}.")
        return codec.decode(payload, ScreeningRecord)

    def page(
        self,
        *,
        text: str = "",
        outcomes: Sequence[Outcome] = (),
        since: date | None = None,
        sort: Sequence[tuple[str, bool]] = (("created_at", False),),
        offset: int = 0,
        limit: int = 100,
    ) -> list[ScreeningSummary]:
        """Summaries [offset, offset + limit) of those that fit the filter.

        Args:
            text: words that must all occur in the subject's name or external id or in the name
                of its best match, whatever their case and accents.
            outcomes: decisions to keep; none means all.
            since: the first day (UTC) to keep.
            sort: (field of ScreeningSummary, whether ascending), most significant first; equal
                rows keep the order in which they were stored, in the direction of the last one.
        Raises:
            BadInput: a field to sort by that there is not.
        """
        query = (
            select(*(screenings.c[name] for name in _SUMMARY))
            .where(*_conditions(text, outcomes, since))
            .order_by(*_order(sort))
            .offset(offset)
            .limit(limit)
        )
        return [_summary(row) for row in self._connection.execute(query)]

    def count(
        self, *, text: str = "", outcomes: Sequence[Outcome] = (), since: date | None = None
    ) -> tuple[int, int]:
        """(how many screenings fit the filter of `page`, how many there are)."""
        counting = select(func.count()).select_from(screenings)
        everything = self._connection.scalar(counting) or 0
        conditions = _conditions(text, outcomes, since)
        if not conditions:
            return everything, everything
        return self._connection.scalar(counting.where(*conditions)) or 0, everything


def _conditions(
    text: str, outcomes: Sequence[Outcome], since: date | None
) -> list[ColumnElement[bool]]:
    # instr rather than LIKE: no wildcards to escape, and quicker over short texts.
    found: list[ColumnElement[bool]] = [
        func.instr(screenings.c.search_text, word) > 0 for word in search_key(text).split()
    ]
    if outcomes:
        found.append(screenings.c.outcome.in_([outcome.value for outcome in outcomes]))
    if since is not None:
        found.append(screenings.c.created_at >= datetime.combine(since, time(), UTC))
    return found


def _order(sort: Sequence[tuple[str, bool]]) -> list[ColumnElement[Any]]:
    order: list[ColumnElement[Any]] = []
    is_ascending = False
    for name, is_ascending in sort:
        key = _SORT_KEYS.get(name)
        if key is None:
            raise BadInput(f"The history cannot be sorted by {name}.")
        order.append(key.asc() if is_ascending else key.desc())
    order.append(screenings.c.seq.asc() if is_ascending else screenings.c.seq.desc())
    return order


def _columns(record: ScreeningRecord) -> dict[str, Any]:
    matches = record.open_matches()
    best = matches[0] if matches else None
    subject = record.subject
    searched = [subject.name, subject.external_id]
    if best:
        searched += [best.matched_name, best.primary_name]
    return {
        "screening_id": record.screening_id,
        "created_at": record.created_at,
        "subject_id": record.subject_id,
        "external_id": subject.external_id,
        "name": subject.name,
        "type": subject.type.value,
        "purpose": record.purpose.value,
        "outcome": record.decision.outcome.value,
        "band": record.risk.band.value,
        "score": record.risk.score,
        "matches": len(matches),
        "discarded": len(record.matches) - len(matches),
        "best_match": best.primary_name if best else "",
        "best_source": best.source if best else "",
        "best_strength": best.strength.value if best else "",
        "actor": record.actor,
        "is_demo": int(record.is_demo),
        "name_key": search_key(subject.name),
        "search_text": search_key("\n".join(searched)),
    }


def _matches(record: ScreeningRecord) -> list[dict[str, Any]]:
    return [
        {
            "screening_id": record.screening_id,
            "position": position,
            "match_id": match.match_id,
            "source": match.source,
            "list_entry_id": match.list_entry_id,
            "checksum": match.entry_checksum,
            "check": match.check.value,
            "strength": match.strength.value,
            "level": match.level.value,
            "score": match.score,
        }
        for position, match in enumerate(record.matches)
    ]


def _summary(row: Row[Any]) -> ScreeningSummary:
    values = dict(row._mapping)
    values["type"] = SubjectType(row.type)
    values["purpose"] = Purpose(row.purpose)
    values["outcome"] = Outcome(row.outcome)
    values["band"] = RiskBand(row.band)
    values["is_demo"] = bool(row.is_demo)
    return ScreeningSummary(**values)

"""The filters and the order of the list of match exceptions, as conditions of its query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_

from app.domain.errors import BadInput
from app.domain.exception_query import EXPIRING_DAYS, UNUSED_DAYS, Due, ExceptionQuery
from app.domain.match_exception import ExceptionStatus
from app.storage.rows_casework import match_exceptions
from app.storage.search_text import search_key

_COLUMNS = match_exceptions.c
_SORTED = frozenset(
    {"exception_id", "kind", "status", "version", "subject_name", "external_id", "source",
     "list_entry_id", "listed_name", "expires_on", "review_on", "created_at", "created_by",
     "changed_at", "used", "last_used_at"}
)  # fmt: skip


def conditions(query: ExceptionQuery, today: date) -> list[ColumnElement[bool]]:
    """What a row must fulfil; an active one whose last day has passed counts as expired."""
    found: list[ColumnElement[bool]] = [
        func.instr(_COLUMNS.search_text, word) > 0 for word in search_key(query.text).split()
    ]
    if query.statuses:
        found.append(or_(*(_has(status, today) for status in query.statuses)))
    if query.kinds:
        found.append(_COLUMNS.kind.in_([kind.value for kind in query.kinds]))
    if query.who:
        found.append(_COLUMNS.created_by == query.who)
    if query.sources:
        found.append(_COLUMNS.source.in_(query.sources))
    if query.due is not Due.ANY:
        found += [_has(ExceptionStatus.ACTIVE, today), _is_due(query.due, today)]
    return found


def order(sort: Sequence[tuple[str, bool]]) -> list[ColumnElement[Any]]:
    """The order of the rows, equal ones by id. Raises BadInput for a field that is none."""
    found: list[ColumnElement[Any]] = []
    is_ascending = False
    for name, is_ascending in sort:
        if name not in _SORTED:
            raise BadInput(f"The exceptions cannot be sorted by {name}.")
        found.append(_directed(_COLUMNS[name], is_ascending=is_ascending))
    found.append(_directed(_COLUMNS.exception_id, is_ascending=is_ascending))
    return found


def _directed(column: ColumnElement[Any], *, is_ascending: bool) -> ColumnElement[Any]:
    return column.asc() if is_ascending else column.desc()


def _has(status: ExceptionStatus, today: date) -> ColumnElement[bool]:
    stored = _COLUMNS.status == status.value
    active = _COLUMNS.status == ExceptionStatus.ACTIVE.value
    over = _COLUMNS.expires_on < today
    if status is ExceptionStatus.ACTIVE:
        return and_(active, or_(_COLUMNS.expires_on.is_(None), _COLUMNS.expires_on >= today))
    return or_(stored, and_(active, over)) if status is ExceptionStatus.EXPIRED else stored


def _is_due(due: Due, today: date) -> ColumnElement[bool]:
    if due is Due.EXPIRING:
        return _COLUMNS.expires_on <= today + timedelta(days=EXPIRING_DAYS)
    to_review = _COLUMNS.review_on <= today
    if due is Due.REVIEW:
        return to_review
    long_ago = datetime.combine(today - timedelta(days=UNUSED_DAYS), time(), UTC)
    last = func.coalesce(_COLUMNS.last_used_at, _COLUMNS.changed_at, _COLUMNS.created_at)
    return or_(to_review, and_(_COLUMNS.review_on.is_(None), last < long_ago))

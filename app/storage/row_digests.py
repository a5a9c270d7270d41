"""Fingerprints of single rows, for the events of the trail that vouch for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select, type_coerce
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import LargeBinary

from app.storage import codec
from app.storage.rows import settings
from app.storage.rows_casework import (
    case_attachments,
    case_dispositions,
    case_overrides,
    exception_events,
    match_exceptions,
    users,
)

# The columns are written out: one that a later release adds must not change these fingerprints.
_ROWS: dict[str, tuple[Table, str, tuple[str, ...]]] = {
    "disposition": (
        case_dispositions,
        "disposition_id",
        ("case_id", "disposition", "reason", "made_by", "at"),
    ),
    "override": (
        case_overrides,
        "override_id",
        (
            "case_id", "original_decision", "new_decision", "is_laxer", "reason", "named",
            "made_by", "at",
        ),
    ),
    "attachment": (
        case_attachments,
        "attachment_id",
        (
            "case_id", "name", "type", "sha256", "size", "media_type", "url", "note", "actor",
            "at",
        ),
    ),
    "exception": (  # all but its uses and what it is searched by
        match_exceptions,
        "exception_id",
        (
            "kind", "status", "version", "subject_id", "external_id", "subject_name", "source",
            "list_entry_id", "listed_name", "expires_on", "review_on", "created_at", "created_by",
            "changed_at", "changed_by", "payload",
        ),
    ),
    "history": (exception_events, "seq", ("exception_id", "at", "actor", "action", "data")),
    "password": (users, "login", ("password_hash",)),  # salted: its digest tells nothing of it
    "setting": (settings, "key", ("value",)),
}  # fmt: skip


class RowDigestRepository:
    """SHA-256 (64 hex digits) of rows as they are stored now."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, kind: str, row_id: str | int) -> str:
        """The fingerprint of one row, such as a disposition; empty if it is not there."""
        table, key, _ = _ROWS[kind]
        row = self._connection.execute(_query(kind).where(table.c[key] == row_id)).first()
        return _digest(row) if row else ""

    def all(self, kind: str) -> Iterator[tuple[str, str]]:
        """The id and fingerprint of every row of a kind, one after the other."""
        table, key, _ = _ROWS[kind]
        for row in self._connection.execute(_query(kind).order_by(table.c[key])):
            yield str(row[0]), _digest(row)


def _query(kind: str) -> Select[Any]:
    table, key, names = _ROWS[kind]
    # Bytes, as a damaged value may be neither UTF-8 nor a time.
    values = (type_coerce(sql_cast(table.c[name], LargeBinary), LargeBinary) for name in names)
    return select(table.c[key], *values)


def _digest(row: Row[Any]) -> str:
    return hashlib.sha256(codec.encode(tuple(row[1:])).encode()).hexdigest()

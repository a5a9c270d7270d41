"""Subjects: one record a customer, with all its earlier contents."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from app.domain.errors import NotFound
from app.domain.ids import new_id
from app.domain.subject import Subject
from app.storage import codec
from app.storage.rows import subject_revisions, subjects


class SubjectRepository:
    """Who has been screened."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_or_make(
        self, subject: Subject, at: datetime
    ) -> tuple[str, bool, bool, Subject | None]:
        """The record of a subject, made or updated where needed.

        By `external_id` where there is one: a record whose fields differ is updated and its
        earlier content kept. Without one, by equal content, where case, spacing and the order
        of identifiers and addresses do not count.

        Returns:
            (subject_id, whether it is new, whether it changed, the content before a change).
        """
        query = select(subjects.c.subject_id, subjects.c.revision, subjects.c.payload)
        row = self._connection.execute(query.where(_is_same(subject))).one_or_none()
        if row is None:
            return self._make(subject, at), True, False, None
        before = codec.decode(row.payload, Subject)
        if not subject.external_id or before == subject:
            return row.subject_id, False, False, None
        self._change(row.subject_id, row.revision + 1, subject, at)
        return row.subject_id, False, True, before

    def find(self, subject: Subject) -> str | None:
        """The id of the record that `find_or_make` would give, or None if it would be new."""
        query = select(subjects.c.subject_id).where(_is_same(subject))
        found: str | None = self._connection.scalar(query)
        return found

    def get(self, subject_id: str) -> Subject:
        """The newest content of a record. Raises NotFound."""
        query = select(subjects.c.payload).where(subjects.c.subject_id == subject_id)
        payload = self._connection.scalar(query)
        if payload is None:
            raise NotFound(f"There is no subject {subject_id}.")
        return codec.decode(payload, Subject)

    def revisions(self, subject_id: str) -> list[tuple[datetime, Subject]]:
        """All contents of a record and since when each held, oldest first."""
        query = (
            select(subject_revisions.c.at, subject_revisions.c.payload)
            .where(subject_revisions.c.subject_id == subject_id)
            .order_by(subject_revisions.c.revision)
        )
        return [
            (row.at, codec.decode(row.payload, Subject)) for row in self._connection.execute(query)
        ]

    def _make(self, subject: Subject, at: datetime) -> str:
        subject_id = new_id("subj", at)
        self._connection.execute(
            insert(subjects).values(
                subject_id=subject_id,
                external_id=subject.external_id,
                created_at=at,
                **self._content(subject_id, 1, subject, at),
            )
        )
        return subject_id

    def _change(self, subject_id: str, revision: int, subject: Subject, at: datetime) -> None:
        self._connection.execute(
            update(subjects)
            .where(subjects.c.subject_id == subject_id)
            .values(**self._content(subject_id, revision, subject, at))
        )

    def _content(
        self, subject_id: str, revision: int, subject: Subject, at: datetime
    ) -> dict[str, Any]:
        """Store the revision; returns the columns of the record that follow from it."""
        payload = codec.encode(subject)
        self._connection.execute(
            insert(subject_revisions).values(
                subject_id=subject_id, revision=revision, at=at, payload=payload
            )
        )
        return {
            "content_key": _key(subject),
            "name": subject.name,
            "revision": revision,
            "payload": payload,
            "updated_at": at,
        }


def _is_same(subject: Subject) -> ColumnElement[bool]:
    if subject.external_id:
        return subjects.c.external_id == subject.external_id
    return (subjects.c.external_id == "") & (subjects.c.content_key == _key(subject))


def _key(subject: Subject) -> str:
    """32 hex digits, equal for subjects of equal content apart from the external id."""
    text = codec.encode(_folded(replace(subject, external_id="")))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    if isinstance(value, tuple):
        return sorted((_folded(item) for item in value), key=codec.encode)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _folded(getattr(value, field.name)) for field in fields(value)}
    return value

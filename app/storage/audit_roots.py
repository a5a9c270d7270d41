"""Audit roots: The signed roots of the audit trail, one a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, Row, insert, select

from app.domain.audit import AuditRoot
from app.storage.rows_casework import audit_roots


class AuditRootRepository:
    """The signed roots of the audit trail: one for each day that is over, and those that were
    asked for before. A row is never changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_all(self, roots: Sequence[AuditRoot]) -> None:
        """Store roots; there is one at most for an event."""
        if roots:
            self._connection.execute(insert(audit_roots), [asdict(root) for root in roots])

    def all(self) -> list[AuditRoot]:
        """All roots in the order of the trail."""
        query = select(audit_roots).order_by(audit_roots.c.seq)
        return [AuditRoot(**row._mapping) for row in self._connection.execute(query)]

    def latest(self) -> AuditRoot | None:
        """The root that covers the most."""
        query = select(audit_roots).order_by(audit_roots.c.seq.desc()).limit(1)
        row: Row[tuple[object, ...]] | None = self._connection.execute(query).first()
        return None if row is None else AuditRoot(**row._mapping)

"""Audit roots: The signed roots of the audit trail, one a day."""

from __future__ import annotations

from sqlalchemy import Connection

import app.storage.rows_casework  # noqa: F401


class AuditRootRepository:
    """The signed roots of the audit trail, one a day."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

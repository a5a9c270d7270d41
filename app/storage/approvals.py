"""Four eyes: What waits, or waited, for a second person."""

from __future__ import annotations

from sqlalchemy import Connection

import app.storage.rows_casework  # noqa: F401


class ApprovalRepository:
    """What waits, or waited, for a second person."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

"""Match exceptions: Cleared pairs, and what became of them."""

from __future__ import annotations

from sqlalchemy import Connection

import app.storage.rows_casework  # noqa: F401


class MatchExceptionRepository:
    """Cleared pairs, and what became of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

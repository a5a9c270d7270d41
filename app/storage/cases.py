"""Cases: Cases and all that belongs to them."""

from __future__ import annotations

from sqlalchemy import Connection

import app.storage.rows_casework  # noqa: F401


class CaseRepository:
    """Cases and all that belongs to them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

"""Match review: The review queue and everything that was done in it."""

from __future__ import annotations

from sqlalchemy import Connection

import app.storage.rows_casework  # noqa: F401


class ReviewRepository:
    """The review queue and everything that was done in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

"""Users: Who may work in this workspace, with their password hashes."""

from __future__ import annotations

from sqlalchemy import Connection

import app.storage.rows_casework  # noqa: F401


class UserRepository:
    """Who may work in this workspace, with their password hashes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

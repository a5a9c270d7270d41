"""Settings of the workspace: JSON values by key."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from app.storage import codec
from app.storage.rows import settings


class SettingsRepository:
    """Values that a workspace remembers; each is plain JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str, default: Any = None) -> Any:
        """The value stored under `key`, or `default`."""
        found = self._connection.scalar(select(settings.c.value).where(settings.c.key == key))
        return default if found is None else msgspec.json.decode(found)

    def set(self, key: str, value: Any) -> None:
        """Store a JSON value (dict, list, text, number, bool, None) under `key`."""
        text = codec.encode(value)
        statement = insert(settings).values(key=key, value=text)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": text})
        )

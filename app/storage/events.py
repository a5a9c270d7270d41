"""Events: one row a fact, stored in the transaction of the fact, read in order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select

from app.domain.events import Event, EventType
from app.storage import codec
from app.storage.rows import events


class EventRepository:
    """The append-only line of facts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, event: Event) -> Event:
        """Append an event; returns it with its sequence number."""
        result = self._connection.execute(
            insert(events).values(
                event_id=event.event_id,
                type=event.type.value,
                at=event.at,
                object_type=event.object_type,
                object_id=event.object_id,
                data=codec.encode(event.data),
            )
        )
        assert result.inserted_primary_key is not None
        return replace(event, seq=result.inserted_primary_key[0])

    def after(self, seq: int, limit: int = 500) -> list[Event]:
        """At most `limit` events that follow sequence number `seq`, in order."""
        query = select(events).where(events.c.seq > seq).order_by(events.c.seq).limit(limit)
        return [_event(row) for row in self._connection.execute(query)]

    def last_seq(self) -> int:
        """The sequence number of the newest event, 0 if there is none."""
        return self._connection.scalar(select(func.max(events.c.seq))) or 0


def _event(row: Row[Any]) -> Event:
    return Event(
        event_id=row.event_id,
        type=EventType(row.type),
        at=row.at,
        object_type=row.object_type,
        object_id=row.object_id,
        data=msgspec.json.decode(row.data),
        seq=row.seq,
    )

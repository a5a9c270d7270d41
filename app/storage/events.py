"""Events: one row a fact, stored in the transaction of the fact, read in order."""

from __future__ import annotations

from collections.abc import Sequence
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
        return self.add_all((event,))[0]

    def add_all(self, new: Sequence[Event]) -> list[Event]:
        """Append events in this order; returns them with their sequence numbers.

        In a writing unit of work, in which nobody else appends.
        """
        if not new:
            return []
        first = self.last_seq() + 1
        added = [replace(event, seq=first + number) for number, event in enumerate(new)]
        rows = [
            {
                "seq": event.seq,
                "event_id": event.event_id,
                "type": event.type.value,
                "at": event.at,
                "object_type": event.object_type,
                "object_id": event.object_id,
                "data": codec.encode(event.data),
            }
            for event in added
        ]
        self._connection.execute(insert(events), rows)
        return added

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

"""Events: numbered in order, read after a number, never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from app.domain.errors import IntegrityFault
from app.domain.events import Event, EventType
from app.storage.database import Database


def event(number: int, at: datetime) -> Event:
    data = {"number": number, "name": "Ünal", "nested": [1, {"x": None}]}
    return Event(f"evt_{number}", EventType.LIST_STAGED, at, "list", "7", data)


def test_events_come_back_in_order(database: Database, now: datetime) -> None:
    with database.write() as work:
        added = [work.events.add(event(number, now)) for number in range(5)]
        work.commit()
    assert [item.seq for item in added] == [1, 2, 3, 4, 5]
    assert added[2] == replace(event(2, now), seq=3)
    with database.read() as work:
        assert work.events.after(0) == added
        assert work.events.after(2, limit=2) == added[2:4]
        assert work.events.after(5) == []
        assert work.events.last_seq() == 5


def test_event_that_is_undone_was_never_there(database: Database, now: datetime) -> None:
    with database.write() as work:
        work.events.add(event(1, now))
    with database.read() as work:
        assert work.events.last_seq() == 0


@pytest.mark.parametrize("statement", ["UPDATE events SET data = '{}'", "DELETE FROM events"])
def test_file_itself_refuses_changes(database: Database, now: datetime, statement: str) -> None:
    with database.write() as work:
        work.events.add(event(1, now))
        work.commit()
    with pytest.raises(IntegrityFault, match="append-only"), database.write() as work:
        work.connection.exec_driver_sql(statement)

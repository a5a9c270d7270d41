"""The audit trail: whoever changes, drops, moves or adds a row is found, and where."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from app.domain.audit import AuditReport, audit_hash
from app.domain.errors import IntegrityFault
from app.storage.database import Database

LENGTH = 9
COLUMNS = (
    "at",
    "actor",
    "action",
    "object_type",
    "object_id",
    "before",
    "after",
    "prev_hash",
    "hash",
)


@pytest.fixture
def trail(database: Database, now: datetime) -> Database:
    """Nine events in three transactions."""
    for start in range(0, LENGTH, 3):
        with database.write() as work:
            for number in range(start, start + 3):
                work.audit.append(
                    now + timedelta(seconds=number),
                    "müller",
                    "list.activated",
                    "list",
                    f"{number}",
                    before="{}" if number else "",
                    after=json.dumps({"number": number}),
                )
            work.commit()
    return database


def verify(database: Database) -> AuditReport:
    with database.read() as work:
        return work.audit.verify()


@contextmanager
def forging(database: Database) -> Iterator[Any]:
    """The file in the hands of someone who removes the triggers first."""
    connection = dbapi2.connect(str(database.path), isolation_level=None)
    connection.execute("DROP TRIGGER IF EXISTS audit_events_no_update")
    connection.execute("DROP TRIGGER IF EXISTS audit_events_no_delete")
    yield connection
    connection.close()


def test_whole_trail_is_whole(trail: Database) -> None:
    assert verify(trail) == AuditReport(ok=True, events=LENGTH)


def test_empty_trail_is_whole(database: Database) -> None:
    assert verify(database) == AuditReport(ok=True, events=0)


def test_events_come_back_as_appended(trail: Database, now: datetime) -> None:
    with trail.read() as work:
        rows = work.audit.rows()
        assert [row.seq for row in rows] == list(range(1, LENGTH + 1))
        assert work.audit.rows(after=4, limit=2) == rows[4:6]
    assert rows[3].at == now + timedelta(seconds=3)
    assert rows[3].prev_hash == rows[2].hash
    assert rows[0].before == ""


def test_event_that_is_undone_leaves_the_chain_whole(trail: Database, now: datetime) -> None:
    with trail.write() as work:
        work.audit.append(now, "a", "b", "c", "d")
    assert verify(trail).ok
    with trail.write() as work:
        assert work.audit.append(now, "a", "b", "c", "d").seq == LENGTH + 1
        work.commit()
    assert verify(trail) == AuditReport(ok=True, events=LENGTH + 1)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_events SET actor = 'x'", "DELETE FROM audit_events"]
)
def test_file_itself_refuses_changes(trail: Database, statement: str) -> None:
    with pytest.raises(IntegrityFault, match="append-only"), trail.write() as work:
        work.connection.exec_driver_sql(statement)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("place", ["first", "last"])
@pytest.mark.parametrize("bit", [0x01, 0x20, 0x80])  # a digit, the case, no longer UTF-8
def test_one_changed_byte_is_found_and_named(
    trail: Database, column: str, place: str, bit: int
) -> None:
    for seq in (2, 5, LENGTH):  # `before` of the first event is empty
        with forging(trail) as connection:
            query = f'SELECT CAST("{column}" AS BLOB) FROM audit_events WHERE seq = ?'
            kept = bytes(connection.execute(query, (seq,)).fetchone()[0])
            content = bytearray(kept)
            content[0 if place == "first" else -1] ^= bit
            change = f'UPDATE audit_events SET "{column}" = CAST(? AS TEXT) WHERE seq = ?'
            connection.execute(change, (bytes(content), seq))
            report = verify(trail)
            connection.execute(change, (kept, seq))
        assert (report.ok, report.first_bad, report.events) == (False, seq, LENGTH)
        assert str(seq) in report.problem
    assert verify(trail).ok


def test_other_spelling_of_the_same_time_is_a_change(trail: Database) -> None:
    with forging(trail) as connection:
        connection.execute("UPDATE audit_events SET at = replace(at, '+00:00', 'Z') WHERE seq = 2")
    assert verify(trail).first_bad == 2


def test_text_moved_between_fields_is_found(trail: Database) -> None:
    with forging(trail) as connection:
        connection.execute(
            "UPDATE audit_events SET action = 'list', object_type = 'activated.list' WHERE seq = 4"
        )
    assert verify(trail).first_bad == 4


@pytest.mark.parametrize("seq", [1, 5])
def test_deleted_event_is_found(trail: Database, seq: int) -> None:
    with forging(trail) as connection:
        connection.execute("DELETE FROM audit_events WHERE seq = ?", (seq,))
    report = verify(trail)
    assert report.first_bad == seq
    assert "missing" in report.problem


def test_deleted_event_with_the_rest_moved_up_is_found(trail: Database) -> None:
    with forging(trail) as connection:
        connection.execute("DELETE FROM audit_events WHERE seq = 5")
        connection.execute("UPDATE audit_events SET seq = seq - 1 WHERE seq > 5")
    assert verify(trail).first_bad == 5


def test_swapped_events_are_found(trail: Database) -> None:
    with forging(trail) as connection:
        for old, new in ((3, 99), (6, 3), (99, 6)):
            connection.execute("UPDATE audit_events SET seq = ? WHERE seq = ?", (new, old))
    assert verify(trail).first_bad == 3


@pytest.mark.parametrize("left", [0, 1, LENGTH - 1])
def test_cut_tail_is_found(trail: Database, left: int) -> None:
    with forging(trail) as connection:
        connection.execute("DELETE FROM audit_events WHERE seq > ?", (left,))
    report = verify(trail)
    assert report.first_bad == left + 1
    assert "missing from the end" in report.problem


def set_head(connection: Any, seq: int) -> None:
    digest = connection.execute("SELECT hash FROM audit_events WHERE seq = ?", (seq,)).fetchone()
    head = json.dumps([seq, digest[0]], separators=(",", ":"))
    connection.execute("UPDATE meta SET value = ? WHERE key = 'audit_head'", (head,))


def test_cut_tail_is_found_by_the_note_outside_the_file(trail: Database) -> None:
    with forging(trail) as connection:
        connection.execute("DELETE FROM audit_events WHERE seq > 6")
        set_head(connection, 6)
    assert verify(trail).first_bad == 7


def test_cut_tail_is_found_by_the_head_when_the_note_is_gone(trail: Database) -> None:
    (trail.data_dir / "audit-head.json").unlink()
    assert verify(trail).ok
    with forging(trail) as connection:
        connection.execute("DELETE FROM audit_events WHERE seq > 6")
    assert verify(trail).first_bad == 7


def test_next_event_does_not_heal_a_cut_tail(trail: Database, now: datetime) -> None:
    with forging(trail) as connection:
        connection.execute("DELETE FROM audit_events WHERE seq > 6")
    with trail.write() as work:
        work.audit.append(now, "a", "b", "c", "d")
        work.commit()
    assert verify(trail).first_bad == 7


def test_trail_written_anew_is_found(trail: Database) -> None:
    with forging(trail) as connection:
        rows = connection.execute("SELECT * FROM audit_events ORDER BY seq").fetchall()
        prev_hash = "0" * 64
        for seq, at, _, *fields, _, _ in rows:
            digest = audit_hash(seq, datetime.fromisoformat(at), "forger", *fields, prev_hash)
            connection.execute(
                "UPDATE audit_events SET actor = ?, prev_hash = ?, hash = ? WHERE seq = ?",
                ("forger", prev_hash, digest, seq),
            )
            prev_hash = digest
        set_head(connection, LENGTH)
    report = verify(trail)
    assert report.first_bad == LENGTH
    assert "written anew" in report.problem


@pytest.mark.parametrize(
    "forge",
    [
        lambda c: c.execute("UPDATE meta SET value = 'nonsense' WHERE key = 'audit_head'"),
        lambda c: c.execute("DELETE FROM meta WHERE key = 'audit_head'"),
        lambda c: set_head(c, 4),
        lambda c: c.execute("UPDATE meta SET value = '[9,\"00\"]' WHERE key = 'audit_head'"),
    ],
    ids=["nonsense", "dropped", "put back", "other hash"],
)
def test_changed_head_is_found(trail: Database, forge: Callable[[Any], object]) -> None:
    with forging(trail) as connection:
        forge(connection)
    report = verify(trail)
    assert not report.ok
    assert report.first_bad is not None
    assert "head of the chain" in report.problem


def test_long_trail_reports_progress(database: Database, now: datetime) -> None:
    with database.write() as work:
        for _ in range(2500):
            work.audit.append(now, "a", "b", "c", "d")
        work.commit()
    seen: list[tuple[int, int]] = []
    with database.read() as work:
        report = work.audit.verify(lambda done, total: seen.append((done, total)))
    assert report == AuditReport(ok=True, events=2500)
    assert seen == [(1000, 2500), (2000, 2500)]

"""Reading the audit trail in pages, and the signed roots with their copy outside the database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from app.domain.audit import AuditEvent, AuditQuery, AuditRoot
from app.domain.errors import IntegrityFault
from app.storage.anchor import ROOTS_FILE, append_root_copy, read_root_copy
from app.storage.database import Database

START = datetime(2026, 11, 18, 22, 0, tzinfo=UTC)
LENGTH = 12


@pytest.fixture
def trail(database: Database) -> Database:
    """Twelve events, one in each half hour over midnight, of two people about three objects."""
    with database.write() as work:
        for number in range(LENGTH):
            work.audit.append(
                START + timedelta(minutes=30 * number),
                "nora" if number % 2 else "rex",
                "case.closed" if number % 3 else "user.changed",
                "case" if number % 3 else "user",
                f"id_{number % 4}",
                after=f'{{"reason": "{number}0% sure_{number}"}}',
            )
        work.commit()
    return database


def page(database: Database, offset: int = 0, limit: int = 50, **query: Any) -> list[AuditEvent]:
    with database.read() as work:
        return work.audit.page(AuditQuery(**query), offset, limit)


def count(database: Database, **query: Any) -> tuple[int, int]:
    with database.read() as work:
        return work.audit.count(AuditQuery(**query))


def test_the_whole_trail_comes_newest_first_in_pages(trail: Database) -> None:
    seen = [event.seq for at in (0, 5, 10, 15) for event in page(trail, at, 5)]
    assert seen == list(range(LENGTH, 0, -1))
    assert [event.seq for event in page(trail, 2, 3, newest_first=False)] == [3, 4, 5]
    assert count(trail) == (LENGTH, LENGTH)


@pytest.mark.parametrize(
    "query",
    [
        {"actor": "nora"},
        {"action": "user.changed"},
        {"object_type": "case"},
        {"object_type": "case", "object_id": "id_1"},
        {"since": START + timedelta(hours=2)},
        {"until": START + timedelta(hours=2)},
        {"since": START + timedelta(hours=1), "until": START + timedelta(hours=3), "actor": "rex"},
        {"text": "SURE_1"},
        {"text": "30% s"},
        {"text": "e_1"},
    ],
)
def test_a_filter_finds_what_fits_and_nothing_else(trail: Database, query: dict[str, Any]) -> None:
    def fits(event: AuditEvent) -> bool:
        text = query.get("text", "").lower()
        texts = (event.object_id, event.after, event.actor, event.action, event.hash)
        return (
            all(getattr(event, name) == query[name] for name in query
                if name in {"actor", "action", "object_type", "object_id"})
            and event.at >= query.get("since", START)
            and event.at < query.get("until", datetime.max.replace(tzinfo=UTC))
            and any(text in value.lower() for value in texts)
        )  # fmt: skip

    wanted = [event for event in page(trail) if fits(event)]
    assert 0 < len(wanted) < LENGTH
    assert page(trail, **query) == wanted
    assert page(trail, 1, 2, **query) == wanted[1:3]
    assert page(trail, newest_first=False, **query) == wanted[::-1]
    assert count(trail, **query) == (len(wanted), LENGTH)
    with trail.read() as work:
        assert work.audit.following(AuditQuery(**query), 0, 100) == wanted[::-1]


def test_what_was_typed_is_no_pattern(trail: Database) -> None:
    assert page(trail, text="%") == page(trail)
    assert page(trail, text="sure__") == []
    assert page(trail, text="' OR 1=1 --") == []


def test_known_values_one_event_and_one_object(trail: Database) -> None:
    with trail.read() as work:
        assert work.audit.known("actor") == ["nora", "rex"]
        assert work.audit.known("action") == ["case.closed", "user.changed"]
        assert work.audit.objects("case") == ["id_0", "id_1", "id_2", "id_3"]
        assert work.audit.get(3) == page(trail, newest_first=False)[2]
        assert work.audit.get(LENGTH + 1) is None


def test_an_empty_trail_has_no_pages(database: Database) -> None:
    assert page(database) == []
    assert count(database) == (0, 0)
    with database.read() as work:
        assert work.audit.known("actor") == []
        assert work.audit.last_of_days(0) == []


def test_the_last_event_of_each_day(trail: Database) -> None:
    with trail.read() as work:
        last = work.audit.last_of_days(0)
        assert [(event.at.date(), event.seq) for event in last] == [
            (date(2026, 11, 18), 4),
            (date(2026, 11, 19), LENGTH),
        ]
        assert [event.seq for event in work.audit.last_of_days(4)] == [LENGTH]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (AuditQuery(actor="nora"), "audit_by_actor"),
        (AuditQuery(action="case.closed"), "audit_by_action"),
        (AuditQuery(object_type="case", object_id="id_1"), "audit_by_object"),
    ],
)
def test_a_page_in_a_long_trail_is_found_through_an_index(
    trail: Database, query: AuditQuery, index: str
) -> None:
    import re

    from app.storage.audit import _conditions

    with trail.read() as work:
        text = str(_conditions(query)[0].compile(compile_kwargs={"literal_binds": True}))
        rest = [
            str(c.compile(compile_kwargs={"literal_binds": True})) for c in _conditions(query)[1:]
        ]
        where = " AND ".join([text, *rest])
        plan = work.connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN SELECT seq FROM audit_events WHERE {where} ORDER BY seq DESC LIMIT 9"
        ).all()
    told = " ".join(str(row[3]) for row in plan)
    assert re.search(rf"USING COVERING INDEX {index}", told), told
    assert "TEMP B-TREE" not in told


# roots ---------------------------------------------------------------------------------------


def root(seq: int, day: int = 18) -> AuditRoot:
    return AuditRoot(seq, date(2026, 11, day), f"{seq:064x}", START, "ab" * 32, "cd" * 64)


def test_roots_come_back_and_are_never_changed(database: Database) -> None:
    with database.write() as work:
        assert work.audit_roots.latest() is None
        work.audit_roots.add_all([])
        work.audit_roots.add_all([root(4), root(9, 19), root(7, 19)])
        work.commit()
    with database.read() as work:
        assert work.audit_roots.all() == [root(4), root(7, 19), root(9, 19)]
        assert work.audit_roots.latest() == root(9, 19)
    for statement in ("UPDATE audit_roots SET hash = ''", "DELETE FROM audit_roots"):
        with pytest.raises(IntegrityFault, match="append-only"), database.write() as work:
            work.connection.exec_driver_sql(statement)


def test_the_copy_grows_and_survives_a_cut_line(database: Database) -> None:
    folder = database.data_dir
    assert read_root_copy(folder / ROOTS_FILE) == ([], [])
    append_root_copy(folder, [])
    assert not (folder / ROOTS_FILE).exists()
    append_root_copy(folder, [root(4)])
    append_root_copy(folder, [root(7)])
    path = folder / ROOTS_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(path.read_bytes()[:-20])  # a crash in the middle of the second line
    assert read_root_copy(path) == ([root(4)], [])
    append_root_copy(folder, [root(7), root(9)])
    assert read_root_copy(path) == ([root(4), root(7), root(9)], [2])


def test_a_copy_that_holds_something_else_says_which_lines(database: Database) -> None:
    path = database.data_dir / ROOTS_FILE
    append_root_copy(database.data_dir, [root(4)])
    path.write_bytes(b"\n" + path.read_bytes() + b"\xff\xfe\n{}\n")
    assert read_root_copy(path) == ([root(4)], [3, 4])


def signed(database: Database) -> list[AuditRoot]:
    with database.read() as work:
        return [
            AuditRoot(event.seq, event.at.date(), event.hash, START, "ab" * 32, "")
            for event in work.audit.last_of_days(0)
        ]


def test_a_trail_that_agrees_with_its_roots_counts_them(trail: Database) -> None:
    with trail.read() as work:
        report = work.audit.verify(roots=signed(trail))
    assert (report.ok, report.events, report.roots) == (True, LENGTH, 2)


@pytest.mark.parametrize("left", [3, 4, 11])
def test_a_cut_tail_is_found_by_the_root_alone(trail: Database, left: int) -> None:
    roots = signed(trail)
    connection = dbapi2.connect(str(trail.path), isolation_level=None)
    connection.execute("DROP TRIGGER audit_events_no_delete")
    connection.execute("DELETE FROM audit_events WHERE seq > ?", (left,))
    digest = connection.execute("SELECT hash FROM audit_events WHERE seq = ?", (left,)).fetchone()
    connection.execute(
        "UPDATE meta SET value = ? WHERE key = 'audit_head'", (f'[{left},"{digest[0]}"]',)
    )
    connection.close()
    (trail.data_dir / "audit-head.json").write_text(f'[{left},"{digest[0]}"]')
    with trail.read() as work:
        assert work.audit.verify().ok  # nothing else would know
        report = work.audit.verify(roots=roots)
    assert (report.ok, report.first_bad) == (False, left + 1)
    assert f"event {LENGTH} was signed as the last of 2026-11-19" in report.problem


def test_a_root_of_another_trail_is_found_at_its_event(trail: Database) -> None:
    with trail.read() as work:
        report = work.audit.verify(roots=[*signed(trail), root(4)])
    assert (report.ok, report.first_bad) == (False, 4)
    assert "not what was signed for 2026-11-18" in report.problem

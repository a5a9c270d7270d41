"""Match exceptions in the store: versions, uses, lookups by index, an append-only history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import BadInput, NotFound
from app.domain.exception_query import ExceptionQuery
from app.domain.match_exception import (
    Condition,
    ExceptionEvent,
    ExceptionKind,
    ExceptionStatus,
    MatchException,
    Operator,
    StaleException,
)
from app.storage.database import Database, open_database

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TODAY = NOW.date()


def exception(number: int, **fields) -> MatchException:
    made = MatchException(
        f"exc_{number:04}", ExceptionKind.PROFILE, ExceptionStatus.ACTIVE, 1, "Another person",
        NOW + timedelta(seconds=number), "ada", subject_id=f"subj_{number}",
        external_id=f"c_{number}", subject_name="Orsolo", source="un_sc",
        list_entry_id=str(number), listed_name="Ventris", checksum="0" * 32,
        fingerprint={"list": {"names": ["Ventris"]}, "subject": {}},
    )  # fmt: skip
    return replace(made, **fields)


def rule(number: int, **fields) -> MatchException:
    return exception(
        number, kind=ExceptionKind.CONDITIONAL, subject_id="", external_id="", source="",
        list_entry_id="", conditions=(Condition("/subject/name", Operator.IN, ["a", "b"]),),
        **fields,
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path)
    yield opened
    opened.close()


def add(store: Database, *exceptions: MatchException) -> None:
    with store.write() as uow:
        for item in exceptions:
            uow.match_exceptions.add(item)
        uow.commit()


def test_what_is_stored_comes_back_whole(store) -> None:
    given = (exception(1, expires_on=TODAY, review_on=TODAY), rule(2))
    add(store, *given)
    with store.read() as uow:
        assert tuple(uow.match_exceptions.iter_all()) == given
        assert uow.match_exceptions.get("exc_0001") == given[0]
        assert uow.match_exceptions.find("exc_none") is None
        with pytest.raises(NotFound):
            uow.match_exceptions.get("exc_none")
        with pytest.raises(NotFound):
            uow.match_exceptions.screening_of_match("mat_none")
    with store.write() as uow, pytest.raises(BadInput, match="already"):
        uow.match_exceptions.add(given[0])


def test_a_change_needs_the_version_that_was_seen_and_keeps_the_uses(store) -> None:
    add(store, exception(1), exception(2))
    with store.write() as uow:
        uow.match_exceptions.used(["exc_0001", "exc_0001"], NOW)
        changed = replace(exception(1), version=2, reason="Told better", used=99)
        uow.match_exceptions.save(changed, 1)
        with pytest.raises(StaleException, match="meanwhile"):
            uow.match_exceptions.save(changed, 1)
        uow.commit()
    with store.read() as uow:
        stored = uow.match_exceptions.get("exc_0001")
        assert (stored.version, stored.reason) == (2, "Told better")
        assert (stored.used, stored.last_used_at) == (1, NOW)
        assert uow.match_exceptions.get("exc_0002").used == 0
        found = uow.match_exceptions.page(ExceptionQuery(text="better"), TODAY, 0, 9)
        assert [item.exception_id for item in found] == ["exc_0001"]


def test_what_concerns_a_subject(store) -> None:
    add(
        store,
        exception(1),
        exception(2, external_id="c_1", status=ExceptionStatus.LAPSED),
        exception(3, external_id="c_1", status=ExceptionStatus.REVOKED),
        exception(4, external_id="", subject_id="subj_x"),
        rule(5),
        rule(6, status=ExceptionStatus.REVOKED),
    )

    def ids(external_id: str, subject_id: str) -> list[str]:
        with store.read() as uow:
            found = uow.match_exceptions.concerning(external_id, subject_id)
        return [item.exception_id for item in found]

    assert ids("c_1", "") == ["exc_0001", "exc_0002", "exc_0005"]
    assert ids("", "subj_x") == ["exc_0004", "exc_0005"]
    assert ids("", "subj_1") == ["exc_0005"], "that one is known by its customer number"
    assert ids("", "") == ["exc_0005"]


def test_the_lookups_are_served_by_indexes(store) -> None:
    queries = (
        "SELECT * FROM match_exceptions WHERE external_id = 'a' AND status IN ('ACTIVE')",
        "SELECT * FROM match_exceptions WHERE external_id = '' AND subject_id = 'a'",
        "SELECT * FROM match_exceptions WHERE source = '' AND list_entry_id = ''",
    )
    with store.read() as uow:
        for query in queries:
            plan = uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
            assert all("USING INDEX" in row[3] for row in plan), (query, plan)


def test_a_page_is_read_from_one_narrow_index(store) -> None:
    page = (
        "SELECT exception_id FROM match_exceptions WHERE instr(search_text, 'a') > 0"
        " AND status = 'ACTIVE' AND (expires_on IS NULL OR expires_on >= '2026')"
        " ORDER BY listed_name, exception_id LIMIT 10"
    )
    with store.read() as uow:
        for query in (
            page,
            "SELECT count(*) FROM match_exceptions WHERE review_on <= '2026' AND used = 0",
            "SELECT DISTINCT created_by FROM match_exceptions",
        ):
            plan = uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
            assert "COVERING INDEX exceptions_listed" in plan[0][3], (query, plan)
        ended = "SELECT * FROM match_exceptions WHERE status = 'ACTIVE' AND expires_on < ?"
        plan = uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {ended}", ("2026",)).all()
        assert "exceptions_ending" in plan[0][3]


def test_those_that_ended_and_whose_they_are(store) -> None:
    add(
        store,
        exception(1, expires_on=TODAY - timedelta(days=1)),
        exception(2, expires_on=TODAY, created_by="eva"),
        exception(3, expires_on=date(2020, 1, 1), status=ExceptionStatus.EXPIRED),
        rule(4),
    )
    with store.read() as uow:
        (ended,) = uow.match_exceptions.ended_before(TODAY)
        assert ended.exception_id == "exc_0001"
        assert uow.match_exceptions.authors() == ["ada", "eva"]
        assert uow.match_exceptions.sources() == ["un_sc"]
        assert uow.match_exceptions.screenings_with_matches(5) == []
        assert uow.match_exceptions.changed_of("un_sc") == []
        (one,) = uow.match_exceptions.of_profile("un_sc", "2")
        assert one.exception_id == "exc_0002"


@pytest.mark.parametrize("deed", ["DELETE FROM", "UPDATE"])
def test_the_history_is_append_only(store, deed) -> None:
    event = ExceptionEvent("exc_0001", NOW, "ada", "CREATED", {"reason": "Another person"})
    with store.write() as uow:
        uow.match_exceptions.note(event)
        uow.commit()
    change = f"{deed} exception_events" + (" SET actor = 'eva'" if deed == "UPDATE" else "")
    with store.write() as uow, pytest.raises(Exception, match="append-only"):
        uow.connection.exec_driver_sql(change)
    with store.read() as uow:
        assert uow.match_exceptions.history("exc_0001") == [event]

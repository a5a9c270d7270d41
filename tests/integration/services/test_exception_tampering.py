"""Match exceptions that were changed past the services are found by the trail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlcipher3 import dbapi2

from app.domain.match_exception import Condition, Operator
from app.services import audit, match_exceptions

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
SLIPPED_IN = (
    "INSERT INTO match_exceptions SELECT 'exc_made_up', kind, status, version, subject_id,"
    " external_id, subject_name, source, list_entry_id, listed_name, search_text, expires_on,"
    " review_on, created_at, created_by, changed_at, changed_by, used, last_used_at, payload"
    " FROM match_exceptions"
)
SLIPPED_IN_HISTORY = (
    "INSERT INTO exception_events (exception_id, at, actor, action, data)"
    " SELECT exception_id, at, 'ruth', action, data FROM exception_events LIMIT 1"
)


@pytest.fixture
def kept(workspace):
    """A workspace with one exception that was made and changed."""
    condition = Condition("/subject/external_id", Operator.EQUALS, "cust_9")
    made = match_exceptions.create_conditional(workspace, [condition], reason="A test account")
    at = workspace.clock() + timedelta(minutes=5)
    workspace.clock = lambda: at
    match_exceptions.revoke(
        workspace, made.exception_id, reason="No test any more", version=made.version
    )
    assert audit.verify(workspace).ok
    return workspace


def written(workspace, *statements: str) -> None:
    """Write past the services and their triggers, as another program could."""
    connection = dbapi2.connect(str(workspace.database.path), isolation_level=None)
    for (name,) in connection.execute(TRIGGERS).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        assert connection.execute(statement).rowcount > 0
    connection.close()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE match_exceptions SET status = 'ACTIVE'", "exception exc_"),
        ("UPDATE match_exceptions SET payload = replace(payload, 'cust_9', '')", "exception exc_"),
        ("UPDATE match_exceptions SET expires_on = '2099-01-01'", "exception exc_"),
        ("UPDATE exception_events SET actor = 'ruth' WHERE action = 'REVOKED'", "history "),
        ("UPDATE exception_events SET data = '{}' WHERE action = 'CREATED'", "history "),
        ("DELETE FROM exception_events WHERE action = 'REVOKED'", "history "),
        ("DELETE FROM match_exceptions", "exception exc_"),
    ],
)
def test_an_exception_or_its_history_that_was_changed_or_is_gone(
    kept, statement: str, problem: str
) -> None:
    written(kept, statement)
    report = audit.verify(kept)
    end = "is gone" if statement.startswith("DELETE") else "is not what was stored"
    assert report.problem.startswith(problem)
    assert report.problem.endswith(end)
    with kept.database.read() as uow:
        event = uow.audit.get(report.first_bad or 0)
    assert event
    assert event.object_type == "match_exception"


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (SLIPPED_IN, "no event tells of exception exc_made_up"),
        (SLIPPED_IN_HISTORY, "no event tells of history 3"),
    ],
)
def test_an_exception_or_its_history_that_was_slipped_in(
    kept, statement: str, problem: str
) -> None:
    written(kept, statement)
    assert audit.verify(kept).problem == problem


def test_uses_are_no_change(kept) -> None:
    written(kept, "UPDATE match_exceptions SET used = used + 1, last_used_at = changed_at")
    assert audit.verify(kept).ok


def test_a_history_of_older_events_is_passed_over(kept) -> None:
    written(
        kept,
        "UPDATE exception_events SET seq = -1 WHERE action = 'CREATED'",
        "INSERT INTO exception_events SELECT 1, exception_id, at, actor, action, data"
        " FROM exception_events WHERE seq = -1",
    )
    assert audit.verify(kept).ok

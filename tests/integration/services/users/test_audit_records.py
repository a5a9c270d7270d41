"""Records beside the trail: who changes or slips in a row without an event is found."""

from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2

from app.services import audit
from app.services.workspace import Workspace

SLIPPED_IN = (
    "INSERT INTO users (login, name, role, state, password_hash, created_at, created_by,"
    " changed_at) SELECT 'zed', 'Zed', 'REVIEWER', 'ACTIVE', password_hash, created_at,"
    " 'nora', changed_at FROM users WHERE login = 'rex'"
)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE users SET role = 'REVIEWER' WHERE login = 'ines'", "user ines says role REVIEWER"),
        ("UPDATE users SET state = 'DISABLED' WHERE login = 'rex'", "user rex says state DISABLED"),
        ("UPDATE users SET name = 'Else' WHERE login = 'rex'", "user rex says name Else"),
        (SLIPPED_IN, "no event tells of user zed"),
    ],
)
def test_a_row_that_no_event_tells_of_is_found(
    staffed: Workspace, statement: str, problem: str
) -> None:
    assert audit.verify(staffed).ok
    connection = dbapi2.connect(str(staffed.database.path), isolation_level=None)
    connection.execute(statement)
    connection.close()
    report = audit.verify(staffed)
    assert not report.ok
    assert problem in report.problem
    with staffed.database.read() as uow:
        event = uow.audit.get(report.first_bad or 0)
    assert event is not None
    if "zed" not in statement:
        assert event.object_id in report.problem


def test_rows_and_events_agree_after_ordinary_work(staffed: Workspace) -> None:
    from app.services import users

    users.rename(staffed, "ines", "Ines Duarte", reason="married")
    users.disable(staffed, "ines")
    assert audit.verify(staffed).ok

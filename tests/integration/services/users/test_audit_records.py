"""Records beside the trail: who changes or slips in a row without an event is found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlcipher3 import dbapi2

from app.domain.events import EventType
from app.services import audit, case_settings, user_passwords, users
from app.services.recording import record_change
from app.services.workspace import Workspace

SLIPPED_IN = (
    "INSERT INTO users (login, name, role, state, password_hash, created_at, created_by,"
    " changed_at) SELECT 'zed', 'Zed', 'REVIEWER', 'ACTIVE', password_hash, created_at,"
    " 'nora', changed_at FROM users WHERE login = 'rex'"
)

OTHERS_HASH = (
    "UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE login = 'ines')"
    " WHERE login = 'rex'"
)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE users SET role = 'REVIEWER' WHERE login = 'ines'", "user ines says role REVIEWER"),
        ("UPDATE users SET state = 'DISABLED' WHERE login = 'rex'", "user rex says state DISABLED"),
        ("UPDATE users SET name = 'Else' WHERE login = 'rex'", "user rex says name Else"),
        (SLIPPED_IN, "no event tells of user zed"),
        (OTHERS_HASH, "password rex is not what was stored"),
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
    users.rename(staffed, "ines", "Ines Duarte", reason="married")
    users.disable(staffed, "ines")
    users.set_password(staffed, "rex", "a new beginning")
    assert audit.verify(staffed).ok


def test_a_hash_made_anew_at_log_in_is_vouched_for(
    staffed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with staffed.database.read() as uow:
        before = uow.users.secret("rex")
    monkeypatch.setattr(user_passwords, "TIME_COST", user_passwords.TIME_COST + 1)
    users.log_in(staffed, "rex", "the tide comes in at rex")
    with staffed.database.read() as uow:
        after = uow.users.secret("rex")
    assert before
    assert after
    assert before.password_hash != after.password_hash
    assert audit.verify(staffed).ok


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE settings SET value = 'false' WHERE key = 'four_eyes'",
            "setting four_eyes is not what was stored",
        ),
        ("DELETE FROM settings WHERE key = 'four_eyes'", "setting four_eyes is gone"),
        (
            "UPDATE settings SET value = '{}' WHERE key = 'case_policy'",
            "setting case_policy is not what was stored",
        ),
    ],
)
def test_a_policy_that_was_changed_past_the_services_is_found(
    staffed: Workspace, statement: str, problem: str
) -> None:
    opening = case_settings.sections(staffed)["opening"] | {
        "outcomes": ["BLOCK", "REVIEW_REQUIRED"]
    }
    changed = {"opening": opening}
    case_settings.change_policy(staffed, changed, reason="as the board asks")
    case_settings.turn_on_four_eyes(staffed, reason="as the board asks")
    assert audit.verify(staffed).ok
    connection = dbapi2.connect(str(staffed.database.path), isolation_level=None)
    assert connection.execute(statement).rowcount == 1
    connection.close()
    assert audit.verify(staffed).problem == problem


def test_a_password_of_older_events_is_passed_over(staffed: Workspace) -> None:
    with staffed.database.write() as uow:
        user = uow.users.get("rex")
        assert user
        uow.users.add(replace(user, login="zed"), "a hash")
        told = {"name": user.name, "role": user.role.value, "state": user.state.value}
        record_change(staffed, uow, EventType.USER_CHANGED, "user", "zed", after=told)
        uow.commit()
    assert audit.verify(staffed).ok

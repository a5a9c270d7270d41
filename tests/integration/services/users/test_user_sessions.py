"""Logging in and out: the same answer for everything wrong, waits that grow, and the trail."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.errors import BadInput
from app.domain.password import wait_after
from app.domain.user import PROGRAM, NotAllowed, Permission, Role, WrongLogin, session_of
from app.services import audit_trail, user_handover, user_passwords, users
from app.services.audit_trail import AuditQuery
from app.services.workspace import Workspace

Switch = Callable[[str], None]


def password_of(login: str) -> str:
    """As in conftest."""
    return f"the tide comes in at {login}"


def told(workspace: Workspace, login: str = "") -> list[dict[str, object]]:
    query = AuditQuery(object_type="session", object_id=login, newest_first=False)
    return [
        json.loads(row.after) | {"actor": row.actor, "login": row.object_id}
        for row in audit_trail.page(workspace, query, 0, 500)
    ]


def fail(workspace: Workspace, login: str, password: str) -> str:
    with pytest.raises(WrongLogin) as caught:
        users.log_in(workspace, login, password)
    return caught.value.text()


def test_logging_in_and_out_is_recorded(staffed: Workspace) -> None:
    session = users.log_in(staffed, " Rex", password_of("rex"))
    assert (session.actor, staffed.actor) == ("rex", "rex")
    users.log_out(staffed)
    assert staffed.session.is_logged_out
    users.log_out(staffed)  # nobody to log out
    assert [(row["what"], row["actor"]) for row in told(staffed, "rex")[-2:]] == [
        ("logged in", "rex"),
        ("logged out", "rex"),
    ]


def test_whatever_is_wrong_has_the_same_answer(staffed: Workspace, clock: Any) -> None:
    users.disable(staffed, "ruth")
    for _ in range(4):
        fail(staffed, "ines", "wrong")
    answers = {
        fail(staffed, "nobody@bank.example", "whatever it is"),
        fail(staffed, "rex", "wrong"),
        fail(staffed, "ruth", password_of("ruth")),  # disabled
        fail(staffed, "ines", password_of("ines")),  # right, but has to wait
        fail(staffed, "", ""),
    }
    assert len(answers) == 1
    assert staffed.actor == "nora"


def test_an_unknown_login_costs_a_whole_hash(
    staffed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    real = user_passwords.verifies

    def count(password_hash: str | None, password: str) -> bool:
        checked.append(password_hash)
        return real(password_hash, password)

    monkeypatch.setattr(user_passwords, "verifies", count)
    fail(staffed, "nobody", "whatever it is")
    fail(staffed, "rex", "wrong")
    assert [bool(item) for item in checked] == [False, True]
    assert not real(None, "nobody has this password")
    assert not real("no hash at all", "x")


def test_waits_grow_and_end(staffed: Workspace, clock: Any) -> None:
    for number in range(1, 8):
        fail(staffed, "ines", "wrong")
        row = told(staffed, "ines")[-1]
        assert row["wrong_tries"] == number
        assert row["waits_seconds"] == wait_after(number).seconds
        if wait_after(number):
            fail(staffed, "ines", password_of("ines"))
            assert told(staffed, "ines")[-1]["why"] == "has to wait"
            clock.go(seconds=wait_after(number).seconds - 1)
            fail(staffed, "ines", password_of("ines"))
            clock.go(seconds=1)
    users.log_in(staffed, "ines", password_of("ines"))
    fail(staffed, "ines", "wrong")  # counted from one again
    assert told(staffed, "ines")[-1]["wrong_tries"] == 1


def test_waiting_is_kept_by_the_workspace_not_the_window(staffed: Workspace) -> None:
    from app.bootstrap import open_workspace

    for _ in range(5):
        fail(staffed, "ines", "wrong")
    again = open_workspace(staffed.data_dir)
    again.clock = staffed.clock
    try:
        fail(again, "ines", password_of("ines"))
    finally:
        again.close()


def test_what_was_typed_as_an_unknown_login_is_not_kept(staffed: Workspace) -> None:
    fail(staffed, "my secret sentence", "x")
    assert told(staffed)[-1]["login"] == "unknown login"


def test_a_second_person_signs_without_logging_in(staffed: Workspace) -> None:
    session = users.authenticate(staffed, "rex", password_of("rex"))
    assert staffed.actor == "nora"
    with staffed.acting(session):
        assert staffed.actor == "rex"
        staffed.require(Permission.APPROVE)
    assert (told(staffed, "rex")[-1]["what"], told(staffed, "rex")[-1]["actor"]) == (
        "signed as second person",
        "rex",
    )


def test_higher_parameters_are_taken_over_at_the_next_log_in(
    staffed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_passwords, "TIME_COST", 2)
    with staffed.database.read() as uow:
        before = uow.users.secret("rex")
    users.log_in(staffed, "rex", password_of("rex"))
    with staffed.database.read() as uow:
        after = uow.users.secret("rex")
    assert before
    assert after
    assert ",t=1," in before.password_hash
    assert ",t=2," in after.password_hash
    users.log_in(staffed, "rex", password_of("rex"))


def test_the_product_hashes_as_recommended() -> None:
    made = user_passwords.hashed("the tide comes in")
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert user_passwords.verifies(made, "the tide comes in")
    assert not user_passwords.verifies(made, "the tide goes out")


def test_a_password_that_was_changed_meanwhile_is_wrong(
    staffed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = user_passwords.verifies

    def slow(password_hash: str | None, password: str) -> bool:
        answer = real(password_hash, password)
        monkeypatch.setattr(user_passwords, "verifies", real)
        users.set_password(staffed, "rex", "a new beginning")
        return answer

    monkeypatch.setattr(user_passwords, "verifies", slow)
    fail(staffed, "rex", password_of("rex"))


def test_the_program_acts_under_its_own_name_in_the_background(
    staffed: Workspace, work_as: Switch
) -> None:
    work_as("odd")  # an auditor's window imports what lies in the watched folder all the same
    with staffed.in_background():
        assert staffed.actor == "screendesk"
        staffed.require(Permission.MANAGE_LISTS)
        with staffed.database.write():
            pass
    assert staffed.actor == "odd"


def test_in_a_one_person_workspace_the_background_is_that_person(workspace: Workspace) -> None:
    with workspace.in_background():
        assert workspace.actor.endswith("(one-person workspace)")


# a process of its own -----------------------------------------------------------------------


def test_a_process_takes_the_session_over_once(
    staffed: Workspace, work_as: Switch, clock: Any
) -> None:
    work_as("rex")
    word = user_handover.hand_over(staffed)[user_handover.VARIABLE]
    work_as("ines")
    assert not user_handover.take_over(staffed, "something else")
    assert user_handover.take_over(staffed, word)
    assert staffed.actor == "rex"
    work_as("ines")
    assert not user_handover.take_over(staffed, word)
    assert staffed.actor == "ines"


def test_a_word_is_of_use_for_a_minute(staffed: Workspace, clock: Any) -> None:
    word = user_handover.hand_over(staffed)[user_handover.VARIABLE]
    clock.go(seconds=61)
    assert not user_handover.take_over(staffed, word)


def test_a_word_of_a_disabled_user_is_of_no_use(staffed: Workspace, work_as: Switch) -> None:
    work_as("ines")
    word = user_handover.hand_over(staffed)[user_handover.VARIABLE]
    work_as("nora")
    users.disable(staffed, "ines")
    assert not user_handover.take_over(staffed, word)


def test_the_program_hands_itself_over(staffed: Workspace) -> None:
    with staffed.in_background():
        word = user_handover.hand_over(staffed)[user_handover.VARIABLE]
    assert user_handover.take_over(staffed, word)
    assert staffed.session == PROGRAM


def test_one_person_hands_nothing_over(workspace: Workspace) -> None:
    assert user_handover.hand_over(workspace) == {}


def test_a_session_does_not_outlive_its_user(staffed: Workspace) -> None:
    ines, rex = (
        session_of(user) for user in users.people(staffed) if user.login in {"ines", "rex"}
    )
    users.disable(staffed, "ines")
    users.change_role(staffed, "rex", Role.AUDITOR)
    for session, why in ((ines, "ines was disabled"), (rex, "rex was REVIEWER at log-in")):
        with (
            staffed.acting(session),
            pytest.raises(NotAllowed, match=why),
            staffed.database.write(),
        ):
            pytest.fail("nothing may be written")
        staffed.session = session
        with staffed.in_background(), staffed.database.write() as uow:
            assert uow.users.count()
    users.log_out(staffed)
    assert staffed.session.is_logged_out


def test_a_login_is_the_same_however_its_accents_are_typed(staffed: Workspace) -> None:
    users.create_user(staffed, "ze\u0301", "Zé Quintel", Role.ANALYST, "the first one of all")
    with pytest.raises(BadInput, match="already"):
        users.create_user(staffed, "z\u00e9", "Zé Dimov", Role.ANALYST, "the first one of all")
    for typed in ("ZE\u0301", " z\u00e9 "):
        assert users.log_in(staffed, typed, "the first one of all").login == "z\u00e9"

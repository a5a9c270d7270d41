"""Users of a workspace: from the first one on, with every change in the trail and no password."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app.domain.audit import AuditEvent
from app.domain.errors import BadInput, NotFound, UsageError
from app.domain.user import NotAllowed, Permission, Role, UserState, WrongLogin
from app.services import audit, audit_trail, user_passwords, users
from app.services.audit_trail import AuditQuery
from app.services.workspace import Workspace

Switch = Callable[[str], None]


def password_of(login: str) -> str:
    """As in conftest."""
    return f"the tide comes in at {login}"


def trail(workspace: Workspace, **query: str) -> list[AuditEvent]:
    return list(audit_trail.page(workspace, AuditQuery(**query, newest_first=False), 0, 500))


def test_without_users_one_person_works_and_every_record_says_so(workspace: Workspace) -> None:
    assert users.list_users(workspace) == users.people(workspace) == ()
    assert not users.needs_log_in(workspace)
    assert workspace.actor.endswith("(one-person workspace)")
    users.log_out(workspace)  # nothing to end
    assert workspace.session.is_one_person
    assert not users.refresh(workspace)


def test_the_first_user_is_the_administrator_and_acts_from_then_on(
    workspace: Workspace, quick_passwords: None
) -> None:
    lone = workspace.actor
    with pytest.raises(BadInput, match="first user of a workspace is its administrator"):
        users.create_user(workspace, "rex", "Rex", Role.REVIEWER, "a long sentence")
    made = users.create_user(
        workspace, " Nora@Bank.Example", "Nora  Lindqvist", Role.ADMINISTRATOR, "a long sentence"
    )
    assert (made.login, made.name, made.role) == (
        "nora@bank.example",
        "Nora Lindqvist",
        Role.ADMINISTRATOR,
    )
    assert not made.must_change_password
    assert workspace.actor == "nora@bank.example"
    (row,) = trail(workspace, object_type="user")
    assert (row.actor, row.before) == (lone, "")
    after = json.loads(row.after)
    assert len(after.pop("password_sha256")) == 64
    assert after == {
        "name": "Nora Lindqvist",
        "role": "ADMINISTRATOR",
        "state": "ACTIVE",
        "must_change_password": False,
    }


def test_a_workspace_with_users_asks_for_a_log_in_when_it_is_opened(
    workspace: Workspace, quick_passwords: None
) -> None:
    from app.bootstrap import open_workspace

    users.create_user(workspace, "nora", "Nora", Role.ADMINISTRATOR, "a long sentence")
    again = open_workspace(workspace.data_dir)
    try:
        assert users.needs_log_in(again)
        assert again.actor == "screendesk"
        with pytest.raises(NotAllowed, match="Nobody is logged in"):
            again.require(Permission.SCREEN)
        users.log_in(again, "nora", "a long sentence")
        assert again.actor == "nora"
    finally:
        again.close()


def test_everybody_else_changes_the_first_password_before_anything(
    staffed: Workspace,
) -> None:
    made = users.create_user(staffed, "new", "New One", Role.ANALYST, "a first password")
    assert made.must_change_password
    session = users.log_in(staffed, "new", "a first password")
    assert session.must_change_password
    with pytest.raises(NotAllowed, match="choose a password"):
        staffed.require(Permission.SCREEN)
    with pytest.raises(NotAllowed, match="choose a password"), staffed.database.write():
        pass
    with pytest.raises(BadInput, match="the old one"):
        users.set_own_password(staffed, "a first password", "a first password")
    with pytest.raises(BadInput, match="at least 12"):
        users.set_own_password(staffed, "a first password", "short")
    with pytest.raises(WrongLogin):
        users.set_own_password(staffed, "not the first", "entirely my own words")
    assert not users.set_own_password(
        staffed, "a first password", "entirely my own words"
    ).must_change_password
    staffed.require(Permission.SCREEN)


def test_people_are_those_who_can_be_given_work(staffed: Workspace) -> None:
    assert [user.name for user in users.list_users(staffed)] == [
        "Ines Arantes",
        "Nora Lindqvist",
        "Odd Halvorsen",
        "Rex Olawale",
        "Ruth Kessel",
    ]
    assert [user.login for user in users.people(staffed)] == ["ines", "nora", "rex", "ruth"]
    users.disable(staffed, "ines")
    assert "ines" not in [user.login for user in users.people(staffed)]


@pytest.mark.parametrize(
    ("login", "name", "password", "problem"),
    [
        ("nora", "Other", "a long sentence", "already"),
        ("NORA ", "Other", "a long sentence", "already"),
        ("policy", "Other", "a long sentence", "cannot be a login"),
        ("new", " ", "a long sentence", "needs a name"),
        ("new", "a\u200bb", "a long sentence", "needs a name"),
        ("new", "x" * 201, "a long sentence", "needs a name"),
        ("new", "Other", "short", "at least 12"),
    ],
)
def test_what_cannot_be_added_is_not(
    staffed: Workspace, login: str, name: str, password: str, problem: str
) -> None:
    before = users.list_users(staffed)
    with pytest.raises(BadInput, match=problem):
        users.create_user(staffed, login, name, Role.ANALYST, password)
    assert users.list_users(staffed) == before


@pytest.mark.parametrize("who", ["rex", "ines", "odd"])
def test_only_administrators_manage_users(staffed: Workspace, work_as: Switch, who: str) -> None:
    work_as(who)
    for change in (
        lambda: users.create_user(staffed, "new", "New", Role.ANALYST, "a long sentence"),
        lambda: users.change_role(staffed, "ruth", Role.ANALYST),
        lambda: users.rename(staffed, "ruth", "Else"),
        lambda: users.disable(staffed, "ruth"),
        lambda: users.enable(staffed, "ruth"),
        lambda: users.set_password(staffed, "ruth", "a long sentence"),
    ):
        with pytest.raises(NotAllowed, match="may not manage users"):
            change()


def test_role_name_and_state_change_with_their_reason_in_the_trail(staffed: Workspace) -> None:
    users.change_role(staffed, "INES ", Role.REVIEWER, reason="promoted")
    users.rename(staffed, "ines", "Ines Duarte", reason="married")
    users.disable(staffed, "ines", reason="on leave")
    user = users.enable(staffed, "ines", reason="is back")
    assert (user.role, user.name, user.state) == (Role.REVIEWER, "Ines Duarte", UserState.ACTIVE)
    rows = trail(staffed, object_type="user", object_id="ines")[-4:]
    told = [(json.loads(row.before), json.loads(row.after), row.actor) for row in rows]
    assert [after["reason"] for _, after, _ in told] == [
        "promoted",
        "married",
        "on leave",
        "is back",
    ]
    assert told[0][0]["role"] == "ANALYST"
    assert told[2][1]["state"] == "DISABLED"
    assert {actor for *_, actor in told} == {"nora"}
    assert audit.verify(staffed).ok


def test_what_changes_nothing_records_nothing(staffed: Workspace) -> None:
    before = audit_trail.count(staffed, AuditQuery())
    users.change_role(staffed, "ines", Role.ANALYST)
    users.enable(staffed, "ines")
    assert audit_trail.count(staffed, AuditQuery()) == before


def test_an_administrator_is_always_left(staffed: Workspace) -> None:
    for change in (
        lambda: users.change_role(staffed, "nora", Role.AUDITOR),
        lambda: users.disable(staffed, "nora"),
    ):
        with pytest.raises(BadInput, match="without an active administrator"):
            change()
    users.change_role(staffed, "ruth", Role.ADMINISTRATOR)
    users.change_role(staffed, "nora", Role.ANALYST)
    assert staffed.session.role is Role.ANALYST  # at once, in the session that did it
    with pytest.raises(NotAllowed):
        users.change_role(staffed, "nora", Role.ADMINISTRATOR)


def test_who_is_disabled_is_logged_out_elsewhere(staffed: Workspace, work_as: Switch) -> None:
    work_as("ines")
    session = staffed.session
    work_as("nora")
    users.disable(staffed, "ines")
    staffed.session = session
    assert users.refresh(staffed)
    assert staffed.session.is_logged_out
    assert not users.refresh(staffed)


def test_another_role_counts_at_once_elsewhere(staffed: Workspace, work_as: Switch) -> None:
    users.change_role(staffed, "ines", Role.AUDITOR)
    work_as("ines")
    assert users.refresh(staffed)
    assert staffed.session.role is Role.AUDITOR


def test_the_first_user_ends_the_session_of_the_machine_elsewhere(
    workspace: Workspace, quick_passwords: None
) -> None:
    lone = workspace.session
    users.create_user(workspace, "nora", "Nora", Role.ADMINISTRATOR, "a long sentence")
    workspace.session = lone
    assert users.refresh(workspace)
    assert users.needs_log_in(workspace)


def test_a_reset_password_is_a_first_one_and_ends_a_wait(staffed: Workspace) -> None:
    for _ in range(6):
        with pytest.raises(WrongLogin):
            users.authenticate(staffed, "ines", "wrong")
    users.set_password(staffed, "ines", "a new beginning")
    session = users.authenticate(staffed, "ines", "a new beginning")
    assert session.must_change_password
    with pytest.raises(WrongLogin):
        users.authenticate(staffed, "ines", password_of("ines"))


def test_ones_own_password_is_not_reset_but_changed(staffed: Workspace) -> None:
    with pytest.raises(UsageError, match="your own password"):
        users.set_password(staffed, "nora", "a new beginning")
    users.set_own_password(staffed, password_of("nora"), "a new beginning")
    assert staffed.actor == "nora"
    users.log_in(staffed, "nora", "a new beginning")


def test_an_auditor_changes_the_own_password(staffed: Workspace, work_as: Switch) -> None:
    work_as("odd")
    users.set_own_password(staffed, password_of("odd"), "a new beginning")


def test_nobody_and_unknown_people(workspace: Workspace, staffed: Workspace) -> None:
    for change in (
        lambda: users.change_role(staffed, "nobody", Role.ANALYST),
        lambda: users.set_password(staffed, "nobody", "a long sentence"),
    ):
        with pytest.raises(NotFound, match="no user “nobody”"):
            change()
    users.log_out(staffed)
    with pytest.raises(UsageError, match="no passwords"):
        users.set_own_password(staffed, "x", "a long sentence")


def test_no_password_and_no_hash_leaves_the_users_table(staffed: Workspace) -> None:
    users.set_password(staffed, "ines", "a new beginning")
    with pytest.raises(WrongLogin):
        users.log_in(staffed, "my secret as login", "wrong password here")
    secrets = ["new beginning", "argon2", "my secret", "wrong password here", "the tide"]
    with staffed.database.read() as uow:
        rows = uow.audit.rows(limit=1000)
        events = uow.events.after(0, 1000)
        settings = uow.connection.exec_driver_sql("SELECT value FROM settings").scalars().all()
        kept = uow.users.secret("ines")
    told = json.dumps([[str(row) for row in rows], [str(event) for event in events], settings])
    assert not [secret for secret in secrets if secret in told]
    assert kept is not None
    assert kept.password_hash.startswith("$argon2id$")
    assert "argon2" not in repr(kept)
    assert user_passwords.is_outdated(kept.password_hash) is False

"""Users on the command line: who works is said with every command once there are users."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app import cli_users

pytestmark = pytest.mark.usefixtures("quick_passwords")

FIRST, OWN = "a first password", "entirely my own words"


@pytest.fixture
def as_user(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Says who works, with which password, and which new password is given."""
    monkeypatch.delenv(cli_users.USER_VARIABLE, raising=False)

    def set_user(login: str = "", password: str = "", new: str = "") -> None:
        for variable, value in (
            (cli_users.USER_VARIABLE, login),
            (cli_users.PASSWORD_VARIABLE, password),
            (cli_users.NEW_PASSWORD_VARIABLE, new),
        ):
            if value:
                monkeypatch.setenv(variable, value)
            else:
                monkeypatch.delenv(variable, raising=False)

    return set_user


@pytest.fixture
def nora(screendesk, as_user) -> None:
    """The administrator, who works."""
    as_user(new=OWN)
    made = screendesk("users", "add", "nora", "--name", "Nora Lindqvist", "--role", "administrator")
    assert made.code == 0, made.err
    as_user("nora", OWN, FIRST)


def test_one_person_needs_no_log_in(screendesk, as_user) -> None:
    assert "One-person workspace" in screendesk("users", "list").out
    assert screendesk("users", "list", "--json").json == {"users": [], "four_eyes": False}


def test_once_there_are_users_every_command_asks(screendesk, as_user, nora) -> None:
    listed = screendesk("users", "list", "--json").json
    assert [(user["login"], user["role"]) for user in listed["users"]] == [
        ("nora", "ADMINISTRATOR")
    ]
    as_user()
    for command in (("users", "list"), ("audit", "verify"), ("screen", "Test Clean User")):
        ran = screendesk(*command)
        assert ran.code == 2
        assert "say who you are" in ran.err
    as_user(password=OWN)
    assert screendesk("--user", "nora", "users", "list").code == 0
    as_user("nora", "wrong")
    ran = screendesk("users", "list", "--json")
    assert ran.code == 3
    assert "wrong" in ran.err + ran.out


def test_without_a_terminal_the_password_is_a_variable(screendesk, as_user, nora) -> None:
    as_user("nora")
    ran = screendesk("users", "list")
    assert ran.code == 2
    assert cli_users.PASSWORD_VARIABLE in ran.err


def test_a_hidden_prompt_asks_on_a_terminal(screendesk, as_user, nora, monkeypatch) -> None:
    as_user("nora")
    answers = iter([OWN, "a new beginning", "a new beginning", OWN, "one", "another one"])
    monkeypatch.setattr(cli_users.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(cli_users.getpass, "getpass", lambda _prompt: next(answers))
    made = screendesk("users", "add", "rex", "--name", "Rex Olawale", "--role", "reviewer")
    assert made.out.startswith("rex: Rex Olawale, REVIEWER, ACTIVE, must change")
    ran = screendesk("users", "password", "rex")
    assert ran.code == 2
    assert "differ" in ran.err


def test_a_new_user_changes_the_password_first(screendesk, as_user, nora) -> None:
    assert screendesk("users", "add", "ines", "--name", "Ines", "--role", "analyst").code == 0
    as_user("ines", FIRST, OWN)
    ran = screendesk("screen", "Test Clean User")
    assert ran.code == 3
    assert "password of their own" in ran.err
    assert screendesk("users", "password", "--json").json["must_change_password"] is False
    as_user("ines", OWN)
    assert screendesk("screen", "Test Clean User").code == 0


def test_roles_states_and_resets(screendesk, as_user, nora) -> None:
    screendesk("users", "add", "rex", "--name", "Rex Olawale", "--role", "analyst")
    assert "REVIEWER" in screendesk("users", "role", "rex", "Reviewer", "--reason", "promoted").out
    assert "DISABLED" in screendesk("users", "disable", "rex", "--reason", "left").out
    assert "disabled" in screendesk("users", "list").out
    assert "ACTIVE" in screendesk("users", "enable", "rex").out
    assert screendesk("users", "password", "rex", "--json").json["must_change_password"] is True
    for wrong, code in (
        (("users", "role", "rex", "boss"), 2),
        (("users", "role", "nobody", "analyst"), 3),
        (("users", "disable", "nora"), 3),
        (("users", "add", "rex", "--name", "Again", "--role", "analyst"), 3),
    ):
        assert screendesk(*wrong).code == code


def test_four_eyes(screendesk, as_user, nora) -> None:
    ran = screendesk("users", "four-eyes", "on", "--reason", "board")
    assert ran.code == 3
    assert "reviewer" in ran.err
    screendesk("users", "add", "rex", "--name", "Rex Olawale", "--role", "reviewer")
    assert "are on" in screendesk("users", "four-eyes", "on", "--reason", "board").out
    assert "Four eyes: on" in screendesk("users", "list").out
    waits = screendesk("users", "four-eyes", "off", "--reason", "slow", "--json").json
    assert waits["four_eyes"] is True
    assert waits["approval_id"].startswith("apr_")
    assert screendesk("users", "four-eyes", "maybe", "--reason", "x").code == 2
    again = screendesk("users", "four-eyes", "off", "--reason", "slow")
    assert "waits for its approval" in again.err


def test_an_auditor_reads_on_the_command_line_too(screendesk, as_user, nora) -> None:
    screendesk("users", "add", "odd", "--name", "Odd Halvorsen", "--role", "auditor")
    as_user("odd", FIRST, OWN)
    screendesk("users", "password")
    as_user("odd", OWN)
    ran = screendesk("screen", "Test Clean User")
    assert ran.code == 3
    assert "odd is AUDITOR" in ran.err
    assert screendesk("audit", "verify").code == 0
    assert screendesk("audit", "sign").code == 3


def test_an_import_of_the_window_takes_the_session_over(
    screendesk, as_user, nora, monkeypatch, data_dir
) -> None:
    from app.bootstrap import open_workspace
    from app.services import user_handover, users

    workspace = open_workspace(data_dir)
    users.log_in(workspace, "nora", OWN)
    handed = user_handover.hand_over(workspace)
    workspace.close()
    as_user()
    for name, value in handed.items():
        monkeypatch.setenv(name, value)
    assert screendesk("users", "list").code == 0
    assert screendesk("users", "list").code == 2  # once

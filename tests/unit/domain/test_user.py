"""Users: what each role may do, who acts in a record, and what keeps a workspace workable."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.errors import BadInput
from app.domain.user import (
    LOGGED_OUT,
    PERMISSIONS,
    PROGRAM,
    NotAllowed,
    Permission,
    Role,
    Session,
    User,
    UserState,
    clean_login,
    require_staffed,
    same_person,
    session_of,
)

AT = datetime(2026, 11, 20, tzinfo=UTC)


def user(login: str, role: Role, state: UserState = UserState.ACTIVE, **more: bool) -> User:
    return User(login, login.title(), role, state, AT, "root", **more)


ADMIN = user("nora", Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_session_may_what_its_role_may(role: Role, permission: Permission) -> None:
    session = Session("ines", "Ines Arantes", role)
    allowed = permission in PERMISSIONS[role]
    assert session.may(permission) is user("ines", role).may(permission) is allowed
    if allowed:
        session.require(permission)
    else:
        with pytest.raises(NotAllowed, match=role.value):
            session.require(permission)


def test_only_the_auditor_changes_nothing() -> None:
    assert [role for role in Role if not PERMISSIONS[role]] == [Role.AUDITOR]
    assert Permission.APPROVE in PERMISSIONS[Role.REVIEWER]
    assert all(
        Permission.APPROVE not in PERMISSIONS[role] for role in Role if role is not Role.REVIEWER
    )


def test_one_person_may_everything_and_every_record_says_so() -> None:
    lone = Session("root", "root")
    assert lone.is_one_person
    assert lone.actor == "root (one-person workspace)"
    assert all(lone.may(permission) for permission in Permission)
    lone.require_writer()


def test_the_program_acts_under_its_own_name_for_little() -> None:
    assert not PROGRAM.is_one_person
    assert PROGRAM.actor == LOGGED_OUT.actor == "screendesk"
    assert {p for p in Permission if PROGRAM.may(p)} == {
        Permission.SCREEN,
        Permission.MANAGE_LISTS,
    }
    PROGRAM.require_writer()
    with pytest.raises(NotAllowed, match="The program does not resolve matches by itself"):
        PROGRAM.require(Permission.RESOLVE)


def test_nobody_logged_in_may_nothing() -> None:
    assert LOGGED_OUT.is_logged_out
    assert not PROGRAM.is_logged_out
    for permission in Permission:
        with pytest.raises(NotAllowed, match="Nobody is logged in"):
            LOGGED_OUT.require(permission)


def test_a_first_password_comes_first() -> None:
    fresh = session_of(user("ines", Role.ANALYST, must_change_password=True))
    assert fresh.actor == "ines"
    assert not fresh.may(Permission.SCREEN)
    for check in (lambda: fresh.require(Permission.SCREEN), fresh.require_writer):
        with pytest.raises(NotAllowed, match="choose a password"):
            check()
    session_of(user("ines", Role.ANALYST)).require_writer()


def test_an_auditor_is_no_writer() -> None:
    with pytest.raises(NotAllowed, match="reads everything and changes nothing"):
        Session("odd", "Odd", Role.AUDITOR).require_writer()


def test_a_disabled_user_may_nothing() -> None:
    assert not user("ines", Role.ANALYST, UserState.DISABLED).may(Permission.SCREEN)
    assert not user("ines", Role.ANALYST, UserState.DISABLED).is_active


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Nora@Bank.Example ", "nora@bank.example"),
        ("STRASSE", "strasse"),
        ("李", "李"),
        ("ine\u0301s", "in\u00e9s"),
        ("ｉｎｅｓ", "ines"),
    ],
)
def test_a_login_has_one_form(typed: str, kept: str) -> None:
    assert clean_login(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "policy",
        "ScreenDesk",
        "system",
        "a b",
        "a\u200bb",
        "a(b",
        "x" * 201,
        "a\nb",
        "ｐｏｌｉｃｙ",
        "a（b",
    ],
)
def test_some_texts_are_no_login(typed: str) -> None:
    with pytest.raises(BadInput, match="cannot be a login"):
        clean_login(typed)


def test_one_person_however_typed() -> None:
    assert same_person(" Nora ", "nora")
    assert same_person("In\u00e9s", "ine\u0301s")
    assert not same_person("nora", "nora2")


def test_whoever_was_disabled_or_got_a_lesser_role_works_no_longer() -> None:
    session = Session("rex", "Rex", Role.REVIEWER)
    session.require_still(user("rex", Role.REVIEWER))
    session.require_still(None)
    Session("ines", "Ines", Role.ANALYST).require_still(user("ines", Role.REVIEWER))
    PROGRAM.require_still(user("rex", Role.AUDITOR))
    with pytest.raises(NotAllowed, match="rex was disabled"):
        session.require_still(user("rex", Role.REVIEWER, UserState.DISABLED))
    with pytest.raises(NotAllowed, match="was REVIEWER at log-in and is ANALYST now"):
        session.require_still(user("rex", Role.ANALYST))


def test_a_workspace_keeps_an_administrator() -> None:
    require_staffed([ADMIN], four_eyes=False)
    for people in (
        [],
        [user("rex", Role.REVIEWER)],
        [user("n", Role.ADMINISTRATOR, UserState.DISABLED)],
    ):
        with pytest.raises(BadInput, match="without an active administrator"):
            require_staffed(people, four_eyes=False)


def test_four_eyes_need_two_people() -> None:
    reviewer = user("rex", Role.REVIEWER)
    require_staffed([ADMIN, reviewer], four_eyes=True)
    for people in (
        [ADMIN],
        [ADMIN, user("ines", Role.ANALYST)],
        [ADMIN, user("rex", Role.REVIEWER, UserState.DISABLED)],
    ):
        with pytest.raises(BadInput, match="at least one active reviewer"):
            require_staffed(people, four_eyes=True)

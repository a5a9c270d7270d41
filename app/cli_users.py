"""The commands about users, and how every command learns who acts."""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

from app import cli_output
from app.cli_lists import DataDir, Json
from app.domain.errors import UsageError
from app.domain.user import Role

if TYPE_CHECKING:
    from app.domain.user import User
    from app.services.workspace import Workspace

USER_VARIABLE = "SCREENDESK_USER"
PASSWORD_VARIABLE = "SCREENDESK_PASSWORD"  # noqa: S105 - the name of a variable
NEW_PASSWORD_VARIABLE = "SCREENDESK_NEW_PASSWORD"  # noqa: S105

users_app = typer.Typer(help="Who may work in the workspace.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(help="E-mail address or account; it never changes.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept in the audit trail.")]


def log_in(workspace: Workspace) -> None:
    """Let whoever --user or SCREENDESK_USER names act; nothing to do in a one-person workspace.

    The password is SCREENDESK_PASSWORD, else asked for on a terminal, not shown.
    Raises UsageError if nobody is named; WrongLogin.
    """
    from app.services import user_handover, users

    word = os.environ.pop(user_handover.VARIABLE, "")
    if not users.needs_log_in(workspace) or (word and user_handover.take_over(workspace, word)):
        return
    login = os.environ.get(USER_VARIABLE, "")
    if not login:
        raise UsageError(
            "This workspace has users: say who you are.",
            safe="Nothing was done.",
            todo=f"Add --user LOGIN after screendesk, or set {USER_VARIABLE}; the password is "
            f"asked for, or taken from {PASSWORD_VARIABLE}.",
        )
    users.log_in(workspace, login, _password(PASSWORD_VARIABLE, f"Password of {login}: "))


@users_app.command("list")
def list_users(context: typer.Context, as_json: Json = False, data_dir: DataDir = None) -> None:
    """Show all users. Example: screendesk users list"""
    from app.services import users
    from app.services.stored_case_policy import is_four_eyes

    with _workspace(context, data_dir) as workspace:
        found = users.list_users(workspace)
        with workspace.database.read() as uow:
            four_eyes = is_four_eyes(uow)
    if as_json:
        told = [_value(user) for user in found]
        cli_output.print_json({"users": told, "four_eyes": four_eyes})
        return
    if not found:
        cli_output.line("One-person workspace: no users, no log-in.")
    for user in found:
        state = "" if user.is_active else "  disabled"
        first = "  must change the password" if user.must_change_password else ""
        cli_output.line(f"{user.login:30} {user.role.value:14} {user.name}{state}{first}")
    if found:
        cli_output.line(f"Four eyes: {'on' if four_eyes else 'off'}")


@users_app.command("add")
def add(
    context: typer.Context,
    login: Login,
    name: Annotated[str, typer.Option(help="First and last name.")],
    role: Annotated[str, typer.Option(help="analyst, reviewer, administrator or auditor")],
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Add a user; the first is the administrator and from then on a log-in is asked for. The
    first password is asked for, or taken from SCREENDESK_NEW_PASSWORD. Example: screendesk users
    add nora@bank.example --name "Nora Lindqvist" --role administrator"""
    from app.services import users

    wanted = _role(role)
    with _workspace(context, data_dir) as workspace:
        made = users.create_user(workspace, login, name, wanted, _new_password())
    _show(made, as_json)


@users_app.command("role")
def role(
    context: typer.Context,
    login: Login,
    role: Annotated[str, typer.Argument(help="analyst, reviewer, administrator or auditor")],
    reason: Reason = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Give a user another role. Example: screendesk users role rex@bank.example reviewer"""
    from app.services import users

    wanted = _role(role)
    with _workspace(context, data_dir) as workspace:
        changed = users.change_role(workspace, login, wanted, reason=reason)
    _show(changed, as_json)


@users_app.command("disable")
def disable(
    context: typer.Context,
    login: Login,
    reason: Reason = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Keep a user from logging in; their records stay. Example: screendesk users disable
    rex@bank.example --reason "left the bank" """
    from app.services import users

    with _workspace(context, data_dir) as workspace:
        changed = users.disable(workspace, login, reason=reason)
    _show(changed, as_json)


@users_app.command("enable")
def enable(
    context: typer.Context,
    login: Login,
    reason: Reason = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Let a disabled user log in again. Example: screendesk users enable rex@bank.example"""
    from app.services import users

    with _workspace(context, data_dir) as workspace:
        changed = users.enable(workspace, login, reason=reason)
    _show(changed, as_json)


@users_app.command("password")
def password(
    context: typer.Context,
    login: Annotated[str, typer.Argument(help="Another user; your own if not given.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Change your own password, or give another user a first one. The new password is asked for,
    or taken from SCREENDESK_NEW_PASSWORD. Example: screendesk --user nora users password"""
    from app.services import users

    with _workspace(context, data_dir) as workspace:
        if login:
            _show(users.set_password(workspace, login, _new_password()), as_json)
            return
        old = _password(PASSWORD_VARIABLE, "Your password until now: ")
        session = users.set_own_password(workspace, old, _new_password())
        changed = next(u for u in users.list_users(workspace) if u.login == session.login)
    _show(changed, as_json)


@users_app.command("four-eyes")
def four_eyes(
    context: typer.Context,
    state: Annotated[str, typer.Argument(help="on or off")],
    reason: Annotated[str, typer.Option(help="Why; it is kept in the audit trail.")],
    approver: Annotated[str, typer.Option(help="Who is asked; else any reviewer.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Have a second person decide what matters; turning it off needs one, too. Example:
    screendesk users four-eyes on --reason "policy of the board" """
    from app.services import case_settings

    if state not in {"on", "off"}:
        raise UsageError(f"“{state[:20]}” is neither on nor off.", safe="Nothing was changed.")
    with _workspace(context, data_dir) as workspace:
        if state == "on":
            case_settings.turn_on_four_eyes(workspace, reason=reason)
            waits = ""
        else:
            asked = case_settings.turn_off_four_eyes(workspace, reason=reason, named=approver)
            waits = asked.approval_id
    if as_json:
        cli_output.print_json({"four_eyes": True, "approval_id": waits or None})
    elif waits:
        cli_output.line(f"Four eyes stay on until a reviewer approves {waits}.")
    else:
        cli_output.line("Four eyes are on.")


def _workspace(context: typer.Context, data_dir: str | None) -> AbstractContextManager[Workspace]:
    """The workspace, opened by the function that the command line hands down."""
    opened: AbstractContextManager[Workspace] = context.obj(data_dir)
    return opened


def _new_password() -> str:
    new = _password(NEW_PASSWORD_VARIABLE, "New password: ")
    if NEW_PASSWORD_VARIABLE not in os.environ and new != getpass.getpass("Once more: "):
        raise UsageError("The two passwords differ.", safe="Nothing was changed.")
    return new


def _password(variable: str, prompt: str) -> str:
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UsageError(
            "There is no terminal to ask for the password on.",
            safe="Nothing was done.",
            todo=f"Set {variable}.",
        )
    return getpass.getpass(prompt)


def _role(text: str) -> Role:
    try:
        return Role(text.strip().upper())
    except ValueError as error:
        known = ", ".join(role.value.lower() for role in Role)
        raise UsageError(
            f"“{text[:40]}” is no role.", safe="Nothing was changed.", todo=f"Use one of: {known}."
        ) from error


def _value(user: User) -> dict[str, object]:
    return {
        "login": user.login,
        "name": user.name,
        "role": user.role.value,
        "state": user.state.value,
        "must_change_password": user.must_change_password,
        "created_at": user.created_at.isoformat(),
        "created_by": user.created_by,
    }


def _show(user: User, as_json: bool) -> None:
    if as_json:
        cli_output.print_json(_value(user))
        return
    first = ", must change the password first" if user.must_change_password else ""
    cli_output.line(f"{user.login}: {user.name}, {user.role.value}, {user.state.value}{first}")

"""Users: who may work in the workspace, their roles and passwords."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.errors import BadInput, NotFound, UsageError
from app.domain.events import Event, EventType
from app.domain.password import clean_password, same_form
from app.domain.user import (
    Permission,
    Role,
    Session,
    User,
    UserState,
    clean_login,
    require_staffed,
    session_of,
)
from app.services import user_passwords as passwords
from app.services.recording import record_change
from app.services.stored_case_policy import is_four_eyes
from app.services.user_sessions import (
    authenticate,
    log_in,
    log_out,
    needs_log_in,
    refresh,
    stored_password,
)
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

__all__ = [
    "authenticate",
    "change_role",
    "create_user",
    "disable",
    "enable",
    "list_users",
    "log_in",
    "log_out",
    "needs_log_in",
    "people",
    "refresh",
    "rename",
    "set_own_password",
    "set_password",
]

MAX_NAME = 200
_SAFE = "Nothing was changed."


def list_users(workspace: Workspace) -> tuple[User, ...]:
    """All users by name, disabled ones too; () in a one-person workspace."""
    with workspace.database.read() as uow:
        return tuple(uow.users.all())


def people(workspace: Workspace) -> tuple[User, ...]:
    """The active users to whom work can be assigned, by name; () in a one-person workspace."""
    return tuple(user for user in list_users(workspace) if user.may(Permission.WORK_CASES))


def create_user(workspace: Workspace, login: str, name: str, role: Role, password: str) -> User:
    """Add a user. The first one of a workspace is its administrator, and acts from then on: the
    workspace asks for a log-in from now. Every other one has to change the password first.

    Raises:
        BadInput: the login, the name or the password cannot be used, or the login is taken.
        NotAllowed: whoever acts may not manage users.
    """
    workspace.require(Permission.MANAGE_USERS)
    login, name = clean_login(login), _clean_name(name)
    secret = passwords.hashed(clean_password(password, login, name))
    now = workspace.clock()
    with workspace.database.write() as uow:
        is_first = not uow.users.count()
        if is_first and role is not Role.ADMINISTRATOR:
            raise BadInput(
                "The first user of a workspace is its administrator.",
                safe="Nobody was added.",
                todo="Add an administrator first, then the others.",
            )
        if uow.users.get(login) is not None:
            raise BadInput(
                f"There is a user with the login {login} already.",
                safe=_SAFE,
                todo="Choose another login; a login is never given to a second person.",
            )
        user = User(
            login, name, role, UserState.ACTIVE, now, workspace.actor,
            must_change_password=not is_first,
        )  # fmt: skip
        uow.users.add(user, secret)
        event = _record(workspace, uow, login, None, user, is_new_password=True)
        uow.commit()
    if is_first:
        workspace.session = session_of(user)
    workspace.bus.publish([event])
    return user


def change_role(workspace: Workspace, login: str, role: Role, *, reason: str = "") -> User:
    """Give a user another role, at once.

    Raises BadInput if no administrator would be left, or too few for four eyes; NotFound;
    NotAllowed.
    """
    return _change(workspace, login, lambda user: replace(user, role=role), reason)


def rename(workspace: Workspace, login: str, name: str, *, reason: str = "") -> User:
    """Give a user another name; the login stays. Raises BadInput, NotFound, NotAllowed."""
    clean = _clean_name(name)
    return _change(workspace, login, lambda user: replace(user, name=clean), reason)


def disable(workspace: Workspace, login: str, *, reason: str = "") -> User:
    """Keep a user from logging in; their records stay. Raises as `change_role` does."""
    return _change(workspace, login, lambda user: replace(user, state=UserState.DISABLED), reason)


def enable(workspace: Workspace, login: str, *, reason: str = "") -> User:
    """Let a disabled user log in again. Raises NotFound, NotAllowed."""
    return _change(workspace, login, lambda user: replace(user, state=UserState.ACTIVE), reason)


def set_password(workspace: Workspace, login: str, password: str) -> User:
    """Give another user a new first password, which they have to change; a wait for wrong tries
    ends.

    Raises BadInput, NotFound, NotAllowed; UsageError for one's own, see `set_own_password`.
    """
    workspace.require(Permission.MANAGE_USERS)
    login = login.strip().casefold()
    if login == workspace.acting_session().login:
        raise UsageError(
            "This is your own password.",
            safe=_SAFE,
            todo="Change it with the old one.",
        )
    with workspace.database.read() as uow:
        known = _known(uow, login)
    secret = passwords.hashed(clean_password(password, known.login, known.name))
    with workspace.database.write() as uow:
        before = _known(uow, login)
        user = replace(before, must_change_password=True, locked_until=None)
        uow.users.set_password(login, secret)
        uow.users.save(user, workspace.clock())
        event = _record(
            workspace, uow, login, before, user, what="password was reset", is_new_password=True
        )
        uow.commit()
    workspace.bus.publish([event])
    return user


def set_own_password(workspace: Workspace, old: str, new: str) -> Session:
    """Change the password of whoever is logged in; gives their session, free to work.

    Raises:
        WrongLogin: the old password is wrong; it counts as a wrong try.
        BadInput: the new password cannot be one, or is the old one.
        UsageError: nobody is logged in.
    """
    session = workspace.acting_session()
    if session.role is None:
        raise UsageError(
            "A workspace without users has no passwords.",
            safe=_SAFE,
            todo="Add a user first: screendesk users add",
        )
    clean = clean_password(new, session.login, session.name)
    if clean == same_form(old):
        raise BadInput("The new password is the old one.", safe=_SAFE, todo="Choose another one.")
    authenticate(workspace, session.login, old, purpose="confirmed the old password")
    secret = passwords.hashed(clean)
    with workspace.database.write(of_log_in=True) as uow:
        before = _known(uow, session.login)
        user = replace(before, must_change_password=False)
        uow.users.set_password(user.login, secret)
        uow.users.save(user, workspace.clock())
        event = _record(
            workspace, uow, user.login, before, user, what="password was changed",
            is_new_password=True,
        )  # fmt: skip
        uow.commit()
    if workspace.session.login == user.login:
        workspace.session = session_of(user)
    workspace.bus.publish([event])
    return session_of(user)


def _change(workspace: Workspace, login: str, changed: Callable[[User], User], reason: str) -> User:
    workspace.require(Permission.MANAGE_USERS)
    login = login.strip().casefold()
    with workspace.database.write() as uow:
        before = _known(uow, login)
        user = changed(before)
        if user == before:
            return before
        others = [other for other in uow.users.all() if other.login != login]
        require_staffed([*others, user], four_eyes=is_four_eyes(uow))
        uow.users.save(user, workspace.clock())
        event = _record(workspace, uow, login, before, user, reason=reason)
        uow.commit()
    refresh(workspace)
    workspace.bus.publish([event])
    return user


def _known(uow: UnitOfWork, login: str) -> User:
    user = uow.users.get(login)
    if user is None:
        raise NotFound(
            f"There is no user “{login[:40]}”.", safe=_SAFE, todo="See: screendesk users list"
        )
    return user


def _clean_name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise BadInput(
            "A user needs a name of letters that can be shown.",
            safe=_SAFE,
            todo=f"Write first and last name, at most {MAX_NAME} characters.",
        )
    return name


def _record(
    workspace: Workspace,
    uow: UnitOfWork,
    login: str,
    before: User | None,
    after: User,
    *,
    reason: str = "",
    what: str = "",
    is_new_password: bool = False,
) -> Event:
    told = _told(after) | ({"what": what} if what else {})
    if is_new_password:
        told |= stored_password(uow, login)
    return record_change(
        workspace,
        uow,
        EventType.USER_CHANGED,
        "user",
        login,
        before=_told(before) if before else None,
        after=told,
        reason=reason,
    )


def _told(user: User) -> dict[str, Any]:
    """What the trail tells of a user: never a password and never its hash."""
    return {
        "name": user.name,
        "role": user.role.value,
        "state": user.state.value,
        "must_change_password": user.must_change_password,
    }

"""Sessions: logging in and out, a second person's signature, and who acts from then on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.domain.events import Event, EventType
from app.domain.password import same_form, wait_after
from app.domain.user import (
    LOGGED_OUT,
    Session,
    User,
    UserState,
    WrongLogin,
    login_form,
    session_of,
)
from app.services import user_passwords as passwords
from app.services.recording import record_change
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

LOGGED_IN = "logged in"
UNLOCKED = "unlocked the window"
SIGNED = "signed as second person"
_UNKNOWN = "unknown login"  # what was typed is not kept: it may have been a password


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a try came to: the user if it was right, and what was recorded."""

    user: User | None
    event: Event


def needs_log_in(workspace: Workspace) -> bool:
    """Whether the workspace has users and nobody has logged in."""
    return workspace.session.is_logged_out


def log_in(workspace: Workspace, login: str, password: str) -> Session:
    """Check login and password and let that user act from now on.

    Raises WrongLogin, with the same words after the same time whether there is no such login, it
    is disabled, the password is wrong or the login has to wait.
    """
    session = _authenticate(workspace, login, password, LOGGED_IN)
    workspace.session = session
    return session


def authenticate(
    workspace: Workspace, login: str, password: str, *, purpose: str = SIGNED
) -> Session:
    """The session of a second person who signs here; who acts in the window stays the same.

    Use it with `workspace.acting`. Wrong tries count as those of `log_in` do.

    Args:
        purpose: what the trail says that it was for.
    Raises WrongLogin.
    """
    return _authenticate(workspace, login, password, purpose)


def log_out(workspace: Workspace) -> None:
    """End the session of the window; without users there is none to end."""
    session = workspace.session
    if session.role is None:
        return
    with workspace.acting(session), workspace.database.write(of_log_in=True) as uow:
        event = _record(workspace, uow, session.login, "logged out")
        uow.commit()
    workspace.session = LOGGED_OUT
    workspace.bus.publish([event])


def refresh(workspace: Workspace) -> bool:
    """Take over what another session did to the user of this one; whether anything is different.

    A user who was disabled is logged out, another role counts at once, and the first user of a
    workspace ends the session of the machine's account.
    """
    session = workspace.session
    with workspace.database.read() as uow:
        user = uow.users.get(session.login) if session.role else None
        is_lone = session.is_one_person and not uow.users.count()
    if is_lone or session.is_logged_out:
        return False
    now = session_of(user) if user and user.is_active else LOGGED_OUT
    workspace.session = now
    return now != session


def stored_password(uow: UnitOfWork, login: str) -> dict[str, str]:
    """The digest of the stored hash of a password, for the event that vouches for it."""
    return {"password_sha256": uow.row_digests.of("password", login)}


def _authenticate(workspace: Workspace, login: str, password: str, purpose: str) -> Session:
    typed, name = same_form(password), login_form(login)
    with workspace.database.read() as uow:
        secret = uow.users.secret(name)
    # Checked outside of the writing transaction, which others would wait for.
    is_right = passwords.verifies(secret.password_hash if secret else None, typed)
    newer = ""
    if secret and is_right and passwords.is_outdated(secret.password_hash):
        newer = passwords.hashed(typed)
    with workspace.database.write(of_log_in=True) as uow:
        seen = uow.users.secret(name)
        is_same = secret and seen and seen.password_hash == secret.password_hash
        is_right = is_right and bool(is_same)  # not changed while it was checked
        answer = _answer(workspace, uow, name, purpose, newer, is_right=is_right)
        uow.commit()
    workspace.bus.publish([answer.event])
    if answer.user is None:
        raise WrongLogin(
            safe="Nobody was logged in.",
            todo="Try again; after several wrong tries a login waits for minutes.",
        )
    return session_of(answer.user)


def _answer(
    workspace: Workspace, uow: UnitOfWork, name: str, purpose: str, newer: str, *, is_right: bool
) -> _Answer:
    """Record a try: with the user if login and password are right and nothing speaks against it;
    `newer` replaces the hash of their password then, if there is one."""
    user, now = uow.users.get(name), workspace.clock()
    if user is None:
        return _Answer(None, _record(workspace, uow, _UNKNOWN, "refused"))
    if user.locked_until and user.locked_until > now:
        return _Answer(None, _record(workspace, uow, name, "refused", why="has to wait"))
    if user.state is UserState.DISABLED:
        return _Answer(None, _record(workspace, uow, name, "refused", why="is disabled"))
    secret = uow.users.secret(name)
    assert secret
    if is_right:
        if secret.failures:
            uow.users.set_failures(name, 0, None)
        vouched = {}
        if newer:
            uow.users.set_password(name, newer)
            vouched = stored_password(uow, name)
        with workspace.acting(session_of(user)):
            return _Answer(user, _record(workspace, uow, name, purpose, **vouched))
    failures = secret.failures + 1
    wait = wait_after(failures)
    uow.users.set_failures(name, failures, now + wait if wait > timedelta() else None)
    told = {"why": "wrong password", "wrong_tries": failures, "waits_seconds": wait.seconds}
    return _Answer(None, _record(workspace, uow, name, "refused", **told))


def _record(workspace: Workspace, uow: UnitOfWork, login: str, what: str, **more: Any) -> Event:
    kind = EventType.SESSION_CHANGED
    return record_change(workspace, uow, kind, "session", login, after={"what": what, **more})

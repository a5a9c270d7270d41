"""Handing a session over to a process that the program starts for its user, by a word used once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from app.domain.user import PROGRAM, PROGRAM_ACTOR, session_of
from app.services.workspace import Workspace

VARIABLE = "SCREENDESK_HANDED_SESSION"
KEY = "handed_sessions"  # hash of the word: (login, until when)
_VALID = timedelta(minutes=1)


def hand_over(workspace: Workspace) -> dict[str, str]:
    """The environment by which a process started now acts as whoever acts here; without users it
    needs none."""
    session = workspace.acting_session()
    if session.is_one_person:
        return {}
    word, now = secrets.token_urlsafe(32), workspace.clock()
    with workspace.database.write(of_log_in=True) as uow:
        waiting = _still_valid(uow.settings.get(KEY, default={}), now)
        waiting[_digest(word)] = [session.login, (now + _VALID).isoformat()]
        uow.settings.set(KEY, waiting)
        uow.commit()
    return {VARIABLE: word}


def take_over(workspace: Workspace, word: str) -> bool:
    """Act as the session that handed over this word, if it is a minute old at most and was not
    used; whether it was taken."""
    with workspace.database.write(of_log_in=True) as uow:
        waiting = _still_valid(uow.settings.get(KEY, default={}), workspace.clock())
        login = waiting.pop(_digest(word), ("", ""))[0]
        uow.settings.set(KEY, waiting)
        user = uow.users.get(login)
        uow.commit()
    if login == PROGRAM_ACTOR:
        workspace.session = PROGRAM
    elif user is not None and user.is_active:
        workspace.session = session_of(user)
    else:
        return False
    return True


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def _still_valid(waiting: dict[str, list[str]], now: datetime) -> dict[str, list[str]]:
    return {key: item for key, item in waiting.items() if datetime.fromisoformat(item[1]) > now}

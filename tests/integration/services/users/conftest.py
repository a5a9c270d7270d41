"""A workspace with an administrator, two reviewers, an analyst and an auditor, all invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from app.domain.user import Role, Session
from app.services import users
from app.services.workspace import Workspace

PASSWORD = "the tide comes in at {login}"
STAFF = (
    ("nora", "Nora Lindqvist", Role.ADMINISTRATOR),
    ("rex", "Rex Olawale", Role.REVIEWER),
    ("ruth", "Ruth Kessel", Role.REVIEWER),
    ("ines", "Ines Arantes", Role.ANALYST),
    ("odd", "Odd Halvorsen", Role.AUDITOR),
)


def password_of(login: str) -> str:
    return PASSWORD.format(login=login)


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(workspace: Workspace) -> Clock:
    made = Clock(workspace.clock())
    workspace.clock = made
    return made


@pytest.fixture
def staffed(workspace: Workspace, clock: Clock, quick_passwords: None) -> Workspace:
    """All of the staff, each with a password of their own; the administrator works."""
    for login, name, role in STAFF:
        users.create_user(workspace, login, name, role, f"a first one for {login}")
    for login, _name, _role in STAFF:
        workspace.session = Session(login, login, Role.ANALYST)
        users.set_own_password(workspace, f"a first one for {login}", password_of(login))
    users.log_in(workspace, "nora", password_of("nora"))
    return workspace


@pytest.fixture
def work_as(staffed: Workspace) -> Callable[[str], None]:
    """Lets one of the staff work, without the cost of a log-in."""

    def switch(login: str) -> None:
        role = {name: role for name, _, role in STAFF}[login]
        staffed.session = Session(login, login.title(), role)

    return switch

"""A workspace with an administrator, a reviewer, an analyst and an auditor, all invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.domain.user import Role
from app.gui import jobs
from app.services import users
from app.services.workspace import Workspace

PASSWORD = "the tide comes in"
STAFF = (
    ("nora", "Nora Lindqvist", Role.ADMINISTRATOR),
    ("rex", "Rex Olawale", Role.REVIEWER),
    ("ines", "Ines Arantes", Role.ANALYST),
    ("odd", "Odd Halvorsen", Role.AUDITOR),
)


@pytest.fixture
def lone(data_dir: Path, quick_passwords: None) -> Iterator[Workspace]:
    """A one-person workspace."""
    made = open_workspace(data_dir)
    yield made
    jobs.shutdown()
    made.close()


@pytest.fixture
def staffed(lone: Workspace) -> Workspace:
    """One with users; the administrator works, Ines has a first password."""
    for login, name, role in STAFF:
        users.create_user(lone, login, name, role, PASSWORD)
    for login in ("rex", "odd"):
        users.log_in(lone, login, PASSWORD)
        users.set_own_password(lone, PASSWORD, f"{PASSWORD} at {login}")
        users.log_in(lone, login, f"{PASSWORD} at {login}")
    users.log_in(lone, "nora", PASSWORD)
    return lone

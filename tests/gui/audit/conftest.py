"""A workspace with a trail of invented changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.gui import jobs
from app.services.workspace import Workspace

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LENGTH = 450


@pytest.fixture
def empty(data_dir: Path) -> Iterator[Workspace]:
    made = open_workspace(data_dir)
    made.clock = lambda: NOW
    yield made
    jobs.shutdown()
    made.close()


@pytest.fixture
def trail(empty: Workspace) -> Workspace:
    """450 events of 45 days about ten cases, by three people."""
    with empty.database.write() as uow:
        for number in range(LENGTH):
            at = NOW - timedelta(hours=2.4 * (LENGTH - number - 1))
            before = {"state": "OPEN", "tags": ["new"], "due_at": "2026-11-30"}
            after = {"state": "IN_REVIEW", "tags": ["new"], "assigned_to": "ines",
                     "reason": f"Because of {number}"}  # fmt: skip
            uow.audit.append(
                at, ("nora", "rex", "ines")[number % 3],
                ("case.updated", "case.assigned")[number % 2], "case", f"cas_{number % 10}",
                json.dumps(before), json.dumps(after),
            )  # fmt: skip
        uow.commit()
    return empty

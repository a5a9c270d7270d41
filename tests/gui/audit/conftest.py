"""A workspace with a trail of invented changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from app.bootstrap import open_workspace
from app.domain.case import Case, CaseState, Priority
from app.domain.decision import Outcome
from app.domain.risk import RiskBand
from app.domain.subject import SubjectType
from app.gui import jobs
from app.services.workspace import Workspace
from app.storage.rows_casework import cases
from app.storage.unit_of_work import UnitOfWork

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
        for number in range(10):
            store_case(uow, f"cas_{number}")
        uow.commit()
    return empty


def store_case(uow: UnitOfWork, case_id: str) -> None:
    """The case that the events tell of, as they left it."""
    uow.cases.add(
        Case(
            case_id=case_id, version=1, state=CaseState.OPEN, priority=Priority.HIGH,
            screening_id="", subject_id=case_id, external_id="", name="Norvik Polar Shipping",
            type=SubjectType.ENTITY, original_decision=Outcome.BLOCK, decision=Outcome.BLOCK,
            band=RiskBand.HIGH, score=700, matches=1, open_matches=1, notes="", opened_by="nora",
            created_at=NOW, updated_at=NOW,
        )
    )  # fmt: skip
    uow.connection.execute(
        update(cases)
        .where(cases.c.case_id == case_id)
        .values(state="IN_REVIEW", assigned_to="ines", version=2)
    )

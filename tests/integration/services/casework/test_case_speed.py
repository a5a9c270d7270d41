"""Five thousand cases: board, pages, search and one long case stay far below a tenth of a second."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from app.domain.case import ActivityType, CaseState, Priority
from app.domain.case_query import CaseQuery
from app.domain.events import EventType
from app.services import cases
from app.services.case_recording import case_work
from app.storage.case_rows import case_values
from app.storage.rows_casework import cases as table

CASES, ACTIVITIES = 5_000, 200
GUARDS = ("cases_move", "cases_wait_for_a_disposition", "cases_close_by_approval")


@pytest.fixture
def crowded(desk):
    """5,000 cases of five states, and one with 200 notes; its id."""
    rng = random.Random(3)
    first = desk.case(name="Dario Quintel")
    rows = [
        case_values(
            replace(
                first,
                case_id=f"cas_{number:05}",
                subject_id=f"subj_{number}",
                name=f"{rng.choice(['Aron', 'Bela', 'Ciro'])} Ventris {number}",
                priority=rng.choice(list(Priority)),
                due_at=desk.now + timedelta(hours=rng.randrange(-50, 500)),
                assigned_to=rng.choice(["", "ines@example.com", "marc@example.com"]),
                tags=("vip",) if number % 7 == 0 else (),
            )
        )
        for number in range(CASES)
    ]
    with desk.workspace.database.write() as uow:
        uow.connection.execute(insert(table), rows)
        for name in GUARDS:
            uow.connection.execute(text(f"DROP TRIGGER {name}"))
        for number, state in enumerate(CaseState):
            change = text("UPDATE cases SET state = :state WHERE seq % 5 = :number AND seq > 1")
            uow.connection.execute(change, {"state": state.value, "number": number})
        uow.commit()
    with case_work(desk.workspace) as work:
        case = work.case(first.case_id)
        for number in range(ACTIVITIES):
            case = work.change(case, EventType.CASE_UPDATED, ActivityType.NOTE, f"Seen {number}")
    return first.case_id


def milliseconds(work: Callable[[], object]) -> float:
    """The best of five runs: what the machine does besides is not measured."""
    best = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - started)
    return best * 1000


@pytest.mark.alone
def test_five_thousand_cases_answer_at_once(desk, crowded) -> None:
    workspace = desk.workspace
    high = CaseQuery(states=(CaseState.OPEN,), priorities=(Priority.HIGH,), assigned="me_or_nobody")
    asked: dict[str, tuple[float, Callable[[], object]]] = {
        "board": (100, lambda: cases.board(workspace, CaseQuery(), 50)),
        "filtered page": (50, lambda: cases.page(workspace, high, 0, 100)),
        "page sorted by name": (
            100,
            lambda: cases.page(workspace, CaseQuery(sort=(("name", True),)), 0, 100),
        ),
        "last page by priority": (
            100,
            lambda: cases.page(workspace, CaseQuery(sort=(("priority", False),)), 4_900, 100),
        ),
        "search": (50, lambda: cases.page(workspace, CaseQuery(text="bela 49"), 0, 100)),
        "count": (50, lambda: cases.count(workspace, CaseQuery(tags=("vip",)))),
        "navigation": (50, lambda: cases.counts(workspace)),
        "case with 200 notes": (50, lambda: cases.get(workspace, crowded)),
    }
    taken = {name: milliseconds(work) for name, (_, work) in asked.items()}
    print(", ".join(f"{name} {value:.1f} ms" for name, value in taken.items()))
    assert sum(total for _, total in cases.board(workspace, CaseQuery()).values()) == CASES + 1
    late = {name: value for name, value in taken.items() if value > asked[name][0]}
    assert not late

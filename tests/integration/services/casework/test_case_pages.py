"""Cases asked for: filters, orders, board, numbers, and one case with all that belongs to it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.domain.case import CaseState, Priority
from app.domain.case_query import CaseQuery
from app.domain.decision import Outcome
from app.domain.errors import BadInput, NotFound
from app.domain.match import Check
from app.domain.risk import RiskBand
from app.services import case_changes, case_moves, cases


@pytest.fixture(autouse=True)
def days_of_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Days end as those of this machine do: here at midnight UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of this machine cannot be set")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="module")
def filled(shared_desk):
    """Six cases that differ in everything that can be asked for."""
    desk, workspace = shared_desk, shared_desk.workspace
    made = {
        "late": desk.case(name="Zoé Quintel", band=RiskBand.CRITICAL, external_id="late_1"),
        "soon": desk.case(CaseState.IN_REVIEW, name="Bruno Halver", band=RiskBand.HIGH),
        "week": desk.case(CaseState.ESCALATED, name="carla Dimov", band=RiskBand.MEDIUM),
        "far": desk.case(name="Åsa Lindgrenn", band=RiskBand.LOW),
        "done": desk.case(CaseState.CLOSED, name="Dario Quintel", band=RiskBand.HIGH),
        "asleep": desk.case(name="Evo Petrasz", band=RiskBand.LOW),
    }
    case_changes.set_due(workspace, made["far"].case_id, desk.now + timedelta(days=20))
    case_changes.snooze(workspace, made["asleep"].case_id, desk.now + timedelta(days=9))
    case_moves.assign(workspace, made["week"].case_id, "marc@example.com")
    case_moves.override(workspace, made["far"].case_id, "REVIEW_REQUIRED", "BLOCK", "Sure")
    desk.later(hours=9)  # the critical one had eight
    return {name: case.case_id for name, case in made.items()}


def names(filled, desk, **query) -> list[str]:
    known = {case_id: name for name, case_id in filled.items()}
    page = cases.page(desk.workspace, CaseQuery(**query), 0, 100)
    return [known[case.case_id] for case in page]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["late", "soon", "done", "week", "far"]),
        ({"snoozed": "all"}, ["late", "soon", "done", "week", "asleep", "far"]),
        ({"snoozed": "only"}, ["asleep"]),
        ({"states": (CaseState.OPEN, CaseState.CLOSED)}, ["late", "done", "far"]),
        ({"priorities": (Priority.HIGH,)}, ["soon", "done"]),
        ({"states": (CaseState.IN_REVIEW,), "priorities": (Priority.LOW,)}, []),
        ({"text": "quintel"}, ["late", "done"]),
        ({"text": "zoe QUINTEL"}, ["late"]),
        ({"text": "late_1"}, ["late"]),
        ({"text": "%"}, []),
        ({"assigned": "me"}, ["soon", "done"]),
        ({"assigned": "nobody"}, ["late", "far"]),
        ({"assigned": "me_or_nobody"}, ["late", "soon", "done", "far"]),
        ({"assigned": "Marc@Example.com"}, ["week"]),
        ({"assigned": "stranger"}, []),
        ({"due": "overdue"}, ["late"]),
        ({"due": "today"}, ["late"]),
        ({"due": "week"}, ["late", "soon", "week"]),
        ({"decision": (Outcome.BLOCK,)}, ["far"]),
        ({"sources": ("un_sc",)}, ["late", "soon", "done", "week", "far"]),
        ({"sources": ("un",)}, []),
        ({"checks": (Check.PEP, Check.SANCTIONS)}, ["late", "soon", "done", "week", "far"]),
        ({"checks": (Check.PEP,)}, []),
        ({"sort": (("name", True),)}, ["far", "soon", "week", "done", "late"]),
        ({"sort": (("priority", False), ("name", True))}, ["late", "soon", "done", "week", "far"]),
        ({"sort": (("state", True), ("name", False))}, ["late", "far", "soon", "week", "done"]),
        ({"sort": (("closed_at", True),)}, ["done", "late", "soon", "week", "far"]),
        ({"sort": (("created_at", False),)}, ["done", "far", "week", "soon", "late"]),
    ],
)
def test_filters_and_orders(filled, shared_desk, query, expected) -> None:
    found = names(filled, shared_desk, **query)
    assert found == expected
    fitting, total = cases.count(shared_desk.workspace, CaseQuery(**query))
    assert (fitting, total) == (len(expected), 6)
    assert [*cases.ids(shared_desk.workspace, CaseQuery(**query))] == [
        filled[name] for name in expected
    ]


def test_pages_follow_each_other(filled, shared_desk) -> None:
    query = CaseQuery(snoozed="all")
    workspace = shared_desk.workspace
    whole = cases.page(workspace, query, 0, 100)
    assert cases.page(workspace, query, 0, 4) + cases.page(workspace, query, 4, 4) == whole
    found = cases.of_ids(workspace, [case.case_id for case in whole[:2]])
    assert {case.case_id for case in found} == {case.case_id for case in whole[:2]}


@pytest.mark.parametrize(
    "query",
    [{"due": "someday"}, {"snoozed": "maybe"}, {"sort": (("payload", True),)}],
)
def test_unknown_words_are_refused(shared_desk, query) -> None:
    with pytest.raises(BadInput):
        cases.page(shared_desk.workspace, CaseQuery(**query), 0, 10)


def test_the_board_has_every_column_and_its_whole_number(filled, shared_desk) -> None:
    columns = cases.board(shared_desk.workspace, CaseQuery(), 1)
    assert list(columns) == list(CaseState)
    assert {state.value: total for state, (_, total) in columns.items()} == {
        "OPEN": 2,
        "IN_REVIEW": 1,
        "ESCALATED": 1,
        "PENDING_APPROVAL": 0,
        "CLOSED": 1,
    }
    assert [case.case_id for case in columns[CaseState.OPEN][0]] == [filled["late"]]
    assert columns[CaseState.PENDING_APPROVAL] == ((), 0)
    narrowed = cases.board(shared_desk.workspace, CaseQuery(states=(CaseState.CLOSED,)))
    assert narrowed[CaseState.OPEN] == ((), 0)
    assert narrowed[CaseState.CLOSED][1] == 1


def test_the_numbers_of_the_navigation(filled, shared_desk) -> None:
    counts = cases.counts(shared_desk.workspace)
    assert (counts.open, counts.due_today, counts.overdue, counts.mine) == (4, 1, 1, 1)


def test_a_case_tells_its_light_and_where_its_screening_is(filled, shared_desk) -> None:
    workspace = shared_desk.workspace
    lights = {name: cases.get(workspace, key).sla.value for name, key in filled.items()}
    assert lights == {
        "late": "red",
        "soon": "ok",
        "week": "ok",
        "far": "ok",
        "done": "none",
        "asleep": "ok",
    }
    file = cases.get(workspace, filled["late"])
    found = cases.of_screening(workspace, file.case.screening_id)
    assert [case.case_id for case in found] == [filled["late"]]
    assert cases.of_screening(workspace, "scr_none") == ()


def test_a_case_that_is_not_there(shared_desk) -> None:
    for deed in (cases.get, cases.trail):
        with pytest.raises(NotFound, match="no case cas_none"):
            deed(shared_desk.workspace, "cas_none")


def test_the_trail_holds_the_approvals_too(office) -> None:
    case = office.case(CaseState.PENDING_APPROVAL)
    rows = cases.trail(office.workspace, case.case_id)
    assert [row.action for row in rows] == [
        "case.created",
        "case.assigned",
        "case.updated",
        "approval.asked",
    ]
    assert [row.seq for row in rows] == sorted(row.seq for row in rows)

"""Cases: the one table of moves, and what is said of every pair that is not in it."""

from __future__ import annotations

from itertools import product

import pytest

from app.domain.case import (
    ENTERED,
    MOVES,
    ActivityType,
    CaseAlreadyClosed,
    CaseConflict,
    CaseState,
    Move,
    is_laxer,
    require_move,
    targets,
    why_not,
)
from app.domain.decision import Outcome

PAIRS = list(product(CaseState, CaseState))


@pytest.mark.parametrize(("state", "target"), PAIRS)
def test_every_pair_of_states_is_a_move_or_says_why_not(state, target) -> None:
    problem = why_not(state, target)
    if (state, target) in MOVES:
        assert problem == ""
        assert require_move("cas_1", state, target) is MOVES[state, target]
        return
    assert problem.endswith(".")
    kind = CaseAlreadyClosed if state is CaseState.CLOSED else CaseConflict
    with pytest.raises(CaseConflict) as caught:
        require_move("cas_1", state, target)
    assert type(caught.value) is kind
    assert problem in caught.value.message
    assert caught.value.exit_code == 3
    assert all(other in caught.value.todo for other in targets(state))


def test_the_moves_are_those_of_the_product() -> None:
    told = {(before.value, after.value): move.value for (before, after), move in MOVES.items()}
    assert told == {
        ("OPEN", "IN_REVIEW"): "assign",
        ("IN_REVIEW", "ESCALATED"): "escalate",
        ("IN_REVIEW", "PENDING_APPROVAL"): "dispose",
        ("ESCALATED", "IN_REVIEW"): "return",
        ("ESCALATED", "PENDING_APPROVAL"): "dispose",
        ("PENDING_APPROVAL", "IN_REVIEW"): "refuse",
        ("PENDING_APPROVAL", "CLOSED"): "approve",
        ("CLOSED", "IN_REVIEW"): "reopen",
    }
    assert set(MOVES.values()) == set(Move)


def test_targets_are_in_the_order_of_the_board() -> None:
    assert targets(CaseState.IN_REVIEW) == (CaseState.ESCALATED, CaseState.PENDING_APPROVAL)
    assert targets(CaseState.PENDING_APPROVAL) == (CaseState.IN_REVIEW, CaseState.CLOSED)


def test_every_state_can_be_left_and_closed_is_reached_by_approval_alone() -> None:
    assert all(targets(state) for state in CaseState)
    assert [pair for pair in MOVES if pair[1] is CaseState.CLOSED] == [
        (CaseState.PENDING_APPROVAL, CaseState.CLOSED)
    ]
    assert not [pair for pair in MOVES if pair[1] is CaseState.OPEN]


@pytest.mark.parametrize(("original", "new"), list(product(Outcome, Outcome)))
def test_a_decision_is_laxer_if_it_lets_more_through(original, new) -> None:
    order = ["APPROVE", "APPROVE_WITH_MONITORING", "REVIEW_REQUIRED", "BLOCK"]
    assert is_laxer(original, new) is (order.index(new.value) < order.index(original.value))


def test_people_enter_five_kinds_of_activity() -> None:
    assert {item.value for item in ENTERED} == {"NOTE", "CALL", "EMAIL", "DOCUMENT", "MEETING"}
    assert ActivityType.STATUS_CHANGE not in ENTERED

"""What was found true is not set aside by one person, and nobody approves what they did not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.domain.approval import Approval
from app.domain.case import CaseConflict, CaseState, Disposition
from app.domain.review import ResolutionVerdict
from app.services import approvals, case_moves, cases, review

if TYPE_CHECKING:
    from tests.integration.services.casework.conftest import Desk

RUTH = "ruth@example.com"


def waiting(office: Desk, case_id: str) -> Approval:
    found = approvals.pending(office.workspace, for_me=False)
    return next(item for item in found if item.case_id == case_id)


@pytest.mark.parametrize("verdict", ["FALSE_POSITIVE", "NO_ACTION_REQUIRED"])
def test_true_positive_of_two_is_not_reopened_and_cleared_by_one(
    office: Desk, verdict: str
) -> None:
    case = office.case(CaseState.PENDING_APPROVAL)
    with office.as_user(RUTH):
        approvals.approve(office.workspace, waiting(office, case.case_id).approval_id)
    case_moves.reopen(office.workspace, case.case_id, "Another look")
    case_moves.dispose(office.workspace, case.case_id, verdict, "Changed my mind")
    assert office.read(case.case_id).state is CaseState.PENDING_APPROVAL
    with office.as_user(RUTH):
        approvals.approve(office.workspace, waiting(office, case.case_id).approval_id)
    assert office.read(case.case_id).state is CaseState.CLOSED


def test_false_positive_over_a_true_match_needs_a_second_person(office: Desk) -> None:
    record = office.screened(matches=1)
    outcome = review.resolve(
        office.workspace,
        [record.matches[0].match_id],
        ResolutionVerdict.TRUE_POSITIVE,
        "same_identifier",
    )
    (case_id,) = outcome.cases
    case_moves.assign(office.workspace, case_id, "ines@example.com")
    case_moves.dispose(office.workspace, case_id, "FALSE_POSITIVE", "Not him after all")
    assert office.read(case_id).state is CaseState.PENDING_APPROVAL


def test_false_positive_that_nothing_contradicts_closes_by_the_policy(office: Desk) -> None:
    assert office.case(CaseState.CLOSED).disposition is Disposition.FALSE_POSITIVE


def test_verdict_after_the_request_is_not_approved_unseen(office: Desk) -> None:
    case = office.case(CaseState.PENDING_APPROVAL)
    asked = waiting(office, case.case_id)
    office.later(minutes=5)
    match_id = cases.get(office.workspace, case.case_id).reviews[0].match_id
    review.resolve(office.workspace, [match_id], ResolutionVerdict.FALSE_POSITIVE, "other_birth")
    with office.as_user(RUTH):
        with pytest.raises(CaseConflict, match="was resolved after"):
            approvals.approve(office.workspace, asked.approval_id)
        assert office.read(case.case_id).state is CaseState.PENDING_APPROVAL
        with pytest.raises(CaseConflict):
            approvals.approve(office.workspace, asked.approval_id, version=case.version)
        seen = office.read(case.case_id).version
        approvals.approve(office.workspace, asked.approval_id, version=seen)
    assert office.read(case.case_id).state is CaseState.CLOSED

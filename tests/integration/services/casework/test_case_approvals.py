"""Four eyes in case work: what waits for whom, and what the second person decides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from app.domain.case import CaseConflict, CaseState, why_not
from app.domain.decision import Outcome
from app.domain.errors import BadInput
from app.domain.user import NotAllowed, UserState
from app.services import approvals, audit, case_moves, case_settings, cases

INES, RUTH, MARC = "ines@example.com", "ruth@example.com", "marc@example.com"


def test_a_laxer_override_and_a_true_positive_wait_for_the_second_person(office) -> None:
    workspace = office.workspace
    case = office.case(CaseState.IN_REVIEW, outcome=Outcome.REVIEW_REQUIRED)
    waiting = case_moves.dispose(workspace, case.case_id, "TRUE_POSITIVE", "Passport agrees", RUTH)
    assert waiting.state is CaseState.PENDING_APPROVAL
    override = case_moves.override(
        workspace, case.case_id, "REVIEW_REQUIRED", "APPROVE", "Known for years"
    )
    assert override.approval.state.value == "PENDING"
    assert office.read(case.case_id).decision is Outcome.REVIEW_REQUIRED
    with pytest.raises(CaseConflict, match="waits for an approver"):
        case_moves.override(workspace, case.case_id, "REVIEW_REQUIRED", "APPROVE", "Again")
    closing, overriding = cases.get(workspace, case.case_id).pending
    assert approvals.pending(workspace) == ()  # the maker decides nothing
    assert len(approvals.pending(workspace, for_me=False)) == 2
    with office.as_user(MARC):
        assert [item.approval_id for item in approvals.pending(workspace)] == [
            overriding.approval_id
        ]
        with pytest.raises(Exception, match="asked of ruth"):
            approvals.approve(workspace, closing.approval_id)
        approvals.approve(workspace, overriding.approval_id, "Fine")
    with office.as_user(RUTH):
        decided = approvals.approve(workspace, closing.approval_id, "Seen")
    file = cases.get(workspace, case.case_id)
    assert (file.case.state, file.case.decision) == (CaseState.CLOSED, Outcome.APPROVE)
    assert (decided.decided_by, file.activities[-1].actor) == (RUTH, RUTH)
    assert file.dispositions[0].approval == decided
    kinds = [kind for kind, _ in office.events()]
    assert kinds.count("approval.asked") == kinds.count("approval.decided") == 2
    decided_already = r"ruth@example\.com decided this approval already"
    with office.as_user(MARC), pytest.raises(CaseConflict, match=decided_already):
        approvals.refuse(workspace, closing.approval_id, "Too late")
    assert audit.verify(workspace).ok


def test_a_stricter_override_counts_at_once(office) -> None:
    case = office.case(outcome=Outcome.REVIEW_REQUIRED)
    case_moves.override(office.workspace, case.case_id, "REVIEW_REQUIRED", "BLOCK", "Sure")
    assert office.read(case.case_id).decision is Outcome.BLOCK


def test_an_override_whose_ground_has_moved_cannot_be_approved(office) -> None:
    workspace = office.workspace
    case = office.case(outcome=Outcome.REVIEW_REQUIRED)
    made = case_moves.override(workspace, case.case_id, "REVIEW_REQUIRED", "APPROVE", "Fine")
    with workspace.database.write() as uow:  # as if it had come from elsewhere
        uow.connection.execute(text("DROP TRIGGER cases_decide_by_override"))
        uow.cases.change(uow.cases.get(case.case_id), decision=Outcome.BLOCK)
        uow.commit()
    with office.as_user(RUTH), pytest.raises(CaseConflict, match="is BLOCK now"):
        approvals.approve(workspace, made.approval.approval_id)
    assert cases.get(workspace, case.case_id).pending


def test_refusing_sends_back_and_a_new_disposition_is_needed(office) -> None:
    workspace = office.workspace
    case = office.case(CaseState.PENDING_APPROVAL)
    (asked,) = cases.get(workspace, case.case_id).pending
    with office.as_user(RUTH):
        with pytest.raises(BadInput, match="reason is empty"):
            approvals.refuse(workspace, asked.approval_id, "  ")
        approvals.refuse(workspace, asked.approval_id, "Where is the passport?")
    file = cases.get(workspace, case.case_id)
    assert (file.case.state, file.case.disposition, file.case.disposition_id) == (
        CaseState.IN_REVIEW,
        None,
        "",
    )
    assert file.dispositions[0].approval.state.value == "REFUSED"
    assert file.activities[-1].data["refused"] == "TRUE_POSITIVE"
    case_moves.dispose(workspace, case.case_id, "NO_ACTION_REQUIRED", "Settled")
    assert office.read(case.case_id).state is CaseState.CLOSED


def test_a_refused_override_leaves_the_decision(office) -> None:
    workspace = office.workspace
    case = office.case(outcome=Outcome.REVIEW_REQUIRED)
    made = case_moves.override(workspace, case.case_id, "REVIEW_REQUIRED", "APPROVE", "Fine")
    with office.as_user(RUTH):
        approvals.refuse(workspace, made.approval.approval_id, "Not fine")
    file = cases.get(workspace, case.case_id)
    assert (file.case.state, file.case.decision) == (CaseState.OPEN, Outcome.REVIEW_REQUIRED)
    assert file.activities[-1].data["approval"] == "REFUSED"


def test_only_the_maker_withdraws_what_waits(office) -> None:
    workspace = office.workspace
    case = office.case(CaseState.PENDING_APPROVAL)
    (asked,) = cases.get(workspace, case.case_id).pending
    with office.as_user(RUTH), pytest.raises(Exception, match="only they can withdraw"):
        approvals.withdraw(workspace, asked.approval_id)
    assert approvals.withdraw(workspace, asked.approval_id).state.value == "WITHDRAWN"
    assert office.read(case.case_id).state is CaseState.IN_REVIEW
    case_moves.dispose(workspace, case.case_id, "TRUE_POSITIVE", "Once more")
    back = case_moves.move(workspace, case.case_id, CaseState.IN_REVIEW, "Not yet")
    assert back.state is CaseState.IN_REVIEW  # the maker's way back is to withdraw


@pytest.mark.parametrize("approver", [INES, "otto@example.com", "ada@example.com", "nobody@x"])
def test_the_named_approver_is_another_active_reviewer(office, approver) -> None:
    case = office.case(CaseState.IN_REVIEW)
    before = office.events()
    with pytest.raises(BadInput):
        case_moves.dispose(office.workspace, case.case_id, "TRUE_POSITIVE", "Sure", approver)
    with pytest.raises(BadInput):
        case_moves.override(
            office.workspace, case.case_id, "REVIEW_REQUIRED", "APPROVE", "Sure", approver
        )
    assert office.events() == before


def test_another_reviewer_decides_for_one_who_left(office) -> None:
    workspace = office.workspace
    case = office.case(CaseState.IN_REVIEW)
    case_moves.dispose(workspace, case.case_id, "TRUE_POSITIVE", "Sure", RUTH)
    (asked,) = cases.get(workspace, case.case_id).pending
    with office.as_user(MARC):
        assert approvals.pending(workspace) == ()
        blocked = case_moves.obstacles(workspace, case.case_id)[CaseState.CLOSED]
        assert blocked.startswith("This approval was asked of ruth@example.com")
    with workspace.database.write() as uow:
        ruth = uow.users.get(RUTH)
        uow.users.save(replace(ruth, state=UserState.DISABLED), office.now)
        uow.commit()
    with office.as_user(MARC):
        assert approvals.pending(workspace) == (asked,)
        assert case_moves.obstacles(workspace, case.case_id)[CaseState.CLOSED] == ""
        decided = approvals.approve(workspace, asked.approval_id)
    assert (decided.named, decided.decided_by) == (RUTH, MARC)


def test_an_approver_as_stated_is_kept_as_stated(desk) -> None:
    case = desk.case()
    made = case_moves.override(
        desk.workspace, case.case_id, "REVIEW_REQUIRED", "APPROVE", "Known", " Dr. Mara Olin "
    )
    assert (made.named, made.approval.named) == ("Dr. Mara Olin", "Dr. Mara Olin")
    for bad in ("x" * 201, "two\nlines"):
        with pytest.raises(BadInput, match="cannot be a person"):
            case_moves.override(desk.workspace, case.case_id, "APPROVE", "BLOCK", "No", bad)


def test_who_may_not_is_told_so(office) -> None:
    workspace = office.workspace
    case = office.case(CaseState.PENDING_APPROVAL)
    (asked,) = cases.get(workspace, case.case_id).pending
    with pytest.raises(NotAllowed, match="ANALYST and may not approve"):
        approvals.approve(workspace, asked.approval_id)
    with office.as_user("otto@example.com"):
        with pytest.raises(NotAllowed, match="AUDITOR"):
            case_moves.assign(workspace, case.case_id, INES)
        assert approvals.pending(workspace) == ()
        told = case_moves.obstacles(workspace, case.case_id)
        assert set(told.values()) == {case_moves.READ_ONLY}


def test_obstacles_know_the_person_too(office) -> None:
    workspace = office.workspace
    case = office.case(CaseState.PENDING_APPROVAL)
    mine = case_moves.obstacles(workspace, case.case_id)
    assert mine[CaseState.CLOSED] == "Only a reviewer decides what waits for approval."
    assert mine[CaseState.IN_REVIEW] == ""  # the maker may withdraw it
    with office.as_user(RUTH):
        hers = case_moves.obstacles(workspace, case.case_id)
        assert hers[CaseState.CLOSED] == hers[CaseState.IN_REVIEW] == ""
        own = office.case(CaseState.PENDING_APPROVAL)
        blocked = case_moves.obstacles(workspace, own.case_id)
        assert blocked[CaseState.CLOSED].startswith("ruth@example.com asked for this approval")
    free = case_moves.obstacles(workspace, office.case().case_id)
    assert free[CaseState.IN_REVIEW] == ""
    assert free[CaseState.CLOSED] == why_not(CaseState.OPEN, CaseState.CLOSED)


def test_a_changed_policy_is_decided_like_the_rest(office) -> None:
    workspace = office.workspace
    asked = []
    for reason in ("Fewer cases", "More cases"):
        with office.as_user(RUTH):
            changed = {"opening": {"outcomes": ["BLOCK", "REVIEW_REQUIRED"]}}
            waiting = case_settings.change_policy(workspace, changed, reason=reason)
        asked.append(waiting)
        with office.as_user(MARC):
            if reason == "Fewer cases":
                approvals.refuse(workspace, waiting.approval_id, "Too many")
                office.screened(outcome=Outcome.REVIEW_REQUIRED)
                assert cases.counts(workspace).open == 0
            else:
                approvals.approve(workspace, waiting.approval_id)
    office.screened(outcome=Outcome.REVIEW_REQUIRED)
    assert cases.counts(workspace).open == 1
    with office.as_user(RUTH):
        waiting = case_settings.turn_off_four_eyes(workspace, reason="Holidays")
        assert approvals.withdraw(workspace, waiting.approval_id).state.value == "WITHDRAWN"
    assert audit.verify(workspace).ok

"""The moves of a case: every pair of states alike in domain, service and database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.domain.case import (
    MOVES,
    ActivityType,
    CaseAlreadyClosed,
    CaseConflict,
    CaseState,
    Disposition,
    InvalidDisposition,
    StaleCase,
    why_not,
)
from app.domain.decision import Outcome
from app.domain.errors import BadInput, NotFound, UsageError
from app.services import approvals, audit, case_activities, case_moves, cases

INES, RUTH, MARC = "ines@example.com", "ruth@example.com", "marc@example.com"


def by_service(office, case, target) -> str:
    """What the service says to a move; empty if it was made."""
    checker = case.state is CaseState.PENDING_APPROVAL
    try:
        with office.as_user(RUTH if checker else INES):
            moved = case_moves.move(
                office.workspace, case.case_id, target, "Because", disposition="TRUE_POSITIVE"
            )
    except CaseConflict as error:
        return error.message
    assert moved.state is target
    return ""


def by_sql(office, case, target) -> str:
    """What the database says to the bare change of the state, everything else being in order."""
    with office.workspace.database.write() as uow:
        run = uow.connection.execute
        disposition_id = case.disposition_id
        if target is CaseState.PENDING_APPROVAL:
            disposition_id = "dsp_new"
            run(
                text(
                    "INSERT INTO case_dispositions (disposition_id, case_id, disposition, reason,"
                    " made_by, at) VALUES ('dsp_new', :case_id, 'TRUE_POSITIVE', 'x', 'y', 'z')"
                ),
                {"case_id": case.case_id},
            )
        if target is CaseState.CLOSED:
            disposition_id = _approved(run, case)
        try:
            run(
                text(
                    "UPDATE cases SET state = :state, disposition = 'TRUE_POSITIVE',"
                    " disposition_id = :disposition_id WHERE case_id = :case_id"
                ),
                {
                    "state": target.value,
                    "disposition_id": disposition_id,
                    "case_id": case.case_id,
                },
            )
        except DBAPIError as error:
            return str(error.orig)
    return ""


def _approved(run, case) -> str:
    """An approved disposition of the case: the one that waits, or one made up."""
    facts = {"case_id": case.case_id, "by": RUTH}
    if case.state is CaseState.PENDING_APPROVAL:
        run(
            text(
                "UPDATE approvals SET state = 'APPROVED', decided_by = :by, decided_at = 'now'"
                " WHERE case_id = :case_id"
            ),
            facts,
        )
        return case.disposition_id
    run(
        text(
            "INSERT INTO case_dispositions (disposition_id, case_id, disposition, reason, made_by,"
            " at) VALUES ('dsp_x', :case_id, 'FALSE_POSITIVE', 'x', 'y', 'z')"
        ),
        facts,
    )
    run(
        text(
            "INSERT INTO approvals (approval_id, object_type, object_id, case_id, made_by,"
            " asked_at, needs_second, state, decided_by, decided_at) VALUES ('apr_x',"
            " 'disposition', 'dsp_x', :case_id, 'ines', 'z', 1, 'APPROVED', :by, 'z')"
        ),
        facts,
    )
    return "dsp_x"


@pytest.mark.parametrize(("state", "target"), list(product(CaseState, CaseState)))
def test_every_pair_is_allowed_or_refused_alike(shared_office, state, target) -> None:
    case = shared_office.case(state)
    assert case.state is state
    domain = why_not(state, target)
    assert (domain == "") is ((state, target) in MOVES)
    sql = by_sql(shared_office, case, target)
    assert (sql == "") is (domain == ""), sql
    before = shared_office.events(), shared_office.read(case.case_id)
    service = by_service(shared_office, case, target)
    assert (service == "") is (domain == ""), service
    if domain:
        assert domain in service
        assert before == (shared_office.events(), shared_office.read(case.case_id))


def test_the_walk_of_the_case_page_in_its_own_order(desk) -> None:
    workspace = desk.workspace
    record = desk.screened("Dario Quintel", outcome=Outcome.BLOCK)
    case = cases.create(
        workspace,
        record.screening_id,
        subject_id=record.subject_id,
        priority="HIGH",
        notes="PEP match found",
    )
    assert (case.state, case.priority.value, case.notes) == (
        CaseState.OPEN,
        "HIGH",
        "PEP match found",
    )
    case = case_moves.assign(workspace, case.case_id, "analyst@example.com")
    assert (case.state, case.assigned_to) == (CaseState.IN_REVIEW, "analyst@example.com")
    note = case_activities.add_activity(workspace, case.case_id, "NOTE", "Contacted the customer.")
    assert note.type is ActivityType.NOTE
    link = case_activities.attach_link(
        workspace, case.case_id, "passport.pdf", "DOCUMENT", "https://docs.example.com/passport.pdf"
    )
    assert (link.url, link.sha256) == ("https://docs.example.com/passport.pdf", "")
    case = case_moves.escalate(workspace, case.case_id, "Needs the MLRO", "mlro@example.com")
    assert (case.state, case.escalated_to) == (CaseState.ESCALATED, "mlro@example.com")
    case = case_moves.dispose(workspace, case.case_id, "FALSE_POSITIVE", "Other date of birth")
    assert (case.state, case.disposition) == (CaseState.CLOSED, Disposition.FALSE_POSITIVE)
    with pytest.raises(CaseConflict, match="BLOCK, not REVIEW_REQUIRED"):
        case_moves.override(workspace, case.case_id, "REVIEW_REQUIRED", "APPROVE", "No")
    made = case_moves.override(
        workspace, case.case_id, "BLOCK", "APPROVE_WITH_MONITORING", "Cleared", "mlro@example.com"
    )
    assert (made.is_laxer, made.named, made.approval.decided_by) == (
        True,
        "mlro@example.com",
        "policy",
    )
    file = cases.get(workspace, case.case_id)
    assert file.case.state is CaseState.CLOSED
    assert file.case.decision is Outcome.APPROVE_WITH_MONITORING
    assert file.case.original_decision is Outcome.BLOCK
    assert [item.approval.decided_by for item in (*file.dispositions, *file.overrides)] == [
        "policy",
        "policy",
    ]
    assert not file.pending
    told = file.activities[-1].data
    assert told["approved_by_as_stated"] == "mlro@example.com"
    states = [item.data["state"] for item in file.activities]
    assert [state for n, state in enumerate(states) if n == 0 or states[n - 1] != state] == [
        "OPEN", "IN_REVIEW", "ESCALATED", "PENDING_APPROVAL", "CLOSED",
    ]  # fmt: skip
    kinds = [kind for kind, key in desk.events() if key == case.case_id]
    assert kinds == [
        "case.created", "case.updated", "case.assigned", "case.updated", "case.updated",
        "case.escalated", "case.updated", "case.closed", "case.updated",
    ]  # fmt: skip
    # One activity, one audit row and one version for every event; actors say what they are.
    assert len(file.activities) == len(cases.trail(workspace, case.case_id)) == len(kinds)
    assert file.case.version == len(kinds)
    by_hand = [item for item in file.activities if item.actor != "policy"]
    assert {item.actor for item in by_hand} == {"ines@example.com (one-person workspace)"}
    listed = cases.page(
        workspace, cases.CaseQuery(states=(CaseState.CLOSED,), snoozed="all"), 0, 10
    )
    assert [item.case_id for item in listed] == [case.case_id]
    assert audit.verify(workspace).ok


def test_reopening_asks_for_a_new_disposition_and_gives_the_time_again(desk) -> None:
    case = desk.case(CaseState.CLOSED)
    desk.later(days=30)
    with pytest.raises(BadInput):
        case_moves.reopen(desk.workspace, case.case_id, "")
    again = case_moves.reopen(desk.workspace, case.case_id, "New evidence")
    assert (again.state, again.disposition, again.closed_at) == (CaseState.IN_REVIEW, None, None)
    assert again.due_at == desk.workspace.case_policy.case_due(again.priority, desk.now)
    with pytest.raises(CaseConflict, match="only a closed case can be reopened"):
        case_moves.reopen(desk.workspace, case.case_id, "Twice")
    assert ("case.reopened", case.case_id) in desk.events()


def test_the_disposition_escalated_closes_nothing(desk) -> None:
    case = desk.case(CaseState.IN_REVIEW)
    moved = case_moves.dispose(
        desk.workspace, case.case_id, "ESCALATED", "Too hard", "mlro@example.com"
    )
    assert (moved.state, moved.disposition) == (CaseState.ESCALATED, None)
    assert moved.escalated_to == "mlro@example.com"
    assert cases.get(desk.workspace, case.case_id).dispositions == ()
    back = case_moves.return_to_review(desk.workspace, case.case_id, "Ask the customer")
    assert (back.state, back.escalated_to) == (CaseState.IN_REVIEW, "")


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        (lambda w, c: case_moves.dispose(w, c, "PERHAPS", "x"), InvalidDisposition),
        (lambda w, c: case_moves.dispose(w, c, "FALSE_POSITIVE", " "), BadInput),
        (lambda w, c: case_moves.escalate(w, c, ""), BadInput),
        (lambda w, c: case_moves.escalate(w, "cas_none", "x"), NotFound),
        (lambda w, c: case_moves.override(w, c, "MAYBE", "BLOCK", "x"), BadInput),
        (lambda w, c: case_moves.override(w, c, "REVIEW_REQUIRED", "REVIEW_REQUIRED", "x"),
         BadInput),
        (lambda w, c: case_moves.override(w, c, "REVIEW_REQUIRED", "BLOCK", ""), BadInput),
        (lambda w, c: case_moves.return_to_review(w, c, "x"), CaseConflict),
        (lambda w, c: case_moves.assign(w, c, "two\nlines"), BadInput),
        (lambda w, c: case_moves.move(w, c, CaseState.PENDING_APPROVAL, "x"), UsageError),
        (lambda w, c: approvals.approve(w, "apr_none"), NotFound),
    ],
)  # fmt: skip
def test_what_cannot_be_changes_nothing(shared_desk, deed, error) -> None:
    case = shared_desk.case(CaseState.IN_REVIEW)
    before = shared_desk.events()
    with pytest.raises(error):
        deed(shared_desk.workspace, case.case_id)
    assert shared_desk.events() == before
    assert shared_desk.read(case.case_id) == case


def test_assigning_again_and_giving_back(shared_desk) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    case = desk.case()
    with pytest.raises(CaseConflict, match="assigned to nobody"):
        case_moves.assign(workspace, case.case_id, "")
    taken = case_moves.assign(workspace, case.case_id, " Ines@Example.com ", case.version)
    assert (taken.assigned_to, taken.state) == (INES, CaseState.IN_REVIEW)
    assert case_moves.assign(workspace, case.case_id, INES) == taken  # nothing to record
    other = case_moves.assign(workspace, case.case_id, RUTH, reason="Holiday")
    assert (other.assigned_to, other.state) == (RUTH, CaseState.IN_REVIEW)
    back = case_moves.assign(workspace, case.case_id, "")
    assert (back.assigned_to, back.state) == ("", CaseState.IN_REVIEW)
    closed = desk.case(CaseState.CLOSED)
    with pytest.raises(CaseAlreadyClosed):
        case_moves.assign(workspace, closed.case_id, RUTH)


def test_a_case_goes_only_to_known_people_where_users_are_kept(office) -> None:
    case = office.case()
    for login in ("stranger@example.com", "otto@example.com"):
        with pytest.raises(BadInput, match="no active user"):
            case_moves.assign(office.workspace, case.case_id, login)
    case_moves.assign(office.workspace, case.case_id, MARC)
    with pytest.raises(BadInput, match="no active user"):
        case_moves.escalate(office.workspace, case.case_id, "Hard", "stranger@example.com")


def test_the_board_moves_by_the_target_alone(office) -> None:
    workspace = office.workspace
    case_id = office.case().case_id
    assert case_moves.move(workspace, case_id, CaseState.IN_REVIEW).assigned_to == INES
    moved = case_moves.move(workspace, case_id, CaseState.ESCALATED, "Hard", login=RUTH)
    assert moved.escalated_to == RUTH
    case_moves.move(workspace, case_id, CaseState.IN_REVIEW, "Back")
    case_moves.move(
        workspace, case_id, CaseState.PENDING_APPROVAL, "Sure", disposition="TRUE_POSITIVE",
        approver=RUTH,
    )  # fmt: skip
    with office.as_user(RUTH):
        case_moves.move(workspace, case_id, CaseState.IN_REVIEW, "More evidence")
    case_moves.move(
        workspace, case_id, CaseState.PENDING_APPROVAL, "Sure", disposition="TRUE_POSITIVE"
    )
    with office.as_user(RUTH):
        assert case_moves.move(workspace, case_id, CaseState.CLOSED).closed_at == office.now
    assert case_moves.move(workspace, case_id, CaseState.IN_REVIEW, "Again").closed_at is None


def test_who_saw_an_older_version_is_shown_both_states(desk) -> None:
    workspace = desk.workspace
    seen = desk.case(CaseState.IN_REVIEW)
    desk.later(minutes=12)
    case_moves.escalate(workspace, seen.case_id, "Hard")
    before = desk.events()
    with pytest.raises(StaleCase) as caught:
        case_moves.dispose(
            workspace, seen.case_id, "FALSE_POSITIVE", "Other birth", version=seen.version
        )
    message = caught.value.message
    assert "you saw it IN_REVIEW (version 2), it is ESCALATED (version 3) now" in message
    assert "changed it at 09:42 UTC" in message
    assert desk.events() == before
    with workspace.database.write() as uow, pytest.raises(StaleCase):
        uow.cases.change(seen, notes="from an old copy")


def test_of_many_who_decide_at_once_one_does(desk) -> None:
    workspace = desk.workspace
    seen = desk.case(CaseState.IN_REVIEW)

    def decide(number: int) -> str:
        try:
            case_moves.dispose(
                workspace, seen.case_id, "FALSE_POSITIVE", f"By {number}", version=seen.version
            )
        except StaleCase:
            return "stale"
        return "done"

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(decide, range(6))) == ["done", *["stale"] * 5]
    file = cases.get(workspace, seen.case_id)
    assert (file.case.state, len(file.dispositions)) == (CaseState.CLOSED, 1)
    assert audit.verify(workspace).ok

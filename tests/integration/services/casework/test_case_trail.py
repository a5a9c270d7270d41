"""Cases, approvals and verdicts that were changed past the services are found by the trail."""

from __future__ import annotations

from sqlcipher3 import dbapi2

from app.domain.case import CaseState
from app.domain.decision import Outcome
from app.domain.review import ResolutionVerdict
from app.services import approvals, audit, case_moves, cases, review

RUTH = "ruth@example.com"


def written(desk, *statements: str) -> None:
    """Write past the services, as another program could."""
    connection = dbapi2.connect(str(desk.workspace.database.path), isolation_level=None)
    for statement in statements:
        assert connection.execute(statement).rowcount
    connection.close()


def problem(desk) -> str:
    report = audit.verify(desk.workspace)
    assert report.ok is (not report.problem)
    return report.problem


def resolved(desk, verdict: ResolutionVerdict) -> str:
    (match,) = desk.screened().matches
    review.resolve(desk.workspace, [match.match_id], verdict, comment="Seen in a document")
    return match.match_id


def test_a_match_that_nobody_resolved(desk) -> None:
    (match,) = desk.screened().matches
    written(
        desk,
        "UPDATE match_reviews SET state = 'RESOLVED', verdict = 'FALSE_POSITIVE',"
        " resolved_by = 'ruth@example.com', resolved_at = created_at",
    )
    assert problem(desk) == f"no event tells of match {match.match_id}"


def test_another_verdict_than_the_one_given(desk) -> None:
    match_id = resolved(desk, ResolutionVerdict.TRUE_POSITIVE)
    assert not problem(desk)
    written(desk, "UPDATE match_reviews SET verdict = 'FALSE_POSITIVE'")
    assert problem(desk).startswith(f"match {match_id} says verdict FALSE_POSITIVE")


def test_a_verdict_in_another_name(desk) -> None:
    match_id = resolved(desk, ResolutionVerdict.FALSE_POSITIVE)
    written(desk, "UPDATE match_reviews SET resolved_by = 'ruth@example.com'")
    assert problem(desk).startswith(f"match {match_id} says resolved_by ruth@example.com")


def test_a_verdict_that_is_hidden_as_superseded(desk) -> None:
    match_id = resolved(desk, ResolutionVerdict.FALSE_POSITIVE)
    written(desk, "UPDATE match_reviews SET state = 'SUPERSEDED'")
    assert problem(desk).startswith(f"match {match_id} says state SUPERSEDED")


def test_a_verdict_that_is_gone(desk) -> None:
    match_id = resolved(desk, ResolutionVerdict.FALSE_POSITIVE)
    written(desk, "DROP TRIGGER match_reviews_no_delete", "DELETE FROM match_reviews")
    assert problem(desk) == f"match {match_id} is gone"


def test_an_approval_that_nobody_gave_and_the_decision_that_rests_on_it(office) -> None:
    case = office.case(CaseState.IN_REVIEW, outcome=Outcome.BLOCK)
    case_moves.override(office.workspace, case.case_id, "BLOCK", "APPROVE", "Known for years")
    (asked,) = approvals.pending(office.workspace, for_me=False)
    written(
        office,
        f"UPDATE approvals SET state = 'APPROVED', decided_by = '{RUTH}', decided_at = asked_at",
    )
    assert problem(office).startswith(f"approval {asked.approval_id} says state APPROVED")
    written(office, "UPDATE cases SET decision = 'APPROVE'")
    assert problem(office).startswith(f"case {case.case_id} says decision APPROVE")


def test_an_approval_in_another_name(office) -> None:
    office.case(CaseState.PENDING_APPROVAL)
    (asked,) = approvals.pending(office.workspace, for_me=False)
    with office.as_user(RUTH):
        approvals.approve(office.workspace, asked.approval_id, "Agreed")
    assert not problem(office)
    written(
        office,
        "DROP TRIGGER approvals_decided_once",
        "UPDATE approvals SET decided_by = 'marc@example.com'",
    )
    assert problem(office).startswith(f"approval {asked.approval_id} says decided_by marc")


def test_ordinary_work_of_every_kind_agrees(office) -> None:
    work = office.workspace
    first = office.screened(name="Yara Quell", external_id="cust_y")
    ids = [match.match_id for match in first.matches]
    unsure = review.resolve(work, ids, ResolutionVerdict.UNSURE, comment="A document is needed")
    review.undo(work, unsure.batch_id)
    review.resolve(work, ids, ResolutionVerdict.UNSURE, comment="A document is needed")
    office.screened(name="Yara Quell", external_id="cust_y", matches=first.matches[:0])
    again = office.case(CaseState.CLOSED, outcome=Outcome.BLOCK)
    case_moves.reopen(work, again.case_id, "New evidence")
    case_moves.override(work, again.case_id, "BLOCK", "REVIEW_REQUIRED", "Cleared")
    (asked,) = approvals.pending(work, for_me=False)
    with office.as_user(RUTH):
        approvals.refuse(work, asked.approval_id, "Not yet")
    case_moves.dispose(work, again.case_id, "TRUE_POSITIVE", "Same passport")
    (asked,) = approvals.pending(work, for_me=False)
    approvals.withdraw(work, asked.approval_id)
    true = review.resolve(
        work, [office.screened().matches[0].match_id], ResolutionVerdict.TRUE_POSITIVE,
        comment="Same passport",
    )  # fmt: skip
    review.undo(work, true.batch_id)
    assert cases.get(work, again.case_id).case.state is CaseState.IN_REVIEW
    assert not problem(office)

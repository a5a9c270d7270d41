"""The moves of a case: assign, escalate, return, dispose, override, reopen, each recorded."""

from __future__ import annotations

from app.domain.approval import ApprovalOf
from app.domain.case import (
    Case,
    CaseState,
    Disposition,
    InvalidDisposition,
    Move,
    Override,
    require_move,
    why_not,
)
from app.domain.decision import Outcome
from app.domain.errors import BadInput, UsageError
from app.domain.review import ResolutionVerdict
from app.domain.user import Permission, same_person
from app.services import approvals, case_steps
from app.services.case_recording import case_work
from app.services.workspace import Workspace

READ_ONLY = "You may not work on cases."


def assign(
    workspace: Workspace,
    case_id: str,
    login: str,
    version: int | None = None,
    *,
    reason: str = "",
) -> Case:
    """Give a case to someone ("" gives it back to nobody); from OPEN it moves to IN_REVIEW.

    Args:
        version: the version that the caller saw, for StaleCase; None takes any.
    Raises:
        CaseConflict and its kinds (the case does not allow it), BadInput (unknown person),
        NotAllowed, NotFound. Nothing changes then.
    """
    with case_work(workspace) as work:
        return case_steps.assign(work, work.case(case_id, version), login, reason)


def escalate(
    workspace: Workspace, case_id: str, reason: str, to: str = "", *, version: int | None = None
) -> Case:
    """IN_REVIEW -> ESCALATED, to a person if one is named. Raises as `assign`."""
    with case_work(workspace) as work:
        return case_steps.escalate(work, work.case(case_id, version), reason, to)


def return_to_review(
    workspace: Workspace, case_id: str, reason: str, *, version: int | None = None
) -> Case:
    """ESCALATED -> IN_REVIEW. Raises as `assign`."""
    with case_work(workspace) as work:
        return case_steps.give_back(work, work.case(case_id, version), reason)


def dispose(
    workspace: Workspace,
    case_id: str,
    disposition: Disposition | str,
    reason: str,
    approver: str = "",
    *,
    version: int | None = None,
) -> Case:
    """Propose a disposition: it waits in PENDING_APPROVAL for a second person where the policy
    asks for one, else the case closes at once. ESCALATED moves to that state.

    Args:
        approver: who shall decide (for ESCALATED: to whom); "" leaves it to any who may.
    Raises:
        InvalidDisposition, and as `assign`.
    """
    made = disposition_of(disposition)
    with case_work(workspace) as work:
        return case_steps.propose(work, work.case(case_id, version), made, reason, approver)


def disposition_of(name: Disposition | str) -> Disposition:
    """A disposition by its name. Raises InvalidDisposition."""
    try:
        return Disposition(name)
    except ValueError:
        raise InvalidDisposition(
            f"“{str(name)[:40]}” is no disposition.",
            safe="The case was left as it is.",
            todo=f"Use {', '.join(Disposition)}.",
        ) from None


def outcome_of(name: Outcome | str) -> Outcome:
    """A decision by its name. Raises BadInput."""
    try:
        return Outcome(name)
    except ValueError:
        raise BadInput(
            f"“{str(name)[:40]}” is no decision.",
            safe="The case was left as it is.",
            todo=f"Use {', '.join(Outcome)}.",
        ) from None


def override(
    workspace: Workspace,
    case_id: str,
    original: Outcome | str,
    new: Outcome | str,
    reason: str,
    approved_by: str = "",
    *,
    version: int | None = None,
) -> Override:
    """Put a person's decision in the place of the one in force; allowed in every state.

    With four eyes on, a laxer one waits for `approved_by` (or any reviewer); else it counts at
    once and `approved_by` is kept as the caller stated it.

    Raises CaseConflict (another decision is in force; one waits already), and as `assign`.
    """
    before, after = outcome_of(original), outcome_of(new)
    with case_work(workspace) as work:
        case = work.case(case_id, version)
        return case_steps.override(work, case, before, after, reason, approved_by)[1]


def reopen(workspace: Workspace, case_id: str, reason: str, *, version: int | None = None) -> Case:
    """CLOSED -> IN_REVIEW; it needs a new disposition. Raises as `assign`."""
    with case_work(workspace) as work:
        return case_steps.reopen(work, work.case(case_id, version), reason)


def move(
    workspace: Workspace,
    case_id: str,
    target: CaseState,
    reason: str = "",
    *,
    disposition: Disposition | str = "",
    login: str = "",
    approver: str = "",
    version: int | None = None,
) -> Case:
    """The move from the case's state to another, whichever it is; for the board.

    Args:
        reason: needed by every move but assigning and approving.
        disposition: the verdict, for the move to PENDING_APPROVAL.
        login: to whom, for IN_REVIEW (default: whoever acts) and ESCALATED.
        approver: who shall decide, for PENDING_APPROVAL.
    Raises:
        CaseConflict, whose message is `why_not`, and as the service of that move.
    """
    with workspace.database.read() as uow:
        case = uow.cases.get(case_id)
        asked = uow.approvals.pending_of(case_id, ApprovalOf.DISPOSITION)
    kind = require_move(case_id, case.state, target)
    me = workspace.acting_session().login
    if kind is Move.ASSIGN:
        assign(workspace, case_id, login or me, version, reason=reason)
    elif kind is Move.ESCALATE:
        escalate(workspace, case_id, reason, login, version=version)
    elif kind is Move.RETURN:
        return_to_review(workspace, case_id, reason, version=version)
    elif kind is Move.DISPOSE:
        if not disposition:
            raise UsageError("Which disposition?", todo="Choose the verdict on the case.")
        dispose(workspace, case_id, disposition, reason, approver, version=version)
    elif kind is Move.REOPEN:
        reopen(workspace, case_id, reason, version=version)
    else:
        assert asked  # by the tables: a case that waits has an approval that waits
        if kind is Move.APPROVE:
            approvals.approve(workspace, asked.approval_id, reason, version=version)
        elif same_person(asked.made_by, workspace.actor):
            approvals.withdraw(workspace, asked.approval_id, reason, version=version)
        else:
            approvals.refuse(workspace, asked.approval_id, reason, version=version)
    with workspace.database.read() as uow:
        return uow.cases.get(case_id)


def obstacles(workspace: Workspace, case_id: str) -> dict[CaseState, str]:
    """Why whoever acts cannot move a case to each state, as one sentence; "" where they can.

    More than `why_not` knows: the rights of the person, and whose approval the case waits for.
    """
    with workspace.database.read() as uow:
        case = uow.cases.get(case_id)
        waiting = uow.approvals.pending_of(case_id, ApprovalOf.DISPOSITION)
        asked = approvals.open_to(uow, waiting) if waiting else None
    session = workspace.acting_session()
    found = {target: why_not(case.state, target) for target in CaseState}
    if not session.may(Permission.WORK_CASES):
        return dict.fromkeys(CaseState, READ_ONLY)
    if asked:
        own = same_person(asked.made_by, workspace.actor)
        if not session.may(Permission.APPROVE):
            blocked = "Only a reviewer decides what waits for approval."
        else:
            blocked = approvals.obstacle(asked, workspace.actor)
        found[CaseState.CLOSED] = blocked
        found[CaseState.IN_REVIEW] = "" if own else blocked
    return found


def proposal(workspace: Workspace, case_id: str) -> Disposition | None:
    """What the resolutions of its matches suggest: FALSE_POSITIVE once every match of an
    undecided case has that verdict. A case never closes by itself."""
    with workspace.database.read() as uow:
        case = uow.cases.get(case_id)
        if case.state in (CaseState.PENDING_APPROVAL, CaseState.CLOSED):
            return None
        verdicts = uow.cases.parts.verdicts(case_id)
    return Disposition.FALSE_POSITIVE if verdicts == {ResolutionVerdict.FALSE_POSITIVE} else None

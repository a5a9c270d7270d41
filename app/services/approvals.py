"""Four eyes: what waits for a second person, and that person's decision."""

from __future__ import annotations

from dataclasses import replace

from app.domain.approval import Approval, ApprovalOf, ApprovalState, SamePerson, require_second
from app.domain.case import ActivityType, Case, CaseConflict, Override
from app.domain.case_texts import note_text, reason_text
from app.domain.events import EventType
from app.domain.user import Permission, same_person
from app.services import case_steps
from app.services.case_recording import CaseWork, case_work
from app.services.case_settings import apply_policy_change, forget_policy_change
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork


def pending(workspace: Workspace, for_me: bool = True) -> tuple[Approval, ...]:
    """What waits, oldest first.

    Args:
        for_me: only what whoever acts may decide: not their own, and not what is asked of
            another person.
    """
    with workspace.database.read() as uow:
        found = uow.approvals.pending()
        if not for_me:
            return tuple(found)
        if not workspace.acting_session().may(Permission.APPROVE):
            return ()
        actor = workspace.actor
        return tuple(item for item in found if not obstacle(open_to(uow, item), actor))


def open_to(uow: UnitOfWork, approval: Approval) -> Approval:
    """An approval as it stands now: if the person it was asked of can no longer decide, any
    other who may can."""
    user = uow.users.get(approval.named) if approval.named else None
    if approval.named and (user is None or not user.may(Permission.APPROVE)):
        return replace(approval, named="")
    return approval


def obstacle(approval: Approval, actor: str) -> str:
    """Why this person cannot decide an approval, as one sentence; empty if they can."""
    try:
        require_second(approval, actor)
    except SamePerson as error:
        return error.message
    return ""


def approve(
    workspace: Workspace, approval_id: str, reason: str = "", *, version: int | None = None
) -> Approval:
    """Approve as second person: a case closes, an override or a changed policy counts.

    Args:
        version: of the case as it was seen. Without it a case is not closed whose matches were
            resolved after the approval was asked for: whoever decides may not have seen that.
    Raises SamePerson, NotAllowed, CaseConflict (decided already), StaleCase, NotFound.
    """
    with case_work(workspace, Permission.APPROVE) as work:
        asked = _waiting(work, approval_id)
        require_second(open_to(work.uow, asked), work.actor)
        if version is None:
            _require_as_asked(work, asked)
        decided = _decided(work, asked, ApprovalState.APPROVED, note_text(reason, "reason"))
        _record(work, decided)
        if asked.of is ApprovalOf.DISPOSITION:
            case_steps.close(work, work.case(asked.case_id, version), decided, decided.reason)
        elif asked.of is ApprovalOf.OVERRIDE:
            case = work.case(asked.case_id, version)
            made = _override(work, decided)
            case_steps.put_in_force(work, case, made, decided, decided.reason)
        else:
            work.events += apply_policy_change(workspace, work.uow, asked.object_id)
    return decided


def refuse(
    workspace: Workspace, approval_id: str, reason: str, *, version: int | None = None
) -> Approval:
    """Refuse as second person: a case goes back to review, the rest does not count.

    Raises as `approve`, and BadInput without a reason.
    """
    with case_work(workspace, Permission.APPROVE) as work:
        asked = _waiting(work, approval_id)
        require_second(open_to(work.uow, asked), work.actor)
        decided = _decided(work, asked, ApprovalState.REFUSED, reason_text(reason))
        _turn_down(work, decided, version)
    return decided


def withdraw(
    workspace: Workspace, approval_id: str, reason: str = "", *, version: int | None = None
) -> Approval:
    """Take back what one asked for oneself; a case goes back to review.

    Raises SamePerson for anyone but the maker, CaseConflict, StaleCase, NotFound.
    """
    with case_work(workspace) as work:
        asked = _waiting(work, approval_id)
        if not same_person(asked.made_by, work.actor):
            raise SamePerson(
                f"{asked.made_by} asked for this approval; only they can withdraw it.",
                safe="It still waits for a decision.",
                todo="A second person can refuse it.",
            )
        decided = _decided(work, asked, ApprovalState.WITHDRAWN, note_text(reason, "reason"))
        _turn_down(work, decided, version)
    return decided


def _waiting(work: CaseWork, approval_id: str) -> Approval:
    asked = work.uow.approvals.get(approval_id)
    if asked.state is not ApprovalState.PENDING:
        raise CaseConflict(
            f"{asked.decided_by} decided this approval already: {asked.state.value}.",
            safe="That decision stands.",
        )
    return asked


def _require_as_asked(work: CaseWork, asked: Approval) -> None:
    if asked.of is not ApprovalOf.DISPOSITION:
        return
    resolved_at = work.uow.cases.parts.resolved_last(asked.case_id)
    if resolved_at is not None and resolved_at > asked.asked_at:
        raise CaseConflict(
            f"A match of case {asked.case_id} was resolved after this approval was asked for.",
            safe="It still waits.",
            todo="Open the case, look at its matches, and decide there.",
        )


def _decided(work: CaseWork, asked: Approval, state: ApprovalState, reason: str) -> Approval:
    decided = replace(asked, state=state, decided_by=work.actor, decided_at=work.now, reason=reason)
    work.uow.approvals.decide(decided)
    return decided


def _turn_down(work: CaseWork, decided: Approval, version: int | None) -> None:
    _record(work, decided)
    if decided.of is ApprovalOf.DISPOSITION:
        case_steps.send_back(work, work.case(decided.case_id, version), decided, decided.reason)
    elif decided.of is ApprovalOf.OVERRIDE:
        case = work.case(decided.case_id, version)
        _tell_override(work, case, _override(work, decided), decided)
    else:
        forget_policy_change(work.uow, decided.object_id)


def _tell_override(work: CaseWork, case: Case, made: Override, decided: Approval) -> None:
    work.change(
        case,
        EventType.CASE_UPDATED,
        ActivityType.OVERRIDE,
        decided.reason,
        reason=decided.reason,
        data=case_steps.override_facts(made, decided),
    )


def _override(work: CaseWork, approval: Approval) -> Override:
    made = work.uow.cases.parts.overrides(approval.case_id)
    return next(item for item in made if item.override_id == approval.object_id)


def _record(work: CaseWork, decided: Approval) -> None:
    work.record(
        EventType.APPROVAL_DECIDED,
        "approval",
        decided.approval_id,
        before={"state": ApprovalState.PENDING.value},
        after={
            "state": decided.state.value,
            "of": decided.of.value,
            "object_id": decided.object_id,
            "case_id": decided.case_id,
            "made_by": decided.made_by,
            "summary": decided.summary,
        },
        reason=decided.reason,
    )

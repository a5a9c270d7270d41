"""The steps that take a case from state to state, each inside the caller's transaction."""

from __future__ import annotations

from dataclasses import replace

from app.domain.approval import Approval, ApprovalOf, ApprovalState
from app.domain.case import (
    ActivityType,
    Case,
    CaseAlreadyClosed,
    CaseConflict,
    CaseDisposition,
    CaseState,
    Disposition,
    Override,
    is_laxer,
    require_move,
)
from app.domain.case_texts import note_text, reason_text, stated_person
from app.domain.decision import Outcome
from app.domain.errors import BadInput
from app.domain.events import EventType
from app.domain.review import ResolutionVerdict
from app.domain.user import POLICY_ACTOR
from app.services.case_recording import CaseWork

BY_POLICY = "Approved by the policy: no second person is asked."


def assign(work: CaseWork, case: Case, login: str, reason: str = "") -> Case:
    """Give a case to someone, or with "" back to nobody; from OPEN it moves to IN_REVIEW.

    Raises CaseAlreadyClosed, CaseConflict (nobody to take it from), BadInput (unknown person).
    """
    if case.state is CaseState.CLOSED:
        raise CaseAlreadyClosed(
            f"Case {case.case_id} is closed and cannot be assigned.",
            safe="It was left as it is.",
            todo="Reopen it first.",
        )
    name = work.person(login) if login.strip() else ""
    if not name and not case.assigned_to:
        raise CaseConflict(
            f"Case {case.case_id} is assigned to nobody.", safe="It was left as it is."
        )
    state = CaseState.IN_REVIEW if name and case.state is CaseState.OPEN else case.state
    if name == case.assigned_to and state is case.state:
        return case
    values = {"assigned_to": name} | ({"state": state} if state is not case.state else {})
    return work.change(
        case,
        EventType.CASE_ASSIGNED,
        ActivityType.ASSIGNED,
        note_text(reason, "reason"),
        reason=reason.strip(),
        data={"assigned_to": name, "before": case.assigned_to},
        **values,
    )


def escalate(work: CaseWork, case: Case, reason: str, to: str = "") -> Case:
    """IN_REVIEW -> ESCALATED, to a person if one is named."""
    require_move(case.case_id, case.state, CaseState.ESCALATED)
    why = reason_text(reason)
    name = work.person(to) if to.strip() else ""
    return work.change(
        case,
        EventType.CASE_ESCALATED,
        ActivityType.STATUS_CHANGE,
        why,
        reason=why,
        data={"escalated_to": name} if name else None,
        state=CaseState.ESCALATED,
        escalated_to=name,
    )


def give_back(work: CaseWork, case: Case, reason: str) -> Case:
    """ESCALATED -> IN_REVIEW, back to the desk."""
    if case.state is not CaseState.ESCALATED:
        require_move(case.case_id, case.state, CaseState.IN_REVIEW)
        raise CaseConflict(
            f"Case {case.case_id} is {case.state.value}, not escalated.",
            safe="The case was left as it is.",
        )
    why = reason_text(reason)
    return work.change(
        case,
        EventType.CASE_UPDATED,
        ActivityType.STATUS_CHANGE,
        why,
        reason=why,
        state=CaseState.IN_REVIEW,
        escalated_to="",
    )


def propose(
    work: CaseWork, case: Case, disposition: Disposition, reason: str, approver: str = ""
) -> Case:
    """A verdict on a case: -> PENDING_APPROVAL, and -> CLOSED where no second person is asked;
    ESCALATED moves to that state instead."""
    if disposition is Disposition.ESCALATED:
        return escalate(work, case, reason, approver)
    require_move(case.case_id, case.state, CaseState.PENDING_APPROVAL)
    why = reason_text(reason)
    needs_second = work.policy.needs_second(disposition) or _sets_aside_true(work, case)
    named = work.approver(approver) if needs_second else stated_person(approver)
    made = CaseDisposition(work.new_id("dsp"), case.case_id, disposition, why, work.actor, work.now)
    work.uow.cases.parts.add_disposition(made)
    case = work.change(
        case,
        EventType.CASE_UPDATED,
        ActivityType.DISPOSITION,
        why,
        reason=why,
        data={"disposition_id": made.disposition_id, "approver": named},
        state=CaseState.PENDING_APPROVAL,
        disposition=disposition,
        disposition_id=made.disposition_id,
    )
    approval = _asked(work, case, ApprovalOf.DISPOSITION, made.disposition_id, needs_second, named)
    approval = replace(approval, summary=disposition.value)
    work.uow.approvals.add(approval)
    if needs_second:
        _tell_asked(work, approval, disposition.value, why)
        return case
    return close(work, case, approval, BY_POLICY)


def _sets_aside_true(work: CaseWork, case: Case) -> bool:
    """Whether a verdict goes against what was found to be true: a match that is a true positive,
    or an approved disposition before the case was reopened. With four eyes no one person may."""
    if not work.policy.four_eyes:
        return False
    parts = work.uow.cases.parts
    if ResolutionVerdict.TRUE_POSITIVE.value in parts.verdicts(case.case_id):
        return True
    return any(
        made.disposition is Disposition.TRUE_POSITIVE
        and made.approval is not None
        and made.approval.state is ApprovalState.APPROVED
        for made in parts.dispositions(case.case_id)
    )


def close(work: CaseWork, case: Case, approval: Approval, content: str) -> Case:
    """PENDING_APPROVAL -> CLOSED by an approval that is stored already."""
    require_move(case.case_id, case.state, CaseState.CLOSED)
    return work.change(
        case,
        EventType.CASE_CLOSED,
        ActivityType.APPROVAL,
        content,
        reason=approval.reason,
        data={"approval_id": approval.approval_id, "decided_by": approval.decided_by},
        by=approval.decided_by,
        state=CaseState.CLOSED,
        closed_at=work.now,
        snoozed_until=None,
    )


def send_back(work: CaseWork, case: Case, approval: Approval, reason: str) -> Case:
    """PENDING_APPROVAL -> IN_REVIEW: the disposition was refused, or withdrawn by its maker."""
    require_move(case.case_id, case.state, CaseState.IN_REVIEW)
    return work.change(
        case,
        EventType.CASE_UPDATED,
        ActivityType.APPROVAL,
        reason,
        reason=reason,
        data={
            "approval_id": approval.approval_id,
            "decided_by": approval.decided_by,
            "approval": approval.state.value,
            "refused": case.disposition.value if case.disposition else "",
        },
        state=CaseState.IN_REVIEW,
        disposition=None,
        disposition_id="",
    )


def override(
    work: CaseWork, case: Case, original: Outcome, new: Outcome, reason: str, approved_by: str = ""
) -> tuple[Case, Override]:
    """A person's decision in place of the one in force; a laxer one waits for a second person
    where four eyes are on.

    Raises CaseConflict (another decision is in force, or an override waits), BadInput.
    """
    why = reason_text(reason)
    _require_overridable(work, case, original, new)
    laxer = is_laxer(original, new)
    needs_second = work.policy.four_eyes and laxer
    named = work.approver(approved_by) if needs_second else stated_person(approved_by)
    made = Override(
        work.new_id("ovr"),
        case.case_id,
        original,
        new,
        why,
        named,
        work.actor,
        work.now,
        laxer,
    )
    work.uow.cases.parts.add_override(made)
    approval = _asked(work, case, ApprovalOf.OVERRIDE, made.override_id, needs_second, named)
    summary = f"{original.value} -> {new.value}"
    approval = replace(approval, summary=summary)
    work.uow.approvals.add(approval)
    made = replace(made, approval=approval)
    if needs_second:
        case = work.change(
            case,
            EventType.CASE_UPDATED,
            ActivityType.OVERRIDE,
            why,
            reason=why,
            data=override_facts(made, approval),
        )
        _tell_asked(work, approval, summary, why)
        return case, made
    return put_in_force(work, case, made, approval, why), made


def put_in_force(
    work: CaseWork, case: Case, made: Override, approval: Approval, content: str
) -> Case:
    """Let the decision of an approved override count."""
    if case.decision is not made.original_decision:
        raise CaseConflict(
            f"The decision of case {case.case_id} is {case.decision.value} now, "
            f"not {made.original_decision.value}.",
            safe="The override still waits.",
            todo="Refuse it, and override the decision that is in force.",
        )
    return work.change(
        case,
        EventType.CASE_UPDATED,
        ActivityType.OVERRIDE,
        content,
        reason=made.reason,
        data=override_facts(made, approval),
        decision=made.new_decision,
    )


def override_facts(made: Override, approval: Approval) -> dict[str, str]:
    """What the timeline tells of an override; `stated_by` is an approver only as stated."""
    is_stated = approval.decided_by == POLICY_ACTOR and bool(made.named)
    return {
        "override_id": made.override_id,
        "original_decision": made.original_decision.value,
        "new_decision": made.new_decision.value,
        "approval": approval.state.value,
        "decided_by": approval.decided_by,
        **({"approved_by_as_stated": made.named} if is_stated else {"named": made.named}),
    }


def _require_overridable(work: CaseWork, case: Case, original: Outcome, new: Outcome) -> None:
    if original is not case.decision:
        raise CaseConflict(
            f"The decision of case {case.case_id} is {case.decision.value}, not {original.value}.",
            safe="It was left as it is.",
            todo=f"Give {case.decision.value} as the original decision.",
        )
    if new is original:
        raise BadInput(f"The new decision is {new.value} as well.", safe="Nothing was changed.")
    waiting = work.uow.approvals.pending_of(case.case_id, ApprovalOf.OVERRIDE)
    if waiting:
        raise CaseConflict(
            f"An override of case {case.case_id} ({waiting.summary}) waits for an approver.",
            safe="It still waits.",
            todo="Have it decided, or withdraw it first.",
        )


def reopen(work: CaseWork, case: Case, reason: str) -> Case:
    """CLOSED -> IN_REVIEW: it needs a new disposition, and has its full time again."""
    if case.state is not CaseState.CLOSED:
        raise CaseConflict(
            f"Case {case.case_id} is {case.state.value}; only a closed case can be reopened.",
            safe="It was left as it is.",
        )
    why = reason_text(reason)
    return work.change(
        case,
        EventType.CASE_REOPENED,
        ActivityType.STATUS_CHANGE,
        why,
        reason=why,
        data={"disposition_before": case.disposition.value if case.disposition else ""},
        state=CaseState.IN_REVIEW,
        disposition=None,
        disposition_id="",
        closed_at=None,
        escalated_to="",
        due_at=work.policy.case_due(case.priority, work.now),
    )


def _asked(
    work: CaseWork, case: Case, of: ApprovalOf, object_id: str, needs_second: bool, named: str
) -> Approval:
    """An approval that waits, or that the policy gives at once."""
    asked = Approval(
        work.new_id("apr"),
        of,
        object_id,
        case.case_id,
        work.actor,
        work.now,
        needs_second,
        ApprovalState.PENDING,
        named,
    )
    if needs_second:
        return asked
    return replace(
        asked, state=ApprovalState.APPROVED, decided_by=POLICY_ACTOR, decided_at=work.now
    )


def _tell_asked(work: CaseWork, approval: Approval, summary: str, reason: str) -> None:
    work.record(
        EventType.APPROVAL_ASKED,
        "approval",
        approval.approval_id,
        after={
            "of": approval.of.value,
            "object_id": approval.object_id,
            "case_id": approval.case_id,
            "summary": summary,
            "named": approval.named,
        },
        reason=reason,
    )

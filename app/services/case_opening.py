"""How cases come to be: by the policy, from matches under review, and by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.case import ActivityType, Case, CaseConflict, CaseState, Priority
from app.domain.case_texts import note_text
from app.domain.errors import BadInput
from app.domain.events import Event, EventType
from app.domain.review import MatchReview
from app.domain.risk import RiskBand
from app.domain.screening import ScreeningRecord
from app.services.case_recording import CaseWork, case_work
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

_RANK = {priority: rank for rank, priority in enumerate(Priority)}
_BANDS = {band: rank for rank, band in enumerate(RiskBand)}


@dataclass(frozen=True, slots=True)
class _Opening:
    """Who or what opens a case, and what is said of it."""

    opened_by: str
    reason: str = ""
    notes: str = ""
    priority: Priority | None = None


def open_by_policy(workspace: Workspace, uow: UnitOfWork, record: ScreeningRecord) -> list[Event]:
    """Open a case for a screening whose outcome asks for one, or let it join the subject's open
    case, in the transaction of the screening."""
    outcome = record.decision.outcome
    held = uow.cases.open_of_subject(record.subject_id)
    work = CaseWork(workspace, uow)
    if held is None and outcome not in work.policy.opening:
        return []
    if held:
        _join(work, held, record)
    else:
        _open(work, record, _Opening(f"policy: {outcome.value}"))
    return work.events


def open_for_matches(
    workspace: Workspace,
    uow: UnitOfWork,
    reviews: Sequence[MatchReview],
    *,
    opened_by: str,
    reason: str,
) -> tuple[str, list[Event]]:
    """Open a case for matches of one subject, or let them join its open case, in the caller's
    transaction; the matches then carry the id of the case.

    Args:
        reviews: at least one, all of one subject.
        opened_by: who is told to have opened it.
    Returns:
        (case_id, the events to publish after the commit).
    """
    first = reviews[0]
    if any(review.subject_id != first.subject_id for review in reviews):
        raise BadInput("The matches are of several customers.", safe="Nothing was changed.")
    work = CaseWork(workspace, uow)
    match_ids = [review.match_id for review in reviews]
    screening_ids = dict.fromkeys(review.screening_id for review in reviews)
    case = uow.cases.open_of_subject(first.subject_id)
    if case is None:
        record = uow.screenings.get(first.screening_id)
        case = _open(work, record, _Opening(opened_by, reason), match_ids)
        _hold_screenings(work, case, screening_ids)
    else:
        _hold_screenings(work, case, screening_ids)
        uow.cases.parts.take_matches(case.case_id, match_ids)
        data = {"matches": match_ids}
        _recount(work, case, ActivityType.RESOLUTION, reason, data, reason=reason)
    return case.case_id, work.events


def _hold_screenings(work: CaseWork, case: Case, screening_ids: Iterable[str]) -> None:
    """Let screenings belong to a case that do not yet."""
    parts = work.uow.cases.parts
    known = set(parts.screening_ids(case.case_id))
    for screening_id in screening_ids:
        if screening_id not in known:
            parts.add_screening(case.case_id, screening_id, work.now)


def resolution_changed(
    workspace: Workspace, uow: UnitOfWork, reviews: Sequence[MatchReview]
) -> list[Event]:
    """Tell the cases of these matches that their resolutions changed, in the caller's
    transaction. Matches without a case, and closed cases' counts alike, are taken as they are.

    Args:
        reviews: those without a case are passed over.
    """
    work = CaseWork(workspace, uow)
    by_case: dict[str, list[MatchReview]] = {}
    for review in uow.reviews.get_many([item.match_id for item in reviews]):
        if review.case_id:
            by_case.setdefault(review.case_id, []).append(review)
    for case_id, changed in by_case.items():
        data = {
            "resolved": [
                {
                    "match_id": review.match_id,
                    "verdict": review.verdict.value if review.verdict else "",
                    "source": review.source,
                    "reason_code": review.reason_code,
                }
                for review in changed
            ]
        }
        _recount(work, work.case(case_id), ActivityType.RESOLUTION, changed[0].comment, data)
    return work.events


def create(
    workspace: Workspace,
    screening_id: str,
    *,
    subject_id: str = "",
    priority: Priority | str | None = None,
    notes: str = "",
    reason: str = "",
) -> Case:
    """Open a case for a screening by hand.

    A case that the policy opened for the subject and nobody has begun takes these priority and
    notes instead; a second case of a subject is not opened.

    Args:
        subject_id: must agree with the screening if it is given.
        priority: that of the policy for the risk band if None.
    Raises:
        NotFound (no such screening), BadInput (another subject, unknown priority),
        CaseConflict (a case of the subject is being worked), NotAllowed.
    """
    wanted = priority_of(priority) if priority else None
    text = note_text(notes, "notes")
    with case_work(workspace) as work:
        record = work.uow.screenings.get(screening_id)
        if subject_id and subject_id != record.subject_id:
            raise BadInput(
                f"Screening {screening_id} is not of subject {subject_id[:40]}.",
                safe="No case was opened.",
                todo="Leave the subject out, or give the screening's own.",
            )
        held = work.uow.cases.open_of_subject(record.subject_id)
        if held is None:
            return _open(work, record, _Opening(work.actor, reason, text, wanted))
        if held.state is CaseState.OPEN and held.opened_by.startswith("policy:"):
            return _take_over(work, held, _Opening(work.actor, reason, text, wanted))
        raise CaseConflict(
            f"Case {held.case_id} of the same subject is {held.state.value}.",
            safe="No second case was opened.",
            todo="Work on that one; this screening can be seen there.",
        )


def priority_of(name: Priority | str) -> Priority:
    """A priority by its name. Raises BadInput."""
    try:
        return Priority(name)
    except ValueError:
        raise BadInput(
            f"“{str(name)[:40]}” is no priority.",
            safe="Nothing was changed.",
            todo=f"Use {', '.join(Priority)}.",
        ) from None


def _open(
    work: CaseWork,
    record: ScreeningRecord,
    opening: _Opening,
    match_ids: Sequence[str] | None = None,
) -> Case:
    """A new case for a screening, with its first activity, event and audit row.

    Args:
        match_ids: the matches that belong to it; None takes those of the screening that are in
            no case.
    """
    priority = opening.priority or work.policy.priority_of[record.risk.band]
    subject, case_id, parts = record.subject, work.new_id("cas"), work.uow.cases.parts
    if match_ids is None:
        parts.take_screened(case_id, record.screening_id)
    else:
        parts.take_matches(case_id, match_ids)
    matches, open_matches, sources = parts.matches(case_id)
    case = Case(
        case_id=case_id,
        version=1,
        state=CaseState.OPEN,
        priority=priority,
        screening_id=record.screening_id,
        subject_id=record.subject_id,
        external_id=subject.external_id,
        type=subject.type,
        original_decision=record.decision.outcome,
        decision=record.decision.outcome,
        band=record.risk.band,
        score=record.risk.score,
        matches=matches,
        open_matches=open_matches,
        notes=opening.notes,
        opened_by=opening.opened_by,
        created_at=work.now,
        updated_at=work.now,
        due_at=work.policy.case_due(priority, work.now),
        is_demo=record.is_demo,
        sources=sources,
        **_who(record),
    )
    work.uow.cases.add(case)
    parts.add_screening(case_id, record.screening_id, work.now)
    _tell_opened(work, case, opening)
    return case


def _who(record: ScreeningRecord) -> dict[str, Any]:
    """What the card of a case says of its subject, as of a screening."""
    subject = record.subject
    return {
        "name": subject.name,
        "born": str(subject.date_of_birth or ""),
        "country": subject.nationality or subject.country,
    }


def _tell_opened(work: CaseWork, case: Case, opening: _Opening) -> None:
    """The first line of a timeline, with its event and audit row."""
    facts: dict[str, Any] = {
        "version": case.version,
        "state": case.state.value,
        "screening_id": case.screening_id,
        "outcome": case.original_decision.value,
        "risk_score": case.score,
        "matches": case.matches,
        "opened_by": case.opened_by,
    }
    content = opening.notes or opening.reason
    line = work.add_activity(case.case_id, ActivityType.OPENED, content, facts)
    told = facts | line | {"priority": case.priority.value, "subject_id": case.subject_id}
    reason = opening.reason.strip()
    work.record(EventType.CASE_CREATED, "case", case.case_id, after=told, reason=reason)


def _take_over(work: CaseWork, case: Case, opening: _Opening) -> Case:
    """Give the policy's case the priority and notes of whoever opens it by hand as well."""
    priority = opening.priority or case.priority
    values: dict[str, Any] = {"notes": opening.notes or case.notes, "priority": priority}
    due = work.policy.case_due(priority, case.created_at)
    values["due_at"] = min(due, case.due_at or due)
    return work.change(
        case,
        EventType.CASE_UPDATED,
        ActivityType.CHANGED,
        opening.notes or opening.reason,
        reason=opening.reason.strip(),
        data={"opened_by_hand": True},
        **values,
    )


def _join(work: CaseWork, case: Case, record: ScreeningRecord) -> None:
    """One more screening of a subject in its open case; a riskier one raises its priority."""
    parts = work.uow.cases.parts
    parts.add_screening(case.case_id, record.screening_id, work.now)
    parts.take_screened(case.case_id, record.screening_id)
    data: dict[str, Any] = {
        "screening_id": record.screening_id,
        "outcome": record.decision.outcome.value,
        "risk_score": record.risk.score,
        "matches": len(record.open_matches()),
    }
    values = {"snoozed_until": None} | _who(record)
    priority = work.policy.priority_of[record.risk.band]
    if _RANK[priority] > _RANK[case.priority]:
        due = work.policy.case_due(priority, work.now)
        values |= {"priority": priority, "due_at": min(due, case.due_at or due)}
    if record.risk.score > case.score:
        values |= {"score": record.risk.score}
    if _BANDS[record.risk.band] > _BANDS[case.band]:
        values |= {"band": record.risk.band}
    _recount(work, case, ActivityType.SCREENING, "", data, **values)


def _recount(
    work: CaseWork,
    case: Case,
    activity: ActivityType,
    content: str,
    data: dict[str, Any],
    *,
    reason: str = "",
    **values: Any,
) -> Case:
    """Record a change of the matches of a case, with how many there are and how many are open."""
    matches, open_matches, sources = work.uow.cases.parts.matches(case.case_id)
    values |= {"matches": matches, "open_matches": open_matches, "sources": sources}
    return work.change(
        case, EventType.CASE_UPDATED, activity, content, reason=reason, data=data, **values
    )

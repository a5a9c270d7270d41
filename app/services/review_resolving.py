"""Resolve matches: a verdict with its reason, the case that a true positive opens, one batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from app.domain.events import Event
from app.domain.review import (
    MatchReview,
    ResolutionVerdict,
    ReviewKind,
    ReviewState,
    require_reason,
)
from app.domain.review_queue import ReviewOutcome
from app.domain.user import Permission
from app.services.review_acting import CHECKLIST, Deed, act, clean_comment, new_batch, taken
from app.services.review_cases import (
    open_cases,
    require_no_exception,
    require_undecided,
    tell_cases,
)
from app.services.review_checklist import clean_answers
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

_UNLOCKED: dict[str, Any] = {"locked_by": "", "locked_until": None}


def resolve(
    workspace: Workspace,
    match_ids: Sequence[str],
    verdict: ResolutionVerdict,
    reason_code: str = "",
    comment: str = "",
    *,
    expected: Mapping[str, ReviewState] | None = None,
    checklist: Mapping[str, str] | None = None,
) -> ReviewOutcome:
    """Give these matches one verdict. TRUE_POSITIVE opens a case or joins the subject's.

    UNSURE leaves them open work. The world outside is told of the others once the undo window
    of the case policy has passed.

    Args:
        reason_code: one that the case policy offers for the verdict; or words in `comment`.
        expected: the state in which each was seen; without it they must be open. With RESOLVED
            a verdict is changed.
        checklist: the answers to steps of the checklist, by step id.
    Raises:
        NotAllowed, UsageError, NotFound, BadInput.
        ReviewConflict: a match is not as expected, someone else works on it, a decided case rests
            on its verdict, or a match exception clears what is said to be true; none was changed.
    """
    workspace.require(Permission.RESOLVE)
    with workspace.database.write() as uow:
        outcome, events = resolve_in(
            workspace, uow, match_ids, verdict, reason_code, comment,
            expected=expected, checklist=checklist,
        )  # fmt: skip
        uow.commit()
    workspace.bus.publish(events)
    return outcome


def resolve_in(
    workspace: Workspace,
    uow: UnitOfWork,
    match_ids: Sequence[str],
    verdict: ResolutionVerdict,
    reason_code: str = "",
    comment: str = "",
    *,
    expected: Mapping[str, ReviewState] | None = None,
    checklist: Mapping[str, str] | None = None,
) -> tuple[ReviewOutcome, list[Event]]:
    """`resolve` in the caller's transaction; the caller commits, then publishes the events."""
    workspace.require(Permission.RESOLVE)
    comment = clean_comment(comment)
    offered = {item.code: item.text for item in workspace.case_policy.reasons_for(verdict)}
    require_reason(verdict, reason_code, comment, offered)
    answers = clean_answers(checklist or {})
    at = workspace.clock()
    reviews = taken(workspace, uow, match_ids, at, expected)
    require_undecided(uow, [item for item in reviews if not item.is_open])
    cases: dict[str, str] = {}
    events: list[Event] = []
    if verdict is ResolutionVerdict.TRUE_POSITIVE:
        require_no_exception(uow, reviews, at)
        reason = "; ".join(part for part in (offered.get(reason_code, ""), comment) if part)
        cases, events = open_cases(workspace, uow, reviews, reason)
    is_final = verdict is not ResolutionVerdict.UNSURE
    waits = timedelta(seconds=workspace.case_policy.undo_seconds)
    changes = {
        "state": ReviewState.RESOLVED if is_final else ReviewState.UNSURE,
        "verdict": verdict,
        "reason_code": reason_code,
        "comment": comment,
        "resolved_at": at,
        "resolved_by": workspace.actor,
        "announce_at": at + waits if is_final else None,
        "snoozed_until": None,
    }
    batch_id, actions = new_batch(at), []
    for subject_id, own in _by_case(reviews, cases):
        case = {"case_id": cases[subject_id]} if subject_id in cases else {}
        deed = Deed(
            ReviewKind.RESOLVE, changes | case, verdict, reason_code, comment,
            {CHECKLIST: answers} if answers else {},
        )  # fmt: skip
        done, told = act(workspace, uow, own, deed, batch_id, at)
        actions += done
        events += told
    ids = [item.match_id for item in reviews]
    uow.reviews.change(ids, _UNLOCKED)
    if cases or any(item.case_id for item in reviews):
        events += tell_cases(workspace, uow, uow.reviews.get_many(ids))
    return ReviewOutcome(batch_id, tuple(actions), tuple(dict.fromkeys(cases.values()))), events


def _by_case(
    reviews: Sequence[MatchReview], cases: Mapping[str, str]
) -> list[tuple[str, list[MatchReview]]]:
    """The matches by subject where each subject has a case of its own, else all together."""
    if not cases:
        return [("", list(reviews))]
    return [(key, [item for item in reviews if item.subject_id == key]) for key in cases]

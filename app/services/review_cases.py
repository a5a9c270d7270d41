"""The way from the review queue into cases, through the one door that cases open for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.domain.case import CaseState
from app.domain.events import Event
from app.domain.review import MatchReview, ReviewConflict
from app.services import case_opening
from app.services.exception_trail import local_day
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork


def open_cases(
    workspace: Workspace, uow: UnitOfWork, reviews: Sequence[MatchReview], reason: str
) -> tuple[dict[str, str], list[Event]]:
    """Open a case, or join the open one, for each subject of these matches.

    Returns:
        the case of each subject id, and the events to publish after the commit.
    """
    cases: dict[str, str] = {}
    events: list[Event] = []
    for subject_id in dict.fromkeys(item.subject_id for item in reviews):
        own = [item for item in reviews if item.subject_id == subject_id]
        cases[subject_id], told = case_opening.open_for_matches(
            workspace, uow, own, opened_by=workspace.actor, reason=reason
        )
        events += told
    return cases, events


def tell_cases(
    workspace: Workspace, uow: UnitOfWork, reviews: Sequence[MatchReview]
) -> list[Event]:
    """Let the cases of these matches know that their resolutions changed."""
    in_cases = [item for item in reviews if item.case_id]
    return case_opening.resolution_changed(workspace, uow, in_cases) if in_cases else []


def require_undecided(uow: UnitOfWork, reviews: Sequence[MatchReview]) -> None:
    """Refuse to change a verdict on which a decided case rests. Raises ReviewConflict."""
    for case_id in dict.fromkeys(item.case_id for item in reviews if item.case_id):
        case = uow.cases.get(case_id)
        if case.state in (CaseState.PENDING_APPROVAL, CaseState.CLOSED):
            raise ReviewConflict(
                f"Case {case_id} rests on this and is {case.state.value}.",
                safe="Nothing was changed.",
                todo="Have it refused or reopen it first.",
            )


def require_no_exception(uow: UnitOfWork, reviews: Sequence[MatchReview], at: datetime) -> None:
    """Refuse what a match exception contradicts that is in force. Raises ReviewConflict."""
    excepted = uow.reviews.excepted([item.match_id for item in reviews], local_day(at))
    if excepted:
        raise ReviewConflict(
            f"Match exception {excepted[0]} clears this pair.",
            safe="Nothing was changed.",
            todo="Revoke the exception first.",
        )

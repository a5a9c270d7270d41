"""The way from the review queue into cases, through the one door that cases open for it."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.events import Event
from app.domain.review import MatchReview
from app.services import case_opening
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork


def open_cases(
    workspace: Workspace, uow: UnitOfWork, reviews: Sequence[MatchReview], reason: str
) -> tuple[dict[str, str], list[Event]]:
    """Open a case, or join the open one, for each subject of these matches.

    Returns:
        the case of each subject id, and the events to publish after the commit.
    """
    opener = getattr(case_opening, "open_for_matches", None)
    cases: dict[str, str] = {}
    events: list[Event] = []
    if opener is None:
        return cases, events
    for subject_id in dict.fromkeys(item.subject_id for item in reviews):
        own = [item for item in reviews if item.subject_id == subject_id]
        case_id, told = opener(workspace, uow, own, opened_by=workspace.actor, reason=reason)
        cases[subject_id] = case_id
        events += told
    return cases, events


def tell_cases(
    workspace: Workspace, uow: UnitOfWork, reviews: Sequence[MatchReview]
) -> list[Event]:
    """Let the cases of these matches know that their resolutions changed."""
    changed = getattr(case_opening, "resolution_changed", None)
    in_cases = [item for item in reviews if item.case_id]
    if changed is None or not in_cases:
        return []
    return list(changed(workspace, uow, in_cases))

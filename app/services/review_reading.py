"""What the review queue shows: groups, counts, one match with its history, the day's figures."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from app.domain.review import (
    MatchReview,
    ResolutionVerdict,
    ReviewAction,
    ReviewKind,
)
from app.domain.review_queue import (
    DayFigures,
    ReviewCounts,
    ReviewGroup,
    ReviewQuery,
)
from app.services.local_day import local_midnight
from app.services.workspace import Workspace
from app.storage.review_pages import Asked

_BREAK_S = 600.0  # a longer pause between two decisions is no work on a match


def asked(workspace: Workspace, query: ReviewQuery) -> Asked:
    """A query with the time, the end of the local day and who asks."""
    at = workspace.clock()
    return Asked(query, at, local_midnight(at, 1), workspace.acting_session().login)


def groups(
    workspace: Workspace, query: ReviewQuery, offset: int, limit: int
) -> tuple[ReviewGroup, ...]:
    """One page of groups, in the order of the query. Raises BadInput for an unknown column."""
    with workspace.database.read() as uow:
        return tuple(uow.reviews.groups(asked(workspace, query), offset, limit))


def matches(workspace: Workspace, group_id: str, query: ReviewQuery) -> tuple[MatchReview, ...]:
    """The matches of a group that fit the query, best first."""
    with workspace.database.read() as uow:
        return tuple(uow.reviews.fitting(group_id, asked(workspace, query)))


def count(workspace: Workspace, query: ReviewQuery) -> ReviewCounts:
    """How many groups and matches the query shows, and how many wait in all."""
    with workspace.database.read() as uow:
        return uow.reviews.count(asked(workspace, query))


def today(workspace: Workspace, whose: str = "me") -> DayFigures:
    """The work of the local day, of whoever acts ("me") or of all ("")."""
    at = workspace.clock()
    actor = workspace.actor if whose == "me" else whose
    with workspace.database.read() as uow:
        standing = uow.reviews.standing_since(local_midnight(at), actor)
        left = uow.reviews.count_fitting(asked(workspace, ReviewQuery()))
    resolved = {a.match_id: a for a in standing if a.kind is ReviewKind.RESOLVE}
    counts = {
        verdict: sum(action.verdict is verdict for action in resolved.values())
        for verdict in ResolutionVerdict
    }
    escalated = {action.match_id for action in standing} - set(resolved)
    return DayFigures(counts, len(escalated), _pace(standing), left)


def _pace(actions: Sequence[ReviewAction]) -> float | None:
    """The median of seconds from one decision to the next of the same person."""
    gaps: list[float] = []
    last: dict[str, ReviewAction] = {}
    for action in actions:
        before = last.get(action.actor)
        if before and before.batch_id != action.batch_id:
            gaps.append((action.at - before.at).total_seconds())
        last[action.actor] = action
    worked = [gap for gap in gaps if gap <= _BREAK_S]
    return median(worked) if worked else None

"""The matches of one party as the queue shows them."""

from __future__ import annotations

from app.domain.review import MatchReview, ReviewState
from app.domain.review_queue import ReviewQuery
from app.services import review
from app.services.workspace import Workspace

Matches = tuple[MatchReview, ...]
_ALL = ReviewQuery(
    states=(ReviewState.OPEN, ReviewState.UNSURE, ReviewState.RESOLVED),
    snoozed="all",
    escalated="all",
)


def newest_matches(workspace: Workspace, group_id: str) -> Matches:
    """The newest match of each list entry of a party, decided or not, the best first."""
    newest: dict[tuple[str, str], MatchReview] = {}
    for item in review.matches(workspace, group_id, _ALL):
        key = item.source, item.list_entry_id
        if key not in newest or newest[key].created_at <= item.created_at:
            newest[key] = item
    return tuple(sorted(newest.values(), key=_place))


def _place(item: MatchReview) -> tuple[float, str, str]:
    return -item.score, item.source, item.list_entry_id

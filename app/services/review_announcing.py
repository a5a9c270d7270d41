"""Tell the world outside of resolutions, once they can no longer be taken back by a key."""

from __future__ import annotations

from typing import Any

from app.domain.events import Event, EventType
from app.domain.review import MatchReview, ReviewAction
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

_AT_ONCE = 500


def announce_resolved(workspace: Workspace) -> int:
    """Emit `screening.match_resolved` for every resolution whose undo window has passed.

    Each is told once: its event and the mark that it was told are one transaction. Called in
    regular intervals and at a start, so that a killed program tells later what it did not.

    Returns:
        how many were told.
    """
    if workspace.database.is_read_only:
        return 0
    told = 0
    with workspace.in_background():  # who only reads may be the one who happens to start
        while _waits(workspace):
            with workspace.database.write() as uow:
                due = uow.reviews.to_announce(workspace.clock(), _AT_ONCE)
                events = uow.events.add_all([_event(workspace, item) for item in due])
                uow.reviews.change([item.match_id for item in due], {"announce_at": None})
                uow.commit()
            workspace.bus.publish(events)
            told += len(due)
    return told


def _waits(workspace: Workspace) -> bool:
    """Whether there is anything to tell, asked without keeping writers waiting."""
    with workspace.database.read() as uow:
        return bool(uow.reviews.to_announce(workspace.clock(), 1))


def withdrawn(
    workspace: Workspace, uow: UnitOfWork, item: MatchReview, undoing: ReviewAction
) -> list[Event]:
    """Tell that a resolution which was told already no longer stands, in the transaction of its
    undoing."""
    facts = _facts(item)
    facts["resolution"] |= {"verdict": None, "undone_by": undoing.actor}
    event = workspace.event(EventType.SCREENING_MATCH_RESOLVED, "match", item.match_id, facts)
    return [uow.events.add(event)]


def _event(workspace: Workspace, item: MatchReview) -> Event:
    kind = EventType.SCREENING_MATCH_RESOLVED
    return workspace.event(kind, "match", item.match_id, _facts(item))


def _facts(item: MatchReview) -> dict[str, Any]:
    return {
        "screening_id": item.screening_id,
        "subject_id": item.subject_id,
        "external_id": item.external_id or None,
        "match": {
            "match_id": item.match_id,
            "check": item.check.value,
            "source": item.source,
            "list_entry_id": item.list_entry_id,
            "matched_name": item.matched_name,
            "strength": item.strength.value,
            "score": round(item.score, 2),
        },
        "resolution": {
            "resolution_id": item.resolution_id,
            "verdict": item.verdict.value if item.verdict else None,
            "reason_code": item.reason_code or None,
            "comment": item.comment,
            "resolved_by": item.resolved_by,
            "resolved_at": item.resolved_at.isoformat() if item.resolved_at else None,
        },
        "case_id": item.case_id or None,
    }

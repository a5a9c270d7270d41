"""The review queue as its callers see it: what it shows, and everything that can be done in it."""

from __future__ import annotations

from app.domain.review_queue import (
    DayFigures,
    LookAlikes,
    MatchDetail,
    PairEvent,
    ReviewCounts,
    ReviewGroup,
    ReviewOutcome,
    ReviewQuery,
    UndoStep,
)
from app.services.review_announcing import announce_resolved
from app.services.review_bulk import TYPED_ABOVE, bulk_resolve, look_alikes
from app.services.review_detail import detail
from app.services.review_locks import release, take_next
from app.services.review_reading import count, groups, matches, today
from app.services.review_resolving import resolve, resolve_in
from app.services.review_undo import undo, undo_steps
from app.services.review_work import assign, escalate, note, snooze, unsnooze

__all__ = [
    "TYPED_ABOVE",
    "DayFigures",
    "LookAlikes",
    "MatchDetail",
    "PairEvent",
    "ReviewCounts",
    "ReviewGroup",
    "ReviewOutcome",
    "ReviewQuery",
    "UndoStep",
    "announce_resolved",
    "assign",
    "bulk_resolve",
    "count",
    "detail",
    "escalate",
    "groups",
    "look_alikes",
    "matches",
    "note",
    "release",
    "resolve",
    "resolve_in",
    "snooze",
    "take_next",
    "today",
    "undo",
    "undo_steps",
    "unsnooze",
]

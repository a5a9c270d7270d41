"""Match review: a person's resolution of one match, and what waits for one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.decision import Outcome
from app.domain.match import Check, Feature, Level, Strength
from app.domain.subject import SubjectType


class ResolutionVerdict(StrEnum):
    """A person's verdict on one match."""

    TRUE_POSITIVE = "TRUE_POSITIVE"
    FALSE_POSITIVE = "FALSE_POSITIVE"
    UNSURE = "UNSURE"


class ReviewState(StrEnum):
    """OPEN waits for a person; UNSURE stays open work after its verdict is noted."""

    OPEN = "OPEN"
    UNSURE = "UNSURE"
    RESOLVED = "RESOLVED"
    SUPERSEDED = "SUPERSEDED"  # a newer screening found the same pair


class ReviewKind(StrEnum):
    """What can be done to a match under review."""

    RESOLVE = "RESOLVE"
    SNOOZE = "SNOOZE"
    ASSIGN = "ASSIGN"
    NOTE = "NOTE"
    ESCALATE = "ESCALATE"  # into a case
    SUPERSEDE = "SUPERSEDE"
    UNDO = "UNDO"


@dataclass(frozen=True, slots=True)
class MatchReview:
    """One match that asks, or asked, for a person's verdict: a row of the review queue.

    `party_key` names the listed party (its party id, else source and entry id); the matches of
    one subject with one party are a group, `group_id`. `conflicts` are the features that
    contradict. `came_back` is the match exception that lapsed, "" if none. Times are UTC.
    """

    match_id: str
    screening_id: str
    group_id: str
    subject_id: str
    external_id: str
    subject_type: SubjectType
    subject_name: str
    born: str
    country: str
    party_key: str
    source: str
    list_entry_id: str
    entry_checksum: str
    check: Check
    strength: Strength
    level: Level
    score: float
    name_score: float
    primary_name: str
    matched_name: str
    conflicts: tuple[Feature, ...]
    outcome: Outcome
    risk_score: int
    is_demo: bool
    created_at: datetime
    due_at: datetime
    state: ReviewState = ReviewState.OPEN
    verdict: ResolutionVerdict | None = None
    reason_code: str = ""
    comment: str = ""
    resolved_at: datetime | None = None
    resolved_by: str = ""
    assigned_to: str = ""
    snoozed_until: datetime | None = None
    locked_by: str = ""
    locked_until: datetime | None = None
    case_id: str = ""
    came_back: str = ""
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class ReviewAction:
    """One thing done to one match, append-only. Actions done together share `batch_id`.

    `action_id` of a RESOLVE is the resolution's id. `before` and `after` hold the columns that
    changed, as plain JSON; `undoes` is the action that an UNDO compensates.
    """

    action_id: str
    batch_id: str
    match_id: str
    kind: ReviewKind
    actor: str
    at: datetime
    verdict: ResolutionVerdict | None = None
    reason_code: str = ""
    comment: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    undoes: str = ""


def group_id(subject_id: str, party_key: str) -> str:
    """The group of a subject's matches with one listed party."""
    return f"{subject_id}|{party_key}"

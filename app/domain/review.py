"""Match review: a person's resolution of one match, and what waits for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.decision import Outcome
from app.domain.errors import AppError, BadInput
from app.domain.match import Check, Feature, Level, Strength
from app.domain.subject import SubjectType


class ResolutionVerdict(StrEnum):
    """A person's verdict on one match."""

    TRUE_POSITIVE = "TRUE_POSITIVE"
    FALSE_POSITIVE = "FALSE_POSITIVE"
    UNSURE = "UNSURE"


class ReviewConflict(AppError):
    """The match does not allow this now."""

    exit_code = 3
    code = "CONFLICT"


class ReviewState(StrEnum):
    """OPEN waits for a person; UNSURE stays open work after its verdict is noted."""

    OPEN = "OPEN"
    UNSURE = "UNSURE"
    RESOLVED = "RESOLVED"
    SUPERSEDED = "SUPERSEDED"  # a newer screening found the same pair


OPEN_STATES = (ReviewState.OPEN, ReviewState.UNSURE)


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
    contradict, `disproved` those of them that speak against the match for certain. `came_back` is
    the match exception that lapsed, "" if none. `resolution_id` is the action that gave the
    verdict; `announce_at` when it will be told outside (None: told, or nothing to tell). Times
    are UTC.
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
    disproved: tuple[Feature, ...] = ()
    escalated_at: datetime | None = None
    resolution_id: str = ""
    announce_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still asks for a verdict."""
        return self.state in OPEN_STATES

    def lock_of_other(self, login: str, at: datetime) -> str:
        """Who else is working on it at `at`; empty if nobody."""
        is_held = self.locked_until is not None and self.locked_until > at
        return self.locked_by if is_held and self.locked_by != login else ""


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


def plain(value: Any) -> Any:
    """A value of a review's column as plain JSON."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def from_plain(column: str, value: Any) -> Any:
    """The value that `plain` made of a column that an action may change."""
    if value is None:
        return None
    if column in _TIMES:
        return datetime.fromisoformat(value)
    if column == "state":
        return ReviewState(value)
    return ResolutionVerdict(value) if column == "verdict" else value


_TIMES = frozenset({"resolved_at", "snoozed_until", "escalated_at", "announce_at"})


def require_reason(
    verdict: ResolutionVerdict, code: str, comment: str, offered: Mapping[str, str]
) -> None:
    """Refuse a verdict without a reason: one of those `offered` for it (code and text), or words.

    Raises BadInput.
    """
    if code and code not in offered:
        raise BadInput(
            f"“{code[:40]}” is no reason for {verdict.value}.",
            safe="Nothing was resolved.",
            todo=f"Choose one of {', '.join(offered)}, or give the reason in words.",
        )
    if not code and not comment:
        raise BadInput(
            "A resolution needs a reason.",
            safe="Nothing was resolved.",
            todo="Choose one of the offered reasons or write why.",
        )


def group_id(subject_id: str, party_key: str) -> str:
    """The group of a subject's matches with one listed party."""
    return f"{subject_id}|{party_key}"

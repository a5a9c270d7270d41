"""A case: the work on a screening that asks for review; its states, and the only moves allowed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.approval import Approval
from app.domain.decision import Outcome
from app.domain.errors import AppError, BadInput
from app.domain.risk import RiskBand
from app.domain.subject import SubjectType


class CaseState(StrEnum):
    OPEN = "OPEN"
    IN_REVIEW = "IN_REVIEW"
    ESCALATED = "ESCALATED"
    PENDING_APPROVAL = "PENDING_APPROVAL"
    CLOSED = "CLOSED"


class Priority(StrEnum):
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"


class Disposition(StrEnum):
    """A person's verdict on a case. ESCALATED moves to the state of that name, closing nothing."""

    TRUE_POSITIVE = "TRUE_POSITIVE"
    FALSE_POSITIVE = "FALSE_POSITIVE"
    ESCALATED = "ESCALATED"
    NO_ACTION_REQUIRED = "NO_ACTION_REQUIRED"


class Move(StrEnum):
    """What takes a case from one state to another."""

    ASSIGN = "assign"
    ESCALATE = "escalate"
    RETURN = "return"  # from escalation, back to the desk
    DISPOSE = "dispose"
    REFUSE = "refuse"
    APPROVE = "approve"
    REOPEN = "reopen"


# The one table of allowed moves: the window, the services, the API and a trigger of the database
# (filled from here by a migration) refuse everything else.
MOVES: dict[tuple[CaseState, CaseState], Move] = {
    (CaseState.OPEN, CaseState.IN_REVIEW): Move.ASSIGN,
    (CaseState.IN_REVIEW, CaseState.ESCALATED): Move.ESCALATE,
    (CaseState.IN_REVIEW, CaseState.PENDING_APPROVAL): Move.DISPOSE,
    (CaseState.ESCALATED, CaseState.IN_REVIEW): Move.RETURN,
    (CaseState.ESCALATED, CaseState.PENDING_APPROVAL): Move.DISPOSE,
    (CaseState.PENDING_APPROVAL, CaseState.IN_REVIEW): Move.REFUSE,
    (CaseState.PENDING_APPROVAL, CaseState.CLOSED): Move.APPROVE,
    (CaseState.CLOSED, CaseState.IN_REVIEW): Move.REOPEN,
}

_WHY_NOT: dict[tuple[CaseState, CaseState], str] = {
    (CaseState.OPEN, CaseState.ESCALATED): "Assign the case first: nobody has looked at it.",
    (CaseState.OPEN, CaseState.PENDING_APPROVAL): "Assign the case first, then decide it.",
    (CaseState.OPEN, CaseState.CLOSED): "A case closes by a disposition that is approved.",
    (CaseState.IN_REVIEW, CaseState.OPEN): "A case in review cannot go back to open.",
    (CaseState.IN_REVIEW, CaseState.CLOSED): "A case closes by a disposition that is approved.",
    (CaseState.ESCALATED, CaseState.OPEN): "An escalated case cannot go back to open.",
    (CaseState.ESCALATED, CaseState.CLOSED): "A case closes by a disposition that is approved.",
    (CaseState.PENDING_APPROVAL, CaseState.OPEN): "It waits for an approver: approve or refuse it.",
    (CaseState.PENDING_APPROVAL, CaseState.ESCALATED): (
        "It waits for an approver: refuse it first, then escalate."
    ),
    (CaseState.CLOSED, CaseState.OPEN): "A closed case goes back to review, by reopening it.",
    (CaseState.CLOSED, CaseState.ESCALATED): "Reopen the case first, then escalate it.",
    (CaseState.CLOSED, CaseState.PENDING_APPROVAL): "Reopen the case first, then decide it.",
}


class CaseConflict(AppError):
    """The case does not allow this now."""

    exit_code = 3
    code = "CONFLICT"


class CaseAlreadyClosed(CaseConflict):
    """The case is closed."""

    code = "CASE_ALREADY_CLOSED"


class StaleCase(CaseConflict):
    """Someone else changed the case in the meantime."""

    code = "STALE_CASE"


class InvalidDisposition(BadInput):
    """There is no such disposition."""

    code = "INVALID_DISPOSITION"


def why_not(state: CaseState, target: CaseState) -> str:
    """Why a case in `state` cannot go to `target`, as one sentence; empty if it can."""
    if (state, target) in MOVES:
        return ""
    if state is target:
        return "The case is there already."
    return _WHY_NOT[state, target]


def require_move(case_id: str, state: CaseState, target: CaseState) -> Move:
    """The move from one state to another. Raises CaseConflict (CaseAlreadyClosed from CLOSED)."""
    problem = why_not(state, target)
    if not problem:
        return MOVES[state, target]
    kind = CaseAlreadyClosed if state is CaseState.CLOSED else CaseConflict
    raise kind(
        f"Case {case_id} cannot go from {state.value} to {target.value}. {problem}",
        safe="The case was left as it is.",
        todo=f"Allowed from {state.value}: {', '.join(targets(state))}.",
    )


def targets(state: CaseState) -> tuple[CaseState, ...]:
    """The states that a case in `state` may go to, in the order of the board."""
    return tuple(target for target in CaseState if (state, target) in MOVES)


def is_laxer(original: Outcome, new: Outcome) -> bool:
    """Whether an override lets through what the machine would have held."""
    order = list(Outcome)
    return order.index(new) < order.index(original)


class ActivityType(StrEnum):
    """What happened in a case. The first five are entered by people, the others are facts."""

    NOTE = "NOTE"
    CALL = "CALL"
    EMAIL = "EMAIL"
    DOCUMENT = "DOCUMENT"
    MEETING = "MEETING"
    OPENED = "OPENED"
    STATUS_CHANGE = "STATUS_CHANGE"
    ASSIGNED = "ASSIGNED"
    CHANGED = "CHANGED"  # priority, due date, tags, snooze
    SCREENING = "SCREENING"  # one more screening of the subject
    RESOLUTION = "RESOLUTION"  # of one of its matches
    DISPOSITION = "DISPOSITION"
    APPROVAL = "APPROVAL"
    OVERRIDE = "OVERRIDE"
    LINK = "LINK"


ENTERED = frozenset(
    {
        ActivityType.NOTE,
        ActivityType.CALL,
        ActivityType.EMAIL,
        ActivityType.DOCUMENT,
        ActivityType.MEETING,
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is now. Times are UTC.

    `opened_by` is who, or which rule of the case policy (``policy: BLOCK``), opened it. `decision`
    is the machine's outcome or the override that is in force; `original_decision` the machine's.
    `version` counts changes, for whoever changes it at the same time. `open_matches` of `matches`
    have no resolution. `disposition` stands from when it is proposed; it counts once CLOSED.
    """

    case_id: str
    version: int
    state: CaseState
    priority: Priority
    screening_id: str
    subject_id: str
    external_id: str
    name: str
    type: SubjectType
    original_decision: Outcome
    decision: Outcome
    band: RiskBand
    score: int
    matches: int
    open_matches: int
    notes: str
    opened_by: str
    created_at: datetime
    updated_at: datetime
    assigned_to: str = ""
    escalated_to: str = ""
    due_at: datetime | None = None
    snoozed_until: datetime | None = None
    tags: tuple[str, ...] = ()
    disposition: Disposition | None = None
    disposition_id: str = ""
    closed_at: datetime | None = None
    is_demo: bool = False
    born: str = ""  # date of birth, for the card of an individual
    country: str = ""
    sources: tuple[str, ...] = ()  # of its matches


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of a case's timeline; `data` holds plain JSON facts of its type."""

    activity_id: str
    case_id: str
    at: datetime
    actor: str
    type: ActivityType
    content: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseDisposition:
    """A disposition that was proposed, and what became of it. `made_by` is its maker."""

    disposition_id: str
    case_id: str
    disposition: Disposition
    reason: str
    made_by: str
    at: datetime
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A person's decision in place of the machine's. `named` is the approver as stated."""

    override_id: str
    case_id: str
    original_decision: Outcome
    new_decision: Outcome
    reason: str
    named: str
    made_by: str
    at: datetime
    is_laxer: bool
    approval: Approval | None = None


class Relation(StrEnum):
    """How two cases belong together, the same seen from either."""

    RELATED = "RELATED"
    SAME_PARTY = "SAME_PARTY"  # two customers, one listed party
    DUPLICATE = "DUPLICATE"


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """Another case that a person tied to this one."""

    case_id: str
    name: str
    state: CaseState
    relation: Relation
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document of a case: a file in the vault (`sha256`, `size` bytes, `media_type` found by its
    content), or a link (`url`) that is never fetched."""

    attachment_id: str
    case_id: str
    name: str
    type: str
    at: datetime
    actor: str
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    url: str = ""
    note: str = ""

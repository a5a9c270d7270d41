"""How cases are worked, as data: what opens one, when it is due, what needs a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from app.domain.case import Case, CaseState, Disposition, Priority
from app.domain.decision import Outcome
from app.domain.errors import BadInput
from app.domain.match import Strength
from app.domain.review import ResolutionVerdict
from app.domain.risk import RiskBand

_AMBER = timedelta(days=2)
MAX_TIME = 100_000  # hours, minutes or seconds; times far beyond could not be stored


class SlaState(StrEnum):
    """How a case stands to its due date; NONE if it is closed or has none."""

    NONE = "none"
    OK = "ok"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class ReasonTemplate:
    """One reason that is offered for the verdicts it fits; offered, never preset."""

    code: str
    text: str
    verdicts: tuple[ResolutionVerdict, ...]


@dataclass(frozen=True, slots=True)
class CasePolicy:
    """The case policy in force. `four_eyes` is off in a one-person workspace."""

    version: int
    four_eyes: bool
    opening: frozenset[Outcome]
    approval: frozenset[Disposition]
    priority_of: Mapping[RiskBand, Priority]
    case_hours: Mapping[Priority, int]
    match_hours: Mapping[Strength, int]
    undo_seconds: int
    lock_minutes: int
    reasons: tuple[ReasonTemplate, ...]

    def reasons_for(self, verdict: ResolutionVerdict) -> tuple[ReasonTemplate, ...]:
        """The reasons that are offered for a verdict."""
        return tuple(reason for reason in self.reasons if verdict in reason.verdicts)

    def case_due(self, priority: Priority, at: datetime) -> datetime:
        """When a case of this priority that began at `at` is due."""
        return at + timedelta(hours=self.case_hours[priority])

    def sla(self, case: Case, now: datetime) -> SlaState:
        """Red once a case is overdue, amber shortly before: two days, or a quarter of the time
        that its priority has if that is shorter."""
        if case.due_at is None or case.state is CaseState.CLOSED:
            return SlaState.NONE
        if now >= case.due_at:
            return SlaState.RED
        last = min(_AMBER, timedelta(hours=self.case_hours[case.priority]) / 4)
        return SlaState.AMBER if case.due_at - now <= last else SlaState.OK

    def match_due(self, strength: Strength, at: datetime) -> datetime:
        """When a match of this strength that came up at `at` is due."""
        return at + timedelta(hours=self.match_hours[strength])

    def needs_second(self, disposition: Disposition) -> bool:
        """Whether this disposition waits for a person who is not its maker."""
        return self.four_eyes and disposition in self.approval


def parse_case_policy(data: Mapping[str, Any], *, four_eyes: bool = False) -> CasePolicy:
    """The policy of a parsed TOML file or of the stored settings, which have the same shape.

    Raises BadInput that names what is missing or wrong.
    """
    try:
        policy = CasePolicy(
            version=int(data["version"]),
            four_eyes=four_eyes,
            opening=frozenset(Outcome(name) for name in data["opening"]["outcomes"]),
            approval=frozenset(Disposition(name) for name in data["approval"]["dispositions"]),
            priority_of={band: Priority(data["priority"][band.value]) for band in RiskBand},
            case_hours={name: int(data["due_hours"]["case"][name.value]) for name in Priority},
            match_hours={name: int(data["due_hours"]["match"][name.value]) for name in Strength},
            undo_seconds=int(data["review"]["undo_seconds"]),
            lock_minutes=int(data["review"]["lock_minutes"]),
            reasons=tuple(_reason(item) for item in data["reason"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(
            f"The case policy cannot be read: {error}.",
            safe="The one in force was left as it is.",
        ) from error
    hours = (*policy.case_hours.values(), *policy.match_hours.values(), policy.lock_minutes)
    most = max(*hours, policy.undo_seconds)
    if min(hours) < 1 or policy.undo_seconds < 0 or most > MAX_TIME:
        raise BadInput(
            f"Hours and minutes of the case policy are at least 1, and at most {MAX_TIME:,}.",
            safe="The one in force was left as it is.",
        )
    if Disposition.TRUE_POSITIVE not in policy.approval:
        raise BadInput(
            "A true positive always needs a second person where four eyes are on.",
            safe="The one in force was left as it is.",
        )
    return policy


def _reason(item: Mapping[str, Any]) -> ReasonTemplate:
    verdicts = tuple(ResolutionVerdict(name) for name in item["verdicts"])
    return ReasonTemplate(str(item["code"]), str(item["text"]), verdicts)

"""Four eyes: what waits for a second person, and who decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import AppError
from app.domain.user import POLICY_ACTOR, same_person


class ApprovalOf(StrEnum):
    """What is approved; `object_id` of an approval names it."""

    DISPOSITION = "disposition"
    OVERRIDE = "override"
    POLICY = "policy"


class ApprovalState(StrEnum):
    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"


class SamePerson(AppError):
    """Maker and checker must be two different people."""

    exit_code = 3
    code = "FORBIDDEN"


@dataclass(frozen=True, slots=True)
class Approval:
    """One act that needed, or did not need, a second person.

    `made_by` asked, `named` is who shall decide ("" for any who may), `decided_by` is another
    user or POLICY_ACTOR where `needs_second` is false. Times are UTC.
    """

    approval_id: str
    of: ApprovalOf
    object_id: str
    case_id: str
    made_by: str
    asked_at: datetime
    needs_second: bool
    state: ApprovalState
    named: str = ""
    summary: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""


def require_second(approval: Approval, actor: str) -> None:
    """Refuse the maker as checker, and anyone but the named one.

    Raises SamePerson.
    """
    if same_person(approval.made_by, actor):
        raise SamePerson(
            f"{actor} asked for this approval and cannot give it.",
            safe="It still waits for a decision.",
            todo="Ask a second person to decide it.",
        )
    if approval.named and not same_person(approval.named, actor):
        raise SamePerson(
            f"This approval was asked of {approval.named}, not of {actor}.",
            safe="It still waits for a decision.",
            todo=f"{approval.named} can decide it, or the maker asks someone else.",
        )


def is_by_policy(approval: Approval) -> bool:
    """Whether no person decided it."""
    return approval.decided_by == POLICY_ACTOR

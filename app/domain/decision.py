"""The machine's decision: an ordered list of rules; the first that applies wins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """From the laxest to the strictest."""

    APPROVE = "APPROVE"
    APPROVE_WITH_MONITORING = "APPROVE_WITH_MONITORING"
    REVIEW_REQUIRED = "REVIEW_REQUIRED"
    BLOCK = "BLOCK"


@dataclass(frozen=True, slots=True)
class Decision:
    """`triggered_rules` are rule codes of the policy, the deciding one first; `explanation` is
    one sentence; `recommended_action` is the seeds' text for the outcome."""

    outcome: Outcome
    triggered_rules: tuple[str, ...]
    explanation: str
    recommended_action: str

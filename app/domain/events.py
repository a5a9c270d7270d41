"""Events: one row a fact, written in the transaction of the fact, published after its commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class EventType(StrEnum):
    SCREENING_COMPLETED = "screening.completed"
    SCREENING_MATCH_FOUND = "screening.match_found"
    SCREENING_MATCH_RESOLVED = "screening.match_resolved"
    MATCH_REVIEWED = "match.reviewed"  # anything done in the review queue, told at once
    CASE_CREATED = "case.created"
    CASE_UPDATED = "case.updated"
    CASE_ASSIGNED = "case.assigned"
    CASE_ESCALATED = "case.escalated"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    APPROVAL_ASKED = "approval.asked"
    APPROVAL_DECIDED = "approval.decided"
    EXCEPTION_CREATED = "exception.created"
    EXCEPTION_CHANGED = "exception.changed"
    EXCEPTION_LAPSED = "exception.lapsed"
    USER_CHANGED = "user.changed"
    SESSION_CHANGED = "session.changed"  # someone logged in or out
    SUBJECT_CREATED = "subject.created"
    SUBJECT_UPDATED = "subject.updated"
    LIST_STAGED = "list.staged"
    LIST_ACTIVATED = "list.activated"
    LIST_REFUSED = "list.refused"
    LIST_QUARANTINED = "list.quarantined"
    LIST_DEACTIVATED = "list.deactivated"
    LIST_REJECTED = "list.rejected"
    LIST_PRUNED = "list.pruned"
    LINK_MADE = "link.made"  # by a person
    LINK_UNDONE = "link.undone"
    LINK_RESTORED = "link.restored"
    LINKS_COMPUTED = "links.computed"
    COUNTRY_RISK_CHANGED = "country_risk.changed"
    SETTINGS_CHANGED = "settings.changed"
    CATALOGUE_CHANGED = "catalogue.changed"  # a source of the user's own came, changed or went
    TEMPLATE_CHANGED = "template.changed"  # a saved mapping of columns


@dataclass(frozen=True, slots=True)
class Event:
    """A fact that happened: `data` is plain JSON; `seq` is given by the store (0 before)."""

    event_id: str
    type: EventType
    at: datetime
    object_type: str
    object_id: str
    data: Mapping[str, Any]
    seq: int = 0

"""What happened in a case, as words: each line of its timeline says what was done, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.domain.case import Activity, ActivityType, CaseState
from app.services.report_words import counted, word

DECIDING: Final = frozenset(
    {
        ActivityType.OPENED,
        ActivityType.SCREENING,
        ActivityType.RESOLUTION,
        ActivityType.STATUS_CHANGE,
        ActivityType.DISPOSITION,
        ActivityType.APPROVAL,
        ActivityType.OVERRIDE,
    }
)
_MOVED: Final = {
    (CaseState.IN_REVIEW, CaseState.ESCALATED): "Escalated",
    (CaseState.ESCALATED, CaseState.IN_REVIEW): "Returned to review",
    (CaseState.CLOSED, CaseState.IN_REVIEW): "Reopened",
    (CaseState.PENDING_APPROVAL, CaseState.IN_REVIEW): "Back in review",
    (CaseState.PENDING_APPROVAL, CaseState.CLOSED): "Closed",
    (CaseState.IN_REVIEW, CaseState.PENDING_APPROVAL): "Proposed",
    (CaseState.ESCALATED, CaseState.PENDING_APPROVAL): "Proposed",
}


def what(activity: Activity, dispositions: Mapping[str, str] | None = None) -> str:
    """What was done, in a few words.

    Args:
        dispositions: words of each disposition by its id.
    """
    told = _WORDS.get(activity.type)
    if activity.type is ActivityType.DISPOSITION:
        key = str(activity.data.get("disposition_id", ""))
        name = (dispositions or {}).get(key, "")
        return f"Proposed: {name}" if name else "Disposition proposed"
    return told(activity.data) if told else word(activity.type)


def why(activity: Activity) -> str:
    """The words of whoever did it; for the opening, the counts behind it."""
    if activity.type is ActivityType.OPENED and not activity.content:
        matches = int(activity.data.get("matches", 0))
        by = str(activity.data.get("opened_by", ""))
        rule = f"opened by {by}" if by else ""
        return ", ".join(part for part in (counted(matches, "match", "matches"), rule) if part)
    if activity.type is ActivityType.DOCUMENT:
        name = str(activity.data.get("name", ""))
        return ": ".join(part for part in (name, activity.content) if part)
    return activity.content


def is_deciding(activity: Activity) -> bool:
    """Whether a line belongs to the decisions, beside the whole timeline."""
    if activity.type is ActivityType.RESOLUTION:
        return bool(activity.data.get("resolved"))
    return activity.type in DECIDING


def _opened(data: Mapping[str, Any]) -> str:
    outcome = word(str(data.get("outcome", ""))).lower()
    return f"Screened ({outcome}), case opened" if outcome else "Case opened"


def _moved(data: Mapping[str, Any]) -> str:
    try:
        move = CaseState(str(data.get("from"))), CaseState(str(data.get("to")))
    except ValueError:
        return "State changed"
    return _MOVED.get(move, f"To {word(move[1]).lower()}")


def _resolved(data: Mapping[str, Any]) -> str:
    resolved = data.get("resolved") or []
    if not resolved:
        count = len(data.get("matches") or [])
        return f"{counted(count, 'match', 'matches')} joined the case"
    verdicts: dict[str, list[str]] = {}
    for item in resolved:
        verdicts.setdefault(str(item.get("verdict", "")), []).append(str(item.get("source", "")))
    return "; ".join(
        f"{word(verdict)}, {counted(len(sources), 'match', 'matches')} "
        f"({', '.join(sorted(set(sources)))})"
        for verdict, sources in verdicts.items()
    )


def _assigned(data: Mapping[str, Any]) -> str:
    whom = str(data.get("assigned_to", ""))
    return f"Assigned to {whom}" if whom else "Given back"


def _approved(data: Mapping[str, Any]) -> str:
    by = "by the policy" if data.get("decided_by") == "policy" else "by a second person"
    if data.get("to") == CaseState.CLOSED.value:
        return f"Approved {by}, closed"
    if data.get("to") == CaseState.IN_REVIEW.value:
        return f"Refused {by}, back in review"
    return f"Decided {by}"


def _overridden(data: Mapping[str, Any]) -> str:
    decision = word(str(data.get("new_decision", ""))).lower()
    state = _ASKED.get(str(data.get("approval", "")), "made")
    return f"Override to {decision} {state}" if decision else "Decision overridden"


def _screened(data: Mapping[str, Any]) -> str:
    outcome = word(str(data.get("outcome", ""))).lower()
    return f"Screened again ({outcome})" if outcome else "Screened again"


def _changed(data: Mapping[str, Any]) -> str:
    changes = data.get("changes") or {}
    told = (f"{word(name).lower()} {_value(old)} to {_value(new)}"
            for name, (old, new) in changes.items())  # fmt: skip
    return f"Changed: {'; '.join(told)}" if changes else "Changed"


def _value(value: Any) -> str:
    """A field as it is told: a list with commas, nothing as none."""
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    text = str(value or "none")
    return text.partition("T")[0] if _DAY.match(text) else text


def _linked(data: Mapping[str, Any]) -> str:
    other, relation = str(data.get("other_id", "")), str(data.get("relation", ""))
    if not other:
        return "Linked"
    return f"Linked with {other} ({word(relation).lower()})" if relation else f"Untied from {other}"


_DAY: Final = re.compile(r"\d{4}-\d\d-\d\dT")
_ASKED: Final = {"PENDING": "asked for", "APPROVED": "approved", "REFUSED": "refused",
                 "WITHDRAWN": "withdrawn"}  # fmt: skip
_WORDS: Final[Mapping[ActivityType, Callable[[Mapping[str, Any]], str]]] = {
    ActivityType.OPENED: _opened,
    ActivityType.STATUS_CHANGE: _moved,
    ActivityType.RESOLUTION: _resolved,
    ActivityType.ASSIGNED: _assigned,
    ActivityType.APPROVAL: _approved,
    ActivityType.SCREENING: _screened,
    ActivityType.OVERRIDE: _overridden,
    ActivityType.CHANGED: _changed,
    ActivityType.LINK: _linked,
    ActivityType.DOCUMENT: lambda data: "Link kept" if data.get("url") else "File attached",
}

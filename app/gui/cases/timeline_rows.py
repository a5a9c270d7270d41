"""A case's activities as the lines of its timeline, newest first, and what they can be told by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.case import Activity, ActivityType, CaseState, Priority
from app.domain.decision import Outcome
from app.gui.cases.wording import (
    activity_word,
    day_heading,
    person_word,
    priority_word,
    short_outcome,
    state_word,
    translate,
)
from app.gui.history.columns import utc_text
from app.gui.screening.wording import local_time
from app.gui.widgets.timeline import TimelineItem

_SHORT_HASH = 4


@dataclass(frozen=True, slots=True)
class Told:
    """What the lines name: people by login, verdicts in words by the id of their disposition."""

    names: dict[str, str]
    dispositions: dict[str, str]


class Kind(StrEnum):
    """What the timeline can be narrowed to."""

    ALL = "all"
    DECISIONS = "decisions"
    NOTES = "notes"
    DOCUMENTS = "documents"
    STATE = "state"
    MATCHES = "matches"
    CHANGES = "changes"


_KINDS = {
    ActivityType.NOTE: Kind.NOTES,
    ActivityType.CALL: Kind.NOTES,
    ActivityType.EMAIL: Kind.NOTES,
    ActivityType.MEETING: Kind.NOTES,
    ActivityType.DOCUMENT: Kind.DOCUMENTS,
    ActivityType.OPENED: Kind.STATE,
    ActivityType.STATUS_CHANGE: Kind.STATE,
    ActivityType.ASSIGNED: Kind.STATE,
    ActivityType.CHANGED: Kind.CHANGES,
    ActivityType.LINK: Kind.CHANGES,
    ActivityType.SCREENING: Kind.MATCHES,
    ActivityType.RESOLUTION: Kind.MATCHES,
    ActivityType.DISPOSITION: Kind.DECISIONS,
    ActivityType.APPROVAL: Kind.DECISIONS,
    ActivityType.OVERRIDE: Kind.DECISIONS,
}
_LOOKS = {
    ActivityType.NOTE: ("note", "missing"),
    ActivityType.CALL: ("phone", "missing"),
    ActivityType.EMAIL: ("mail", "missing"),
    ActivityType.MEETING: ("users", "missing"),
    ActivityType.DOCUMENT: ("paperclip", "missing"),
    ActivityType.OPENED: ("screening", "info"),
    ActivityType.STATUS_CHANGE: ("swap", "info"),
    ActivityType.ASSIGNED: ("user", "missing"),
    ActivityType.CHANGED: ("settings", "missing"),
    ActivityType.LINK: ("link", "missing"),
    ActivityType.SCREENING: ("screening", "info"),
    ActivityType.RESOLUTION: ("check-circle", "low"),
    ActivityType.DISPOSITION: ("lock", "info"),
    ActivityType.APPROVAL: ("shield", "low"),
    ActivityType.OVERRIDE: ("triangle-alert", "high"),
}


def kind_word(kind: Kind) -> str:
    """The word on the chip that narrows the timeline."""
    return {
        Kind.ALL: translate("Cases", "All"),
        Kind.DECISIONS: translate("Cases", "Decisions"),
        Kind.NOTES: translate("Cases", "Notes and calls"),
        Kind.DOCUMENTS: translate("Cases", "Documents"),
        Kind.STATE: translate("Cases", "State"),
        Kind.MATCHES: translate("Cases", "Matches"),
        Kind.CHANGES: translate("Cases", "Changes"),
    }[kind]


def kind_of(activity: Activity) -> Kind:
    """What kind of line an activity is."""
    return _KINDS[activity.type]


def timeline_items(
    activities: Iterable[Activity], now: datetime, told: Told, kind: Kind = Kind.ALL
) -> list[TimelineItem]:
    """The lines, newest first, with the heading of each day before its first."""
    items: list[TimelineItem] = []
    day = None
    for activity in reversed(list(activities)):
        if kind is not Kind.ALL and kind_of(activity) is not kind:
            continue
        local = activity.at.astimezone().date()
        if local != day:
            day = local
            items.append(TimelineItem(day=day_heading(activity.at, now)))
        items.append(_item(activity, told))
    return items


def _item(activity: Activity, told: Told) -> TimelineItem:
    icon, role = _look(activity)
    strong, rest = _title(activity, told)
    return TimelineItem(
        key=activity.activity_id,
        time=local_time(activity.at),
        hint=utc_text(activity.at),
        icon=icon,
        role=role,
        strong=strong,
        rest=rest,
        text=activity.content,
        who=person_word(activity.actor, told.names),
        file=_file(activity.data),
    )


def _look(activity: Activity) -> tuple[str, str]:
    if activity.data.get("to") == CaseState.ESCALATED.value:
        return "arrow-up", "high"
    if activity.data.get("approval") in ("REFUSED", "WITHDRAWN"):
        return "undo", "high"
    if activity.data.get("verdict") == "TRUE_POSITIVE":
        return "x-circle", "critical"
    return _LOOKS[activity.type]


def _title(activity: Activity, told: Told) -> tuple[str, str]:
    """The first line: what it is in strong letters, and the rest."""
    names = told.names
    data, word = activity.data, activity_word(activity.type)
    if activity.type is ActivityType.STATUS_CHANGE:
        to = person_word(str(data.get("escalated_to", "")), names)
        to_whom = translate("Cases", "to {who}").format(who=to) if to else ""
        parts = (to_whom, _moved(data))
        return _state(data.get("to")) or word, " ".join(part for part in parts if part)
    if activity.type is ActivityType.ASSIGNED:
        return word, ", ".join(part for part in (_to_whom(data, names), _moved(data)) if part)
    if activity.type is ActivityType.APPROVAL:
        return _approval_word(data), _moved(data)
    told_by: dict[ActivityType, Callable[[dict[str, Any]], str]] = {
        ActivityType.DISPOSITION: lambda facts: ", ".join(
            part
            for part in (told.dispositions.get(str(facts.get("disposition_id")), ""), _moved(facts))
            if part
        ),
        ActivityType.OVERRIDE: _override_words,
        ActivityType.CHANGED: lambda facts: _changes_words(facts.get("changes")),
        ActivityType.LINK: lambda facts: str(facts.get("other_id", "")),
    }
    return word, told_by.get(activity.type, _facts)(data)


def _to_whom(data: dict[str, Any], names: dict[str, str]) -> str:
    who = person_word(str(data.get("assigned_to", "")), names)
    if not who:
        return translate("Cases", "to nobody")
    return translate("Cases", "to {who}").format(who=who)


def _facts(data: dict[str, Any]) -> str:
    keys = ("matched_name", "source", "screening_id", "match_id")
    return " · ".join(str(data[key]) for key in keys if data.get(key))


def _approval_word(data: dict[str, Any]) -> str:
    return {
        "REFUSED": translate("Cases", "Refused"),
        "WITHDRAWN": translate("Cases", "Withdrawn"),
    }.get(str(data.get("approval", "")), translate("Cases", "Approved"))


def _moved(data: dict[str, Any]) -> str:
    before, after = _state(data.get("from")), _state(data.get("to"))
    if not before or not after:
        return ""
    words = translate("Cases", "from {before} to {after}")
    return words.format(before=before, after=after)


def _state(value: object) -> str:
    return state_word(CaseState(str(value))) if value in CaseState.__members__ else ""


def _override_words(data: dict[str, Any]) -> str:
    try:
        before = short_outcome(Outcome(str(data["original_decision"])))
        after = short_outcome(Outcome(str(data["new_decision"])))
    except (KeyError, ValueError):
        return ""
    words = translate("Cases", "from {before} to {after}").format(before=before, after=after)
    if data.get("approval") == "PENDING":
        words += translate("Cases", ", waits for a second person")
    elif data.get("approved_by_as_stated"):
        words += translate("Cases", ", approved by {who} as stated").format(
            who=data["approved_by_as_stated"]
        )
    return words


def _changes_words(changes: object) -> str:
    if not isinstance(changes, dict):
        return ""
    titles = {
        "priority": translate("Cases", "Priority"),
        "due_at": translate("Cases", "Due"),
        "snoozed_until": translate("Cases", "Snoozed until"),
        "tags": translate("Cases", "Tags"),
        "notes": translate("Cases", "Summary"),
    }
    words = translate("Cases", "{what}: {before}, now {after}")
    parts = []
    for field, pair in changes.items():
        if field == "notes":
            parts.append(titles["notes"])
            continue
        before, after = (_value(field, value) for value in pair)
        parts.append(words.format(what=titles.get(field, field), before=before, after=after))
    return "; ".join(parts)


def _value(field: str, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if field == "priority" and value in Priority.__members__:
        return priority_word(Priority(value))
    if field in ("due_at", "snoozed_until"):
        return local_time(datetime.fromisoformat(str(value)), with_date=True)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _file(data: dict[str, Any]) -> str:
    name = str(data.get("name", ""))
    if not name or not (data.get("sha256") or data.get("url")):
        return ""
    if data.get("url"):
        return f"{name} · {data['url']}"
    sha = str(data["sha256"])
    return f"{name} · {size_words(int(data.get('size', 0)))} · {short_hash(sha)}"


def short_hash(sha256: str) -> str:
    """``5be1…c904``: enough to compare by eye; the whole is in the attachments."""
    return f"{sha256[:_SHORT_HASH]}…{sha256[-_SHORT_HASH:]}" if sha256 else ""


def size_words(size: int) -> str:
    """``214 KB``, ``1.2 MB``."""
    if size < 1000:
        return translate("Cases", "{n} bytes").format(n=size)
    if size < 1_000_000:
        return translate("Cases", "{n} KB").format(n=round(size / 1000))
    return translate("Cases", "{n} MB").format(n=f"{size / 1_000_000:.1f}")

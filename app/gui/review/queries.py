"""What the queue is asked for: filters as plain JSON, as words, and the views of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from app.domain.match import Check, Level, Strength
from app.domain.review import ReviewState
from app.domain.review_queue import SORTABLE, ReviewQuery
from app.gui.review.wording import person
from app.gui.screening.wording import check_word, level_word, strength_word, translate
from app.gui.widgets.filter_chips import FilterChip
from app.gui.widgets.saved_views import SavedView

OPEN_TO_ME = "me_or_nobody"
_ENUMS: dict[str, type[Any]] = {
    "states": ReviewState,
    "checks": Check,
    "strengths": Strength,
    "levels": Level,
}
_DEFAULT = ReviewQuery()
_DUE = ("today", "overdue")
_ASLEEP = ("hide", "only", "all")
MY_QUEUE = "mine"


def to_filters(query: ReviewQuery) -> dict[str, Any]:
    """A query as plain JSON: only what differs from the usual one."""
    found: dict[str, Any] = {}
    for name in ("text", "assigned", "due", "snoozed", "escalated", "came_back"):
        if getattr(query, name) != getattr(_DEFAULT, name):
            found[name] = getattr(query, name)
    for name in (*_ENUMS, "sources"):
        if getattr(query, name) != getattr(_DEFAULT, name):
            found[name] = [str(value) for value in getattr(query, name)]
    if query.sort != _DEFAULT.sort:
        found["sort"] = [list(key) for key in query.sort]
    return found


def from_filters(filters: dict[str, Any]) -> ReviewQuery:
    """The query of such JSON; what is not understood is left out, for it may be of a file."""
    found: dict[str, Any] = {}
    for name in ("text", "assigned"):
        if isinstance(filters.get(name), str):
            found[name] = filters[name][:200]
    for name, words in (("due", _DUE), ("snoozed", _ASLEEP), ("escalated", _ASLEEP)):
        if filters.get(name) in words:
            found[name] = filters[name]
    found["came_back"] = filters.get("came_back") is True
    for name, kind in _ENUMS.items():
        known = {item.value for item in kind}
        values = tuple(kind(text) for text in _texts(filters.get(name)) if text in known)
        if values:
            found[name] = values
    found["sources"] = tuple(_texts(filters.get("sources")))
    sort = tuple(_sort_keys(filters.get("sort")))
    if sort:
        found["sort"] = sort
    return replace(_DEFAULT, **found)


def _texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _sort_keys(value: Any) -> Iterable[tuple[str, bool]]:
    for item in value if isinstance(value, list) else ():
        if isinstance(item, list) and len(item) == 2 and item[0] in SORTABLE:
            yield str(item[0]), bool(item[1])


def built_in_views() -> tuple[SavedView, ...]:
    """The views of the program; the first is the default."""
    return (
        SavedView(translate("Review", "My queue"), {"assigned": OPEN_TO_ME}, MY_QUEUE),
        SavedView(translate("Review", "Due today"), {"due": "today"}, "today"),
        SavedView(translate("Review", "Came back"), {"came_back": True}, "came_back"),
        SavedView(translate("Review", "Unsure"), {"states": ["UNSURE"]}, "unsure"),
        SavedView(translate("Review", "Snoozed"), {"snoozed": "only"}, "snoozed"),
        SavedView(translate("Review", "All open"), {}, "all"),
    )


def chips(query: ReviewQuery, short_name: Callable[[str], str]) -> tuple[FilterChip, ...]:
    """The filters in force, each as a chip that takes it away."""
    found = []
    if query.text:
        found.append(FilterChip("text", f"“{query.text}”"))
    if query.states != _DEFAULT.states:
        found.append(FilterChip("states", _joined(map(state_word, query.states))))
    if query.checks:
        found.append(FilterChip("checks", _joined(map(check_word, query.checks))))
    if query.strengths:
        found.append(FilterChip("strengths", _joined(map(strength_word, query.strengths))))
    if query.levels:
        levels = _joined(map(level_word, query.levels))
        words = translate("Review", "Level {levels}").format(levels=levels)
        found.append(FilterChip("levels", words))
    if query.sources:
        found.append(FilterChip("sources", _joined(map(short_name, query.sources))))
    if query.assigned:
        found.append(FilterChip("assigned", assigned_word(query.assigned)))
    if query.due:
        found.append(FilterChip("due", due_word(query.due)))
    if query.came_back:
        found.append(FilterChip("came_back", translate("Review", "Came back")))
    if query.snoozed != _DEFAULT.snoozed:
        found.append(FilterChip("snoozed", snoozed_word(query.snoozed)))
    if query.escalated != _DEFAULT.escalated:
        found.append(FilterChip("escalated", escalated_word(query.escalated)))
    return tuple(found)


def without(query: ReviewQuery, key: str) -> ReviewQuery:
    """The query without one filter."""
    return replace(query, **{key: getattr(_DEFAULT, key)})


def _joined(words: Iterable[str]) -> str:
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    rest = ", ".join(parts[:-1])
    return translate("Review", "{some} or {last}").format(some=rest, last=parts[-1].lower())


def state_word(state: ReviewState) -> str:
    """Open, Unsure, Resolved, Found again."""
    return {
        ReviewState.OPEN: translate("Review", "Open"),
        ReviewState.UNSURE: translate("Review", "Unsure"),
        ReviewState.RESOLVED: translate("Review", "Resolved"),
        ReviewState.SUPERSEDED: translate("Review", "Found again since"),
    }[state]


def assigned_word(assigned: str) -> str:
    """Whose work a filter shows."""
    words = {
        "": translate("Review", "Anyone"),
        OPEN_TO_ME: translate("Review", "Mine or free"),
        "me": translate("Review", "Mine"),
        "nobody": translate("Review", "Free"),
    }
    return words.get(assigned, person(assigned))


def due_word(due: str) -> str:
    """Any time, Due today, Overdue."""
    return {
        "": translate("Review", "Any time"),
        "today": translate("Review", "Due today"),
        "overdue": translate("Review", "Overdue"),
    }[due]


def snoozed_word(snoozed: str) -> str:
    """What is shown of snoozed matches."""
    return {
        "hide": translate("Review", "Without snoozed"),
        "only": translate("Review", "Snoozed"),
        "all": translate("Review", "With snoozed"),
    }[snoozed]


def escalated_word(escalated: str) -> str:
    """What is shown of matches that went into a case."""
    return {
        "hide": translate("Review", "Without those in a case"),
        "only": translate("Review", "In a case"),
        "all": translate("Review", "With those in a case"),
    }[escalated]


def sort_word(field: str) -> str:
    """What a sorting is called."""
    return {
        "due_at": translate("Review", "Due first"),
        "best_score": translate("Review", "Highest score"),
        "best_strength": translate("Review", "Strongest match"),
        "came_back": translate("Review", "Came back first"),
        "matches": translate("Review", "Most matches"),
        "subject_name": translate("Review", "Name"),
        "created_at": translate("Review", "Oldest first"),
        "assigned_to": translate("Review", "Assigned to"),
        "sources": translate("Review", "List"),
    }[field]


ASCENDING = frozenset({"due_at", "subject_name", "created_at", "assigned_to", "sources"})
SORT_MENU = ("due_at", "best_score", "best_strength", "came_back", "matches", "subject_name",
             "created_at", "assigned_to", "sources")  # fmt: skip

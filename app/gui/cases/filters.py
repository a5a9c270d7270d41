"""The filter of the cases as chips, as plain JSON for saved views, and the views there always are.

What is typed into the search names people: it is never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.case import CaseState, Priority
from app.domain.case_query import (
    DUE_WORDS,
    ME,
    ME_OR_NOBODY,
    NOBODY,
    SNOOZED_WORDS,
    CaseQuery,
)
from app.domain.decision import Outcome
from app.gui.cases.wording import (
    person_word,
    priority_word,
    short_outcome,
    state_word,
    translate,
)
from app.gui.widgets.filter_chips import FilterChip
from app.gui.widgets.saved_views import SavedView

UNFINISHED = tuple(state for state in CaseState if state is not CaseState.CLOSED)
MY_OPEN_WORK = CaseQuery(assigned=ME_OR_NOBODY)
_LISTS = {
    "states": CaseState,
    "priorities": Priority,
    "decision": Outcome,
    "sources": str,
    "tags": str,
}


def due_word(due: str) -> str:
    """What a filter of the due date says."""
    return {
        "": translate("Cases", "Any due date"),
        "today": translate("Cases", "Due today"),
        "week": translate("Cases", "Due this week"),
        "overdue": translate("Cases", "Overdue"),
    }[due]


def assigned_word(assigned: str, names: Mapping[str, str]) -> str:
    """What a filter of the person says."""
    words = {
        "": translate("Cases", "Anybody"),
        ME: translate("Cases", "Assigned to me"),
        NOBODY: translate("Cases", "Assigned to nobody"),
        ME_OR_NOBODY: translate("Cases", "Assigned to me or nobody"),
    }
    if assigned in words:
        return words[assigned]
    return translate("Cases", "Assigned to {who}").format(who=person_word(assigned, dict(names)))


def snoozed_word(snoozed: str) -> str:
    """What a filter of the snoozed ones says."""
    return {
        "hide": translate("Cases", "Without snoozed ones"),
        "only": translate("Cases", "Snoozed"),
        "all": translate("Cases", "With snoozed ones"),
    }[snoozed]


def chips_of(
    query: CaseQuery, names: Mapping[str, str], sources: Mapping[str, str]
) -> list[FilterChip]:
    """The filters in force as chips; `names` are people by login, `sources` lists by id."""
    chips = []
    if query.assigned:
        chips.append(FilterChip("assigned", assigned_word(query.assigned, names)))
    if query.due:
        chips.append(FilterChip("due", due_word(query.due)))
    chips += [FilterChip(f"states:{item.value}", state_word(item)) for item in query.states]
    chips += [FilterChip(f"priorities:{p.value}", priority_word(p)) for p in query.priorities]
    chips += [FilterChip(f"decision:{item.value}", short_outcome(item)) for item in query.decision]
    chips += [FilterChip(f"sources:{item}", sources.get(item, item)) for item in query.sources]
    chips += [FilterChip(f"tags:{tag}", f"#{tag}") for tag in query.tags]
    if query.snoozed == "only":
        chips.append(FilterChip("snoozed", snoozed_word(query.snoozed)))
    return chips


def without(query: CaseQuery, key: str) -> CaseQuery:
    """The query without the filter of this chip."""
    name, _, value = key.partition(":")
    if name in _LISTS:
        left: Any = tuple(item for item in getattr(query, name) if str(item) != value)
    else:
        left = "hide" if name == "snoozed" else ""
    changed: dict[str, Any] = {name: left}
    return replace(query, **changed)


def cleared() -> CaseQuery:
    """The query without any filter."""
    return CaseQuery(snoozed="all")


def is_filtered(query: CaseQuery) -> bool:
    """Whether anything narrows the cases."""
    return query != cleared()


def as_json(query: CaseQuery) -> dict[str, Any]:
    """The filter as plain JSON, without the search text and without what is not set."""
    kept: dict[str, Any] = {name: [str(item) for item in getattr(query, name)] for name in _LISTS}
    kept |= {"assigned": query.assigned, "due": query.due}
    if query.snoozed != "hide":
        kept["snoozed"] = query.snoozed
    return {name: value for name, value in kept.items() if value}


def from_json(kept: Mapping[str, Any]) -> CaseQuery:
    """The filter of plain JSON. Raises ValueError, KeyError or TypeError if it is none."""
    values: dict[str, Any] = {
        name: tuple(kind(item) for item in _listed(kept.get(name, [])))
        for name, kind in _LISTS.items()
    }
    due, snoozed = str(kept.get("due", "")), str(kept.get("snoozed", "hide"))
    if due not in DUE_WORDS or snoozed not in SNOOZED_WORDS:
        raise ValueError("no such filter")
    return CaseQuery(**values, assigned=str(kept.get("assigned", "")), due=due, snoozed=snoozed)


def _listed(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise TypeError("a filter is a list")
    return [str(item) for item in value]


def built_in_views() -> tuple[SavedView, ...]:
    """The views there always are; the first one is that of the first time."""
    named = (
        (translate("Cases", "My open work"), MY_OPEN_WORK),
        (translate("Cases", "My cases"), CaseQuery(assigned=ME)),
        (
            translate("Cases", "Escalated, high"),
            CaseQuery(states=(CaseState.ESCALATED,), priorities=(Priority.HIGH, Priority.CRITICAL)),
        ),
        (translate("Cases", "Due today"), CaseQuery(due="today")),
        (translate("Cases", "Overdue"), CaseQuery(due="overdue")),
        (
            translate("Cases", "Waiting for approval"),
            CaseQuery(states=(CaseState.PENDING_APPROVAL,)),
        ),
        (translate("Cases", "Snoozed"), CaseQuery(snoozed="only")),
        (translate("Cases", "All cases"), CaseQuery(snoozed="all")),
    )
    return tuple(
        SavedView(name, as_json(query), f"view-{number}")
        for number, (name, query) in enumerate(named)
    )

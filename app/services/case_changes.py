"""What else changes in a case: priority, due date, snooze, tags, links to other cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.domain.case import (
    ActivityType,
    Case,
    CaseAlreadyClosed,
    CaseState,
    LinkedCase,
    Priority,
    Relation,
)
from app.domain.case_texts import note_text, tag_texts
from app.domain.errors import BadInput
from app.domain.events import EventType
from app.domain.moments import require_moment
from app.services.case_opening import priority_of
from app.services.case_recording import CaseWork, case_work
from app.services.workspace import Workspace

_SAFE = "The case was left as it is."


def set_priority(
    workspace: Workspace,
    case_id: str,
    priority: Priority | str,
    reason: str = "",
    *,
    version: int | None = None,
) -> Case:
    """Give a case another priority. A higher one brings the due date forward where the policy
    gives it less time from now; a lower one leaves it.

    Raises CaseAlreadyClosed, StaleCase, BadInput, NotAllowed, NotFound; nothing changes then.
    """
    wanted = priority_of(priority)
    with case_work(workspace) as work:
        case = _unfinished(work, case_id, version)
        if wanted is case.priority:
            return case
        values: dict[str, Any] = {"priority": wanted}
        ranks = list(Priority)
        if ranks.index(wanted) > ranks.index(case.priority):
            due = work.policy.case_due(wanted, work.now)
            values["due_at"] = min(due, case.due_at or due)
        return _change(work, case, reason, **values)


def set_due(
    workspace: Workspace,
    case_id: str,
    due_at: datetime,
    reason: str = "",
    *,
    version: int | None = None,
) -> Case:
    """Give a case another due date, with its time zone. Raises as `set_priority`."""
    with case_work(workspace) as work:
        case = _unfinished(work, case_id, version)
        require_moment(due_at, _SAFE)
        return case if due_at == case.due_at else _change(work, case, reason, due_at=due_at)


def snooze(
    workspace: Workspace,
    case_id: str,
    until: datetime | None,
    reason: str = "",
    *,
    version: int | None = None,
) -> Case:
    """Hide a case until a time, or with None show it again; its due date stays.

    Raises BadInput for a time that has passed, and as `set_priority`.
    """
    with case_work(workspace) as work:
        case = _unfinished(work, case_id, version)
        if until is not None:
            require_moment(until, _SAFE)
            if until <= work.now:
                raise BadInput("That time has passed.", safe=_SAFE)
        if until == case.snoozed_until:
            return case
        return _change(work, case, reason, snoozed_until=until)


def set_tags(
    workspace: Workspace, case_id: str, tags: Iterable[str], *, version: int | None = None
) -> Case:
    """Give a case these tags in place of the ones it has, in every state.

    Raises BadInput (a tag too long, too many), StaleCase, NotAllowed, NotFound.
    """
    wanted = tag_texts(tags)
    with case_work(workspace) as work:
        case = work.case(case_id, version)
        return case if wanted == case.tags else _change(work, case, "", tags=wanted)


def set_notes(
    workspace: Workspace, case_id: str, notes: str, *, version: int | None = None
) -> Case:
    """Replace the summary that stands at the head of a case. Raises as `set_tags`."""
    text = note_text(notes, "notes")
    with case_work(workspace) as work:
        case = work.case(case_id, version)
        return case if text == case.notes else _change(work, case, "", notes=text)


def link(
    workspace: Workspace,
    case_id: str,
    other_id: str,
    relation: Relation | str = Relation.RELATED,
    reason: str = "",
) -> tuple[LinkedCase, ...]:
    """Tie two cases, in any state; each shows the other. Returns the links of the first.

    Raises BadInput (the same case, an unknown relation), NotFound, NotAllowed.
    """
    tie = _relation(relation)
    if case_id == other_id:
        raise BadInput("A case cannot be tied to itself.", safe="Nothing was changed.")
    with case_work(workspace) as work:
        pair = work.case(case_id), work.case(other_id)
        work.uow.cases.parts.link(case_id, other_id, tie, work.actor, work.now)
        for one, other in (pair, pair[::-1]):
            _tell_link(work, one, other, tie.value, reason)
        return tuple(work.uow.cases.parts.links(case_id))


def unlink(
    workspace: Workspace, case_id: str, other_id: str, reason: str = ""
) -> tuple[LinkedCase, ...]:
    """Undo the tie of two cases; nothing happens if there is none. Raises NotFound, NotAllowed."""
    with case_work(workspace) as work:
        pair = work.case(case_id), work.case(other_id)
        if work.uow.cases.parts.unlink(case_id, other_id):
            for one, other in (pair, pair[::-1]):
                _tell_link(work, one, other, "", reason)
        return tuple(work.uow.cases.parts.links(case_id))


def _unfinished(work: CaseWork, case_id: str, version: int | None) -> Case:
    case = work.case(case_id, version)
    if case.state is CaseState.CLOSED:
        raise CaseAlreadyClosed(
            f"Case {case_id} is closed.", safe="It was left as it is.", todo="Reopen it first."
        )
    return case


def _change(work: CaseWork, case: Case, reason: str, **values: Any) -> Case:
    """A change of plain fields; the timeline tells each before and after."""
    why = note_text(reason, "reason")
    changes = {
        name: [_told(getattr(case, name)), _told(value)]
        for name, value in values.items()
        if getattr(case, name) != value
    }
    return work.change(
        case,
        EventType.CASE_UPDATED,
        ActivityType.CHANGED,
        why,
        reason=why,
        data={"changes": changes},
        **values,
    )


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _tell_link(work: CaseWork, case: Case, other: Case, relation: str, reason: str) -> None:
    why = note_text(reason, "reason")
    data = {"other_id": other.case_id, "relation": relation}
    work.change(case, EventType.CASE_UPDATED, ActivityType.LINK, why, reason=why, data=data)


def _relation(name: Relation | str) -> Relation:
    try:
        return Relation(name)
    except ValueError:
        raise BadInput(
            f"“{str(name)[:40]}” is no relation of cases.",
            safe="Nothing was changed.",
            todo=f"Use {', '.join(Relation)}.",
        ) from None

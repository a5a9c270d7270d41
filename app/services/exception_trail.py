"""What becomes of a match exception, recorded: its row, history, event and audit row together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.domain.errors import BadInput
from app.domain.events import Event, EventType
from app.domain.match import Match
from app.domain.match_exception import (
    Condition,
    ExceptionEvent,
    ExceptionStatus,
    FieldChange,
    MatchException,
    as_of,
    expiry,
)
from app.domain.subject import Subject, SubjectType
from app.services.recording import record_change
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

OBJECT = "match_exception"
_SHOWN = (
    "status", "version", "reason", "source", "list_entry_id", "subject_id", "external_id",
    "fields", "subject_fields", "expires_on", "review_on", "conditions", "checksum",
)  # fmt: skip


def local_day(at: datetime) -> date:
    """The day that a UTC time falls on where this machine stands: exceptions end by it."""
    return at.astimezone().date()


def today(workspace: Workspace) -> date:
    """The local day of now, by which exceptions end and are reviewed."""
    return local_day(workspace.clock())


def made(
    workspace: Workspace,
    uow: UnitOfWork,
    exception: MatchException,
    action: str = "CREATED",
    more: Mapping[str, Any] | None = None,
) -> Event:
    """Store a new exception and record it; the caller commits and publishes the event."""
    uow.match_exceptions.add(exception)
    data = {"reason": exception.reason, **(more or {})}
    digests = _note(workspace, uow, exception, action, data)
    kind = EventType.EXCEPTION_CREATED
    after = facts(exception) | dict(more or {}) | digests
    return record_change(workspace, uow, kind, OBJECT, exception.exception_id, after=after)


def changed(
    workspace: Workspace,
    uow: UnitOfWork,
    before: MatchException,
    after: MatchException,
    action: str,
    reason: str,
    kind: EventType = EventType.EXCEPTION_CHANGED,
) -> tuple[MatchException, Event]:
    """Store the next version of an exception and record what changed, by whom and why.

    Raises StaleException if someone else changed it meanwhile.
    """
    saved = replace(
        after,
        version=before.version + 1,
        changed_at=workspace.clock(),
        changed_by=workspace.actor,
    )
    uow.match_exceptions.save(saved, before.version)
    old, new = facts(before), facts(saved)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    names.remove("version")
    data = {
        "reason": reason,
        "before": {name: old.get(name) for name in names},
        "after": {name: new.get(name) for name in names},
    }
    told = new | _note(workspace, uow, saved, action, data)
    event = record_change(
        workspace, uow, kind, OBJECT, saved.exception_id, before=old, after=told, reason=reason
    )
    return saved, event


def end(
    workspace: Workspace,
    uow: UnitOfWork,
    exception: MatchException,
    because: Sequence[FieldChange],
) -> Event:
    """Note that an active exception lapsed because fields changed, or that its last day passed."""
    is_over = bool(because) and because[0] == expiry(exception)
    status = ExceptionStatus.EXPIRED if is_over else ExceptionStatus.LAPSED
    ended = replace(exception, status=status, difference=tuple(because))
    told = "Its last day has passed." if is_over else "What brings the match back has changed."
    _, event = changed(
        workspace, uow, exception, ended, status.value, told, EventType.EXCEPTION_LAPSED
    )
    return event


def follow(
    workspace: Workspace, uow: UnitOfWork, exception: MatchException, match: Match
) -> list[Event]:
    """Let a profile exception name the new id of its entry, whose old id was merged into it."""
    if exception.status is not ExceptionStatus.ACTIVE or exception.source != match.source:
        return []
    moved = replace(exception, list_entry_id=match.list_entry_id, checksum=match.entry_checksum)
    told = f"The list merged {exception.list_entry_id} into {match.list_entry_id}."
    _, event = changed(workspace, uow, exception, moved, "FOLLOWED", told)
    return [event]


def facts(exception: MatchException) -> dict[str, Any]:
    """An exception as its events and audit rows tell it: plain JSON without empty values."""
    told: dict[str, Any] = {"exception_id": exception.exception_id, "kind": exception.kind.value}
    for name in _SHOWN:
        told[name] = plain(getattr(exception, name))
    told["difference"] = [change_value(change) for change in exception.difference]
    return {name: value for name, value in told.items() if value not in ("", None, [])}


def change_value(change: FieldChange) -> dict[str, str]:
    """A difference as plain JSON."""
    return {
        "side": change.side,
        "field": change.field,
        "before": change.before,
        "after": change.after,
    }


def plain(value: Any) -> Any:
    """A value of an exception as plain JSON."""
    if isinstance(value, Condition):
        return {"path": value.path, "operator": value.operator.value, "value": value.value}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def refuse_second(workspace: Workspace, uow: UnitOfWork, exception: MatchException) -> None:
    """Raise BadInput if another active exception excludes this pair: two of them would hide when
    one lapses."""
    day = today(workspace)
    for other in uow.match_exceptions.of_profile(exception.source, exception.list_entry_id):
        same = other.external_id == exception.external_id and (
            bool(exception.external_id) or other.subject_id == exception.subject_id
        )
        is_another = other.exception_id != exception.exception_id
        if same and is_another and as_of(other, day).status is ExceptionStatus.ACTIVE:
            raise BadInput(
                f"{other.exception_id} of {other.created_by} excludes this pair already.",
                safe="Nothing was changed.",
                todo="Look at it on the Exceptions page; it can be changed or renewed there.",
            )


def refuse_found_true(uow: UnitOfWork, exception: MatchException) -> None:
    """Raise BadInput if a person found this customer to be this listed party, and nobody changed
    that verdict since: an exception would silence it."""
    subject_id: str | None = exception.subject_id
    if exception.external_id:  # by which alone the customer is found then
        wanted = Subject(SubjectType.INDIVIDUAL, "", external_id=exception.external_id)
        subject_id = uow.subjects.find(wanted)
    pair = (exception.source, exception.list_entry_id)
    if subject_id and pair in uow.reviews.found_true(subject_id):
        raise BadInput(
            f"{exception.subject_name} was found to be {exception.listed_name}: a true match.",
            safe="Nothing was changed.",
            todo="Change that verdict first, if it was wrong.",
        )


def _note(
    workspace: Workspace,
    uow: UnitOfWork,
    exception: MatchException,
    action: str,
    data: dict[str, Any],
) -> dict[str, Any]:
    """Append to the history of a stored exception; gives the fingerprints of both rows, for the
    event that vouches for them."""
    history_id = uow.match_exceptions.note(
        ExceptionEvent(exception.exception_id, workspace.clock(), workspace.actor, action, data)
    )
    return {
        "exception_sha256": uow.row_digests.of("exception", exception.exception_id),
        "history_id": history_id,
        "history_sha256": uow.row_digests.of("history", history_id),
    }

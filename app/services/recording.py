"""One fact recorded: its event and its row of the audit trail, in the transaction of the fact."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.events import Event, EventType
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork


def record_change(
    workspace: Workspace,
    uow: UnitOfWork,
    kind: EventType,
    object_type: str,
    object_id: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Event:
    """Add the event and the audit row of a change; the caller commits, then publishes the event.

    Args:
        before: what was there, plain JSON; None where nothing was.
        after: what is there now; None where nothing is left.
        reason: why, in the words of whoever acts.
    """
    return record_changes(workspace, uow, kind, object_type, ((object_id, before, after, reason),))[
        0
    ]


Change = tuple[str, Mapping[str, Any] | None, Mapping[str, Any] | None, str]


def record_changes(
    workspace: Workspace,
    uow: UnitOfWork,
    kind: EventType,
    object_type: str,
    changes: Sequence[Change],
) -> list[Event]:
    """Add an event and an audit row for each of some changes of one kind that happened together.

    Args:
        changes: at least one: (object id, before, after, reason), as in `record_change`.
    """
    actor = workspace.actor
    events = uow.events.add_all(
        [
            workspace.event(
                kind,
                object_type,
                object_id,
                {"before": before, "after": after, "reason": reason, "actor": actor},
            )
            for object_id, before, after, reason in changes
        ]
    )
    rows = [
        (
            object_id,
            _text(before),
            _text(dict(after or {}) | ({"reason": reason} if reason else {})),
        )
        for object_id, before, after, reason in changes
    ]
    uow.audit.append_all(events[0].at, actor, kind.value, object_type, rows)
    return events


def _text(value: Mapping[str, Any] | None) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""

"""One fact recorded: its event and its row of the audit trail, in the transaction of the fact."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    facts = {"before": before, "after": after, "reason": reason, "actor": workspace.actor}
    event = uow.events.add(workspace.event(kind, object_type, object_id, facts))
    told = dict(after or {}) | ({"reason": reason} if reason else {})
    uow.audit.append(
        event.at, workspace.actor, kind.value, object_type, object_id, _text(before), _text(told)
    )
    return event


def _text(value: Mapping[str, Any] | None) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""

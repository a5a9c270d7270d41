"""A change of settings as the trail keeps it: one event and one audit row."""

from __future__ import annotations

import json
from typing import Any

from app.domain.events import Event, EventType
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork


def record_change(
    workspace: Workspace,
    uow: UnitOfWork,
    name: str,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str,
) -> Event:
    """Record a change in the caller's transaction; the event is published after its commit.

    Args:
        name: the id under which the trail names these settings.
        before, after: the settings as plain JSON values, without secrets.
        reason: why, for the record.
    """
    facts = {"before": before, "after": after, "reason": reason, "actor": workspace.actor}
    kind = EventType.SETTINGS_CHANGED
    event = uow.events.add(workspace.event(kind, "settings", name, facts))
    uow.audit.append(
        event.at, workspace.actor, kind.value, "settings", name,
        _text(before), _text(after | {"reason": reason}),
    )  # fmt: skip
    return event


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)

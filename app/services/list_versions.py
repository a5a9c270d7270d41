"""Version events: staging, activating and deactivating, each recorded with its fact."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.domain.errors import ListRefused
from app.domain.events import Event, EventType
from app.domain.lists import ListSource, ListVersion, VersionState
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork


def version_facts(version: ListVersion) -> dict[str, Any]:
    """A version as its events and audit rows tell it."""
    return {
        "source": version.source,
        "version": version.version,
        "published_on": version.published_on.isoformat() if version.published_on else None,
        "sha256": version.sha256,
        "entries": version.entries,
        "names": version.names,
        "rows_kept_aside": version.rows_kept_aside,
        "problems": list(version.problems),
        "is_demo": version.is_demo,
    }


def record_staged(workspace: Workspace, version: ListVersion) -> None:
    """Record that a version was staged, or held back by its checks."""
    held = version.state is VersionState.QUARANTINED
    kind = EventType.LIST_QUARANTINED if held else EventType.LIST_STAGED
    with workspace.database.write() as uow:
        event = _append(workspace, uow, kind, str(version.version_id), version_facts(version))
        uow.commit()
    workspace.bus.publish([event])


def record_refusal(
    workspace: Workspace, source: ListSource, files: Sequence[Path], refusal: ListRefused
) -> None:
    """Record that files were refused and why."""
    facts = {
        "source": source.source,
        "files": [file.name for file in files],
        "reason": refusal.message,
    }
    with workspace.database.write() as uow:
        event = _append(workspace, uow, EventType.LIST_REFUSED, source.source, facts)
        uow.commit()
    workspace.bus.publish([event])


def activate(workspace: Workspace, version_id: int) -> tuple[ListVersion, tuple[str, ...]]:
    """Make a version the active one of its source, in one small transaction.

    Returns the version and the sources whose demonstration list was deactivated by it.
    """
    with workspace.database.write() as uow:
        replaced = uow.lists.activate(version_id, workspace.clock())
        version = uow.lists.version(version_id)
        changes = [(EventType.LIST_ACTIVATED, version)]
        changes += [(EventType.LIST_DEACTIVATED, old) for old in replaced]
        events = [
            _append(workspace, uow, kind, str(changed.version_id), version_facts(changed))
            for kind, changed in changes
        ]
        uow.commit()
    workspace.bus.publish(events)
    demo = () if version.is_demo else tuple(old.source for old in replaced if old.is_demo)
    return version, demo


def deactivate_demo(workspace: Workspace) -> tuple[str, ...]:
    """Deactivate every demonstration list; returns their sources. The records stay."""
    with workspace.database.write() as uow:
        demo = [version for version in uow.lists.active_versions() if version.is_demo]
        events = []
        for version in demo:
            uow.lists.deactivate(version.version_id, workspace.clock())
            kind, key = EventType.LIST_DEACTIVATED, str(version.version_id)
            events.append(_append(workspace, uow, kind, key, version_facts(version)))
        uow.commit()
    workspace.bus.publish(events)
    return tuple(version.source for version in demo)


def _append(
    workspace: Workspace, uow: UnitOfWork, kind: EventType, key: str, facts: Mapping[str, Any]
) -> Event:
    """One event and one audit row of the same fact, in the caller's transaction."""
    event = uow.events.add(workspace.event(kind, "list_version", key, facts))
    after = json.dumps(facts, ensure_ascii=False)
    uow.audit.append(event.at, workspace.actor, kind.value, "list_version", key, after=after)
    return event

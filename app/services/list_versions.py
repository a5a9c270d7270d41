"""Versions: staged, activated, rejected, deactivated, each recorded with who, when and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.domain.errors import BadInput, DatabaseLocked, ListRefused
from app.domain.events import Event, EventType
from app.domain.lists import ListSource, ListVersion, VersionDecision, VersionState
from app.domain.user import Permission
from app.importers.checks import Measures
from app.services import exception_sweep
from app.services.catalogue import source_named
from app.services.list_checking import keep_measures
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

DECISIONS_KEY: Final = "list_decisions"  # version id as text -> what a person decided
MAX_REASON: Final = 1000
_SAFE: Final = "Nothing was changed; the active version stays in use."
LEFT_READY: Final = "Its import had passed every check and was stopped before it became active."


def versions_of(workspace: Workspace, source: str) -> tuple[ListVersion, ...]:
    """All finished versions of a source, newest first. Raises UsageError if it is unknown."""
    source_named(workspace.catalogue, source)
    with workspace.database.read() as uow:
        return tuple(uow.lists.versions(source))


def decisions_of(uow: UnitOfWork) -> dict[int, VersionDecision]:
    """What people decided about versions, by version id."""
    stored = uow.settings.get(DECISIONS_KEY, default={})
    return {
        int(key): VersionDecision(
            VersionState(value["state"]),
            value["reason"],
            value["actor"],
            datetime.fromisoformat(value["at"]),
        )
        for key, value in stored.items()
    }


def choose(workspace: Workspace, version_id: int, reason: str) -> ListVersion:
    """A person makes a version the active one: out of quarantine, or back to an older one.

    Args:
        reason: why, for the record; at most 1,000 characters.
    Raises:
        NotFound; BadInput without a reason, and if the version is active already. Nothing changed.
    """
    workspace.require(Permission.MANAGE_LISTS)
    told = _reason(reason)
    return _activate(workspace, version_id, told)[0]


def reject(workspace: Workspace, version_id: int, reason: str) -> ListVersion:
    """A person decides that a version that waits is not to be used; it is kept and shown.

    Raises:
        NotFound; BadInput without a reason, and if the version does not wait. Nothing changed.
    """
    workspace.require(Permission.MANAGE_LISTS)
    told = _reason(reason)
    with workspace.database.write() as uow:
        at = workspace.clock()
        version = uow.lists.reject(version_id, at)
        _note_decision(workspace, uow, version, told, at)
        facts = version_facts(version) | {"reason": told, "actor": workspace.actor}
        event = append_event(workspace, uow, EventType.LIST_REJECTED, str(version_id), facts)
        uow.commit()
    workspace.bus.publish([event])
    return version


def activate_left_ready(workspace: Workspace) -> tuple[ListVersion, ...]:
    """Activate the versions whose import was stopped between its checks and its activation.

    Such a version is the newest of its source, and no demonstration list: those are loaded as a
    whole. Called at each start; returns the versions, for the user to be told.
    """
    if workspace.database.is_read_only or not _left_ready(workspace):
        return ()
    try:
        with workspace.database.import_lock():  # else it may be an import that is running
            return tuple(
                _activate(workspace, version.version_id, LEFT_READY, is_decision=False)[0]
                for version in _left_ready(workspace)
            )
    except DatabaseLocked:
        return ()  # another time


def _left_ready(workspace: Workspace) -> tuple[ListVersion, ...]:
    newest: dict[str, ListVersion] = {}
    with workspace.database.read() as uow:
        for version in uow.lists.versions():
            newest.setdefault(version.source, version)
    return tuple(
        version
        for version in newest.values()
        if version.state is VersionState.READY and not version.is_demo
    )


def _reason(reason: str) -> str:
    told = " ".join(reason.split())
    if not told or len(told) > MAX_REASON:
        too_long = f"The reason is longer than {MAX_REASON:,} characters."
        raise BadInput(
            too_long if told else "The decision needs a reason.",
            safe=_SAFE,
            todo="Say in a sentence why: it is kept in the audit trail.",
        )
    return told


def _note_decision(
    workspace: Workspace, uow: UnitOfWork, version: ListVersion, reason: str, at: datetime
) -> None:
    decisions = uow.settings.get(DECISIONS_KEY, default={})
    decisions[str(version.version_id)] = {
        "state": version.state.value,
        "reason": reason,
        "actor": workspace.actor,
        "at": at.isoformat(),
    }
    uow.settings.set(DECISIONS_KEY, decisions)


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


def record_staged(workspace: Workspace, version: ListVersion, measures: Measures) -> None:
    """Record that a version was staged, or held back by its checks, and what was measured."""
    held = version.state is VersionState.QUARANTINED
    kind = EventType.LIST_QUARANTINED if held else EventType.LIST_STAGED
    with workspace.database.write() as uow:
        keep_measures(uow, version, measures)
        event = append_event(workspace, uow, kind, str(version.version_id), version_facts(version))
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
        event = append_event(workspace, uow, EventType.LIST_REFUSED, source.source, facts)
        uow.commit()
    workspace.bus.publish([event])


def activate(workspace: Workspace, version_id: int) -> tuple[ListVersion, tuple[str, ...]]:
    """Make a version that passed its checks the active one, in one small transaction.

    Returns the version and the sources whose demonstration list was deactivated by it.
    """
    return _activate(workspace, version_id)


def _activate(
    workspace: Workspace, version_id: int, reason: str = "", *, is_decision: bool = True
) -> tuple[ListVersion, tuple[str, ...]]:
    with workspace.database.write() as uow:
        at = workspace.clock()
        was = uow.lists.version(version_id).state
        replaced = uow.lists.activate(version_id, at)
        version = uow.lists.version(version_id)
        why = {"reason": reason, "actor": workspace.actor, "was": was.value} if reason else {}
        if reason and is_decision:
            _note_decision(workspace, uow, version, reason, at)
        changes = [(EventType.LIST_ACTIVATED, version, why)]
        changes += [(EventType.LIST_DEACTIVATED, old, {}) for old in replaced]
        events = [
            append_event(
                workspace, uow, kind, str(changed.version_id), version_facts(changed) | more
            )
            for kind, changed, more in changes
        ]
        events += exception_sweep.list_changed(workspace, uow, version.source)
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
            events.append(append_event(workspace, uow, kind, key, version_facts(version)))
        uow.commit()
    workspace.bus.publish(events)
    return tuple(version.source for version in demo)


def append_event(
    workspace: Workspace, uow: UnitOfWork, kind: EventType, key: str, facts: Mapping[str, Any]
) -> Event:
    """One event and one audit row of the same fact, in the caller's transaction."""
    event = uow.events.add(workspace.event(kind, "list_version", key, facts))
    after = json.dumps(facts, ensure_ascii=False)
    uow.audit.append(event.at, workspace.actor, kind.value, "list_version", key, after=after)
    return event

"""Which versions of a list are kept: the newest, the active, and all that a screening rests on."""

from __future__ import annotations

from typing import Any, Final

from app.domain.events import EventType
from app.domain.lists import ListVersion, VersionState
from app.services import list_settings
from app.services.jobs import NO_JOB, Job
from app.services.list_checking import MEASURES_KEY
from app.services.list_versions import DECISIONS_KEY, append_event, version_facts
from app.services.workspace import Workspace
from app.storage import prune
from app.storage.unit_of_work import UnitOfWork

SCREENED_KEY: Final = "list_versions_screened"  # up to which screening, and the versions it found


def prune_locked(workspace: Workspace, source: str, job: Job = NO_JOB) -> tuple[ListVersion, ...]:
    """Remove the versions of a source that need not be kept; the caller holds the import lock.

    Kept are the active version, the newest one, as many of those used last as the settings say,
    and every one that a screening record refers to. Each removal is an event. What is cut short
    goes on the next time.

    Returns the versions that were removed.
    """
    screened = _screened(workspace, job)
    with workspace.database.read() as uow:
        versions = uow.lists.versions(source)
        keep = list_settings.stored(uow).kept_versions
    doomed = _doomed(versions, keep, screened)
    for version in doomed:
        job.progress(0, 0, f"Removing old versions of {source}")
        for _ in prune.drop_kept_aside(workspace.database.write, version.version_id):
            job.check()
        _drop(workspace, version)
    left = sorted(version.seq for version in versions if version not in doomed)
    for _ in prune.drop_members(workspace.database.write, source, left):
        job.check()
    return doomed


def _doomed(
    versions: list[ListVersion], keep: int, screened: frozenset[int]
) -> tuple[ListVersion, ...]:
    """Those beyond the number to keep that nothing refers to; `versions` newest first."""
    others = [version for version in versions if version.state is not VersionState.ACTIVE]
    others.sort(key=lambda version: version.deactivated_at or version.imported_at, reverse=True)
    return tuple(
        version
        for version in others[keep:]
        if version is not versions[0] and version.version_id not in screened
    )


def _screened(workspace: Workspace, job: Job) -> frozenset[int]:
    """The versions that screening records refer to; each record is looked at once."""
    with workspace.database.read() as uow:
        stored = uow.settings.get(SCREENED_KEY, default={"seq": 0, "versions": []})
    last, versions = stored["seq"], set(stored["versions"])
    while True:
        job.check()
        with workspace.database.read() as uow:
            reached, found = uow.lists.screened_after(last)
        if reached == last:
            break
        last, versions = reached, versions | found
    if last != stored["seq"]:
        value = {"seq": last, "versions": sorted(versions)}
        with workspace.database.write() as uow:
            uow.settings.set(SCREENED_KEY, value)
            uow.commit()
    return frozenset(versions)


def _drop(workspace: Workspace, version: ListVersion) -> None:
    key = str(version.version_id)
    with workspace.database.write() as uow:
        uow.lists.drop(version.version_id)
        for name in (DECISIONS_KEY, MEASURES_KEY):
            _forget(uow, name, key)
        facts = version_facts(version)
        event = append_event(workspace, uow, EventType.LIST_PRUNED, key, facts)
        uow.commit()
    workspace.bus.publish([event])


def _forget(uow: UnitOfWork, name: str, key: str) -> None:
    rows: dict[str, Any] = uow.settings.get(name, default={})
    if rows.pop(key, None) is not None:
        uow.settings.set(name, rows)

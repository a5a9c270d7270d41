"""How the lists stand today: each source with its versions, its age, and every check named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.domain.lists import (
    ListCheck,
    ListSource,
    ListVersion,
    SourceState,
    SourceStatus,
    VersionState,
    age_days,
)
from app.services import update_notes
from app.services.list_versions import decisions_of
from app.services.workspace import Workspace

_SOUND = (SourceState.ACTIVE, SourceState.DEMO)


def status(workspace: Workspace) -> tuple[SourceStatus, ...]:
    """How every source of the catalogue stands today, in the catalogue's order."""
    today = workspace.clock().date()
    with workspace.database.read() as uow:
        versions = uow.lists.versions()
        decisions = decisions_of(uow)
        notes = update_notes.stored(uow)
    by_source: dict[str, list[ListVersion]] = {}
    for version in versions:
        by_source.setdefault(version.source, []).append(version)
    found = []
    for source in workspace.catalogue:
        of_source = tuple(by_source.get(source.source, ()))
        told = notes.get(source.source, update_notes.SourceNotes())
        decided = {
            version.version_id: decisions[version.version_id]
            for version in of_source
            if version.version_id in decisions
        }
        state, age, problems = _standing(source, of_source, today)
        active = _active(of_source)
        found.append(
            SourceStatus(
                source, state, active, age, problems, of_source, decided, told.checked, told.found
            )
        )
    return tuple(found)


def is_stale(found: SourceStatus) -> bool:
    """Whether the active version is older than its publisher's cadence lets it be."""
    return (
        found.active is not None
        and not found.active.is_demo
        and (found.age_days or 0) > found.source.stale_after_days
    )


def is_sound(found: SourceStatus) -> bool:
    """Whether screenings can rest on the source as they should; a source that they need not
    have, or that cannot be loaded, is sound when it is missing."""
    if found.state is SourceState.MISSING:
        return not (found.source.is_required and found.source.is_importable)
    return found.state in _SOUND


def standing_checks(found: SourceStatus) -> tuple[ListCheck, ...]:
    """What is checked of a source today, beside the checks that its active version passed."""
    active, limit = found.active, found.source.stale_after_days
    is_loaded = active is not None and not active.is_demo
    measured = "no version is active"
    if active is not None:
        measured = f"{'demonstration ' if active.is_demo else ''}version {active.version} is active"
    checks = [
        ListCheck(
            "loaded", is_loaded or not found.source.is_required, measured, "an active version"
        )
    ]
    if active is not None:
        since = "published" if active.published_on else "imported; the list tells no date"
        checks.append(
            ListCheck(
                "age",
                not is_stale(found),
                f"{found.age_days} days since it was {since}",
                f"at most {limit:,} days",
            )
        )
    held = found.held
    waiting = f"version {held.version} waits since {held.imported_at:%Y-%m-%d}" if held else "none"
    checks.append(
        ListCheck("held versions", held is None, waiting, "no version that waits for a decision")
    )
    return tuple(checks)


def all_sound(statuses: Iterable[SourceStatus]) -> bool:
    """Whether no source needs anything of a person."""
    return all(map(is_sound, statuses))


def _active(versions: tuple[ListVersion, ...]) -> ListVersion | None:
    return next((v for v in versions if v.state is VersionState.ACTIVE), None)


def _standing(
    source: ListSource, versions: tuple[ListVersion, ...], today: date
) -> tuple[SourceState, int | None, tuple[str, ...]]:
    """State, age in days and problems of one source."""
    active = _active(versions)
    problems: list[str] = []
    age = age_days(active, today) if active else None
    state = SourceState.MISSING if active is None else SourceState.ACTIVE
    if active is not None and active.is_demo:
        state = SourceState.DEMO
    elif age is not None and age > source.stale_after_days:
        state = SourceState.STALE
        since = "published" if active and active.published_on else "imported"
        problems.append(f"{age} days since it was {since}; stale after {source.stale_after_days}")
    if active is not None:
        problems.extend(active.problems)
    newest = versions[0] if versions else None
    if newest is not None and newest.state is VersionState.QUARANTINED:
        state = SourceState.QUARANTINED
        problems[:0] = [f"Version {newest.version} is held: {text}" for text in newest.problems]
    if newest is not None and newest.state is VersionState.READY:
        problems.insert(0, f"Version {newest.version} passed its checks and is not active yet.")
    return state, age, tuple(problems)

"""A staged version judged: every check against the catalogue and the active version."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from app.domain.list_entry import EntryType
from app.domain.lists import ListCheck, ListSource, ListVersion
from app.importers.checks import Active, Measures, Tally, check_version
from app.importers.reading import ListReading
from app.services.workspace import Workspace
from app.storage.staging import ListStaging
from app.storage.unit_of_work import UnitOfWork

MEASURES_KEY: Final = "list_measures"  # version id as text -> what the next one is compared with


def judge(
    workspace: Workspace,
    source: ListSource,
    staging: ListStaging,
    tally: Tally,
    reading: ListReading,
    *,
    published_on: date | None,
    is_demo: bool,
) -> tuple[tuple[ListCheck, ...], tuple[str, ...]]:
    """The checks of a version whose rows are all staged, and its problems, failed checks first."""
    staging.end_vanished()
    checks = check_version(
        source,
        tally,
        _active(workspace, source, staging),
        reading,
        minimums=not is_demo,
        published_on=published_on,
        today=workspace.clock().date(),
    )
    failed = (f"{c.name}: {c.measured}; expected {c.expected}" for c in checks if not c.ok)
    return checks, (*failed, *reading.problems, *tally.problems())


def _active(workspace: Workspace, source: ListSource, staging: ListStaging) -> Active | None:
    with workspace.database.read() as uow:
        versions = uow.lists.active_versions()
        version = next((v for v in versions if v.source == source.source), None)
        if version is None or version.is_demo:
            return None
        shared = uow.lists.count_shared(source.source, version.seq, staging.seq)
        return Active(version, stored_measures(uow, version), shared)


def stored_measures(uow: UnitOfWork, version: ListVersion) -> Measures | None:
    """What was measured of a version, None if nothing was kept of it."""
    row = uow.settings.get(MEASURES_KEY, default={}).get(str(version.version_id))
    if row is None:
        return None
    kinds = {EntryType(kind): count for kind, count in row["kinds"].items()}
    return Measures(kinds, row["fill_rates"])


def keep_measures(uow: UnitOfWork, version: ListVersion, measures: Measures) -> None:
    """Store what was measured of a version; the caller commits."""
    rows: dict[str, Any] = uow.settings.get(MEASURES_KEY, default={})
    rows[str(version.version_id)] = {
        "kinds": {kind.value: count for kind, count in measures.kinds.items()},
        "fill_rates": dict(measures.fill_rates),
    }
    uow.settings.set(MEASURES_KEY, rows)

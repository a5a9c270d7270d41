"""A staged version judged: every check against the catalogue and the active version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.domain.list_entry import EntryType
from app.domain.lists import ListCheck, ListSource, ListVersion
from app.importers.checks import Active, Measures, Tally, check_version
from app.importers.file_dates import date_in_name
from app.importers.reading import ListReading
from app.services.workspace import Workspace
from app.storage.staging import ListStaging
from app.storage.unit_of_work import UnitOfWork

OLD_DAYS: Final = 180  # lists change several times a year
MEASURES_KEY: Final = "list_measures"  # version id as text -> what the next one is compared with


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of a list and, in words, who tells it; `day` is None if nobody does."""

    day: date | None
    by: str = ""


def dated_by(
    reading: ListReading,
    told: date | None,
    names: Sequence[str],
    served_on: date | None,
    today: date,
) -> Dated:
    """The day of a list: the user's before the file's own, then that of the files' names, then
    the server's; the last two only if they are not in the future.

    Args:
        names: the names of the files; dates that differ tell nothing.
    """
    if told or reading.published_on:
        return Dated(told or reading.published_on)
    named = {day for name in names if (day := date_in_name(name)) is not None}
    if len(named) == 1 and (day := named.pop()) <= today:
        return Dated(day, "by the file's name")
    if served_on is not None and served_on <= today:
        return Dated(served_on, "by the publisher's server")
    return Dated(None)


def judge(
    workspace: Workspace,
    source: ListSource,
    staging: ListStaging,
    tally: Tally,
    reading: ListReading,
    *,
    dated: Dated,
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
        published_on=dated.day,
        dated_by=dated.by,
        today=workspace.clock().date(),
    )
    notes = (*reading.problems, *tally.problems(), *_old(workspace, dated, tally.newest))
    failed = (f"{c.name}: {c.measured}; expected {c.expected}" for c in checks if not c.ok)
    return checks, (*failed, *notes)


def _old(workspace: Workspace, dated: Dated, newest: date | None) -> Iterator[str]:
    """What should be known of a list without a date whose entries are all old."""
    if dated.day is None and newest is not None:
        days = (workspace.clock().date() - newest).days
        if days > OLD_DAYS:
            yield f"The file tells no date, and its newest entry is of {newest}: it may be old."


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

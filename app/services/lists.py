"""Lists: import a file through its checks into a version, activate it, and say how lists stand."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from app.domain.errors import AppError, BadInput, ListRefused
from app.domain.list_entry import ListEntry
from app.domain.lists import (
    ImportReport,
    KeptAside,
    ListSource,
    ListVersion,
    VersionState,
)
from app.domain.user import Permission
from app.importers import registry
from app.importers.archives import unpacked
from app.importers.checks import Tally
from app.importers.reading import ListReading
from app.services.catalogue import source_named
from app.services.jobs import NO_JOB, Job, JobCancelled
from app.services.list_checking import Dated, dated_by, judge
from app.services.list_delta import onto_active
from app.services.list_readers import ListReader, reader_of
from app.services.list_retention import prune_locked
from app.services.list_status import status
from app.services.list_versions import (
    activate,
    deactivate_demo,
    record_refusal,
    record_staged,
)
from app.services.workspace import Workspace
from app.storage.staging import ListStaging

__all__ = ["detect_source", "import_list", "import_locked", "kept_aside", "remove_demo", "status"]

CHUNK = 500
KEPT_ASIDE_SHOWN = 50
_DECIDED_BY_PEOPLE = (VersionState.QUARANTINED, VersionState.REJECTED)
_SAFE = "Nothing was changed; the last good version stays active."


def import_list(
    workspace: Workspace,
    source: str,
    files: Sequence[Path],
    *,
    published_on: date | None = None,
    served_on: date | None = None,
    reader: ListReader | None = None,
    job: Job = NO_JOB,
) -> ImportReport:
    """Import the files as a new version of a source, check it, and activate it if it is sound.

    Args:
        source: a source id of the catalogue.
        files: the official file, or the files of a set (OFAC CSV).
        published_on: the list's own date, where the file does not tell it.
        served_on: when the publisher's server last changed the file; it is taken where neither
            the file nor its name tells a date.
        reader: how to read the files; None for the way of the source.
        job: progress and cancel; a cancelled import changes nothing.
    Raises:
        ListRefused: not this list, malformed, truncated, no entries. Nothing changed.
        DatabaseLocked: another import is running.
    """
    workspace.require(Permission.MANAGE_LISTS)
    if published_on is not None and published_on > workspace.clock().date():
        raise BadInput(
            f"{published_on} lies in the future: no list was published then.",
            safe=_SAFE,
            todo="Give the date that the publisher states.",
        )
    with workspace.database.import_lock():
        return import_locked(
            workspace,
            source,
            files,
            published_on=published_on,
            served_on=served_on,
            reader=reader,
            job=job,
        )


def import_locked(
    workspace: Workspace,
    source: str,
    files: Sequence[Path],
    *,
    published_on: date | None = None,
    served_on: date | None = None,
    is_demo: bool = False,
    reader: ListReader | None = None,
    job: Job = NO_JOB,
) -> ImportReport:
    """`import_list` for a caller that holds the import lock; minimum counts do not apply to a
    demonstration list."""
    started, started_at = time.perf_counter(), workspace.clock()
    listed = source_named(workspace.catalogue, source)
    if not listed.is_importable:
        raise ListRefused(
            f"{listed.short_name} cannot be imported by this version.",
            safe=_SAFE,
            todo="`screendesk lists status` shows which sources can.",
        )
    for file in files:
        _require_file(file)
    reader = reader or reader_of(workspace, listed)
    digest = _digest(files, reader.fingerprint)
    with workspace.database.read() as uow:
        active = uow.lists.find_active_sha(source, digest)
        waiting = next(iter(uow.lists.versions(source)), None)
    if active is not None:
        return _unchanged(active, published_on, _since(started))
    if waiting is not None and waiting.sha256 == digest and waiting.state in _DECIDED_BY_PEOPLE:
        return _unchanged(waiting, published_on, _since(started))
    with _refusals(workspace, listed, files), unpacked(files) as plain:
        names = tuple(file.name for file in files)
        reading = onto_active(workspace, reader.read(listed, plain))
        dated = dated_by(reading, published_on, names, served_on, started_at.date())
        version, kept = _stage(workspace, listed, reading, names, digest, dated, is_demo, job)
    deactivated: tuple[str, ...] = ()
    if version.state is VersionState.READY:
        version, deactivated = activate(workspace, version.version_id)
    if not is_demo:
        _prune(workspace, source, job)
    return ImportReport(
        source=source,
        version=version,
        activated=version.state is VersionState.ACTIVE,
        unchanged=False,
        seconds=_since(started),
        problems=version.problems,
        kept_aside=tuple(kept[:KEPT_ASIDE_SHOWN]),
        demo_deactivated=deactivated,
    )


def _prune(workspace: Workspace, source: str, job: Job) -> None:
    """Remove versions that need not be kept; the import has succeeded whatever becomes of it."""
    with suppress(JobCancelled, AppError):
        prune_locked(workspace, source, job)


@contextmanager
def _refusals(workspace: Workspace, source: ListSource, files: Sequence[Path]) -> Iterator[None]:
    """A refusal of these files is recorded before it goes on."""
    try:
        yield
    except ListRefused as refusal:
        record_refusal(workspace, source, files, refusal)
        raise


def _unchanged(same: ListVersion, published_on: date | None, seconds: float) -> ImportReport:
    """The report on files that were imported already: they are active, or a person decides or
    has decided about them. A date told with them is not taken over."""
    problems = same.problems
    if published_on not in {None, same.published_on}:
        told = same.published_on or "no date"
        problems = (f"Version {same.version} keeps its date ({told}): a version never changes.",
                    *problems)  # fmt: skip
    return ImportReport(
        source=same.source,
        version=same,
        activated=False,
        unchanged=True,
        seconds=seconds,
        problems=problems,
    )


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def _require_file(file: Path) -> None:
    with _told(file):
        if not file.exists():
            raise BadInput(f"There is no file {file}.", safe=_SAFE, todo="Check the path.")
        if not file.is_file():
            raise BadInput(f"{file} is not a file.", safe=_SAFE, todo="Name the list file itself.")
        if file.stat().st_size == 0:
            raise ListRefused(f"{file.name} is empty.", safe=_SAFE, todo="Download it again.")


def _digest(files: Sequence[Path], way: bytes) -> str:
    """SHA-256 over the files in the order of their names, so that a set has one fingerprint;
    `way` is that of a reader of its own, else empty."""
    total = hashlib.sha256(way)
    for file in sorted(files, key=lambda path: path.name.lower()):
        with _told(file), file.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """A file that the machine does not let us read is refused, with the machine's reason."""
    try:
        yield
    except OSError as error:
        raise ListRefused(
            f"{file.name[:80]} cannot be read: {error.strerror or error}.",
            safe=_SAFE,
            todo="Check the path and the rights on the file.",
        ) from error


def _stage(
    workspace: Workspace,
    source: ListSource,
    reading: ListReading,
    names: tuple[str, ...],
    digest: str,
    dated: Dated,
    is_demo: bool,
    job: Job,
) -> tuple[ListVersion, list[KeptAside]]:
    """Read all rows into an inactive version, chunk by chunk, then check it; `names` are those of
    the files as given, before archives were unpacked."""
    now, published = workspace.clock(), dated.day
    staging = ListStaging(
        workspace.database,
        source.source,
        published.isoformat() if published else f"{now:%Y-%m-%d}-{digest[:8]}",
        is_demo=is_demo,
        published_on=published,
        sha256=digest,
        files=names,
        at=now,
    )
    tally = Tally()
    kept: list[KeptAside] = []
    try:
        _read_rows(reading, staging, tally, kept, source, job)
        checks, problems = judge(
            workspace, source, staging, tally, reading, dated=dated, is_demo=is_demo
        )
        is_sound = all(check.ok for check in checks)
        state = VersionState.READY if is_sound else VersionState.QUARANTINED
        version = staging.finish(state, problems, checks)
    except (JobCancelled, ListRefused):
        staging.discard()
        raise
    except BaseException:
        with suppress(Exception):  # the sweep at the next start removes what this cannot
            staging.discard()
        raise
    record_staged(workspace, version, tally.measures())
    return version, kept


def _read_rows(
    reading: ListReading,
    staging: ListStaging,
    tally: Tally,
    kept: list[KeptAside],
    source: ListSource,
    job: Job,
) -> None:
    entries: list[ListEntry] = []
    aside: list[KeptAside] = []
    done = 0

    def flush() -> None:
        nonlocal done
        job.check()
        staging.add(entries)
        staging.keep_aside(aside)
        done += len(entries)
        kept.extend(aside[: max(0, KEPT_ASIDE_SHOWN - len(kept))])
        entries.clear()
        aside.clear()
        job.progress(done, reading.declared_entries or 0, f"Reading {source.short_name}")

    for row in reading.rows:
        tally.add(row)
        if isinstance(row, KeptAside):
            aside.append(row)
        else:
            entries.append(row)
        if len(entries) >= CHUNK or len(aside) >= CHUNK:
            flush()
    flush()


def remove_demo(workspace: Workspace, job: Job = NO_JOB) -> tuple[str, ...]:
    """Deactivate every demonstration list; returns their sources. The records stay."""
    workspace.require(Permission.MANAGE_LISTS)
    job.check()
    return deactivate_demo(workspace)


def detect_source(workspace: Workspace, files: Sequence[Path]) -> tuple[str, ...]:
    """Which importable sources these files can be, by their content; empty if none."""
    for file in files:
        _require_file(file)
    known = {source.source for source in workspace.catalogue if source.is_importable}
    with unpacked(files) as plain:
        return tuple(source for source in registry.detect(plain) if source in known)


def kept_aside(workspace: Workspace, version_id: int, limit: int = 500) -> tuple[KeptAside, ...]:
    """The rows of a version that could not be read, in file order, at most `limit`."""
    with workspace.database.read() as uow:
        return tuple(uow.lists.kept_aside(version_id, limit))

"""Lists from their publishers: fetched if a person asks, imported through every check."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from app.domain.errors import AppError, DatabaseLocked, EnvironmentFault, ListRefused, UsageError
from app.domain.lists import (
    ImportReport,
    ListSource,
    ListVersion,
    UpdateNote,
    UpdateOutcome,
    VersionState,
)
from app.domain.user import Permission
from app.services import list_settings, lists, update_notes
from app.services.catalogue import source_named
from app.services.jobs import NO_JOB, Job
from app.services.list_versions import record_refusal
from app.services.update_notes import SourceNotes
from app.services.workspace import Workspace

if TYPE_CHECKING:
    from app.importers.download import Downloader, Fetched

FOLDER: Final = "downloads"  # in the workspace's folder; empty whenever no update is running
_SAFE: Final = "Nothing was changed; the active lists stay in use."
_MEGABYTE: Final = 1_000_000
Importer = Callable[..., ImportReport]


@dataclass(frozen=True, slots=True)
class SourceUpdate:
    """What looking for a newer list of one source came to.

    `text` of the note says it in a sentence, `todo` what a person can do about it; `megabytes` is
    what was fetched. `report` is the import's, where there was one.
    """

    source: str
    note: UpdateNote
    todo: str = ""
    megabytes: float = 0.0
    report: ImportReport | None = None

    @property
    def outcome(self) -> UpdateOutcome:
        return self.note.outcome


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of one list as they arrived, with what the servers gave to ask again."""

    paths: tuple[Path, ...]
    validators: Mapping[str, Mapping[str, str]]
    size: int

    @property
    def served_on(self) -> date | None:
        """The day on which the server says that the newest of the files changed."""
        told = [headers.get("last-modified", "") for headers in self.validators.values()]
        days = [day for text in told if (day := _day(text)) is not None]
        return max(days, default=None)


def _day(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except ValueError:
        return None


def updatable(workspace: Workspace) -> tuple[ListSource, ...]:
    """The sources that have a reader and an address to fetch them from."""
    return tuple(source for source in workspace.catalogue if source.addresses)


def update(
    workspace: Workspace,
    sources: Sequence[str] = (),
    *,
    dry_run: bool = False,
    importer: Importer = lists.import_list,
    job: Job = NO_JOB,
) -> tuple[SourceUpdate, ...]:
    """Look for newer lists of these sources (without any: of all loaded ones) and import them.

    One source after the other: what happens to one does not touch the next. Each outcome is
    kept, and shown by `lists.status`. This is the only part of the program that uses the network.

    Args:
        dry_run: only look whether there is something newer; nothing is fetched or kept.
        importer: `lists.import_list`, or `import_process.import_list` beside a window.
        job: progress and cancel; a cancelled update keeps the sources that were finished.
    Raises:
        UsageError: an unknown source, or one without an address; nothing was fetched.
        DatabaseLocked: another update of this workspace is running.
        JobCancelled.
    """
    workspace.require(Permission.MANAGE_LISTS)
    from app.importers.download import Downloader

    chosen = _chosen(workspace, sources)
    settings = list_settings.read(workspace).network
    progress = _Progress(job)
    found = []
    with _folder(workspace) as folder, Downloader(
        settings, tell=progress.tell, check=job.check
    ) as downloader:  # fmt: skip
        for source in chosen:
            job.check()
            progress.name = source.short_name
            within = folder / source.source
            within.mkdir()
            try:
                if dry_run:
                    found.append(_looked(workspace, source, downloader, within))
                else:
                    found.append(_update(workspace, source, downloader, within, importer, job))
            finally:
                shutil.rmtree(within, ignore_errors=True)
    return tuple(found)


class _Progress:
    """Bytes of a transfer as progress of the job."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.name = ""

    def tell(self, done: int, total: int) -> None:
        self._job.progress(done, total, f"Fetching {self.name}")


def _chosen(workspace: Workspace, sources: Sequence[str]) -> tuple[ListSource, ...]:
    if not sources:
        with workspace.database.read() as uow:
            loaded = {v.source for v in uow.lists.active_versions() if not v.is_demo}
        chosen = tuple(source for source in updatable(workspace) if source.source in loaded)
        if not chosen:
            raise UsageError(
                "No list that can be fetched is loaded yet.",
                safe=_SAFE,
                todo="Name the sources to fetch, or use --all.",
            )
        return chosen
    named = tuple(source_named(workspace.catalogue, name) for name in dict.fromkeys(sources))
    for source in named:
        if not source.addresses:
            raise UsageError(
                f"{source.short_name} cannot be fetched from the network.",
                safe=_SAFE,
                todo="Fetch its file yourself and import it: `screendesk lists import`.",
            )
    return named


@contextmanager
def _folder(workspace: Workspace) -> Iterator[Path]:
    """A private folder on the workspace's disk; what a killed update left there is removed."""
    lock = FileLock(workspace.data_dir / "update.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise DatabaseLocked(
            "Another update of the lists is running.", safe=_SAFE, todo="Wait until it has ended."
        ) from error
    try:
        root = workspace.data_dir / FOLDER
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(mode=0o700, exist_ok=True)
        yield Path(tempfile.mkdtemp(dir=root))
    finally:
        shutil.rmtree(root, ignore_errors=True)
        lock.release()


def _update(
    workspace: Workspace,
    source: ListSource,
    downloader: Downloader,
    folder: Path,
    importer: Importer,
    job: Job,
) -> SourceUpdate:
    """One source: fetched if it changed, imported, and noted."""
    notes, known = _notes_of(workspace, source)
    files: _Files | None = None
    try:
        files = _fetch(source, downloader, folder, notes.validators)
        if files is None:
            return _done(workspace, source, notes, UpdateOutcome.UNCHANGED, _unchanged(known))
        report = importer(workspace, source.source, files.paths, served_on=files.served_on, job=job)
    except ListRefused as error:
        if files is None:  # the import records its own refusals
            record_refusal(workspace, source, (), error)
        return _failed(workspace, source, notes, UpdateOutcome.REFUSED, error)
    except AppError as error:
        return _failed(workspace, source, notes, UpdateOutcome.FAILED, error)
    except OSError as error:
        fault = EnvironmentFault(f"The machine refused: {error.strerror or error}.", safe=_SAFE)
        return _failed(workspace, source, notes, UpdateOutcome.FAILED, fault)
    return _imported(workspace, source, notes, files, report)


def _fetch(
    source: ListSource,
    downloader: Downloader,
    folder: Path,
    known: Mapping[str, Mapping[str, str]],
) -> _Files | None:
    """All files of the list, or None if none of them changed."""
    addresses = _addresses(source, downloader, folder)
    found: list[Fetched] = []
    is_known = set(addresses) <= set(known)
    for number, address in enumerate(addresses):
        validators = known[address] if is_known else {}
        fetched = downloader.fetch(address, folder, validators)
        if fetched.is_new and is_known:
            # A file of the set changed: the others are needed too, changed or not.
            is_known = False
            found = [downloader.fetch(before, folder) for before in addresses[:number]]
        found.append(fetched)
    if not any(fetched.is_new for fetched in found):
        return None
    return _Files(
        tuple(fetched.path for fetched in found if fetched.path),
        {fetched.url: fetched.validators for fetched in found},
        sum(fetched.size for fetched in found),
    )


def _addresses(source: ListSource, downloader: Downloader, folder: Path) -> tuple[str, ...]:
    if source.link:
        return (downloader.find(source.url, source.link, folder),)
    return source.addresses


def _notes_of(workspace: Workspace, source: ListSource) -> tuple[SourceNotes, ListVersion | None]:
    """What is remembered of a source, and the version that its last update brought; without that
    version nothing proves that there is nothing newer."""
    with workspace.database.read() as uow:
        notes = update_notes.stored(uow).get(source.source, SourceNotes())
        known = _still_there(uow.lists.versions(source.source), notes)
    return notes if known else replace(notes, validators={}, version_id=None), known


def _still_there(versions: Sequence[ListVersion], notes: SourceNotes) -> ListVersion | None:
    """The version that the last update brought, as long as it is what counts: active, or the
    newest one with a decision about it open or taken."""
    for version in versions:
        if version.version_id == notes.version_id:
            is_newest = version is versions[0]
            return version if is_newest or version.state is VersionState.ACTIVE else None
    return None


def _unchanged(version: ListVersion | None) -> str:
    state = version.state if version else VersionState.ACTIVE
    told = {
        VersionState.QUARANTINED: "; that version waits for a decision",
        VersionState.REJECTED: "; that version was rejected",
    }
    return f"Nothing newer{told.get(state, '')}."


def _looked(
    workspace: Workspace,
    source: ListSource,
    downloader: Downloader,
    folder: Path,
) -> SourceUpdate:
    """What a dry run finds; it keeps nothing."""
    at = workspace.clock()
    notes, _ = _notes_of(workspace, source)
    try:
        addresses = _addresses(source, downloader, folder)
        found = [downloader.look(url, notes.validators.get(url)) for url in addresses]
    except AppError as error:
        note = UpdateNote(at, UpdateOutcome.FAILED, error.message)
        return SourceUpdate(source.source, note, error.todo)
    size = sum(each.size for each in found) / _MEGABYTE
    if any(each.is_new for each in found):
        told = f" ({size:,.1f} MB)" if size else ""
        note = UpdateNote(at, UpdateOutcome.AVAILABLE, f"There is a list to fetch{told}.")
    else:
        note = UpdateNote(at, UpdateOutcome.UNCHANGED, "Nothing newer.")
    return SourceUpdate(source.source, note)


def _imported(
    workspace: Workspace,
    source: ListSource,
    notes: SourceNotes,
    files: _Files,
    report: ImportReport,
) -> SourceUpdate:
    version = report.version
    counts = f"version {version.version}, {version.entries:,} entries"
    todo = ""
    if report.unchanged:
        outcome, text = UpdateOutcome.UNCHANGED, "Nothing newer: the same files again."
    elif report.activated:
        outcome, text = UpdateOutcome.UPDATED, f"Updated: {counts}."
    else:
        outcome, text = UpdateOutcome.HELD, f"Held in quarantine: {counts}."
        todo = f"Look at it and decide: `screendesk lists diff {source.source}`."
    kept = replace(
        notes,
        version_id=version.version_id,
        validators=files.validators,
    )
    return _done(workspace, source, kept, outcome, text, todo, files.size / _MEGABYTE, report)


def _failed(
    workspace: Workspace,
    source: ListSource,
    notes: SourceNotes,
    outcome: UpdateOutcome,
    error: AppError,
) -> SourceUpdate:
    return _done(workspace, source, notes, outcome, error.message, error.todo)


def _done(
    workspace: Workspace,
    source: ListSource,
    notes: SourceNotes,
    outcome: UpdateOutcome,
    text: str,
    todo: str = "",
    megabytes: float = 0.0,
    report: ImportReport | None = None,
) -> SourceUpdate:
    """Note the outcome; a note that cannot be stored at this moment is no reason to fail."""
    note = UpdateNote(workspace.clock(), outcome, text)
    found = note if outcome in update_notes.FOUND else notes.found
    with suppress(DatabaseLocked), workspace.database.write() as uow:
        update_notes.keep(uow, source.source, replace(notes, checked=note, found=found))
        uow.commit()
    return SourceUpdate(source.source, note, todo, megabytes, report)

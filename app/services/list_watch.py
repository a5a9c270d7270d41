"""The watched folder: list files that are put there are imported, then moved away.

A folder within it holds the files of one set; if its name is a source id, they go to that source.
What was imported goes to `done`, what was refused to `refused` with the reason in a text beside it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.domain.errors import AppError, BadInput, EnvironmentFault, ListRefused
from app.domain.lists import ImportReport
from app.domain.user import Permission
from app.importers.groups import grouped
from app.services import list_settings, lists
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace

SETTLED_SECONDS: Final = 5.0
DONE: Final = "done"
REFUSED: Final = "refused"
Importer = Callable[..., ImportReport]
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".crdownload", ".download")


class WatchOutcome(StrEnum):
    """What became of files in the watched folder."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"  # exactly these files were imported already
    HELD = "held"  # imported, but its checks keep the version in quarantine
    REFUSED = "refused"  # moved to `refused/` with the reason beside it
    WAITING = "waiting"  # still being written, or an import is running


@dataclass(frozen=True, slots=True)
class WatchedFiles:
    """One file, or the files of one set, that a scan found, and what became of them."""

    files: tuple[str, ...]
    outcome: WatchOutcome
    text: str
    source: str = ""
    report: ImportReport | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """Files to import together; `place` is their own folder, None for the watched one."""

    files: tuple[Path, ...]
    place: Path | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(file.name for file in self.files)


def scan(
    workspace: Workspace,
    job: Job = NO_JOB,
    *,
    settled_seconds: float = SETTLED_SECONDS,
    importer: Importer = lists.import_list,
) -> tuple[WatchedFiles, ...]:
    """Import the files of the watched folder that have settled; () without such a folder.

    Args:
        settled_seconds: how long a file must not have changed before it is read.
        importer: `lists.import_list`, or `import_process.import_list` beside a window.
    Raises:
        EnvironmentFault: the folder is gone, or files cannot be moved out of it.
        JobCancelled; what was not finished stays where it is.
    """
    workspace.require(Permission.MANAGE_LISTS)
    named = list_settings.read(workspace).watch_folder
    if not named:
        return ()
    folder = Path(named)
    _require_usable(folder)
    found: list[WatchedFiles] = []
    for group in _groups(folder):
        job.check()
        if not all(_is_settled(file, settled_seconds) for file in group.files):
            text = "still being written"
            found.append(WatchedFiles(group.names, WatchOutcome.WAITING, text))
        else:
            found += _take(workspace, folder, group, importer, job)
    return tuple(found)


def scan_settled(workspace: Workspace, job: Job = NO_JOB) -> tuple[WatchedFiles, ...]:
    """`scan`, and once more after a while if files were still being written."""
    found = scan(workspace, job)
    if any(item.outcome is WatchOutcome.WAITING for item in found):
        until = time.monotonic() + SETTLED_SECONDS + 1
        while time.monotonic() < until:
            job.check()
            time.sleep(0.1)
        done = tuple(item for item in found if item.outcome is not WatchOutcome.WAITING)
        found = (*done, *scan(workspace, job))
    return found


def _require_usable(folder: Path) -> None:
    if not folder.is_dir():
        raise EnvironmentFault(
            f"The watched folder {folder} is gone.",
            safe="The lists stay as they are.",
            todo="Make it again, or name another one in the settings of lists.",
        )
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise EnvironmentFault(
            f"Files cannot be moved out of the watched folder {folder}.",
            safe="The lists stay as they are, and so do the files.",
            todo="Give this account the right to write there.",
        )


def _groups(folder: Path) -> Iterator[_Group]:
    """Loose files together, then each folder; nothing hidden, nothing that is a link.

    A loose file with the ending of an unfinished transfer stands alone: it may have been left.
    """
    loose = _files_in(folder)
    whole = tuple(file for file in loose if not _is_unfinished(file))
    if whole:
        yield _Group(whole)
    yield from (_Group((file,)) for file in loose if _is_unfinished(file))
    for place in sorted(folder.iterdir()):
        is_ours = place.name in (DONE, REFUSED) or place.name.startswith(".")
        if place.is_dir() and not place.is_symlink() and not is_ours:
            files = _files_in(place)
            if files:
                yield _Group(files, place)


def _files_in(folder: Path) -> tuple[Path, ...]:
    return tuple(
        file
        for file in sorted(folder.iterdir())
        if file.is_file() and not file.is_symlink() and not file.name.startswith((".", "~"))
    )


def _is_unfinished(file: Path) -> bool:
    return file.suffix.lower() in _UNFINISHED


def _is_settled(file: Path, seconds: float) -> bool:
    if _is_unfinished(file):
        return False
    try:
        told = file.stat()
    except OSError:
        return False  # renamed just now
    # A clock that was set back must not keep a file waiting for ever.
    return abs(time.time() - max(told.st_mtime, told.st_ctime)) >= seconds


def _take(
    workspace: Workspace, folder: Path, group: _Group, importer: Importer, job: Job
) -> Iterator[WatchedFiles]:
    """Import loose files list by list, or the files of one folder together."""
    if group.place is not None:
        yield _import(workspace, folder, group, importer, job)
        return
    found = grouped(group.files)
    for files in found.mixed:
        yield _refuse(folder, _Group(files), _mixed(files))
    for files in found.lists:
        job.check()
        yield _import(workspace, folder, _Group(files), importer, job)


def _mixed(files: Sequence[Path]) -> ListRefused:
    return ListRefused(
        f"{', '.join(file.name for file in files)}: parts of several lists.",
        safe="Nothing was changed; the last good version stays active.",
        todo="Put the files of each list into a folder of their own.",
    )


def _import(
    workspace: Workspace, folder: Path, group: _Group, importer: Importer, job: Job
) -> WatchedFiles:
    source = ""
    try:
        source = _source_of(workspace, group)
        report = importer(workspace, source, group.files, job=job)
    except BadInput as error:
        return replace(_refuse(folder, group, error), source=source)
    except AppError as error:  # another import, a full disk: the files are not at fault
        return WatchedFiles(group.names, WatchOutcome.WAITING, error.message, source)
    outcome, text = _told(report)
    _move(group, folder / DONE)
    return WatchedFiles(group.names, outcome, text, source, report)


def _told(report: ImportReport) -> tuple[WatchOutcome, str]:
    version = report.version
    counts = f"version {version.version} of {version.source}, {version.entries:,} entries"
    if report.unchanged:
        return WatchOutcome.UNCHANGED, f"imported already: {counts}"
    if report.activated:
        return WatchOutcome.IMPORTED, f"active: {counts}"
    return WatchOutcome.HELD, f"held in quarantine: {counts}"


def _source_of(workspace: Workspace, group: _Group) -> str:
    """The source that files belong to: by the name of their folder, else by their content, and
    where several have that form by their name or by which of them is loaded.

    Raises ListRefused if that does not tell.
    """
    if group.place is not None and any(
        group.place.name == source.source for source in workspace.catalogue
    ):
        return group.place.name
    candidates = lists.detect_source(workspace, group.files)
    named = [source for source in candidates if any(source in name for name in group.names)]
    if len(named) == 1 or len(candidates) == 1:
        return (named or list(candidates))[0]
    with workspace.database.read() as uow:
        loaded = {v.source for v in uow.lists.active_versions() if not v.is_demo}
    known = [source for source in candidates if source in loaded]
    if len(known) == 1:
        return known[0]
    told = ", ".join(candidates) or "none that can be imported"
    raise ListRefused(
        f"{', '.join(group.names)}: the content does not tell which list this is ({told}).",
        safe="Nothing was changed.",
        todo="Put it into a folder that has the name of the source.",
    )


def _refuse(folder: Path, group: _Group, error: AppError) -> WatchedFiles:
    moved = _move(group, folder / REFUSED)
    words = "\n".join(
        text for text in (error.message, error.safe, error.todo, error.details) if text
    )
    note = moved[0].with_name(moved[0].name + ".txt")
    note.write_text(words + "\n", encoding="utf-8")
    return WatchedFiles(group.names, WatchOutcome.REFUSED, error.message)


def _move(group: _Group, target: Path) -> Sequence[Path]:
    """Move files away, each under a name that is free there; a folder of theirs goes if empty."""
    target.mkdir(exist_ok=True)
    moved = []
    for file in group.files:
        place, number = target / file.name, 2
        while place.exists():
            place = target / f"{file.stem}-{number}{file.suffix}"
            number += 1
        moved.append(file.rename(place))
    if group.place is not None and not any(group.place.iterdir()):
        group.place.rmdir()
    return moved

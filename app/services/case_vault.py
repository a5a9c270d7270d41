"""The vault of case documents: whether every kept file is whole, and what nobody needs gone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.domain.case import Attachment
from app.domain.case_texts import file_name
from app.domain.errors import IntegrityFault, UsageError
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace
from app.storage.case_files import CaseFiles, digest_of

LOOKED_AT = 4 << 20  # bytes whose content is compared when a case is opened
ORPHAN_S = 86_400.0  # a file may wait this long for the record that names it
MAX_COPIES = 9_999  # of one name in a folder


@dataclass(frozen=True, slots=True)
class VaultProblem:
    """A kept file that is not what was attached: `problem` is "missing" or "altered"."""

    attachment_id: str
    case_id: str
    name: str
    sha256: str
    problem: str

    def text(self) -> str:
        """The problem as one sentence."""
        what = "is missing from" if self.problem == "missing" else "was altered in"
        return (
            f"The file “{self.name}” of case {self.case_id} ({self.sha256[:12]}) {what} the vault."
        )


def check(workspace: Workspace, job: Job = NO_JOB) -> tuple[VaultProblem, ...]:
    """Compare every kept file with its fingerprint; names those that are missing or altered."""
    with workspace.database.read() as uow:
        kept = list(uow.cases.parts.kept_files())
    files = CaseFiles(workspace.data_dir)
    seen: dict[str, str] = {}
    problems = []
    for number, item in enumerate(kept):
        job.check()
        job.progress(number, len(kept), "Checking the documents of cases")
        if item.sha256 not in seen:
            seen[item.sha256] = files.problem(item.sha256, item.size, is_thorough=True)
        if seen[item.sha256]:
            problems.append(
                VaultProblem(
                    item.attachment_id, item.case_id, item.name, item.sha256, seen[item.sha256]
                )
            )
    return tuple(problems)


def damaged(workspace: Workspace, attachments: Sequence[Attachment]) -> dict[str, str]:
    """What is wrong with kept files, by attachment id: sizes of all, contents of small ones."""
    files = CaseFiles(workspace.data_dir)
    left = LOOKED_AT
    found = {}
    for item in attachments:
        if not item.sha256:
            continue
        left -= item.size
        problem = files.problem(item.sha256, item.size, is_thorough=left >= 0)
        if problem:
            found[item.attachment_id] = problem
    return found


def content(workspace: Workspace, attachment_id: str) -> tuple[Attachment, bytes]:
    """A kept file, compared with its fingerprint, for a preview.

    Raises NotFound; UsageError for a link; IntegrityFault if it is missing or altered.
    """
    with workspace.database.read() as uow:
        item = uow.cases.parts.attachment(attachment_id)
    if not item.sha256:
        raise UsageError("This attachment is a link; links are never fetched.")
    try:
        data = CaseFiles(workspace.data_dir).read(item.sha256)
    except FileNotFoundError as error:
        raise _fault(item, "missing") from error
    if digest_of(data) != item.sha256:
        raise _fault(item, "altered")
    return item, data


def open_copy(workspace: Workspace, attachment_id: str, folder: Path) -> Path:
    """Write a copy of a kept file into a folder, to be opened by another program.

    Returns:
        its path; its name ends as its content is, and no file there is replaced.
    Raises:
        as `content`, and OSError if the folder cannot be written.
    """
    item, data = content(workspace, attachment_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = file_name(item.name)
    stem, dot, extension = name.rpartition(".")
    for number in range(1, MAX_COPIES + 1):
        path = folder / (name if number == 1 else f"{stem} ({number}){dot}{extension}")
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            return path
    raise UsageError(f"{folder} holds too many copies of {name}.", todo="Remove some of them.")


def sweep(workspace: Workspace, *, seconds: float = ORPHAN_S) -> int:
    """Remove files that no record names and that nobody touched for a day: what a stopped
    attaching left. Returns how many."""
    removed = 0
    for sha256, path in CaseFiles(workspace.data_dir).older(seconds):
        with workspace.database.read() as uow:
            if sha256 and uow.cases.parts.is_kept(sha256):
                continue
        with suppress(OSError):
            path.unlink()
            removed += 1
    return removed


def _fault(item: Attachment, problem: str) -> IntegrityFault:
    told = VaultProblem(item.attachment_id, item.case_id, item.name, item.sha256, problem)
    return IntegrityFault(
        told.text(),
        safe="Everything else was left as it is.",
        todo="Restore the file from a backup; `screendesk audit verify` names every one.",
    )

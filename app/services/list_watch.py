"""The watched folder: list files that are put there are imported, then moved away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.lists import ImportReport
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace

SETTLED_SECONDS: Final = 5.0


class WatchOutcome(StrEnum):
    """What became of files in the watched folder."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"  # exactly these files are active already
    HELD = "held"  # imported, but its checks keep the version in quarantine
    REFUSED = "refused"  # moved to `refused/` with the reason beside it
    WAITING = "waiting"  # still being written


@dataclass(frozen=True, slots=True)
class WatchedFiles:
    """One file, or the files of one set, that a scan found, and what became of them."""

    files: tuple[str, ...]
    outcome: WatchOutcome
    text: str
    source: str = ""
    report: ImportReport | None = None


def scan(
    workspace: Workspace, job: Job = NO_JOB, *, settled_seconds: float = SETTLED_SECONDS
) -> tuple[WatchedFiles, ...]:
    """Import the files of the watched folder that have settled; () without such a folder.

    Args:
        settled_seconds: how long a file must not have changed before it is read.
    Raises:
        EnvironmentFault: the folder cannot be read.
    """
    del workspace, job, settled_seconds
    return ()


def watch(workspace: Workspace, job: Job = NO_JOB) -> tuple[WatchedFiles, ...]:
    """Scan again and again until cancelled; returns what was found."""
    return scan(workspace, job)

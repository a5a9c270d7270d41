"""Measure recall and false positives: altered names of listed parties, and names on no list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.subject import SubjectType
from app.services.jobs import NO_JOB, Job
from app.services.validation.results import ScreeningResult
from app.services.validation.scoring import DEFAULT_PROFILE
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ScreeningFiles:
    """CSV files with a full_name column. Row n of `truth` is the listed name that row n of
    `queries` means; `negatives` are names on no list."""

    queries: Path
    truth: Path
    negatives: Path | None = None


def measure_screening(
    workspace: Workspace,
    lists: Sequence[str],
    files: ScreeningFiles,
    *,
    kind: SubjectType = SubjectType.INDIVIDUAL,
    with_fields: bool = False,
    profile: str = DEFAULT_PROFILE,
    job: Job = NO_JOB,
) -> ScreeningResult:
    """How many queries find the entry of their truth name, and how many negatives match.

    Args:
        lists: source ids of active lists, or paths of one list's files, read for this only.
        kind: what the names are of; only list entries of that type are compared.
        with_fields: also use date_of_birth, nationality and gender of the files.
    Raises:
        BadInput: a file or list cannot be used. UsageError: unknown profile or source.
        JobCancelled: the user stopped it.
    """
    raise NotImplementedError

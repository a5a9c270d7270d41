"""Check that every listed name finds itself, and how often a mutated one still does."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.jobs import NO_JOB, Job
from app.services.validation.results import SelfResult
from app.services.validation.scoring import DEFAULT_PROFILE
from app.services.workspace import Workspace

SAMPLE = 2_000
SEED = 20_261


def measure_self(
    workspace: Workspace,
    lists: Sequence[str] = (),
    *,
    sample: int = SAMPLE,
    profile: str = DEFAULT_PROFILE,
    job: Job = NO_JOB,
) -> SelfResult:
    """Search every listed name, and the standard mutations of a sample, and look for its entry.

    Args:
        lists: source ids of active lists, or paths of one list's files; all active lists if empty.
        sample: how many names of each list are mutated; the same names every time.
    Raises:
        BadInput: a list cannot be used. UsageError: unknown profile or source.
        JobCancelled: the user stopped it.
    """
    raise NotImplementedError

"""Measure build time, size and speed of the matcher on invented names, beside a full scan."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.jobs import NO_JOB, Job
from app.services.validation.bench_results import BenchResult
from app.services.workspace import Workspace

SIZES = (20_000, 200_000, 1_000_000)
QUERIES = 1_000


def run_bench(
    workspace: Workspace,
    *,
    sizes: Sequence[int] = SIZES,
    queries: int = QUERIES,
    profiles: Sequence[str] = (),
    job: Job = NO_JOB,
) -> BenchResult:
    """Build, save, reopen and search an index of invented names for each size and profile.

    Args:
        sizes: numbers of names. profiles: all that exist if empty.
        queries: how many are timed for each size.
    Raises:
        UsageError: unknown profile, or a size or number of queries below 1.
        JobCancelled: the user stopped it.
    """
    raise NotImplementedError

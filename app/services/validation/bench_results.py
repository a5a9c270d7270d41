"""What the benchmark measures, as records; `to_value` gives the JSON that scripts rely on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.services.validation.provenance import Provenance
from app.services.validation.results import plain


@dataclass(frozen=True, slots=True)
class BatchTimes:
    """Seconds a query of one batch, on one core and on two."""

    one_core: float
    two_cores: float


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One profile on one number of names. Times per query in milliseconds, one core.

    `median_ms` and `p95_ms` are with warm caches; `cold_*` with the token cache emptied before
    every query, None where the profile has none. `queries_per_second` is that of a batch on one
    core, `queries_per_second_two_cores` on two, `batch_ratio` the second over the first;
    `cold_queries_per_second` and `cold_batch_ratio` are those of a batch of unknown words.
    `peak_rss_bytes` is the process at its peak while the index was built,
    `rss_before_build_bytes` what it took before; None where unknown.
    `times_faster` is the baseline's median of the same run over `median_ms`. A difference is a
    query that gives other names or scores than brute force at one of the floors;
    `differing_floors` are those with any.
    """

    profile: str
    names: int
    build_seconds: float
    index_bytes: int
    peak_rss_bytes: int | None
    reopen_seconds: float
    median_ms: float
    p95_ms: float
    cold_median_ms: float | None
    cold_p95_ms: float | None
    queries_per_second: float
    queries_per_second_two_cores: float
    brute_force_queries: int
    brute_force_differences: int
    times_faster: float
    times_faster_cold: float | None
    batch_ratio: float = 1.0
    cold_queries_per_second: float | None = None
    cold_batch_ratio: float | None = None
    rss_before_build_bytes: int | None = None
    differing_floors: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """A full scan of the same names by another library in the same run, a query on one core."""

    name: str
    names: int
    median_ms: float


@dataclass(frozen=True, slots=True)
class BenchResult:
    """Speed and size of the matcher on invented names, beside a full scan.

    `queries` were timed for each size and profile; brute force was compared at `floors`.
    `machine` are facts of the computer as (label, value).
    """

    provenance: Provenance
    results: tuple[BenchRow, ...]
    baseline: tuple[BaselineRow, ...]
    queries: int
    floors: tuple[float, ...]
    machine: tuple[tuple[str, str], ...]
    seconds: float

    def to_value(self) -> dict[str, Any]:
        """The shape of `bench --json`."""
        return {
            "results": [plain(row) for row in self.results],
            "baseline": [plain(row) for row in self.baseline],
            "queries": self.queries,
            "brute_force_floors": list(self.floors),
            "machine": dict(self.machine),
            "seconds": self.seconds,
            "provenance": self.provenance.to_value(),
        }

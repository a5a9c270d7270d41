"""Measure build time, size and speed of the matcher on invented names, beside a full scan.

Everything of one size is timed in interleaved rounds, so that a noisy machine hits all alike. What
is searched is the index as it was reopened from the disk, mapped into memory.
"""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.domain.errors import UsageError
from app.matching import classic, kernels
from app.matching.index import Bools, NameIndex, build_index
from app.matching.normalise import normalise
from app.matching.profiles import PROFILES
from app.matching.tables import NameTables
from app.services.jobs import NO_JOB, Job
from app.services.startup import warm_up_matcher
from app.services.validation.agreement import BenchQuery, differences, groups_of
from app.services.validation.bench_results import BaselineRow, BatchTimes, BenchResult, BenchRow
from app.services.validation.invented import InventedName, Inventor, entry_of
from app.services.validation.memory import forget_peak, peak_bytes
from app.services.validation.provenance import provenance
from app.services.validation.scoring import require_profile
from app.services.workspace import Workspace
from app.storage import index_store

SIZES = (20_000, 200_000, 1_000_000)
QUERIES = 1_000
FLOOR = 0.75
FLOORS = (0.92, 0.75, 0.60, 0.40)
BASELINE = "rapidfuzz cdist, Jaro-Winkler"
_ROUNDS = 10
_BATCH_ROUNDS = 3
_CELLS = 16_000_000  # of a block of the full scan
_BRUTE_PAIRS = 400_000  # compared pairs for one size and profile, if nothing else is asked


def run_bench(
    workspace: Workspace,
    *,
    sizes: Sequence[int] = SIZES,
    queries: int = QUERIES,
    profiles: Sequence[str] = (),
    brute_force: int | None = None,
    job: Job = NO_JOB,
) -> BenchResult:
    """Build, save, reopen and search an index of invented names for each size and profile.

    Args:
        sizes: numbers of names. profiles: all that exist if empty.
        queries: how many are timed for each size.
        brute_force: how many queries are compared with brute force for each size; by default so
            many that it takes seconds (a few at 20,000 names, one at a million), 0 for none.
    Raises:
        UsageError: unknown profile, or a number that cannot be.
        JobCancelled: the user stopped it.
    """
    chosen = tuple(dict.fromkeys(profiles)) or tuple(PROFILES)
    for profile in chosen:
        require_profile(profile)
    if not sizes or min(sizes) < 1 or queries < 1 or (brute_force or 0) < 0:
        raise UsageError(
            "Names and queries must be 1 or more.", todo="For example --names 20000,200000."
        )
    started = time.perf_counter()
    compiled = kernels.is_warm() or warm_up_matcher(workspace, job)
    rows: list[BenchRow] = []
    baseline: list[BaselineRow] = []
    inventor = Inventor(workspace.tables)
    for size in sizes:
        run = _Size(inventor, workspace.tables, size, queries, chosen, job)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            found, scan = run.measure(Path(folder), brute_force)
        rows += found
        baseline.append(scan)
    words = ["screendesk bench --names", ",".join(map(str, sizes)), "--queries", str(queries)]
    words += [f"--profile {profile}" for profile in profiles]
    words += [] if brute_force is None else ["--brute-force", str(brute_force)]
    return BenchResult(
        provenance=provenance(workspace, chosen[0], " ".join(words)),
        results=tuple(rows),
        baseline=tuple(baseline),
        queries=queries,
        floors=FLOORS,
        machine=_machine(compiled=compiled),
        seconds=round(time.perf_counter() - started, 3),
    )


@dataclass(slots=True)
class _Measured:
    """One profile's index and its times; those of a query in milliseconds."""

    index: NameIndex
    build_seconds: float
    reopen_seconds: float
    memory: tuple[int | None, int | None]  # at the peak of the build, and before it
    warm: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    batches: list[BatchTimes] = field(default_factory=list)
    cold_batches: list[BatchTimes] = field(default_factory=list)


class _Size:
    """The measurement of one number of names, all profiles beside each other."""

    def __init__(
        self,
        inventor: Inventor,
        tables: NameTables,
        size: int,
        queries: int,
        profiles: Sequence[str],
        job: Job,
    ) -> None:
        self._tables = tables
        self._size = size
        self._profiles = profiles
        self._job = job
        self._text = f"{size:,} names"
        job.progress(0, 0, f"Inventing {self._text}")
        self._names = inventor.names(size)
        asked = inventor.queries(self._names, queries)
        self._queries = [query for query in map(self._query, asked) if query.forms]
        self._scan_ms: list[float] = []

    def measure(self, folder: Path, brute_force: int | None) -> tuple[list[BenchRow], BaselineRow]:
        """Build in a folder, time, compare."""
        measured = {profile: self._build(folder, profile) for profile in self._profiles}
        plain = _first_forms(next(iter(measured.values())).index)
        rounds = min(_ROUNDS, len(self._queries))
        for at in range(rounds):
            part = self._queries[at::rounds]
            for item in measured.values():
                self._tick(at, rounds, "Timing")
                self._time(item, part)
            self._scan(part, plain)
        for at in range(_BATCH_ROUNDS):
            for item in measured.values():
                self._tick(at, _BATCH_ROUNDS, "Timing batches")
                self._time_batches(item)
        scan = BaselineRow(BASELINE, self._size, statistics.median(self._scan_ms))
        rows = [
            self._row(profile, item, scan.median_ms, brute_force)
            for profile, item in measured.items()
        ]
        return rows, scan

    def _query(self, name: InventedName) -> BenchQuery:
        forms = normalise(name.text, self._tables, is_person=name.is_person).forms
        return BenchQuery(forms, name.is_person)

    def _build(self, folder: Path, profile: str) -> _Measured:
        self._tick(0, 0, f"Building the {profile} index")
        entries = ((number, entry_of(name, number)) for number, name in enumerate(self._names))
        before = forget_peak()
        start = time.perf_counter()
        built = build_index(entries, self._tables, profile, self._job.progress)
        spent = time.perf_counter() - start
        memory = peak_bytes(), before
        self._tick(0, 0, f"Saving the {profile} index")
        key = f"{profile}-{self._size}"
        index_store.save_index(folder / key, key, built.to_arrays())
        del built
        start = time.perf_counter()
        arrays = index_store.load_index(folder / key, key)
        assert arrays is not None
        index = NameIndex.from_arrays(arrays, self._tables)
        return _Measured(index, spent, time.perf_counter() - start, memory)

    def _time(self, item: _Measured, part: Sequence[BenchQuery]) -> None:
        """Cold, where there is a token cache, and warm, on the same queries."""
        index = item.index
        groups = groups_of(index)
        if index.profile != classic.NAME:
            for query in part:
                index.clear_token_cache()
                item.cold.append(_milliseconds(index, query, groups[query.is_person]))
        for query in part:
            index.find(query.forms, FLOOR, groups[query.is_person])
        for query in part:
            item.warm.append(_milliseconds(index, query, groups[query.is_person]))

    def _time_batches(self, item: _Measured) -> None:
        """All queries at once on one core and on two, cold and with every word known."""
        index = item.index
        for is_cold, found in ((True, item.cold_batches), (False, item.batches)):
            if is_cold and index.profile == classic.NAME:
                continue
            seconds: list[float] = []
            for workers in (1, 2):
                if is_cold:
                    index.clear_token_cache()
                start = time.perf_counter()
                for is_person, allowed in groups_of(index).items():
                    forms = [query.forms for query in self._queries if query.is_person is is_person]
                    index.find_many(forms, FLOOR, allowed, workers=workers)
                seconds.append((time.perf_counter() - start) / len(self._queries))
            found.append(BatchTimes(*seconds))

    def _scan(self, part: Sequence[BenchQuery], names: Sequence[str]) -> None:
        """The full scan of the same names by the fastest kernel of another library."""
        from rapidfuzz import process
        from rapidfuzz.distance import JaroWinkler

        texts = [query.forms[0] for query in part]
        block = max(1, _CELLS // self._size)
        for at in range(0, len(texts), block):
            self._tick(at, len(texts), "Timing the full scan")
            asked = texts[at : at + block]
            start = time.perf_counter()
            process.cdist(asked, names, scorer=JaroWinkler.similarity, workers=1)
            self._scan_ms.append((time.perf_counter() - start) * 1e3 / len(asked))

    def _row(
        self, profile: str, item: _Measured, scan_ms: float, brute_force: int | None
    ) -> BenchRow:
        asked = max(1, _BRUTE_PAIRS // self._size) if brute_force is None else brute_force
        sample = self._queries[: min(asked, len(self._queries))]
        wrong = differences(
            item.index, self._names, sample, self._tables, FLOORS,
            lambda done: self._tick(done, len(sample), f"Comparing {profile} with brute force"),
        )  # fmt: skip
        warm = statistics.median(item.warm)
        cold = statistics.median(item.cold) if item.cold else None
        one, two = _batch(item.batches)
        cold_one, cold_two = _batch(item.cold_batches) if item.cold_batches else (None, None)
        peak, before = item.memory
        return BenchRow(
            profile=profile,
            names=self._size,
            build_seconds=item.build_seconds,
            index_bytes=item.index.nbytes,
            peak_rss_bytes=peak,
            reopen_seconds=item.reopen_seconds,
            median_ms=warm,
            p95_ms=_p95(item.warm),
            cold_median_ms=cold,
            cold_p95_ms=_p95(item.cold) if item.cold else None,
            queries_per_second=one,
            queries_per_second_two_cores=two,
            brute_force_queries=len(sample),
            brute_force_differences=sum(wrong.values()),
            times_faster=scan_ms / warm,
            times_faster_cold=scan_ms / cold if cold else None,
            batch_ratio=two / one,
            cold_queries_per_second=cold_one,
            cold_batch_ratio=cold_two / cold_one if cold_one and cold_two else None,
            rss_before_build_bytes=before,
            differing_floors=tuple(floor for floor, count in wrong.items() if count),
        )

    def _tick(self, done: int, total: int, text: str) -> None:
        self._job.check()
        self._job.progress(done, total, f"{self._text}: {text}")


def _first_forms(index: NameIndex) -> list[str]:
    """One comparable form of every name."""
    _, first = np.unique(index.arrays["form_names"], return_index=True)
    return [index.form_text(form) for form in first.tolist()]


def _batch(times: Sequence[BatchTimes]) -> tuple[float, float]:
    """Queries a second on one core and on two; the ratio is the median of the rounds'."""
    one = 1 / statistics.median(item.one_core for item in times)
    return one, one * statistics.median(item.one_core / item.two_cores for item in times)


def _milliseconds(index: NameIndex, query: BenchQuery, allowed: Bools) -> float:
    start = time.perf_counter()
    index.find(query.forms, FLOOR, allowed)
    return (time.perf_counter() - start) * 1e3


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[18] if len(values) > 1 else values[0]


def _machine(*, compiled: bool) -> tuple[tuple[str, str], ...]:
    """What the figures were measured on; no name of the computer or of its user."""
    import rapidfuzz

    return (
        ("system", f"{platform.system()} {platform.machine()}"),
        ("cores", str(os.cpu_count() or 1)),
        ("Python", platform.python_version()),
        ("rapidfuzz", rapidfuzz.__version__),
        ("kernels", "compiled" if compiled else "NumPy"),
    )

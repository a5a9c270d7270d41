"""Measure build time, size and speed of the matcher on invented names, beside a full scan.

Everything of one size is timed in interleaved rounds, so that a noisy machine hits all alike.
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

from app.domain.errors import UsageError
from app.domain.list_entry import EntryType
from app.matching import classic, kernels
from app.matching.index import Bools, FoundNames, NameIndex, build_index
from app.matching.normalise import normalise
from app.matching.profiles import PROFILES, best_pair
from app.matching.second_names import list_names
from app.matching.tables import NameTables
from app.services.jobs import NO_JOB, Job
from app.services.startup import warm_up_matcher
from app.services.validation.bench_results import BaselineRow, BenchResult, BenchRow
from app.services.validation.invented import (
    SOURCE,
    InventedName,
    entry_of,
    invented_names,
    queries_of,
)
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
    for size in sizes:
        run = _Size(workspace.tables, size, queries, chosen, job)
        found, scan = run.measure(brute_force)
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
    """One profile's index and its times in milliseconds."""

    index: NameIndex
    build_seconds: float
    reopen_seconds: float
    peak: int | None
    warm: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    one_core: list[float] = field(default_factory=list)
    two_cores: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Query:
    forms: tuple[str, ...]
    is_person: bool


class _Size:
    """The measurement of one number of names, all profiles beside each other."""

    def __init__(
        self, tables: NameTables, size: int, queries: int, profiles: Sequence[str], job: Job
    ) -> None:
        self._tables = tables
        self._size = size
        self._profiles = profiles
        self._job = job
        self._text = f"{size:,} names"
        job.progress(0, 0, f"Inventing {self._text}")
        self._names = invented_names(size)
        asked = queries_of(self._names, queries)
        self._queries = [query for query in map(self._query, asked) if query.forms]
        self._scan_ms: list[float] = []

    def measure(self, brute_force: int | None) -> tuple[list[BenchRow], BaselineRow]:
        """Build, time, compare."""
        measured = {profile: self._build(profile) for profile in self._profiles}
        plain = [" ".join(name.text.lower().split()) for name in self._names]
        rounds = min(_ROUNDS, len(self._queries))
        for at in range(rounds):
            part = self._queries[at::rounds]
            for item in measured.values():
                self._tick(at, rounds, "Timing")
                self._time(item, part)
            self._scan(part, plain)
        scan = BaselineRow(BASELINE, self._size, statistics.median(self._scan_ms))
        rows = [
            self._row(profile, item, scan.median_ms, brute_force)
            for profile, item in measured.items()
        ]
        return rows, scan

    def _query(self, name: InventedName) -> _Query:
        forms = normalise(name.text, self._tables, is_person=name.is_person).forms
        return _Query(forms, name.is_person)

    def _build(self, profile: str) -> _Measured:
        self._tick(0, 0, f"Building the {profile} index")
        entries = ((number, entry_of(name, number)) for number, name in enumerate(self._names))
        forget_peak()
        start = time.perf_counter()
        index = build_index(entries, self._tables, profile, self._job.progress)
        built = time.perf_counter() - start
        peak = peak_bytes()
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            self._tick(0, 0, f"Saving the {profile} index")
            index_store.save_index(Path(folder), profile, index.to_arrays())
            start = time.perf_counter()
            arrays = index_store.load_index(Path(folder), profile)
            assert arrays is not None
            NameIndex.from_arrays(arrays, self._tables)
            reopened = time.perf_counter() - start
            del arrays
        return _Measured(index, built, reopened, peak)

    def _time(self, item: _Measured, part: Sequence[_Query]) -> None:
        """Cold (where there is a token cache), warm, and as a batch, on the same queries."""
        index = item.index
        groups = {kind: self._allowed(index, is_person=kind) for kind in (True, False)}
        if index.profile != classic.NAME:
            for query in part:
                index.clear_token_cache()
                item.cold.append(_milliseconds(index, query, groups[query.is_person]))
        for query in part:
            index.find(query.forms, FLOOR, groups[query.is_person])
        for query in part:
            item.warm.append(_milliseconds(index, query, groups[query.is_person]))
        for workers, spent in ((1, item.one_core), (2, item.two_cores)):
            start = time.perf_counter()
            for is_person, allowed in groups.items():
                forms = [query.forms for query in part if query.is_person is is_person]
                index.find_many(forms, FLOOR, allowed, workers=workers)
            spent.append((time.perf_counter() - start) / len(part))

    def _scan(self, part: Sequence[_Query], names: Sequence[str]) -> None:
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
        wrong = self._differences(profile, item.index, sample) if sample else 0
        warm = statistics.median(item.warm)
        cold = statistics.median(item.cold) if item.cold else None
        return BenchRow(
            profile=profile,
            names=self._size,
            build_seconds=item.build_seconds,
            index_bytes=item.index.nbytes,
            peak_rss_bytes=item.peak,
            reopen_seconds=item.reopen_seconds,
            median_ms=warm,
            p95_ms=_p95(item.warm),
            cold_median_ms=cold,
            cold_p95_ms=_p95(item.cold) if item.cold else None,
            queries_per_second=1 / statistics.median(item.one_core),
            queries_per_second_two_cores=1 / statistics.median(item.two_cores),
            brute_force_queries=len(sample),
            brute_force_differences=wrong,
            times_faster=scan_ms / warm,
            times_faster_cold=scan_ms / cold if cold else None,
        )

    def _differences(self, profile: str, index: NameIndex, sample: Sequence[_Query]) -> int:
        """How many (query, floor) pairs give other names or scores than brute force."""
        forms: dict[bool, list[tuple[int, tuple[str, ...]]]] = {True: [], False: []}
        for row, name in enumerate(self._names):
            listed = list_names(
                name.text, self._tables, is_person=name.is_person,
                both_orders=profile == classic.NAME,
            )  # fmt: skip
            own = tuple(dict.fromkeys(form for item in listed for form in item.forms))
            forms[name.is_person].append((row, own))
        wrong = 0
        for done, query in enumerate(sample):
            self._tick(done, len(sample), f"Comparing {profile} with brute force")
            scores: dict[int, float] = {}
            for number, (row, own) in enumerate(forms[query.is_person]):
                if number % 5_000 == 0:
                    self._job.check()
                pair = best_pair(query.forms, own, profile, self._tables, is_person=query.is_person)
                if pair.score >= min(FLOORS) - classic.SLACK:
                    scores[row] = pair.score
            allowed = self._allowed(index, is_person=query.is_person)
            for floor in FLOORS:
                expected = {row: s for row, s in scores.items() if classic.reaches(s, floor)}
                wrong += not _same(index, index.find(query.forms, floor, allowed), expected)
        return wrong

    def _allowed(self, index: NameIndex, *, is_person: bool) -> Bools:
        kind = EntryType.INDIVIDUAL if is_person else EntryType.ENTITY
        return index.allowed_groups((SOURCE,), (kind,))

    def _tick(self, done: int, total: int, text: str) -> None:
        self._job.check()
        self._job.progress(done, total, f"{self._text}: {text}")


def _same(index: NameIndex, found: FoundNames, expected: dict[int, float]) -> bool:
    rows = index.arrays["name_entries"][found.names].tolist()
    got = dict(zip(rows, found.scores.tolist(), strict=True))
    return got.keys() == expected.keys() and all(
        abs(got[row] - expected[row]) < classic.SLACK for row in got
    )


def _milliseconds(index: NameIndex, query: _Query, allowed: Bools) -> float:
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

"""Time the classic index on invented names beside rapidfuzz's cdist, in the same run.

    python tests/benchmarks/bench_classic.py [NAMES ...]

Prints, for each number of names, build seconds, bytes, median and 95th percentile per query of
the compiled kernels and of the NumPy path, and how many times faster than one core of
`rapidfuzz.process.cdist` (Jaro-Winkler alone) they are on the same names.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from app import bundled
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.matching import kernels, numpy_path
from app.matching.index import NameIndex, build_index
from app.matching.tables import NameTables, load_tables

_STARTS = [
    "b",
    "br",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gh",
    "h",
    "j",
    "k",
    "kh",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "th",
    "v",
    "w",
    "y",
    "z",
]
_VOWELS = ["a", "a", "a", "e", "e", "i", "i", "o", "o", "u", "ai", "ou", "ee"]
_ENDS = ["", "", "", "n", "r", "l", "m", "s", "d", "k", "ng", "sh"]
_COMPANY = ["trading", "shipping", "holding", "industries", "petroleum", "bank", "group", "general"]
_FORMS = ["co", "ltd", "llc", "sa", "gmbh", "inc", "jsc"]


def _word(rng: random.Random) -> str:
    syllables = rng.choice((1, 2, 2, 2, 3, 3))
    return "".join(
        rng.choice(_STARTS) + rng.choice(_VOWELS) + rng.choice(_ENDS) for _ in range(syllables)
    )


def _words(rng: random.Random, count: int) -> tuple[list[str], list[float]]:
    """Invented words and their weights: a few are very common, as in real names."""
    words = list(dict.fromkeys(_word(rng) for _ in range(count)))
    return words, [1.0 / (rank + 12) for rank in range(len(words))]


def invented_names(count: int, seed: int = 7) -> list[str]:
    """`count` names, three in four of persons, the same for the same seed."""
    rng = random.Random(seed)
    given, given_weights = _words(rng, 3_000)
    family, family_weights = _words(rng, 30_000)
    sizes = rng.choices((1, 2, 3), (60, 30, 10), k=count)
    firsts = iter(rng.choices(given, given_weights, k=sum(sizes)))
    lasts = rng.choices(family, family_weights, k=count)
    names: list[str] = []
    for size, last in zip(sizes, lasts, strict=True):
        own = [next(firsts) for _ in range(size)]
        if rng.random() < 0.25:
            names.append(f"{last} {rng.choice(_COMPANY)} {rng.choice(_FORMS)}")
        else:
            names.append(" ".join((*own, last)))
    return names


def altered(names: Sequence[str], count: int, seed: int = 11) -> list[str]:
    """Queries: listed names with a typo or two words swapped, half of them; the rest new names."""
    rng = random.Random(seed)
    queries = invented_names(count // 2, seed)
    for name in rng.sample(list(names), count - len(queries)):
        at = rng.randrange(len(name))
        words = (name[:at] + rng.choice("aeioulnrst") + name[at + 1 :]).split()
        if rng.random() < 0.3:
            rng.shuffle(words)
        queries.append(" ".join(words))
    return queries


def tables() -> NameTables:
    return load_tables(bundled.read_name_tables())


def index_of(names: Sequence[str]) -> NameIndex:
    entries = (
        (key, ListEntry("invented", str(key), EntryType.INDIVIDUAL, (ListName(name),)))
        for key, name in enumerate(names)
    )
    return build_index(entries, tables())


@dataclass(frozen=True)
class Timing:
    """Milliseconds a query."""

    median: float
    p95: float


def timed(search: Callable[[str], object], queries: Sequence[str]) -> Timing:
    spent: list[float] = []
    for query in queries:
        start = time.perf_counter()
        search(query)
        spent.append((time.perf_counter() - start) * 1e3)
    return Timing(statistics.median(spent), statistics.quantiles(spent, n=20)[18])


@dataclass(frozen=True)
class Result:
    """One line of the benchmark; `cdist_ms` is per query."""

    names: int
    build_s: float
    nbytes: int
    compiled: Timing
    plain: Timing
    cdist_ms: float


def measure(count: int, query_count: int = 400, floor: float = 0.75) -> Result:
    """Time everything on `count` names; the kernels are warmed first."""
    names = invented_names(count)
    queries = altered(names, query_count)
    start = time.perf_counter()
    index = index_of(names)
    build_s = time.perf_counter() - start
    kernels.warm_up()
    for query in queries[:20]:
        index.find((query,), floor)
    compiled = timed(lambda query: index.find((query,), floor), queries)
    plain = timed(lambda query: index.find((query,), floor, finder=numpy_path.find_form), queries)
    start = time.perf_counter()
    process.cdist(queries[:40], names, scorer=JaroWinkler.similarity, workers=1)
    cdist_ms = (time.perf_counter() - start) / 40 * 1e3
    return Result(count, build_s, index.nbytes, compiled, plain, cdist_ms)


def main(counts: Sequence[int]) -> None:
    for count in counts:
        result = measure(count)
        print(f"{count:,} names: built in {result.build_s:.2f} s, {result.nbytes / 1e6:.1f} MB")
        print(f"  rapidfuzz cdist      {result.cdist_ms:8.3f} ms a query")
        for label, timing in (("compiled", result.compiled), ("numpy", result.plain)):
            print(
                f"  {label:9} median {timing.median:7.3f}  p95 {timing.p95:7.3f} ms,"
                f" {result.cdist_ms / timing.median:6.1f} times faster"
            )


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [20_000, 200_000])

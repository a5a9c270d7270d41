"""Time the classic index on the lists of a workspace, beside cdist, and check it by brute force.

    python tests/benchmarks/bench_lists.py DATA_DIR [QUERIES]

Queries are altered names of the lists themselves. Prints median and 95th percentile of the
compiled kernels and of the NumPy path, rapidfuzz's `cdist` (Jaro-Winkler alone, one core) over
the same names in the same run, and the differences from brute force at four floors.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bench_classic import altered, timed
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from app.bootstrap import open_workspace
from app.matching import brute_force, kernels, numpy_path
from app.matching.index import NameIndex, build_index
from app.matching.second_names import list_names
from app.services.workspace import Workspace

FLOORS = (0.92, 0.75, 0.60, 0.40)


def listed_forms(workspace: Workspace) -> tuple[NameIndex, list[tuple[str, ...]]]:
    """A new index of the active lists, and the forms of each of its names, row by row."""
    with workspace.database.read() as uow:
        versions = [version.version_id for version in uow.lists.active_versions()]
        pairs = list(uow.lists.iter_entries(versions))
    start = time.perf_counter()
    index = build_index(pairs, workspace.tables)
    print(f"{index.names:,} names built in {time.perf_counter() - start:.2f} s", end=", ")
    print(f"{index.nbytes / 1e6:.1f} MB")
    unusable = set(index.unusable)
    forms = []
    for key, entry in pairs:
        for position, listed in enumerate(entry.names):
            if (key, position) not in unusable:
                is_person = entry.type.value == "INDIVIDUAL"
                names = list_names(listed.text, workspace.tables, is_person=is_person)
                forms.append(tuple(dict.fromkeys(f for name in names for f in name.forms)))
    return index, forms


def differences(index: NameIndex, forms: list[tuple[str, ...]], queries: list[str]) -> int:
    """How many (query, floor) pairs give other names or scores than brute force."""
    wrong = 0
    for query in queries:
        lowest = dict(brute_force.find((query,), forms, min(FLOORS)))
        for floor in FLOORS:
            found = index.find((query,), floor)
            expected = {at: pair.score for at, pair in lowest.items() if pair.score >= floor - 1e-9}
            got = dict(zip(found.names.tolist(), found.scores.tolist(), strict=True))
            same = got.keys() == expected.keys()
            wrong += not (same and all(abs(got[at] - expected[at]) < 1e-9 for at in got))
    return wrong


def main(data_dir: Path, count: int) -> None:
    workspace = open_workspace(data_dir)
    index, forms = listed_forms(workspace)
    names = [row[0] for row in forms]
    queries = [query for query in altered(names, count) if query.strip()]
    kernels.warm_up()
    compiled = timed(lambda query: index.find((query,), 0.75), queries)
    plain = timed(lambda query: index.find((query,), 0.75, finder=numpy_path.find_form), queries)
    start = time.perf_counter()
    process.cdist(queries[:60], names, scorer=JaroWinkler.similarity, workers=1)
    cdist_ms = (time.perf_counter() - start) / 60 * 1e3
    print(f"cdist {cdist_ms:.3f} ms a query")
    for label, timing in (("compiled", compiled), ("numpy", plain)):
        ratio = cdist_ms / timing.median
        print(f"{label:9} median {timing.median:.3f}  p95 {timing.p95:.3f} ms, {ratio:.1f} times")
    print(f"differences from brute force: {differences(index, forms, queries)} of {len(queries)} "
          f"queries at floors {FLOORS}")  # fmt: skip
    workspace.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 500)

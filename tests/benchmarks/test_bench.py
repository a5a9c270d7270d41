"""The targets of speed and size, measured by hand with `-m drill`.

`screendesk bench` gives the same figures with a report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.services.validation.bench import run_bench
from app.services.validation.bench_results import BenchRow
from app.services.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(tmp_path / "data")
    yield opened
    opened.close()


def _rows(
    workspace: Workspace,
    size: int,
    *,
    queries: int,
    brute_force: int,
    profiles: Sequence[str] = (),
) -> list[BenchRow]:
    result = run_bench(
        workspace, sizes=[size], queries=queries, profiles=profiles, brute_force=brute_force
    )
    for row in (*result.results, *result.baseline):
        print(row)
    return list(result.results)


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("profile", ["classic", "aligned"])
def test_the_index_agrees_with_brute_force_in_short(workspace: Workspace, profile: str) -> None:
    (row,) = _rows(workspace, 1_500, queries=40, brute_force=16, profiles=[profile])
    assert row.brute_force_queries == 16
    assert row.brute_force_differences == 0


@pytest.mark.drill
def test_both_profiles_are_many_times_faster_than_a_full_scan(workspace: Workspace) -> None:
    rows = {row.profile: row for row in _rows(workspace, 200_000, queries=500, brute_force=0)}
    assert rows["classic"].times_faster >= 20  # 40 on an idle core
    assert rows["aligned"].times_faster >= 10  # 20 on an idle core
    cold = rows["aligned"].times_faster_cold
    assert cold is not None
    assert cold >= 3  # 6 on an idle core


@pytest.mark.drill
def test_a_million_names_are_built_reopened_and_searched(workspace: Workspace) -> None:
    for row in _rows(workspace, 1_000_000, queries=200, brute_force=0):
        assert row.build_seconds <= 30  # 15 on an idle core
        assert row.index_bytes <= 250_000_000
        assert row.reopen_seconds <= 1.0  # 0.5 on an idle core

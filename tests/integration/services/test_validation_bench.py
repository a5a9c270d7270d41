"""The benchmark on a real workspace: times, sizes, agreement with brute force."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.domain.errors import UsageError
from app.matching.index import FoundNames, NameIndex
from app.reports.document import Chart, Table
from app.reports.drawing import Label
from app.services.validation.bench import run_bench
from app.services.validation.report import report_of
from app.services.workspace import Workspace


class Listener:
    """A job that keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def progress(self, _done: int, _total: int, text: str) -> None:
        self.told.append(text)

    def check(self) -> None:
        """Nobody stops it."""


def test_a_benchmark_of_both_profiles(workspace: Workspace) -> None:
    job = Listener()
    result = run_bench(workspace, sizes=[300, 600], queries=30, brute_force=6, job=job)
    assert [(row.profile, row.names) for row in result.results] == [
        ("aligned", 300),
        ("classic", 300),
        ("aligned", 600),
        ("classic", 600),
    ]
    for row in result.results:
        assert row.index_bytes > 10_000
        assert row.build_seconds > 0
        assert row.p95_ms >= row.median_ms > 0
        assert row.brute_force_queries == 6
        is_cached = row.profile != "classic"
        for cold in (row.cold_median_ms, row.cold_queries_per_second, row.cold_batch_ratio):
            assert (cold is not None) == is_cached
        two_cores = row.queries_per_second_two_cores
        assert row.batch_ratio == pytest.approx(two_cores / row.queries_per_second)
        assert row.differing_floors == ()
        assert row.times_faster == pytest.approx(
            next(b.median_ms for b in result.baseline if b.names == row.names) / row.median_ms
        )
    assert sum(row.brute_force_differences for row in result.results) == 0
    value = json.loads(json.dumps(result.to_value(), allow_nan=False))
    assert {"profile", "names", "build_seconds", "index_bytes", "reopen_seconds", "median_ms",
            "p95_ms", "queries_per_second", "brute_force_queries",
            "brute_force_differences"} <= set(value["results"][0])  # fmt: skip
    assert {"name", "names", "median_ms"} == set(value["baseline"][0])
    chart = next(b for s in report_of(result).sections for b in s.blocks if isinstance(b, Chart))
    names = [s.text for s in chart.drawing.shapes if isinstance(s, Label)]
    assert names.index("aligned, 300, cold") < names.index("full scan, 300")
    assert names.index("full scan, 300") < names.index("classic, 600")
    assert any("Comparing aligned with brute force" in text for text in job.told)


def test_a_benchmark_counts_differences_from_brute_force(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    floors = (0.60, 0.40)
    real = NameIndex.find

    def lossy(index: NameIndex, forms: Any, floor: float, *rest: Any) -> FoundNames:
        return real(index, forms, 1.0 if floor in floors else floor, *rest)

    monkeypatch.setattr(NameIndex, "find", lossy)
    result = run_bench(workspace, sizes=[50], queries=20, profiles=["classic"], brute_force=20)
    (row,) = result.results
    assert row.differing_floors == floors
    assert 2 <= row.brute_force_differences < 40
    report = report_of(result)
    assert "20 queries compared" in report.summary
    cells = [b.rows[0] for s in report.sections for b in s.blocks if isinstance(b, Table)]
    assert ("classic", "50", "20", str(row.brute_force_differences), "0.6, 0.4") in cells


def test_a_benchmark_without_brute_force(workspace: Workspace) -> None:
    result = run_bench(workspace, sizes=[50], queries=4, profiles=["classic"], brute_force=0)
    assert result.results[0].brute_force_queries == 0
    assert "No query was compared" in report_of(result).summary
    by_default = run_bench(workspace, sizes=[50], queries=4, profiles=["classic"])
    assert by_default.results[0].brute_force_queries == 4


@pytest.mark.parametrize(
    "options", [{"sizes": ()}, {"sizes": (0,)}, {"queries": 0}, {"profiles": ("best",)},
                {"brute_force": -1}],
)  # fmt: skip
def test_a_benchmark_of_nothing_is_refused(workspace: Workspace, options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        run_bench(workspace, **options)

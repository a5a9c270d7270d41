"""The benchmark runs: a short form in every run, the long one by hand with its figures."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "bench_classic", Path(__file__).with_name("bench_classic.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_invented_names_are_the_same_every_time(bench: ModuleType) -> None:
    assert bench.invented_names(50) == bench.invented_names(50)
    assert bench.invented_names(50) != bench.invented_names(50, seed=8)
    assert len(bench.altered(bench.invented_names(50), 20)) == 20


def test_a_small_benchmark_prints_its_figures(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measure = bench.measure
    monkeypatch.setattr(bench, "measure", lambda count: measure(count, query_count=44))
    bench.main([600])
    printed = capsys.readouterr().out
    assert "600 names" in printed
    assert printed.count("times faster") == 2


@pytest.mark.drill
def test_both_ways_to_search_beat_a_full_scan(bench: ModuleType) -> None:
    bench.main([20_000])
    result = bench.measure(200_000)
    print(result)
    assert result.cdist_ms / result.compiled.median >= 20  # 40 on an idle core
    assert result.cdist_ms / result.plain.median >= 6  # 12 on an idle core

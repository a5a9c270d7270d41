"""Every measurement has a report, written whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFault, UsageError
from app.reports.document import Chart, Charts
from app.services.validation.bench import run_bench
from app.services.validation.figures import Confusion
from app.services.validation.pairs import measure_pairs
from app.services.validation.report import report_of, write_report
from app.services.validation.screening import ScreeningFiles, measure_screening
from app.services.validation.self_check import measure_self
from app.services.workspace import Workspace

DATA = Path(__file__).parents[2] / "data"
CASES = DATA / "validation"
UN = str(DATA / "un_xml" / "consolidated.xml")
FILES = ScreeningFiles(CASES / "queries.csv", CASES / "truth.csv", CASES / "negatives.csv")


@pytest.mark.parametrize("ending", ["html", "PDF"])
def test_each_result_has_a_report(workspace: Workspace, tmp_path: Path, ending: str) -> None:
    results = [
        measure_pairs(workspace, CASES / "pairs.csv"),
        measure_screening(workspace, [UN], FILES, with_fields=True),
        measure_self(workspace, [UN], sample=10),
        run_bench(workspace, sizes=[100], queries=5),
    ]
    for number, result in enumerate(results):
        path = tmp_path / f"{number}.{ending}"
        write_report(result, path)
        content = path.read_bytes()
        assert content.startswith(b"<!DOCTYPE html>" if ending == "html" else b"%PDF")
        if ending == "html":
            page = content.decode()
            assert result.provenance.command.split()[1] in page
            assert "<b>Zorn" not in page
            for item in (*result.provenance.files, *result.provenance.lists):
                assert item.sha256 in page
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == f".{ending}") == [
        f"{number}.{ending}" for number in range(4)
    ]


def test_a_report_that_cannot_be_written_is_said_and_leaves_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = measure_pairs(workspace, CASES / "pairs.csv")
    with pytest.raises(UsageError, match=r"neither .html nor .pdf"):
        write_report(result, tmp_path / "report.doc")
    with pytest.raises(UsageError, match="no folder"):
        write_report(result, tmp_path / "none" / "report.html")
    folder = tmp_path / "taken.html"
    folder.mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        write_report(result, folder)
    assert sorted(tmp_path.iterdir()) == before


def test_the_best_threshold_is_one_of_all_that_were_judged(workspace: Workspace) -> None:
    result = measure_pairs(workspace, CASES / "pairs.csv")
    poor = result.curve[0]
    assert poor.f1 < 1.0
    result = replace(
        result, curve=(poor,), possible=poor, strong=poor, chosen=Confusion(0.755, 5, 0, 0, 3)
    )
    blocks = [block for section in report_of(result).sections for block in section.blocks]
    charts = [chart for block in blocks if isinstance(block, Charts) for chart in block.items]
    charts += [block for block in blocks if isinstance(block, Chart)]
    assert "F1 is highest at 0.755 (1.000)." in [chart.caption for chart in charts]

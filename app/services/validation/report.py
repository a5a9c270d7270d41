"""Turn a result into a report that can be handed on, as HTML or PDF."""

from __future__ import annotations

from pathlib import Path

from app.reports.document import Report
from app.services.validation.bench_results import BenchResult
from app.services.validation.results import PairsResult, ScreeningResult, SelfResult

AnyResult = PairsResult | ScreeningResult | SelfResult | BenchResult


def report_of(result: AnyResult) -> Report:
    """The report on a result: facts, figures, charts, worst errors, limits of the method."""
    raise NotImplementedError


def write_report(result: AnyResult, path: Path) -> None:
    """Write the report to a file, by its ending .html or .pdf.

    Raises:
        UsageError: another ending.
        EnvironmentFault: the file cannot be written; nothing half-written is left.
    """
    raise NotImplementedError

"""Turn a result into a report that can be handed on, as HTML or PDF."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import EnvironmentFault, UsageError
from app.reports.document import Report
from app.services.report_files import write_whole
from app.services.validation.bench_results import BenchResult
from app.services.validation.report_bench import bench_report
from app.services.validation.report_pairs import pairs_report
from app.services.validation.report_screening import screening_report
from app.services.validation.report_self import self_report
from app.services.validation.results import PairsResult, ScreeningResult, SelfResult

AnyResult = PairsResult | ScreeningResult | SelfResult | BenchResult
ENDINGS = (".html", ".pdf")


def report_of(result: AnyResult) -> Report:
    """The report on a result: facts, figures, charts, worst errors, limits of the method."""
    match result:
        case PairsResult():
            return pairs_report(result)
        case ScreeningResult():
            return screening_report(result)
        case SelfResult():
            return self_report(result)
        case _:
            return bench_report(result)


def require_ending(path: Path) -> None:
    """Raises UsageError unless the path ends in .html or .pdf; asked before the work begins."""
    if path.suffix.casefold() not in ENDINGS:
        raise UsageError(
            f"{path.name} is neither .html nor .pdf.", todo="Name the report for its format."
        )
    if not path.absolute().parent.is_dir():
        raise UsageError(
            f"There is no folder {path.absolute().parent}.", todo="Make it, or name another."
        )


def write_report(result: AnyResult, path: Path) -> None:
    """Write the report to a file, by its ending .html or .pdf.

    Raises:
        UsageError: another ending.
        EnvironmentFault: the file cannot be written; nothing half-written is left.
    """
    require_ending(path)
    report = report_of(result)
    if path.suffix.casefold() == ".pdf":
        from app.reports.pdf import pdf_of  # heavy: only where a PDF is wanted

        content = pdf_of(report)
    else:
        from app.reports.html import html_of

        content = html_of(report).encode("utf-8", "replace")
    try:
        write_whole(path, content, mode=0o644)
    except OSError as error:
        raise EnvironmentFault(
            f"{path.name} cannot be written: {error.strerror or error}.",
            safe="The measurement is done; only its report is missing.",
            todo="Check the folder and the free space, then try again.",
        ) from error

"""Make a measurement: ask the services for it, and prepare all that is shown; no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.gui.validation import list_tables, name_tables
from app.gui.validation.requests import (
    Kind,
    PairsRequest,
    Request,
    ScreeningRequest,
    SelfRequest,
)
from app.gui.validation.tables import TableSpec, facts_table, left_out_table
from app.services.jobs import Job
from app.services.workspace import Workspace

if TYPE_CHECKING:
    from app.reports.document import Report
    from app.services.validation.report import AnyResult


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement that was made: its request, its result, the report on it and its tables."""

    request: Request
    result: AnyResult
    report: Report
    tables: tuple[TableSpec, ...]

    @property
    def kind(self) -> Kind:
        """What was measured."""
        return self.request.kind


def measure(workspace: Workspace, request: Request, job: Job) -> Measured:
    """Make a measurement and its report; the services are loaded when they are first needed.

    Raises what the services raise: BadInput, UsageError, EnvironmentFault, JobCancelled.
    """
    return measured_of(request, _result(workspace, request, job))


def measured_of(request: Request, result: AnyResult) -> Measured:
    """A result with everything that is shown of it; made on a worker, too: it takes a while."""
    from app.services.validation.report import report_of

    return Measured(request, result, report_of(result), tables_of(request, result))


def _result(workspace: Workspace, request: Request, job: Job) -> AnyResult:
    if isinstance(request, PairsRequest):
        from app.services.validation.pairs import measure_pairs

        return measure_pairs(
            workspace,
            request.file,
            profile=request.profile,
            threshold=request.threshold,
            job=job,
        )
    if isinstance(request, ScreeningRequest):
        from app.services.validation.screening import ScreeningFiles, measure_screening

        return measure_screening(
            workspace,
            request.lists,
            ScreeningFiles(request.queries, request.truth, request.negatives),
            kind=request.subject_type,
            with_fields=request.with_fields,
            profile=request.profile,
            job=job,
        )
    if isinstance(request, SelfRequest):
        from app.services.validation.self_check import measure_self

        return measure_self(
            workspace, request.lists, sample=request.sample, profile=request.profile, job=job
        )
    from app.services.validation.bench import run_bench

    return run_bench(
        workspace,
        sizes=request.sizes,
        queries=request.queries,
        profiles=request.profiles,
        job=job,
    )


def tables_of(request: Request, result: Any) -> tuple[TableSpec, ...]:
    """All tables of a result, what to look at first before the rest."""
    makers: dict[Kind, Callable[[Request, Any], tuple[TableSpec, ...]]] = {
        Kind.PAIRS: name_tables.pairs_tables,
        Kind.SCREENING: name_tables.screening_tables,
        Kind.SELF: list_tables.self_tables,
        Kind.SPEED: list_tables.speed_tables,
    }
    unusable = getattr(result, "unusable", ())
    left_out = (left_out_table(unusable),) if unusable else ()
    facts = facts_table(result.provenance, getattr(result, "machine", ()))
    return (*makers[request.kind](request, result), *left_out, facts)

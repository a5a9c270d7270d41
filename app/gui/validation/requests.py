"""What can be measured, as the form asks for it, and the services that measure it; no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.subject import SubjectType
from app.services.jobs import Job
from app.services.workspace import Workspace

if TYPE_CHECKING:
    from app.gui.validation.tables import TableSpec
    from app.reports.document import Report
    from app.services.validation.report import AnyResult

translate = QCoreApplication.translate


class Kind(StrEnum):
    """The four measurements."""

    PAIRS = "pairs"
    SCREENING = "screening"
    SELF = "self"
    SPEED = "speed"


@dataclass(frozen=True, slots=True)
class PairsRequest:
    """Labelled pairs of names in a file."""

    file: Path
    profile: str
    threshold: float

    kind = Kind.PAIRS


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """Altered names of listed parties, and names on no list."""

    lists: tuple[str, ...]
    queries: Path
    truth: Path
    negatives: Path | None
    subject_type: SubjectType
    with_fields: bool
    profile: str

    kind = Kind.SCREENING


@dataclass(frozen=True, slots=True)
class SelfRequest:
    """Lists that must find themselves; `sample` names of each are altered."""

    lists: tuple[str, ...]
    sample: int
    profile: str

    kind = Kind.SELF


@dataclass(frozen=True, slots=True)
class SpeedRequest:
    """Invented names of these numbers; no profile stands for all."""

    sizes: tuple[int, ...]
    queries: int
    profiles: tuple[str, ...]

    kind = Kind.SPEED


Request = PairsRequest | ScreeningRequest | SelfRequest | SpeedRequest


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


def kind_word(kind: Kind) -> str:
    """What people call a measurement."""
    return {
        Kind.PAIRS: translate("Validation", "Labelled pairs"),
        Kind.SCREENING: translate("Validation", "Screening"),
        Kind.SELF: translate("Validation", "Self check"),
        Kind.SPEED: translate("Validation", "Speed"),
    }[kind]


def measure(workspace: Workspace, request: Request, job: Job) -> Measured:
    """Make a measurement and its report; the services are loaded when they are first needed.

    Raises what the services raise: BadInput, UsageError, EnvironmentFault, JobCancelled.
    """
    return measured_of(request, _result(workspace, request, job))


def measured_of(request: Request, result: AnyResult) -> Measured:
    """A result with everything that is shown of it; made on a worker, too: it takes a while."""
    from app.gui.validation.tables import tables_of
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

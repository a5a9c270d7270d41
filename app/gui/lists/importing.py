"""Importing list files in the background: what they are, the import itself, the index after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.lists import ImportReport
from app.gui import jobs
from app.gui.index_preparing import prepare_index
from app.services import import_process, lists
from app.services.jobs import Job
from app.services.workspace import Workspace

# Reading a large list holds Python up for everybody; a process of its own takes a second or two
# to begin, which a small one is not worth.
OWN_PROCESS_FROM = 8 << 20  # bytes of all files


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Which files are imported as which source; `published_on` where the file does not tell."""

    source: str
    files: tuple[Path, ...]
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class ImportEnd:
    """How an import ended: with a report, with an error, or (neither) by cancelling."""

    request: ImportRequest
    report: ImportReport | None = None
    error: BaseException | None = None


class Importer(QObject):
    """One import at a time. After an activation the matching index is prepared in the
    background, while screening goes on with the one before."""

    detected = Signal(object, object)  # files, source ids that they can be
    not_a_list = Signal(object, object)  # files, AppError
    started = Signal(object, object)  # JobHandle, ImportRequest
    ended = Signal(object)  # ImportEnd
    index_started = Signal(object)  # JobHandle
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._handle: jobs.JobHandle | None = None
        self._request: ImportRequest | None = None
        self._reports: list[ImportReport] = []
        self._questions = jobs.Questions()

    @property
    def is_running(self) -> bool:
        """Whether an import is under way."""
        return self._handle is not None

    def detect(self, files: Sequence[Path]) -> None:
        """Look into the files; `detected` or `not_a_list` says what they are."""
        workspace, given = self._workspace, tuple(files)

        def work(_job: Job) -> tuple[str, ...] | AppError:
            try:
                return lists.detect_source(workspace, given)
            except AppError as refusal:
                return refusal

        def tell(answer: tuple[str, ...] | AppError) -> None:
            if isinstance(answer, AppError):
                self.not_a_list.emit(given, answer)
            else:
                self.detected.emit(given, answer)

        handle = jobs.start(work, lane=jobs.READ)
        handle.finished.connect(tell)
        handle.failed.connect(self.failed)

    def start(self, request: ImportRequest) -> None:
        """Begin an import on the writing worker."""
        if self.is_running:
            return
        workspace = self._workspace
        # The report is kept apart: a cancel that comes too late must not hide an activation.
        reports: list[ImportReport] = []

        def work(job: Job) -> ImportReport:
            size = sum(file.stat().st_size for file in request.files if file.is_file())
            is_large = size >= OWN_PROCESS_FROM
            take_in = import_process.import_list if is_large else lists.import_list
            report = take_in(
                workspace,
                request.source,
                request.files,
                published_on=request.published_on,
                job=job,
            )
            reports.append(report)
            return report

        self._request, self._reports = request, reports
        label = self.tr("Import of {source}").format(source=request.source)
        handle = jobs.start(work, lane=jobs.WRITE, label=label)
        self._handle = handle
        handle.finished.connect(lambda _report: self._end(None))
        handle.cancelled.connect(lambda: self._end(None))
        handle.failed.connect(self._end)
        self.started.emit(handle, request)

    def cancel(self) -> None:
        """Ask the running import to stop; nothing is changed by it then."""
        if self._handle is not None:
            self._handle.cancel()

    def _end(self, error: BaseException | None) -> None:
        assert self._request is not None
        report = self._reports[0] if self._reports else None
        self._handle = None
        self.ended.emit(ImportEnd(self._request, report, error))
        if report is not None and report.activated:
            self.prepare_index()

    def prepare_index(self) -> None:
        """Build the index of the active lists in the background."""
        handle = prepare_index(self._questions, self._workspace, self.failed)
        self.index_started.emit(handle)

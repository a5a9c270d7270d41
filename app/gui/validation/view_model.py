"""What the validation page knows: the last result of each measurement, and what runs now."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.events import Event, EventType
from app.domain.lists import SourceStatus
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.gui.validation.measuring import Measured, measure
from app.gui.validation.pair import Pair, explain_pair
from app.gui.validation.requests import Kind, Request, kind_word
from app.services import lists
from app.services.jobs import Job
from app.services.workspace import Workspace

_LIST_EVENTS = frozenset({EventType.LIST_ACTIVATED, EventType.LIST_DEACTIVATED})


class ValidationViewModel(QObject):
    """One measurement at a time, on a reading worker; its result is kept until the next one of
    its kind. A failed or cancelled one leaves the result before it."""

    started = Signal(object)  # JobHandle
    ended = Signal(object)  # Kind: measured, failed or cancelled
    lists_changed = Signal()
    pair_ready = Signal(object)  # ExplainedPair
    pair_failed = Signal(object, object)  # Pair, error
    saving = Signal(object, str)  # JobHandle, file name
    saved = Signal(object)  # Path
    save_failed = Signal(object)  # error

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.active: tuple[SourceStatus, ...] = ()
        self.results: dict[Kind, Measured] = {}
        self.errors: dict[Kind, BaseException] = {}
        self.cancelled: set[Kind] = set()
        self.running: Kind | None = None
        self._questions = jobs.Questions()
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._bridge.happened.connect(self._hear)

    # the lists ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask which lists are active."""
        workspace = self._workspace
        handle = jobs.start(lambda _job: lists.status(workspace))
        handle.finished.connect(self._keep_lists)

    def _keep_lists(self, statuses: tuple[SourceStatus, ...]) -> None:
        active = tuple(status for status in statuses if status.active is not None)
        if active != self.active:
            self.active = active
            self.lists_changed.emit()

    def _hear(self, event: Event) -> None:
        if event.type in _LIST_EVENTS:
            self.refresh()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self._bridge.close()

    # measuring ----------------------------------------------------------------------------

    def start(self, request: Request) -> bool:
        """Begin a measurement; False while another one runs."""
        if self.running is not None:
            return False
        workspace, kind = self._workspace, request.kind
        self.running = kind
        self.errors.pop(kind, None)
        self.cancelled.discard(kind)

        def work(job: Job) -> Measured:
            return measure(workspace, request, job)

        label = self.tr("Validation: {what}").format(what=kind_word(kind))
        handle = jobs.start(work, lane=jobs.READ, label=label)
        handle.finished.connect(self._keep)
        handle.failed.connect(lambda error: self._fail(kind, error))
        handle.cancelled.connect(lambda: self._note_cancelled(kind))
        self.started.emit(handle)
        return True

    def _keep(self, measured: Measured) -> None:
        self.results[measured.kind] = measured
        self._end(measured.kind)

    def _fail(self, kind: Kind, error: BaseException) -> None:
        self.errors[kind] = error
        self._end(kind)

    def _note_cancelled(self, kind: Kind) -> None:
        self.cancelled.add(kind)
        self._end(kind)

    def _end(self, kind: Kind) -> None:
        self.running = None
        self.ended.emit(kind)

    # one pair -----------------------------------------------------------------------------

    def explain(self, pair: Pair) -> None:
        """Ask why a pair has its score; a question about an earlier pair is given up."""
        workspace = self._workspace
        self._questions.ask(
            "pair",
            lambda _job: explain_pair(workspace, pair),
            self.pair_ready,
            lambda error: self.pair_failed.emit(pair, error),
        )

    # the report ---------------------------------------------------------------------------

    def save_report(self, kind: Kind, path: Path) -> None:
        """Write the report on the last result of a kind, as HTML or PDF by the path's ending."""
        measured = self.results[kind]

        def work(_job: Job) -> Path:
            from app.services.validation.report import write_report

            write_report(measured.result, path)
            return path

        handle = jobs.start(work, label=self.tr("Report {name}").format(name=path.name))
        handle.finished.connect(self.saved)
        handle.failed.connect(self.save_failed)
        self.saving.emit(handle, path.name)

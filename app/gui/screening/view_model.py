"""What the screening page knows and does: it asks the services on workers and keeps the newest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.errors import InvalidSubject
from app.domain.events import Event, EventType
from app.domain.lists import SourceStatus
from app.domain.match import Check, Match
from app.domain.screening import CheckRun, CheckState
from app.domain.subject import Subject
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.gui.screening.form_reading import FormReading, FormState, read_form
from app.gui.screening.transaction_reading import read_transaction
from app.services import explaining, history, lists, screening
from app.services.workspace import Workspace

RECENT_ROWS = 8
_LIST_EVENTS = frozenset(
    {EventType.LIST_ACTIVATED, EventType.LIST_DEACTIVATED, EventType.LIST_QUARANTINED}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a screening would rest on now."""

    runs: tuple[CheckRun, ...] = ()
    sources: tuple[SourceStatus, ...] = ()

    def run(self, check: Check) -> CheckRun:
        """How one check stands; NOT_RUN until the services have answered."""
        waiting = CheckRun(check, CheckState.NOT_RUN)
        return next((run for run in self.runs if run.check is check), waiting)

    def short_name(self, source: str) -> str:
        """The short name of a source, or its id if the catalogue lacks it."""
        names = (item.source.short_name for item in self.sources if item.source.source == source)
        return next(names, source)

    @property
    def is_demo_only(self) -> bool:
        """Whether lists are active and all of them are demonstration lists."""
        active = [item.active for item in self.sources if item.active is not None]
        return bool(active) and all(version.is_demo for version in active)

    @property
    def has_lists(self) -> bool:
        """Whether any list is active."""
        return any(item.active is not None for item in self.sources)


class ScreeningViewModel(QObject):
    """One screening page. Of several requests under way only the newest is shown."""

    record_ready = Signal(object)  # ScreeningRecord
    entry_ready = Signal(object, object)  # Match, ListEntry
    entry_failed = Signal(object, object)  # Match, error
    explained = Signal(object, object)  # Match, Explanation
    explaining_failed = Signal(object, object)  # Match, error
    profiles_ready = Signal(object, object)  # Match, tuple of ProfileView
    profiles_failed = Signal(object, object)  # Match, error
    standing_changed = Signal(object)  # Standing
    recent_changed = Signal(object)  # tuple of ScreeningSummary
    busy_changed = Signal(bool)
    progressed = Signal(str)  # what takes so long
    refused = Signal(object)  # InvalidSubject
    failed = Signal(object)  # any other error

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.standing = Standing()
        self._question: jobs.JobHandle | None = None
        self._entry_question: jobs.JobHandle | None = None
        self._questions = jobs.Questions()
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._bridge.happened.connect(self._hear)

    def today(self) -> date:
        """The user's own date."""
        return self._workspace.clock().astimezone().date()

    def read(self, state: FormState) -> FormReading:
        """What the form means today, and what is wrong with it."""
        return read_form(state, self.today())

    def short_name(self, source: str) -> str:
        """The short name of a source as the catalogue has it now."""
        return self.standing.short_name(source)

    def refresh(self) -> None:
        """Ask again how the lists stand and what was screened last."""
        workspace = self._workspace

        def standing(_job: object) -> Standing:
            return Standing(screening.readiness(workspace, tuple(Check)), lists.status(workspace))

        jobs.start(standing).finished.connect(self._keep_standing)
        self.refresh_recent()

    def refresh_recent(self) -> None:
        """Ask again what was screened last."""
        workspace = self._workspace
        query = history.HistoryQuery()
        work = jobs.start(lambda _job: history.page(workspace, query, 0, RECENT_ROWS))
        work.finished.connect(self.recent_changed)

    def screen(self, state: FormState) -> bool:
        """Screen what the form holds, off the GUI thread; False if the form has errors."""
        reading = self.read(state)
        if reading.subject is None:
            return False
        workspace = self._workspace
        transaction = (
            read_transaction(state.transaction, workspace.clock())
            if state.has_transaction
            else None
        )
        request = screening.ScreeningRequest(
            reading.subject, state.checks, state.purpose, state.profile, transaction
        )
        self._ask(lambda job: screening.screen(workspace, request, job))
        return True

    def open(self, screening_id: str) -> None:
        """Show a stored screening."""
        workspace = self._workspace
        self._ask(lambda _job: screening.record(workspace, screening_id))

    def forget(self) -> None:
        """Whatever is under way is not wanted any more."""
        if self._question is not None:
            self._ask_for(None)

    def load_entry(self, match: Match) -> None:
        """Ask for the full list entry behind a match; only the newest answer is given out."""
        workspace = self._workspace
        handle = jobs.start(lambda _job: screening.list_entry(workspace, match))
        self._entry_question = handle
        handle.finished.connect(lambda entry: self._keep_entry(handle, match, entry))
        handle.failed.connect(lambda error: self._miss_entry(handle, match, error))

    def explain(self, match: Match, subject: Subject) -> None:
        """Ask what would change a match; a question about an earlier match is given up."""
        workspace = self._workspace
        self._questions.ask(
            "why",
            lambda _job: explaining.explain(workspace, match, subject),
            lambda found: self.explained.emit(match, found),
            lambda error: self.explaining_failed.emit(match, error),
        )

    def compare_profiles(self, match: Match, subject: Subject) -> None:
        """Ask how every profile sees the two names of a match."""
        workspace = self._workspace
        handle = jobs.start(lambda _job: explaining.compare_profiles(workspace, match, subject))
        handle.finished.connect(lambda views: self.profiles_ready.emit(match, views))
        handle.failed.connect(lambda error: self.profiles_failed.emit(match, error))

    def remove_demo(self) -> None:
        """Deactivate the demonstration lists; the list events refresh the page."""
        workspace = self._workspace
        handle = jobs.start(
            lambda job: lists.remove_demo(workspace, job),
            lane=jobs.WRITE,
            label=self.tr("Removing sample data"),
        )
        handle.failed.connect(self.failed)

    def _ask(self, work: Callable[[Any], Any]) -> None:
        # READ has two workers: a screening must not queue behind an import. The unit of work
        # takes the writer lock for the moment that it needs it.
        handle = jobs.start(work, lane=jobs.READ)
        self._ask_for(handle)
        handle.progressed.connect(lambda done, total, text: self._tell(handle, done, total, text))
        handle.finished.connect(lambda record: self._keep(handle, record))
        handle.failed.connect(lambda error: self._give_up(handle, error))

    def _ask_for(self, handle: jobs.JobHandle | None) -> None:
        self._question = handle
        self.busy_changed.emit(handle is not None)

    def _tell(self, handle: jobs.JobHandle, done: int, total: int, text: str) -> None:
        if handle is self._question:
            figures = f"{done:,} / {total:,}" if total else f"{done:,}"
            self.progressed.emit(f"{text}, {figures}")

    def _keep(self, handle: jobs.JobHandle, record: object) -> None:
        if handle is self._question:
            self.forget()
            self.record_ready.emit(record)

    def _give_up(self, handle: jobs.JobHandle, error: object) -> None:
        if handle is not self._question:
            return
        self.forget()
        if isinstance(error, InvalidSubject):
            self.refused.emit(error)
        else:
            self.failed.emit(error)

    def _keep_entry(self, handle: jobs.JobHandle, match: Match, entry: object) -> None:
        if handle is self._entry_question:
            self.entry_ready.emit(match, entry)

    def _miss_entry(self, handle: jobs.JobHandle, match: Match, error: object) -> None:
        if handle is self._entry_question:
            self.entry_failed.emit(match, error)

    def _keep_standing(self, standing: Standing) -> None:
        self.standing = standing
        self.standing_changed.emit(standing)

    def _hear(self, event: Event) -> None:
        if event.type in _LIST_EVENTS:
            self.refresh()
        elif event.type is EventType.SCREENING_COMPLETED:
            self.refresh_recent()

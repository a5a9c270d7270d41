"""What the Exceptions page knows: the question asked of the store, its rows, the chosen one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.exception_query import Due, ExceptionQuery
from app.domain.match_exception import (
    ExceptionEvent,
    ExceptionKind,
    ExceptionStatus,
    MatchException,
)
from app.gui import jobs
from app.gui.exceptions.columns import exception_columns
from app.gui.widgets.table_columns import Sort
from app.gui.widgets.table_pages import Fetch, SqlPageModel
from app.services import match_exceptions
from app.services.exception_changing import Present
from app.services.jobs import Job
from app.services.workspace import Workspace

TYPING_PAUSE_MS = 120
NEWEST_FIRST: Sort = (("created_at", False),)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The exception that is looked at, beside today, with its history, oldest first."""

    present: Present
    history: tuple[ExceptionEvent, ...]

    @property
    def exception(self) -> MatchException:
        return self.present.exception


class ExceptionsViewModel(QObject):
    """The filter of the exceptions and its pages. What is typed waits a moment, then the newest
    question wins."""

    counted = Signal(int, int)  # shown, all
    filter_changed = Signal()
    choices_changed = Signal()
    chosen_ready = Signal(object)  # Chosen
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.query = ExceptionQuery()
        self.authors: tuple[str, ...] = ()
        self.sources: tuple[str, ...] = ()
        names = {source.source: source.short_name for source in workspace.catalogue}
        self.source_names: Mapping[str, str] = names
        self.model: SqlPageModel[MatchException] = SqlPageModel(
            exception_columns(names, match_exceptions.today(workspace)),
            lambda row: row.exception_id,
            self,
        )
        self.model.sort_keys = NEWEST_FIRST
        self.model.loaded.connect(self.counted)
        self.model.failed.connect(self.failed)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.ask)
        self._questions = jobs.Questions()

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return self.query != ExceptionQuery()

    def set_text(self, text: str) -> None:
        """Search for this text once typing pauses."""
        if text.strip() != self.query.text:
            self.query = replace(self.query, text=text.strip())
            self._typing.start()
            self.filter_changed.emit()

    def set_status(self, status: ExceptionStatus, *, is_wanted: bool) -> None:
        """Show or leave out one status; none chosen shows all."""
        before = {*self.query.statuses}
        chosen = before | {status} if is_wanted else before - {status}
        statuses = tuple(item for item in ExceptionStatus if item in chosen)
        self._narrow(replace(self.query, statuses=statuses))

    def set_kind(self, kind: ExceptionKind | None) -> None:
        """Show one kind, or both."""
        self._narrow(replace(self.query, kinds=(kind,) if kind else ()))

    def set_due(self, due: Due) -> None:
        """Show what may need a person."""
        self._narrow(replace(self.query, due=due))

    def set_author(self, who: str) -> None:
        """Show those of one person, or of all."""
        self._narrow(replace(self.query, who=who))

    def set_source(self, source: str) -> None:
        """Show those of one list, or of all."""
        self._narrow(replace(self.query, sources=(source,) if source else ()))

    def clear(self) -> None:
        """Show all exceptions again."""
        self._typing.stop()
        self._narrow(ExceptionQuery(), is_forced=True)

    def _narrow(self, query: ExceptionQuery, *, is_forced: bool = False) -> None:
        if query == self.query and not is_forced:
            return
        self.query = query
        self.filter_changed.emit()
        self.ask()

    def ask(self) -> None:
        """Ask the store with the filter as it is now."""
        self._typing.stop()
        workspace, query = self._workspace, self.query

        def page(keys: Sort, offset: int, limit: int) -> tuple[MatchException, ...]:
            return match_exceptions.page(workspace, replace(query, sort=keys), offset, limit)

        self.model.set_fetch(Fetch(lambda: match_exceptions.count(workspace, query), page))

    def refresh(self) -> None:
        """Ask again, because something changed; what ended meanwhile is noted first."""
        if self.model.is_asked:
            self.model.refresh()
        else:
            self.ask()
        workspace = self._workspace
        self._questions.ask(
            "choices",
            lambda _job: match_exceptions.choices(workspace),
            self._show_choices,
            self.failed,
        )

    def note_ended(self) -> None:
        """Note the exceptions whose last day has passed; their events refresh the page."""
        workspace = self._workspace
        handle = jobs.start(lambda _job: match_exceptions.note_ended(workspace), lane=jobs.WRITE)
        handle.failed.connect(self.failed)

    def _show_choices(self, found: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        if found != (self.authors, self.sources):
            self.authors, self.sources = found
            self.choices_changed.emit()

    def load(self, row: int) -> None:
        """Fetch the whole of a row; the newest request wins."""
        self._questions.give_up("chosen")
        exception = self.model.row_at(row) if row >= 0 else None
        if exception is None:
            return
        workspace, exception_id = self._workspace, exception.exception_id

        def work(_job: Job) -> Chosen:
            found = match_exceptions.present(workspace, exception_id)
            return Chosen(found, match_exceptions.history(workspace, exception_id))

        self._questions.ask("chosen", work, self.chosen_ready, self.failed)

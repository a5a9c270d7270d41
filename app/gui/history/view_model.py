"""What the history page knows: the question asked of the store, its rows, the chosen record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from app.domain.decision import Outcome
from app.domain.screening import ScreeningRecord, ScreeningSummary
from app.gui import jobs
from app.gui.history.columns import history_columns
from app.gui.widgets.table_columns import Sort
from app.gui.widgets.table_pages import Fetch, SqlPageModel
from app.services import history, screening
from app.services.history import HistoryQuery
from app.services.jobs import Job
from app.services.workspace import Workspace

TYPING_PAUSE_MS = 120
_SETTING = "history/filter"
NEWEST_FIRST: Sort = (("created_at", False),)


class Period(StrEnum):
    """How far back the history is shown."""

    ALL = "all"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"

    @property
    def days(self) -> int | None:
        """Days before today that are still shown; None for all."""
        return {"all": None, "today": 0, "week": 6, "month": 29}[self.value]


class HistoryViewModel(QObject):
    """The filter of the history and its pages. What is typed waits a moment, then the newest
    question wins; outcomes and period are remembered, the text is not (it names people)."""

    counted = Signal(int, int)  # shown, all
    filter_changed = Signal()
    record_ready = Signal(object)  # ScreeningRecord
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.text = ""
        self.outcomes: tuple[Outcome, ...] = ()
        self.period = Period.ALL
        names = {source.source: source.short_name for source in workspace.catalogue}
        self.source_names: Mapping[str, str] = names
        self.model: SqlPageModel[ScreeningSummary] = SqlPageModel(
            history_columns(names), lambda row: row.screening_id, self
        )
        self.model.sort_keys = NEWEST_FIRST
        self.model.loaded.connect(self.counted)
        self.model.failed.connect(self.failed)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.ask)
        self._questions = jobs.Questions()
        self._restore()

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the history."""
        return bool(self.text or self.outcomes or self.period is not Period.ALL)

    def set_text(self, text: str) -> None:
        """Search for this text once typing pauses."""
        if text.strip() != self.text:
            self.text = text.strip()
            self._typing.start()
            self.filter_changed.emit()

    def set_outcome(self, outcome: Outcome, *, is_wanted: bool) -> None:
        """Show or leave out one outcome; none chosen shows all."""
        chosen = {*self.outcomes, outcome} if is_wanted else {*self.outcomes} - {outcome}
        self._narrow(tuple(item for item in Outcome if item in chosen), self.period)

    def set_period(self, period: Period) -> None:
        """Show the screenings of this period."""
        self._narrow(self.outcomes, period)

    def clear(self) -> None:
        """Show the whole history again."""
        self.text = ""
        self._typing.stop()
        self._narrow((), Period.ALL, is_forced=True)

    def _narrow(
        self, outcomes: tuple[Outcome, ...], period: Period, *, is_forced: bool = False
    ) -> None:
        if (outcomes, period) == (self.outcomes, self.period) and not is_forced:
            return
        self.outcomes, self.period = outcomes, period
        kept = {"outcomes": [item.value for item in outcomes], "period": period.value}
        QSettings().setValue(_SETTING, json.dumps(kept))
        self.filter_changed.emit()
        self.ask()

    def _restore(self) -> None:
        try:
            kept: Any = json.loads(str(QSettings().value(_SETTING, "")))
            self.outcomes = tuple(Outcome(value) for value in kept["outcomes"])
            self.period = Period(kept["period"])
        except (ValueError, TypeError, KeyError):
            return  # a filter that cannot be read is no filter

    def query(self) -> HistoryQuery:
        """The question as the service takes it; the period counts local days."""
        days = self.period.days
        today = self._workspace.clock().astimezone().date()
        since = None if days is None else today - timedelta(days=days)
        return HistoryQuery(text=self.text, outcomes=self.outcomes, since=since)

    def ask(self) -> None:
        """Ask the store with the filter as it is now."""
        self._typing.stop()
        workspace, query = self._workspace, self.query()

        def page(keys: Sort, offset: int, limit: int) -> tuple[ScreeningSummary, ...]:
            return history.page(workspace, replace(query, sort=keys), offset, limit)

        self.model.set_fetch(Fetch(lambda: history.count(workspace, query), page))

    def refresh(self) -> None:
        """Ask again, because a screening was added."""
        if self.model.is_asked:
            self.model.refresh()
        else:
            self.ask()

    def load_record(self, row: int) -> None:
        """Fetch the whole record of a row; the newest request wins."""
        self._questions.give_up("record")
        summary = self.model.row_at(row) if row >= 0 else None
        if summary is None:
            return
        workspace, screening_id = self._workspace, summary.screening_id

        def work(_job: Job) -> ScreeningRecord:
            return screening.record(workspace, screening_id)

        self._questions.ask("record", work, self.record_ready, self.failed)

"""A new case by hand: which screening, with what priority, and why."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import Case, Priority
from app.domain.errors import NotFound
from app.domain.screening import ScreeningSummary
from app.gui import jobs
from app.gui.cases.wording import priority_word
from app.gui.history.columns import history_columns
from app.gui.widgets.buttons import Button
from app.gui.widgets.error_dialog import error_parts
from app.gui.widgets.field_box import FieldMessage
from app.gui.widgets.labels import label
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_columns import Sort
from app.gui.widgets.table_pages import Fetch, SqlPageModel
from app.gui.widgets.theme import space
from app.services import cases, history, screening
from app.services.history import HistoryQuery
from app.services.workspace import Workspace

TYPING_PAUSE_MS = 120
_WIDTH, _HEIGHT = 760, 540
_ID_START = "scr_"
_MOST_OF_A_NAME = 10_000
_FIELDS = ("created_at", "name", "outcome", "matches", "external_id", "screening_id")


def _only(workspace: Workspace, screening_id: str) -> Fetch[ScreeningSummary]:
    """The one screening of this id, or none; the history is not searched by ids."""

    def found() -> tuple[ScreeningSummary, ...]:
        try:
            record = screening.record(workspace, screening_id)
        except NotFound:
            return ()
        query = HistoryQuery(text=record.subject.name)
        rows = history.page(workspace, query, 0, _MOST_OF_A_NAME)
        return tuple(row for row in rows if row.screening_id == screening_id)

    return Fetch(lambda: (len(found()), 1), lambda _keys, _offset, _limit: found())


class NewCaseDialog(QDialog):
    """Finds a screening and opens a case for it; `made(Case)` when there is one.

    Args:
        screening_id: the one that is meant already, "" to search for one.
    """

    made = Signal(object)

    def __init__(
        self, workspace: Workspace, screening_id: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New case"))
        self._workspace = workspace
        self._given = screening_id
        self._is_busy = False
        self._build_table()
        self._build_fields()
        self._lay_out()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._find)
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self.table.setFocus)
        self.resize(_WIDTH, _HEIGHT)
        if screening_id:
            self.search.setText(screening_id)
        self._find()
        self._check()
        self.search.setFocus()

    def _build_table(self) -> None:
        names = {source.source: source.short_name for source in self._workspace.catalogue}
        known = {column.field: column for column in history_columns(names)}
        self.model: SqlPageModel[ScreeningSummary] = SqlPageModel(
            tuple(known[field] for field in _FIELDS), lambda row: row.screening_id, self
        )
        self.model.sort_keys = (("created_at", False),)
        self.table = DataTable("new_case", self.model, self.tr("Screenings"))
        self.table.row_changed.connect(lambda _row: self._check())
        self.table.opened.connect(lambda _row: self.reason.setFocus())
        self.model.loaded.connect(self._show_found)
        self.model.failed.connect(self._show_failure)

    def _build_fields(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Name, customer id or screening id"))
        self.search.setAccessibleName(self.tr("Search the screenings"))
        self.priority = QComboBox()
        self.priority.setAccessibleName(self.tr("Priority"))
        self.priority.addItem(self.tr("By the risk of the screening"), "")
        for item in reversed(Priority):
            self.priority.addItem(priority_word(item), item.value)
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Why is a case needed?"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(64)
        self.reason.textChanged.connect(self._check)
        self.message = FieldMessage()
        self.cancel_button = Button(self.tr("Cancel"), key="Esc")
        self.cancel_button.clicked.connect(self.reject)
        self.open_button = Button(self.tr("Open case"), "plus", "primary", key="Ctrl+Enter")
        self.open_button.setShortcut("Ctrl+Return")
        self.open_button.clicked.connect(self._open)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("s"))
        column.addWidget(label(self.windowTitle(), "heading"))
        column.addWidget(label(self.tr("For which screening?"), "secondary"))
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(space("l"))
        for title, field, stretch in (
            (self.tr("&Priority"), self.priority, 0),
            (self.tr("&Reason"), self.reason, 1),
        ):
            caption = label(title, "label")
            caption.setBuddy(field)
            part = QVBoxLayout()
            part.setSpacing(space("xs"))
            part.addWidget(caption)
            part.addWidget(field)
            part.addStretch(1)
            row.addLayout(part, stretch)
        column.addLayout(row)
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.open_button)
        column.addLayout(buttons)

    def _find(self) -> None:
        workspace = self._workspace
        text = self.search.text().strip()
        if text.startswith(_ID_START):
            self.model.set_fetch(_only(workspace, text))
            return
        query = HistoryQuery(text=text)

        def page(keys: Sort, offset: int, limit: int) -> tuple[ScreeningSummary, ...]:
            return history.page(workspace, replace(query, sort=keys), offset, limit)

        self.model.set_fetch(Fetch(lambda: history.count(workspace, query), page))

    def _show_found(self, shown: int, _all: int) -> None:
        if self._given and shown:
            self.table.select_first()
            self.reason.setFocus()
            self._given = ""
        self._check()

    def _current(self) -> ScreeningSummary | None:
        row = self.table.currentIndex().row()
        return self.model.row_at(row) if row >= 0 else None

    def _check(self) -> None:
        has_reason = bool(self.reason.toPlainText().strip())
        self.open_button.setEnabled(
            self._current() is not None and has_reason and not self._is_busy
        )

    def _open(self) -> None:
        summary = self._current()
        if summary is None or not self.open_button.isEnabled():
            return
        self._is_busy = True
        self._check()
        workspace, screening_id = self._workspace, summary.screening_id
        priority = str(self.priority.currentData()) or None
        reason = self.reason.toPlainText().strip()
        handle = jobs.start(
            lambda _job: cases.create(workspace, screening_id, priority=priority, reason=reason),
            lane=jobs.WRITE,
        )
        handle.finished.connect(self._close_with)
        handle.failed.connect(self._show_failure)

    def _close_with(self, case: Case) -> None:
        self.made.emit(case)
        self.accept()

    def _show_failure(self, error: BaseException) -> None:
        self._is_busy = False
        what, safe, todo, _ = error_parts(error)
        self.message.show_message(" ".join(part for part in (what, safe, todo) if part))
        self._check()

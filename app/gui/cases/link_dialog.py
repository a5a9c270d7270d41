"""Which other case belongs to this one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.case import Case
from app.domain.case_query import CaseQuery
from app.gui.cases.columns import case_columns
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_columns import Sort
from app.gui.widgets.table_pages import Fetch, SqlPageModel
from app.gui.widgets.theme import space
from app.services import cases
from app.services.workspace import Workspace

TYPING_PAUSE_MS = 120
_WIDTH, _HEIGHT = 720, 420
_FIELDS = ("name", "state", "priority", "due_at", "case_id")


class LinkDialog(QDialog):
    """Finds a case by name or id; `chosen(Case)` on Enter."""

    chosen = Signal(object)

    def __init__(self, workspace: Workspace, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Link {name} with another case").format(name=case.name))
        self._workspace, self._case = workspace, case
        known = {
            column.field: column
            for column in case_columns(workspace.clock, {}, lambda: workspace.case_policy)
        }
        self.model: SqlPageModel[Case] = SqlPageModel(
            tuple(known[field] for field in _FIELDS), lambda row: row.case_id, self
        )
        self.model.sort_keys = (("updated_at", False),)
        self.table = DataTable("link_case", self.model, self.tr("Cases"))
        self.search = QLineEdit()
        self.search.setAccessibleName(self.tr("Search the cases"))
        self.search.setPlaceholderText(self.tr("Name, case id or tag"))
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._find)
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.opened.connect(lambda _row: self._choose())
        self.link_button = Button(self.tr("Choose"), "link", "primary", key="Enter")
        self.link_button.clicked.connect(self._choose)
        self.cancel_button = Button(self.tr("Cancel"), key="Esc")
        self.cancel_button.clicked.connect(self.reject)
        self.table.row_changed.connect(lambda _row: self._check())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.link_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("s"))
        column.addWidget(label(self.windowTitle(), "heading"))
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.resize(_WIDTH, _HEIGHT)
        self._find()
        self._check()
        self.search.setFocus()

    def _find(self) -> None:
        workspace = self._workspace
        query = CaseQuery(text=self.search.text().strip(), snoozed="all")

        def page(keys: Sort, offset: int, limit: int) -> tuple[Case, ...]:
            return cases.page(workspace, replace(query, sort=keys), offset, limit)

        self.model.set_fetch(Fetch(lambda: cases.count(workspace, query), page))

    def current(self) -> Case | None:
        """The chosen case, None for none or for the case itself."""
        row = self.table.currentIndex().row()
        found = self.model.row_at(row) if row >= 0 else None
        return None if found is None or found.case_id == self._case.case_id else found

    def _check(self) -> None:
        self.link_button.setEnabled(self.current() is not None)

    def _choose(self) -> None:
        found = self.current()
        if found is not None:
            self.chosen.emit(found)
            self.accept()

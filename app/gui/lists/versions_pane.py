"""The versions of one source: what was imported when, from which files, and how it stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.gui.lists.decision_dialog import can_activate, can_reject
from app.gui.lists.view_model import ListsViewModel
from app.gui.widgets.buttons import Button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.panel import Panel
from app.gui.widgets.table import DataTable


class VersionsPane(QWidget):
    """A panel with the versions; choosing a row chooses the version in the view model.

    `activate_asked` and `reject_asked` by the buttons, of the chosen version; `opened` by Enter.
    """

    exporting = Signal(object, str)
    activate_asked = Signal()
    reject_asked = Signal()
    opened = Signal()

    def __init__(self, view_model: ListsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.panel = Panel(self.tr("Versions"))
        self.table = DataTable("list_versions", view_model.versions, self.tr("Versions"))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.empty = EmptyState(
            "lists",
            self.tr("No version yet"),
            self.tr("Import the official file of this source, by button or by drag and drop."),
        )
        self.activate_button = Button(self.tr("Activate…"), "check", small=True)
        self.activate_button.clicked.connect(self.activate_asked)
        self.reject_button = Button(self.tr("Reject…"), "ban", small=True)
        self.reject_button.clicked.connect(self.reject_asked)
        for button in (self.reject_button, self.activate_button):
            self.panel.add_trailing(button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.panel.body.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self.table.row_changed.connect(self._choose)
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.table.exporting.connect(self.exporting)
        view_model.source_chosen.connect(self.show_source)
        view_model.sources_changed.connect(self.show_source)
        view_model.version_chosen.connect(self._select)

    def show_source(self) -> None:
        """Show the versions of the chosen source."""
        status, count = self._view_model.status, len(self._view_model.versions.rows)
        self._stack.setCurrentWidget(self.table if count else self.empty)
        name = status.source.short_name if status else ""
        note = self.tr("{source}, {count} in all") if count else "{source}"
        self.panel.set_note(note.format(source=name, count=f"{count:,}") if name else "")
        self.table.setAccessibleName(self.tr("Versions of {source}").format(source=name))
        self._select()

    def _choose(self, row: int) -> None:
        version = self._view_model.versions.row_at(row)
        if version is not None:
            self._view_model.choose_version(version)

    def _select(self) -> None:
        version = self._view_model.version
        self.activate_button.setVisible(can_activate(version))
        self.reject_button.setVisible(can_reject(version))
        row = self._view_model.versions.find_row(version.version_id) if version else None
        if row is not None and self.table.currentIndex().row() != row:
            self.table.selectRow(row)

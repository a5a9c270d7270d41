"""The catalogue: every source and what is known of it, those of one's own to edit, settings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.gui.lists.catalogue_form_pane import SourceForm
from app.gui.lists.catalogue_view_model import CatalogueViewModel
from app.gui.lists.list_settings_pane import ListSettingsPane
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.reason_dialog import ReasonDialog
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.table import DataTable
from app.gui.widgets.theme import space
from app.services.list_settings import ListSettings
from app.services.workspace import Workspace

SOURCES, SETTINGS = range(2)
WIDTH, HEIGHT = 1140, 700
_SIDES = (600, 470)


class CatalogueDialog(QDialog):
    """Two tabs: the sources, and how their lists are kept and fetched."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Catalogue of lists"))
        self.view_model = CatalogueViewModel(workspace, self)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self.tr("Parts of the catalogue"))
        self.tabs.addTab(self.tr("Sources"))
        self.tabs.addTab(self.tr("Settings of lists"))
        self.table = DataTable("catalogue", self.view_model.sources, self.tr("Catalogue"))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.form = SourceForm()
        self.settings = ListSettingsPane()
        self.banner = Banner("critical")
        self.banner.hide()
        self.dialog: ReasonDialog | None = None
        self._lay_out()
        self._connect()
        self.resize(WIDTH, HEIGHT)
        self.view_model.read_settings()
        self.table.select_first()
        self.table.setFocus()

    def _lay_out(self) -> None:
        self.add_button = Button(self.tr("&New source"), "plus")
        self.remove_button = Button(self.tr("&Remove…"), "trash", "danger")
        self.save_button = Button(self.tr("&Save…"), "check", "primary")
        self.close_button = Button(self.tr("Close"), key="Esc")
        for button in (self.add_button, self.remove_button, self.save_button, self.close_button):
            button.setAutoDefault(False)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("m"))
        column.addWidget(scroll_pane(self.tr("The source in full"), self._on_ground(self.form)), 1)
        deciding = QHBoxLayout()
        for part in (self.add_button, self.remove_button):
            deciding.addWidget(part)
        deciding.addStretch(1)
        deciding.addWidget(self.save_button)
        column.addLayout(deciding)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(2 * space("m") + 1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(right)
        split.setSizes(list(_SIDES))
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(
            scroll_pane(self.tr("Settings of lists"), self._on_ground(self.settings))
        )
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space("xl"), space("l"), space("xl"), space("l"))
        whole.setSpacing(space("m"))
        whole.addWidget(label(self.tr("Catalogue of lists"), "heading"))
        whole.addWidget(self.tabs)
        whole.addWidget(horizontal_rule())
        whole.addWidget(self.banner)
        whole.addWidget(self._stack, 1)
        whole.addWidget(horizontal_rule())
        whole.addLayout(foot)

    def _on_ground(self, part: QWidget) -> QWidget:
        part.setProperty("surface", "none")
        return part

    def _connect(self) -> None:
        model = self.view_model
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.tabs.currentChanged.connect(lambda _tab: self.banner.hide())
        self.table.row_changed.connect(self._show_row)
        self.form.changed.connect(self._check)
        self.add_button.clicked.connect(self._start_new)
        self.save_button.clicked.connect(self._ask_save)
        self.remove_button.clicked.connect(self._ask_remove)
        self.close_button.clicked.connect(self.reject)
        self.settings.saving.connect(model.save_settings)
        model.changed.connect(self._show_change)
        model.settings_read.connect(self.settings.show_settings)
        model.settings_saved.connect(self._show_saved)
        model.failed.connect(self.banner.show_failure)

    def open_at(self, tab: int) -> None:
        """Open the dialog with this tab."""
        self.tabs.setCurrentIndex(tab)
        self.open()

    # sources ------------------------------------------------------------------------------

    def _show_row(self, row: int) -> None:
        source = self.view_model.sources.row_at(row) if row >= 0 else None
        if source is None:
            return
        self.form.show_source(source)
        self.remove_button.setEnabled(source.is_own)
        self._check()

    def _start_new(self) -> None:
        self.table.clearSelection()
        self.form.start_new()
        self.remove_button.setEnabled(False)
        self._check()

    def _check(self) -> None:
        written = self.form.source()
        shown = next((s for s in self.view_model.sources.rows
                      if written is not None and s.source == written.source), None)  # fmt: skip
        is_same = written is not None and shown == written
        is_own = written is not None and written.is_own
        self.save_button.setEnabled(is_own and not is_same)

    def _ask_save(self) -> None:
        source = self.form.source()
        if source is None:
            return
        self.banner.hide()
        model = self.view_model
        if self.form.is_new:
            self.dialog = ReasonDialog(
                self.tr("Add {name} to the catalogue?").format(name=source.name),
                self.tr("Its list can be imported then, and is screened like every other."),
                self.tr("Add"),
                parent=self,
            )
            self.dialog.confirmed.connect(lambda reason: model.add(source, reason))
        else:
            self.dialog = ReasonDialog(
                self.tr("Change {name}?").format(name=source.name),
                self.tr("What was screened before keeps what was known then."),
                self.tr("Change"),
                parent=self,
            )
            self.dialog.confirmed.connect(lambda reason: model.change(source, reason))
        self.dialog.open()

    def _ask_remove(self) -> None:
        source = self.form.source()
        if source is None:
            return
        self.banner.hide()
        self.dialog = ReasonDialog(
            self.tr("Remove {name} from the catalogue?").format(name=source.name),
            self.tr("Its list is not screened any more; what was screened stays recorded."),
            self.tr("Remove"),
            is_danger=True,
            parent=self,
        )
        code = source.source
        self.dialog.confirmed.connect(lambda reason: self.view_model.remove(code, reason))
        self.dialog.open()

    def _show_change(self, source: str) -> None:
        row = self.view_model.sources.find_row(source)
        if row is None:
            self.table.select_first()
        else:
            self.table.selectRow(row)
        self._show_row(self.table.currentIndex().row())

    # settings -----------------------------------------------------------------------------

    def _show_saved(self, settings: ListSettings) -> None:
        self.banner.hide()
        self.settings.show_settings(settings, self.tr("Saved and recorded."))

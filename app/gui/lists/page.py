"""The lists page: every source and its versions, and the way of an official file into them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.events import EventType
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.gui.lists.banner_pane import BannerPane
from app.gui.lists.browser_pane import BrowserPane
from app.gui.lists.import_dialog import ImportDialog
from app.gui.lists.importing import ImportEnd, Importer, ImportRequest
from app.gui.lists.report_pane import CHECKS, KEPT, ReportPane
from app.gui.lists.versions_pane import VersionsPane
from app.gui.lists.view_model import ListsViewModel
from app.gui.widgets.buttons import make_action
from app.gui.widgets.drop_zone import DropZone
from app.gui.widgets.panel import Panel
from app.gui.widgets.progress_pane import ProgressPane
from app.gui.widgets.table import DataTable
from app.gui.widgets.theme import space
from app.services.workspace import Workspace

_LIST_EVENTS = frozenset(
    {
        EventType.LIST_STAGED,
        EventType.LIST_ACTIVATED,
        EventType.LIST_QUARANTINED,
        EventType.LIST_DEACTIVATED,
    }
)
_REFRESH_PAUSE_MS = 50  # an activation says several things at once


class ListsPage(QWidget):
    """Sources above, versions and check report below. `index_ready` when a newly active list can
    be screened against."""

    header_changed = Signal()
    index_ready = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_stale = True
        self.view_model = ListsViewModel(workspace, self)
        self.importer = Importer(workspace, self)
        self.table = DataTable("list_sources", self.view_model.sources, self.tr("List sources"))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.banners = BannerPane()
        self.progress = ProgressPane()
        self.versions = VersionsPane(self.view_model)
        self.report = ReportPane(self.view_model)
        self.browser = BrowserPane(workspace)
        self.drop_zone = DropZone(self, self.tr("Drop list files to import them"))
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._dialog: ImportDialog | None = None
        self._asked_source = ""
        self._refresh_timer = QTimer(self, singleShot=True, interval=_REFRESH_PAUSE_MS)
        self._refresh_timer.timeout.connect(self.view_model.refresh)
        self._told = ""  # the subtitle that the window shows
        self._make_actions()
        self._lay_out()
        self._connect()

    def _make_actions(self) -> None:
        self.import_action = make_action(
            self, self.tr("Import…"), self.ask_files, icon="upload", shortcut="Ctrl+O"
        )
        self.refresh_action = make_action(
            self, self.tr("Refresh"), self.view_model.refresh, icon="refresh", shortcut="F5"
        )
        self.browse_action = make_action(
            self, self.tr("Browse entries"), self.browse, icon="search", shortcut="Ctrl+F"
        )
        self.cancel_action = make_action(
            self, self.tr("Cancel the import"), self.progress.cancel, icon="x"
        )
        self.cancel_action.setVisible(False)
        self.checks_action = make_action(
            self,
            self.tr("Show the check report"),
            lambda: self.report.show_tab(CHECKS),
            icon="list",
        )
        self.kept_action = make_action(
            self, self.tr("Show rows kept aside"), lambda: self.report.show_tab(KEPT), icon="list"
        )
        for action in (self.import_action, self.refresh_action, self.browse_action):
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self.addAction(action)

    def _lay_out(self) -> None:
        sources = Panel()
        sources.body.addWidget(self.table)
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.addWidget(self.versions)
        lower.addWidget(self.report)
        lower.setSizes([640, 560])
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(sources)
        self.split.addWidget(lower)
        self.split.setSizes([440, 300])
        for splitter in (lower, self.split):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(space("m"))
            splitter.setStyleSheet("QSplitter::handle { border: none; }")  # a gap between cards
        self.overview = QWidget()
        self.views = QStackedWidget()
        self.views.addWidget(self.overview)
        self.views.addWidget(self.browser)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.views)
        column = QVBoxLayout(self.overview)
        column.setContentsMargins(space("l"), space("m"), space("l"), space("l"))
        column.setSpacing(space("m"))
        column.addWidget(self.progress)
        column.addWidget(self.banners)
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        model, importer = self.view_model, self.importer
        model.sources_changed.connect(self._show_sources)
        model.failed.connect(self.banners.show_error)
        self.table.row_changed.connect(self._choose)
        for part in (self.table, self.versions, self.report):
            part.exporting.connect(self._show_export)
        self.banners.import_asked.connect(self.ask_files)
        self.banners.report_asked.connect(lambda: self.report.show_tab(CHECKS))
        self.drop_zone.files_dropped.connect(self.import_files)
        importer.detected.connect(self._on_detected)
        importer.not_a_list.connect(lambda _files, error: self.banners.show_error(error))
        importer.started.connect(self._on_started)
        importer.ended.connect(self._on_ended)
        importer.index_started.connect(self._on_index_started)
        importer.failed.connect(self.banners.show_error)
        self.table.opened.connect(lambda _row: self.browse(model.source))
        self.browser.left.connect(self.show_overview)
        self._bridge.happened.connect(self._on_event)

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Lists")

    def subtitle(self) -> str:
        active = [status.active for status in self.view_model.statuses if status.active]
        if not active:
            return self.tr("no list is loaded") if self.view_model.statuses else ""
        return self.tr("{entries} entries, {names} names").format(
            entries=f"{sum(version.entries for version in active):,}",
            names=f"{sum(version.names for version in active):,}",
        )

    def header_actions(self) -> list[QAction]:
        return [self.browse_action, self.import_action]

    def page_actions(self) -> list[QAction]:
        return [
            self.import_action,
            self.browse_action,
            self.cancel_action,
            self.refresh_action,
            self.checks_action,
            self.kept_action,
        ]

    def focus_first(self) -> None:
        if self.views.currentWidget() is self.browser:
            self.browser.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.select_first()

    def browse(self, source: str = "", version_id: int | None = None) -> None:
        """Look through all active lists, one of them, or one version; Escape comes back."""
        self.views.setCurrentWidget(self.browser)
        self.browser.open(source, version_id)

    def show_overview(self) -> None:
        """Show the sources and versions again."""
        self.views.setCurrentWidget(self.overview)
        self.focus_first()

    # importing ----------------------------------------------------------------------------

    def ask_files(self, source: str = "") -> None:
        """Ask for the files of a list; `source` is offered if the files fit it."""
        if self.importer.is_running:
            return
        self._asked_source = source
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Import a list"),
            "",
            self.tr("List files (*.csv *.xml *.json *.jsonl);;All files (*)"),
        )
        if names:
            self._detect([Path(name) for name in names])

    def import_files(self, files: Sequence[Path]) -> None:
        """Import these files: as what their content says, after asking where it is not sure."""
        self._asked_source = ""
        self._detect(files)

    def _detect(self, files: Sequence[Path]) -> None:
        if not self.importer.is_running:
            self.importer.detect(files)

    def _on_detected(self, files: tuple[Path, ...], fitting: tuple[str, ...]) -> None:
        asked = self._asked_source
        if len(fitting) == 1 and asked in ("", fitting[0]):
            self.importer.start(ImportRequest(fitting[0], files))
            return
        sources = [item for item in self._workspace.catalogue if item.is_importable]
        self._dialog = ImportDialog(files, sources, fitting, asked or self.view_model.source, self)
        self._dialog.confirmed.connect(self.importer.start)
        self._dialog.open()

    def _on_started(self, handle: jobs.JobHandle, request: ImportRequest) -> None:
        self.banners.close_result()
        name = self.view_model.short_name(request.source)
        self.progress.show_job(handle, self.tr("Importing {name}").format(name=name))
        self._allow_import(is_allowed=False)

    def _on_ended(self, end: ImportEnd) -> None:
        self._allow_import(is_allowed=True)
        names = {item.source: item.short_name for item in self._workspace.catalogue}
        self.banners.show_end(end, names.get(end.request.source, end.request.source), names)
        if end.report is None:
            self.view_model.refresh()
        else:
            self._select(end.request.source)
            self.view_model.reveal(end.report.version.version_id)

    def _on_index_started(self, handle: jobs.JobHandle) -> None:
        self.progress.show_job(
            handle, self.tr("Building the matching index; screening goes on meanwhile")
        )
        handle.finished.connect(lambda _nothing: self.index_ready.emit())

    def _allow_import(self, *, is_allowed: bool) -> None:
        self.import_action.setEnabled(is_allowed)
        self.cancel_action.setVisible(not is_allowed)
        self.drop_zone.is_enabled = is_allowed

    def _show_export(self, handle: jobs.JobHandle, name: str) -> None:
        self.progress.show_job(handle, self.tr("Exporting to {name}").format(name=name))
        handle.failed.connect(self.banners.show_error)

    # showing ------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.view_model.refresh()

    def _on_event(self, event: object) -> None:
        if getattr(event, "type", None) in _LIST_EVENTS:
            self.mark_stale()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self._bridge.close()

    def mark_stale(self) -> None:
        """The lists have changed: ask again, now or when the page is next seen."""
        self._is_stale = not self.isVisible()
        if self.isVisible():
            self._refresh_timer.start()

    def _show_sources(self) -> None:
        self.banners.show_problems(self.view_model.statuses)
        self.table.select_first()
        if self.subtitle() != self._told:
            self._told = self.subtitle()
            self.header_changed.emit()

    def _choose(self, row: int) -> None:
        status = self.view_model.sources.row_at(row)
        if status is not None:
            self.view_model.choose_source(status.source.source)

    def _select(self, source: str) -> None:
        row = self.view_model.sources.find_row(source)
        if row is not None:
            self.table.selectRow(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the message about the last import, then stops what runs."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.banners.result.isHidden():
                self.banners.close_result()
            else:
                self.progress.cancel()
            return
        super().keyPressEvent(event)

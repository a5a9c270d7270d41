"""The lists page: every source and its versions, and the way of an official file into them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.events import EventType
from app.domain.lists import ListVersion, UpdateOutcome, VersionState
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.gui.lists import watching
from app.gui.lists.banner_pane import BannerPane
from app.gui.lists.browser_pane import BrowserPane
from app.gui.lists.decision_dialog import Decisions, can_activate, can_reject
from app.gui.lists.files_dialog import FilesDialog
from app.gui.lists.importing import ImportEnd, Importer, ImportRequest
from app.gui.lists.report_pane import CHECKS, KEPT
from app.gui.lists.tools_dialog import PageTools
from app.gui.lists.updating import Updater, summary
from app.gui.lists.version_area_pane import CHANGES, VERSIONS, VersionArea
from app.gui.lists.view_model import ListsViewModel
from app.gui.widgets.buttons import make_action
from app.gui.widgets.drop_zone import DropZone
from app.gui.widgets.panel import Panel
from app.gui.widgets.progress_pane import ProgressPane
from app.gui.widgets.table import DataTable
from app.gui.widgets.theme import space
from app.services.list_update import SourceUpdate
from app.services.list_watch import WatchedFiles, WatchOutcome
from app.services.workspace import Workspace

_LIST_EVENTS = frozenset(
    {
        EventType.LIST_STAGED,
        EventType.LIST_ACTIVATED,
        EventType.LIST_QUARANTINED,
        EventType.LIST_DEACTIVATED,
        EventType.LIST_REJECTED,
        EventType.CATALOGUE_CHANGED,
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
        self.area = VersionArea(workspace, self.view_model)
        self.versions, self.report = self.area.versions, self.area.report
        self.decisions = Decisions(workspace, self)
        self.updater = Updater(workspace, self)
        self.tools = PageTools(workspace, self, lambda: self.view_model.version)
        self.browser = BrowserPane(workspace)
        self.drop_zone = DropZone(self, self.tr("Drop list files to import them"))
        self._bridge = EventBridge(workspace.bus, parent=self)
        self.files = FilesDialog(workspace, self.importer, lambda: self.view_model.source, self)
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
        self.update_action = make_action(
            self, self.tr("Update all"), self.updater.start, icon="refresh", shortcut="Ctrl+U"
        )
        self.update_one_action = make_action(
            self, self.tr("Update this list"), self.update_chosen, icon="refresh"
        )
        self.changes_action = make_action(
            self, self.tr("Show what changed"), self.show_changes, icon="swap", shortcut="Ctrl+D"
        )
        self.activate_action = make_action(
            self, self.tr("Activate this version…"), self.ask_activate, icon="check"
        )
        self.reject_action = make_action(
            self, self.tr("Reject this version…"), self.ask_reject, icon="ban"
        )
        self.cancel_action = make_action(
            self, self.tr("Cancel the import"), self.progress.cancel, icon="x"
        )
        self.cancel_action.setVisible(False)
        self.checks_action = make_action(
            self,
            self.tr("Show the check report"),
            lambda: self.show_report(CHECKS),
            icon="list",
        )
        self.kept_action = make_action(
            self, self.tr("Show rows kept aside"), lambda: self.show_report(KEPT), icon="list"
        )
        for action in (
            self.import_action,
            self.refresh_action,
            self.browse_action,
            self.update_action,
            self.changes_action,
        ):
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self.addAction(action)

    def _lay_out(self) -> None:
        sources = Panel()
        sources.body.addWidget(self.table)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(sources)
        self.split.addWidget(self.area)
        self.split.setSizes([400, 340])
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(space("m"))
        self.split.setStyleSheet("QSplitter::handle { border: none; }")  # a gap between cards
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
        for part in (self.table, self.area):
            part.exporting.connect(self._show_export)
        self.banners.import_asked.connect(self.ask_files)
        self.banners.report_asked.connect(lambda: self.show_report(CHECKS))
        self.banners.changes_asked.connect(self.show_changes)
        self.versions.activate_asked.connect(self.ask_activate)
        self.versions.reject_asked.connect(self.ask_reject)
        self.versions.opened.connect(self.browse_version)
        self.decisions.decided.connect(self._on_decided)
        self.decisions.failed.connect(self.banners.show_error)
        self.area.changes.view_model.failed.connect(self.banners.show_error)
        self.updater.started.connect(self._on_update_started)
        self.updater.ended.connect(self._on_updated)
        self.updater.failed.connect(self.banners.show_error)
        self.drop_zone.files_dropped.connect(self.import_files)
        importer.not_a_list.connect(self.banners.show_not_a_list)
        self.banners.own_asked.connect(self.tools.ask_own_list)
        importer.started.connect(self._on_started)
        importer.ended.connect(self._on_ended)
        self.tools.imported.connect(self._on_own_list)
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
        return [self.update_action, self.browse_action, self.import_action]

    def page_actions(self) -> list[QAction]:
        return [
            self.import_action,
            self.update_action,
            self.update_one_action,
            self.browse_action,
            self.changes_action,
            self.activate_action,
            self.reject_action,
            self.cancel_action,
            self.refresh_action,
            self.checks_action,
            self.kept_action,
            *self.tools.actions(),
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
        self.files.ask_files(source)

    def import_files(self, files: Sequence[Path]) -> None:
        """Import these files: as what their content says, after asking where it is not sure."""
        self.files.import_files(files)

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

    def _on_own_list(self, end: ImportEnd) -> None:
        self._on_ended(end)
        once = Qt.ConnectionType.SingleShotConnection  # a new list has no row until then
        self.view_model.sources_changed.connect(lambda: self._select(end.request.source), once)
        if end.report is not None and end.report.activated:
            self.importer.prepare_index()

    def _on_index_started(self, handle: jobs.JobHandle) -> None:
        self.progress.show_job(
            handle, self.tr("Building the matching index; screening goes on meanwhile")
        )
        handle.finished.connect(lambda _nothing: self.index_ready.emit())

    def _allow_import(self, *, is_allowed: bool) -> None:
        for action in (self.import_action, self.update_action, self.update_one_action):
            action.setEnabled(is_allowed)
        self.cancel_action.setVisible(not is_allowed)
        self.drop_zone.is_enabled = is_allowed

    # deciding and updating ----------------------------------------------------------------

    def show_report(self, tab: int) -> None:
        """Show the checks of the chosen version, or the rows it kept aside."""
        self.area.show_tab(VERSIONS)
        self.report.show_tab(tab)

    def show_changes(self) -> None:
        """Show what the chosen version changed."""
        self.area.show_tab(CHANGES)

    def browse_version(self) -> None:
        """Look through the entries of the chosen version, whatever its state."""
        version = self.view_model.version
        if version is not None:
            self.browse(version.source, version.version_id)

    def ask_activate(self) -> None:
        """Ask why the chosen version shall be the active one."""
        version = self.view_model.version
        if version is not None and can_activate(version):
            self.decisions.ask_activate(version, self.view_model.short_name(version.source))

    def ask_reject(self) -> None:
        """Ask why the chosen version shall not be used."""
        version = self.view_model.version
        if version is not None and can_reject(version):
            self.decisions.ask_reject(version, self.view_model.short_name(version.source))

    def _on_decided(self, version: ListVersion) -> None:
        self.banners.close_result()
        self.area.changes.view_model.forget()
        self.view_model.reveal(version.version_id)
        if version.state is VersionState.ACTIVE:
            self.importer.prepare_index()

    def update_chosen(self) -> None:
        """Look for a newer list of the chosen source alone."""
        if self.view_model.source:
            self.updater.start([self.view_model.source])

    def _on_update_started(self, handle: jobs.JobHandle) -> None:
        self.banners.close_result()
        self.progress.show_job(handle, self.tr("Looking for newer lists"))
        self._allow_import(is_allowed=False)
        handle.ended.connect(lambda: self._allow_import(is_allowed=True))

    def _on_updated(self, updates: tuple[SourceUpdate, ...]) -> None:
        names = {item.source: item.short_name for item in self._workspace.catalogue}
        self.banners.show_updates(*summary(updates, names))
        self.area.changes.view_model.forget()
        self.view_model.refresh()
        if any(item.outcome is UpdateOutcome.UPDATED for item in updates):
            self.importer.prepare_index()

    def show_watched(self, found: Sequence[WatchedFiles]) -> None:
        """Say what came out of the watched folder."""
        names = {item.source: item.short_name for item in self._workspace.catalogue}
        self.banners.show_updates(*watching.summary(found, names))
        self.view_model.refresh()
        if any(item.outcome is WatchOutcome.IMPORTED for item in found):
            self.importer.prepare_index()

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

"""The history page: every past screening, found and sorted in the store, newest first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.events import EventType
from app.gui.event_bridge import EventBridge
from app.gui.history.filter_pane import FilterPane
from app.gui.history.record_pane import RecordPane
from app.gui.history.view_model import HistoryViewModel
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button, make_action
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.table import DataTable
from app.services.workspace import Workspace


class HistoryPage(QWidget):
    """Past screenings. `open_requested(screening_id)` asks to show one on the Screening page."""

    header_changed = Signal()
    open_requested = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.view_model = HistoryViewModel(workspace, self)
        self.table = DataTable("history", self.view_model.model, self.tr("Past screenings"))
        self.filter_pane = FilterPane(self.view_model)
        self.record_pane = RecordPane(self.view_model.source_names)
        self.banner = Banner("critical")
        self.banner.hide()
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._is_stale = True
        self._told = ""  # the subtitle that the window shows
        self._make_actions()
        self._lay_out()
        self._connect()

    def _make_actions(self) -> None:
        self.open_action = make_action(
            self, self.tr("Open screening"), self._open_current, icon="external"
        )
        self.report_action = make_action(
            self, self.tr("Report…"), self.show_report, icon="file", shortcut="Ctrl+P",
            tip=self.tr("Report on this screening"),
        )  # fmt: skip
        self.find_action = make_action(
            self, self.tr("Search the history"), self.focus_search, icon="search", shortcut="Ctrl+F"
        )
        self.clear_action = make_action(
            self, self.tr("Clear history filters"), self.view_model.clear, icon="x"
        )
        self.refresh_action = make_action(
            self, self.tr("Refresh"), self.view_model.refresh, icon="refresh", shortcut="F5"
        )
        for action in (self.find_action, self.refresh_action, self.report_action):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "history",
            self.tr("No screenings yet"),
            self.tr("Screen a name on the Screening page. Every result is kept here."),
        )
        self.nothing = EmptyState(
            "filter",
            self.tr("No screening fits these filters"),
            self.tr("Search for something else, or show all screenings again."),
        )
        self._clear_button = Button(self.tr("Clear filters"), "x")
        self._clear_button.clicked.connect(self.view_model.clear)
        self.nothing.add_button(self._clear_button)
        self._stack = QStackedWidget()
        for widget in (self.table, self.empty, self.nothing):
            self._stack.addWidget(widget)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.filter_pane)
        column.addWidget(self._stack, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(7)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.record_pane)
        split.setStretchFactor(0, 1)
        split.setSizes([900, 340])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _connect(self) -> None:
        self.view_model.counted.connect(self._show_state)
        self.view_model.failed.connect(self._show_failure)
        self.view_model.record_ready.connect(self.record_pane.show_record)
        self.table.row_changed.connect(self._show_row)
        self.table.opened.connect(lambda _row: self._open_current())
        self.record_pane.open_asked.connect(self.open_requested)
        self.filter_pane.search_left.connect(self._enter_table)
        self._bridge.happened.connect(self._on_event)

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        return self.tr("History")

    def subtitle(self) -> str:
        model = self.view_model.model
        if not model.is_loaded:
            return ""
        if model.all == 1:
            return self.tr("1 screening")
        return self.tr("{count} screenings").format(count=f"{model.all:,}")

    def header_actions(self) -> list[QAction]:
        return [self.report_action, self.table.export_action]

    def page_actions(self) -> list[QAction]:
        return [
            self.open_action,
            self.report_action,
            self.find_action,
            self.clear_action,
            self.refresh_action,
            *self.table.own_actions(),
        ]

    def focus_first(self) -> None:
        if self._stack.currentWidget() is self.table:
            self._enter_table()
        else:
            self.focus_search()

    # what happens -------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.view_model.refresh()

    def _on_event(self, event: object) -> None:
        if getattr(event, "type", None) is EventType.SCREENING_COMPLETED:
            self.mark_stale()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self._bridge.close()

    def mark_stale(self) -> None:
        """The store has changed: ask again, now or when the page is next seen."""
        self._is_stale = not self.isVisible()
        if self.isVisible():
            self.view_model.refresh()

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.filter_pane.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_pane.search.selectAll()

    def _enter_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.select_first()

    def _show_state(self, shown: int, whole: int) -> None:
        widget = self.table if shown else self.nothing if whole else self.empty
        self._stack.setCurrentWidget(widget)
        self.filter_pane.setVisible(bool(whole))
        self.record_pane.setVisible(bool(whole))
        self.banner.hide()
        self.table.select_first()
        if self.subtitle() != self._told:
            self._told = self.subtitle()
            self.header_changed.emit()

    def _show_row(self, row: int) -> None:
        self.open_action.setEnabled(row >= 0)
        self.report_action.setEnabled(row >= 0)
        if row < 0:
            self.record_pane.show_record(None)
        else:
            self.view_model.load_record(row)

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error, self.tr("The history could not be read"))

    def _open_current(self) -> None:
        screening_id = self._current_id()
        if screening_id:
            self.open_requested.emit(screening_id)

    def show_report(self) -> None:
        """Look at the report on the chosen screening."""
        from app.gui.reports.preview_dialog import show_report
        from app.services.reports import report_of_screening

        screening_id, workspace = self._current_id(), self._workspace
        if screening_id:
            show_report(lambda: report_of_screening(workspace, screening_id), self)

    def _current_id(self) -> str:
        row = self.table.currentIndex().row()
        summary = self.view_model.model.row_at(row) if row >= 0 else None
        return summary.screening_id if summary is not None else ""

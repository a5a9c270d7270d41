"""The lower half of the lists page: versions and their checks, what changed, and the timeline."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.gui.lists.changes_pane import ChangesPane
from app.gui.lists.report_pane import ReportPane
from app.gui.lists.timeline_pane import TimelinePane
from app.gui.lists.versions_pane import VersionsPane
from app.gui.lists.view_model import ListsViewModel
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import space
from app.services.workspace import Workspace

VERSIONS, CHANGES, TIMELINE = range(3)


class VersionArea(QWidget):
    """Three tabs over the chosen source and version."""

    exporting = Signal(object, str)

    def __init__(
        self, workspace: Workspace, view_model: ListsViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.versions = VersionsPane(view_model)
        self.report = ReportPane(view_model)
        self.changes = ChangesPane(workspace)
        self.timeline = TimelinePane()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self.tr("The chosen list"))
        for text in (self.tr("Versions"), self.tr("What changed"), self.tr("Timeline")):
            self.tabs.addTab(text)
        self._stack = QStackedWidget()
        self._lay_out()
        self.tabs.currentChanged.connect(self.show_tab)
        for part in (self.versions, self.report, self.changes):
            part.exporting.connect(self.exporting)
        for chosen in (
            view_model.version_chosen,
            view_model.source_chosen,
            view_model.sources_changed,
        ):
            chosen.connect(self._show_chosen)

    def _lay_out(self) -> None:
        side_by_side = QSplitter(Qt.Orientation.Horizontal)
        side_by_side.addWidget(self.versions)
        side_by_side.addWidget(self.report)
        side_by_side.setSizes([640, 560])
        side_by_side.setChildrenCollapsible(False)
        side_by_side.setHandleWidth(space("m"))
        side_by_side.setStyleSheet("QSplitter::handle { border: none; }")  # a gap between cards
        self._stack.addWidget(side_by_side)
        for widget in (self.changes, self.timeline):
            card = Panel()
            card.body.addWidget(widget)
            self._stack.addWidget(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    def show_tab(self, tab: int) -> None:
        """Show one of VERSIONS, CHANGES, TIMELINE."""
        if self.tabs.currentIndex() != tab:
            self.tabs.setCurrentIndex(tab)
            return
        self._stack.setCurrentIndex(tab)
        self._show_chosen()

    def _show_chosen(self) -> None:
        status, version = self._view_model.status, self._view_model.version
        tab = self.tabs.currentIndex()
        if tab == TIMELINE:
            self.timeline.show_source(status)
        elif tab == CHANGES:
            self.changes.view_model.compare(version)

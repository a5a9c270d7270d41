"""The audit trail page: who did what when, what it changed, and whether the trail is whole."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.audit import AuditReport
from app.domain.user import PERMISSIONS
from app.gui.audit.event_pane import EventPane
from app.gui.audit.filter_pane import FilterPane
from app.gui.audit.roots_dialog import RootsDialog
from app.gui.audit.view_model import AuditViewModel
from app.gui.event_bridge import EventBridge
from app.gui.screening.wording import local_time
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button, make_action
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.progress_pane import ProgressPane
from app.gui.widgets.table import DataTable
from app.services.workspace import Workspace

_PAUSE_MS = 400  # many events come at once


class AuditPage(QWidget):
    """The trail. `verified(AuditReport)` is for the window's status line."""

    header_changed = Signal()
    verified = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.view_model = AuditViewModel(workspace, self)
        self.table = DataTable("audit", self.view_model.model, self.tr("Audit trail"))
        self.filter_pane = FilterPane(self.view_model)
        self.event_pane = EventPane()
        self.banner = Banner("info", is_flat=True)
        self.banner.hide()
        self.progress = ProgressPane()
        self.dialog: RootsDialog | None = None
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._is_stale = True
        self._told = ""
        self._make_actions()
        self._lay_out()
        self._connect()

    def _make_actions(self) -> None:
        self.verify_action = make_action(
            self, self.tr("Verify the trail"), self.verify, icon="shield", shortcut="F8"
        )
        self.roots_action = make_action(
            self, self.tr("Signed roots…"), self.open_roots, icon="lock"
        )
        self.export_action = make_action(
            self, self.tr("Export…"), self.ask_export, icon="download", shortcut="Ctrl+Shift+E"
        )
        self.history_action = make_action(
            self, self.tr("Whole history of this object"), self._show_object, icon="history",
            shortcut="Ctrl+H",
        )  # fmt: skip
        self.find_action = make_action(
            self, self.tr("Search the audit trail"), self.focus_search, icon="search",
            shortcut="Ctrl+F",
        )  # fmt: skip
        self.clear_action = make_action(
            self, self.tr("Clear audit filters"), self.view_model.clear, icon="x"
        )
        self.refresh_action = make_action(
            self, self.tr("Refresh"), self.view_model.refresh, icon="refresh", shortcut="F5"
        )
        for action in self._own_actions():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
        self.table.export_action.setShortcut("")  # the trail is exported as a whole

    def _own_actions(self) -> list[QAction]:
        return [
            self.verify_action,
            self.roots_action,
            self.export_action,
            self.history_action,
            self.find_action,
            self.clear_action,
            self.refresh_action,
        ]

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "shield",
            self.tr("Nothing was recorded yet"),
            self.tr("Every change is recorded here: who, when, what was there and what is now."),
        )
        self.nothing = EmptyState(
            "filter",
            self.tr("No event fits these filters"),
            self.tr("Search for something else, or show the whole trail again."),
        )
        clear = Button(self.tr("Clear filters"), "x")
        clear.clicked.connect(self.view_model.clear)
        self.nothing.add_button(clear)
        self._stack = QStackedWidget()
        for widget in (self.table, self.empty, self.nothing):
            self._stack.addWidget(widget)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.banner, self.progress, self.filter_pane):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(7)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.event_pane)
        split.setStretchFactor(0, 1)
        split.setSizes([790, 460])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _connect(self) -> None:
        model = self.view_model
        model.counted.connect(self._show_state)
        model.failed.connect(self._show_failure)
        model.verified.connect(self._show_report)
        model.verified.connect(self.verified)
        model.roots_read.connect(self._show_roots)
        self.table.row_changed.connect(self._show_row)
        self.event_pane.history_asked.connect(model.show_object)
        self.filter_pane.search_left.connect(self._enter_table)
        self._bridge.happened.connect(lambda _event: self._pause.start())
        self._pause.timeout.connect(self.mark_stale)

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Audit trail")

    def subtitle(self) -> str:
        model = self.view_model
        words = ""
        if model.model.is_loaded:
            words = self.tr("{count} events").format(count=f"{model.model.all:,}")
        if model.verified_at is not None and model.report is not None and model.report.ok:
            at = local_time(model.verified_at)
            return self.tr("{events}, verified {time}").format(events=words, time=at)
        return words

    def header_actions(self) -> list[QAction]:
        return [self.verify_action, self.roots_action, self.export_action]

    def page_actions(self) -> list[QAction]:
        return [*self._own_actions(), self.table.copy_action, self.table.columns_action]

    def focus_first(self) -> None:
        if self._stack.currentWidget() is self.table:
            self._enter_table()
        else:
            self.focus_search()

    # what can be done -----------------------------------------------------------------------

    def verify(self) -> None:
        """Verify the whole trail, with progress."""
        self.banner.hide()
        self.progress.show_job(
            self.view_model.verify(),
            self.tr("Verifying the audit trail"),
            self.tr("{rate} events/s"),
        )

    def open_roots(self) -> None:
        """Show what was signed."""
        session = self._workspace.session
        can_sign = session.role is None or bool(PERMISSIONS[session.role])
        dialog = RootsDialog(can_sign=can_sign, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.sign_asked.connect(self.view_model.sign)
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        self.view_model.read_roots()
        dialog.open()

    def ask_export(self) -> None:
        """Ask where to, then write the events that are shown."""
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export the events that are shown"),
            "audit-trail.csv",
            self.tr("CSV file (*.csv);;JSON lines, as they were hashed (*.jsonl)"),
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the events that are shown to a .csv or .jsonl file, with progress."""
        title = self.tr("Export {name}").format(name=path.name)
        self.progress.show_job(self.view_model.export(path), title, self.tr("{rate} events/s"))

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.filter_pane.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_pane.search.selectAll()

    # what happens -------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.view_model.refresh()

    def mark_stale(self) -> None:
        """The trail grew: ask again, now or when the page is next seen."""
        self._is_stale = not self.isVisible()
        if self.isVisible():
            self.view_model.refresh()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self._pause.stop()
        self._bridge.close()

    def _enter_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.select_first()

    def _show_object(self) -> None:
        self.event_pane.history_button.click()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _show_roots(self, roots: object) -> None:
        if self.dialog is not None and isinstance(roots, tuple):
            self.dialog.show_roots(roots)

    def _show_state(self, shown: int, whole: int) -> None:
        widget = self.table if shown else self.nothing if whole else self.empty
        self._stack.setCurrentWidget(widget)
        self.filter_pane.setVisible(bool(whole))
        self.event_pane.setVisible(bool(whole))
        self.table.select_first()
        self._tell_header()

    def _show_row(self, row: int) -> None:
        event = self.view_model.model.row_at(row) if row >= 0 else None
        self.history_action.setEnabled(event is not None)
        self.event_pane.show_event(event)

    def _show_report(self, report: AuditReport) -> None:
        notes = " ".join(report.notes)
        if report.ok:
            heading = self.tr("The audit trail is whole")
            text = self.tr("{events} events follow each other; signed roots that agree: {roots}.")
            told = text.format(events=f"{report.events:,}", roots=f"{report.roots:,}")
            self.banner.set_banner("low", heading, f"{told} {notes}".strip(), icon="check-circle")
        else:
            heading = self.tr("The audit trail is broken at event {number}")
            number = f"{report.first_bad or 0:,}"
            self.banner.set_banner("critical", heading.format(number=number), report.problem)
        self.banner.show()
        self._tell_header()

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error)

    def _tell_header(self) -> None:
        if self.subtitle() != self._told:
            self._told = self.subtitle()
            self.header_changed.emit()

"""The Exceptions page: every cleared pair and rule, why, by whom, and what brings it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.events import EventType
from app.domain.exception_query import Due
from app.domain.match_exception import ExceptionStatus
from app.domain.user import Permission
from app.gui.event_bridge import EventBridge
from app.gui.exceptions.conditional_dialog import ConditionalDialog
from app.gui.exceptions.deeds import Deeds
from app.gui.exceptions.detail_pane import DetailPane
from app.gui.exceptions.exception_dialog import ExceptionDialog
from app.gui.exceptions.filter_pane import FilterPane
from app.gui.exceptions.terms_dialog import EditDialog, RenewDialog
from app.gui.exceptions.view_model import Chosen, ExceptionsViewModel
from app.gui.exceptions.wording import pair_words
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button, make_action
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.reason_dialog import ReasonDialog
from app.gui.widgets.table import DataTable
from app.services.workspace import Workspace

_OF_EXCEPTIONS = (
    EventType.EXCEPTION_CREATED,
    EventType.EXCEPTION_CHANGED,
    EventType.EXCEPTION_LAPSED,
    EventType.SCREENING_COMPLETED,  # uses are counted there
)


class ExceptionsPage(QWidget):
    """All match exceptions, found and sorted in the store."""

    header_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.view_model = ExceptionsViewModel(workspace, self)
        self.deeds = Deeds(workspace, self)
        self.table = DataTable("exceptions", self.view_model.model, self.tr("Match exceptions"))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.filter_pane = FilterPane(self.view_model)
        self.dialog: ExceptionDialog | ReasonDialog | None = None
        self.banner = Banner("critical", is_flat=True)
        self.banner.hide()
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._is_stale = True
        self._told = ""  # the subtitle that the window shows
        self._make_actions()
        self.detail = DetailPane(
            self.view_model.source_names,
            (self.edit_action, self.renew_action, self.revoke_action),
        )
        self._lay_out()
        self._connect()
        self._allow(None)

    def _make_actions(self) -> None:
        self.new_action = make_action(
            self, self.tr("New conditional…"), self.ask_conditional, icon="plus", shortcut="Ctrl+N"
        )
        self.import_action = make_action(
            self, self.tr("Import exceptions…"), self.ask_import, icon="upload"
        )
        self.save_action = make_action(
            self, self.tr("Export exceptions…"), self.ask_export, icon="download"
        )
        self.edit_action = make_action(
            self, self.tr("Edit…"), self.ask_edit, icon="settings", shortcut="Return"
        )
        self.renew_action = make_action(
            self, self.tr("Renew…"), self.ask_renew, icon="refresh", shortcut="R"
        )
        self.revoke_action = make_action(
            self, self.tr("Revoke…"), self.ask_revoke, icon="ban", shortcut="Del"
        )
        self.stale_action = make_action(
            self, self.tr("Show what is worth a look"), self._show_stale, icon="eye"
        )
        self.find_action = make_action(
            self, self.tr("Search the exceptions"), self.focus_search, icon="search",
            shortcut="Ctrl+F",
        )  # fmt: skip
        self.clear_action = make_action(
            self, self.tr("Clear exception filters"), self.view_model.clear, icon="x"
        )
        self.refresh_action = make_action(
            self, self.tr("Refresh"), self.view_model.refresh, icon="refresh", shortcut="F5"
        )
        for action in (self.find_action, self.refresh_action, self.new_action):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
        for action in (self.edit_action, self.renew_action, self.revoke_action):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # not while text is typed
            self.table.addAction(action)

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "shield",
            self.tr("No exceptions yet"),
            self.tr(
                "Clear a pair from the Review page or from a match on the Screening page. Every"
                " exception is listed here, with what brings it back."
            ),
        )
        make = Button(self.tr("New conditional…"), "plus")
        make.clicked.connect(self.new_action.trigger)
        self.empty.add_button(make)
        self.nothing = EmptyState(
            "filter",
            self.tr("No exception fits these filters"),
            self.tr("Search for something else, or show all exceptions again."),
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
        column.addWidget(self.banner)
        column.addWidget(self.filter_pane)
        column.addWidget(self._stack, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(7)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        split.setSizes([820, 420])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _connect(self) -> None:
        model = self.view_model
        model.counted.connect(self._show_state)
        model.failed.connect(self._show_failure)
        model.chosen_ready.connect(self._show_chosen)
        self.table.row_changed.connect(self._show_row)
        self.table.opened.connect(lambda _row: self.edit_action.trigger())
        self.filter_pane.search_left.connect(self._enter_table)
        self.deeds.done.connect(self._tell)
        self.deeds.failed.connect(self._show_failure)
        self._bridge.happened.connect(self._on_event)

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Exceptions")

    def subtitle(self) -> str:
        model = self.view_model.model
        if not model.is_loaded:
            return ""
        if model.all == 1:
            return self.tr("1 exception")
        return self.tr("{count} exceptions").format(count=f"{model.all:,}")

    def header_actions(self) -> list[QAction]:
        return [self.new_action, self.save_action]

    def page_actions(self) -> list[QAction]:
        return [
            self.new_action,
            self.edit_action,
            self.renew_action,
            self.revoke_action,
            self.stale_action,
            self.import_action,
            self.save_action,
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
            self.view_model.note_ended()
            self.view_model.refresh()

    def _on_event(self, event: object) -> None:
        kind = getattr(event, "type", None)
        if kind in _OF_EXCEPTIONS:
            self.mark_stale()
        elif kind is EventType.SESSION_CHANGED:
            self._allow(self.detail.chosen)

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

    def _show_stale(self) -> None:
        self.view_model.set_due(Due.STALE)
        self._enter_table()

    def _show_state(self, shown: int, whole: int) -> None:
        widget = self.table if shown else self.nothing if whole else self.empty
        self._stack.setCurrentWidget(widget)
        self.filter_pane.setVisible(bool(whole))
        self.detail.setVisible(bool(whole))
        self.table.select_first()
        if shown:
            self._show_row(self.table.currentIndex().row())
        else:
            self._show_chosen(None)
        if self.subtitle() != self._told:
            self._told = self.subtitle()
            self.header_changed.emit()

    def _show_row(self, row: int) -> None:
        if row < 0:
            self._show_chosen(None)
        else:
            self.view_model.load(row)

    def _show_chosen(self, chosen: Chosen | None) -> None:
        self.detail.show_chosen(chosen)
        self._allow(chosen)

    def _allow(self, chosen: Chosen | None) -> None:
        """Let be done what this exception, and who acts, allow."""
        may = self._workspace.acting_session().may(Permission.RESOLVE)
        for action in (self.new_action, self.import_action):
            action.setEnabled(may)
        status = chosen.exception.status if chosen and may else None
        self.edit_action.setEnabled(status is ExceptionStatus.ACTIVE)
        is_standing = status not in (None, ExceptionStatus.REVOKED)
        self.renew_action.setEnabled(is_standing)
        self.revoke_action.setEnabled(is_standing)

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error)

    def _tell(self, words: str) -> None:
        self.banner.set_banner("low", words)
        self.banner.show()

    # what is asked ------------------------------------------------------------------------

    def ask_conditional(self) -> None:
        """Ask for the conditions of a new exception."""
        self._open(ConditionalDialog(self._workspace, self))

    def ask_edit(self) -> None:
        """Ask for other terms of the chosen exception."""
        if self.detail.chosen is not None:
            self._open(EditDialog(self._workspace, self.detail.chosen.present, self))

    def ask_renew(self) -> None:
        """Show what changed since the chosen exception was made, and ask whether it holds."""
        if self.detail.chosen is not None:
            self._open(RenewDialog(self._workspace, self.detail.chosen.present, self))

    def ask_revoke(self) -> None:
        """Ask why the chosen exception shall end."""
        if self.detail.chosen is None:
            return
        exception = self.detail.chosen.exception
        text = self.tr("{pair}. What it excluded asks again from the next screening on.")
        dialog = ReasonDialog(
            self.tr("Revoke this exception for good?"),
            text.format(pair=pair_words(exception)),
            self.tr("Revoke"),
            is_danger=True,
            parent=self,
        )
        dialog.confirmed.connect(lambda reason: self.deeds.revoke(exception, reason))
        self._open(dialog)

    def ask_export(self) -> None:
        """Ask for a file, and write what the list shows to it."""
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export exceptions"),
            "exceptions.json",
            self.tr("JSON (*.json);;CSV (*.csv)"),
        )
        if name:
            self.deeds.export(Path(name), self.view_model.query)

    def ask_import(self) -> None:
        """Ask for a file and why its exceptions shall hold here."""
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import exceptions"), "", self.tr("Exceptions (*.json)")
        )
        if name:
            self.ask_import_reason(Path(name))

    def ask_import_reason(self, path: Path) -> None:
        """Ask why the exceptions of this file shall hold here, then import them."""
        text = self.tr("Those of {name} that are not known here exclude matches from then on.")
        dialog = ReasonDialog(
            self.tr("Import these exceptions?"),
            text.format(name=path.name),
            self.tr("Import"),
            parent=self,
        )
        dialog.confirmed.connect(lambda reason: self.deeds.take_in(path, reason))
        self._open(dialog)

    def _open(self, dialog: ExceptionDialog | ReasonDialog) -> None:
        self.banner.hide()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

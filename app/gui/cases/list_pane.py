"""All cases: the filter row, and below it the board or the table, or what to do without any."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.case import Case, CaseState
from app.gui.cases.board_pane import BoardPane
from app.gui.cases.filter_pane import FilterPane
from app.gui.cases.move_bar_pane import MoveBar
from app.gui.cases.table_pane import TablePane
from app.gui.cases.view_model import CasesViewModel
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import ActionButton, Button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.table_pages import SqlPageModel

MINUTE_MS = 60_000


class ListPane(QWidget):
    """Board and table over one filter. `opened(Case)`, `current_changed` for the actions."""

    opened = Signal(object)
    current_changed = Signal()

    def __init__(
        self,
        view_model: CasesViewModel,
        bar: MoveBar,
        new_action: QAction,
        bulk: list[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.filter_pane = FilterPane(view_model, new_action)
        self.board = BoardPane(view_model.columns, bar)
        self.table = TablePane(view_model.table, bulk)
        self.banner = Banner("critical")
        self.banner.hide()
        self._build_empty(new_action)
        self._stack = QStackedWidget()
        for part in (self.board, self.table, self.empty, self.nothing):
            self._stack.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addWidget(self.filter_pane)
        whole.addWidget(self._stack, 1)
        view_model.counted.connect(self._show_state)
        view_model.failed.connect(self._show_failure)
        view_model.view_changed.connect(self._show_view)
        self.board.opened.connect(self.opened)
        self.board.current_changed.connect(self.current_changed)
        self.board.column_shown_in_table.connect(self._show_in_table)
        self.table.opened.connect(self.opened)
        self.table.selection_changed.connect(self.current_changed)
        self.filter_pane.search_left.connect(self.focus_cases)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._tell_time)
        self._minute.start()
        self._show_view()

    def _tell_time(self) -> None:
        """Due dates come nearer while nothing else happens."""
        for column in self.board.columns.values():
            column.list.viewport().update()
        self.table.table.viewport().update()

    def _build_empty(self, new_action: QAction) -> None:
        self.empty = EmptyState(
            "cases",
            self.tr("No cases yet"),
            self.tr(
                "A screening that is blocked opens a case by itself. You can open one for any "
                "screening, and from a match in the review queue."
            ),
        )
        self.empty.add_button(ActionButton(new_action, "primary"))
        self.nothing = EmptyState(
            "filter",
            self.tr("No case fits these filters"),
            self.tr("Choose another view, search for something else, or show all cases."),
        )
        clear = Button(self.tr("Show all cases"), "x")
        clear.clicked.connect(self._view_model.clear)
        self.nothing.add_button(clear)

    def current_case(self) -> Case | None:
        """The case that is current on the board or in the table."""
        if self._stack.currentWidget() is self.board:
            return self.board.current_case()
        if self._stack.currentWidget() is self.table:
            return self.table.current_case()
        return None

    def place_of(self, case_id: str) -> tuple[SqlPageModel[Case] | None, int]:
        """The column or table that shows a case, and its row there; None and -1 if none does."""
        model = self._view_model
        shown = model.columns.values() if model.is_board else (model.table,)
        for rows in shown:
            row = rows.find_row(case_id)
            if row is not None:
                return rows, row
        return None, -1

    def focus_cases(self) -> None:
        """Put the keyboard on the cases."""
        shown = self._stack.currentWidget()
        if shown is self.board:
            self.board.focus_first()
        elif shown is self.table:
            self.table.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.table.select_first()
        else:
            self.filter_pane.focus_search()

    def _show_view(self) -> None:
        self._stack.setCurrentWidget(self.board if self._view_model.is_board else self.table)
        self.current_changed.emit()

    def _show_state(self, fitting: int, whole: int) -> None:
        self.banner.hide()
        shown = self.board if self._view_model.is_board else self.table
        had_focus = self._stack.isAncestorOf(self._stack.focusWidget() or self)
        widget = shown if fitting else self.nothing if whole else self.empty
        if widget is not self._stack.currentWidget():
            self._stack.setCurrentWidget(widget)
            if had_focus:
                self.focus_cases()
        self.filter_pane.setVisible(bool(whole))
        self.table.table.select_first()
        self.current_changed.emit()

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error, self.tr("The cases could not be read"))

    def _show_in_table(self, state: CaseState) -> None:
        self._view_model.show_board(is_board=False)
        self._view_model.set_query(replace(self._view_model.query, states=(state,)))

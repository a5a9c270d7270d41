"""The board: five columns of cards, moved by mouse or keyboard to where the table allows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.domain.case import Case, CaseState
from app.gui.cases.column_pane import ColumnModel, ColumnPane
from app.gui.cases.drop_hint_pane import Hint, hint_for
from app.gui.cases.move_bar_pane import MoveBar
from app.gui.widgets.theme import space

_LEAST_COLUMN = 176


class BoardPane(QWidget):
    """Shows the columns of `models`. `opened(Case)` on Enter, `current_changed` when another card
    is current; `bar` knows the case that is on its way."""

    opened = Signal(object)
    current_changed = Signal()
    column_shown_in_table = Signal(object)  # CaseState

    def __init__(
        self, models: dict[CaseState, ColumnModel], bar: MoveBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.bar = bar
        self.columns = {state: ColumnPane(state, models[state]) for state in CaseState}
        self._menu_actions: list[QAction] = []
        self._current = CaseState.OPEN
        row = QHBoxLayout(self)
        row.setContentsMargins(space("l"), 0, space("l"), space("l"))
        row.setSpacing(space("s") + 1)
        for state, column in self.columns.items():
            column.setMinimumWidth(_LEAST_COLUMN)
            row.addWidget(column, 1)
            self._connect(state, column)
        bar.began.connect(self._show_hints)
        bar.ended.connect(self._hide_hints)

    def _connect(self, state: CaseState, column: ColumnPane) -> None:
        cards = column.list
        cards.opened.connect(self._open_current)
        cards.left.connect(lambda step: self._step_column(state, step))
        cards.entered.connect(lambda: self._enter(state))
        cards.dragging.connect(self.bar.begin)
        cards.dropped.connect(self.bar.put_back)
        cards.selectionModel().currentChanged.connect(lambda *_: self._tell(state))
        cards.customContextMenuRequested.connect(
            lambda spot: self._open_menu(cards.viewport().mapToGlobal(spot))
        )
        column.dropped_here.connect(self.bar.send_to)
        column.menu_asked.connect(self._open_column_menu)

    # where the keyboard is ----------------------------------------------------------------

    def current_case(self) -> Case | None:
        """The case of the current card."""
        return self.columns[self._current].list.current_case()

    def focus_first(self) -> None:
        """Put the keyboard on the current card, or on the first one there is."""
        column = self.columns[self._current]
        if not column.model.rowCount():
            filled = (c for c in self.columns.values() if c.model.rowCount())
            column = next(filled, column)
        column.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, state: CaseState) -> None:
        self._current = state
        for other, column in self.columns.items():
            if other is not state:
                column.list.selectionModel().clearSelection()
        index = self.columns[state].list.currentIndex()
        if index.isValid():
            self.columns[state].list.setCurrentIndex(index)
            self.columns[state].list.selectionModel().select(
                index, self.columns[state].list.selectionModel().SelectionFlag.ClearAndSelect
            )
        self.current_changed.emit()

    def _tell(self, state: CaseState) -> None:
        if state is self._current:
            self.current_changed.emit()

    def _step_column(self, state: CaseState, step: int) -> None:
        """Go to the next column that has cards, at the same height."""
        states = list(CaseState)
        row = self.columns[state].list.currentIndex().row()
        place = states.index(state) + step
        while 0 <= place < len(states):
            column = self.columns[states[place]]
            if column.model.rowCount():
                column.list.select_row(row)
                column.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            place += step

    def _open_current(self) -> None:
        case = self.current_case()
        if case is not None and self.bar.case is None:
            self.opened.emit(case)

    # moving -------------------------------------------------------------------------------

    def _show_hints(self, case: Case) -> None:
        """Every column says what it would do with the case that was taken up."""
        for state, column in self.columns.items():
            moving = case.case_id if state is case.state else ""
            column.show_hint(hint_for(case.state, state), moving=moving)

    def show_obstacles(self, case: Case, obstacles: Mapping[CaseState, str]) -> None:
        """What more stands against a move than the table of states: rights and approvals."""
        if self.bar.case is None or self.bar.case.case_id != case.case_id:
            return
        for state, reason in obstacles.items():
            hint = hint_for(case.state, state)
            if reason and not hint.is_refused and not hint.is_home:
                self.columns[state].show_hint(Hint(reason, is_refused=True))

    def _hide_hints(self) -> None:
        for column in self.columns.values():
            column.show_hint(None)

    # menus --------------------------------------------------------------------------------

    def set_menu_actions(self, actions: list[QAction]) -> None:
        """What the menu of a card offers."""
        self._menu_actions = actions

    def _open_menu(self, spot: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._menu_actions)
        menu.popup(spot)

    def _open_column_menu(self, state: CaseState, spot: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = menu.addAction(self.tr("Show these cases as a table"))
        action.triggered.connect(lambda: self.column_shown_in_table.emit(state))
        menu.popup(spot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column in self.columns.values():
            column.hint.updateGeometry()

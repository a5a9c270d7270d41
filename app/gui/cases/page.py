"""The Cases page: board or table of all cases, and the page of the one that is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.case import Case, CaseState, StaleCase, targets, why_not
from app.domain.case_query import CaseQuery
from app.domain.events import Event
from app.gui import jobs
from app.gui.cases.actions_pane import CaseActions
from app.gui.cases.approvals_dialog import ApprovalsDialog, Waiting
from app.gui.cases.bulk_deeds_dialog import BulkDeeds
from app.gui.cases.case_deeds_dialog import CaseDeeds
from app.gui.cases.case_pane import CasePane
from app.gui.cases.deeds_dialog import Deeds
from app.gui.cases.link_dialog import LinkDialog
from app.gui.cases.list_pane import ListPane
from app.gui.cases.move_bar_pane import MoveBar
from app.gui.cases.new_case_dialog import NewCaseDialog
from app.gui.cases.view_model import CasesViewModel
from app.gui.event_bridge import EventBridge
from app.gui.widgets.error_dialog import show_error
from app.gui.widgets.labels import isolate
from app.gui.widgets.undo_toast import UndoToast
from app.services import case_moves
from app.services.jobs import Job
from app.services.workspace import Workspace

_OURS = ("case.", "approval.", "user.", "session.", "match.")


class CasesPage(QWidget):
    """All cases, or one. `screening_requested(screening_id)` asks for a record on the Screening
    page, `review_requested(group_id)` for matches on the Review page; `figures_changed` says that
    the counts of `view_model.figures` are new."""

    header_changed = Signal()
    screening_requested = Signal(str)
    review_requested = Signal(str)
    figures_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._questions = jobs.Questions()
        self._is_stale = True
        self._told = ""
        self.new_dialog: NewCaseDialog | None = None
        self.approvals: ApprovalsDialog | None = None
        self.link_dialog: LinkDialog | None = None
        self.view_model = CasesViewModel(workspace, self)
        self.deeds = Deeds(workspace, self)
        self.case_deeds = CaseDeeds(self.deeds)
        self.bulk = BulkDeeds(self.deeds, self)
        self.commands = CaseActions(self, self._act)
        act = self.commands
        self.bar = MoveBar(self)
        self.list = ListPane(self.view_model, self.bar, act.new, [act.bulk_assign, act.bulk_close])
        self.list.board.set_menu_actions([act.open, *act.on_case])
        self._case: CasePane | None = None  # made with the first case that is opened
        self.toast = UndoToast(self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._doings = self._make_doings()
        self._connect()
        self._enable()

    def _make_doings(self) -> dict[str, Callable[[], object]]:
        """What each action does, by its name."""
        deeds, filters = self.case_deeds, self.list.filter_pane
        on_case = {
            "assign": deeds.ask_person,
            "escalate": deeds.escalate,
            "snooze": deeds.ask_snooze,
            "override": deeds.ask_override,
            "priority": deeds.ask_priority,
            "due": deeds.ask_due,
            "tags": deeds.ask_tags,
            "move": self.bar.begin,
            "open": lambda case: self.open_case(case.case_id),
        }
        doings: dict[str, Callable[[], object]] = {
            name: partial(self._on_case, deed) for name, deed in on_case.items()
        }
        return doings | {
            "new": self.ask_new,
            "approvals": self._approve_or_list,
            "find": filters.focus_search,
            "filter": filters.open_filters,
            "views": filters.views.open_menu,
            "switch": lambda: self.view_model.show_board(is_board=not self.view_model.is_board),
            "refresh": self.refresh,
            "clear": self.view_model.clear,
            "bulk_assign": lambda: self._ask_bulk(self.bulk.ask_assign),
            "bulk_close": lambda: self._ask_bulk(self.bulk.ask_close),
            "note": self._write_note,
            "attach": self._ask_files,
            "previous": lambda: self._step(-1),
            "next": lambda: self._step(1),
            "back": self.back,
        }

    def _connect(self) -> None:
        self.list.opened.connect(lambda case: self.open_case(case.case_id))
        self.list.current_changed.connect(self._enable)
        self.bar.began.connect(self._ask_obstacles)
        self.bar.sent.connect(self.deeds.move)
        self.deeds.done.connect(self._tell_done)
        self.deeds.failed.connect(self._tell_failure)
        self.view_model.counted.connect(lambda *_: self._show_head())
        self.view_model.figures_changed.connect(self._show_figures)
        self._bridge.happened.connect(self._on_event)

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        """The heading of the top bar."""
        return self.tr("Cases")

    def subtitle(self) -> str:
        """How many are open and due, or which one is shown."""
        if self.is_case_open:
            return f"/ {isolate(self.case.case.name)}" if self.case.case else ""
        figures = self.view_model.figures
        if not self.view_model.is_loaded:
            return ""
        return self.tr("{open} open, {due} due today").format(
            open=f"{figures.unfinished:,}", due=f"{figures.due_today:,}"
        )

    def header_actions(self) -> list[QAction]:
        """The buttons of the top bar."""
        return [] if self.is_case_open else [self.commands.approvals]

    def page_actions(self) -> list[QAction]:
        """Everything this page can do."""
        return [*self.commands.every(), *self.list.table.table.own_actions()]

    def focus_first(self) -> None:
        """Put the keyboard where work starts."""
        if self.is_case_open:
            self.case.focus_tabs()
        else:
            self.list.focus_cases()
        self.header_changed.emit()

    @property
    def case(self) -> CasePane:
        """The page of one case, made when it is first needed."""
        if self._case is None:
            pane = self._case = CasePane(
                self._workspace, self.deeds, self.case_deeds, self.commands, self.view_model.names
            )
            self._stack.addWidget(pane)
            pane.shown_changed.connect(self._show_case)
            pane.case_asked.connect(self.open_case)
            pane.link_asked.connect(self._ask_link)
            pane.open_screening.connect(self.screening_requested)
            pane.review_requested.connect(self.review_requested)
        return self._case

    # what is shown ------------------------------------------------------------------------

    @property
    def is_case_open(self) -> bool:
        """Whether one case is shown, not all of them."""
        return self._case is not None and self._stack.currentWidget() is self._case

    def current_case(self) -> Case | None:
        """The case that the actions work on."""
        return self.case.case if self.is_case_open else self.list.current_case()

    def open_case(self, case_id: str) -> None:
        """Show one case."""
        self.bar.put_back()
        self.case.open(case_id)
        self._stack.setCurrentWidget(self.case)
        self.case.focus_tabs()
        self._enable()
        self.header_changed.emit()

    def back(self) -> None:
        """Show all cases again, at the one that was open."""
        if self.is_case_open:
            self.case.close_case()
            self._stack.setCurrentWidget(self.list)
            self.list.focus_cases()
            self._enable()
            self.header_changed.emit()

    def _step(self, by: int) -> None:
        if self.case.case is None:
            return
        rows, place = self.list.place_of(self.case.case.case_id)
        if rows is not None and 0 <= place + by < rows.shown:
            neighbour = rows.row_at(place + by)
            if neighbour is not None:
                self.open_case(neighbour.case_id)

    def _show_case(self) -> None:
        case = self.case.case
        if case is None:
            return
        rows, place = self.list.place_of(case.case_id)
        count = rows.shown if rows is not None else 0
        self.case.head.show_position(place, count)
        self.commands.previous.setEnabled(place > 0)
        self.commands.next.setEnabled(0 <= place < count - 1)
        self._enable()
        self.header_changed.emit()

    def _show_head(self) -> None:
        if self.subtitle() != self._told:
            self._told = self.subtitle()
            self.header_changed.emit()

    def _show_figures(self) -> None:
        figures = self.view_model.figures
        words = self.tr("Waiting approvals")
        self.commands.approvals.setText(f"{words} ({figures.waiting:,})")
        self.deeds.people = self.view_model.people
        self._show_head()
        self.figures_changed.emit()

    def _enable(self) -> None:
        case, act = self.current_case(), self.commands
        for action in (*act.on_case, act.open):
            action.setEnabled(case is not None)
        if case is not None:
            act.move.setEnabled(bool(targets(case.state)))
            act.escalate.setEnabled(not why_not(case.state, CaseState.ESCALATED))
            is_unfinished = case.state is not CaseState.CLOSED
            for action in (act.assign, act.snooze, act.priority, act.due):
                action.setEnabled(is_unfinished)
        is_open = self.is_case_open
        for action in act.of_list:
            action.setVisible(not is_open or action is act.approvals)
        for action in act.of_case:
            action.setVisible(is_open)
        many = not is_open and not self.view_model.is_board
        chosen = len(self.list.table.table.selected_rows()) if many else 0
        act.bulk_assign.setEnabled(chosen > 0)
        act.bulk_close.setEnabled(chosen > 0)

    # what is done -------------------------------------------------------------------------

    def _act(self, name: str) -> None:
        self._doings[name]()

    def _write_note(self) -> None:
        self.case.note.focus()

    def _ask_files(self) -> None:
        self.case.note.ask_files()

    def _on_case(self, deed: Callable[[Case], object]) -> None:
        case = self.current_case()
        if case is not None:
            deed(case)

    def _ask_obstacles(self, case: Case) -> None:
        """Rights and approvals may stand against a move as well; the table of moves is shown at
        once, these when they are known."""
        workspace, case_id = self._workspace, case.case_id

        def work(_job: Job) -> dict[CaseState, str]:
            return case_moves.obstacles(workspace, case_id)

        def answered(found: dict[CaseState, str]) -> None:
            self.list.board.show_obstacles(case, found)

        self._questions.ask("obstacles", work, answered, lambda _error: None)

    def _ask_bulk(self, ask: Callable[[list[Case], CaseQuery | None, int], object]) -> None:
        pane = self.list.table
        chosen = pane.chosen_cases()
        count = len(pane.table.selected_rows())
        if chosen:
            every = self.view_model.query if pane.is_everything_chosen() else None
            ask(chosen, every, count if every is not None else len(chosen))

    def ask_new(self, screening_id: str = "") -> None:
        """Ask for which screening a case shall be opened; one that is known is found already."""
        dialog = NewCaseDialog(self._workspace, screening_id, self)
        dialog.made.connect(lambda case: self.open_case(case.case_id))
        dialog.finished.connect(self._forget_dialogs)
        self.new_dialog = dialog
        dialog.open()

    def _approve_or_list(self) -> None:
        if self.is_case_open and self.case.view_model.now and self.case.view_model.now.file.pending:
            self.case.decide_waiting()
        else:
            self.show_approvals()

    def show_approvals(self) -> None:
        """Show what waits for a second person."""
        dialog = ApprovalsDialog(self._workspace, self.view_model.names, self)
        dialog.open_case.connect(self.open_case)
        dialog.approve_asked.connect(lambda row: self._decide(row, is_approved=True))
        dialog.refuse_asked.connect(lambda row: self._decide(row, is_approved=False))
        dialog.finished.connect(self._forget_dialogs)
        self.approvals = dialog
        dialog.open()

    def _decide(self, row: Waiting, *, is_approved: bool) -> None:
        ask = self.case_deeds.ask_approve if is_approved else self.case_deeds.ask_refuse
        case = row.case
        name, version = (case.name, case.version) if case else (row.approval.case_id, None)
        ask(row.approval, name, version)

    def _ask_link(self, case: Case) -> None:
        dialog = LinkDialog(self._workspace, case, self)
        dialog.chosen.connect(lambda other: self.case_deeds.ask_link(case, other))
        dialog.finished.connect(self._forget_dialogs)
        self.link_dialog = dialog
        dialog.open()

    def _forget_dialogs(self) -> None:
        self.new_dialog = self.approvals = self.link_dialog = None

    def _tell_done(self, result: object, words: str) -> None:
        if self._case is not None:
            self._case.view_model.expect(result)
        self.toast.show_done(words, can_undo=False)

    def _tell_failure(self, error: BaseException) -> None:
        if isinstance(error, StaleCase) and self.is_case_open:
            self.case.tell_stale(error)
        else:
            show_error(error, self)
        self.refresh()

    # keeping up ---------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def refresh(self) -> None:
        """Ask the store again, for all cases and for the one that is open."""
        self.view_model.refresh()
        if self._case is not None:
            self._case.view_model.refresh()

    def _on_event(self, event: Event) -> None:
        if not event.type.value.startswith(_OURS):
            return
        if self._case is not None:
            self._case.view_model.take_event(event)
        if self.approvals is not None:
            self.approvals.refresh()
        self.mark_stale()

    def mark_stale(self) -> None:
        """The store has changed: ask again, now or when the page is next seen."""
        self._is_stale = not self.isVisible()
        if self.isVisible():
            self.view_model.refresh_soon()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self._bridge.close()

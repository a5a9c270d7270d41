"""What the page of all cases knows: the filter, the columns of the board, the table, the counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from app.domain.case import Case, CaseState
from app.domain.case_query import CaseQuery
from app.domain.user import User
from app.gui import jobs
from app.gui.cases.column_pane import ColumnModel
from app.gui.cases.columns import case_columns
from app.gui.cases.filters import (
    MY_OPEN_WORK,
    UNFINISHED,
    as_json,
    built_in_views,
    cleared,
    from_json,
    is_filtered,
    without,
)
from app.gui.widgets.saved_views import SavedView, SavedViews
from app.gui.widgets.table_columns import Sort
from app.gui.widgets.table_pages import Fetch, SqlPageModel
from app.services import approvals, cases, users
from app.services.jobs import Job
from app.services.workspace import Workspace

TYPING_PAUSE_MS = 120
REFRESH_PAUSE_MS = 60  # a bulk change tells of every case
_VIEW = "cases/view"
SOONEST_FIRST: Sort = (("due_at", True),)
NEWEST_FIRST: Sort = (("closed_at", False),)
_Page = tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts beside the heading: unfinished cases, those due today or late, and what waits
    for a second person: all of it, and what whoever looks may decide."""

    unfinished: int = 0
    due_today: int = 0
    waiting: int = 0
    for_me: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    figures: Figures
    people: tuple[User, ...]
    tags: tuple[str, ...]


class CasesViewModel(QObject):
    """The filter and its pages. Only the view that is seen is asked for: `is_board`."""

    counted = Signal(int, int)  # fitting, all
    filter_changed = Signal()
    view_changed = Signal()
    figures_changed = Signal()
    people_changed = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.query = MY_OPEN_WORK
        self.views = SavedViews("cases", built_in_views())
        self.view_name = self.views.all()[0].name
        self.is_board = str(QSettings().value(_VIEW, "board")) != "table"
        self.figures = Figures()
        self.people: tuple[User, ...] = ()
        self.tags: tuple[str, ...] = ()
        self.names: dict[str, str] = {}
        self.sources: Mapping[str, str] = {
            source.source: source.short_name for source in workspace.catalogue
        }
        self.fitting = self.all = 0
        self.is_loaded = False
        self.columns = {state: ColumnModel(workspace) for state in CaseState}
        for state, column in self.columns.items():
            column.setParent(self)
            column.names = self.names
            column.sort_keys = NEWEST_FIRST if state is CaseState.CLOSED else SOONEST_FIRST
            column.loaded.connect(self._count_board)
            column.failed.connect(self.failed)
        self.table: SqlPageModel[Case] = SqlPageModel(
            case_columns(workspace.clock, self.names, lambda: workspace.case_policy),
            lambda case: case.case_id,
            self,
        )
        self.table.sort_keys = SOONEST_FIRST
        self.table.loaded.connect(self._count_table)
        self.table.failed.connect(self.failed)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.ask)
        self._coming = QTimer(self, singleShot=True, interval=REFRESH_PAUSE_MS)
        self._coming.timeout.connect(self.refresh)
        self._questions = jobs.Questions()
        self._restore()

    # the filter ---------------------------------------------------------------------------

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the cases."""
        return is_filtered(self.query)

    @property
    def is_view_changed(self) -> bool:
        """Whether the filter is no longer that of the view it began with."""
        view = self.views.get(self.view_name)
        return view is None or view.filters != as_json(self.query)

    def set_query(self, query: CaseQuery) -> None:
        """Ask another question now, and remember it without the search text."""
        self.query = query
        self.views.remember(self.view_name, as_json(query))
        self.filter_changed.emit()
        self.ask()

    def choose_view(self, view: SavedView) -> None:
        """Show a saved view; one of another version that cannot be read shows every case."""
        self.view_name = view.name
        try:
            self.set_query(from_json(view.filters))
        except (ValueError, TypeError, KeyError):
            self.set_query(CaseQuery())

    def set_text(self, text: str) -> None:
        """Search for a text, after a short pause in the typing."""
        if text.strip() != self.query.text:
            self.query = replace(self.query, text=text.strip())
            self.filter_changed.emit()
            self._typing.start()

    def remove(self, key: str) -> None:
        """Take one filter away."""
        self.set_query(without(self.query, key))

    def clear(self) -> None:
        """Show every case."""
        self.set_query(cleared())

    def show_board(self, *, is_board: bool) -> None:
        """Show the board, or the table."""
        if is_board is not self.is_board:
            self.is_board = is_board
            QSettings().setValue(_VIEW, "board" if is_board else "table")
            self.view_changed.emit()
            self.ask()

    def _restore(self) -> None:
        kept = self.views.remembered()
        if kept is None:
            return
        try:
            self.query, self.view_name = from_json(kept.filters), kept.name
        except (ValueError, TypeError, KeyError):
            return  # a filter that cannot be read is that of the first time

    # asking -------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask the store with the filter as it is now."""
        self._typing.stop()
        if self.is_board:
            for state, column in self.columns.items():
                column.set_fetch(self._fetch(self.query, state))
        else:
            self.table.set_fetch(self._fetch(self.query, None))

    def _fetch(self, query: CaseQuery, state: CaseState | None) -> Fetch[Case]:
        workspace = self._workspace
        if state is not None and query.states and state not in query.states:
            return Fetch(lambda: (0, 0), lambda _keys, _offset, _limit: ())
        if state is not None:
            query = replace(query, states=(state,))

        def page(keys: Sort, offset: int, limit: int) -> _Page:
            return cases.page(workspace, replace(query, sort=keys), offset, limit)

        return Fetch(lambda: cases.count(workspace, query), page)

    def refresh_soon(self) -> None:
        """Ask again in a moment: the store has changed, perhaps more than once."""
        self._coming.start()

    def refresh(self) -> None:
        """Ask again, and for the counts and the people too."""
        self._coming.stop()
        asked = self.columns[CaseState.OPEN] if self.is_board else self.table
        if not asked.is_asked:
            self.ask()
        elif self.is_board:
            for column in self.columns.values():
                column.refresh()
        else:
            self.table.refresh()
        self._ask_figures()

    def _ask_figures(self) -> None:
        workspace = self._workspace

        def work(_job: Job) -> _Known:
            unfinished, _ = cases.count(workspace, CaseQuery(states=UNFINISHED, snoozed="all"))
            due, _ = cases.count(workspace, CaseQuery(due="today"))
            waiting = len(approvals.pending(workspace, for_me=False))
            mine = len(approvals.pending(workspace, for_me=True))
            figures = Figures(unfinished, due, waiting, mine)
            return _Known(figures, users.people(workspace), cases.tags(workspace))

        self._questions.ask("figures", work, self._take_figures, self.failed)

    def _take_figures(self, known: _Known) -> None:
        self.tags = known.tags
        if known.people != self.people:
            self.people = known.people
            self.names.clear()
            self.names.update({user.login: user.name for user in known.people})
            self.people_changed.emit()
        self.figures = known.figures
        self.figures_changed.emit()

    def _count_board(self, _shown: int, _all: int) -> None:
        columns = self.columns.values()
        if all(column.is_loaded for column in columns):
            every = max(column.all for column in columns)
            self._tell(sum(column.shown for column in columns), every)

    def _count_table(self, shown: int, whole: int) -> None:
        self._tell(shown, whole)

    def _tell(self, fitting: int, whole: int) -> None:
        self.fitting, self.all, self.is_loaded = fitting, whole, True
        self.counted.emit(fitting, whole)

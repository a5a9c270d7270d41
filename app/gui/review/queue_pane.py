"""The left side of the review page: which view, which filters, how many, and the list itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.domain.review_queue import ReviewCounts, ReviewQuery
from app.gui.review.filter_menu_pane import filter_menu, sort_menu
from app.gui.review.queries import (
    built_in_views,
    chips,
    from_filters,
    sort_word,
    to_filters,
    without,
)
from app.gui.review.queue_list_pane import QueueView
from app.gui.review.wording import matches_word, parties_word
from app.gui.widgets.buttons import Button, KeyHint, tool_button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.filter_chips import FilterChips
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.saved_views import SavedView, SavedViews
from app.gui.widgets.theme import space
from app.gui.widgets.view_chooser import ViewChooser

TYPING_MS = 180
_EMPTY_WIDTH = 280


class QueuePane(QWidget):
    """Asks the queue what its filters say; `asked(ReviewQuery)` with every change of them.

    Args:
        view: the list.
        sources: gives ids and names of the lists that can be filtered by.
        people: gives the logins to whom work can be assigned.
        short_name: gives what people call a list.
    """

    asked = Signal(object)
    screening_asked = Signal()

    def __init__(
        self,
        view: QueueView,
        sources: Callable[[], Sequence[tuple[str, str]]],
        people: Callable[[], Sequence[str]],
        short_name: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.view = view
        self._sources, self._people, self._short_name = sources, people, short_name
        self.views = SavedViews("review", built_in_views())
        self._view_filters: dict[str, object] = {}
        self.query = ReviewQuery()
        self.menu_shown: QMenu | None = None
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._use_text)
        self._build()
        self._restore()

    # building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.chooser = ViewChooser(self.views, lambda: to_filters(self.query))
        self.chooser.chosen.connect(self.show_view)
        self.filter_button = tool_button("filter", self.tr("Filter"), key="Shift+F")
        self.filter_button.clicked.connect(self.open_filters)
        self.sort_button = tool_button("sort", self.tr("Sort"), key="Shift+S")
        self.sort_button.clicked.connect(self.open_sorting)
        self.search = SearchLine()
        self.search.setPlaceholderText(self.tr("Search customer, number or listed name"))
        self.search.setAccessibleName(self.tr("Search the queue"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.left.connect(self._leave_search)
        self.chips = FilterChips()
        self.chips.removed.connect(lambda key: self.use(without(self.query, key)))
        self.count = label("", "caption")
        top = QHBoxLayout()
        top.setSpacing(space("s"))
        top.addWidget(self.chooser, 1)
        top.addWidget(self.filter_button)
        top.addWidget(self.sort_button)
        head = QVBoxLayout()
        head.setContentsMargins(space("m"), space("m"), space("m"), space("s"))
        head.setSpacing(space("s"))
        head.addLayout(top)
        head.addWidget(self.search)
        head.addWidget(self.chips)
        head.addWidget(self.count)
        self._build_empty()
        self.stack = QStackedWidget()
        for part in (self.view, self.empty, self.nothing):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(horizontal_rule())
        column.addWidget(self.stack, 1)
        column.addWidget(horizontal_rule())
        column.addWidget(self._hints())
        self.setMinimumWidth(260)

    def _build_empty(self) -> None:
        self.empty = EmptyState(
            "check-circle",
            self.tr("Nothing to review"),
            self.tr("No match waits for a verdict. Screen a customer; what is found comes here."),
            width=_EMPTY_WIDTH,
        )
        screen = Button(self.tr("Screen a customer"), "screening")
        screen.clicked.connect(self.screening_asked)
        self.empty.add_button(screen)
        self.nothing = EmptyState(
            "filter",
            self.tr("No match fits these filters"),
            self.tr("Others wait: show all of them, or choose another view."),
            width=_EMPTY_WIDTH,
        )
        clear = Button(self.tr("Show all open"), "x")
        clear.clicked.connect(lambda: self.use(ReviewQuery(sort=self.query.sort)))
        self.nothing.add_button(clear)

    def _hints(self) -> QWidget:
        made = QWidget()
        made.setProperty("surface", "sunken")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(made)
        row.setContentsMargins(space("m"), space("s"), space("m"), space("s"))
        row.setSpacing(space("xs"))
        for keys, words in (
            ("JK", self.tr("move")),
            ("/", self.tr("search")),
            ("?", self.tr("all keys")),
        ):
            for key in keys:
                row.addWidget(KeyHint(key))
            row.addWidget(label(words, "small"))
            row.addSpacing(space("s"))
        row.addStretch(1)
        return made

    # asking -------------------------------------------------------------------------------

    def _restore(self) -> None:
        """What was shown last, else one's own open work."""
        last = self.views.remembered()
        view = self.views.get(last.name) if last and last.name else None
        first = self.views.all()[0]
        if last is None:
            self._view_filters = first.filters
            self.query = from_filters(first.filters)
            self.chooser.show_current(first.name)
        else:
            self._view_filters = view.filters if view is not None else {}
            self.query = from_filters(last.filters)
            self.chooser.show_current(view.name if view is not None else "")
        self._show_query()

    def show_view(self, view: SavedView) -> None:
        """Show what a saved view asks for."""
        self._view_filters = view.filters
        self.chooser.show_current(view.name)
        self.use(from_filters(view.filters))

    def use(self, query: ReviewQuery) -> None:
        """Show what a query asks for, and remember it."""
        self.query = query
        self._show_query()
        self.views.remember(self.chooser.current, to_filters(query))
        self.asked.emit(query)

    def _show_query(self) -> None:
        self._typing.stop()
        if self.search.text() != self.query.text:
            with QSignalBlocker(self.search):
                self.search.setText(self.query.text)
        found = [chip for chip in chips(self.query, self._short_name) if chip.key != "text"]
        self.chips.show_chips(found)
        order = sort_word(self.query.sort[0][0])
        self.sort_button.setToolTip(self.tr("Sort: {order} (Shift+S)").format(order=order))
        mine = to_filters(from_filters(dict(self._view_filters)))
        is_changed = to_filters(self.query) != mine
        self.chooser.show_current(self.chooser.current, is_changed=is_changed)

    def _use_text(self) -> None:
        text = self.search.text().strip()
        if text != self.query.text:
            self.use(replace(self.query, text=text))

    def _leave_search(self, how: str) -> None:
        if how == "escape" and self.search.text():
            self.search.clear()
        self._use_text()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def open_filters(self) -> None:
        """Open the menu of filters."""
        menu = filter_menu(self, self.query, self._sources(), self._people(), self.use)
        self._open(menu, self.filter_button)

    def open_sorting(self) -> None:
        """Open the menu of orders."""
        self._open(sort_menu(self, self.query, self.use), self.sort_button)

    def _open(self, menu: QMenu, under: QWidget) -> None:
        self.menu_shown = menu
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(under.mapToGlobal(QPoint(0, under.height() + 2)))

    # showing ------------------------------------------------------------------------------

    def show_counts(self, counts: ReviewCounts) -> None:
        """Say how many there are, and what to do if there are none."""
        shown, whole = counts.matches, counts.all_matches
        if shown == whole:
            words = ", ".join((matches_word(shown), parties_word(counts.groups)))
        else:
            words = self.tr("{shown} of {all}, {parties}").format(
                shown=f"{shown:,}", all=matches_word(whole), parties=parties_word(counts.groups)
            )
        self.count.setText(words)
        empty = self.nothing if whole or self.chips.buttons or self.query.text else self.empty
        self.stack.setCurrentWidget(self.view if counts.groups else empty)


class SearchLine(QLineEdit):
    """A search field; `left` on Escape ("escape"), Enter or Down ("enter")."""

    left = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit("escape")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit("enter")
        else:
            super().keyPressEvent(event)

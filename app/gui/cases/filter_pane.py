"""The row above the cases: board or table, search, filters, saved views, chips and count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import CaseState, Priority
from app.domain.case_query import DUE_WORDS, ME, ME_OR_NOBODY, NOBODY, SNOOZED_WORDS
from app.domain.decision import Outcome
from app.gui.cases.filters import (
    as_json,
    assigned_word,
    chips_of,
    due_word,
    snoozed_word,
)
from app.gui.cases.view_model import CasesViewModel
from app.gui.cases.wording import priority_word, short_outcome, state_word
from app.gui.widgets.buttons import ActionButton, Button
from app.gui.widgets.filter_chips import FilterChips
from app.gui.widgets.icons import set_icon
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.gui.widgets.view_chooser import ViewChooser

_MOST_TAGS = 30


class FilterPane(QWidget):
    """Shows and changes the filter of the cases; `search_left` when Enter leaves the field."""

    search_left = Signal()

    def __init__(
        self, view_model: CasesViewModel, new_action: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._build_switch()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search name, ids, tags"))
        self.search.setAccessibleName(self.tr("Search the cases"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(196)
        mark = QAction(self)
        set_icon(mark, "search", "text_3")
        self.search.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(view_model.set_text)
        self.search.returnPressed.connect(self.search_left)
        self.filter_button = Button(self.tr("Filter"), "filter", "quiet")
        self.filter_button.setToolTip(self.tr("Add a filter (Shift+F)"))
        self.filter_button.clicked.connect(self.open_filters)
        self.views = ViewChooser(view_model.views, lambda: as_json(view_model.query))
        self.views.chosen.connect(view_model.choose_view)
        self.views.setFixedWidth(204)
        self.chips = FilterChips()
        self.chips.removed.connect(view_model.remove)
        self.count = label(kind="secondary")
        self.count.setAccessibleName(self.tr("Number of cases"))
        self.new_button = ActionButton(new_action, "primary")
        self._lay_out()
        view_model.filter_changed.connect(self.show_filter)
        view_model.view_changed.connect(self._show_view)
        view_model.people_changed.connect(self.show_filter)
        view_model.counted.connect(self._show_count)
        self.show_filter()
        self._show_view()

    def _build_switch(self) -> None:
        self._switch = QFrame()
        self._switch.setProperty("segments", "true")
        row = QHBoxLayout(self._switch)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._kinds = QButtonGroup(self)
        for place, (words, icon) in enumerate(
            ((self.tr("&Board"), "board"), (self.tr("&Table"), "list"))
        ):
            button = Button(words, icon, "segment", small=True)
            button.setCheckable(True)
            self._kinds.addButton(button, place)
            row.addWidget(button)
        self._kinds.idClicked.connect(
            lambda number: self._view_model.show_board(is_board=number == 0)
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(space("s"))
        for widget in (self._switch, self.views, self.search, self.filter_button):
            row.addWidget(widget)
        row.addWidget(self.chips, 1)
        row.addStretch(0)
        row.addWidget(self.count)
        row.addWidget(self.new_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        whole.addLayout(row)

    def _show_view(self) -> None:
        self._kinds.button(0 if self._view_model.is_board else 1).setChecked(True)

    def show_filter(self) -> None:
        """Show the filter as the view model has it."""
        model = self._view_model
        self.chips.show_chips(chips_of(model.query, model.names, model.sources))
        self.views.show_current(model.view_name, is_changed=model.is_view_changed)
        if self.search.text().strip() != model.query.text:
            with QSignalBlocker(self.search):
                self.search.setText(model.query.text)

    def _show_count(self, fitting: int, whole: int) -> None:
        words = self.tr("{shown} of {all} cases")
        self.count.setText(words.format(shown=f"{fitting:,}", all=f"{whole:,}"))

    # the menu of filters ------------------------------------------------------------------

    def open_filters(self) -> None:
        """Open the menu of all filters below its button."""
        menu = self.build_filters()
        menu.popup(self.filter_button.mapToGlobal(self.filter_button.rect().bottomLeft()))

    def build_filters(self) -> QMenu:
        """The menu as it is now; it deletes itself when it closes."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        model = self._view_model
        people = [person.login for person in model.people]
        self._one_of(
            menu.addMenu(self.tr("&Assigned to")),
            "assigned",
            ["", ME, NOBODY, ME_OR_NOBODY, *people],
            lambda item: assigned_word(item, model.names),
        )
        self._one_of(menu.addMenu(self.tr("&Due")), "due", DUE_WORDS, due_word)
        self._some_of(menu.addMenu(self.tr("&State")), "states", tuple(CaseState), state_word)
        self._some_of(
            menu.addMenu(self.tr("&Priority")), "priorities", tuple(Priority)[::-1], priority_word
        )
        self._some_of(
            menu.addMenu(self.tr("De&cision")), "decision", tuple(Outcome)[::-1], short_outcome
        )
        self._some_of(
            menu.addMenu(self.tr("&List of a match")),
            "sources",
            tuple(model.sources),
            lambda item: model.sources.get(item, item),
        )
        tags = menu.addMenu(self.tr("&Tag"))
        self._some_of(tags, "tags", model.tags[:_MOST_TAGS], lambda item: f"#{item}")
        tags.setEnabled(bool(model.tags))
        self._one_of(menu.addMenu(self.tr("S&noozed")), "snoozed", SNOOZED_WORDS, snoozed_word)
        menu.addSeparator()
        clear = menu.addAction(self.tr("Clear all filters"))
        clear.triggered.connect(model.clear)
        clear.setEnabled(model.is_filtered)
        return menu

    def _one_of(
        self, menu: QMenu, name: str, items: Sequence[str], word: Callable[[str], str]
    ) -> None:
        for item in items:
            action = menu.addAction(word(item).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(getattr(self._view_model.query, name) == item)
            action.triggered.connect(lambda _on=False, value=item: self._set(name, value))

    def _some_of(
        self, menu: QMenu, name: str, items: Sequence[Any], word: Callable[[Any], str]
    ) -> None:
        chosen = getattr(self._view_model.query, name)
        for item in items:
            action = menu.addAction(word(item).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(item in chosen)
            action.triggered.connect(lambda _on=False, value=item: self._toggle(name, value))

    def _toggle(self, name: str, item: Any) -> None:
        chosen = getattr(self._view_model.query, name)
        left = tuple(other for other in chosen if other != item)
        self._set(name, left if item in chosen else (*chosen, item))

    def _set(self, name: str, value: Any) -> None:
        changed: dict[str, Any] = {name: value}
        self._view_model.set_query(replace(self._view_model.query, **changed))

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

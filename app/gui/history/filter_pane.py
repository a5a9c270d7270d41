"""The row above the history: search as you type, outcome chips, period, count and clear."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.domain.decision import Outcome
from app.gui.history.columns import outcome_chip
from app.gui.history.view_model import HistoryViewModel, Period
from app.gui.screening.wording import outcome_word
from app.gui.widgets.buttons import Button
from app.gui.widgets.icons import set_icon
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.theme import space


class FilterPane(QWidget):
    """Shows and changes the filter of the history; `search_left` when Down leaves the field."""

    search_left = Signal()

    def __init__(self, view_model: HistoryViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search name, customer id, best match"))
        self.search.setAccessibleName(self.tr("Search the history"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(220)
        self.search.setMaximumWidth(340)
        mark = QAction(self)
        set_icon(mark, "search", "text_3")
        self.search.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(view_model.set_text)
        self.search.returnPressed.connect(self.search_left)
        self.period = QComboBox()
        self.period.setAccessibleName(self.tr("Period"))
        for period, words in self._period_words().items():
            self.period.addItem(words, period)
        self.period.activated.connect(
            lambda place: view_model.set_period(Period(self.period.itemData(place)))
        )
        self.chips = {outcome: self._chip(outcome) for outcome in Outcome}
        self.clear = Button(self.tr("Clear filters"), "x", "quiet", small=True)
        self.clear.clicked.connect(view_model.clear)
        self.count = label(kind="secondary")
        self.count.setAccessibleName(self.tr("Number of screenings"))
        self._lay_out()
        view_model.filter_changed.connect(self.show_filter)
        view_model.counted.connect(self._show_count)
        self.show_filter()

    def _period_words(self) -> dict[Period, str]:
        return {
            Period.ALL: self.tr("Any time"),
            Period.TODAY: self.tr("Today"),
            Period.WEEK: self.tr("Last 7 days"),
            Period.MONTH: self.tr("Last 30 days"),
        }

    def _chip(self, outcome: Outcome) -> QToolButton:
        made = QToolButton()
        made.setText(outcome_word(outcome))
        look = outcome_chip(outcome)
        set_icon(made, look.icon, look.role)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setCheckable(True)
        made.setProperty("chip", "true")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(self.tr("Show only: {outcome}").format(outcome=made.text()))
        made.toggled.connect(
            lambda is_on, item=outcome: self._view_model.set_outcome(item, is_wanted=is_on)
        )
        return made

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.search, 1)
        first.addWidget(self.period)
        first.addStretch(1)
        first.addWidget(self.count)
        for chip in self.chips.values():
            second.addWidget(chip)
        second.addWidget(self.clear)
        second.addStretch(1)
        for row in (first, second):
            row.setSpacing(space("s"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        inner.setSpacing(space("s"))
        inner.addLayout(first)
        inner.addLayout(second)
        whole.addLayout(inner)
        whole.addWidget(horizontal_rule())

    def show_filter(self) -> None:
        """Show the filter as the view model has it."""
        model = self._view_model
        for outcome, chip in self.chips.items():
            with QSignalBlocker(chip):
                chip.setChecked(outcome in model.outcomes)
        if self.search.text().strip() != model.text:
            with QSignalBlocker(self.search):
                self.search.setText(model.text)
        self.period.setCurrentIndex(self.period.findData(model.period))
        self.clear.setVisible(model.is_filtered)

    def _show_count(self, shown: int, whole: int) -> None:
        words = self.tr("{shown} of {all}").format(shown=f"{shown:,}", all=f"{whole:,}")
        self.count.setText(words)

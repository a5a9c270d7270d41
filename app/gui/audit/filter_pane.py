"""The rows above the trail: search, actor, action, kind of object, period, count and clear."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.gui.audit.columns import action_words
from app.gui.audit.view_model import AuditViewModel, Period
from app.gui.widgets.buttons import Button
from app.gui.widgets.filter_chips import FilterChip, FilterChips
from app.gui.widgets.icons import set_icon
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.theme import space
from app.services.audit_trail import Known


class FilterPane(QWidget):
    """Shows and changes the filter of the trail; `search_left` when Enter leaves the field."""

    search_left = Signal()

    def __init__(self, view_model: AuditViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search ids, names, reasons, hashes"))
        self.search.setAccessibleName(self.tr("Search the audit trail"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(200)
        mark = QAction(self)
        set_icon(mark, "search", "text_3")
        self.search.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(view_model.set_text)
        self.search.returnPressed.connect(self.search_left)
        self.actor = self._choice(self.tr("Who"))
        self.action = self._choice(self.tr("Action"))
        self.kind = self._choice(self.tr("Kind of object"))
        self.period = self._choice(self.tr("Period"))
        for period, words in self._period_words().items():
            self.period.addItem(words, period)
        self.actor.activated.connect(lambda at: view_model.narrow(actor=self.actor.itemData(at)))
        self.action.activated.connect(lambda at: view_model.narrow(action=self.action.itemData(at)))
        self.kind.activated.connect(
            lambda at: view_model.narrow(object_type=self.kind.itemData(at))
        )
        self.period.activated.connect(
            lambda at: view_model.set_period(Period(self.period.itemData(at)))
        )
        self.chips = FilterChips()
        self.chips.removed.connect(lambda _key: view_model.clear())
        self.clear = Button(self.tr("Clear filters"), "x", "quiet", small=True)
        self.clear.clicked.connect(view_model.clear)
        self.count = label(kind="secondary")
        self.count.setAccessibleName(self.tr("Number of events"))
        self._lay_out()
        view_model.filter_changed.connect(self.show_filter)
        view_model.known_read.connect(self.show_known)
        view_model.counted.connect(self._show_count)
        self.show_known(view_model.known)

    def _choice(self, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setMinimumWidth(112)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(12)
        return made

    def _period_words(self) -> dict[Period, str]:
        return {
            Period.ALL: self.tr("Any time"),
            Period.TODAY: self.tr("Today"),
            Period.WEEK: self.tr("Last 7 days"),
            Period.MONTH: self.tr("Last 30 days"),
        }

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(space("s"))
        first.addWidget(self.search, 1)
        for choice in (self.actor, self.action, self.kind, self.period):
            first.addWidget(choice)
        second.addWidget(self.count)
        second.addWidget(self.chips)
        second.addWidget(self.clear)
        second.addStretch(1)
        inner = QVBoxLayout()
        inner.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        inner.setSpacing(space("s"))
        inner.addLayout(first)
        inner.addLayout(second)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner)
        whole.addWidget(horizontal_rule())

    def show_known(self, known: Known) -> None:
        """Offer the actors, actions and kinds that the trail holds."""
        for choice, everything, values, words in (
            (self.actor, self.tr("Everybody"), known.actors, str),
            (self.action, self.tr("All actions"), known.actions, action_words),
            (self.kind, self.tr("All objects"), known.object_types, action_words),
        ):
            with QSignalBlocker(choice):
                choice.clear()
                choice.addItem(everything, "")
                for value in values:
                    choice.addItem(words(value), value)
        self.show_filter()

    def show_filter(self) -> None:
        """Show the filter as the view model has it."""
        model = self._view_model
        query = model.query
        for choice, value in (
            (self.actor, query.actor),
            (self.action, query.action),
            (self.kind, query.object_type),
            (self.period, model.period),
        ):
            choice.setCurrentIndex(max(0, choice.findData(value)))
        if self.search.text().strip() != query.text:
            with QSignalBlocker(self.search):
                self.search.setText(query.text)
        words = self.tr("{kind} {id}").format(
            kind=action_words(query.object_type), id=query.object_id
        )
        chips = [FilterChip("object", words)] if query.object_id else []
        self.chips.show_chips(chips)
        self.chips.setVisible(bool(chips))
        self.clear.setVisible(model.is_filtered)

    def _show_count(self, shown: int, whole: int) -> None:
        words = self.tr("{shown} of {all} events").format(shown=f"{shown:,}", all=f"{whole:,}")
        self.count.setText(words)

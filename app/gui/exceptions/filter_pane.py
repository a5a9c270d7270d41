"""The row above the exceptions: search as you type, status chips, choices, count and clear."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.domain.exception_query import Due
from app.domain.match_exception import ExceptionKind, ExceptionStatus
from app.gui.exceptions.view_model import ExceptionsViewModel
from app.gui.exceptions.wording import due_word, kind_word, status_chip, status_word
from app.gui.widgets.buttons import Button
from app.gui.widgets.icons import set_icon
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.theme import space


class FilterPane(QWidget):
    """Shows and changes the filter; `search_left` when Enter leaves the field."""

    search_left = Signal()

    def __init__(self, view_model: ExceptionsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search customer, listed party, reason, id"))
        self.search.setAccessibleName(self.tr("Search the exceptions"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(150)
        mark = QAction(self)
        set_icon(mark, "search", "text_3")
        self.search.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
        self.chips = {status: self._chip(status) for status in ExceptionStatus}
        self.due = _choice(self.tr("Dates"), ((due_word(due), due.value) for due in Due))
        kinds = ((kind_word(kind), kind.value) for kind in ExceptionKind)
        self.kind = _choice(self.tr("Kind"), ((self.tr("Both kinds"), ""), *kinds))
        self.source = _choice(self.tr("List"), ((self.tr("All lists"), ""),))
        self.author = _choice(self.tr("Made by"), ((self.tr("Made by anyone"), ""),))
        self.clear = Button(self.tr("Clear filters"), "x", "quiet", small=True)
        self.count = label(kind="secondary")
        self.count.setAccessibleName(self.tr("Number of exceptions"))
        self._lay_out()
        self._connect()
        self.show_filter()

    def _chip(self, status: ExceptionStatus) -> QToolButton:
        made = QToolButton()
        made.setText(status_word(status))
        look = status_chip(status)
        set_icon(made, look.icon, look.role)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setCheckable(True)
        made.setProperty("chip", "true")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(self.tr("Show only: {status}").format(status=made.text()))
        made.toggled.connect(
            lambda is_on, item=status: self._view_model.set_status(item, is_wanted=is_on)
        )
        return made

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.search, 1)
        for part in (self.due, self.kind, self.clear, self.count):
            first.addWidget(part)
        for chip in self.chips.values():
            second.addWidget(chip)
        second.addStretch(1)
        for part in (self.source, self.author):
            second.addWidget(part)
        inner = QVBoxLayout()
        inner.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        inner.setSpacing(space("s"))
        for row in (first, second):
            row.setSpacing(space("s"))
            inner.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner)
        whole.addWidget(horizontal_rule())

    def _connect(self) -> None:
        model = self._view_model
        self.search.textChanged.connect(model.set_text)
        self.search.returnPressed.connect(self.search_left)
        self.due.activated.connect(lambda _row: model.set_due(Due(self.due.currentData())))
        self.kind.activated.connect(lambda _row: self._choose_kind(self.kind.currentData()))
        self.source.activated.connect(lambda _row: model.set_source(self.source.currentData()))
        self.author.activated.connect(lambda _row: model.set_author(self.author.currentData()))
        self.clear.clicked.connect(model.clear)
        model.filter_changed.connect(self.show_filter)
        model.choices_changed.connect(self._fill)
        model.counted.connect(self._show_count)

    def _choose_kind(self, value: str) -> None:
        self._view_model.set_kind(ExceptionKind(value) if value else None)

    def _fill(self) -> None:
        model = self._view_model
        names = ((model.source_names.get(item, item), item) for item in model.sources)
        for box, rest in ((self.source, names), (self.author, ((a, a) for a in model.authors))):
            while box.count() > 1:
                box.removeItem(1)
            for words, value in rest:
                box.addItem(words, value)
        self.show_filter()

    def show_filter(self) -> None:
        """Show the filter as the view model has it."""
        query = self._view_model.query
        for status, chip in self.chips.items():
            with QSignalBlocker(chip):
                chip.setChecked(status in query.statuses)
        if self.search.text().strip() != query.text:
            with QSignalBlocker(self.search):
                self.search.setText(query.text)
        self.due.setCurrentIndex(self.due.findData(query.due.value))
        kind = query.kinds[0].value if query.kinds else ""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        source = query.sources[0] if query.sources else ""
        self.source.setCurrentIndex(self.source.findData(source))
        self.author.setCurrentIndex(self.author.findData(query.who))
        self.clear.setVisible(self._view_model.is_filtered)

    def _show_count(self, shown: int, whole: int) -> None:
        words = self.tr("{shown} of {all}").format(shown=f"{shown:,}", all=f"{whole:,}")
        self.count.setText(words)


def _choice(title: str, items: Iterable[tuple[str, object]]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(title)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(10)
    for words, value in items:
        made.addItem(words, value)
    return made

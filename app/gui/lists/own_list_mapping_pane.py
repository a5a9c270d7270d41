"""The columns of an own list: heading, first values, and a choice of what each holds."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.column_mapping import DayOrder
from app.domain.list_entry import EntryType
from app.gui.lists.own_list_view_model import OwnListViewModel
from app.gui.lists.own_list_wording import (
    SEPARATORS,
    choices,
    day_order_word,
    key_of,
    sample_words,
    separator_word,
    use_of,
)
from app.gui.screening.wording import entry_type_word
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, label
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.theme import space

_HEADING_WIDTH = 120
_CHOICE_WIDTH = 186
_KEY = Qt.ItemDataRole.UserRole


class _Choice(QComboBox):
    """A combo that the wheel does not turn: it scrolls the columns instead."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class MappingPane(QWidget):
    """One row for each column, in their order, and below them how dates, several values and types
    are read. Tab goes from choice to choice; letters and arrows choose."""

    def __init__(self, view_model: OwnListViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._choices = QStandardItemModel(self)
        for key, words in choices():
            item = QStandardItem(words)
            item.setData(key, _KEY)
            self._choices.appendRow(item)
        self.columns: dict[str, QComboBox] = {}
        self.area = scroll_pane(self.tr("The columns and what they hold"))
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its choices take the focus
        self._make_options()
        self._lay_out()
        view_model.looked.connect(self.show_table)
        view_model.mapping_changed.connect(self._show_mapping)

    def _make_options(self) -> None:
        model = self._view_model
        self.type = QComboBox()
        self.type.addItem(self.tr("by the name"), None)
        for kind in EntryType:
            self.type.addItem(entry_type_word(kind), kind.value)
        self.day_order = QComboBox()
        for order in DayOrder:
            self.day_order.addItem(day_order_word(order), order.value)
        self.separator = QComboBox()
        for separator in SEPARATORS:
            self.separator.addItem(separator_word(separator), separator)
        self.type.activated.connect(self._choose_type)
        self.day_order.activated.connect(
            lambda at: model.set_day_order(DayOrder(self.day_order.itemData(at)))
        )
        self.separator.activated.connect(
            lambda at: model.set_separator(self.separator.itemData(at))
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addWidget(label(self.tr("What the columns hold"), "strong"))
        column.addWidget(self.area, 1)
        column.addWidget(horizontal_rule())
        options = QHBoxLayout()
        options.setSpacing(space("m"))
        for title, control in (
            (self.tr("Without a t&ype"), self.type),
            (self.tr("&Dates in numbers"), self.day_order),
            (self.tr("Several &values by"), self.separator),
        ):
            control.setMinimumWidth(60)
            control.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            options.addWidget(FieldBox(title, control), 1)
        column.addLayout(options)

    def show_table(self) -> None:
        """Show the columns of the table anew."""
        self.columns = {}
        inside = QWidget()
        inside.setProperty("surface", "none")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, space("s"), 0)
        grid.setHorizontalSpacing(space("m"))
        grid.setVerticalSpacing(space("xs"))
        grid.setColumnStretch(1, 1)
        sample = self._view_model.sample
        for place, heading in enumerate(sample.headings if sample else ()):
            values = tuple(row[place] for row in sample.rows) if sample else ()
            self._add_column(grid, place, heading, sample_words(values))
        grid.setRowStretch(len(self.columns), 1)
        self.area.setWidget(inside)
        self._show_mapping()

    def _add_column(self, grid: QGridLayout, place: int, heading: str, values: str) -> None:
        title = ElidedLabel(heading, "strong")
        title.setFixedWidth(_HEADING_WIDTH)
        shown = ElidedLabel(values, "secondary")
        choice = _Choice()
        choice.setModel(self._choices)
        choice.setFixedWidth(_CHOICE_WIDTH)
        choice.setMaxVisibleItems(20)
        choice.setAccessibleName(self.tr("{column} holds").format(column=heading))
        choice.setAccessibleDescription(values)
        choice.activated.connect(
            lambda at: self._view_model.set_use(heading, use_of(heading, choice.itemData(at, _KEY)))
        )
        self.columns[heading] = choice
        for number, part in enumerate((title, shown, choice)):
            grid.addWidget(part, place, number)

    def _show_mapping(self) -> None:
        model, mapping = self._view_model, self._view_model.mapping
        for heading, choice in self.columns.items():
            with QSignalBlocker(choice):
                choice.setCurrentIndex(choice.findData(key_of(model.use(heading)), _KEY))
        for control in (self.type, self.day_order, self.separator):
            control.setEnabled(mapping is not None)
        if mapping is None:
            return
        self.type.setCurrentIndex(
            self.type.findData(mapping.fixed_type.value if mapping.fixed_type else None)
        )
        self.day_order.setCurrentIndex(self.day_order.findData(mapping.day_order.value))
        if self.separator.findData(mapping.separator) < 0:
            self.separator.addItem(separator_word(mapping.separator), mapping.separator)
        self.separator.setCurrentIndex(self.separator.findData(mapping.separator))

    def _choose_type(self, at: int) -> None:
        chosen = self.type.itemData(at)
        self._view_model.set_type(EntryType(chosen) if chosen else None)

"""Conditions as rows of a form: which value, how it compares, with what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import BadInput
from app.domain.exception_conditions import MAX_CONDITIONS, checked
from app.domain.exception_paths import OPERATORS, PATHS, ValueKind
from app.domain.match_exception import Condition, Operator
from app.gui.exceptions.wording import operator_word
from app.gui.widgets.buttons import Button, tool_button
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space

_SEPARATORS = re.compile(r"[,;\n]")
_ROW_PATH = 250
_ROW_OPERATOR = 150
FIRST_PATH = "/match/contradicts"


class ConditionsPane(QWidget):
    """The rows of an exception's conditions. `changed` when anything in them is another."""

    changed = Signal()

    def __init__(self, conditions: Sequence[Condition] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ConditionRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(space("s"))
        self.add_button = Button(self.tr("&Add a condition"), "plus", "quiet", small=True)
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._add_empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(space("s"))
        whole.addWidget(label(self.tr("All of these must hold"), "label"))
        whole.addLayout(self._column)
        whole.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        for condition in conditions or (None,):
            self.add_row(condition)

    def add_row(self, condition: Condition | None = None) -> ConditionRow:
        """Add a row, with what it shall show."""
        row = ConditionRow(condition)
        row.changed.connect(self._tell)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)
        self._tell()
        return row

    def _add_empty(self) -> None:
        self.add_row().path.setFocus()

    def conditions(self) -> tuple[Condition, ...]:
        """The conditions as they are typed. Raises BadInput if they cannot be meant."""
        return checked([row.condition() for row in self.rows])

    def _remove(self, row: ConditionRow) -> None:
        place = self.rows.index(row)
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._tell()
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].path.setFocus()

    def _tell(self) -> None:
        for row in self.rows:
            row.remove.setEnabled(len(self.rows) > 1)
        self.add_button.setEnabled(len(self.rows) < MAX_CONDITIONS)
        self.changed.emit()


class ConditionRow(QWidget):
    """One condition. `changed` when it is another, `removed` when it shall go."""

    changed = Signal()
    removed = Signal()

    def __init__(self, condition: Condition | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path, self.operator = QComboBox(), QComboBox()
        self.text, self.choice = QLineEdit(), QComboBox()
        for box, title in (
            (self.path, self.tr("Value")),
            (self.operator, self.tr("Comparison")),
            (self.text, self.tr("Compared with")),
            (self.choice, self.tr("Compared with")),
        ):
            box.setAccessibleName(title)
        for path in PATHS.values():
            self.path.addItem(path.label, path.path)
        self.path.setMaxVisibleItems(20)
        self.path.setFixedWidth(_ROW_PATH)
        self.operator.setFixedWidth(_ROW_OPERATOR)
        self.value = QStackedWidget()
        self.value.addWidget(self.text)
        self.value.addWidget(self.choice)
        self.remove = tool_button("x", self.tr("Remove this condition"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space("s"))
        row.addWidget(self.path)
        row.addWidget(self.operator)
        row.addWidget(self.value, 1)
        row.addWidget(self.remove)
        self.path.setCurrentIndex(self.path.findData(condition.path if condition else FIRST_PATH))
        self._offer_operators()
        if condition is not None:
            self._show(condition)
        self.path.currentIndexChanged.connect(self._offer_operators)
        self.operator.currentIndexChanged.connect(self._offer_values)
        self.text.textChanged.connect(self.changed)
        self.choice.currentIndexChanged.connect(self.changed)
        self.remove.clicked.connect(self.removed)

    @property
    def _kind(self) -> ValueKind:
        return PATHS[self.path.currentData()].kind

    @property
    def _operator(self) -> Operator:
        return Operator(self.operator.currentData())

    def condition(self) -> Condition:
        """The condition as it is typed. Raises BadInput for a number that is none."""
        return Condition(self.path.currentData(), self._operator, self._value())

    def _value(self) -> Any:
        if self.value.currentWidget() is self.choice:
            chosen = self.choice.currentData()
            return chosen == "yes" if chosen in {"yes", "no"} else chosen
        text = self.text.text()
        if self._operator is Operator.IN:
            return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
        if self._kind is ValueKind.NUMBER:
            try:
                return float(text.replace(",", "."))
            except ValueError as error:
                words = self.tr("“{text}” is not a number.")
                raise BadInput(words.format(text=text[:20])) from error
        return text

    def _offer_operators(self) -> None:
        before = self.operator.currentData()
        self.operator.blockSignals(True)  # noqa: FBT003  # Qt's signature
        self.operator.clear()
        for operator in OPERATORS[self._kind]:
            self.operator.addItem(operator_word(operator), operator.value)
        self.operator.setCurrentIndex(max(0, self.operator.findData(before)))
        self.operator.blockSignals(False)  # noqa: FBT003  # Qt's signature
        self._offer_values()

    def _offer_values(self) -> None:
        """A choice where the values are few, else a line to type in."""
        path = PATHS[self.path.currentData()]
        is_yes_no = self._operator is Operator.EXISTS or path.kind is ValueKind.FLAG
        choices = (("yes", self.tr("yes")), ("no", self.tr("no"))) if is_yes_no else tuple(
            (choice, choice.replace("_", " ").lower()) for choice in path.choices
        )  # fmt: skip
        if choices and self._operator is not Operator.IN:
            if [self.choice.itemData(n) for n in range(self.choice.count())] != [
                value for value, _ in choices
            ]:
                self.choice.blockSignals(True)  # noqa: FBT003  # Qt's signature
                self.choice.clear()
                for value, words in choices:
                    self.choice.addItem(words, value)
                self.choice.blockSignals(False)  # noqa: FBT003  # Qt's signature
            self.value.setCurrentWidget(self.choice)
        else:
            several = self.tr("several, with commas") if self._operator is Operator.IN else ""
            day = self.tr("1951-06-19, 1951-06 or 1951") if path.kind is ValueKind.DAY else ""
            self.text.setPlaceholderText(several or day)
            self.value.setCurrentWidget(self.text)
        self.changed.emit()

    def _show(self, condition: Condition) -> None:
        self.operator.setCurrentIndex(self.operator.findData(condition.operator.value))
        self._offer_values()
        value = condition.value
        if isinstance(value, bool):
            self.choice.setCurrentIndex(self.choice.findData("yes" if value else "no"))
        elif isinstance(value, (list, tuple)):
            self.text.setText(", ".join(map(str, value)))
        elif self.value.currentWidget() is self.choice:
            self.choice.setCurrentIndex(self.choice.findData(value))
        else:
            self.text.setText(f"{value:g}" if isinstance(value, (int, float)) else str(value))

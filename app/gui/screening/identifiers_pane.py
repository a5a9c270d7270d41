"""The identifier rows of the form: type, number and country, any number of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.identifiers import SUBJECT_IDENTIFIER_TYPES, IdentifierType
from app.gui.screening.form_reading import IdentifierText
from app.gui.screening.wording import identifier_word
from app.gui.widgets.buttons import PADDING, Button, tool_button
from app.gui.widgets.country_field import CountryField
from app.gui.widgets.field_box import FieldMessage
from app.gui.widgets.labels import label
from app.gui.widgets.theme import font

_TYPE_WIDTH = 88
_CODE_WIDTH = 36


class IdentifierRow(QWidget):
    """One identifier with its message."""

    changed = Signal()
    removed = Signal(object)
    submitted = Signal()

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = QComboBox()
        for kind in SUBJECT_IDENTIFIER_TYPES:
            self.kind.addItem(identifier_word(kind), kind.value)
        self.kind.setFixedWidth(_TYPE_WIDTH)
        self.kind.view().setMinimumWidth(140)
        self.kind.setAccessibleName(self.tr("Type of identifier {n}").format(n=number))
        self.value = QLineEdit()
        self.value.setMinimumWidth(40)
        self.value.setAccessibleName(self.tr("Number of identifier {n}").format(n=number))
        self.value.setPlaceholderText(self.tr("Number"))
        self.value.setFont(font("mono"))
        self.country = CountryField(is_code_only=True)
        self.country.setFixedWidth(_CODE_WIDTH)
        self.country.setAccessibleName(self.tr("Country of identifier {n}").format(n=number))
        self.remove = tool_button("x", self.tr("Remove identifier {n}").format(n=number))
        self.remove.setFixedWidth(20)
        for control in (self.kind, self.value, self.country):
            control.setProperty("small", "true")
        self.message = FieldMessage()
        row = QHBoxLayout()
        row.setSpacing(3)
        for part, stretch in ((self.kind, 0), (self.value, 1), (self.country, 0), (self.remove, 0)):
            row.addWidget(part, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.message)
        self._connect()

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self.changed)
        self.value.textChanged.connect(self.changed)
        self.country.textChanged.connect(self.changed)
        self.value.returnPressed.connect(self.submitted)
        self.country.returnPressed.connect(self.submitted)
        self.remove.clicked.connect(lambda: self.removed.emit(self))

    def text(self) -> IdentifierText:
        """The row as typed."""
        kind = IdentifierType(str(self.kind.currentData()))
        return IdentifierText(kind, self.value.text(), self.country.text())

    def set_text(self, text: IdentifierText) -> None:
        """Fill the row."""
        self.kind.setCurrentIndex(max(0, self.kind.findData(text.type.value)))
        self.value.setText(text.value)
        self.value.setCursorPosition(0)
        self.country.setText(text.country)


class IdentifiersPane(QWidget):
    """The rows and the button that adds one."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[IdentifierRow] = []
        self.add_button = Button(self.tr("A&dd identifier"), "plus", "quiet", small=True)
        self.add_button.clicked.connect(self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(label(self.tr("Identifiers"), "label"))
        add_row = QHBoxLayout()
        add_row.setContentsMargins(0, 0, 0, 0)
        add_row.addSpacing(-PADDING)  # the icon lines up with the labels
        add_row.addWidget(self.add_button)
        add_row.addStretch(1)
        self._column.addLayout(add_row)

    def rows(self) -> tuple[IdentifierRow, ...]:
        """The rows from top to bottom."""
        return tuple(self._rows)

    def texts(self) -> tuple[IdentifierText, ...]:
        """The rows as typed; rows that hold nothing are left out."""
        given = (row.text() for row in self._rows)
        return tuple(text for text in given if text.value.strip() or text.country.strip())

    def set_texts(self, texts: Sequence[IdentifierText]) -> None:
        """Show exactly these rows."""
        for row in self.rows():
            self._drop(row)
        for text in texts:
            self._append().set_text(text)
        self.changed.emit()

    def show_problems(self, problems: Sequence[str]) -> None:
        """Say under each filled row what looks wrong in it; `problems` follow `texts()`."""
        waiting = iter(problems)
        for row in self._rows:
            text = row.text()
            is_filled = bool(text.value.strip() or text.country.strip())
            row.message.show_message(next(waiting, "") if is_filled else "", "warning")

    def _add(self) -> None:
        self._append().value.setFocus()

    def _append(self) -> IdentifierRow:
        row = IdentifierRow(len(self._rows) + 1)
        before = _stop_before(self.add_button)
        row.changed.connect(self.changed)
        row.submitted.connect(self.submitted)
        row.removed.connect(self._remove)
        self._rows.append(row)
        self._column.insertWidget(self._column.count() - 1, row)
        row.show()  # now, so that it can take the focus
        for widget in (row.kind, row.value, row.country, row.remove, self.add_button):
            QWidget.setTabOrder(before, widget)
            before = widget
        return row

    def _remove(self, row: IdentifierRow) -> None:
        self._drop(row)
        self.add_button.setFocus()
        self.changed.emit()

    def _drop(self, row: IdentifierRow) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()


def _stop_before(widget: QWidget) -> QWidget:
    """The widget that Tab leaves to come to `widget`; Qt orders only what takes the focus."""
    before = widget.previousInFocusChain()
    while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()
    return before or widget

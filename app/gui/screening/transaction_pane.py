"""The payment fields of the form; shown while the purpose is a transaction."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.transaction import Direction
from app.gui.screening.transaction_reading import TransactionText
from app.gui.widgets.country_field import CountryField
from app.gui.widgets.field_box import FieldBox, FieldMessage


class TransactionPane(QWidget):
    """Id, amount, currency, direction and counterparty of the payment that is screened."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.transaction_id = QLineEdit()
        self.amount = QLineEdit()
        self.currency = QLineEdit()
        self.currency.setMaxLength(3)
        self.currency.setPlaceholderText("EUR")
        self.direction = QComboBox()
        self.direction.addItem(self.tr("Outgoing"), Direction.OUT.value)
        self.direction.addItem(self.tr("Incoming"), Direction.IN.value)
        self.counterparty_name = QLineEdit()
        self.counterparty_country = CountryField()
        self.message = FieldMessage()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        self._add_row(
            column,
            FieldBox(self.tr("Transaction id"), self.transaction_id),
            FieldBox(self.tr("Direction"), self.direction),
        )
        self._add_row(
            column,
            FieldBox(self.tr("Amount"), self.amount),
            FieldBox(self.tr("Currency"), self.currency),
        )
        self._add_row(
            column,
            FieldBox(self.tr("Counterparty"), self.counterparty_name),
            FieldBox(self.tr("Its country"), self.counterparty_country),
        )
        column.addWidget(self.message)
        for field in self._lines():
            field.setMinimumWidth(40)
            field.textChanged.connect(self.changed)
            field.returnPressed.connect(self.submitted)
        self.direction.currentIndexChanged.connect(self.changed)

    def _add_row(self, column: QVBoxLayout, *boxes: FieldBox) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for box in boxes:
            row.addWidget(box, 1)
        column.addLayout(row)

    def _lines(self) -> tuple[QLineEdit, ...]:
        return (
            self.transaction_id,
            self.amount,
            self.currency,
            self.counterparty_name,
            self.counterparty_country,
        )

    def text(self) -> TransactionText:
        """The fields as typed."""
        return TransactionText(
            transaction_id=self.transaction_id.text(),
            amount=self.amount.text(),
            currency=self.currency.text(),
            direction=Direction(str(self.direction.currentData())),
            counterparty_name=self.counterparty_name.text(),
            counterparty_country=self.counterparty_country.text(),
        )

    def set_text(self, text: TransactionText) -> None:
        """Fill the fields."""
        self.transaction_id.setText(text.transaction_id)
        self.amount.setText(text.amount)
        self.currency.setText(text.currency)
        self.direction.setCurrentIndex(max(0, self.direction.findData(text.direction.value)))
        self.counterparty_name.setText(text.counterparty_name)
        self.counterparty_country.setText(text.counterparty_country)

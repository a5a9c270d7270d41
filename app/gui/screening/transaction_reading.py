"""The payment behind a screening, as typed and as understood; no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.errors import BadInput
from app.domain.transaction import Direction, Transaction, validate_transaction
from app.gui.screening.wording import translate
from app.gui.widgets.typed_country import typed_country


@dataclass(frozen=True, slots=True)
class TransactionText:
    """The transaction fields as typed."""

    transaction_id: str = ""
    amount: str = ""
    currency: str = ""
    direction: Direction = Direction.OUT
    counterparty_name: str = ""
    counterparty_country: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed: then the screening carries no transaction."""
        typed = (self.transaction_id, self.amount, self.counterparty_name)
        return not any(text.strip() for text in (*typed, self.counterparty_country))


def read_transaction(text: TransactionText, now: datetime) -> Transaction:
    """The transaction behind the fields, happening at `now` (UTC).

    Raises BadInput for what cannot be understood or cannot be right.
    """
    country = typed_country(text.counterparty_country)
    if text.counterparty_country.strip() and not country:
        words = translate("Screening", "“{text}” is not a country. Choose one from the list.")
        raise BadInput(words.format(text=text.counterparty_country.strip()[:40]))
    transaction = Transaction(
        transaction_id=text.transaction_id.strip(),
        amount=_amount(text.amount),
        currency=text.currency.strip().upper(),
        direction=text.direction,
        occurred_at=now,
        counterparty_name=text.counterparty_name.strip(),
        counterparty_country=country,
    )
    validate_transaction(transaction, now)
    return transaction


def _amount(text: str) -> float:
    plain = text.strip().replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace("'", "")
    if "," in plain and "." in plain:
        plain = plain.replace(",", "")  # 12,500.00
    try:
        return float(plain)
    except ValueError as error:
        words = translate("Screening", "“{text}” is not an amount. Write 12500 or 12,500.00.")
        raise BadInput(words.format(text=text.strip()[:40])) from error

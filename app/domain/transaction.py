"""A payment that triggers a screening, and what the subject's past payments add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.countries import is_country_code
from app.domain.errors import BadInput


class Direction(StrEnum):
    IN = "IN"
    OUT = "OUT"


@dataclass(frozen=True, slots=True)
class Transaction:
    """`amount` in units of `currency` (ISO 4217); `occurred_at` UTC; country ISO 3166-1."""

    transaction_id: str
    amount: float
    currency: str
    direction: Direction
    occurred_at: datetime
    counterparty_name: str = ""
    counterparty_country: str = ""


@dataclass(frozen=True, slots=True)
class TransactionHistory:
    """The subject's earlier transactions in the same currency before this one: how many and
    their sum, within 24 hours and within 30 days."""

    day_count: int = 0
    day_sum: float = 0.0
    month_count: int = 0
    month_sum: float = 0.0


MAX_AMOUNT = 1e15  # what JSON readers in other languages still print alike


def validate_transaction(transaction: Transaction, now: datetime) -> None:
    """Raises BadInput: amount not above zero, currency not three letters, country unknown,
    time in the future, no id."""
    problem = ""
    if not transaction.transaction_id.strip():
        problem = "A transaction needs its id."
    elif not 0 < transaction.amount <= MAX_AMOUNT:
        problem = f"The amount {transaction.amount:g} is not between 0 and {MAX_AMOUNT:g}."
    elif not (len(transaction.currency) == 3 and transaction.currency.isalpha()):
        problem = f"“{transaction.currency[:20]}” is not a currency of ISO 4217, such as EUR."
    elif transaction.counterparty_country and not is_country_code(transaction.counterparty_country):
        problem = f"“{transaction.counterparty_country[:20]}” is not a country (counterparty)."
    elif transaction.occurred_at > now:
        problem = "The transaction lies in the future."
    if problem:
        raise BadInput(problem, safe="Nothing was stored.", todo="Correct it and screen again.")

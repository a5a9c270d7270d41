"""The payment fields: shown for transactions only, read, refused, and part of the record."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.errors import BadInput
from app.domain.screening import Purpose
from app.domain.transaction import Direction
from app.gui.screening.form_reading import Field, FormState, form_of, read_form
from app.gui.screening.transaction_pane import TransactionPane
from app.gui.screening.transaction_reading import TransactionText, read_transaction

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PAYMENT = TransactionText("t-17", "12,500.00", "eur", Direction.OUT, "Halcyon", "Cyprus")


def test_what_was_typed_is_understood() -> None:
    transaction = read_transaction(PAYMENT, NOW)
    assert (transaction.amount, transaction.currency) == (12_500.0, "EUR")
    assert (transaction.counterparty_country, transaction.occurred_at) == ("CY", NOW)


@pytest.mark.parametrize(
    "change",
    [{"amount": "much"}, {"amount": "-3"}, {"currency": "E"}, {"counterparty_country": "Atlantis"}],
)
def test_what_cannot_be_right_is_refused(change: dict[str, str]) -> None:
    from dataclasses import replace

    with pytest.raises(BadInput):
        read_transaction(replace(PAYMENT, **change), NOW)


def test_a_wrong_payment_keeps_the_form_from_being_screened() -> None:
    wrong = FormState(name="Ines Arantes", transaction=TransactionText(amount="much"))
    assert read_form(wrong, NOW.date()).subject is not None, "no transaction, no matter"
    asked = FormState(
        name="Ines Arantes", purpose=Purpose.TRANSACTION, transaction=wrong.transaction
    )
    reading = read_form(asked, NOW.date())
    assert reading.subject is None
    assert "not an amount" in reading.problems[Field.TRANSACTION].text


def test_the_fields_hold_what_they_show(qtbot) -> None:
    pane = TransactionPane()
    qtbot.addWidget(pane)
    pane.set_text(PAYMENT)
    assert pane.text() == PAYMENT
    assert TransactionText().is_empty
    assert not pane.text().is_empty


def test_a_record_gives_its_payment_back(made) -> None:
    from dataclasses import replace

    plain = made.record()
    paid = replace(plain, transaction=read_transaction(PAYMENT, NOW))
    shown = form_of(paid).transaction
    assert read_transaction(shown, NOW) == paid.transaction
    assert form_of(plain).transaction.is_empty

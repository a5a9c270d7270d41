"""Transactions: what is refused, and how amount and velocity weigh."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.assessment import assess
from app.domain.errors import BadInput
from app.domain.policy import Policy, parse_policy
from app.domain.subject import Subject, SubjectType
from app.domain.transaction import (
    Direction,
    Transaction,
    TransactionHistory,
    validate_transaction,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAYMENT = Transaction("t1", 100.0, "EUR", Direction.OUT, NOW)
SUBJECT = Subject(SubjectType.INDIVIDUAL, "Ines Arantes", nationality="CY")


@pytest.mark.parametrize(
    "change",
    [
        {"transaction_id": " "},
        {"amount": 0.0},
        {"amount": -1.0},
        {"amount": float("nan")},
        {"amount": 1e16},
        {"currency": "EURO"},
        {"currency": "E1R"},
        {"counterparty_country": "ZZ"},
        {"occurred_at": NOW + timedelta(seconds=1)},
    ],
)
def test_transactions_that_cannot_be(change: dict[str, object]) -> None:
    validate_transaction(PAYMENT, NOW)
    with pytest.raises(BadInput, match=r"(?i)transaction|amount|currency|country"):
        validate_transaction(replace(PAYMENT, **change), NOW)


@pytest.mark.parametrize(
    ("amount", "currency", "points"),
    [(9_999, "EUR", 0), (10_000, "EUR", 40), (300_000, "EUR", 160), (15_000_000, "NGN", 40)],
)
def test_amount_steps(policy: Policy, amount: float, currency: str, points: float) -> None:
    payment = replace(PAYMENT, amount=amount, currency=currency)
    factors = assess(SUBJECT, [], "TRANSACTION", policy, payment).factors
    factor = next(item for item in factors if item.code == "transaction_amount")
    assert factor.contribution == points
    assert factor.weight * factor.value == pytest.approx(points)
    assert currency in factor.explanation


@pytest.mark.parametrize(
    ("history", "code", "points"),
    [
        (TransactionHistory(), "velocity_day_count", 0),
        (TransactionHistory(day_count=4), "velocity_day_count", 40),
        (TransactionHistory(day_sum=99_950), "velocity_day_sum", 80),
        (TransactionHistory(month_count=39), "velocity_month_count", 40),
        (TransactionHistory(month_sum=499_900), "velocity_month_sum", 80),
    ],
)
def test_velocity_counts_by_what_weighs_most(
    policy: Policy, history: TransactionHistory, code: str, points: float
) -> None:
    factors = assess(SUBJECT, [], "TRANSACTION", policy, PAYMENT, history).factors
    factor = next(item for item in factors if item.category == "VELOCITY")
    assert (factor.code, factor.contribution) == (code, points)


def test_the_counterparty_country_counts(policy: Policy) -> None:
    payment = replace(PAYMENT, counterparty_country="KP")
    factors = assess(SUBJECT, [], "TRANSACTION", policy, payment).factors
    assert factors[0].code == "country_fatf_call_for_action"


def test_steps_must_rise(policy: Policy) -> None:
    from app import bundled

    raw = bundled.read_toml("resources/risk/policy.toml")
    broken = raw | {"transaction": raw["transaction"] | {"amount": [[5, 1], [1, 2]]}}
    with pytest.raises(BadInput, match="do not rise"):
        parse_policy(broken, "", {})

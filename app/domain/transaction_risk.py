"""Risk factors of a transaction: its amount, and how much and how often before it."""

from __future__ import annotations

from app.domain.policy import Policy, Steps
from app.domain.risk import Factor, FactorCategory
from app.domain.transaction import Transaction, TransactionHistory

_WORDS = {
    "day_count": "{value:,.0f} transactions within 24 hours",
    "day_sum": "{value:,.2f} {currency} within 24 hours",
    "month_count": "{value:,.0f} transactions within 30 days",
    "month_sum": "{value:,.2f} {currency} within 30 days",
}


def transaction_factors(
    transaction: Transaction, history: TransactionHistory, purpose: str, policy: Policy
) -> list[Factor]:
    """One factor for the amount and one for the velocity, this transaction included.

    Of the four velocity measures (count and sum, 24 hours and 30 days) the one that weighs most
    counts; the explanation names it and the step it reached.
    """
    unit = policy.currency_units.get(transaction.currency, 1.0)
    amount = f"{transaction.amount:,.2f} {transaction.currency}"
    points, step = _reached(policy.amount_steps, transaction.amount / unit)
    above = f", from {step * unit:,.0f} {transaction.currency}" if points else ", below every step"
    factors = [
        _factor(
            "transaction_amount",
            FactorCategory.TRANSACTION,
            policy.transaction_weight,
            points,
            f"Amount: {amount}{above}.",
            purpose,
            policy,
        )
    ]
    values = {
        "day_count": history.day_count + 1.0,
        "day_sum": history.day_sum + transaction.amount,
        "month_count": history.month_count + 1.0,
        "month_sum": history.month_sum + transaction.amount,
    }
    best = (0.0, "day_count")
    for kind, steps in policy.velocity_steps.items():
        scale = unit if kind.endswith("_sum") else 1.0
        reached, _ = _reached(steps, values[kind] / scale)
        best = max(best, (reached, kind), key=lambda pair: pair[0])
    points, kind = best
    words = _WORDS[kind].format(value=values[kind], currency=transaction.currency)
    factors.append(
        _factor(
            f"velocity_{kind}",
            FactorCategory.VELOCITY,
            policy.velocity_weight,
            points,
            f"Velocity: {words}{'' if points else ', below every step'}.",
            purpose,
            policy,
        )
    )
    return factors


def _reached(steps: Steps, value: float) -> tuple[float, float]:
    """(points, start) of the highest step that `value` reaches, or zeros."""
    reached = [(points, start) for start, points in steps if value >= start]
    return reached[-1] if reached else (0.0, 0.0)


def _factor(
    code: str,
    category: FactorCategory,
    weight: float,
    points: float,
    text: str,
    purpose: str,
    policy: Policy,
) -> Factor:
    share = policy.purposes[purpose].get(category, 1.0)
    points = round(points * share, 1)
    weight *= share
    return Factor(code, category, weight, points / weight if weight else 0.0, points, text)

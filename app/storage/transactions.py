"""Transactions that were screened, kept so that the next one can be judged by those before it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, func, insert, select

from app.domain.transaction import Transaction, TransactionHistory
from app.storage.rows import transactions

DAY = timedelta(hours=24)
MONTH = timedelta(days=30)


class TransactionRepository:
    """One row a screening of a transaction; the same transaction may be screened again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, transaction: Transaction, subject_id: str, screening_id: str) -> None:
        """Append the transaction of a screening."""
        self._connection.execute(
            insert(transactions).values(
                screening_id=screening_id,
                subject_id=subject_id,
                transaction_id=transaction.transaction_id,
                occurred_at=transaction.occurred_at,
                amount=transaction.amount,
                currency=transaction.currency,
                direction=transaction.direction.value,
                counterparty_name=transaction.counterparty_name,
                counterparty_country=transaction.counterparty_country,
            )
        )

    def history(self, subject_id: str, transaction: Transaction) -> TransactionHistory:
        """The subject's other transactions in the same currency in the 30 days before this one.

        A transaction that was screened more than once counts once, with its latest amount.
        """
        columns = transactions.c
        latest = (
            select(func.max(columns.seq).label("seq"))
            .where(
                columns.subject_id == subject_id,
                columns.currency == transaction.currency,
                columns.transaction_id != transaction.transaction_id,
                columns.occurred_at <= transaction.occurred_at,
                columns.occurred_at > transaction.occurred_at - MONTH,
            )
            .group_by(columns.transaction_id)
            .subquery()
        )
        is_recent = columns.occurred_at > transaction.occurred_at - DAY
        row = self._connection.execute(
            select(
                func.count().filter(is_recent),
                func.coalesce(func.sum(columns.amount).filter(is_recent), 0.0),
                func.count(),
                func.coalesce(func.sum(columns.amount), 0.0),
            ).where(columns.seq.in_(select(latest.c.seq)))
        ).one()
        return TransactionHistory(*row)

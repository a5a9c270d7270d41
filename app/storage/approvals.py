"""Four eyes: what waits, or waited, for a second person."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, literal_column, select, update

from app.domain.approval import Approval, ApprovalOf, ApprovalState
from app.domain.case import CaseConflict
from app.domain.errors import NotFound
from app.storage.rows_casework import approvals

_FIELDS = {field.name: field.name for field in fields(Approval)} | {"of": "object_type"}
_CAME: ColumnElement[int] = literal_column(
    "approvals.rowid"
)  # ids of one moment do not tell which came first
_COLUMNS = tuple(approvals.c[column] for column in _FIELDS.values())


def approvals_by_object(
    connection: Connection, case_id: str, of: ApprovalOf
) -> dict[str, Approval]:
    """The approvals of one kind in a case, by the id of what is approved."""
    query = select(*_COLUMNS).where(
        approvals.c.case_id == case_id, approvals.c.object_type == of.value
    )
    return {row.object_id: _approval(row) for row in connection.execute(query)}


class ApprovalRepository:
    """What waits, or waited, for a second person; a row is decided once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, approval: Approval) -> None:
        """Store what is asked, or what the policy approves at once."""
        values = {column: _value(getattr(approval, name)) for name, column in _FIELDS.items()}
        self._connection.execute(insert(approvals).values(**values))

    def decide(self, approval: Approval) -> None:
        """Store the decision that an approval now holds.

        Raises CaseConflict if it does not wait any more.
        """
        names = ("state", "decided_by", "decided_at", "reason")
        waiting = (approvals.c.approval_id == approval.approval_id) & (
            approvals.c.state == ApprovalState.PENDING.value
        )
        values = {name: _value(getattr(approval, name)) for name in names}
        done = self._connection.execute(update(approvals).where(waiting).values(**values))
        if done.rowcount != 1:
            raise CaseConflict(
                f"Approval {approval.approval_id} was decided already.",
                safe="That decision stands.",
            )

    def get(self, approval_id: str) -> Approval:
        """One approval. Raises NotFound."""
        query = select(*_COLUMNS).where(approvals.c.approval_id == approval_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"There is no approval {approval_id[:40]}.", safe="Nothing was changed.")
        return _approval(row)

    def of_case(self, case_id: str) -> list[Approval]:
        """The approvals of a case, oldest first."""
        return self._found(approvals.c.case_id == case_id)

    def pending(self) -> list[Approval]:
        """All that wait, oldest first."""
        return self._found(approvals.c.state == ApprovalState.PENDING.value)

    def pending_of(self, case_id: str, of: ApprovalOf) -> Approval | None:
        """What waits of one kind in a case."""
        found = self._found(
            approvals.c.case_id == case_id,
            approvals.c.object_type == of.value,
            approvals.c.state == ApprovalState.PENDING.value,
        )
        return found[0] if found else None

    def _found(self, *conditions: Any) -> list[Approval]:
        query = select(*_COLUMNS).where(*conditions).order_by(approvals.c.asked_at, _CAME)
        return [_approval(row) for row in self._connection.execute(query)]


def _value(value: Any) -> Any:
    if isinstance(value, (ApprovalOf, ApprovalState)):
        return value.value
    return int(value) if isinstance(value, bool) else value


def _approval(row: Row[Any]) -> Approval:
    values = {name: getattr(row, column) for name, column in _FIELDS.items()}
    values["of"] = ApprovalOf(row.object_type)
    values["state"] = ApprovalState(row.state)
    values["needs_second"] = bool(row.needs_second)
    return Approval(**values)

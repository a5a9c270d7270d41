"""Cases: stored, changed by whoever saw their newest version, and asked for in pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Integer, func, insert, select, type_coerce, update

from app.domain.case import Case, CaseState, StaleCase
from app.domain.case_query import CaseQuery
from app.domain.errors import NotFound
from app.storage.case_parts import CasePartRepository
from app.storage.case_rows import CASE_COLUMNS, case_of, case_values, unlined
from app.storage.case_search import Asker, conditions, order
from app.storage.rows_casework import case_screenings, cases


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Numbers for the navigation: cases that are not closed, those due by the end of the day,
    overdue, and assigned to whoever asks."""

    open: int
    due_today: int
    overdue: int
    mine: int


class CaseRepository:
    """Cases as they are now; `parts` holds what belongs to them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.parts = CasePartRepository(connection)

    def add(self, case: Case) -> None:
        """Store a new case, which is OPEN."""
        self._connection.execute(insert(cases).values(**case_values(case)))

    def change(self, case: Case, **values: Any) -> Case:
        """Store new values of some fields; returns the case as it is then, one version on.

        Raises StaleCase if the stored case is not the one given.
        """
        changed = replace(case, version=case.version + 1, **values)
        columns = case_values(changed, ("version", *values))
        where = (cases.c.case_id == case.case_id) & (cases.c.version == case.version)
        if self._connection.execute(update(cases).where(where).values(**columns)).rowcount != 1:
            raise StaleCase(f"Case {case.case_id} was changed in the meantime.")
        return changed

    def get(self, case_id: str) -> Case:
        """One case. Raises NotFound."""
        row = self._connection.execute(
            select(*CASE_COLUMNS).where(cases.c.case_id == case_id)
        ).one_or_none()
        if row is None:
            raise NotFound(
                f"There is no case {case_id[:40]}.",
                safe="Nothing was changed.",
                todo="Check its number.",
            )
        return case_of(row)

    def of_ids(self, case_ids: Iterable[str]) -> list[Case]:
        """The cases of these ids that there are."""
        query = select(*CASE_COLUMNS).where(cases.c.case_id.in_(list(case_ids)))
        return [case_of(row) for row in self._connection.execute(query)]

    def of_subject(self, subject_id: str) -> list[Case]:
        """All cases of a subject, newest first."""
        query = (
            select(*CASE_COLUMNS)
            .where(cases.c.subject_id == subject_id)
            .order_by(cases.c.seq.desc())
        )
        return [case_of(row) for row in self._connection.execute(query)]

    def open_of_subject(self, subject_id: str) -> Case | None:
        """The newest case of a subject that is not closed."""
        found = self.of_subject(subject_id)
        return next((case for case in found if case.state is not CaseState.CLOSED), None)

    def of_screening(self, screening_id: str) -> list[Case]:
        """The cases that hold a screening, newest first."""
        query = (
            select(*CASE_COLUMNS)
            .join(case_screenings, case_screenings.c.case_id == cases.c.case_id)
            .where(case_screenings.c.screening_id == screening_id)
            .order_by(cases.c.seq.desc())
        )
        return [case_of(row) for row in self._connection.execute(query)]

    def page(self, query: CaseQuery, asker: Asker, offset: int, limit: int) -> list[Case]:
        """The cases [offset, offset + limit) that fit, in the order of the query."""
        statement = (
            select(*CASE_COLUMNS)
            .where(*conditions(query, asker))
            .order_by(*order(query.sort))
            .offset(offset)
            .limit(limit)
        )
        return [case_of(row) for row in self._connection.execute(statement)]

    def ids(self, query: CaseQuery, asker: Asker) -> list[str]:
        """The ids of all that fit, in the order of the query."""
        statement = (
            select(cases.c.case_id).where(*conditions(query, asker)).order_by(*order(query.sort))
        )
        return list(self._connection.scalars(statement))

    def count(self, query: CaseQuery, asker: Asker) -> tuple[int, int]:
        """(how many fit, how many there are)."""
        counting = select(func.count()).select_from(cases)
        fitting = self._connection.scalar(counting.where(*conditions(query, asker))) or 0
        return fitting, self._connection.scalar(counting) or 0

    def count_by_state(self, query: CaseQuery, asker: Asker) -> dict[CaseState, int]:
        """How many fit in each state; a state without any is left out."""
        statement = (
            select(cases.c.state, func.count())
            .where(*conditions(query, asker))
            .group_by(cases.c.state)
        )
        return {CaseState(state): count for state, count in self._connection.execute(statement)}

    def counts(self, asker: Asker) -> CaseCounts:
        """The numbers for the navigation; snoozed cases are none of them."""
        row = self._connection.execute(
            select(
                func.count(),
                _how_many(cases.c.due_at < asker.day_end),
                _how_many(cases.c.due_at < asker.now),
                _how_many(cases.c.assigned_to == asker.login),
            ).where(
                cases.c.state != CaseState.CLOSED.value,
                cases.c.snoozed_until.is_(None) | (cases.c.snoozed_until <= asker.now),
            )
        ).one()
        return CaseCounts(*row)

    def tags(self) -> list[str]:
        """Every tag in use, in order."""
        query = select(cases.c.tags).where(cases.c.tags != "").distinct()
        found = {tag for text in self._connection.scalars(query) for tag in unlined(text)}
        return sorted(found, key=str.casefold)


def _how_many(condition: Any) -> Any:
    return func.coalesce(func.sum(type_coerce(condition, Integer)), 0)

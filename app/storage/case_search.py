"""The filters and orders of cases, as conditions of the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_

from app.domain.case import CaseState, Priority
from app.domain.case_query import DUE_WORDS, ME, ME_OR_NOBODY, NOBODY, SNOOZED_WORDS, CaseQuery
from app.domain.decision import Outcome
from app.domain.errors import BadInput
from app.domain.risk import RiskBand
from app.storage.case_rows import CASE_FIELDS
from app.storage.rows_casework import cases, match_reviews
from app.storage.search_text import search_key


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks and when: `login` is "me"; `day_end` and `week_end` end this day and the week."""

    login: str
    now: datetime
    day_end: datetime
    week_end: datetime


def _ranked(column: str, order: Sequence[str]) -> ColumnElement[int]:
    """Sorts by what a value means, not by its letters."""
    ranks = {value: rank for rank, value in enumerate(order, start=1)}
    return case(ranks, value=cases.c[column], else_=0)


_SORT_KEYS: dict[str, ColumnElement[Any]] = {
    **{name: cases.c[name] for name in CASE_FIELDS},
    "name": cases.c.name_key,
    "state": _ranked("state", list(CaseState)),
    "priority": _ranked("priority", list(Priority)),
    "band": _ranked("band", list(RiskBand)),
    "decision": _ranked("decision", list(Outcome)),
    "original_decision": _ranked("original_decision", list(Outcome)),
}


def conditions(query: CaseQuery, asker: Asker) -> list[ColumnElement[bool]]:
    """What a row must be to fit. Raises BadInput for a word that no filter knows."""
    column = cases.c
    # instr rather than LIKE: no wildcards to escape, and quicker over short texts.
    found: list[ColumnElement[bool]] = [
        func.instr(column.search_text, word) > 0 for word in search_key(query.text).split()
    ]
    if query.states:
        found.append(column.state.in_([state.value for state in query.states]))
    if query.priorities:
        found.append(column.priority.in_([priority.value for priority in query.priorities]))
    if query.decision:
        found.append(column.decision.in_([outcome.value for outcome in query.decision]))
    if query.checks:
        found.append(
            exists().where(
                match_reviews.c.case_id == column.case_id,
                match_reviews.c.check.in_([check.value for check in query.checks]),
            )
        )
    found += _assigned(query.assigned, asker) + _due(query.due, asker)
    for name, wanted in (("sources", query.sources), ("tags", query.tags)):
        if wanted:
            found.append(or_(*(func.instr(column[name], f"\n{item}\n") > 0 for item in wanted)))
    return found + _snoozed(query.snoozed, asker)


def _assigned(word: str, asker: Asker) -> list[ColumnElement[bool]]:
    column = cases.c.assigned_to
    wanted = {
        "": None,
        ME: [asker.login],
        NOBODY: [""],
        ME_OR_NOBODY: [asker.login, ""],
    }.get(word, [word.strip().casefold()])
    return [] if wanted is None else [column.in_(wanted)]


def _due(word: str, asker: Asker) -> list[ColumnElement[bool]]:
    _require(word, DUE_WORDS)
    until = {"": None, "today": asker.day_end, "week": asker.week_end, "overdue": asker.now}[word]
    if until is None:
        return []
    return [cases.c.due_at < until, cases.c.state != CaseState.CLOSED.value]


def _snoozed(word: str, asker: Asker) -> list[ColumnElement[bool]]:
    _require(word, SNOOZED_WORDS)
    column = cases.c.snoozed_until
    if word == "all":
        return []
    return [column > asker.now] if word == "only" else [or_(column.is_(None), column <= asker.now)]


def _require(word: str, words: Sequence[str]) -> None:
    if word not in words:
        raise BadInput(f"Cases cannot be asked for by “{word[:40]}”.")


def order(sort: Sequence[tuple[str, bool]]) -> list[ColumnElement[Any]]:
    """The order of a sort: what is missing comes last; equal rows keep the order in which they
    came, in the direction of the last field. Raises BadInput for an unknown field."""
    found: list[ColumnElement[Any]] = []
    is_ascending = True
    for name, is_ascending in sort:
        key = _SORT_KEYS.get(name)
        if key is None:
            raise BadInput(f"Cases cannot be sorted by {name[:40]}.")
        if name in {"due_at", "snoozed_until", "closed_at"}:
            found.append(key.is_(None))
        found.append(key.asc() if is_ascending else key.desc())
    found.append(cases.c.seq.asc() if is_ascending else cases.c.seq.desc())
    return found

"""Which cases are asked for: the filters of the board and of the table of cases."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.case import CaseState, Priority
from app.domain.decision import Outcome
from app.domain.match import Check

ME = "me"
NOBODY = "nobody"
ME_OR_NOBODY = "me_or_nobody"
ASSIGNED_WORDS = frozenset({ME, NOBODY, ME_OR_NOBODY})
DUE_WORDS = ("", "today", "week", "overdue")
SNOOZED_WORDS = ("hide", "only", "all")


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """What to show; an empty filter keeps every case.

    `text` holds words that must all occur in the name, customer number, ids or tags. `assigned`
    is a login or one of "me", "nobody", "me_or_nobody". `due`: "today" and "week" are due by the
    end of this day or of the sixth after it, overdue ones included, "overdue" is past its time;
    closed cases are never due. `sources` and `checks` of the matches, and `tags`: any of them.
    `decision` is the one in force. `sort` holds (field of Case, ascending), most important first.
    """

    text: str = ""
    states: tuple[CaseState, ...] = ()
    priorities: tuple[Priority, ...] = ()
    assigned: str = ""
    due: str = ""
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    snoozed: str = "hide"
    decision: tuple[Outcome, ...] = ()
    sort: tuple[tuple[str, bool], ...] = (("due_at", True),)
    checks: tuple[Check, ...] = ()

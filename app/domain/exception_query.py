"""What to show of the match exceptions: the filters and the order of their list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.match_exception import ExceptionKind, ExceptionStatus

EXPIRING_DAYS: Final = 30  # so many days ahead an end counts as near
UNUSED_DAYS: Final = 365  # so long unused, an exception is worth a look


class Due(StrEnum):
    """What may need a person, of the exceptions that are active."""

    ANY = ""
    EXPIRING = "expiring"  # ends within EXPIRING_DAYS
    REVIEW = "review"  # its review day has come
    STALE = "stale"  # its review day has come, or it excluded nothing for UNUSED_DAYS


@dataclass(frozen=True, slots=True)
class ExceptionQuery:
    """`text` holds words that must all occur in subject, customer number, listed name, entry id,
    exception id, reason or author; `who` is an author; empty filters keep all. `sort` holds
    (field of MatchException, whether ascending), most important first."""

    text: str = ""
    statuses: tuple[ExceptionStatus, ...] = ()
    kinds: tuple[ExceptionKind, ...] = ()
    who: str = ""
    sources: tuple[str, ...] = ()
    due: Due = Due.ANY
    sort: tuple[tuple[str, bool], ...] = (("created_at", False),)

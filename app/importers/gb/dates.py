"""Dates of the British lists: day first, with letters or zeros for what is unknown."""

from __future__ import annotations

import re
from datetime import date

from app.domain.dates import ListedDate, PartialDate
from app.domain.errors import BadInput
from app.importers.dates import listed_date, partial_date

_NUMERIC = re.compile(r"(?:(\d{1,2}|dd)[/.-])?(?:(\d{1,2}|mm)[/.-])?(\d{4})", re.I)


def british_date(text: str) -> PartialDate | None:
    """``30/04/1957``, ``dd/04/1957``, ``00/00/1957``, ``04/1957``, ``1957``, ``13-Feb-2026``,
    ``1957-04-30``; None for anything else."""
    found = _NUMERIC.fullmatch(text)
    if found is None:
        return partial_date(text.replace("-", " ") if re.search("[A-Za-z]", text) else text)
    first, second, year = found.groups()
    if second is None:  # month and year, or the year alone
        first, second = None, first
    day, month = (int(part) if part and part.isdecimal() else 0 for part in (first, second))
    try:
        return PartialDate(int(year), month or None, (month and day) or None)
    except BadInput:
        return None


def british_day(text: str) -> date | None:
    """A whole date, None where a part of it is unknown."""
    found = british_date(text)
    return found.first_day() if found is not None and found.day is not None else None


def birth_date(text: str) -> ListedDate | None:
    """A date of birth with the list's words, or None where it is not understood."""
    point = british_date(text)
    return listed_date(text) if point is None else ListedDate(point, text=text)

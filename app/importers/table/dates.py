"""Dates in numbers as tables write them, turned year first by the order of day and month."""

from __future__ import annotations

import re
from dataclasses import replace

from app.domain.column_mapping import DayOrder
from app.domain.dates import ListedDate
from app.importers.cells import birth_dates
from app.importers.dates import partial_date

_OLDEST, _NEWEST = 1800, 2100  # beyond these a number is no date of a person
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/.-])")
_PACKED = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}\S*")
_UNKNOWN_PARTS = re.compile(r"(?<=\d{4})-00-00\b|(?<=\d{4}-\d\d)-00\b")


def dates_of(text: str, order: DayOrder) -> tuple[tuple[ListedDate, ...], bool, int]:
    """The dates of a cell, whether some of it is not understood, and how many dates contradict
    the order (``13/25/1961``: those are read in the other one).

    Knows what `birth_dates` does, and ``03.04.1961``, ``00/04/1961`` (day not known),
    ``19610403``, ``1961-04-03T00:00:00``.
    """
    against = 0

    def year_first(found: re.Match[str]) -> str:
        nonlocal against
        first, second, year = int(found[1]), int(found[3]), found[4]
        if not first or not second:  # what is not known is written as zero
            return f"{year}-{max(first, second):02}" if first or second else year
        is_month_first = order is DayOrder.MONTH_FIRST
        month, day = (first, second) if is_month_first else (second, first)
        if month > 12 >= day:
            against += 1
            month, day = day, month
        return f"{year}-{month:02}-{day:02}"

    plain = _UNKNOWN_PARTS.sub("", _TIME.sub(r"\1", text))
    plain = _NUMERIC.sub(year_first, _PACKED.sub(r"\1-\2-\3", plain))
    words = " ".join(text.split())
    exact = partial_date(plain)
    if exact is not None and _OLDEST <= exact.year <= _NEWEST:  # nearly all of a tidy table
        return (ListedDate(exact, text=words),), False, against
    dates, strange = birth_dates(plain)
    if len(dates) == 1 and not strange:
        dates = (replace(dates[0], text=words),)
    return dates, bool(strange), against

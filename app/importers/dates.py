"""Dates as list publishers write them in English: partial, circa, ranges."""

from __future__ import annotations

import re

from app.domain.dates import DatePrecision, ListedDate, PartialDate, parse_partial_date
from app.domain.errors import BadInput

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WRITTEN = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_ABOUT = re.compile(r"(?:circa|approximately|approx\.?|about|c\.|ca\.)\s*", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:between\s+|from\s+)?(?P<start>.+?)(?:\s+to\s+|\s+and\s+|\s*[-–]\s*)(?P<end>.+)",
    re.IGNORECASE,
)


def partial_date(text: str) -> PartialDate | None:
    """``1951``, ``1951-06-19``, ``19 Jun 1951``, ``Jun 1951``, ``June 1951``; None if neither."""
    written = _WRITTEN.fullmatch(text.strip())
    try:
        if written is None:
            return parse_partial_date(text)
        day, month, year = written.groups()
        short = month[:3].lower()
        if short not in _MONTHS:
            return None
        return PartialDate(int(year), _MONTHS.index(short) + 1, int(day) if day else None)
    except BadInput:
        return None


def listed_date(text: str) -> ListedDate | None:
    """A date with what the publisher says of its precision; None if it is not understood.

    Knows ``circa 1961``, ``1961 to 1963``, ``01 Jan 1960 to 31 Dec 1962``, ``circa 1979-1982``,
    ``Between 1955 and 1958``. `text` keeps the publisher's words.
    """
    words = " ".join(text.split()).rstrip(".")
    exact = partial_date(words)
    if exact is not None:
        return ListedDate(exact, DatePrecision.EXACT, None, words)
    about = _ABOUT.match(words)
    bare = words[about.end() :] if about else words
    point = partial_date(bare)
    if point is not None:
        return ListedDate(point, DatePrecision.CIRCA, None, words)
    span = _SPAN.fullmatch(bare)
    if span is None:
        return None
    start, end = partial_date(span["start"]), partial_date(span["end"])
    if start is None or end is None:
        return None
    return date_range(start, end, words)


def date_range(start: PartialDate, end: PartialDate, text: str) -> ListedDate:
    """A range, the earlier bound first; equal bounds are an exact date."""
    if start == end:
        return ListedDate(start, DatePrecision.EXACT, None, text)
    if end.last_day() < start.first_day():
        start, end = end, start
    return ListedDate(start, DatePrecision.RANGE, end, text)

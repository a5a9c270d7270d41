"""Times as Wikidata writes them: with a precision and a calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.errors import BadInput
from app.importers.pep_person import decade

_TIME = re.compile(r"([+-])(\d+)-(\d\d)-(\d\d)T")
_DAY, _MONTH, _YEAR, _DECADE = 11, 10, 9, 8
_JULIAN = "Q1985786"


def listed_time(value: Any) -> ListedDate | None:
    """The date of a time value, None where it is before the year 1000, vaguer than a decade, or
    no time. A Julian day is given in the Gregorian calendar, and its text says so."""
    if not isinstance(value, dict):
        return None
    found = _TIME.match(str(value.get("time")))
    if found is None or found[1] == "-":
        return None
    year, month, day = (int(part) for part in found.groups()[1:])
    precision = _precision(value)
    words = written(value)
    try:
        if precision == _DECADE:
            return decade(year, words)
        if precision == _DAY and str(value.get("calendarmodel")).endswith(_JULIAN):
            point = _gregorian(year, month, day)
        elif precision in {_DAY, _MONTH, _YEAR}:
            has_month, has_day = precision >= _MONTH and month, precision == _DAY and day
            point = PartialDate(year, month if has_month else None, day if has_day else None)
        else:
            return None
    except (BadInput, ValueError):
        return None
    return ListedDate(point, DatePrecision.EXACT, None, words)


def partial_time(value: Any) -> PartialDate | None:
    """The date of a time value that stands for the start or end of an office."""
    found = listed_time(value)
    return found.start if found is not None else None


def written(value: Any) -> str:
    """A time value in words that lose nothing: ``1952-10-07``, ``1712-03-04 (Julian)``."""
    time = str(value.get("time", "")).lstrip("+").partition("T")[0]
    precision = _precision(value)
    if precision == _MONTH:
        time = time[: time.rfind("-")]
    elif precision < _MONTH:
        time = time[: time.find("-", 1)]
        time += {_YEAR: "", _DECADE: "s"}.get(precision, f" (precision {precision})")
    return time + (" (Julian)" if str(value.get("calendarmodel")).endswith(_JULIAN) else "")


def _precision(value: dict[str, Any]) -> int:
    precision = value.get("precision")
    return precision if isinstance(precision, int) else _DAY


def _gregorian(year: int, month: int, day: int) -> PartialDate:
    """The Gregorian day of a Julian one: the calendars part by three days in four centuries."""
    before = year - 1 if month <= 2 else year
    apart = before // 100 - before // 400 - 2
    leap_only = (month, day) == (2, 29)  # a day that the Gregorian year may lack
    moved = date(year, month, 28 if leap_only else day) + timedelta(days=apart + leap_only)
    return PartialDate(moved.year, moved.month, moved.day)

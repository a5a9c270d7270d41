"""Dates as people and lists know them: partial, circa, ranges."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import BadInput

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
EARLIEST_YEAR = 1000


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month of a year, or a day; what is unknown is None, never 1."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= 9999:
            raise BadInput(f"{self.year} is not a year.")
        if self.month is None:
            if self.day is not None:
                raise BadInput("A day needs its month.")
        elif not 1 <= self.month <= 12:
            raise BadInput(f"{self.month} is not a month.")
        elif self.day is not None and not (
            1 <= self.day <= calendar.monthrange(self.year, self.month)[1]
        ):
            raise BadInput(f"{self.year:04}-{self.month:02}-{self.day:02} is not a date.")

    def __str__(self) -> str:
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
            if self.day is not None:
                text += f"-{self.day:02}"
        return text

    def first_day(self) -> date:
        """The earliest day this can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """The latest day this can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def parse_partial_date(text: str) -> PartialDate:
    """``1951``, ``1951-06`` or ``1951-06-19`` (ISO 8601). Raises BadInput for anything else."""
    found = _ISO.fullmatch(text.strip())
    if found is None:
        raise BadInput(
            f"“{text.strip()[:40]}” is not a date.", todo="Write 1951-06-19, 1951-06 or 1951."
        )
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    return PartialDate(year, month, day)


class DatePrecision(StrEnum):
    """How exactly a list knows a date."""

    EXACT = "EXACT"  # start is meant, at its own precision (day, month or year)
    CIRCA = "CIRCA"  # about start
    RANGE = "RANGE"  # anywhere from start to end


@dataclass(frozen=True, slots=True)
class ListedDate:
    """A date as a list gives it; `end` only for a range; `text` is the list's own words."""

    start: PartialDate
    precision: DatePrecision = DatePrecision.EXACT
    end: PartialDate | None = None
    text: str = ""

    def __str__(self) -> str:
        if self.precision is DatePrecision.CIRCA:
            return f"c. {self.start}"
        if self.precision is DatePrecision.RANGE and self.end is not None:
            return f"{self.start} to {self.end}"
        return str(self.start)

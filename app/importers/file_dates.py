"""The date in a file's name: what is left where a list does not tell its own."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# Whole names or their first three letters: no other word.
_MONTH = "(" + "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS) + ")"
_NUMBER_OF = {month[:3]: number for number, month in enumerate(_MONTHS, 1)}
_GAP = r"[-_. ,]*"
_NUMBERS = re.compile(r"(?<!\d)(20\d\d)([-_. ]?)([01]\d)\2([0-3]\d)(?!\d)")
_MONTH_FIRST = re.compile(rf"(?<![a-z]){_MONTH}{_GAP}(\d{{1,2}})[-_. ,]+(20\d\d)(?!\d)", re.I)
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}}){_GAP}{_MONTH}{_GAP}(20\d\d)(?!\d)", re.I)


def date_in_name(name: str) -> date | None:
    """The day that a file name tells: ``20260805-FULL.xml``, ``list_2026-08-05.csv``,
    ``SL_Mon_Aug_11_2025.ods``, ``5 Aug 2026.xlsx``; None for none, or for two that differ."""
    found = {
        day
        for year, month, number in _dates(name)
        if (day := _day(year, month, number)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _dates(name: str) -> list[tuple[int, int, int]]:
    numbers = [(int(y), int(m), int(d)) for y, _, m, d in _NUMBERS.findall(name)]
    words = [(m, d, y) for m, d, y in _MONTH_FIRST.findall(name)]
    words += [(m, d, y) for d, m, y in _DAY_FIRST.findall(name)]
    return [
        *numbers,
        *((int(y), _NUMBER_OF[m[:3].lower()], int(d)) for m, d, y in words),
    ]


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None

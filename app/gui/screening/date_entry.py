"""Dates as people type them: ISO, words, and the common orders of figures."""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale

from app.domain.dates import PartialDate, parse_partial_date
from app.domain.errors import BadInput
from app.gui.screening.wording import date_words, translate

_FIGURES = re.compile(r"(\d{1,2})([./\-\s])(\d{1,2})\2(\d{4})")
_WORDS = re.compile(r"[\w]+", re.UNICODE)
_ENGLISH = QLocale(QLocale.Language.English)


def read_date(text: str) -> PartialDate | None:
    """What a person typed as a date, None for an empty field.

    Understands 1951, 1951-06, 1951-06-19, 19.06.1951, 19/06/1951, Jun 1951, 19 June 1951 and
    June 19, 1951, with month names in English and in the user's language. Raises BadInput for
    anything else, also for 03/04/1968, which means two different days in two countries.
    """
    text = text.strip()
    if not text:
        return None
    figures = _FIGURES.fullmatch(text)
    if figures is not None:
        return _from_figures(int(figures[1]), figures[2], int(figures[3]), int(figures[4]))
    words = _WORDS.findall(text)
    months = [(place, _month(word)) for place, word in enumerate(words) if _month(word)]
    numbers = [int(word) for word in words if word.isascii() and word.isdigit()]
    if len(months) == 1 and len(words) == len(numbers) + 1:
        made = _from_words(months[0][1], numbers)
        if made is not None:
            return made
    return parse_partial_date(text)


def _from_figures(first: int, separator: str, second: int, year: int) -> PartialDate:
    is_day_first = separator == "." or first > 12 or first == second
    if is_day_first:
        return PartialDate(year, second, first)
    if second > 12:
        return PartialDate(year, first, second)
    day_first, month_first = PartialDate(year, second, first), PartialDate(year, first, second)
    raise BadInput(
        translate("Screening", "This could be {one} or {other}.").format(
            one=date_words(day_first), other=date_words(month_first)
        ),
        todo=translate("Screening", "Write {one} or {other}.").format(
            one=day_first, other=month_first
        ),
    )


def _from_words(month: int, numbers: list[int]) -> PartialDate | None:
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if number <= 31]
    if len(years) != 1 or len(days) > 1:
        return None
    return PartialDate(years[0], month, days[0] if days else None)


def _month(word: str) -> int:
    """The month that a word names (at least three letters of it), 0 if none."""
    folded = word.casefold()
    if len(folded) < 3 or folded.isdigit():
        return 0
    for locale in (_ENGLISH, QLocale()):
        for month in range(1, 13):
            if locale.monthName(month).casefold().startswith(folded):
                return month
    return 0

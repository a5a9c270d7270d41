"""Cells of tables that hold several values: lettered items, and dates written in many ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.errors import BadInput
from app.importers.dates import date_range, partial_date

MAX_TEXT = 20_000  # no cell of a list is longer; what is would take minutes to read
TOO_LONG = f"a cell of more than {MAX_TEXT:,} characters"

_LETTER = re.compile(r"(?:[(（]\s*|(?<![^\W_]))([a-zａ-ｚ])\s*[)）]")
_FIRST_LETTER, _GAP = "ab", 2  # a list may lack its (a), or one letter on the way
_WIDE = ord("ａ") - ord("a")

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\s?(?:\d{4}|\d{2}(?!\d))|\d{1,2}/\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?[\s-]*{_MONTH},?[\s-]*\d{{4}}"
    rf"|\d{{1,2}}-{_MONTH}-\d{{2}}|{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|{_MONTH},?\s*\d{{4}}|{_MONTH}-\d{{2}}|\d{{4}}-\d{{2}}(?!\d)|\d{{3}}0s|\d{{4}})"
)
_EXPRESSION = re.compile(
    r"(?<!\d)(?P<about>\b(?:circa|approximately|approx\.?|about|around|c\.|ca\.)\s*)?"
    r"(?:(?P<span>\b(?:between|from)\s+)|(?P<part>\b(?:early|mid|late)[\s-]+))?"
    rf"(?P<start>{_DATE})(?!\d)"
    rf"(?:\s*(?P<joint>\bto\b|\band\b|-|–|\buntil\b)\s*(?P<end>{_DATE})(?!\d))?",
    re.IGNORECASE,
)
_SUSPICIOUS = re.compile(rf"\d|\b{_MONTH}(?![a-z])", re.IGNORECASE)
_LOOSE_END = re.compile(r"(?:[\s,;/]|\b(?:or|and)\b)+$", re.IGNORECASE)
_NUMERIC = re.compile(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.]\s?(\d{4}|\d{2})")
_AMERICAN = re.compile(rf"({_MONTH})\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.IGNORECASE)
_SHORT = re.compile(r"(\d{1,2}-)?([a-z]{3,9})\.?-(\d{2})", re.IGNORECASE)
_DECADE = re.compile(r"(\d{3})0s", re.IGNORECASE)
_YEARS_OF_PART = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}
_OLDEST, _NEWEST = 1800, 2100  # beyond these a number is no year of birth, or of another calendar
_SERIAL = re.compile(r"\d{5}")
_SERIAL_START = date(1899, 12, 30)  # day 0 of workbooks, their 29 February 1900 included


def clean(cell: object) -> str:
    """A cell as text: blanks and line breaks collapsed, the `_x000D_` of workbooks gone.

    A date cell becomes ``1963-04-30``.
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    return " ".join(str(cell).replace("_x000D_", " ").split())


def lettered(text: str) -> tuple[str, ...]:
    """The items of ``a) Kabul b) Herat``, ``(a)Kabul(b)Herat``; the text alone where it is no list.

    What stands before the first letter is an item of its own. Empty items are left out.
    """
    cuts: list[tuple[int, int]] = []
    last = ""
    for mark in _LETTER.finditer(text):
        letter = mark[1] if mark[1] <= "z" else chr(ord(mark[1]) - _WIDE)
        if letter in _FIRST_LETTER if not last else 0 < ord(letter) - ord(last) <= _GAP:
            cuts.append(mark.span())
            last = letter
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    items = (
        text[start:end].strip(" ,;、；\n\t　") for start, end in zip(starts, ends, strict=True)
    )
    return tuple(item for item in items if item)


def birth_dates(text: str) -> tuple[tuple[ListedDate, ...], tuple[str, ...]]:
    """The dates of one cell, and what of it is not understood (nothing, or the whole text).

    Knows ``30/04/1963`` (day first), ``7 Jan. 1970``, ``March 16, 1972``, ``Sep-61`` (of the 20th
    century), ``early 1960s``, ``24838`` (a workbook's day number), ranges (``1955 to 1958``) and
    estimates (``c. 1962``), alone or listed (``a) 1962 b) 1963``, ``1963 or 1964``, ``1953;
    1955``). Each date keeps its own words with the remark that follows (``1963 (as A. Example)``).
    """
    words = clean(text)
    serial = _from_serial(words)
    if serial is not None:
        return (serial,), ()
    found: list[ListedDate] = []
    is_strange = False
    for item in lettered(words):
        matches = list(_EXPRESSION.finditer(item))
        for number, match in enumerate(matches):
            until = matches[number + 1].start() if number + 1 < len(matches) else len(item)
            words_of_date = _LOOSE_END.sub("", item[match.start() : until])
            dates = list(_dates(match, words_of_date))
            is_strange |= not dates
            found += dates
        is_strange |= bool(_SUSPICIOUS.search(_EXPRESSION.sub(" ", _without_remarks(item))))
    understood = found and not is_strange
    return tuple(dict.fromkeys(found)), () if understood or not words else (words,)


def _without_remarks(text: str) -> str:
    """The text without what stands in brackets and holds no date of its own."""
    return re.sub(r"\([^()]*\)", lambda found: found[0] if "born" in found[0] else " ", text)


def _from_serial(words: str) -> ListedDate | None:
    if not _SERIAL.fullmatch(words):
        return None
    day = _SERIAL_START + timedelta(days=int(words))
    return ListedDate(PartialDate(day.year, day.month, day.day), text=words)


def _dates(match: re.Match[str], words: str) -> Iterator[ListedDate]:
    """The dates of one expression: none where it is impossible, two for ``1963 and 1964``."""
    start, end = _bounds(match["start"], match["part"] or ""), None
    if match["end"]:
        end = _bounds(match["end"], "")
        if end is None:
            return
    if start is None:
        return
    joined = (match["joint"] or "").lower() == "and" and not match["span"]
    if end is not None and not joined:
        yield date_range(start[0], end[1], words)
        return
    for first, last in (start, *((end,) if end else ())):
        if first != last:
            yield date_range(first, last, words)
        else:
            about = DatePrecision.CIRCA if match["about"] else DatePrecision.EXACT
            yield ListedDate(first, about, None, words)


def _bounds(text: str, part: str) -> tuple[PartialDate, PartialDate] | None:
    """The first and the last of what one date can mean; None where it is no date."""
    decade = _DECADE.fullmatch(text)
    if decade:
        low, high = _YEARS_OF_PART.get(part.strip(" -").lower(), (0, 9))
        return PartialDate(int(decade[1]) * 10 + low), PartialDate(int(decade[1]) * 10 + high)
    point = _point(text)
    if point is None or not _OLDEST <= point.year <= _NEWEST:
        return None
    return point, point


def _point(text: str) -> PartialDate | None:
    numeric, american, short = (
        pattern.fullmatch(text) for pattern in (_NUMERIC, _AMERICAN, _SHORT)
    )
    if numeric:
        day, month, year = numeric.groups()
        try:
            full = f"19{year}" if len(year) == 2 else year
            return PartialDate(int(full), int(month), int(day) if day else None)
        except BadInput:
            return None
    if american:
        text = f"{american[2]} {american[1]} {american[3]}"
    if short:
        text = f"{(short[1] or '').strip('-')} {short[2]} 19{short[3]}"
    spaced = re.sub(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)", " ", text)
    bare = re.sub(r"(?<=\d) (?:st|nd|rd|th)\b", "", spaced)
    return partial_date(" ".join(re.sub(r"[.,]|(?<=[a-z ])-|-(?=[A-Za-z])", " ", bare).split()))

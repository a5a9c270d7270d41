"""Japanese texts made plain: widths, dates, what stands for nothing, lists of values."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from unicodedata import normalize

from app.domain.dates import ListedDate
from app.importers.cells import birth_dates

NOTHING = frozenset(("", "不明", "なし", "-", "na", "n/a", "unknown"))
_CONTROLS = re.compile(r"[\r\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# (a) ... (z) (aa): an (s) behind a letter is a plural.
_LETTER_MARK = r"\(\s*(?:(?<![A-Za-z]\()s|(?:(?!s)[a-z])|(?:aa|bb|cc|dd|ee))\s*\)\s*"
_LETTER = re.compile(_LETTER_MARK)
_ITEM_MARK = re.compile(rf"{_LETTER_MARK}|\n")

_DAY = r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4}"
_WRITTEN = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?)?")
_OTHER_DAY = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:又は|または)\s*"
    r"(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*日"
)
_BROKEN = re.compile(r"\n(?=[年月日])|(?<=から)\n|(?<=又は)\n|(?<=または)\n")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
_SPAN = re.compile(
    rf"(?P<start>{_DAY})\s*(?:頃)?\s*(?:から|[-~〜–])\s*(?P<end>{_DAY})\s*(?:頃)?(?:\s*まで)?(?:\s*の間)?"
)
_ABOUT_AFTER = re.compile(rf"({_DAY})\s*(?:頃|ごろ)")
_ABOUT_BEFORE = re.compile(rf"(?:おおよそ|およそ|約)\s*({_DAY})")


def plain(cell: object) -> str:
    """A cell as text of one width (NFKC), `_x000D_` gone, its lines kept; a day as ISO."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    text = _CONTROLS.sub("", normalize("NFKC", str(cell).replace("_x000D_", "")))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def says_something(text: str) -> bool:
    """Whether a text is more than a word for “unknown”."""
    return text.strip(" .。").lower() not in NOTHING


def is_japanese(text: str) -> bool:
    """Whether a text holds kana or Chinese characters."""
    return _JAPANESE.search(text) is not None


def is_lettered(text: str) -> bool:
    """Whether a cell is a list ``(a)... (b)...``."""
    return _LETTER.search(text) is not None


def items(text: str) -> list[str]:
    """The values of a cell: by their letters and lines, ``(a)A(b)B`` and line breaks alike."""
    parts = (part.strip(" 、,;") for part in _ITEM_MARK.split(text))
    return [part for part in parts if says_something(part)]


def lettered_items(text: str) -> list[str]:
    """The values of a cell by their letters alone; the lines of each are kept."""
    parts = (part.strip(" 、,;\n") for part in re.split(_LETTER_MARK, text))
    return [part for part in parts if says_something(part)]


def japanese_dates(text: str) -> tuple[tuple[ListedDate, ...], tuple[str, ...]]:
    """The dates of one cell, and what of it is not understood (nothing, or the whole text).

    Knows ``1962年12月26日``, ``1955年-1958年頃``, ``1984年から1986年までの間``, ``1965年頃``,
    ``1965年又は1966年``, lists with letters, and what cells in English hold.
    """
    found: list[ListedDate] = []
    unknown = False
    for item in items(_BROKEN.sub("", text)):
        dates, rest = birth_dates(_western(item))
        unknown |= bool(rest)
        found += (replace(dates[0], text=item),) if len(dates) == 1 else dates
    shown = " ".join(text.split())
    return tuple(dict.fromkeys(found)), (shown,) if unknown else ()


def _western(text: str) -> str:
    """A Japanese date in the words that the reader of English cells knows."""
    text = _OTHER_DAY.sub(_whole_day, text)
    text = _SLASHED.sub(_iso, _WRITTEN.sub(_iso, text))
    text = _SPAN.sub(r" between \g<start> and \g<end> ", text)
    text = _ABOUT_AFTER.sub(r" circa \1 ", text)
    text = _ABOUT_BEFORE.sub(r" circa \1 ", text)
    return re.sub(r"又は|または|若しくは|及び", " or ", text)


def _whole_day(found: re.Match[str]) -> str:
    """``1973年7月1日又は10日``: the second day with the year and month of the first."""
    year, month, day, other_month, other_day = found.groups()
    return f"{year}年{month}月{day}日又は{year}年{other_month or month}月{other_day}日"


def _iso(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])

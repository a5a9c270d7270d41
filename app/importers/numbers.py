"""Numbers of documents freed of the words that lists write around them in the same field.

An identifier is found by its letters and digits alone: ``Utopian passport number 622 641`` would
never be equal to the ``622641`` that a customer shows.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from app.domain.countries import country_code
from app.importers.demonyms import demonym_code

_NAMES_PAPER = re.compile(
    r"\b(?:number|nos?|nr|series|passport|document|card|licen[cs]e|registration|booklet|bank)\b|№",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?P<number>[^,(]*\d)\s*(?:\((?P<inside>[^()]{2,})\)|,\s*(?P<after>\D.*))", re.DOTALL
)
_DATED = re.compile(r"(?:issued?|expire[sd]?|expiring|valid)\b", re.IGNORECASE)
_WITHIN = re.compile(r"(?<=\d)\s+(?:[Nn]o\.?|№)\s*(?=\d)")  # ``9908 No. 555000``
_LONGEST_SERIES = 3  # ``SE 012820``, ``TR-P 614 166``
_LEAST_LETTERS = 4  # of a word that is taken for a country: ``No`` is not Norway


class Number(NamedTuple):
    """A number, the country that the words around it name, and those words."""

    value: str
    country: str = ""
    words: str = ""


def number_alone(text: str) -> Number:
    """The number in a field that holds words too.

    Words before it go where they name a paper or a country, words behind it where they name a
    country, a day or a place. Series letters (``AB 123456``) belong to the number; a text without
    a digit, or of another make, is given whole.
    """
    opening, rest = _opening(text)
    country = _country_before(opening)
    if opening and not country and not _NAMES_PAPER.search(opening):
        opening, rest = "", text
    value, behind, country_behind = _behind(rest)
    words = "; ".join(part for part in (opening.strip(" ,.:–-"), behind) if part)
    return Number(_WITHIN.sub(" ", value), country or country_behind, words)


def _opening(text: str) -> tuple[str, str]:
    """The words without digits that stand before the number, and the rest."""
    words = text.split()
    start = next((at for at, word in enumerate(words) if any(map(str.isdigit, word))), 0)
    while start and _is_series(words[start - 1]):
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:]) if start else text


def _is_series(word: str) -> bool:
    letters = word.split("-", maxsplit=1)[0]
    return letters.isalpha() and letters.isupper() and len(letters) <= _LONGEST_SERIES


def _country_before(opening: str) -> str:
    words = opening.replace(",", " ").split()
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        code = demonym_code(name) if len(name) >= _LEAST_LETTERS else ""
        if code:
            return code
    return ""


def _behind(text: str) -> tuple[str, str, str]:
    """The number, the words behind it, and the country that they are or open with."""
    found = _BEHIND.fullmatch(text)
    if found is None:
        return text, "", ""
    words = (found["inside"] or found["after"]).strip(" ()")
    country = country_code(words) or country_code(words.split(",")[0])
    has_digits = any(map(str.isdigit, words))
    if not country and not _DATED.match(words) and has_digits:
        return text, "", ""
    return found["number"], "" if country_code(words) else words, country

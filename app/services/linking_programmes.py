"""The family of a sanctions programme: what the lists mean by their different names for it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from app.domain.countries import all_countries, country_name
from app.domain.list_entry import ListEntry

# Family -> words of programme names, in capitals, that are no country's name.
_WORDS: Final = {
    "Al-Qaida and ISIL": (
        "ISIL",
        "DA'ESH",
        "DAESH",
        "AL-QAIDA",
        "AL-QAEDA",
        "1267",
        "1989",
        "2253",
    ),
    "Taliban": ("TALIBAN", "1988"),
    "Russia and Ukraine": (
        "RUSSIA",
        "RUSSIAN",
        "UKRAINE",
        "CRIMEA",
        "13661",
        "14024",
        "RUS",
        "UKR",
    ),
    "DPRK": ("DPRK", "DPRK2", "DPRK3", "DPRK4", "NORTH KOREA", "1718", "PRK"),
    "Iran": ("IRAN", "IRGC", "IFSR", "1737", "2231", "IRN"),
    "Syria": ("SYRIA", "SYR"),
    "Belarus": ("BELARUS", "BLR"),
    "Burma": ("BURMA", "MYANMAR", "MMR"),
}
_OF_COUNTRY: Final = {"RU": "Russia and Ukraine", "UA": "Russia and Ukraine", "KP": "DPRK",
                      "IR": "Iran", "SY": "Syria", "BY": "Belarus", "MM": "Burma"}  # fmt: skip
_WORD = re.compile(r"[A-Z0-9']+(?:-[A-Z']+)?")


def regimes(entry: ListEntry) -> frozenset[str]:
    """The families of the programmes of an entry; a programme that is no family is left out."""
    return frozenset().union(*(_families(text) for text in entry.programmes))


@lru_cache(maxsize=10_000)
def _families(programme: str) -> frozenset[str]:
    text = programme.upper().replace("’", "'")
    words = set(_WORD.findall(text)) | set(re.findall(r"[A-Z0-9]+", text))
    found = {
        family
        for family, marks in _WORDS.items()
        if any(mark in words or (" " in mark and mark in text) for mark in marks)
    }
    for code, name in _names():  # the longest first: South Sudan is not Sudan
        text, count = re.subn(rf"\b{re.escape(name)}\b", " ", text)
        if count:
            found.add(_OF_COUNTRY.get(code) or country_name(code))
    return frozenset(found)


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    """(code, name in capitals) of all countries, the longest names first."""
    names = ((code, name.upper()) for code, name in all_countries())
    return tuple(sorted(names, key=lambda pair: -len(pair[1])))

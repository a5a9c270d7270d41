"""The script that a text is written in, by the names of its letters."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

_NAMED = {"CJK": "Han", "HIRAGANA": "Kana", "KATAKANA": "Kana", "HALFWIDTH": "Kana"}
NO_SCRIPT = ""


def script_of(text: str) -> str:
    """The script of most letters (`Latin`, `Cyrillic`, `Arabic`, `Han`, `Kana` ...); the earliest
    of equals; empty for a text without letters."""
    found = Counter(script for script in map(letter_script, text) if script)
    return found.most_common(1)[0][0] if found else NO_SCRIPT


@lru_cache(maxsize=8_192)
def letter_script(char: str) -> str:
    """The script of one letter; empty for digits, marks, punctuation and unnamed characters."""
    if not char.isalpha():
        return NO_SCRIPT
    first = unicodedata.name(char, "").partition(" ")[0]
    if first in {"FULLWIDTH", "MODIFIER", "FEMININE", "MASCULINE", "MICRO"}:
        return "Latin"
    return _NAMED.get(first, first.capitalize())

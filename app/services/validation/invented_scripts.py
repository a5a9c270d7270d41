"""Invented Latin names in other letters, as a list of their country would write them.

Sounds become letters where the script is an alphabet. Han and Hangul take any sign for a syllable,
always the same one for the same syllable: speed does not depend on how a sign is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from zlib import crc32

_CYRILLIC = {
    "shch": "щ", "zh": "ж", "kh": "х", "ch": "ч", "sh": "ш", "ts": "ц", "ya": "я", "yu": "ю",
    "yo": "ё", "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х",
    "i": "и", "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к",
    "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс", "y": "ы", "z": "з",
}  # fmt: skip
_ARABIC = {
    "gh": "غ", "kh": "خ", "sh": "ش", "ch": "تش", "th": "ث", "dh": "ذ", "aa": "ا", "oo": "و",
    "ou": "و", "ee": "ي", "a": "", "b": "ب", "c": "ك", "d": "د", "e": "", "f": "ف", "g": "ج",
    "h": "ح", "i": "ي", "j": "ج", "k": "ك", "l": "ل", "m": "م", "n": "ن", "o": "و", "p": "ب",
    "q": "ق", "r": "ر", "s": "س", "t": "ت", "u": "و", "v": "ف", "w": "و", "x": "كس", "y": "ي",
    "z": "ز", "-": "",
}  # fmt: skip
_SYLLABLE = re.compile(r"[^aeiou ]*[aeiou]+(?:ng|n|r)?", re.ASCII)
_HAN, _HAN_SIGNS = 0x4E00, 2_500
_HANGUL, _HANGUL_SIGNS = 0xAC00, 11_172


def written(text: str, script: str) -> str:
    """A name in lower-case Latin letters in the letters of `script` (a key of SCRIPTS)."""
    words = (SCRIPTS[script](word) for word in text.split())
    return " ".join(filter(None, words)) or text


def _by_sound(sounds: Mapping[str, str], word: str) -> str:
    """Letter by letter, the longest sound first; a vowel in front is always written."""
    letters, at = [], 0
    while at < len(word):
        size = next((n for n in (4, 2, 1) if word[at : at + n] in sounds), 1)
        letters.append(sounds.get(word[at : at + size], ""))
        at += size
    return "".join(letters)


def _by_syllable(first: int, count: int, word: str) -> str:
    return "".join(chr(first + crc32(s.encode()) % count) for s in _SYLLABLE.findall(word))


def _arabic(word: str) -> str:
    is_vowel_first = word[0] in "ae" and not word.startswith("aa")
    return ("ا" if is_vowel_first else "") + _by_sound(_ARABIC, word)


SCRIPTS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "Arabic": _arabic,
        "Cyrillic": lambda word: _by_sound(_CYRILLIC, word),
        "Han": lambda word: _by_syllable(_HAN, _HAN_SIGNS, word),
        "Hangul": lambda word: _by_syllable(_HANGUL, _HANGUL_SIGNS, word),
    }
)

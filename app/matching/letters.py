"""Letters of any script to plain Latin letters, digits, apostrophes, hyphens and blanks.

Three named steps in an order that matters: invisible characters go first, then case and
compatibility forms are folded, and only then are the *composed* letters turned into Latin ones;
taking marks away before that would spoil Cyrillic, Kana and the Indic scripts.
"""

from __future__ import annotations

import unicodedata

from anyascii import anyascii

from app.matching.scripts import LETTERS, depends_on_neighbours, spoken

_APOSTROPHES = frozenset("'`´‘’‛′ʹʻʼʽʾʿˈ՚׳＇")
_BLANKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85")

# Latin letters that neither a decomposition nor anyascii writes as the lists do.
_LATIN_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d",
    "ħ": "h", "ŧ": "t", "ŋ": "ng", "ə": "a", "ɨ": "i", "ƙ": "k", "ɗ": "d", "ɓ": "b", "ĸ": "k",
}  # fmt: skip


class _InvisibleTable(dict[int, "str | None"]):
    """Code point -> None (drop), a blank, or itself; filled as characters are met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        if char in _BLANKS:
            value: str | None = " "
        elif unicodedata.category(char) in ("Cc", "Cf", "Cs") or code == 0x034F:
            value = None
        else:
            value = char
        self[code] = value
        return value


class _LatinTable(dict[int, str]):
    """Code point of a composed letter -> its Latin writing; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        value = self[code] = _latin(chr(code))
        return value


def _latin(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category[0] in "PSZC":
        return "-" if category == "Pd" else " "
    name = unicodedata.name(char, "")
    is_mark = category[0] == "M" and name.startswith(("COMBINING", "ARABIC", "HEBREW"))
    if is_mark or name == "ARABIC TATWEEL":  # which only stretches a word
        return ""
    return _letter(char, name)


def _letter(char: str, name: str) -> str:
    if name.startswith(("LATIN", "GREEK", "MODIFIER LETTER")):
        bare = unicodedata.normalize("NFKD", char)
        bare = "".join(part for part in bare if unicodedata.category(part) != "Mn")
        written = "".join(_LATIN_LETTERS.get(part) or anyascii(part) for part in bare)
        return _letters_only(written).lower()
    written = LETTERS.get(char) or _letters_only(anyascii(char))
    if written[:1].isupper():  # Han, Hangul: one syllable, one token
        return f" {written.lower()} "
    return written.lower()


def _letters_only(text: str) -> str:
    """Without the apostrophes and backticks that a transliteration emits for soft signs."""
    return "".join(char for char in text if char.isalnum())


_INVISIBLE = _InvisibleTable()
_LATIN = _LatinTable()


def strip_invisible(text: str) -> str:
    """Without control, format, zero-width and bidi characters and lone surrogates.

    Line breaks and tabs separate words, so they become blanks.
    """
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_INVISIBLE)


def fold_case(text: str) -> str:
    """NFKC, casefold, NFKC: compatibility forms and letter case no longer count."""
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", composed)


def to_latin(text: str) -> str:
    """Folded text of any script as ASCII letters and digits; punctuation stays (ASCII) or blanks.

    Latin and Greek lose their marks, Arabic and Hebrew their vowel points; every other script is
    transliterated from its composed letters, Han and Hangul one token a syllable.
    """
    if text.isascii():
        return text.replace("`", "'") if "`" in text else text
    if depends_on_neighbours(text):
        return "".join(latin_letters(text))
    return text.translate(_LATIN)


def latin_letters(text: str) -> list[str]:
    """The Latin writing of every character of a folded text, in its place."""
    return [part.translate(_LATIN) for part in spoken(text)]


def is_silent(char: str) -> bool:
    """Whether a letter or mark is left out in Latin, at least inside a word."""
    written = (_LATIN[ord(part)] for part in fold_case(char))
    return unicodedata.category(char)[0] in "LM" and not any(written)

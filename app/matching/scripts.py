"""Letters whose Latin writing depends on their neighbours: Greek, Arabic, Hebrew, Indic, Thai.

A name in its own script and the same name as lists romanise it should differ as little as can be:
long vowels are written, vowels that a script implies are written where they are spoken, and no
name becomes a title by losing its vowels (Umar is not `mr`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Greek by ELOT 743 where anyascii, letter by letter, differs: υ after α, ε and ο.
_GREEK: Final = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_GREEK_VOICELESS: Final = re.compile("(?<=[αε])υ(?=[θκξπστφχψ]|\\b)")
_GREEK_VOICED: Final = re.compile("(?<=[αε])υ")
_DIAERESIS: Final = "\u0308"

# Arabic: alef is written, and an ayn that opens a word, also behind the article.
_ARABIC: Final = "[\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff]"
_ARTICLE_LAM: Final = "\N{ARABIC LETTER LAM ISOLATED FORM}"  # which no folded text has
_ARABIC_AYN: Final = re.compile(f"(?:(?<!{_ARABIC})|(?<=ا[ل{_ARTICLE_LAM}]))ع")
_ARABIC_UMAR: Final = re.compile(f"(?<!{_ARABIC})ع(?=مر(?!{_ARABIC}))")  # `amr` is Amr
_ARABIC_ARTICLE: Final = re.compile(f"(?<!{_ARABIC})ال(?=(?!له){_ARABIC}{{3}})")
_ARABIC_CONSONANT: Final = "[ء-ئب-غف-هيپچژکگی]"
_ARABIC_ACTIVE: Final = re.compile(  # Khalid, Nasir, Fatimah: the participle's vowel
    f"(?<!{_ARABIC})(?:ال)?[ب-غف-ي]ا{_ARABIC_CONSONANT}(?=[ب-غف-ن][ةه]?(?!{_ARABIC}))"
)
_ARABIC_POINTS: Final = frozenset(map(chr, (*range(0x064B, 0x0653), 0x0670, 0x0640)))

# Hebrew: b, k and p, never v, kh and f, open a word.
_HEBREW_OPENING: Final = re.compile("(?<![\u0591-\u05c7\u05d0-\u05ea])[בכעפ]")
_HEBREW_OPENINGS: Final = {"ב": "b", "כ": "k", "ע": "a", "פ": "p"}

# Thai writes some vowels before the consonant behind which they are spoken, and marks silent ones.
_THAI_SILENT: Final = re.compile("[\u0e01-\u0e2e][\u0e34\u0e38]?\u0e4c")
_THAI_VOWEL_FIRST: Final = re.compile("([\u0e40-\u0e44])([กคตทปพบ][รล]|[\u0e01-\u0e2e])")

# The nine Indic blocks from Devanagari to Malayalam have one layout.
_INDIC_BLOCKS: Final = tuple(range(0x0900, 0x0D80, 0x80))
_END_SPOKEN: Final = 0x0C00  # from Telugu on, a word's last implied vowel is spoken


def _indic(*ranges: tuple[int, int], first: int = 0) -> str:
    return "".join(
        f"{chr(block + start)}-{chr(block + end)}"
        for block in _INDIC_BLOCKS
        if block >= first
        for start, end in ranges
    )


_INDIC_CONSONANT: Final = f"[{_indic((0x15, 0x39), (0x58, 0x5F))}]"
_INDIC_NUKTA: Final = f"[{_indic((0x3C, 0x3C))}]"
_INDIC_NO_VOWEL: Final = f"[{_indic((0x3C, 0x3C), (0x3E, 0x4D), (0x62, 0x63))}]"
_INDIC_VIRAMA: Final = f"[{_indic((0x4D, 0x4D))}]"
_INDIC_ANY: Final = f"[{_indic((0x01, 0x39), (0x58, 0x5F))}]"
_INDIC_INSIDE: Final = f"[{_indic((0x01, 0x4C), (0x58, 0x63))}]"
_INDIC_SPOKEN: Final = f"{_INDIC_CONSONANT}{_INDIC_NUKTA}?[{_indic((0x3E, 0x4C))}]"
_INDIC_IMPLIED: Final = re.compile(
    f"{_INDIC_CONSONANT}{_INDIC_NUKTA}?(?!{_INDIC_NO_VOWEL})"
    f"(?:(?={_INDIC_ANY})(?:(?<!{_INDIC_INSIDE}.)|(?!{_INDIC_SPOKEN}))"
    f"|(?<=[{_indic((0x15, 0x39), first=_END_SPOKEN)}])"
    f"|(?<={_INDIC_VIRAMA}{_INDIC_CONSONANT}))"
)
_INDIC_SINGH: Final = re.compile(f"(?<=[{_indic((0x02, 0x02))}])[{_indic((0x39, 0x39))}]")
_HA, _GHA = 0x39, 0x18
_INDIC_NASAL: Final = re.compile(f"[{_indic((0x01, 0x02))}](?![{_indic((0x2A, 0x2E))}])")
_INDIC_LETTERS: Final = {
    0x1A: "ch", 0x1B: "chh", 0x2B: "ph", 0x36: "sh", 0x37: "sh", 0x43: "ri", 0x0B: "ri",
}  # fmt: skip
_IMPLIED: Final = (("a", _INDIC_IMPLIED), ("i", _ARABIC_ACTIVE))

LETTERS: Final = {
    "\u0a70": "n", "ا": "a", "أ": "a", "ٱ": "a", "إ": "i", "آ": "aa", _ARTICLE_LAM: "l'", "א": "a",
    **{chr(block + at): text for block in _INDIC_BLOCKS for at, text in _INDIC_LETTERS.items()},
}  # fmt: skip
"""The Latin writing of single letters where anyascii is not what lists write."""

_CONCERNED: Final = re.compile("[\u0370-\u03ff\u1f00-\u1fff\u0590-\u06ff\u0900-\u0e7f]")


def depends_on_neighbours(text: str) -> bool:
    """Whether the text has letters of a script that this module knows."""
    return bool(_CONCERNED.search(text))


def spoken(text: str) -> list[str]:
    """What is to be written in Latin for every character of a folded text, in its place.

    That is the character itself, another one (in spoken order), one with an implied vowel behind
    it, or nothing for the vowel points of Arabic.
    """
    kept = [at for at, char in enumerate(text) if char not in _ARABIC_POINTS]
    bare = "".join(text[at] for at in kept)
    written = list(_in_context(bare))
    for vowel, pattern in _IMPLIED:
        for found in pattern.finditer(bare):
            written[found.end() - 1] += vowel
    in_place = [""] * len(text)
    for at, letter in zip(kept, written, strict=True):
        in_place[at] = letter
    return in_place


def _in_context(text: str) -> str:
    """Text of the same length, with letters that depend on their neighbours in Latin."""
    if _GREEK.search(text):
        text = _spell_greek(_GREEK.sub(_without_accent, text))
    text = _ARABIC_ARTICLE.sub(f"ا{_ARTICLE_LAM}", text)
    text = _ARABIC_AYN.sub("a", _ARABIC_UMAR.sub("u", text))
    text = _HEBREW_OPENING.sub(lambda found: _HEBREW_OPENINGS[found.group()], text)
    text = _THAI_SILENT.sub(lambda found: "\u0e4c" * len(found.group()), text)
    text = _THAI_VOWEL_FIRST.sub(r"\2\1", text)
    text = _INDIC_SINGH.sub(lambda found: chr(ord(found.group()) - _HA + _GHA), text)
    return _INDIC_NASAL.sub("n", text)


def _without_accent(found: re.Match[str]) -> str:
    """A Greek letter without its accent; a diaeresis stays, because it undoes a digraph."""
    parts = unicodedata.normalize("NFD", found.group())
    return found.group() if _DIAERESIS in parts else parts[0]


def _spell_greek(text: str) -> str:
    text = text.replace("ου", "ou")
    return _GREEK_VOICED.sub("v", _GREEK_VOICELESS.sub("f", text))

"""Arabic compounds of a person's name in one spelling: Abd al-Aziz, Abdel Aziz, `abd alaziz`.

Servant-of names, names of the faith (Salah al-Din) and names with Allah are written in many ways
that change the number of words; so is the article before its own letter (ar-Rahman).
"""

from __future__ import annotations

import re
from typing import Final

Words = tuple[str, ...]
_FULL: Final = frozenset(("abdul", "abdel", "abdal", "abdil", "abdol", "abdoul"))
_ABD: Final = _FULL | {"abd"}
_ARTICLE: Final = "al"
_ARTICLES: Final = frozenset((_ARTICLE, "el", "ul", "il", "ol", "oul"))
_SUN: Final = {  # the article as it sounds before its letter: ar-Rahman; not `an` nor `ed`
    first + letter: letter
    for first, letters in (("a", "d dh r s sh ch t th z"), ("e", "r s sh ch z"))
    for letter in letters.split()
}
_DIN: Final = frozenset(("din", "deen", "dine", "dean", "dein", "dyn", "ddin", "ddine"))
_UDDIN: Final = "uddin"
_ALLAH: Final = frozenset(
    ("allah", "alla", "ullah", "ulla", "oullah", "oulla", "olla", "ollah", "ellah", "allh")
)
_ENDS: Final = {
    **dict.fromkeys(_ALLAH, "ullah"),
    **dict.fromkeys(("uddin", "eddin", "addin", "oddin", "eddine", "addine", "ouddine"), _UDDIN),
    **dict.fromkeys(("aldin", "eldin", "uldin", "eldine", "aldeen", "eldeen", "uddeen"), _UDDIN),
    **dict.fromkeys(("aldyn", "ettin", "ittin", "uttin"), _UDDIN),
}
_LONGEST: Final = 3  # letters of an article: ash
_GLUED: Final = re.compile("[ae]l[^i]..")  # the article as a part of its word: alaziz, not Elias
KNOWN_PARTS: Final = _ABD | _ARTICLES | _SUN.keys() | _ENDS.keys()
"""Every compound has one of these words."""


def has_compound(tokens: list[str]) -> bool:
    """Whether any word of a name could be a part of a compound."""
    return not KNOWN_PARTS.isdisjoint(tokens)


def compound_at(tokens: list[str], at: int) -> tuple[int, Words]:
    """How many words from a place on are one part of a compound, and its one spelling.

    One and the word itself if none are. The last word of a name is never an article, and the
    first never the end of a compound.
    """
    token, rest = tokens[at], tokens[at + 1 :]
    if token not in KNOWN_PARTS or not (at or rest):
        return 1, (token,)
    if at and token in _ENDS:
        return 1, (_ENDS[token],)
    if rest and token in _ABD:
        return _servant(token, rest)
    if at and rest and _is_article(token, rest[0]):
        if rest[0] in _DIN:
            return 2, (_UDDIN,)
        return 1, (token if token in _ARTICLES else _ARTICLE,)
    return 1, (token,)


def _is_article(token: str, following: str) -> bool:
    return token in _ARTICLES or (token in _SUN and following.startswith(_SUN[token]))


def _sounds_as_article(token: str, following: str) -> bool:
    """Whether a word is a vowel and the beginning of the next one: `en` of Abd en-Naser."""
    return token[0] in "aeiou" and 2 <= len(token) <= _LONGEST and following.startswith(token[1:])


def _servant(token: str, rest: list[str]) -> tuple[int, Words]:
    """`abdul` and the words of `abd` and the article, or `abdullah`."""
    if rest[0] in _ALLAH:
        return 2, ("abdullah",)
    if len(rest) > 1 and (rest[0] in _ARTICLES or _sounds_as_article(rest[0], rest[1])):
        return (3, ("abdullah",)) if rest[1] in ("lah", "llah") else (2, ("abdul",))
    if token in _FULL:
        return 1, (token,)
    return (2, ("abdul", rest[0][2:])) if _GLUED.match(rest[0]) else (1, ("abdul",))


def read_compounds(tokens: list[str]) -> list[str]:
    """A person's tokens with every compound in its one spelling; reading twice changes nothing."""
    if not has_compound(tokens):
        return tokens
    read: list[str] = []
    at = 0
    while at < len(tokens):
        count, target = compound_at(tokens, at)
        read.extend(target)
        at += count
    return read if read == tokens else read_compounds(read)

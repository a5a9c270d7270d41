"""The classic composite, to the letter of its definition: 60/15/15/10 of four similarities.

    score = 0.60 * primary + 0.15 * token + 0.15 * ngram + 0.10 * phonetic

Jaro-Winkler as rapidfuzz (scaling 0.1, prefix 4, the prefix counts only when Jaro > 0.7), Dice of
token sets, of character-bigram sets and of the tokens' Soundex codes (jellyfish). Two identical
texts score exactly 1.
"""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from typing import Final

from jellyfish import soundex
from rapidfuzz.distance import JaroWinkler

from app.domain.match import Components, Strength

NAME: Final = "classic"
VERSION: Final = "1"
PRIMARY_WEIGHT: Final = 0.60
TOKEN_WEIGHT: Final = 0.15
NGRAM_WEIGHT: Final = 0.15
PHONETIC_WEIGHT: Final = 0.10
STRONG: Final = 0.92
POSSIBLE: Final = 0.75
SLACK: Final = 1e-9  # a score that reaches a threshold but for rounding has reached it

IDENTICAL: Final = Components(primary=1.0, token=1.0, ngram=1.0, phonetic=1.0)


def dice(left: Set[str], right: Set[str]) -> float:
    """Twice the common members over all members; 1 for two empty sets."""
    total = len(left) + len(right)
    return 2.0 * len(left & right) / total if total else 1.0


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, blanks included; one letter is its own bigram."""
    if len(text) < 2:
        return frozenset((text,)) if text else frozenset()
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


@lru_cache(maxsize=100_000)
def sound(token: str) -> str:
    """The Soundex code of one token (first character and three digits), digits included."""
    return str(soundex(token))


def components(left: str, right: str) -> Components:
    """The four parts for two normalised texts, each 0 to 1; symmetric."""
    if left == right:
        return IDENTICAL
    left_tokens, right_tokens = frozenset(left.split()), frozenset(right.split())
    return Components(
        primary=JaroWinkler.similarity(left, right, prefix_weight=0.1),
        token=dice(left_tokens, right_tokens),
        ngram=dice(bigrams(left), bigrams(right)),
        phonetic=dice(frozenset(map(sound, left_tokens)), frozenset(map(sound, right_tokens))),
    )


def total(parts: Components) -> float:
    """The composite of the four parts, 0 to 1, added in the order of the definition."""
    return (
        PRIMARY_WEIGHT * parts.primary
        + TOKEN_WEIGHT * parts.token
        + NGRAM_WEIGHT * parts.ngram
        + PHONETIC_WEIGHT * parts.phonetic
    )


def reaches(score: float, threshold: float) -> bool:
    """Whether a score is at or above a threshold, but for rounding."""
    return score >= threshold - SLACK


def strength(score: float, strong: float = STRONG) -> Strength:
    """EXACT for identical names, STRONG from the threshold `strong`, else POSSIBLE.

    Only identical names score 1.0, so the score alone tells.
    """
    if score == 1.0:
        return Strength.EXACT
    return Strength.STRONG if reaches(score, strong) else Strength.POSSIBLE

"""The constants of `aligned.py` as the compiled search takes them: the one place they come from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from app.domain.match import TokenReason
from app.matching import aligned, classic, tokens

PLAIN: Final = 0  # reasons of likeness by what else they do to a score
INITIAL: Final = 1
OTHER_NAME: Final = 2


class Rules(NamedTuple):
    """The constants of one kind of entry (persons, or others), under their names there.

    `primary`, `token`, `ngram`, `phonetic` are the weights of the composite; `extra` and
    `extra_single` what a word left over costs, and if just one side is a single word;
    `longer_joined` by how many letters joined words may exceed the longest word of the other side.
    """

    is_person: bool
    primary: float
    token: float
    ngram: float
    phonetic: float
    likely: float
    conflict: float
    extra: float
    extra_single: float
    extra_number: float
    contradiction: float
    opposed: float
    other_name_doubt: float
    no_full_pair: float
    reordered: float
    patronymic_omitted: float
    patronymic_conflict: float
    series: float
    another_of_series: float
    most_joined: int
    longer_joined: int


@lru_cache(maxsize=2)
def rules_of(*, is_person: bool) -> Rules:
    """The constants for list entries that are persons, or others."""
    return Rules(
        is_person=is_person,
        primary=classic.PRIMARY_WEIGHT,
        token=classic.TOKEN_WEIGHT,
        ngram=classic.NGRAM_WEIGHT,
        phonetic=classic.PHONETIC_WEIGHT,
        likely=aligned.LIKELY,
        conflict=aligned.CONFLICT,
        extra=aligned.EXTRA_PERSON if is_person else aligned.EXTRA_OTHER,
        extra_single=aligned.EXTRA_SINGLE if is_person else aligned.EXTRA_OTHER,
        extra_number=aligned.EXTRA_NUMBER,
        contradiction=aligned.CONTRADICTION,
        opposed=aligned.OPPOSED,
        other_name_doubt=aligned.OTHER_NAME_DOUBT,
        no_full_pair=aligned.NO_FULL_PAIR,
        reordered=aligned.REORDERED,
        patronymic_omitted=aligned.PATRONYMIC_OMITTED,
        patronymic_conflict=aligned.PATRONYMIC_CONFLICT,
        series=aligned.SERIES,
        another_of_series=aligned.ANOTHER_OF_SERIES,
        most_joined=aligned.MOST_JOINED,
        longer_joined=aligned.LONGER_JOINED,
    )


Table = npt.NDArray[np.bool_]
_BYTES: Final = 256


class WordRules(NamedTuple):
    """What decides how alike two words of one kind of entry are, under its names there and in
    `tokens.py`; the tables are by the code of a letter.

    `alike` are pairs of letters that ears and romanisations mistake, `mute` letters that come and
    go; `same` writes letters as one that Arabic writes alike.
    """

    least_letters: int
    most_changed: float
    ending: int
    long: int
    letter_loss: float
    sound: float
    consonants: float
    other_name: float
    short: int
    swapped: float
    female: float
    slight: float
    first: float
    vowels: Table
    mute: Table
    alike: Table
    same: npt.NDArray[np.uint8]


@lru_cache(maxsize=2)
def word_rules_of(*, is_person: bool) -> WordRules:
    """The rules for words of persons, or of others."""
    alike = np.zeros((_BYTES, _BYTES), dtype=np.bool_)
    for one, other in map(sorted, tokens.ALIKE):
        alike[ord(one), ord(other)] = alike[ord(other), ord(one)] = True
    same = [ord(chr(code).translate(tokens.SAME_CONSONANT)) for code in range(_BYTES)]
    return WordRules(
        least_letters=tokens.least_letters(is_person=is_person),
        most_changed=aligned.MOST_CHANGED,
        ending=aligned.ENDING,
        long=aligned.LONG,
        letter_loss=aligned.LETTER_LOSS,
        sound=aligned.SOUND,
        consonants=aligned.CONSONANTS,
        other_name=aligned.OTHER_NAME,
        short=tokens.SHORT,
        swapped=tokens.SWAPPED,
        female=tokens.FEMALE,
        slight=tokens.SLIGHT,
        first=tokens.FIRST,
        vowels=_letters(tokens.VOWELS),
        mute=_letters(tokens.MUTE),
        alike=alike,
        same=np.array(same, dtype=np.uint8),
    )


def _letters(letters: Iterable[str]) -> Table:
    table = np.zeros(_BYTES, dtype=np.bool_)
    table[list(map(ord, letters))] = True
    return table


def kind_of(reason: TokenReason) -> int:
    """What a reason of likeness does to a score beside its value."""
    if reason is TokenReason.INITIAL:
        return INITIAL
    return OTHER_NAME if reason is TokenReason.OTHER_NAME else PLAIN

"""The record of a form: four 64-bit words that bound its score from above.

word 0: length, distinct bigrams, distinct tokens, distinct Soundex codes (16 bits each)
word 1: the first four characters (one byte each, the first lowest; 0xFF where there is none)
word 2: bigram signature, one of 64 bits a bigram
word 3: letter signature, two bits for each of 32 letter classes: occurs at all, occurs twice

A signature bit that only one side has proves a bigram (or a letter) that cannot be shared, so
``shared <= own - popcount(own & ~other)`` for both sides; Dice and Jaro grow with what is shared.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]

ALPHABET = " abcdefghijklmnopqrstuvwxyz0123456789"
SYMBOLS = len(ALPHABET)
BIGRAMS = SYMBOLS * SYMBOLS + SYMBOLS  # the last ones: strings of one letter
LETTER_CLASSES = 32
PREFIX = 4
LONGEST = 60_000  # characters of a form that the 16-bit counts can hold
QUERY_ABSENT = 0xFE  # differs from the list's 0xFF: an absent character is no common one

SYMBOL_OF = np.zeros(256, dtype=np.uint8)
SYMBOL_OF[np.frombuffer(ALPHABET.encode(), dtype=np.uint8)] = np.arange(SYMBOLS)
_SYMBOL = {char: number for number, char in enumerate(ALPHABET)}
_FEW = 4_000  # words at a time, so that their tables of letter counts stay in the fast memory
_CHUNK = 100_000  # forms at a time, so that the tables of letter counts stay small


def _bit(bigram: int) -> int:
    """The signature bit of a bigram number: a multiplicative hash to 6 bits."""
    return ((bigram * 0x9E3779B1) & 0xFFFFFFFF) >> 26


BIT_OF_BIGRAM = np.array([_bit(number) for number in range(BIGRAMS)], dtype=np.uint64)


def _letter_class(symbol: int) -> int:
    return symbol if symbol < 27 else 27 + (symbol - 27) % 5


_LETTER_BIT = {char: 1 << 2 * _letter_class(number) for char, number in _SYMBOL.items()}
CLASS_OF_SYMBOL = np.array([_letter_class(number) for number in range(SYMBOLS)], dtype=np.int64)


def bigram_number(first: str, second: str = "") -> int:
    """The number of a pair of characters, or of a one-letter string."""
    if not second:
        return SYMBOLS * SYMBOLS + _SYMBOL[first]
    return _SYMBOL[first] * SYMBOLS + _SYMBOL[second]


def as_array(values: Sequence[float], dtype: type[np.generic]) -> npt.NDArray[Any]:
    """A long list as an array, in steps that let other threads run between them."""
    array = np.empty(len(values), dtype=dtype)
    for first in range(0, len(values), _CHUNK):
        array[first : first + _CHUNK] = values[first : first + _CHUNK]
    return array


def distinct(keys: I64) -> I64:
    """The rising distinct keys, by sorting: `np.unique` hashes, which is slower for millions."""
    rising = np.sort(keys)
    is_first = np.ones(len(rising), dtype=np.bool_)
    is_first[1:] = rising[1:] != rising[:-1]
    return rising[is_first]


def query_record(text: str, bigrams: Set[str]) -> tuple[int, int, int]:
    """(prefix, bigram signature, letter signature) of a subject's form."""
    prefix = 0
    for at in range(PREFIX):
        byte = ord(text[at]) if at < len(text) else QUERY_ABSENT
        prefix |= byte << (8 * at)
    signature = 0
    for pair in bigrams:
        signature |= 1 << _bit(bigram_number(*pair))
    return prefix, signature, letter_signature(text)


def letter_signature(text: str) -> int:
    """Which letter classes a text has, and which of them twice."""
    once = twice = 0
    for char in text:
        bit = _LETTER_BIT[char]
        twice |= once & bit
        once |= bit
    return once | twice << 1


def list_records(text: U8, starts: I64, tokens: I64, codes: I64) -> U64:
    """The records of all forms.

    Args:
        text: the ASCII characters of all forms, one after the other.
        starts: where each form starts, and the end of the last; shape (forms + 1).
        tokens, codes: distinct tokens and Soundex codes of each form.
    Returns: shape (forms, 4).
    """
    forms = len(starts) - 1
    records = np.zeros((forms, 4), dtype=np.uint64)
    for first in range(0, forms, _CHUNK):
        last = min(first + _CHUNK, forms)
        part = starts[first : last + 1]
        symbols = SYMBOL_OF[text[part[0] : part[-1]]]
        offsets = part - part[0]
        _fill(records[first:last], symbols, offsets)
        _fill_prefix(records[first:last], text[part[0] : part[-1]], offsets)
    records[:, 0] |= tokens.astype(np.uint64) << np.uint64(32)
    records[:, 0] |= codes.astype(np.uint64) << np.uint64(48)
    return records


def _fill(records: U64, symbols: U8, offsets: I64) -> None:
    """Lengths, bigram counts and both signatures."""
    forms = len(offsets) - 1
    lengths = np.diff(offsets)
    owner = np.repeat(np.arange(forms), lengths)
    numbers = symbols[:-1].astype(np.int64) * SYMBOLS + symbols[1:]
    inside = owner[:-1] == owner[1:]
    single = np.flatnonzero(lengths == 1)
    keys = np.concatenate(
        (
            owner[:-1][inside] * BIGRAMS + numbers[inside],
            single * BIGRAMS + SYMBOLS * SYMBOLS + symbols[offsets[single]],
        )
    )
    keys = distinct(keys)
    owners, numbers = np.divmod(keys, BIGRAMS)
    counts = np.bincount(owners, minlength=forms)
    firsts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    bits = np.uint64(1) << BIT_OF_BIGRAM[numbers]
    records[:, 0] = lengths.astype(np.uint64) | (counts.astype(np.uint64) << np.uint64(16))
    records[:, 2] = np.bitwise_or.reduceat(bits, firsts)
    records[:, 3] = _letters(symbols, owner, forms)


def letter_signatures(text: U8, starts: I64) -> U64:
    """The letter signatures (see the module) of all words; see `list_records`."""
    words = len(starts) - 1
    found = np.zeros(words, dtype=np.uint64)
    for first in range(0, words, _FEW):
        part = starts[first : first + _FEW + 1]
        owner = np.repeat(np.arange(len(part) - 1), np.diff(part))
        symbols = SYMBOL_OF[text[part[0] : part[-1]]]
        found[first : first + _FEW] = _letters(symbols, owner, len(part) - 1)
    return found


def _letters(symbols: U8, owner: I64, count: int) -> U64:
    """The letter signatures of `count` texts, of the symbols of each."""
    classes = owner * LETTER_CLASSES + CLASS_OF_SYMBOL[symbols]
    times = np.bincount(classes, minlength=count * LETTER_CLASSES).reshape(count, LETTER_CLASSES)
    shifts = np.arange(LETTER_CLASSES, dtype=np.uint64) * np.uint64(2)
    once = (times > 0).astype(np.uint64) << shifts
    twice = (times > 1).astype(np.uint64) << (shifts + np.uint64(1))
    found: U64 = np.bitwise_or.reduce(once | twice, axis=1)
    return found


def _fill_prefix(records: U64, text: U8, offsets: I64) -> None:
    for at in range(PREFIX):
        here = offsets[:-1] + at
        there = here < offsets[1:]
        column = np.full(len(here), 0xFF, dtype=np.uint64)
        column[there] = text[here[there]]
        records[:, 1] |= column << np.uint64(8 * at)

"""Words with few changed letters, as a compiled loop over the vocabulary.

Imported only by `kernels.warm_up`. Run as plain Python (NUMBA_DISABLE_JIT) it is the same code.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.matching.aligned_compiling import inner
from app.matching.aligned_rules import WordRules
from app.matching.aligned_views import I32, I64, U8, Word, Words
from app.matching.jitted import count_bits
from app.matching.records import SYMBOL_OF, SYMBOLS

U64 = npt.NDArray[np.uint64]

SYMBOL = SYMBOL_OF.astype(np.int64)
MOST_LETTERS = 63  # of the word that is asked for: a bit each, and one for the carry
_BLOCK = 32
_ZERO, _ONE = np.uint64(0), np.uint64(1)


def _distance(masks: U64, size: int, listed: U8, most: int) -> int:
    """The OSA distance of a word of `size` letters, given as bits a letter, and a listed one;
    more than `most` as soon as it must be."""
    full = (_ONE << np.uint64(size)) - _ONE
    last = _ONE << np.uint64(size - 1)
    plus, minus, diagonal, before = full, _ZERO, _ZERO, _ZERO
    distance = size
    for at in range(len(listed)):
        mask = masks[SYMBOL[listed[at]]]
        swapped = ((~diagonal & mask) << _ONE) & before
        diagonal = ((((mask & plus) + plus) ^ plus) | mask | minus | swapped) & full
        rising = minus | (~(diagonal | plus) & full)
        falling = diagonal & plus
        if rising & last:
            distance += 1
        elif falling & last:
            distance -= 1
        if distance - (len(listed) - at - 1) > most:
            return most + 1
        rising = ((rising << _ONE) | _ONE) & full
        falling = (falling << _ONE) & full
        plus = falling | (~(diagonal | rising) & full)
        minus = rising & diagonal
        before = mask
    return distance


distance_of = inner(_distance)


def _same_length(text_starts: I64, word: int, end: int) -> int:
    """Where the words of the length of this one end."""
    size = text_starts[word + 1] - text_starts[word]
    low, high = word + 1, end
    while low < high:
        middle = (low + high) // 2
        if text_starts[middle + 1] - text_starts[middle] == size:
            low = middle + 1
        else:
            high = middle
    return low


same_length = inner(_same_length)


def _letter_bits(text: U8) -> U64:
    """Per symbol the places of a word of at most MOST_LETTERS as bits."""
    masks = np.zeros(SYMBOLS, dtype=np.uint64)
    for at in range(len(text)):
        masks[SYMBOL[text[at]]] |= _ONE << np.uint64(at)
    return masks


letter_bits = inner(_letter_bits)


def _changed(own: np.uint64, theirs: np.uint64) -> int:
    """At least so many letters have changed between words of these signatures."""
    least: int = max(count_bits(own & ~theirs), count_bits(theirs & ~own))
    return least


changed = inner(_changed)


def _few_changed(
    letters: U64, first: int, end: int, signature: np.uint64, most: int, found: I32, count: int
) -> int:
    """Add the words from `first` to `end` in which no more than `most` letters must have changed
    to the first `count` of `found`; how many these are then.

    In most blocks there are none, and to count them the compiler takes eight words at a time.
    """
    for start in range(first, end, _BLOCK):
        block = letters[start : min(start + _BLOCK, end)]
        few = 0
        for at in range(len(block)):
            few += changed(signature, block[at]) <= most
        if few == 0:
            continue
        for at in range(len(block)):
            if changed(signature, block[at]) <= most:
                found[count] = start + at
                count += 1
    return count


few_changed = inner(_few_changed)


def _near_words(listed: Words, asked: Word, masks: U64, rules: WordRules) -> I32:
    """See `aligned_words.near_words`; `masks` are the letter bits of the word."""
    text_starts, signature, own = listed.text_starts, asked.signature, len(asked.text)
    first_word, end_word = asked.span
    found = np.empty(end_word - first_word, dtype=np.int32)
    count = 0
    word = first_word
    while word < end_word:
        size = text_starts[word + 1] - text_starts[word]
        end = same_length(text_starts, word, end_word)
        longest = max(own, size)
        most = int(rules.most_changed * longest)
        if longest < rules.long:
            most = min(most, 1)
        passed = few_changed(listed.letters, word, end, signature, most, found, count)
        for row in range(count, passed):
            start = text_starts[found[row]]
            text = listed.characters[start : start + size]
            if distance_of(masks, own, text, most) <= most:
                found[count] = found[row]
                count += 1
        word = end
    return found[:count]


near_words = inner(_near_words)

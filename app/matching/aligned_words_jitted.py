"""Words with few changed letters, as a compiled loop over the vocabulary.

Imported only by `kernels.warm_up`. Run as plain Python (NUMBA_DISABLE_JIT) it is the same code.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.matching.aligned_compiling import entry, inner
from app.matching.aligned_views import I32, I64, U8
from app.matching.jitted import count_bits
from app.matching.records import SYMBOL_OF, SYMBOLS

U64 = npt.NDArray[np.uint64]

SYMBOL = SYMBOL_OF.astype(np.int64)
MOST_LETTERS = 63  # of the word that is asked for: a bit each, and one for the carry
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


def _near_words(
    characters: U8, text_starts: I64, letters: U64, span: tuple[int, int], text: U8,
    signature: np.uint64, share: float, long: int,
) -> I32:  # fmt: skip
    """See `aligned_words.near_words`."""
    masks = np.zeros(SYMBOLS, dtype=np.uint64)
    for at in range(len(text)):
        masks[SYMBOL[text[at]]] |= _ONE << np.uint64(at)
    found = np.empty(span[1] - span[0], dtype=np.int32)
    count = 0
    word = span[0]
    while word < span[1]:
        size = text_starts[word + 1] - text_starts[word]
        end = same_length(text_starts, word, span[1])
        longest = max(len(text), size)
        most = int(share * longest)
        if longest < long:
            most = min(most, 1)
        first = count  # two loops, because the compiler takes eight words at a time in this one
        for place in range(word, end):
            theirs = letters[place]
            changed = max(count_bits(signature & ~theirs), count_bits(theirs & ~signature))
            found[count] = place
            count += changed <= most
        passed = count
        count = first
        for row in range(first, passed):
            start = text_starts[found[row]]
            listed = characters[start : start + size]
            if distance_of(masks, len(text), listed, most) <= most:
                found[count] = found[row]
                count += 1
        word = end
    return found[:count].copy()


near_words = entry(_near_words)

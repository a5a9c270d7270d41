"""Words paired one to one as compiled loops: the pairs of `aligned.py`, in its order.

Imported only by `kernels.warm_up`. Run as plain Python (NUMBA_DISABLE_JIT) it is the same code.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.matching.aligned_compiling import inner
from app.matching.aligned_rules import INITIAL, Rules
from app.matching.aligned_views import F64, I32, I64, U8, Asked, Listed
from app.matching.records import BIGRAMS

SINGLE, OWN_JOIN, OWN_SPELLED, LISTED_JOIN, LISTED_SPELLED = range(5)
_NONE = -1


class Work(NamedTuple):
    """Buffers of a search. Pairs: how alike, their order among equals, and (first and end word of
    the subject, of the form, kind). Which words are `taken`; of the form's words their row in the
    table of like words, weight, flags and opposites. The bigrams of the subject and the last form
    that each was `seen` in."""

    alike: F64
    ranks: I64
    spans: I32
    own_taken: npt.NDArray[np.bool_]
    taken: npt.NDArray[np.bool_]
    rows: I64
    weights: F64
    flags: U8
    opposites: I32
    chosen: I64
    asked: U8
    seen: I64


def _place(rows: I32, word: int) -> int:
    """Where a word stands in the rising rows, -1 if it does not."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        if rows[middle] < word:
            low = middle + 1
        else:
            high = middle
    return low if low < len(rows) and rows[low] == word else _NONE


place = inner(_place)


def _first_join(joins: I32, form: int) -> int:
    """The first of the joins of a form or of a later one."""
    low, high = 0, len(joins)
    while low < high:
        middle = (low + high) // 2
        if joins[middle, 0] < form:
            low = middle + 1
        else:
            high = middle
    return low


first_join = inner(_first_join)


def _make_work(asked: Asked, most_words: int) -> Work:
    """Buffers for forms of at most so many words."""
    own = len(asked.weights)
    size = (own + len(asked.wholes)) * most_words + len(asked.joins)
    table = np.zeros(BIGRAMS, dtype=np.uint8)
    for at in range(len(asked.pairs)):
        table[asked.pairs[at]] = 1
    return Work(
        np.empty(size, dtype=np.float64),
        np.empty(size, dtype=np.int64),
        np.empty((size, 5), dtype=np.int32),
        np.zeros(own, dtype=np.bool_),
        np.zeros(most_words, dtype=np.bool_),
        np.empty(most_words, dtype=np.int64),
        np.empty(most_words, dtype=np.float64),
        np.empty(most_words, dtype=np.uint8),
        np.empty(most_words, dtype=np.int32),
        np.empty(own, dtype=np.int64),
        table,
        np.full(BIGRAMS, _NONE, dtype=np.int64),
    )


make_work = inner(_make_work)


def _add(
    work: Work, count: int, alike: float, kind: int, own: tuple[int, int],
    listed: tuple[int, int], origin: int,
) -> int:  # fmt: skip
    """Note a pair of words (first, words); among equally alike ones the rank decides, as the
    order of `aligned._assign` does."""
    away = own[0] - listed[0]
    later = away < 0 if origin in {OWN_SPELLED, LISTED_JOIN} else away > 0
    # As plain Python, a number of an array would keep its 32 bits.
    first, size = int(min(own[0], listed[0])), int(own[1] + listed[1])
    rank = (int(abs(away)) << 40) | (first << 20) | (size << 8)
    work.alike[count] = alike
    work.ranks[count] = rank | (origin << 1) | int(later)
    work.spans[count, 0] = own[0]
    work.spans[count, 1] = own[0] + own[1]
    work.spans[count, 2] = listed[0]
    work.spans[count, 3] = listed[0] + listed[1]
    work.spans[count, 4] = kind
    return count + 1


add = inner(_add)


def _letters(listed: Listed, word: int) -> int:
    return int(listed.text_starts[word + 1] - listed.text_starts[word])


letters = inner(_letters)


def _all_pairs(
    form: int, listed: Listed, asked: Asked, rows: I32, sims: F64, kinds: U8, rules: Rules,
    work: Work,
) -> int:  # fmt: skip
    """All pairs of words that are alike, and of neighbours that make a word; how many."""
    start = listed.starts[form]
    words = listed.words[start : listed.starts[form + 1]]
    count = longest = 0
    for at in range(len(words)):
        longest = max(longest, letters(listed, words[at]))
        row = place(rows, words[at])
        if row < 0:
            continue
        for own in range(len(asked.weights)):
            if sims[row, own] > 0.0:
                count = add(work, count, sims[row, own], kinds[row, own], (own, 1), (at, 1), SINGLE)
    for row in range(len(asked.wholes)):
        first, size, word, long, kind = asked.wholes[row]
        if kind != INITIAL and long > longest + rules.longer_joined:
            continue
        origin = OWN_SPELLED if kind == INITIAL else OWN_JOIN
        for at in range(len(words)):
            if words[at] == word:
                count = add(
                    work, count, asked.whole_alike[row], kind, (first, size), (at, 1), origin
                )
    row = first_join(asked.joins, form)
    while row < len(asked.joins) and asked.joins[row, 0] == form:
        _, position, size, own, kind = asked.joins[row]
        long = 0
        for at in range(position, position + size):
            long += letters(listed, listed.words[at])
        if kind == INITIAL or long <= asked.longest + rules.longer_joined:
            origin = LISTED_SPELLED if kind == INITIAL else LISTED_JOIN
            count = add(
                work, count, asked.join_alike[row], kind, (own, 1), (position - start, size), origin
            )
        row += 1
    return count


all_pairs = inner(_all_pairs)


def _is_free(work: Work, pair: int) -> bool:
    for at in range(work.spans[pair, 0], work.spans[pair, 1]):
        if work.own_taken[at]:
            return False
    for at in range(work.spans[pair, 2], work.spans[pair, 3]):  # noqa: SIM110 - for the compiler
        if work.taken[at]:
            return False
    return True


is_free = inner(_is_free)


def _choose(work: Work, count: int, size: int) -> int:
    """Take pairs one to one, the most alike first; how many, in `work.chosen`."""
    work.own_taken[:] = False
    work.taken[:size] = False
    chosen = 0
    while True:
        best = _NONE
        for pair in range(count):
            if best != _NONE and (
                work.alike[pair] < work.alike[best]
                or (work.alike[pair] == work.alike[best] and work.ranks[pair] > work.ranks[best])
            ):
                continue
            if is_free(work, pair):
                best = pair
        if best == _NONE:
            return chosen
        work.own_taken[work.spans[best, 0] : work.spans[best, 1]] = True
        work.taken[work.spans[best, 2] : work.spans[best, 3]] = True
        work.chosen[chosen] = best
        chosen += 1


choose = inner(_choose)

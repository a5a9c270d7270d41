"""The bound of the aligned profile as compiled loops; see aligned_search.py for what it rests on.

Imported only by `kernels.warm_up`. Run as plain Python (NUMBA_DISABLE_JIT) it is the same code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U32 = npt.NDArray[np.uint32]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_compiled: Callable[[Callable[..., Any]], Callable[..., Any]] = numba.njit(nogil=True, cache=True)

_ONE = np.uint32(1)
JOINED = np.uint32(1 << 31)  # marks forms in which neighbours make a word of the query
SLACK = 1e-9


def _place(rows: I32, word: int) -> int:
    """Where a word stands in the rising rows, -1 if it does not."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        if rows[middle] < word:
            low = middle + 1
        else:
            high = middle
    return low if low < len(rows) and rows[low] == word else -1


place = _compiled(_place)


def _touch(
    word_starts: I64, postings: I32, words: I32, weights: F64, rows: I32, masks: U32,
    joins: I32, join_tokens: I64, seen: U32, listed: F64,
) -> I32:  # fmt: skip
    """Mark for every form the words of the query that it has something like of (`seen`) and the
    weight of its own words that are like one (`listed`); return the forms, each once."""
    size = len(joins)
    for row in range(len(rows)):
        size += word_starts[rows[row] + 1] - word_starts[rows[row]]
    touched = np.empty(size, dtype=np.int32)
    count = 0
    for row in range(len(rows)):
        word = rows[row]
        weight, mask = weights[word], masks[row]
        for at in range(word_starts[word], word_starts[word + 1]):
            form = postings[at]
            if seen[form] == 0:
                touched[count] = form
                count += 1
            seen[form] |= mask
            listed[form] += weight
    for row in range(len(joins)):
        form = joins[row, 0]
        if seen[form] == 0:
            touched[count] = form
            count += 1
        seen[form] |= JOINED | (_ONE << np.uint32(join_tokens[row]))
        for at in range(joins[row, 1], joins[row, 1] + joins[row, 2]):
            listed[form] += weights[words[at]]
    return touched[:count]


touch = _compiled(_touch)


def _factor(matched: float, conflict: float, contradiction: float) -> float:
    return 1.0 - contradiction * conflict / (matched + conflict)


factor = _compiled(_factor)


def _rough(
    matched: float, left: float, left_listed: float, hits: int, sizes: tuple[int, int],
    most_joined: int, constants: F64, rate: float,
) -> float:  # fmt: skip
    """The bound from what is left over alone. `constants`: see `aligned_search.constants`."""
    conflict = min(left, left_listed)
    extra = max(left, left_listed) - conflict
    primary = matched / (matched + constants[3] * conflict + rate * extra)
    token = (hits + min(sizes[1], most_joined * hits)) / (sizes[0] + sizes[1])
    whole = constants[0] * primary + constants[1] * token + constants[2]
    bound: float = whole * factor(matched, conflict, constants[4])
    return bound


rough = _compiled(_rough)


def _close(
    own: I32, rows: I32, sims: F64, weights: F64, least_weights: F64, query: F64, least: F64,
    left_listed: float, needed: float, constants: F64, rate: float, best: F64,
) -> bool:  # fmt: skip
    """Whether a form can still reach `needed`, from how alike each word is to its most alike.

    With the least primary part that is needed as `aim`, each word adds half its weight times
    (alike - aim) or, left over, takes off (rate * aim * its least weight); what conflicts takes
    off more. Together that must not fall below 0.
    """
    count = len(query)
    for at in range(count):
        best[at] = 0.0
    likely = 0
    listed = 0.0
    for at in range(len(own)):
        row = place(rows, own[at])
        if row < 0:
            continue
        most = 0.0
        for token in range(count):
            alike = sims[row, token]
            most = max(most, alike)
            best[token] = max(best[token], alike)
        listed += weights[own[at]]
        likely += most >= constants[5] - SLACK
    left = matched = 0.0
    for at in range(count):
        if best[at] > 0.0:
            matched += query[at]
            likely += best[at] >= constants[5] - SLACK
        else:
            left += least[at]
    matched = (matched + listed) / 2
    conflict = min(left, left_listed)
    whole = needed / factor(matched, conflict, constants[4])
    aim = (whole - constants[1] * likely / (count + len(own)) - constants[2]) / constants[0]
    if aim <= 0.0:
        return True
    share = min(rate, constants[3] / 2) * aim
    rest = -aim * max(0.0, constants[3] - 2 * rate) * conflict
    for at in range(count):
        unpaired = -share * least[at]
        rest += max(query[at] * (best[at] - aim) / 2, unpaired) if best[at] > 0.0 else unpaired
    for at in range(len(own)):
        row = place(rows, own[at])
        most = 0.0
        if row >= 0:
            for token in range(count):
                most = max(most, sims[row, token])
        unpaired = -share * least_weights[own[at]]
        rest += max(weights[own[at]] * (most - aim) / 2, unpaired) if most > 0.0 else unpaired
    reaches: bool = rest >= -SLACK
    return reaches


close = _compiled(_close)


def _candidates(
    word_starts: I64, postings: I32, starts: I32, words: I32, left_weights: F64, weights: F64,
    least_weights: F64, groups: npt.NDArray[np.uint16], wanted: Bools, rows: I32,
    sims: F64, joins: I32, join_tokens: I64, query: F64, least: F64, rates: tuple[float, float],
    constants: F64, most_joined: int, needed: float, seen: U32, listed: F64,
) -> I32:  # fmt: skip
    """The forms of wanted groups whose bound reaches `needed`.

    `rates` what an extra word costs, and if just one side is a single word; `seen` and `listed`
    are zeroed buffers, one number a form, left zeroed.
    """
    count = len(query)
    masks = np.zeros(len(rows), dtype=np.uint32)
    for row in range(len(rows)):
        for token in range(count):
            if sims[row, token] > 0.0:
                masks[row] |= _ONE << np.uint32(token)
    touched = touch(
        word_starts, postings, words, weights, rows, masks, joins, join_tokens, seen, listed
    )
    found = np.empty(len(touched), dtype=np.int32)
    best = np.empty(count, dtype=np.float64)
    kept = 0
    for at in range(len(touched)):
        form = touched[at]
        mask, own = seen[form], listed[form]
        seen[form] = 0
        listed[form] = 0.0
        if not wanted[groups[form]]:
            continue
        matched = left = 0.0
        hits = 0
        for token in range(count):
            if (mask >> np.uint32(token)) & _ONE:
                matched += query[token]
                hits += 1
            else:
                left += least[token]
        size = starts[form + 1] - starts[form]
        rate = rates[1] if (size == 1) != (count == 1) else rates[0]
        left_listed = max(left_weights[form] - own, 0.0)
        bound = rough(
            (matched + own) / 2, left, left_listed, hits, (count, size), most_joined, constants,
            rate,
        )  # fmt: skip
        if bound < needed:
            continue
        if mask & JOINED == 0 and not close(
            words[starts[form] : starts[form + 1]], rows, sims, weights,
            least_weights, query, least, left_listed, needed, constants, rate, best,
        ):  # fmt: skip
            continue
        found[kept] = form
        kept += 1
    return found[:kept].copy()


candidates = _compiled(_candidates)

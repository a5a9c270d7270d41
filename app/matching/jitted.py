"""The search compiled with numba: same names and scores as the NumPy path, without the GIL.

Only `kernels.py` imports this module, because importing numba takes half a second and compiling
takes seconds. Compiled code is cached on disk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from app.matching.classic import (
    NGRAM_WEIGHT,
    PHONETIC_WEIGHT,
    PRIMARY_WEIGHT,
    SLACK,
    TOKEN_WEIGHT,
)
from app.matching.numpy_path import ROUNDING
from app.matching.records import BIGRAMS, SYMBOL_OF, SYMBOLS

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]

_compiled: Callable[[Callable[..., Any]], Callable[..., Any]] = numba.njit(nogil=True, cache=True)

WORD_BITS = 64
SYMBOL = SYMBOL_OF.astype(np.int64)
_ODD, _PAIRS, _NIBBLES, _ONES = (
    np.uint64(0x5555555555555555),
    np.uint64(0x3333333333333333),
    np.uint64(0x0F0F0F0F0F0F0F0F),
    np.uint64(0x0101010101010101),
)
_1, _2, _4, _8, _16, _32, _48, _56 = (np.uint64(bit) for bit in (1, 2, 4, 8, 16, 32, 48, 56))
_LOW = np.uint64(0xFFFF)
_BYTE = np.uint64(0xFF)
_NONE = np.uint64(0)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


def _count_bits(word: np.uint64) -> np.int64:
    """Bits that are set; in this writing the compiler takes it for one instruction."""
    word = word - ((word >> _1) & _ODD)
    word = (word & _PAIRS) + ((word >> _2) & _PAIRS)
    word = (word + (word >> _4)) & _NIBBLES
    return np.int64((word * _ONES) >> _56)


count_bits = _compiled(_count_bits)


def _primary_bound(
    own: int, theirs: int, missing_own: int, missing_theirs: int, differing: np.uint64
) -> float:
    """At most this Jaro-Winkler: lengths, letters only on one side, XOR of the prefixes."""
    shared = min(own - missing_own, theirs - missing_theirs)
    if shared <= 0:
        return 0.0
    jaro = (shared / own + shared / theirs + 1.0) / 3.0
    if jaro > 0.7:
        prefix = 0
        while prefix < 4 and (differing & _BYTE) == _NONE:
            prefix += 1
            differing = differing >> _8
        jaro += prefix * 0.1 * (1.0 - jaro)
    return jaro


primary_bound = _compiled(_primary_bound)


def _letter_masks(query: U8) -> U64:
    """Per symbol the positions in the query as bits; only for queries of at most 64 letters."""
    masks = np.zeros(SYMBOLS, dtype=np.uint64)
    if len(query) <= WORD_BITS:
        bit = _1
        for at in range(len(query)):
            masks[SYMBOL[query[at]]] |= bit
            bit = bit << _1
    return masks


letter_masks = _compiled(_letter_masks)


def _match_by_bits(query: U8, listed: U8, masks: U64, reach: int, common: U8) -> tuple[int, int]:
    """(matched letters, transposed ones) of Jaro; `common` is a buffer for the listed letters."""
    free = _ALL
    matched = 0
    for at in range(min(len(listed), len(query) + reach)):
        window = _ALL
        if at > reach:
            window = _ALL << np.uint64(at - reach)
        if at + reach + 1 < WORD_BITS:
            window &= (_1 << np.uint64(at + reach + 1)) - _1
        found = masks[SYMBOL[listed[at]]] & free & window
        if found != _NONE:
            free &= ~(found & (~found + _1))
            common[matched] = listed[at]
            matched += 1
    differing = 0
    place = 0
    for at in range(len(query)):
        if ((free >> np.uint64(at)) & _1) == _NONE:
            differing += query[at] != common[place]
            place += 1
    return matched, differing // 2


match_by_bits = _compiled(_match_by_bits)


def _match_by_flags(query: U8, listed: U8, reach: int, common: U8) -> tuple[int, int]:
    """As `match_by_bits`, for a query of any length."""
    used = np.zeros(len(query), dtype=np.bool_)
    matched = 0
    for at in range(len(listed)):
        for place in range(max(0, at - reach), min(len(query), at + reach + 1)):
            if not used[place] and query[place] == listed[at]:
                used[place] = True
                common[matched] = listed[at]
                matched += 1
                break
    differing = 0
    place = 0
    for at in range(len(query)):
        if used[at]:
            differing += query[at] != common[place]
            place += 1
    return matched, differing // 2


match_by_flags = _compiled(_match_by_flags)


def _jaro_winkler(query: U8, listed: U8, masks: U64, common: U8) -> float:
    """Jaro-Winkler as rapidfuzz computes it, operation by operation."""
    own, theirs = len(query), len(listed)
    if own == 1 and theirs == 1:
        return 1.0 if query[0] == listed[0] else 0.0
    reach = max(own, theirs) // 2 - 1
    if own <= WORD_BITS:
        matched, transposed = match_by_bits(query, listed, masks, reach, common)
    else:
        matched, transposed = match_by_flags(query, listed, reach, common)
    if matched == 0:
        return 0.0
    jaro: float = (matched / own + matched / theirs + (matched - transposed) / matched) / 3.0
    if jaro > 0.7:
        prefix = 0
        while prefix < min(4, own, theirs) and query[prefix] == listed[prefix]:
            prefix += 1
        jaro += prefix * 0.1 * (1.0 - jaro)
    return jaro


jaro_winkler = _compiled(_jaro_winkler)


def _shared_bigrams(listed: U8, of_query: U8, seen: I32, mark: int) -> np.int64:
    """How many distinct bigrams of a listed form the query has; `seen` keeps the last mark."""
    if len(listed) == 1:
        return np.int64(of_query[SYMBOLS * SYMBOLS + SYMBOL[listed[0]]])
    shared = np.int64(0)
    first = SYMBOL[listed[0]]
    for at in range(1, len(listed)):
        second = SYMBOL[listed[at]]
        number = first * SYMBOLS + second
        if of_query[number] and seen[number] != mark:
            seen[number] = mark
            shared += 1
        first = second
    return shared


shared_bigrams = _compiled(_shared_bigrams)


def _bigram_table(query: U8) -> U8:
    table = np.zeros(BIGRAMS, dtype=np.uint8)
    if len(query) == 1:
        table[SYMBOLS * SYMBOLS + SYMBOL[query[0]]] = 1
    for at in range(1, len(query)):
        table[SYMBOL[query[at - 1]] * SYMBOLS + SYMBOL[query[at]]] = 1
    return table


bigram_table = _compiled(_bigram_table)


def _gather(
    token_postings: I32, code_postings: I32, token_spans: I64, code_spans: I64, shared: U32
) -> I32:
    """Count shared codes (low half of `shared`) and tokens (high half) of each form; return the
    forms that share a code, each once."""
    size = 0
    for row in range(len(code_spans)):
        size += code_spans[row, 1] - code_spans[row, 0]
    touched = np.empty(size, dtype=np.int32)
    count = 0
    for row in range(len(code_spans)):
        for at in range(code_spans[row, 0], code_spans[row, 1]):
            form = code_postings[at]
            if shared[form] == 0:
                touched[count] = form
                count += 1
            shared[form] += np.uint32(1)
    for row in range(len(token_spans)):
        for at in range(token_spans[row, 0], token_spans[row, 1]):
            shared[token_postings[at]] += np.uint32(1 << 16)
    return touched[:count]


gather = _compiled(_gather)


def _known_parts(
    record: U64, shared: np.uint32, numbers: I64, signature: np.uint64
) -> tuple[float, float, int, float]:
    """(token part, phonetic part, bigrams of both sides, most that all but primary can add)."""
    word = record[0]
    pairs = np.int64((word >> _16) & _LOW)
    tokens = 2.0 * (shared >> 16) / (numbers[2] + np.int64((word >> _32) & _LOW))
    codes = 2.0 * (shared & 0xFFFF) / (numbers[3] + np.int64(word >> _48))
    theirs = record[2]
    most = min(
        numbers[1] - count_bits(signature & ~theirs), pairs - count_bits(theirs & ~signature)
    )
    known = TOKEN_WEIGHT * tokens + PHONETIC_WEIGHT * codes
    rest = known + NGRAM_WEIGHT * (2.0 * most / (numbers[1] + pairs))
    return tokens, codes, numbers[1] + pairs, rest


known_parts = _compiled(_known_parts)


def _find_form(
    text: U8, starts: U32, records: U64, groups: npt.NDArray[np.uint16],
    token_postings: I32, code_postings: I32,
    query: U8, numbers: I64, words: U64, token_spans: I64, code_spans: I64,
    floor: float, allowed: npt.NDArray[np.bool_], scan: bool, shared: U32,
) -> tuple[I32, F64, F64]:  # fmt: skip
    """See `numpy_path.find_form`; `shared` is a zeroed buffer, one number a form, left zeroed."""
    touched = gather(token_postings, code_postings, token_spans, code_spans, shared)
    count = len(groups) if scan else len(touched)
    forms = np.empty(count, dtype=np.int32)
    scores = np.empty(count, dtype=np.float64)
    parts = np.empty((count, 4), dtype=np.float64)
    found = 0
    needed = floor - SLACK - ROUNDING
    masks = letter_masks(query)
    of_query = bigram_table(query)
    seen = np.full(BIGRAMS, -1, dtype=np.int32)
    common = np.empty(len(query), dtype=np.uint8)
    for at in range(count):
        form = at if scan else touched[at]
        tokens, codes, pairs, rest = known_parts(records[form], shared[form], numbers, words[1])
        if rest + PRIMARY_WEIGHT < needed or not allowed[groups[form]]:
            continue
        length = np.int64(records[form, 0] & _LOW)
        theirs = records[form, 3]
        bound = primary_bound(
            numbers[0], length, count_bits(words[2] & ~theirs), count_bits(theirs & ~words[2]),
            records[form, 1] ^ words[0],
        )  # fmt: skip
        if PRIMARY_WEIGHT * bound + rest < needed:
            continue
        listed = text[starts[form] : starts[form + 1]]
        primary = jaro_winkler(query, listed, masks, common)
        if PRIMARY_WEIGHT * primary + rest < needed:
            continue
        ngram = 2.0 * shared_bigrams(listed, of_query, seen, at) / pairs
        score = (
            PRIMARY_WEIGHT * primary
            + TOKEN_WEIGHT * tokens
            + NGRAM_WEIGHT * ngram
            + PHONETIC_WEIGHT * codes
        )
        if score >= floor - SLACK:
            forms[found] = form
            scores[found] = score
            parts[found, 0] = primary
            parts[found, 1] = tokens
            parts[found, 2] = ngram
            parts[found, 3] = codes
            found += 1
    for at in range(len(touched)):
        shared[touched[at]] = 0
    return forms[:found].copy(), scores[:found].copy(), parts[:found].copy()


find_form = _compiled(_find_form)

"""The search with NumPy and rapidfuzz alone: same names and scores as the compiled kernels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler

from app.matching import classic
from app.matching.query import QueryForm

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ROUNDING = 1e-12  # bounds are computed in another order than scores


@dataclass(frozen=True, slots=True)
class FormArrays:
    """What a search reads, one row a form; postings hold form numbers in rising order.

    `text` ASCII characters with `starts` (forms + 1), `records` (forms, 4; see records.py),
    `groups` the source and entry type of each form.
    """

    text: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.uint32]
    records: npt.NDArray[np.uint64]
    groups: npt.NDArray[np.uint16]
    token_postings: I32
    code_postings: I32


@dataclass(frozen=True, slots=True)
class FoundForms:
    """Forms that reach the floor: their numbers and parts (primary, token, ngram, phonetic)."""

    forms: I32
    scores: F64
    parts: F64


def find_form(
    arrays: FormArrays, query: QueryForm, floor: float, allowed: Bools, *, scan: bool
) -> FoundForms:
    """All forms of allowed groups whose score with the query form reaches the floor.

    Args:
        floor: least score, 0-1.
        allowed: which groups count, indexed by group.
        scan: look at every form; without it only at those that share a Soundex code, which is
            complete for floors of 0.75 and more.
    """
    count = len(arrays.groups)
    shared_codes = _count_shared(arrays.code_postings, query.code_spans, count)
    forms = np.arange(count) if scan else np.flatnonzero(shared_codes)
    forms = forms[allowed[arrays.groups[forms]]]
    shared_tokens = _count_shared(arrays.token_postings, query.token_spans, count)
    counts = arrays.records[forms, 0].view(np.uint16).reshape(-1, 4)
    tokens = 2.0 * shared_tokens[forms] / (query.numbers[2] + counts[:, 2].astype(np.int64))
    codes = 2.0 * shared_codes[forms] / (query.numbers[3] + counts[:, 3].astype(np.int64))
    known = classic.TOKEN_WEIGHT * tokens + classic.PHONETIC_WEIGHT * codes
    ngram = ngram_bound(arrays, query, forms)
    ceiling = (
        classic.PRIMARY_WEIGHT * primary_bound(arrays, query, forms)
        + classic.NGRAM_WEIGHT * ngram
        + known
    )
    needed = floor - classic.SLACK - ROUNDING
    kept = np.flatnonzero(ceiling >= needed)
    rest = known[kept] + classic.NGRAM_WEIGHT * ngram[kept]
    return _score(
        arrays, query, floor, forms[kept], (needed - rest) / classic.PRIMARY_WEIGHT,
        tokens[kept], codes[kept],
    )  # fmt: skip


def _count_shared(postings: I32, spans: I64, count: int) -> npt.NDArray[np.uint16]:
    shared = np.zeros(count, dtype=np.uint16)
    for start, end in spans:
        shared[postings[start:end]] += 1
    return shared


def ngram_bound(arrays: FormArrays, query: QueryForm, forms: I64) -> F64:
    """An upper bound of the bigram Dice, from the counts and signatures."""
    own = query.numbers[1]
    theirs = (arrays.records[forms, 0] >> np.uint64(16)).astype(np.uint16).astype(np.int64)
    shared = _shared(own, theirs, np.uint64(query.words[1]), arrays.records[forms, 2])
    bound: F64 = 2.0 * shared / (own + theirs)
    return bound


def primary_bound(arrays: FormArrays, query: QueryForm, forms: I64) -> F64:
    """An upper bound of Jaro-Winkler, from lengths, letter signatures and the prefix."""
    own = query.numbers[0]
    theirs = arrays.records[forms, 0].astype(np.uint16).astype(np.int64)
    shared = _shared(own, theirs, np.uint64(query.words[2]), arrays.records[forms, 3])
    jaro = np.where(shared > 0, (shared / own + shared / theirs + 1.0) / 3.0, 0.0)
    differing = arrays.records[forms, 1] ^ np.uint64(query.words[0])
    prefix = np.zeros(len(forms))
    for length in range(1, 5):
        prefix += (differing & np.uint64((1 << (8 * length)) - 1)) == 0
    return np.where(jaro > 0.7, jaro + prefix * 0.1 * (1.0 - jaro), jaro)


def _shared(own: int, theirs: I64, mask: np.uint64, masks: npt.NDArray[np.uint64]) -> I64:
    """At most this many bigrams or letters are shared (see records.py)."""
    ours = own - np.bitwise_count(mask & ~masks).astype(np.int64)
    others = theirs - np.bitwise_count(masks & ~mask).astype(np.int64)
    shared: I64 = np.minimum(ours, others)
    return shared


def _score(
    arrays: FormArrays, query: QueryForm, floor: float, forms: I64, least_primary: F64,
    tokens: F64, codes: F64,
) -> FoundForms:  # fmt: skip
    """Score the forms that may reach the floor, one by one."""
    rows: list[tuple[float, float, float, float]] = []
    scores: list[float] = []
    kept: list[int] = []
    starts = arrays.starts
    places = zip(
        forms.tolist(), starts[forms].tolist(), starts[forms + 1].tolist(),
        least_primary.tolist(), tokens.tolist(), codes.tolist(), strict=True,
    )  # fmt: skip
    for form, start, end, least, token, code in places:
        listed = arrays.text[start:end].tobytes().decode("ascii")
        primary = JaroWinkler.similarity(query.text, listed, prefix_weight=0.1)
        if primary < least:
            continue
        row = (primary, token, classic.dice(query.bigrams, classic.bigrams(listed)), code)
        score = (
            classic.PRIMARY_WEIGHT * row[0]
            + classic.TOKEN_WEIGHT * row[1]
            + classic.NGRAM_WEIGHT * row[2]
            + classic.PHONETIC_WEIGHT * row[3]
        )
        if listed == query.text:
            score, row = 1.0, (1.0, 1.0, 1.0, 1.0)
        if classic.reaches(score, floor):
            kept.append(form)
            scores.append(score)
            rows.append(row)
    return FoundForms(
        np.array(kept, dtype=np.int32),
        np.array(scores, dtype=np.float64),
        np.array(rows, dtype=np.float64).reshape(-1, 4),
    )

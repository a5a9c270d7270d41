"""The search with NumPy and rapidfuzz alone: same names and scores as the compiled kernels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from app.matching import classic
from app.matching.query import QueryForm

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ROUNDING = 1e-12  # bounds are computed in another order than scores


@dataclass(frozen=True, slots=True)
class FormArrays:
    """What a search reads, one row a form; postings hold form numbers in rising order.

    `text` ASCII characters with `starts` (forms + 1), the same as one string in `characters`,
    `records` (forms, 4; see records.py), `groups` the source and entry type of each form.
    """

    text: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.uint32]
    records: U64
    groups: npt.NDArray[np.uint16]
    token_postings: I32
    code_postings: I32
    characters: str


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
    shared_tokens = _count_shared(arrays.token_postings, query.token_spans, count)
    forms = np.arange(count) if scan else np.flatnonzero(shared_codes != 0)
    if not allowed.all():
        forms = forms[allowed[arrays.groups[forms]]]
    records = arrays.records[forms]
    counts = records[:, 0].copy().view(np.uint16).reshape(-1, 4).astype(np.int64)
    tokens = 2.0 * shared_tokens[forms] / (query.numbers[2] + counts[:, 2])
    codes = 2.0 * shared_codes[forms] / (query.numbers[3] + counts[:, 3])
    rest = classic.TOKEN_WEIGHT * tokens + classic.PHONETIC_WEIGHT * codes
    rest += classic.NGRAM_WEIGHT * ngram_bound(query, counts[:, 1], records[:, 2])
    least = (floor - classic.SLACK - ROUNDING - rest) / classic.PRIMARY_WEIGHT
    near = np.flatnonzero(least <= 1.0)
    bound = primary_bound(query, counts[near, 0], records[near, 3], records[near, 1])
    near = near[bound >= least[near]]
    texts = _texts(arrays, forms[near])
    primary = process.cdist(
        [query.text], texts, scorer=JaroWinkler.similarity, dtype=np.float64, workers=1
    )[0]
    kept = np.flatnonzero(primary >= least[near])
    near = near[kept]
    pairs = counts[near, 1]
    shared = [_shared_bigrams(query, texts[at]) for at in kept.tolist()]
    ngram = 2.0 * np.array(shared, dtype=np.int64) / (query.numbers[1] + pairs)
    parts = np.column_stack((primary[kept], tokens[near], ngram, codes[near]))
    scores = (
        classic.PRIMARY_WEIGHT * parts[:, 0]
        + classic.TOKEN_WEIGHT * parts[:, 1]
        + classic.NGRAM_WEIGHT * parts[:, 2]
        + classic.PHONETIC_WEIGHT * parts[:, 3]
    )
    reached = np.flatnonzero(scores >= floor - classic.SLACK)
    return FoundForms(forms[near[reached]].astype(np.int32), scores[reached], parts[reached])


def _count_shared(postings: I32, spans: I64, count: int) -> npt.NDArray[np.unsignedinteger]:
    """How many of the query's words each form has."""
    size = np.uint8 if len(spans) < 256 else np.uint16
    shared: npt.NDArray[np.unsignedinteger] = np.zeros(count, dtype=size)
    for start, end in spans.tolist():
        shared[postings[start:end]] += 1
    return shared


def _texts(arrays: FormArrays, forms: I64) -> list[str]:
    ends = arrays.starts[forms + 1].tolist()
    return [
        arrays.characters[start:end]
        for start, end in zip(arrays.starts[forms].tolist(), ends, strict=True)
    ]


def _shared_bigrams(query: QueryForm, listed: str) -> int:
    """How many distinct bigrams of the query a listed text has."""
    if 1 in (len(query.text), len(listed)):
        return int(query.text == listed)
    return sum(map(listed.__contains__, query.bigrams))


def ngram_bound(query: QueryForm, theirs: I64, masks: U64) -> F64:
    """An upper bound of the bigram Dice, from the listed counts and signatures."""
    own = query.numbers[1]
    bound: F64 = 2.0 * _shared(own, theirs, np.uint64(query.words[1]), masks) / (own + theirs)
    return bound


def primary_bound(query: QueryForm, theirs: I64, masks: U64, prefixes: U64) -> F64:
    """An upper bound of Jaro-Winkler, from listed lengths, letter signatures and prefixes."""
    own = query.numbers[0]
    shared = _shared(own, theirs, np.uint64(query.words[2]), masks)
    jaro = np.where(shared > 0, (shared / own + shared / theirs + 1.0) / 3.0, 0.0)
    differing = prefixes ^ np.uint64(query.words[0])
    prefix = np.zeros(len(theirs))
    for length in range(1, 5):
        prefix += (differing & np.uint64((1 << (8 * length)) - 1)) == 0
    return np.where(jaro > 0.7, jaro + prefix * 0.1 * (1.0 - jaro), jaro)


def _shared(own: int, theirs: I64, mask: np.uint64, masks: U64) -> I64:
    """At most this many bigrams or letters are shared (see records.py)."""
    ours = own - np.bitwise_count(mask & ~masks).astype(np.int64)
    others = theirs - np.bitwise_count(masks & ~mask).astype(np.int64)
    shared: I64 = np.minimum(ours, others)
    return shared

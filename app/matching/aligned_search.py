"""The search of the aligned profile with NumPy: a bound of every form that shares a word, then
the score of those that can still reach the floor.

The bound. A subject's words that nothing in a form is like, and a form's words that nothing of
the subject is like, are left over whatever is paired. So the matched weight is at most half of
the remaining weight of both sides, and conflict and extra at least what those words make. With
matched weight M, conflict c and extra e: A <= M / (M + penalty(c, e)), T at most the share of the
remaining words, N and S at most 1, and the factor at most 1 - contradiction * c / (M + c). All of
it rises with M and falls with what is left over, so the bound holds.
"""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from app.matching import aligned, classic
from app.matching.aligned_arrays import AlignedArrays
from app.matching.aligned_query import AlignedQuery
from app.matching.aligned_rules import rules_of
from app.matching.aligned_vocabulary import AlignedVocabulary
from app.matching.numpy_path import FormArrays, FoundForms
from app.matching.tables import NameTables

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ROUNDING: Final = 1e-9
# What forms without a pair of like words can score at most: there the first two parts are 0.
UNLIKE: Final = classic.NGRAM_WEIGHT + classic.PHONETIC_WEIGHT


class AlignedFinder(Protocol):
    """A way to search; see `find_form`."""

    def __call__(
        self,
        vocabulary: AlignedVocabulary,
        forms: FormArrays,
        query: AlignedQuery,
        floor: float,
        wanted: Bools,
        /,
    ) -> FoundForms: ...


def find_form(
    vocabulary: AlignedVocabulary,
    forms: FormArrays,
    query: AlignedQuery,
    floor: float,
    wanted: Bools,
) -> FoundForms:
    """All forms of wanted groups whose score with the query reaches the floor.

    Args:
        wanted: which groups count, by number; groups of the query's kind only.
    Returns: parts (rows, 6): primary, token, ngram, phonetic, contradiction, cap (NaN for none).
    """
    needed = floor - classic.SLACK - ROUNDING
    if needed <= UNLIKE:
        near = np.flatnonzero(wanted[forms.groups])
    else:
        near = _find_candidates(vocabulary.arrays, forms.groups, query, needed, wanted)
    kept: list[int] = []
    rows: list[tuple[float, ...]] = []
    known: dict[str, tuple[float, ...]] = {}  # lists repeat names
    texts, starts = forms.characters, forms.starts
    for form in near.tolist():
        listed = texts[starts[form] : starts[form + 1]]
        row = known.get(listed)
        if row is None:
            row = known[listed] = _row(vocabulary.tables, query, listed)
        if classic.reaches(row[0], floor):
            kept.append(form)
            rows.append(row)
    table = np.array(rows, dtype=np.float64).reshape(-1, 7)
    return FoundForms(np.array(kept, dtype=np.int32), table[:, 0], table[:, 1:])


def _row(tables: NameTables, query: AlignedQuery, listed: str) -> tuple[float, ...]:
    found = aligned.score(query.text, listed, tables, is_person=query.is_person)
    parts = found.components
    cap = np.nan if parts.cap is None else parts.cap
    contradiction = parts.contradiction or 0.0
    return (
        found.score, parts.primary, parts.token, parts.ngram, parts.phonetic, contradiction, cap,
    )  # fmt: skip


def _find_candidates(
    arrays: AlignedArrays,
    groups: npt.NDArray[np.uint16],
    query: AlignedQuery,
    needed: float,
    wanted: Bools,
) -> npt.NDArray[np.signedinteger]:
    """The forms of wanted groups whose bound reaches `needed`."""
    count = len(arrays.starts) - 1
    weights = arrays.weights[int(query.is_person)]
    own, least = query.weights()
    hit = np.zeros((len(query.hits), count), dtype=np.bool_)
    near: list[I32] = []
    for at, found in enumerate(query.hits):
        hit[at, _forms_of(arrays, found.words)] = True
        hit[at, found.joins[:, 0]] = True
        near.append(found.words)
    for start, size, whole in query.wholes:
        word = np.array([whole.word], dtype=np.int32)
        hit[start : start + size, _forms_of(arrays, word)] = True
        near.append(word)
    words = np.unique(np.concatenate(near))
    forms = [_forms_of(arrays, words)]
    spans = np.diff(arrays.word_starts)[words]
    added = [np.repeat(weights[words], spans)]
    for found in query.hits:
        for offset in range(aligned.MOST_JOINED):
            here = np.flatnonzero(found.joins[:, 2] > offset)
            forms.append(found.joins[here, 0])
            added.append(weights[arrays.words[found.joins[here, 1] + offset]])
    listed = np.bincount(np.concatenate(forms), np.concatenate(added), minlength=count)
    touched = np.flatnonzero(hit.any(axis=0) & wanted[groups])
    hit = hit[:, touched]
    left_query = least @ ~hit
    left_listed = np.maximum(arrays.left_weights[touched] - listed[touched], 0.0)
    sizes = np.diff(arrays.starts)[touched]
    matched = (own @ hit + listed[touched]) / 2
    rules = rules_of(is_person=query.is_person)
    usual, single = min(rules.extra, rules.conflict), min(rules.extra_single, rules.conflict)
    rate = np.where(arrays.singles[touched] != query.is_single, single, usual)
    bound = _bound(matched, left_query, left_listed, hit, sizes, rate)
    return touched[bound >= needed]


def _bound(
    matched: F64, left_query: F64, left_listed: F64, hit: Bools, sizes: I32, rate: F64
) -> F64:
    """See the module; `hit` (words of the query, forms): which words a form has something like
    of, `rate` what a word left over costs."""
    count, hits = len(hit), hit.sum(axis=0)
    conflict = np.minimum(left_query, left_listed)
    extra = np.maximum(left_query, left_listed) - conflict
    primary = matched / (matched + aligned.CONFLICT * conflict + rate * extra)
    token = (hits + np.minimum(sizes, aligned.MOST_JOINED * hits)) / (count + sizes)
    total = classic.PRIMARY_WEIGHT * primary + classic.TOKEN_WEIGHT * token + UNLIKE
    bound: F64 = total * (1.0 - aligned.CONTRADICTION * conflict / (matched + conflict))
    return bound


def _forms_of(arrays: AlignedArrays, words: I32) -> I32:
    """The forms of some words, once for each place."""
    starts = arrays.word_starts
    spans = [arrays.postings[starts[word] : starts[word + 1]] for word in words.tolist()]
    return np.concatenate([np.zeros(0, dtype=np.int32), *spans])

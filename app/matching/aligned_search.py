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

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from app.matching import aligned, classic
from app.matching.aligned_arrays import AlignedArrays, least_share
from app.matching.aligned_vocabulary import AlignedVocabulary, WholeHit, WordHits
from app.matching.numpy_path import FormArrays, FoundForms
from app.matching.tables import NameTables
from app.matching.tokens import Token, token_of

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ROUNDING: Final = 1e-9
# What forms without a pair of like words can score at most: there the first two parts are 0.
UNLIKE: Final = classic.NGRAM_WEIGHT + classic.PHONETIC_WEIGHT


@dataclass(frozen=True, slots=True)
class AlignedQuery:
    """One form of a subject, compared with entries of one kind (persons, or others).

    `hits` one a word; `wholes` (first word, words, hit) of neighbours that make a listed word.
    """

    text: str
    is_person: bool
    tokens: tuple[Token, ...]
    hits: tuple[WordHits, ...]
    wholes: tuple[tuple[int, int, WholeHit], ...]

    def table(self) -> tuple[I32, F64]:
        """The listed words that are like one of the query, rising, and how alike each is to each
        word of it (rows, words)."""
        words = np.concatenate(
            [*(hit.words for hit in self.hits), [hit.word for _, _, hit in self.wholes]]
        )
        rows = np.unique(words).astype(np.int32)
        sims = np.zeros((len(rows), len(self.tokens)))
        for at, hit in enumerate(self.hits):
            sims[np.searchsorted(rows, hit.words), at] = hit.alike
        for start, size, whole in self.wholes:
            cells = sims[int(np.searchsorted(rows, whole.word)), start : start + size]
            np.maximum(cells, whole.alike, out=cells)
        return rows, sims

    def joined(self) -> tuple[I32, I64]:
        """Neighbours in forms that make a word of the query (see WordHits), and which word."""
        joins = np.concatenate([hit.joins for hit in self.hits])
        sizes = [len(hit.joins) for hit in self.hits]
        return joins, np.repeat(np.arange(len(self.hits)), sizes)

    def weights(self) -> tuple[F64, F64]:
        """The words' weights, and what each counts for at least if it is not matched."""
        own = np.array([token.weight for token in self.tokens])
        return own, own * [least_share(token) for token in self.tokens]


class CandidateFinder(Protocol):
    """See `find_candidates`."""

    def __call__(
        self,
        arrays: AlignedArrays,
        groups: npt.NDArray[np.uint16],
        query: AlignedQuery,
        needed: float,
        wanted: Bools,
        /,
    ) -> npt.NDArray[np.signedinteger]: ...


def prepare(text: str, vocabulary: AlignedVocabulary, *, is_person: bool) -> AlignedQuery:
    """What the search needs of a normalised form."""
    words = text.split()
    wholes = [
        (start, count, hit)
        for count in range(2, aligned.MOST_JOINED + 1)
        for start in range(len(words) - count + 1)
        for hit in vocabulary.whole_hits(tuple(words[start : start + count]), is_person)
    ]
    return AlignedQuery(
        text,
        is_person,
        tuple(token_of(word, vocabulary.tables, is_person=is_person) for word in words),
        tuple(vocabulary.hits(word, is_person) for word in words),
        tuple(wholes),
    )


def find_form(
    vocabulary: AlignedVocabulary,
    forms: FormArrays,
    query: AlignedQuery,
    floor: float,
    wanted: Bools,
    candidates: CandidateFinder | None = None,
) -> FoundForms:
    """All forms of wanted groups whose score with the query reaches the floor.

    Args:
        wanted: which groups count, by number; groups of the query's kind only.
        candidates: how to find the forms whose bound reaches the floor; NumPy by default.
    Returns: parts (rows, 6): primary, token, ngram, phonetic, contradiction, cap (NaN for none).
    """
    needed = floor - classic.SLACK - ROUNDING
    if needed <= UNLIKE:
        near = np.flatnonzero(wanted[forms.groups])
    else:
        near = (candidates or find_candidates)(
            vocabulary.arrays, forms.groups, query, needed, wanted
        )
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


def constants() -> F64:
    """What the compiled bound needs of the scorer: weights of primary and token part, most of the
    other two, cost of a conflict, factor of contradiction, similarity that counts for the token
    part."""
    return np.array([
        classic.PRIMARY_WEIGHT, classic.TOKEN_WEIGHT, UNLIKE, aligned.CONFLICT,
        aligned.CONTRADICTION, aligned.LIKELY,
    ])  # fmt: skip


def rates(*, is_person: bool) -> tuple[float, float]:
    """What an extra word costs at least, and if just one side is a single word: the same, because
    the scorer does not count half a name (`Token.is_name_word`) and the words here are all."""
    usual = min(aligned.EXTRA_PERSON, aligned.EXTRA_SINGLE) if is_person else aligned.EXTRA_OTHER
    least = min(usual, aligned.CONFLICT)
    return least, least


def find_candidates(
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
    hit = np.zeros((len(query.tokens), count), dtype=np.bool_)
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
    bound = _bound(matched, left_query, left_listed, hit.sum(axis=0), sizes, query)
    return touched[bound >= needed]


def _bound(
    matched: F64, left_query: F64, left_listed: F64, hits: I64, sizes: I32, query: AlignedQuery
) -> F64:
    """See the module; `hits` are words of the query that a form has something like of."""
    count = len(query.tokens)
    conflict = np.minimum(left_query, left_listed)
    extra = np.maximum(left_query, left_listed) - conflict
    usual, single = rates(is_person=query.is_person)
    rate = np.where((sizes == 1) != (count == 1), single, usual)
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

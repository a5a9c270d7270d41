"""A subject's form prepared for the search of the aligned profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from app.matching import aligned
from app.matching.aligned_arrays import flags_of, least_share
from app.matching.aligned_views import Asked
from app.matching.aligned_vocabulary import AlignedVocabulary, WholeHit, WordHits

I32 = npt.NDArray[np.int32]
F64 = npt.NDArray[np.float64]

_NO_ROWS: Final = np.zeros((0, 5), dtype=np.int32)
_NONE_ALIKE: Final = np.zeros(0)


@dataclass(frozen=True, slots=True)
class AlignedQuery:
    """One form of a subject, compared with entries of one kind (persons, or others).

    `hits` one a word; `wholes` (first word, words, hit) of neighbours that make a listed word.
    """

    text: str
    is_person: bool
    hits: tuple[WordHits, ...]
    wholes: tuple[tuple[int, int, WholeHit], ...]

    def weights(self) -> tuple[F64, F64]:
        """The words' weights, and what each counts for at least if it is not matched."""
        own = np.array([hit.token.weight for hit in self.hits])
        return own, own * [least_share(hit.token) for hit in self.hits]

    @property
    def is_single(self) -> bool:
        """Whether just one word is a name's word."""
        return sum(hit.token.is_name_word for hit in self.hits) == 1


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
        tuple(vocabulary.hits(word, is_person) for word in words),
        tuple(wholes),
    )


def asked_of(query: AlignedQuery) -> Asked:
    """The query as arrays, for the compiled search."""
    hits = query.hits
    weights, least = query.weights()
    offsets = np.zeros(len(hits) + 1, dtype=np.int64)
    np.cumsum([len(hit.words) for hit in hits], out=offsets[1:])
    return Asked(
        np.frombuffer(query.text.encode("ascii"), dtype=np.uint8),
        weights,
        least,
        np.array([flags_of(hit.token) for hit in hits], dtype=np.uint8),
        np.array([hit.token.opposites for hit in hits], dtype=np.int32),
        np.array(sorted({hit.code for hit in hits}), dtype=np.int32),
        len({hit.token.soundex for hit in hits}),
        np.concatenate([hit.pairs for hit in hits]),
        max(len(hit.token.text) for hit in hits),
        query.is_single,
        np.concatenate([hit.words for hit in hits]),
        np.concatenate([hit.alike for hit in hits]),
        np.concatenate([hit.kinds for hit in hits]),
        offsets,
        *_wholes(query),
        *_joins(hits),
    )


def _wholes(query: AlignedQuery) -> tuple[I32, F64]:
    if not query.wholes:
        return _NO_ROWS, _NONE_ALIKE
    rows = [(at, size, hit.word, hit.letters, hit.kind) for at, size, hit in query.wholes]
    return np.array(rows, dtype=np.int32), np.array([hit.alike for _, _, hit in query.wholes])


def _joins(hits: tuple[WordHits, ...]) -> tuple[I32, F64]:
    if not any(len(hit.joins) for hit in hits):
        return _NO_ROWS, _NONE_ALIKE
    tokens = np.repeat(np.arange(len(hits)), [len(hit.joins) for hit in hits])
    joins = np.insert(np.concatenate([hit.joins for hit in hits]), 3, tokens, axis=1)
    order = np.argsort(joins[:, 0], kind="stable")
    return joins[order], np.concatenate([hit.join_alike for hit in hits])[order]

"""A subject's form prepared for the search: counts, signatures and the posting lists it touches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.matching import classic
from app.matching.records import query_record

I64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class QueryForm:
    """One normalised form of a subject.

    `numbers` are length, bigrams, tokens and codes (distinct ones); `words` the prefix and both
    signatures of the record; `token_spans` and `code_spans` the [start, end) ranges of the posting
    lists, shape (k, 2).
    """

    text: str
    bigrams: frozenset[str]
    numbers: tuple[int, int, int, int]
    words: tuple[int, int, int]
    token_spans: I64
    code_spans: I64


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Where a token and a Soundex code have their posting lists."""

    tokens: dict[str, int]
    token_starts: npt.NDArray[np.int64]
    codes: dict[str, int]
    code_starts: npt.NDArray[np.int64]

    def token_span(self, token: str) -> tuple[int, int]:
        """The [start, end) range of the posting list of a listed token."""
        place = self.tokens[token]
        return int(self.token_starts[place]), int(self.token_starts[place + 1])


def prepare(text: str, vocabulary: Vocabulary) -> QueryForm:
    """The form with everything that does not depend on a listed name."""
    tokens = frozenset(text.split())
    codes = frozenset(map(classic.sound, tokens))
    pairs = classic.bigrams(text)
    return QueryForm(
        text=text,
        bigrams=pairs,
        numbers=(len(text), len(pairs), len(tokens), len(codes)),
        words=query_record(text, pairs),
        token_spans=_spans(tokens, vocabulary.tokens, vocabulary.token_starts),
        code_spans=_spans(codes, vocabulary.codes, vocabulary.code_starts),
    )


def _spans(words: frozenset[str], places: dict[str, int], starts: I64) -> I64:
    found = [(starts[at], starts[at + 1]) for at in map(places.get, words) if at is not None]
    return np.array(found, dtype=np.int64).reshape(-1, 2)

"""One word of a subject against the whole vocabulary of the lists, each word once.

Words that the tables make equal, and initials, are looked up here; words that are alike by their
letters are found by a `WordFinder` (aligned_words.py, or compiled).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from app.matching import aligned
from app.matching.aligned_arrays import (
    FULL,
    NUMBER,
    AlignedArrays,
    initials_number,
)
from app.matching.aligned_rules import INITIAL, PLAIN, kind_of
from app.matching.aligned_words import Likes, WordFinder, like_words, likes_of
from app.matching.records import bigram_number
from app.matching.tables import NameTables
from app.matching.tokens import Token, token_of

U8 = npt.NDArray[np.uint8]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]

_NO_JOINS: Final = np.zeros((0, 4), dtype=np.int32)
_NONE_ALIKE: Final = np.zeros(0)
_FEW: Final = 8  # places of a word that are looked at one by one
CACHED: Final = 20_000  # words of subjects that are kept with their like


@dataclass(frozen=True, slots=True)
class WordHits:
    """One word of a subject, and the listed words like it, rising: `words` with their `alike` and
    `kinds` (aligned_rules; all k).

    `joins` (m, 4) are neighbours in a form that together make the word, or spell it with their
    initials: form, first position, number of words and kind, by rising form, with `join_alike`.
    `code` is the number of its Soundex code, -1 if no listed word has it; `pairs` its bigrams.
    """

    token: Token
    words: I32
    alike: F64
    kinds: U8
    joins: I32
    join_alike: F64
    code: int
    pairs: I32


@dataclass(frozen=True, slots=True)
class WholeHit:
    """A listed word that neighbours of a subject make together, as `letters` letters."""

    word: int
    alike: float
    kind: int
    letters: int


class AlignedVocabulary:
    """The words of an index, asked by one word; answers are cached. Safe to share by threads."""

    def __init__(
        self, arrays: AlignedArrays, tables: NameTables, like_words: WordFinder = like_words
    ) -> None:
        self.arrays = arrays
        self.tables = tables
        self._like_words = like_words
        self._members, self._nicknames = tables.members()
        self.hits = lru_cache(maxsize=CACHED)(self._hits)
        self.whole_hits = lru_cache(maxsize=CACHED)(self._whole_hits)

    def clear_token_cache(self) -> None:
        """Forget all answers, as before the first question."""
        self.hits.cache_clear()
        self.whole_hits.cache_clear()

    def _token(self, text: str, is_person: bool) -> Token:
        return token_of(text, self.tables, is_person=is_person)

    def _hits(self, text: str, is_person: bool) -> WordHits:
        """The listed words like a word, and the neighbours in forms that make it.

        Args:
            is_person: of the list entries that are compared.
        """
        token = self._token(text, is_person)
        words, alike, kinds = self._similar(token, is_person)
        joins, join_alike = self._joins(token)
        pairs = [bigram_number(*pair) for pair in token.bigrams]
        return WordHits(
            token, words, alike, kinds, joins, join_alike,
            self.arrays.code_places.get(token.soundex, -1), np.array(pairs, dtype=np.int32),
        )  # fmt: skip

    def _similar(self, token: Token, is_person: bool) -> Likes:
        known = self._known(token, is_person)
        if token.is_number:
            return known
        if len(token.text) == 1:
            return self._with_initials(token.text, known, is_person)
        return self._like_words(self.arrays, self.tables, token, known, is_person=is_person)

    def _known(self, token: Token, is_person: bool) -> Likes:
        """The listed words of which the letters need not be compared: those of equal names, the
        word itself and its initial."""
        arrays = self.arrays
        groups = [self._members[number] for number in token.classes]
        groups += [self._nicknames[number] for number in token.nicknames]
        of_kind = arrays.kinds[is_person].of_kind
        found: dict[int, tuple[float, int]] = {}
        for text in {token.text, token.text[0]}.union(*groups):
            word = arrays.places.get(text)
            if word is not None and of_kind[word]:
                value, reason = aligned.similarity(token, self._token(text, is_person))
                if value > 0.0:
                    found[word] = value, kind_of(reason)
        return likes_of(found)

    def _with_initials(self, letter: str, known: Likes, is_person: bool) -> Likes:
        """The words of which a letter is the initial, beside those that are known."""
        arrays = self.arrays
        kind = arrays.kinds[is_person]
        is_like = arrays.characters[arrays.text_starts[:-1]] == ord(letter)
        is_like &= (kind.of_kind == 1) & (kind.flags & NUMBER == 0)
        is_like[known.words] = True
        words = np.flatnonzero(is_like).astype(np.int32)
        alike, kinds = np.full(len(words), aligned.INITIAL), np.full(len(words), INITIAL, np.uint8)
        places = np.searchsorted(words, known.words)
        alike[places], kinds[places] = known.alike, known.kinds
        return Likes(words, alike, kinds)

    def _joins(self, token: Token) -> tuple[I32, F64]:
        spellings = {token.text}.union(*(self._members[number] for number in token.classes))
        found: list[tuple[I64, int, float, int]] = []
        for word in spellings:
            if len(word) >= 3:
                alike = aligned.JOINED if word == token.text else aligned.JOINED_CLASS
                found += [
                    (self._neighbours(parts), len(parts), alike, PLAIN)
                    for parts in self._splits(word)
                ]
        count = len(token.text)
        if token.is_full and 2 <= count <= aligned.MOST_JOINED:
            found.append((self._spelled(token.text), count, aligned.INITIAL, INITIAL))
        found = [item for item in found if len(item[0])]
        if not found:
            return _NO_JOINS, _NONE_ALIKE
        rows = [
            np.column_stack((
                self.arrays.forms[at], at, np.full(len(at), size), np.full(len(at), kind)
            ))
            for at, size, _, kind in found
        ]  # fmt: skip
        joins = np.concatenate(rows).astype(np.int32)
        alike_of = np.repeat([item[2] for item in found], [len(item[0]) for item in found])
        order = np.argsort(joins[:, 0], kind="stable")
        return joins[order], alike_of[order]

    def _splits(self, text: str) -> Iterator[tuple[int, ...]]:
        """All ways to cut a text into two or three (`aligned.MOST_JOINED`) listed words."""
        places = self.arrays.places
        ends = {at: places[text[at:]] for at in range(1, len(text)) if text[at:] in places}
        if not ends:
            return
        for at in range(1, len(text)):
            head = places.get(text[:at])
            if head is None:
                continue
            for end, tail in ends.items():
                if end == at:
                    yield head, tail
                elif end > at and text[at:end] in places:
                    yield head, places[text[at:end]], tail

    def _neighbours(self, parts: Sequence[int]) -> I64:
        """The first positions of neighbours that are these words, in this order."""
        arrays = self.arrays
        starts = arrays.word_starts
        counts = [int(starts[part + 1] - starts[part]) for part in parts]
        rarest = counts.index(min(counts))
        first_place = int(starts[parts[rarest]])
        places = arrays.positions[first_place : first_place + counts[rarest]]
        beside = rarest - 1 if rarest else 1  # the one that nearly always is another word
        step, wanted, last = beside - rarest, parts[beside], len(arrays.words)
        if counts[rarest] > _FEW:
            near = places + step
            near = near[(near >= 0) & (near < last)]
            near = near[arrays.words[near] == wanted]
            first = near.astype(np.int64) - beside
        else:
            found = [
                at - rarest
                for at in places.tolist()
                if 0 <= at + step < last and arrays.words[at + step] == wanted
            ]
            first = np.array(found, dtype=np.int64)
        return self._in_one_form(first, len(parts), parts) if len(first) else first

    def _in_one_form(self, first: I64, count: int, parts: Sequence[int] | None) -> I64:
        arrays = self.arrays
        first = first[(first >= 0) & (first + count <= len(arrays.words))]
        first = first[arrays.forms[first] == arrays.forms[first + count - 1]]
        for at, part in enumerate(parts or ()):
            first = first[arrays.words[first + at] == part]
        return first

    def _spelled(self, letters: str) -> I64:
        """The first positions of neighbours, longer than a letter, with these initials."""
        arrays = self.arrays
        number = initials_number(letters[0], letters[1])
        span = slice(int(arrays.pair_starts[number]), int(arrays.pair_starts[number + 1]))
        first = self._in_one_form(arrays.pair_positions[span].astype(np.int64), len(letters), None)
        for at in range(2, len(letters)):
            words = arrays.words[first + at]
            is_letter = arrays.characters[arrays.text_starts[words]] == ord(letters[at])
            first = first[is_letter & (self.arrays.lengths[words] > 1)]
        return first

    def _whole_hits(self, texts: tuple[str, ...], is_person: bool) -> tuple[WholeHit, ...]:
        """The listed words that neighbours of a subject's name make together."""
        places = self.arrays.places
        joined = "".join(texts)
        found: list[WholeHit] = []
        if len(joined) >= 3:
            if joined in places:
                found.append(WholeHit(places[joined], aligned.JOINED, PLAIN, len(joined)))
            spellings = {
                word
                for number in self._token(joined, is_person).classes
                for word in self._members[number]
            }
            found += [
                WholeHit(places[word], aligned.JOINED_CLASS, PLAIN, len(joined))
                for word in sorted(spellings - {joined})
                if word in places
            ]
        initials = places.get("".join(text[0] for text in texts))
        is_long = all(len(text) > 1 for text in texts)
        if is_long and initials is not None:
            is_full = bool(self.arrays.flags[int(is_person), initials] & FULL)
            if is_full:
                found.append(WholeHit(initials, aligned.INITIAL, INITIAL, 0))
        return tuple(found)

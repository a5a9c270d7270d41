"""The listed words like one word of a subject, with NumPy, rapidfuzz and `aligned.similarity`.

Complete by construction: a superset of the listed words that can be alike is found by what each
rule of `aligned.similarity` needs (sound, consonants, or so few changed letters; equal names are
found before), and the rule itself gives the value.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.matching import aligned
from app.matching.aligned_arrays import AlignedArrays
from app.matching.aligned_rules import kind_of
from app.matching.records import letter_signature
from app.matching.tables import NameTables
from app.matching.tokens import Token, consonant_key, token_of

U8 = npt.NDArray[np.uint8]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]


class Likes(NamedTuple):
    """Listed words, rising, with how alike they are to a word and of which kind (aligned_rules)."""

    words: I32
    alike: F64
    kinds: U8


class WordFinder(Protocol):
    """A way to find like words; see `like_words`."""

    def __call__(
        self, arrays: AlignedArrays, tables: NameTables, token: Token, known: Likes, /, *,
        is_person: bool,
    ) -> Likes: ...  # fmt: skip


def like_words(
    arrays: AlignedArrays, tables: NameTables, token: Token, known: Likes, *, is_person: bool
) -> Likes:
    """All words of list entries of one kind that are alike to a word of two letters and more.

    Args:
        known: those that need no look at the letters; all that share a class of names, too.
    """
    found = {
        word: (value, kind)
        for word, value, kind in zip(*(part.tolist() for part in known), strict=True)
    }
    near = near_words(arrays, arrays.lengths, token.text)
    every = np.concatenate([near, sounding(arrays, token), of_consonants(arrays, token.text)])
    for word in np.unique(every[arrays.kinds[is_person].of_kind[every] == 1]).tolist():
        if word not in found:
            listed = token_of(arrays.texts[word], tables, is_person=is_person)
            value, reason = aligned.similarity(token, listed)
            found[word] = value, kind_of(reason)
    return likes_of({word: alike for word, alike in found.items() if alike[0] > 0.0})


def likes_of(found: dict[int, tuple[float, int]]) -> Likes:
    """Words with their likeness and its kind, by rising word."""
    words = sorted(found)
    return Likes(
        np.array(words, dtype=np.int32),
        np.array([found[word][0] for word in words], dtype=np.float64),
        np.array([found[word][1] for word in words], dtype=np.uint8),
    )


def sounding(arrays: AlignedArrays, token: Token) -> I32:
    """The listed words of the sound of a word, rising."""
    place = arrays.sounds.get(token.sound_key, -1)
    return _members(arrays.sound_starts, arrays.sound_words, place)


def of_consonants(arrays: AlignedArrays, text: str) -> I32:
    """The listed words of the consonants of a word, rising."""
    place = arrays.skeletons.get(consonant_key(text), -1)
    return _members(arrays.skeleton_starts, arrays.skeleton_words, place)


def _members(starts: I64, words: I32, place: int) -> I32:
    return words[starts[place] : starts[place + 1]] if place >= 0 else words[:0]


def near_words(arrays: AlignedArrays, lengths: I64, text: str) -> I32:
    """All listed words that `aligned.similarity` can call alike by their letters, rising.

    Args:
        lengths: of the listed words, rising.
    """
    start, end = near_span(lengths, len(text))
    longest = np.maximum(lengths[start:end], len(text))
    most = (aligned.MOST_CHANGED * longest).astype(np.int64)
    most = np.where(longest < aligned.LONG, np.minimum(most, 1), most)
    signature = signature_of(text)
    theirs = arrays.letters[start:end]
    changed = np.maximum(
        np.bitwise_count(signature & ~theirs), np.bitwise_count(theirs & ~signature)
    )
    near = np.flatnonzero(changed <= most)
    if not len(near):
        return near.astype(np.int32)
    texts = [arrays.texts[start + at] for at in near.tolist()]
    allowed = most[near]
    distances = process.cdist(
        [text], texts, scorer=OSA.distance, score_cutoff=int(allowed.max()), workers=1
    )[0]
    found: I32 = (start + near[distances <= allowed]).astype(np.int32)
    return found


def signature_of(text: str) -> np.uint64:
    """The letters of a word as bits; one that only one side has is a change."""
    return np.uint64(letter_signature(text))


def near_span(lengths: I64, own: int) -> tuple[int, int]:
    """The listed words whose length alone allows so few changes."""
    share = aligned.MOST_CHANGED
    shortest = own - int(share * own)
    longest = own
    while longest + 1 - own <= int(share * (longest + 1)):
        longest += 1
    start, end = np.searchsorted(lengths, (shortest, longest + 1)).tolist()
    return start, end

"""Listed words with few changed letters, with NumPy and rapidfuzz."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.matching import aligned
from app.matching.aligned_arrays import AlignedArrays
from app.matching.records import query_record

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]


class WordFinder(Protocol):
    """A way to find near words; see `near_words`."""

    def __call__(self, arrays: AlignedArrays, lengths: I64, text: str, /) -> I32: ...


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
    return np.uint64(query_record(text, frozenset())[2])


def near_span(lengths: I64, own: int) -> tuple[int, int]:
    """The listed words whose length alone allows so few changes."""
    share = aligned.MOST_CHANGED
    shortest = own - int(share * own)
    longest = own
    while longest + 1 - own <= int(share * (longest + 1)):
        longest += 1
    start, end = np.searchsorted(lengths, (shortest, longest + 1)).tolist()
    return start, end

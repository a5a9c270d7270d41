"""What the compiled search of the aligned profile reads: of the index, and of a subject."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Listed(NamedTuple):
    """The arrays of an index for entries of one kind; see `aligned_arrays.AlignedArrays`.

    `text` are the characters of all forms from `begins`, `groups` the group of each form.
    """

    words: I32
    starts: I32
    word_starts: I64
    postings: I32
    left_weights: F64
    singles: Bools
    weights: F64
    least_weights: F64
    flags: U8
    opposites: I32
    codes: I32
    characters: U8
    text_starts: I64
    text: U8
    begins: npt.NDArray[np.uint32]
    groups: npt.NDArray[np.uint16]


class Asked(NamedTuple):
    """One form of a subject of n words.

    Of each word its `weights`, `least_weights` if not matched, `flags` and `opposites`. `codes`
    are the listed ones of its `sounds` distinct Soundex codes, `pairs` the bigrams of its words,
    `longest` the letters of the longest, `is_single` whether just one is a name's word.

    The listed words like word i are `words` from `offsets[i]` to `offsets[i + 1]`, with their
    likeness in `alike` and `kinds` (aligned_rules). `wholes` (first word, words, listed word,
    letters, kind) are neighbours that make a listed word, `joins` (form, position, words, word of
    the subject, kind) by rising form those in forms that make a word of the subject, with
    `whole_alike` and `join_alike`.
    """

    text: U8
    weights: F64
    least_weights: F64
    flags: U8
    opposites: I32
    codes: I32
    sounds: int
    pairs: I32
    longest: int
    is_single: bool
    words: I32
    alike: F64
    kinds: U8
    offsets: I64
    wholes: I32
    whole_alike: F64
    joins: I32
    join_alike: F64


class Buffers(NamedTuple):
    """A thread's buffers, one number a form: `seen` and `shared` are zero between searches."""

    seen: npt.NDArray[np.uint32]
    shared: F64
    touched: I32


def make_buffers(forms: int) -> Buffers:
    """Buffers for an index of so many forms."""
    return Buffers(
        np.zeros(forms, dtype=np.uint32), np.zeros(forms), np.empty(forms, dtype=np.int32)
    )

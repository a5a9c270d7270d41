"""What the compiled search of the aligned profile reads: of the index, and of a subject."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Listed(NamedTuple):
    """The arrays of an index for entries of one kind; see `aligned_arrays.AlignedArrays`.

    `text` are the characters of all forms from `begins`. Of each form, side by side in memory
    (see `side_by_side`): `left_weights`, its `sizes` in words, its `groups` and `singles`.
    """

    words: I32
    starts: I32
    word_starts: I64
    postings: I32
    left_weights: F64
    sizes: U16
    groups: U16
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


class Words(NamedTuple):
    """The listed words, and what is known of them as words of one kind of entries: their letters,
    `letters` their signatures (records.py), `flags`, and `of_kind` whether such an entry has them.
    """

    characters: U8
    text_starts: I64
    letters: U64
    flags: U8
    of_kind: U8


class Word(NamedTuple):
    """One word of a subject, of at most 63 letters.

    `span` (first, end) are the listed words of near lengths, `sounds` and `skeletons` those of its
    sound and of its consonants, rising. `known` are listed words, rising, of which it is known how
    alike they are (`alike`, `kinds`: aligned_rules).
    """

    text: U8
    flags: int
    signature: np.uint64
    span: tuple[int, int]
    sounds: I32
    skeletons: I32
    known: I32
    alike: F64
    kinds: U8


class Buffers(NamedTuple):
    """A thread's buffers, one number a form: `seen` and `shared` are zero between searches."""

    seen: npt.NDArray[np.uint32]
    shared: F64
    touched: I32


def make_buffers(forms: int) -> Buffers:
    """Buffers for an index of so many forms."""
    together = np.zeros(forms, dtype=[("shared", "f8"), ("seen", "u4"), ("rest", "u4")])
    return Buffers(together["seen"], together["shared"], np.empty(forms, dtype=np.int32))


def side_by_side(
    left_weights: F64, sizes: I64, groups: U16, singles: Bools
) -> tuple[F64, U16, U16, Bools]:
    """What a search asks of nearly every form that it meets, so that one look into memory brings
    it all: forms are met in no order."""
    together = np.zeros(
        len(groups),
        dtype=[("left", "f8"), ("size", "u2"), ("group", "u2"), ("single", "?"), ("rest", "V3")],
    )
    together["left"] = left_weights
    together["size"] = sizes
    together["group"] = groups
    together["single"] = singles
    together.flags.writeable = False
    return together["left"], together["size"], together["group"], together["single"]

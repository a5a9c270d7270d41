"""From the forms of all names to the arrays that the search reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.matching import classic
from app.matching.records import as_array, distinct, list_records

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U8 = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Postings:
    """Words, joined by blanks, and for each the rising numbers of the forms that have it."""

    words: U8
    starts: I64
    forms: I32


def form_arrays(texts: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
    """Texts, records and postings of all forms, by the names of the stored arrays."""
    places: dict[str, int] = {}
    sizes = np.zeros(len(texts), dtype=np.int64)
    numbers: list[int] = []
    for form, text in enumerate(texts):
        words = set(text.split())
        sizes[form] = len(words)
        numbers.extend(places.setdefault(word, len(places)) for word in words)
    owners = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
    words_of_forms = as_array(numbers, np.int64)
    tokens = _postings(tuple(places), words_of_forms, owners)

    code_places: dict[str, int] = {}
    code_of_word = np.array(
        [code_places.setdefault(classic.sound(word), len(code_places)) for word in places],
        dtype=np.int64,
    )
    codes_of_forms = code_of_word[words_of_forms]
    pairs = distinct(owners.astype(np.int64) * max(len(code_places), 1) + codes_of_forms)
    code_owners, code_numbers = np.divmod(pairs, max(len(code_places), 1))
    codes = _postings(tuple(code_places), code_numbers, code_owners.astype(np.int32))

    written = form_texts(texts)
    starts = written["text_starts"].astype(np.int64)
    code_counts = np.bincount(code_owners, minlength=len(texts))
    return {
        **written,
        "records": list_records(written["text"], starts, sizes, code_counts),
        "token_words": tokens.words,
        "token_starts": tokens.starts,
        "token_postings": tokens.forms,
        "code_words": codes.words,
        "code_starts": codes.starts,
        "code_postings": codes.forms,
    }


def form_texts(texts: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
    """The characters of all forms, and where each form starts."""
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(as_array([len(text) for text in texts], np.int64), out=starts[1:])
    return {
        "text": np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8),
        "text_starts": starts.astype(np.uint32),
    }


def _postings(words: Sequence[str], numbers: I64, owners: I32) -> Postings:
    order = np.argsort(numbers, kind="stable")  # owners rise, so each list rises
    starts = np.zeros(len(words) + 1, dtype=np.int64)
    np.cumsum(np.bincount(numbers, minlength=len(words)), out=starts[1:])
    blob = np.frombuffer(" ".join(words).encode("ascii"), dtype=np.uint8)
    return Postings(blob, starts, owners[order])

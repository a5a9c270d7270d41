"""Words with few changed letters are found by each way, and none is missed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from app.domain.list_entry import ListEntry
from app.matching import aligned, aligned_words, kernels
from app.matching.aligned_words import WordFinder
from app.matching.index import build_index
from app.matching.tables import NameTables

WORDS = st.text("abcnox", min_size=1, max_size=9)


@pytest.fixture(params=["numpy", "compiled", "plain"], scope="module")
def finder(request: pytest.FixtureRequest, make_plain: Callable[..., ModuleType]) -> WordFinder:
    if request.param == "numpy":
        return aligned_words.near_words
    if request.param == "compiled":
        request.getfixturevalue("warm")
        return kernels.near_words
    names = ("aligned_compiling", "jitted", "aligned_words_jitted")
    module = make_plain(*(f"app.matching.{name}" for name in names))
    return partial(kernels.near_words_compiled, module)


@pytest.fixture(scope="module")
def near(
    finder: WordFinder, tables: NameTables, make_entry: Callable[..., ListEntry]
) -> Callable[[list[str], str], set[str]]:
    """`near(listed words, word)`."""

    def find(words: list[str], text: str) -> set[str]:
        index = build_index([(1, make_entry("1", " ".join(words)))], tables, "aligned")
        assert index.aligned is not None
        arrays = index.aligned.arrays
        found = finder(arrays, np.diff(arrays.text_starts), text)
        assert (np.diff(found) > 0).all()
        return {arrays.texts[word] for word in found.tolist()}

    return find


def expected(words: list[str], text: str) -> set[str]:
    like = set()
    for word in words:
        longest = max(len(word), len(text))
        most = int(aligned.MOST_CHANGED * longest)
        most = min(most, 1) if longest < aligned.LONG else most
        if OSA.distance(word, text) <= most:
            like.add(word)
    return like


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=12), text=WORDS)
def test_all_near_words_are_found(
    near: Callable[[list[str], str], set[str]], words: list[str], text: str
) -> None:
    assert near(["xx", *words], text) == expected(["xx", *words], text)


@pytest.mark.parametrize("letters", [62, 63, 64, 117])
def test_long_words(near: Callable[[list[str], str], set[str]], letters: int) -> None:
    text = ("abcdefghij" * 12)[:letters]
    words = [text, text[:-5], "x" + text[1:], text[10:] + text[:10], text[1] + text[0] + text[2:],
             "b" * letters, text + "z" * 20]  # fmt: skip
    assert near(words, text) == expected(words, text)
    assert len(expected(words, text)) == 6

"""The listed words like a word are found by each way, as the definition has them."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from app.domain.list_entry import EntryType, ListEntry
from app.matching import aligned, aligned_words, kernels
from app.matching.aligned_rules import kind_of
from app.matching.aligned_vocabulary import AlignedVocabulary
from app.matching.aligned_words import WordFinder
from app.matching.index import build_index
from app.matching.tables import NameTables
from app.matching.tokens import token_of

WORDS = st.text("abcnoxy", min_size=1, max_size=9)
# Letters that sound alike, come and go, or are the vowels that Arabic leaves out.
LETTERS = "aaeioouhyklmnrstqwv"
ENDS = ("", "", "", "", "", "a", "o", "ovich", "ovna", "oglu", "2")
Vocabulary = Callable[[list[str]], AlignedVocabulary]


@pytest.fixture(params=["numpy", "compiled", "plain"], scope="module")
def finder(request: pytest.FixtureRequest, make_plain: Callable[..., ModuleType]) -> WordFinder:
    if request.param == "numpy":
        return aligned_words.like_words
    if request.param == "compiled":
        request.getfixturevalue("warm")
        return kernels.like_words
    names = ("aligned_compiling", "jitted", "aligned_pairs_jitted", "aligned_words_jitted",
             "aligned_likes_jitted")  # fmt: skip
    module = make_plain(*(f"app.matching.{name}" for name in names))
    return partial(kernels.like_words_compiled, module)


@pytest.fixture(scope="module")
def vocabulary(
    finder: WordFinder, tables: NameTables, make_entry: Callable[..., ListEntry]
) -> Vocabulary:
    """Of these words, every one of a person, and every second one of a company, too."""

    def make(words: list[str]) -> AlignedVocabulary:
        entries = [
            (1, make_entry("1", " ".join(words))),
            (2, make_entry("2", " ".join(words[::2]), type=EntryType.ENTITY)),
        ]
        index = build_index(entries, tables, "aligned")
        assert index.aligned is not None
        return AlignedVocabulary(index.aligned.arrays, tables, finder)

    return make


def check(vocabulary: AlignedVocabulary, text: str) -> int:
    """Compare the answers about a word with the definition; how many are alike."""
    arrays, tables = vocabulary.arrays, vocabulary.tables
    count = 0
    for is_person in (True, False):
        hits = vocabulary.hits(text, is_person)
        assert (np.diff(hits.words) > 0).all()
        parts = (hits.words.tolist(), hits.alike.tolist(), hits.kinds.tolist())
        found = {arrays.texts[word]: rest for word, *rest in zip(*parts, strict=True)}
        own = token_of(text, tables, is_person=is_person)
        expected = {}
        for word, listed in enumerate(arrays.texts):
            other = token_of(listed, tables, is_person=is_person)
            alike, reason = aligned.similarity(own, other)
            if alike > 0.0 and arrays.kinds[is_person].of_kind[word]:
                expected[listed] = [alike, kind_of(reason)]
        assert found == expected, (text, is_person)
        count += len(found)
    return count


@settings(max_examples=40, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=12), text=WORDS)
def test_all_like_words_are_found(vocabulary: Vocabulary, words: list[str], text: str) -> None:
    check(vocabulary(["xx", *words]), text)


def altered(text: str, rng: random.Random) -> str:
    """With one to three changes of letters: one more, one less, another, or two swapped."""
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        at = rng.randrange(len(text))
        before, letter, after = text[:at], text[at], text[at + 1 :]
        other = rng.choice(LETTERS)
        made = (other + letter + after, after, other + after, after[:1] + letter + after[1:])
        text = before + rng.choice(made) or "ab"
    return text


@pytest.mark.parametrize("seed", range(4))
def test_words_of_every_reason_are_as_alike_as_by_the_definition(
    vocabulary: Vocabulary, tables: NameTables, seed: int
) -> None:
    rng = random.Random(seed)
    known = sorted(tables.classes)
    base = [
        rng.choice(known)
        if rng.random() < 0.3
        else "".join(rng.choices(LETTERS, k=rng.randint(1, 13))) + rng.choice(ENDS)
        for _ in range(60)
    ]
    listed = vocabulary([word for text in base for word in (text, altered(text, rng))])
    asked = [*rng.sample(base, 20), *(altered(text, rng) for text in rng.sample(base, 40))]
    assert sum(check(listed, text) for text in asked) > 100


PAIRS = {
    "equal": ("karim", "karim"),
    "swapped letters": ("gibral", "gibarl"),
    "swapped, known names": ("khalid", "khaild"),
    "other known name": ("rashid", "rashad"),
    "other gender": ("karim", "karima"),
    "other gender by the last letter": ("mario", "maria"),
    "one sound": ("smythe", "smith"),
    "one sound, too different": ("tchaiqopsqui", "djkpsk"),
    "consonants only": ("mhmdzn", "mohamadzin"),
    "an opening vowel": ("ahmdz", "hmdz"),
    "consonants, both with vowels": ("karimova", "kuramive"),
    "a doubled letter, and one that comes and goes": ("gabballoh", "gabaloo"),
    "first letter": ("bolmarek", "tolmarek"),
    "patronymic beside none": ("petrovich", "petrovic"),
    "patronymics": ("ivanovich", "igorovich"),
    "a number": ("gibral", "gibra1"),
    "numbers": ("gibra2", "gibra1"),
    "initial": ("g", "gibral"),
    "acronyms": ("abc", "abd"),
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_pairs(vocabulary: Vocabulary, pair: tuple[str, str]) -> None:
    one, other = pair
    listed = vocabulary([one, "filler", other])
    check(listed, one)
    check(listed, other)


@pytest.mark.parametrize("letters", [62, 63, 64, 117])
def test_long_words(vocabulary: Vocabulary, letters: int) -> None:
    text = ("abcdefghij" * 12)[:letters]
    words = [text, text[:-5], "x" + text[1:], text[10:] + text[:10], text[1] + text[0] + text[2:],
             "b" * letters, text + "z" * 20]  # fmt: skip
    assert check(vocabulary(words), text) == 6 + 4


@settings(max_examples=40, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=12), text=WORDS)
def test_few_changed_letters_are_all_found_with_numpy(
    tables: NameTables, make_entry: Callable[..., ListEntry], words: list[str], text: str
) -> None:
    index = build_index([(1, make_entry("1", " ".join(["xx", *words])))], tables, "aligned")
    assert index.aligned is not None
    arrays = index.aligned.arrays
    found = aligned_words.near_words(arrays, arrays.lengths, text)
    expected = set()
    for word in ("xx", *words):
        longest = max(len(word), len(text))
        most = int(aligned.MOST_CHANGED * longest)
        most = min(most, 1) if longest < aligned.LONG else most
        if OSA.distance(word, text) <= most:
            expected.add(word)
    assert {arrays.texts[word] for word in found.tolist()} == expected

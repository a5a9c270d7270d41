"""Each mutation does what it says, the same every time, and says when it does not apply."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from app.services.validation import mutations
from app.services.validation.mutations import MUTATIONS

NAME = "Quorlath bin Zumbert Halvik"


def _all(kind: str, name: str = NAME) -> list[str]:
    found = [MUTATIONS[kind](name, Random(seed)) for seed in range(40)]
    return [mutant for mutant in found if mutant is not None]


@pytest.mark.parametrize("kind", ["typo", "swap letters", "drop letter", "double letter"])
def test_a_slip_changes_one_letter_of_a_long_word(kind: str) -> None:
    found = _all(kind)
    assert len(found) == 40
    assert all(OSA.distance(NAME, mutant) == 1 for mutant in found)
    assert all("bin" in mutant.split() for mutant in found)
    assert len(set(found)) > 5


def test_a_typo_keeps_case_and_script() -> None:
    assert all(mutant[0].isupper() for mutant in _all("typo", "QUOR"))
    russian = _all("typo", "Волчанов")
    assert all(not set(mutant) & set("abcdefghijklmnopqrstuvwxyz") for mutant in russian)
    assert mutations.typo("ззз", Random(1)) is None


def test_words_are_moved_joined_split_and_dropped() -> None:
    assert set(_all("reorder words")) == {"Halvik Quorlath bin Zumbert"}
    assert "Quorlathbin Zumbert Halvik" in _all("join words")
    assert all(len(mutant.split()) == 3 for mutant in _all("join words"))
    assert all(len(mutant.split()) == 5 for mutant in _all("split word"))
    assert all(min(map(len, m.split())) >= 2 for m in _all("split word"))
    assert set(_all("drop middle word")) == {"Quorlath Zumbert Halvik", "Quorlath bin Halvik"}
    assert set(_all("first initial")) == {"Q bin Zumbert Halvik"}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("typo", "X"),
        ("swap letters", "aa"),
        ("drop letter", "- 1"),
        ("double letter", ""),
        ("reorder words", "Zumbert"),
        ("reorder words", "Bin Bin"),
        ("join words", "Zumbert"),
        ("split word", "Short Names"),
        ("drop middle word", "Two Words"),
        ("first initial", "Zumbert"),
        ("first initial", "Al Zumbert"),
        ("first initial", "4ever Zumbert"),
    ],
)
def test_a_mutation_that_cannot_be_made_is_none(kind: str, name: str) -> None:
    assert MUTATIONS[kind](name, Random(3)) is None


@given(st.text(max_size=40), st.sampled_from(sorted(MUTATIONS)), st.integers(0, 99))
def test_the_same_seed_gives_the_same_mutant(name: str, kind: str, seed: int) -> None:
    first = MUTATIONS[kind](name, Random(seed))
    assert MUTATIONS[kind](name, Random(seed)) == first

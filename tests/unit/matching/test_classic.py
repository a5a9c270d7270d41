"""The composite to the letter of its definition, and its reference scorer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jellyfish import soundex
from rapidfuzz.distance import JaroWinkler

from app.domain.match import Components, Strength
from app.matching import brute_force, classic

NAMES = st.lists(
    st.text(st.sampled_from("abcdehmnrst0129"), min_size=1, max_size=8), min_size=1, max_size=5
).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(left=NAMES, right=NAMES)
def test_scores_lie_between_0_and_1_and_only_equal_names_reach_1(left: str, right: str) -> None:
    score = classic.total(classic.components(left, right))
    assert 0.0 <= score <= 1.0
    assert (score == 1.0) == (left == right)


@settings(max_examples=200, deadline=None)
@given(left=NAMES, right=NAMES)
def test_the_set_parts_are_symmetric(left: str, right: str) -> None:
    here, there = classic.components(left, right), classic.components(right, left)
    assert (here.token, here.ngram, here.phonetic) == (there.token, there.ngram, there.phonetic)


@settings(max_examples=200, deadline=None)
@given(name=NAMES.filter(lambda name: len(name) > 8), at=st.integers(1, 7))
def test_exact_is_above_a_typo_and_a_typo_above_a_stranger(name: str, at: int) -> None:
    typo = name[:at] + "x" + name[at + 1 :]
    exact = classic.total(classic.components(name, name))
    near = classic.total(classic.components(name, typo))
    far = classic.total(classic.components(name, "zzyx wvu"))
    assert exact > near > far


def test_the_parts_of_a_worked_example() -> None:
    parts = classic.components("jon smith", "john smith")
    assert parts.primary == JaroWinkler.similarity("jon smith", "john smith")
    assert parts.token == pytest.approx(2 * 1 / 4)
    # jo on n_ _s sm mi it th beside jo oh hn n_ _s sm mi it th
    assert parts.ngram == pytest.approx(2 * 7 / 17)
    assert parts.phonetic == 1.0  # J500 and S530 on both sides
    assert classic.total(parts) == pytest.approx(
        0.60 * parts.primary + 0.15 * parts.token + 0.15 * parts.ngram + 0.10 * parts.phonetic
    )


def test_soundex_is_jellyfish_with_digits_included() -> None:
    for token in ("ashcraft", "tymczak", "pfister", "2008", "7", "a1b2"):
        assert classic.sound(token) == soundex(token)
    assert classic.sound("2008") == "2000"


def test_dice_of_two_empty_sets_is_1() -> None:
    assert classic.dice(frozenset(), frozenset()) == 1.0
    assert classic.dice(frozenset("a"), frozenset()) == 0.0


def test_one_letter_is_its_own_bigram() -> None:
    assert classic.bigrams("a") == {"a"}
    assert classic.bigrams("") == frozenset()
    assert classic.bigrams("ab a") == {"ab", "b ", " a"}


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (1.0, Strength.EXACT),
        (0.9999999999, Strength.STRONG),
        (0.92, Strength.STRONG),
        (0.92 - 1e-10, Strength.STRONG),  # rounding is no reason to miss a threshold
        (0.9199, Strength.POSSIBLE),
        (0.75, Strength.POSSIBLE),
    ],
)
def test_strength(score: float, expected: Strength) -> None:
    assert classic.strength(score) is expected


def test_strength_by_a_threshold_of_the_user() -> None:
    assert classic.strength(0.9, strong=0.88) is Strength.STRONG


def test_brute_force_takes_the_best_pair_of_forms() -> None:
    best = brute_force.best_pair(("sean obrien", "sean o brien"), ("shaun", "sean o brien"))
    assert best == brute_force.ScoredPair(
        "sean o brien", "sean o brien", 1.0, Components(1.0, 1.0, 1.0, 1.0)
    )


def test_brute_force_gives_every_name_that_reaches_the_floor() -> None:
    names = [("john smith",), ("jon smith", "smith"), ("li wei",)]
    found = dict(brute_force.find(("john smith",), names, 0.75))
    assert list(found) == [0, 1]
    assert found[0].score == 1.0

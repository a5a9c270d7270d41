"""Learned spellings in the matcher: how alike they make two words, and what they do not change."""

from __future__ import annotations

import random

import pytest

from app.domain.match import TokenReason
from app.matching import aligned
from app.matching.alignment import align
from app.matching.brute_force import best_pair as brute_force_pair
from app.matching.index import build_index
from app.matching.learned import (
    NOTHING_LEARNED,
    LearnedAliases,
    LearnedPair,
    Learner,
    learn,
    with_learned,
)
from app.matching.profiles import best_pair
from app.matching.tokens import token_of

PAIRS = (
    LearnedPair("dalvoon", "zhaqir", 12, tuple(range(12))),
    LearnedPair("morvane", "morwain", 1, (4,)),
    LearnedPair("morwain", "talwan", 2, (5, 6)),
    LearnedPair("vladimir", "wladimihr", 3, (7, 8, 9)),
)


@pytest.fixture
def taught(tables):
    return with_learned(tables, LearnedAliases("learned-1-test", PAIRS))


def alike(one, other, tables, *, is_person=True):
    words = (token_of(word, tables, is_person=is_person) for word in (one, other))
    return aligned.similarity(*words)


def test_a_learned_pair_is_alike_by_its_own_reason(tables, taught) -> None:
    assert alike("dalvoon", "zhaqir", tables)[0] == 0.0
    for is_person in (True, False):
        for pair in (("dalvoon", "zhaqir"), ("zhaqir", "dalvoon")):
            found = alike(*pair, taught, is_person=is_person)
            assert found == (aligned.LEARNED, TokenReason.LEARNED_CLASS)
    assert aligned.NICKNAME < aligned.LEARNED < aligned.ALIAS


def test_pairs_make_no_chains(taught) -> None:
    assert alike("morvane", "morwain", taught)[1] is TokenReason.LEARNED_CLASS
    assert alike("morwain", "talwan", taught)[1] is TokenReason.LEARNED_CLASS
    assert alike("morvane", "talwan", taught)[1] is not TokenReason.LEARNED_CLASS


def test_curated_classes_come_first_and_decide_alone_what_is_known(tables, taught) -> None:
    assert alike("vladimir", "volodymyr", taught) == (aligned.ALIAS, TokenReason.ALIAS_CLASS)
    assert not token_of("zhaqir", taught, is_person=True).is_known
    assert token_of("vladimir", taught, is_person=True).is_known
    assert not token_of("wladimihr", taught, is_person=True).is_known


def test_a_learned_pair_never_makes_less_alike(tables) -> None:
    plain = alike("quormelbarov", "quornelbarov", tables)
    assert plain[0] > aligned.LEARNED
    pair = LearnedPair("quormelbarov", "quornelbarov", 2, (1, 2))
    known = with_learned(tables, LearnedAliases("learned-1-more", (pair,)))
    assert alike("quormelbarov", "quornelbarov", known) == plain


def test_short_for_it_gives_way_to_a_learned_spelling(tables) -> None:
    pair = LearnedPair("bill", "william", 2, (1, 2))
    known = with_learned(tables, LearnedAliases("learned-1-bill", (pair,)))
    assert alike("bill", "william", tables)[1] is TokenReason.NICKNAME
    assert alike("bill", "william", known) == (aligned.LEARNED, TokenReason.LEARNED_CLASS)


def test_tables_know_their_labels_and_what_supports_them(tables, taught) -> None:
    first = len(tables.class_labels)
    assert taught.class_labels[first] == "Learned: dalvoon = zhaqir (12 entries)"
    assert taught.class_labels[first + 1] == "Learned: morvane = morwain (1 entry)"
    assert taught.learned == {first: 12, first + 1: 1, first + 2: 2, first + 3: 3}
    assert taught.version == f"{tables.version}+learned-1-test"
    assert with_learned(tables, NOTHING_LEARNED).classes == tables.classes
    assert with_learned(tables, NOTHING_LEARNED).version != tables.version


def test_the_note_tells_what_supports_it(taught) -> None:
    laid = align("dalvoon orvelak", "zhaqir orvelak", profile="aligned", tables=taught)
    assert laid.pairs[0].note == "same name: spellings learned from 12 entries of the lists"
    joined = align("dal voon orvelak", "zhaqir orvelak", profile="aligned", tables=taught)
    assert joined.pairs[0].reason is TokenReason.JOINED
    assert "dalvoon = zhaqir" in joined.pairs[0].note


@pytest.mark.parametrize("floor", [0.92, 0.75, 0.6, 0.4])
def test_the_index_finds_by_learned_spellings_what_brute_force_finds(
    taught, make_entry, floor
) -> None:
    listed = ["Zhaqir Orvelak", "Morwain Quell", "Talwan Quell", "Morvane Quell", "Dal Voon Orm",
              "Wladimihr Quorl", "Vladimir Quorl", "Volodymyr Quorl"]  # fmt: skip
    entries = [(at, make_entry(str(at), name)) for at, name in enumerate(listed)]
    index = build_index(entries, taught, "aligned")
    forms = [name.lower() for name in listed]
    for query in ("dalvoon orvelak", "morwain quell", "zhaqir orm", "wladimihr quorl"):
        scores = [
            best_pair((query,), (form,), "aligned", taught, is_person=True).score for form in forms
        ]
        found = index.find((query,), floor)
        assert dict(zip(found.names.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(
            {at: score for at, score in enumerate(scores) if score >= floor - 1e-9}, abs=1e-9
        )
        assert found.scores.size


def test_the_classic_profile_knows_nothing_of_it(tables, taught) -> None:
    plain = brute_force_pair(("dalvoon orvelak",), ("zhaqir orvelak",))
    learned = best_pair(
        ("dalvoon orvelak",), ("zhaqir orvelak",), "classic", taught, is_person=True
    )
    assert learned == plain


@pytest.mark.parametrize("seed", range(5))
def test_entries_that_come_and_go_are_learned_as_if_anew(seed, tables, make_entry) -> None:
    rng = random.Random(seed)
    spellings = [("zhoqir", "zhoqeer"), ("talwan", "taalwan"), ("morvane", "morwane")]

    def party(key):
        one, other = rng.choice(spellings)
        family = "".join(rng.choice("bdgklmnrst") + rng.choice("aiou") for _ in range(4))
        extra = rng.choice(["", " orvel", " ilvon"])
        names = [f"{one} {family}{extra}", f"{rng.choice((one, other))} {family}{extra}"]
        return make_entry(str(key), *names, f"{family} {other}")

    held = {key: party(key) for key in range(120)}
    learner = Learner(tables)
    for key, entry in held.items():
        learner.add(key, entry)
    assert learner.learned() == learn(held.items(), tables)
    for _ in range(3):
        gone = set(rng.sample(sorted(held), 40))
        fresh = {max(held) + 1 + at: party(at) for at in range(10)}
        learner.remove(gone | {10**9})
        for key, entry in fresh.items():
            learner.add(key, entry)
        held = {key: entry for key, entry in held.items() if key not in gone} | fresh
        found = learner.learned()
        assert found == learn(held.items(), tables)
        assert found.pairs
        stored = Learner.from_arrays(learner.to_arrays(), tables)
        assert stored.learned() == found
        learner = rng.choice((learner, stored))
    learner.remove(held)
    assert learner.learned() == NOTHING_LEARNED
    assert learner.names >= 4
    stored = Learner.from_arrays(learner.to_arrays(), tables)
    assert (stored.names, stored.learned()) == (0, NOTHING_LEARNED)


def test_a_learner_of_other_tables_or_damaged_is_none(tables, taught, make_entry) -> None:
    learner = Learner(tables)
    learner.add(1, make_entry("1", "Zhoqir Talwan", "Zhoqeer Talwan"))
    arrays = learner.to_arrays()
    assert Learner.from_arrays(arrays, tables).learned() == learner.learned()
    assert Learner.from_arrays(arrays, taught) is None
    assert Learner.from_arrays({}, tables) is None
    for wrong in (
        {"shown_counts": arrays["shown_counts"][1:]},
        {"shown_words": arrays["shown_counts"][:0]},
    ):
        assert Learner.from_arrays(arrays | wrong, tables) is None

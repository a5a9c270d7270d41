"""Spellings learned from the names of invented entries: what is learned, and what is not."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.list_entry import EntryType, ListName, NameKind
from app.matching.learned import (
    MOST_ENTRIES,
    NOTHING_LEARNED,
    LearnedPair,
    from_arrays,
    learn,
    shown_by,
    to_arrays,
)
from app.matching.learning.closeness import NEVER, distance
from app.matching.learning.naming import MOST_NAMES

PARTICLES = frozenset({"al", "bin", "abd"})


@pytest.fixture
def bare(tables):
    """Tables without curated classes, so that only the names speak."""
    return dataclasses.replace(tables, particles=PARTICLES, classes={})


@pytest.fixture
def taught(bare, make_entry):
    """`taught(*names of one entry*, ...)`: what so many entries teach, as {(first, second): support}."""

    def run(*parties, tables=bare, **fields):
        entries = [(at, make_entry(str(at), *names, **fields)) for at, names in enumerate(parties)]
        return {(p.first, p.second): p.support for p in learn(entries, tables).pairs}

    return run


def test_two_spellings_of_one_name_are_a_pair(taught) -> None:
    assert taught(["Qasem Talwan", "Kassim Talwan"]) == {("kassim", "qasem"): 1}


def test_the_order_of_the_tokens_is_no_matter(taught) -> None:
    assert taught(["TALWAN, Qasem", "Talwan Kassim"]) == {("kassim", "qasem"): 1}


def test_several_tokens_may_be_spelt_otherwise(taught) -> None:
    found = taught(["Yusuf Qasem Talwan", "Yousuf Kassim Talwan"])
    assert found == {("kassim", "qasem"): 1, ("yousuf", "yusuf"): 1}


def test_joined_neighbours_and_particles_do_not_hide_a_spelling(taught) -> None:
    pair = {("kassim", "qasem"): 1}
    assert taught(["Qasem Vel Or Talwan", "Kassim Velortalwan", "Talwan"]) == pair
    assert taught(["Qasem bin Talwan", "Kassim Talwan"]) == pair
    assert taught(["Kassim Velortalwan", "Qasem Vel Or Talwan"]) == pair


def test_both_forms_of_a_hyphen_are_compared(taught) -> None:
    found = taught(["Amal Al-Qasemi", "Amal Al-Kassimi"])
    assert found == {("alkassimi", "alqasemi"): 1, ("kassimi", "qasemi"): 1}


@pytest.mark.parametrize(
    "names",
    [
        ["Qasem Talwan", "Kassim Morvane"],  # nothing in common
        ["Qasem Talwan", "Kassim Talwan Morvane"],  # another number of tokens
        ["Qasem Talwan", "Bertrand Talwan"],  # another name of the same person
        ["Qasem Li", "Kassim Li"],  # what they share is too short
        ["Io Talwan", "Iu Talwan"],  # too short to be learned
        ["Qasem2026 Talwan", "Kassem2026 Talwan"],  # no word of letters
        ["Qasem bin", "Kassim bin"],  # only a particle in common
        ["Ann Bea Cleo Dora Eve Talwan", "Anne Beah Kleo Dorah Eveh Talwan"],  # too different
        ["Qasem Ruth Talwan", "Bertrand Olive Talwan"],  # two tokens are unlike
        ["Ivanof Talwan", "Ivanofa Talwan"],  # the other gender
        ["Talwan Talwan", "Talwan"],
    ],
)
def test_what_is_no_spelling_is_not_learned(taught, names) -> None:
    assert taught(names) == {}


def test_weak_aliases_teach_nothing(taught) -> None:
    weak = ListName("Kassim Talwan", NameKind.WEAK_ALIAS)
    assert taught(["Qasem Talwan", weak]) == {}


def test_vessels_teach_nothing(taught) -> None:
    assert taught(["Qasem Talwan", "Kassim Talwan"], type=EntryType.VESSEL) == {}


def test_organisations_teach_only_near_spellings(taught) -> None:
    names = ["Halkyon Qasem Works", "Halcyon Bertrand Works"]
    assert taught(names, type=EntryType.ENTITY) == {}
    assert taught(names) == {("halcyon", "halkyon"): 1}  # a person may have a second name
    near = ["Halkyon Works", "Halcyon Works"]
    assert taught(near, type=EntryType.ENTITY) == {("halcyon", "halkyon"): 1}


def test_legal_forms_are_no_names(taught, bare) -> None:
    forms = dataclasses.replace(bare, legal_words=frozenset({"limitid", "limited"}), folds={})
    names = ["Halcyon Works Limited", "Halcyon Works Limitid"]
    assert taught(names, tables=forms, type=EntryType.ENTITY) == {}
    assert taught(names, type=EntryType.ENTITY, tables=dataclasses.replace(bare, folds={}))


def test_farther_spellings_take_more_parties(taught) -> None:
    """`Rahim` and `Rehum` are 0.2 apart: two parties; with a name in common they are one."""
    assert 0.15 < distance("rahim", "rehum") <= 0.2
    one = ["Rahim Talwan", "Rehum Talwan"]
    other = ["Rahim Morvane", "Rehum Morvane"]
    assert taught(one) == {}
    assert taught(one, one) == {}
    assert taught(one, other) == {("rahim", "rehum"): 2}


def test_the_farthest_spellings_take_three_parties(taught) -> None:
    assert 0.2 < distance("igor", "ihar") < 0.45
    parties = [[f"Igor {name}", f"Ihar {name}"] for name in ("Talwan", "Morvane", "Quent")]
    assert taught(*parties[:2]) == {}
    assert taught(*parties) == {("igor", "ihar"): 3}


def test_long_rare_tokens_may_be_a_little_farther_apart(taught) -> None:
    pair = ("kobeissi", "qubaysi")
    assert 0.1 < distance(*pair) <= 0.15
    one = ["Kobeissi Talwan", "Qubaysi Talwan"]
    assert taught(one) == {pair: 1}
    others = [[f"{word} Velam{at}r"] for word in ("Kobeissi", "Qubaysi") for at in "aeu"]
    assert taught(one, *others) == {}  # both are names of others: one party is not enough
    assert taught(["Rudh Talwan", "Ruth Talwan"]) == {}  # rare, but short


def test_an_ending_makes_another_word(taught) -> None:
    names = ["Karpatia Works", "Karpatian Works"]
    assert 0.1 < distance("karpatia", "karpatian") <= 0.15
    assert taught(names) == {}


def test_names_that_many_bear_are_not_confused_by_one_entry(taught) -> None:
    """A rare slip of a list between two frequent names is no equivalence."""
    slip = ["Samir Talwan", "Samur Talwan"]
    twice = ["Samir Morvane", "Samur Morvane"]
    others = [[f"{word} Velam{at}r"] for word in ("Samir", "Samur") for at in range(9, 30)]
    assert taught(slip, twice) == {("samir", "samur"): 2}
    assert taught(slip, twice, *others) == {}


def test_tokens_that_stand_in_one_name_are_two_names(taught) -> None:
    pair = ["Qasem Talwan", "Kassim Talwan"]
    both = ["Qasem Kassim Morvane"]
    assert taught(pair, both) == {}
    others = [[f"Qasem {name}", f"Kassim {name}"] for name in ("Quent", "Orvel")]
    assert taught(pair, both, *others) == {("kassim", "qasem"): 3}


def test_curated_classes_are_not_learned_again_but_counted(bare, make_entry) -> None:
    known = dataclasses.replace(bare, classes={"qasem": (1, 2), "kassim": (2,)})
    learned = learn([(1, make_entry("1", "Qasem Talwan", "Kassim Talwan"))], known)
    assert learned.pairs == ()
    assert learned.known == 1


def test_curated_classes_veto(bare, make_entry) -> None:
    known = dataclasses.replace(bare, classes={"qasem": (1,), "kassim": (2,)})
    learned = learn([(1, make_entry("1", "Qasem Talwan", "Kassim Talwan"))], known)
    assert (learned.pairs, learned.known) == ((), 0)


def test_an_unknown_spelling_goes_to_one_curated_name(taught, bare) -> None:
    known = dataclasses.replace(bare, classes={"samir": (1,), "sameer": (1,), "saamur": (2,)})
    parties = [
        ["Samiir Talwan", "Samir Talwan", "Sameer Talwan"],
        ["Samiir Morvane", "Samir Morvane"],
        ["Samiir Quent", "Saamur Quent"],
        ["Samiir Orvel", "Saamur Orvel"],
    ]
    assert ("saamur", "samiir") in taught(*parties)
    parties[3] = ["Samiir Orvel", "Samir Orvel", "Saamur Orvel"]
    kept = taught(*parties, tables=known)
    assert kept == {("sameer", "samiir"): 1, ("samiir", "samir"): 3}


def test_only_so_many_names_of_an_entry_are_compared(taught) -> None:
    others = [f"Orvel{chr(97 + at // 26)}{chr(97 + at % 26)} Ust" for at in range(MOST_NAMES)]
    pair = ["Qasem Talwan", "Kassim Talwan"]
    assert ("kassim", "qasem") in taught([*pair, *others])
    assert ("kassim", "qasem") not in taught([*others, *pair])


def test_the_support_lists_the_entries_that_show_it(bare, make_entry) -> None:
    entries = [
        (
            100 - key,
            make_entry(str(key), f"Qasem Velam{chr(97 + key)}", f"Kassim Velam{chr(97 + key)}"),
        )
        for key in range(25)
    ]
    (pair,) = learn(entries, bare).pairs
    assert pair.support == 25
    assert pair.entries == tuple(range(76, 76 + MOST_ENTRIES))


def test_the_order_of_the_entries_is_no_matter(bare, entries_of, make_entry, invented) -> None:
    rng = random.Random(5)
    names = invented(300, 8)
    entries = [
        (at, make_entry(str(at), name, *rng.sample(names, 2), name.replace("a", "aa")))
        for at, name in enumerate(names)
    ]
    learned = learn(entries, bare)
    assert learned.pairs
    rng.shuffle(entries)
    assert learn(iter(entries), bare) == learned
    assert learn(entries[:-40], bare).version != learned.version


def test_progress_is_told(bare, make_entry) -> None:
    told: list[tuple[int, int, str]] = []
    entries = [(at, make_entry(str(at), "Qasem Talwan")) for at in range(501)]
    learn(entries, bare, lambda *what: told.append(what))
    assert [done for done, _, _ in told] == [0, 500]


def test_what_an_entry_shows(bare, make_entry) -> None:
    entry = make_entry("1", "Kassim Talwan", "TALWAN, Qasem")
    assert shown_by(entry, "kassim", "qasem", bare) == ("Kassim Talwan", "TALWAN, Qasem")
    assert shown_by(entry, "kasim", "qasem", bare) is None


def test_partners_and_pairs_of_a_token(bare, make_entry) -> None:
    entries = [
        (1, make_entry("1", "Qasem Talwan", "Kassim Talwan", "Kasim Talwan")),
        (2, make_entry("2", "Qasem Morvane", "Kasim Morvane")),
    ]
    learned = learn(entries, bare)
    assert learned.partners() == {
        "kasim": ("kassim", "qasem"),
        "kassim": ("kasim", "qasem"),
        "qasem": ("kasim", "kassim"),
    }
    assert [(pair.first, pair.second) for pair in learned.of("qasem")] == [
        ("kasim", "qasem"),
        ("kassim", "qasem"),
    ]
    assert learned.of("talwan") == ()


def test_arrays_bring_back_what_was_learned(bare, make_entry) -> None:
    entries = [
        (2**40 + at, make_entry(str(at), f"Qasem Velam{at}a Orm", f"Kasim Velam{at}a Orm"))
        for at in range(30)
    ]
    learned = learn(entries, bare)
    assert learned.pairs
    arrays = to_arrays(learned)
    assert all(name.startswith("learned_") for name in arrays)
    assert from_arrays(arrays | {"text": np.zeros(3)}) == learned
    assert from_arrays(to_arrays(NOTHING_LEARNED)) == NOTHING_LEARNED


def test_arrays_that_do_not_fit_are_refused(bare, make_entry) -> None:
    learned = learn([(1, make_entry("1", "Qasem Talwan", "Kassim Talwan"))], bare)
    arrays = to_arrays(learned)
    for name, value in (
        ("learned_entries", np.zeros(2, dtype=np.int64)),
        ("learned_tokens", np.array([[0, 2]], dtype=np.int32)),
        ("learned_support", np.zeros(2, dtype=np.int32)),
    ):
        with pytest.raises(ValueError, match=r"fit together|zip"):
            from_arrays(arrays | {name: value})
    del arrays["learned_known"]
    with pytest.raises(KeyError):
        from_arrays(arrays)


def test_the_version_follows_the_content() -> None:
    assert NOTHING_LEARNED.version.startswith("learned-1-")
    assert NOTHING_LEARNED.pairs == ()
    assert LearnedPair("a", "b", 1, (1,)) != LearnedPair("a", "b", 2, (1,))


WORDS = st.text(alphabet="abcdeghiklmnoqsuvyz", min_size=1, max_size=12)


@given(WORDS, WORDS)
def test_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    far = distance(one, other)
    assert far == distance(other, one)
    assert 0 <= far <= NEVER
    assert distance(one, one) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("ahmed", "ahmad"), ("yusuf", "youssef"), ("evgeny", "yevgeniy"), ("qasem", "kassim")],
)
def test_spellings_are_nearer_than_other_names(one: str, other: str) -> None:
    assert distance(one, other) < 0.2 < distance("hassan", "hussein")
    assert distance(one, "bertrand") == NEVER
    assert distance(other, "xu") == NEVER

"""The aligned index returns what brute force returns: same names, same scores, at any floor."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from app.domain.list_entry import EntryType, ListEntry
from app.matching import classic
from app.matching.aligned_search import AlignedFinder
from app.matching.brute_force import ScoredPair
from app.matching.index import NameIndex, build_index
from app.matching.normalise import normalise
from app.matching.profiles import best_pair
from app.matching.second_names import list_names
from app.matching.tables import NameTables

FLOORS = (0.92, 0.75, 0.60, 0.40, 0.2)
Entries = list[tuple[int, ListEntry]]
_known: dict[tuple[int, tuple[str, ...]], list[ScoredPair]] = {}

PERSONS = [
    "Muhammad Ali Hassan", "Mohamed Aly", "Mohd Hasan", "Abd al Rahman", "Abdul Rahman Khan",
    "Abdulrahman Khan", "Jean Claude Rivet", "JC Rivet", "J C Rivet", "Jean-Claude Rivet",
    "J Rivet", "Ivan Petrovich Sokolov", "Ivan Sokolov", "Ivan Sergeevich Sokolov", "Li Wei",
    "Wei Li", "Xi Na", "Xiang Nan", "William Bell", "Bill Bell", "Robert Stone", "Bob Stone",
    "Katherine Moss", "Catherine Moss", "Kathryn Mosse", "mhmd hsn", "Aleksandr Ivanov",
    "Oleksandr Ivanov", "Alex Ander", "Alexander", "Mary Ann Field", "Maryann Field", "M A Field",
    "Ali Ali Ali", "Stone", "A", "B B", "3 Stone", "vyv wyw", "Jon Smyth", "John Smith",
    "Smith John", "Muham Mad Ali", "van der Berg Anna", "Vanderberg Anna", "Ahmed Oglu",
]  # fmt: skip
OTHERS = [
    "Northern Star Trading LLC", "North Star Trading Limited", "Star Trading 24 GmbH",
    "Star Trading 25 GmbH", "Twenty Four Seven Holding", "24 7 Holding", "A B C Shipping",
    "ABC Shipping Co", "Black Sea Bank", "Bank of the Black Sea", "Blacksea Bank", "100 Ltd",
    "BSO Oil", "BS Oil Bank", "Blue Stone Oil", "Green Field Group", "Greenfield Group", "Group Holding", "Muhammad Ali Trading",
]  # fmt: skip


def mutated(rng: random.Random, text: str) -> str:
    """A name with a word left out, moved, joined, cut, shortened or misspelled."""
    words = text.split()
    kind = rng.randrange(8)
    at = rng.randrange(len(words))
    if kind == 0 and len(words) > 1:
        del words[at]
    elif kind == 1:
        rng.shuffle(words)
    elif kind == 2:
        words[at : at + 2] = ["".join(words[at : at + 2])]
    elif kind == 3 and len(words[at]) > 3:
        cut = rng.randrange(1, len(words[at]))
        words[at : at + 1] = [words[at][:cut], words[at][cut:]]
    elif kind == 4:
        words[at] = words[at][0]
    elif kind == 5:
        words.insert(at, rng.choice(("al", "3", "stone", "petrovna", "j")))
    else:
        place = rng.randrange(len(words[at]))
        words[at] = (
            words[at][:place] + rng.choice("aeioust") + words[at][place + rng.randrange(2) :]
        )
    return " ".join(words)


def entries_of_both(
    make: Callable[..., ListEntry], names: Sequence[str], others: Sequence[str]
) -> Entries:
    kinds = [EntryType.INDIVIDUAL] * len(names) + [EntryType.ENTITY] * len(others)
    return [
        (at, make(str(at), name, type=kind))
        for at, (name, kind) in enumerate(zip((*names, *others), kinds, strict=True))
    ]


def forms_of(entries: Entries, tables: NameTables) -> list[tuple[tuple[str, ...], bool]]:
    """The forms of every usable listed name and whether it is a person's, in index order."""
    every = []
    for _, entry in entries:
        is_person = entry.type is EntryType.INDIVIDUAL
        for listed in entry.names:
            names = list_names(listed.text, tables, is_person=is_person, both_orders=False)
            every.append((tuple(dict.fromkeys(f for n in names for f in n.forms)), is_person))
    return [(forms, is_person) for forms, is_person in every if forms]


@pytest.fixture(scope="module")
def mixed(
    tables: NameTables, make_entry: Callable[..., ListEntry],
    invented: Callable[[int, int], list[str]],
) -> tuple[NameIndex, list[tuple[tuple[str, ...], bool]], list[str]]:  # fmt: skip
    rng = random.Random(5)
    persons = PERSONS + invented(300, 3) + [mutated(rng, name) for name in PERSONS * 4]
    others = OTHERS + invented(100, 4) + [mutated(rng, name) for name in OTHERS * 4]
    entries = entries_of_both(make_entry, persons, others)
    known = [*rng.sample(persons, 18), *rng.sample(others, 8)]
    queries = [mutated(rng, mutated(rng, name)) for name in known]
    queries += ["Black Sea Oil", "BS Oil", "Jean Claude Rivet", "JC Rivet", "Wei", "Nan X"]
    return build_index(entries, tables, "aligned"), forms_of(entries, tables), queries


def brute_force(
    forms: list[tuple[tuple[str, ...], bool]], query: tuple[str, ...], tables: NameTables
) -> list[ScoredPair]:
    """The best pair of every name; remembered, because each way to search is held to it."""
    key = (id(forms), query)
    if key not in _known:
        _known[key] = [
            best_pair(query, listed, "aligned", tables, is_person=is_person)
            for listed, is_person in forms
        ]
    return _known[key]


def assert_same(
    names: NameIndex, forms: list[tuple[tuple[str, ...], bool]], query: Sequence[str],
    floors: Sequence[float], tables: NameTables, aligned_finder: AlignedFinder,
) -> int:  # fmt: skip
    best = brute_force(forms, tuple(query), tables)
    count = 0
    for floor in floors:
        found = names.find(query, floor, aligned_finder=aligned_finder)
        expected = {
            at: pair.score for at, pair in enumerate(best) if classic.reaches(pair.score, floor)
        }
        got = dict(zip(found.names.tolist(), found.scores.tolist(), strict=True))
        assert got.keys() == expected.keys()
        for row, (name, score) in enumerate(got.items()):
            assert score == pytest.approx(expected[name], abs=1e-9)
            primary, token, ngram, phonetic, contradiction, cap = found.parts[row].tolist()
            composite = 0.6 * primary + 0.15 * token + 0.15 * ngram + 0.1 * phonetic
            whole = min(composite * (1 - 0.9 * contradiction), 1.0 if np.isnan(cap) else cap)
            assert score == pytest.approx(whole, abs=0.0051)  # reordered names stop at 0.995
        assert (np.diff(found.scores) <= 0).all()
        count += len(got)
    return count


def test_mutated_names_agree_with_brute_force(
    mixed: tuple[NameIndex, list[tuple[tuple[str, ...], bool]], list[str]], tables: NameTables,
    aligned_finder: AlignedFinder,
) -> None:  # fmt: skip
    names, forms, queries = mixed
    found = 0
    for at, text in enumerate(queries):
        query = normalise(text, tables, is_person=at % 3 != 0).forms
        if query:
            found += assert_same(names, forms, query, FLOORS, tables, aligned_finder)
    assert found > 200


def test_groups_and_cleared_answers(
    tables: NameTables, make_entry: Callable[..., ListEntry]
) -> None:
    names = build_index(
        entries_of_both(make_entry, ["Marta Quist", "Kwist Marta"], ["Marta Quist"]),
        tables, "aligned",
    )  # fmt: skip
    assert {0, 2} <= set(names.find(["marta quist"], 0.9).names.tolist())
    others = names.allowed_groups(["demo"], [EntryType.ENTITY])
    for _ in range(2):
        assert names.find(["marta quist"], 0.9, others).names.tolist() == [2]
        names.clear_token_cache()
    assert not names.find(["marta quist"], 0.9, np.zeros_like(others)).names.size
    again = NameIndex.from_arrays(names.to_arrays(), tables)
    assert again.find(["marta quist"], 0.4).scores.tolist() == (
        names.find(["marta quist"], 0.4).scores.tolist()
    )


def test_an_empty_aligned_index_finds_nothing(tables: NameTables) -> None:
    names = build_index([], tables, "aligned")
    names.clear_token_cache()
    assert not names.find(["marta quist"], 0.4).names.size
    assert not names.find(["marta quist"], 0.1).names.size


def test_more_words_than_a_mask_has_bits(
    tables: NameTables, make_entry: Callable[..., ListEntry], aligned_finder: AlignedFinder
) -> None:
    long = " ".join(f"word{letter}x" for letter in "abcdefghijklmnopqrstuvwxyzabcdefghijkl")
    names = build_index(entries_of_both(make_entry, [long, "Marta Quist"], []), tables, "aligned")
    query = normalise(long, tables, is_person=True).forms
    found = names.find(query, 0.75, aligned_finder=aligned_finder)
    assert (found.names.tolist(), found.scores.tolist()) == ([0], [1.0])


@pytest.mark.parametrize("profile", ["aligned", "classic"])
def test_many_subjects_at_once_find_what_each_finds_alone(
    tables: NameTables, make_entry: Callable[..., ListEntry], profile: str
) -> None:
    names = build_index(entries_of_both(make_entry, PERSONS, OTHERS), tables, profile)
    queries = [normalise(text, tables, is_person=True).forms for text in PERSONS]
    for query, found in zip(queries, names.find_many(queries, 0.75), strict=True):
        alone = names.find(query, 0.75)
        assert found.names.tolist() == alone.names.tolist()
        assert found.scores.tolist() == alone.scores.tolist()
        assert found.names.size

"""Layers answer as an index built anew: same rows, scores, ties, counts, matches."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind
from app.domain.match import Check
from app.domain.subject import Subject, SubjectType
from app.matching.index import NameIndex, build_index
from app.matching.layered import LayeredIndex, forms_in, forms_with, layered, with_tables
from app.matching.learned import LearnedAliases, LearnedPair, with_learned
from app.matching.matcher import Matcher
from app.matching.normalise import normalise
from app.matching.profiles import PROFILES
from app.matching.tables import NameTables

FLOORS = (0.92, 0.75, 0.60, 0.40)
SOURCES = ("alpha", "beta", "gamma")
Entries = dict[int, ListEntry]
Named = Callable[[int, int], list[str]]


@dataclass(frozen=True)
class Change:
    """Entries before and after, and the index of each: in layers, and built anew."""

    after: Entries
    gone: set[int]
    layers: LayeredIndex
    rebuilt: NameIndex


def party(rng: random.Random, key: int, names: Sequence[str], source: str) -> ListEntry:
    kind = rng.choice((EntryType.INDIVIDUAL, EntryType.INDIVIDUAL, EntryType.ENTITY))
    listed = [ListName(name, rng.choice(list(NameKind))) for name in names]
    if rng.random() < 0.2:
        listed.insert(rng.randrange(len(listed) + 1), ListName("\u2026"))  # nothing is left of it
    number = Identifier(IdentifierType.PASSPORT, f"K{rng.randrange(40):05}")
    return ListEntry(source, f"e-{key}", kind, tuple(listed), identifiers=(number,))


def ordered(entries: Entries) -> list[tuple[int, ListEntry]]:
    """As the service builds an index: by source, then by storage key."""
    return sorted(entries.items(), key=lambda item: (item[1].source, item[0]))


def change(
    seed: int, invented: Named, tables: NameTables, profile: str, sources: Sequence[str] = SOURCES
) -> Change:
    """A random list, of which random entries go and to which others come."""
    rng = random.Random(seed)
    names = invented(400, seed)

    def make(keys: Sequence[int], of: Sequence[str]) -> Entries:
        return {
            key: party(rng, key, rng.sample(names, rng.randint(1, 3)), rng.choice(of))
            for key in keys
        }

    before = make(range(100, 100 + rng.randint(1, 120)), sources)
    gone = {key for key in before if rng.random() < rng.choice((0.0, 0.1, 0.5))}
    fresh = make(range(10, 10 + rng.randint(0, 15)), SOURCES) | make(
        range(1000, 1000 + rng.randint(0, 15)), SOURCES
    )
    after = {key: entry for key, entry in before.items() if key not in gone} | fresh
    base = build_index(ordered(before), tables, profile)
    overlay = build_index(ordered(fresh), tables, profile)
    rebuilt = build_index(ordered(after), tables, profile)
    return Change(after, gone, layered(base, overlay, gone), rebuilt)


def queries(names: Sequence[str], tables: NameTables) -> list[tuple[str, ...]]:
    forms = [normalise(name, tables, is_person=True).forms for name in names]
    return [form for form in forms if form]


def assert_same_found(found, expected) -> None:
    for name in ("names", "scores", "parts", "query_forms", "forms"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name), name)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("seed", range(6))
def test_layers_are_the_index_built_anew(
    seed: int, profile: str, invented: Named, tables: NameTables
) -> None:
    given = change(seed, invented, tables, profile, SOURCES[: 1 + seed % 3])
    layers, rebuilt = given.layers, given.rebuilt
    for name, array in layers.arrays.items():
        np.testing.assert_array_equal(array, rebuilt.arrays[name], name)
        assert array.dtype == rebuilt.arrays[name].dtype, name
    assert (layers.sources, layers.profile) == (rebuilt.sources, rebuilt.profile)
    assert layers.tables_version == rebuilt.tables_version
    assert (layers.names, layers.entries) == (rebuilt.names, rebuilt.entries)
    assert layers.unusable == rebuilt.unusable
    assert forms_in(layers) == forms_in(rebuilt)
    texts = [rebuilt.form_text(form) for form in range(forms_in(rebuilt))]
    assert [layers.form_text(form) for form in range(forms_in(layers))] == texts
    for token in {word for text in texts for word in text.split()} | {"nowhere"}:
        assert forms_with(layers, token) == forms_with(rebuilt, token)
    asked = queries(invented(6, seed + 100), tables)
    groups = [None, rebuilt.allowed_groups(SOURCES[1:], (EntryType.ENTITY,))]
    np.testing.assert_array_equal(
        layers.allowed_groups((*SOURCES[1:], "nowhere"), (EntryType.ENTITY,)), groups[1]
    )
    for floor in FLOORS:
        for allowed in groups:
            for forms in asked:
                assert_same_found(
                    layers.find(forms, floor, allowed), rebuilt.find(forms, floor, allowed)
                )


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("seed", range(3))
def test_matches_are_those_of_the_index_built_anew(
    seed: int, profile: str, invented: Named, tables: NameTables
) -> None:
    given = change(seed, invented, tables, profile)

    def load(keys: Sequence[int]) -> Mapping[int, ListEntry]:
        return {key: given.after[key] for key in keys}

    one, other = (Matcher(index, profile, tables, load) for index in (given.layers, given.rebuilt))
    checks = dict.fromkeys(SOURCES, Check.SANCTIONS)
    number = Identifier(IdentifierType.PASSPORT, "K00007")
    for name in invented(12, seed + 50):
        for kind in SubjectType:
            subject = Subject(kind, name, identifiers=(number,))
            found = one.find(subject, floor=0.5, sources=checks, with_nearest=True)
            assert found == other.find(subject, floor=0.5, sources=checks, with_nearest=True)


def test_an_entry_that_both_hold_counts_as_the_upper_has_it(
    tables: NameTables, make_entry: Callable[..., ListEntry]
) -> None:
    base = build_index([(1, make_entry("1", "Orvel Quast")), (2, make_entry("2", "Ilvo Tamm"))],
                       tables, "aligned")  # fmt: skip
    overlay = build_index([(1, make_entry("1", "Orvela Quastova"))], tables, "aligned")
    both = layered(base, overlay, ())
    assert both.base is base
    assert both.arrays["entry_keys"].tolist() == [1, 2]
    assert both.find(("orvel quast",), 0.99).names.tolist() == []
    assert both.find(("orvela quastova",), 0.99).names.tolist() == [0]
    assert both.nbytes == base.nbytes + overlay.nbytes


def test_everything_may_go_and_come_back(
    tables: NameTables, make_entry: Callable[..., ListEntry]
) -> None:
    entries = [(1, make_entry("1", "Orvel Quast"))]
    full, none = build_index(entries, tables, "aligned"), build_index([], tables, "aligned")
    empty = layered(full, none, [1])
    assert (empty.names, empty.entries, empty.sources) == (0, 0, ())
    assert empty.find(("orvel quast",), 0.4).names.size == 0
    assert empty.unusable == ()
    back = layered(none, full, [])
    assert_same_found(back.find(("orvel quast",), 0.4), full.find(("orvel quast",), 0.4))


def test_layers_must_fit_together(tables: NameTables, make_entry: Callable[..., ListEntry]) -> None:
    entries = [(1, make_entry("1", "Orvel Quast"))]
    aligned, classic = (build_index(entries, tables, profile) for profile in PROFILES)
    with pytest.raises(ValueError, match="profiles or name tables"):
        layered(aligned, classic, [])


def test_many_subjects_are_searched_together(invented: Named, tables: NameTables) -> None:
    given = change(3, invented, tables, "aligned")
    asked = queries(invented(8, 9), tables)
    given.layers.clear_token_cache()
    for found, forms in zip(given.layers.find_many(asked, 0.6), asked, strict=True):
        assert_same_found(found, given.rebuilt.find(forms, 0.6))


@pytest.mark.parametrize("profile", PROFILES)
def test_learned_spellings_are_searched_without_a_new_index(
    profile: str, invented: Named, tables: NameTables
) -> None:
    given = change(5, invented, tables, profile)
    pairs = (LearnedPair("garcia", "okafor", 2, (1, 2)), LearnedPair("kim", "khan", 1, (1,)))
    taught = with_learned(tables, LearnedAliases("learned-1-x", pairs))
    built = build_index(ordered(given.after), taught, profile)
    for index in (given.layers, given.rebuilt):
        searched = with_tables(index, taught)
        assert searched.tables_version == taught.version != index.tables_version
        for forms in queries(["Kim Garcia", "Okafor Khan", *invented(4, 77)], taught):
            for floor in FLOORS:
                assert_same_found(searched.find(forms, floor), built.find(forms, floor))
    again = given.layers.find(("kim garcia",), 0.6)
    assert_same_found(again, given.rebuilt.find(("kim garcia",), 0.6))

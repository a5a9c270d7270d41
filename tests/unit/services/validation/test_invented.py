"""Invented names: the same every time, of both kinds, some of them searched with an error."""

from __future__ import annotations

from collections import Counter

from app.domain.list_entry import EntryType
from app.domain.subject import SubjectType
from app.services.validation.invented import entry_of, invented_names, queries_of


def test_names_are_the_same_for_the_same_seed() -> None:
    assert invented_names(200) == invented_names(200)
    assert invented_names(200) != invented_names(200, seed=8)


def test_persons_and_organisations_in_the_usual_shares() -> None:
    names = invented_names(2_000)
    kinds = Counter(name.kind for name in names)
    assert 0.2 < kinds[SubjectType.ENTITY] / len(names) < 0.3
    assert all(len(name.text.split()) >= 2 for name in names)
    assert len({name.text for name in names}) > 1_800
    words = Counter(word for name in names for word in name.text.lower().split())
    assert words.most_common(1)[0][1] > 10  # a few words are very common
    assert sum(count == 1 for count in words.values()) > len(words) / 3


def test_half_of_the_queries_are_listed_names_with_an_error() -> None:
    names = invented_names(500)
    queries = queries_of(names, 101)
    assert len(queries) == 101
    assert queries == queries_of(names, 101)
    listed = {name.text for name in names}
    assert sum(query.text in listed for query in queries) < 20


def test_a_name_becomes_an_entry_of_its_kind() -> None:
    names = invented_names(50)
    kinds = {True: EntryType.INDIVIDUAL, False: EntryType.ENTITY}
    for number, name in enumerate(names):
        entry = entry_of(name, number)
        assert (entry.entry_id, entry.type) == (str(number), kinds[name.is_person])
        assert entry.primary_name == name.text

"""Invented names: the same every time, of both kinds, some of them searched with an error."""

from __future__ import annotations

from collections import Counter

import pytest

from app import bundled
from app.domain.list_entry import EntryType
from app.domain.scripts import script_of
from app.domain.subject import SubjectType
from app.matching.normalise import normalise
from app.matching.tables import NameTables, load_tables
from app.services.validation.invented import Inventor, entry_of
from app.services.validation.invented_scripts import SCRIPTS, written


@pytest.fixture(scope="module")
def tables() -> NameTables:
    return load_tables(bundled.read_name_tables())


@pytest.fixture(scope="module")
def inventor(tables: NameTables) -> Inventor:
    return Inventor(tables)


def test_names_are_the_same_for_the_same_seed(inventor: Inventor, tables: NameTables) -> None:
    assert inventor.names(200) == Inventor(tables).names(200)
    assert inventor.names(200) != inventor.names(200, seed=8)


def test_persons_and_organisations_in_the_usual_shares(inventor: Inventor) -> None:
    names = inventor.names(2_000)
    kinds = Counter(name.kind for name in names)
    assert 0.2 < kinds[SubjectType.ENTITY] / len(names) < 0.3
    assert all(len(name.text.split()) >= 2 for name in names)
    assert len({name.text for name in names}) > 1_800


def test_words_repeat_about_as_on_a_real_list(inventor: Inventor, tables: NameTables) -> None:
    """A real list of 10,000 names has 12,400 different words; 43 of 100 words are in the tables."""
    words: Counter[str] = Counter()
    for name in inventor.names(10_000):
        for form in normalise(name.text, tables, is_person=name.is_person).forms[:1]:
            words.update(form.split())
    assert 11_000 < len(words) < 14_000
    assert words.most_common(1)[0][1] > 200
    assert sum(count == 1 for count in words.values()) > len(words) / 2
    known = sum(count for word, count in words.items() if word in tables.classes)
    assert 0.35 < known / words.total() < 0.5


def test_some_names_are_in_their_own_letters(inventor: Inventor) -> None:
    persons = [name for name in inventor.names(6_000) if name.is_person]
    scripts = Counter(script_of(name.text) for name in persons)
    assert {"Latin", "Arabic", "Cyrillic", "Han", "Hangul"} <= set(scripts)
    assert 0.03 < 1 - scripts["Latin"] / len(persons) < 0.15


def test_sounds_and_syllables_become_letters() -> None:
    assert written("zhanna tsoy", "Cyrillic") == "жанна цоы"
    assert written("al-khalid aamin", "Arabic") == "الخليد امين"
    for script in ("Han", "Hangul"):
        first, second = written("piga mapi", script).split()
        assert (len(first), len(second)) == (2, 2)
        assert first[0] == second[1]  # the same sign for the same syllable
        assert {script_of(first), script_of(second)} == {script}
    assert all(written("-", script) for script in SCRIPTS)


def test_half_of_the_queries_are_listed_names_with_an_error(inventor: Inventor) -> None:
    names = inventor.names(500)
    queries = inventor.queries(names, 101)
    assert len(queries) == 101
    assert queries == inventor.queries(names, 101)
    listed = {name.text for name in names}
    assert sum(query.text in listed for query in queries) < 20


def test_a_name_becomes_an_entry_of_its_kind(inventor: Inventor) -> None:
    names = inventor.names(50)
    kinds = {True: EntryType.INDIVIDUAL, False: EntryType.ENTITY}
    for number, name in enumerate(names):
        entry = entry_of(name, number)
        assert (entry.entry_id, entry.type) == (str(number), kinds[name.is_person])
        assert entry.primary_name == name.text

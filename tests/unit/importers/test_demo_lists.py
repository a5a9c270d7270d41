"""The bundled demonstration lists: complete, in the official formats, and never too close."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import bundled
from app.domain.list_entry import EntryType, NameKind
from app.importers.checks import Tally, check_version
from app.matching.brute_force import best_pair
from app.matching.normalise import normalise
from app.matching.tables import load_tables


def files_of(name: str) -> list[Path]:
    return sorted(bundled.path(f"lists/demo/{name}").iterdir())


@pytest.fixture(scope="module")
def demo(read):
    names = ("us_ofac_sdn", "un_sc", "pep_global")
    return {name: read(name, *files_of(name)) for name in names}


def test_every_row_is_read(demo) -> None:
    for found in demo.values():
        assert found.aside == []
        assert found.reading.problems == ()
        assert found.reading.is_complete
        assert 20 <= len(found.entries) <= 60


def test_every_entry_says_that_it_is_fictional(demo) -> None:
    for found in demo.values():
        for entry in found.entries.values():
            assert "Fictional demonstration entry." in entry.remarks


def test_the_checks_pass_without_minimums(demo, source) -> None:
    for name, found in demo.items():
        tally = Tally()
        for entry in found.entries.values():
            tally.add(entry)
        checks = check_version(source(name), tally, None, found.reading, minimums=False)
        assert all(check.ok for check in checks)
        assert not all(
            check.ok for check in check_version(source(name), tally, None, found.reading)
        )


def test_the_demonstration_names_are_there(demo) -> None:
    ofac, pep = demo["us_ofac_sdn"].entries, demo["pep_global"].entries
    entity, airline, person = ofac["9001"], ofac["36"], ofac["18428"]
    assert (entity.primary_name, entity.type, entity.all_countries()) == (
        "Test Sanctioned Entity",
        EntryType.ENTITY,
        ("IR",),
    )
    assert (airline.primary_name, airline.programmes, airline.profile_id) == (
        "Sanctioned Airlines",
        ("CUBA",),
        "OFAC000000000036",
    )
    assert (airline.addresses[0].city, airline.addresses[0].country) == ("Havana", "CU")
    assert [name.text for name in person.names] == ["Ashworth, Oscar", "Ashworth, Heath"]
    assert (person.profile_id, str(person.dates_of_birth[0])) == ("OFAC000000018428", "1960-03-13")
    holder = pep["demo-test-pep"]
    assert (holder.primary_name, holder.nationalities, holder.topics) == (
        "Test PEP Person",
        ("NG",),
        ("role.pep",),
    )
    assert holder.positions


@pytest.mark.parametrize("clean", ["Test Clean User", "Smith, James"])
def test_no_name_comes_near_the_clean_ones(demo, clean: str) -> None:
    tables = load_tables(bundled.read_name_tables())
    forms = normalise(clean, tables, is_person=True).forms
    for found in demo.values():
        for entry in found.entries.values():
            is_person = entry.type is EntryType.INDIVIDUAL
            for name in entry.names:
                listed = normalise(name.text, tables, is_person=is_person).forms
                assert best_pair(forms, listed).score < 0.70  # a match begins at 0.75


def test_all_kinds_of_names_and_parties_occur(demo) -> None:
    entries = [entry for found in demo.values() for entry in found.entries.values()]
    assert {entry.type for entry in entries} == set(EntryType)
    assert {name.kind for entry in entries for name in entry.names} == set(NameKind)
    letters = "".join(name.text for entry in entries for name in entry.names)
    assert all(sample in letters for sample in ("Бревни", "النور", "魏青朔", "박", "สม", "Ö"))

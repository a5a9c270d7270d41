"""What entries must share to be looked at as one party: references, numbers, births, names."""

from __future__ import annotations

import pytest

from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.services.linking_keys import (
    Key,
    KeyKind,
    is_imo_number,
    is_telling,
    ofac_numbers,
    own_references,
    references,
    un_numbers,
)


def texts(item, kind: KeyKind) -> set[str]:
    return {key.text for key in item.keys if key.kind is kind}


def test_a_reference_is_one_however_a_list_writes_it(linkable) -> None:
    un = linkable("un_sc", entry_id="690", reference="ZZi.001")
    uk = linkable("gb_fcdo", same_as=(("un_sc", "ZZI. 1"),))
    shared = texts(un, KeyKind.REFERENCE) & texts(uk, KeyKind.REFERENCE)
    assert shared == {"un_sc:ZZI.1"}
    assert un_numbers(un.entry) == un_numbers(uk.entry) == {"ZZI.1"}
    assert un_numbers(linkable("gb_fcdo", same_as=(("un_sc", "see above"),)).entry) == frozenset()


def test_ofac_numbers_are_one_series_over_its_lists(linkable) -> None:
    sdn, cons = linkable("us_ofac_sdn", entry_id="7"), linkable("us_ofac_cons", entry_id="7")
    csl = linkable("us_csl", same_as=(("us_ofac_cons", "7"),))
    assert references(sdn.entry) == references(cons.entry) == {"ofac:7"}
    assert "ofac:7" in references(csl.entry)
    assert ofac_numbers(csl.entry) == {"7"}
    assert ofac_numbers(sdn.entry) == set()


def test_a_wikidata_item_is_a_reference_wherever_it_is_the_id(linkable) -> None:
    assert "wikidata:Q7747" in references(linkable("pep_global", entry_id="Q7747").entry)
    assert references(linkable("pep_wikidata", entry_id="Q7747").entry) == {"wikidata:Q7747"}
    assert "wikidata:Q12" not in references(linkable("pep_global", entry_id="AQ12").entry)


def test_a_list_may_name_its_own_entries(linkable) -> None:
    entry = linkable("gb_fcdo", same_as=(("gb_fcdo", "ZZZ2"), ("un_sc", "ZZi.001"))).entry
    assert own_references(entry) == ["ZZZ2"]


@pytest.mark.parametrize(
    ("kind", "value", "is_good"),
    [
        ("PASSPORT", "A1234987", True),
        ("PASSPORT", "K 4 901 882", True),
        ("PASSPORT", "123456", False),
        ("PASSPORT", "00000000", False),
        ("PASSPORT", "n/a", False),
        ("PASSPORT", "unknown", False),
        ("PASSPORT", "4711", False),
        ("PASSPORT", "1112111", False),
        ("NATIONAL_ID", "٤٩٠١٨٨٢", True),
        ("OTHER", "A1234987", False),
        ("IMO", "IMO 9074729", True),
        ("IMO", "9074728", False),
        ("SWIFT", "ZUMBZZ22", True),
        ("SWIFT", "ZUMBZZ2", False),
    ],
)
def test_only_numbers_that_tell_parties_apart_count(kind: str, value: str, is_good: bool) -> None:
    assert is_telling(Identifier(IdentifierType(kind), value)) is is_good


def test_imo_numbers_have_a_check_digit() -> None:
    assert is_imo_number("9074729")
    assert not is_imo_number("9074720")
    assert not is_imo_number("907472")


def test_births_go_with_the_words_of_good_names(linkable) -> None:
    person = linkable("un_sc", "Orsolo Ventris", born=("1960-03-13", "1961"), weak=("Zumbert",))
    assert texts(person, KeyKind.BIRTH) == {"1960-03-13:-rsl", "1960-03-13:-ntrs"}
    assert texts(linkable("un_sc", born="1960-03"), KeyKind.BIRTH) == set()
    assert texts(linkable("un_sc", born="c.1960-03-13"), KeyKind.BIRTH) == set()


def test_only_entities_are_found_by_name_alone(linkable) -> None:
    entity = linkable("un_sc", "Quorlath Trading Ltd", type=EntryType.ENTITY, born="1960-03-13")
    assert {text.split()[0] for text in texts(entity, KeyKind.NAME)} == {"quorlath"}
    assert texts(entity, KeyKind.BIRTH) == set()
    vessel = linkable("un_sc", "Quorlath", type=EntryType.VESSEL, ids=(("IMO", "9074729", ""),))
    assert texts(vessel, KeyKind.NAME) == set()
    assert texts(vessel, KeyKind.IDENTIFIER) == {"IMO:9074729"}


def test_keys_are_stored_as_numbers_of_64_bits() -> None:
    number = Key(KeyKind.REFERENCE, "un_sc:ZZI.1").number
    assert -(2**63) <= number < 2**63
    assert number != Key(KeyKind.IDENTIFIER, "un_sc:ZZI.1").number


def test_an_entry_without_anything_has_the_key_of_its_id(linkable) -> None:
    entry = ListEntry("un_sc", "5", EntryType.AIRCRAFT, (ListName("ZZ-QQQ"),))
    assert references(entry) == {"un_sc:5"}

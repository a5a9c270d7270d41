"""Popolo documents and the tables of EveryPolitician as PEP lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.dates import PartialDate
from app.domain.errors import ListRefused
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import ListName, NameKind
from app.domain.political import ForeignReference, Office, OfficeClass, Relation, RelationKind
from app.domain.subject import Gender
from app.importers.pep_slots import POPOLO_SLOTS
from app.importers.reading import BAD_DATE
from app.importers.registry import detect

UUID = "00000000-0000-4000-8000-00000000aaa"  # and a digit


@pytest.fixture(scope="module")
def found(read, data: Path):
    return read("pep_popolo", data / "popolo" / "popolo.json")


def test_a_member_of_a_legislature(found) -> None:
    entry = found.entries["p-1"]
    assert entry.names == (
        ListName("Tamsin Quorlath"),
        ListName("Quorlath, Tamsin", NameKind.STRONG_ALIAS),
        ListName("Тамсин Кворлат", NameKind.ORIGINAL_SCRIPT),
        ListName("Tamsin Maiden", NameKind.FORMER),
    )
    assert (entry.gender, entry.topics) == (Gender.FEMALE, ("role.pep",))
    assert [str(date) for date in entry.dates_of_birth] == ["1970-05"]
    assert entry.offices == (
        Office(
            "member, Assembly of Nowhere",
            OfficeClass.LEGISLATOR,
            "",
            PartialDate(2014, 1, 2),
            PartialDate(2017, 8, 1),  # the end of the term
            "Assembly of Nowhere",
        ),
    )
    assert entry.positions == ("member, Assembly of Nowhere (2014-01-02 to 2017-08-01)",)
    assert entry.relations == (Relation(RelationKind.MEMBERSHIP, "member of", "Invented Party"),)
    assert entry.same_as == (ForeignReference("wikidata", "Q990001"),)
    assert set(entry.identifiers) == {
        Identifier(IdentifierType.PASSPORT, "X0099"),
        Identifier(IdentifierType.NATIONAL_ID, "N0099"),
    }
    assert {
        ("Identifier (everypolitician_legacy)", "76"),
        ("Link (website)", "https://example.invalid/q"),
        ("Link", "https://example.invalid/s"),
        ("Contact (phone)", "+000"),
        ("Contact (contact)", "by post"),
        ("Image", "https://example.invalid/i.jpg"),
        ("Image", "https://example.invalid/j.jpg"),
        ("honorific_prefix", "Dr"),
        ("email", "q@example.invalid"),
        ("Constituency", "Port Mfano"),
        ("Term", "First Assembly"),
    } == set(entry.details)


def test_memberships_inside_a_person_and_posts(found) -> None:
    party, mayor = found.entries["p-2"].offices
    assert (party.title, party.category) == ("chair, Invented Party", OfficeClass.PARTY)
    assert (mayor.title, mayor.category) == ("Mayor of Port Mfano", OfficeClass.REGIONAL)
    assert {("Given name", "Bad"), ("Gender", "unsure"), ("Start of office", "soon")} <= set(
        found.entries["p-2"].details
    )


def test_what_names_no_organisation_is_still_an_office(found) -> None:
    (office,) = found.entries["p-5"].offices
    assert (office.title, office.category) == ("member, house", OfficeClass.OTHER)
    assert found.entries["p-5"].relations == ()
    assert ("Term", "term/9") in found.entries["p-5"].details


def test_rows_without_use_are_kept_aside(found) -> None:
    assert [(row.row, row.reason) for row in found.aside] == [
        (2, BAD_DATE),
        (2, BAD_DATE),
        (3, "number already used by an entry above"),
        (4, "no id"),
        (5, "no usable name"),
    ]


def test_a_list_of_one_country_lends_its_country(read, data: Path) -> None:
    entry = read("pep_nigeria", data / "popolo" / "popolo.json").entries["p-1"]
    assert entry.offices[0].country == "NG"
    assert entry.countries == ("NG",)


def test_tables_of_terms_and_names_make_one_list(read, data: Path) -> None:
    folder = data / "popolo"
    found = read("pep_popolo", folder / "names.csv", folder / "term-1.csv")
    one, two, three = (UUID + digit for digit in "123")
    assert found.entries.keys() == {one, two, three}
    entry = found.entries[one]
    assert [name.text for name in entry.names] == [
        "Tamsin Quorlath", "Quorlath Tamsin", "T. Quorlath",
    ]  # fmt: skip
    (office,) = entry.offices
    assert (office.category, office.end) == (OfficeClass.LEGISLATOR, PartialDate(2017, 8, 1))
    assert ("email", "q@example.invalid") in entry.details
    (bare,) = found.entries[two].offices
    assert bare.title == "member of a legislature"
    assert [row.reason for row in found.aside] == ["no id"]


def test_recognised_by_content(data: Path, tmp_path: Path) -> None:
    for name in ("popolo.json", "names.csv", "term-1.csv"):
        assert detect([data / "popolo" / name]) == POPOLO_SLOTS
    other = tmp_path / "popolo.json"
    other.write_text('{"persons": 3}')
    assert detect([other]) == POPOLO_SLOTS
    other.write_text('{"people": []}')
    with pytest.raises(ListRefused):
        detect([other])


def test_a_table_of_other_names_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,id\nTamsin Quorlath,17\n")
    with pytest.raises(ListRefused, match="columns of any list"):
        detect([path])


def test_damaged_documents_are_refused(read, data: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.json"
    cut.write_bytes((data / "popolo" / "popolo.json").read_bytes()[:-50])
    with pytest.raises(ListRefused, match=r"truncated at line \d+"):
        read("pep_popolo", cut)
    bare = tmp_path / "bare.json"
    bare.write_text('{"persons": [1], "memberships": {}}')
    with pytest.raises(ListRefused, match="no entry"):
        read("pep_popolo", bare)
    with pytest.raises(ListRefused, match="same part"):
        read("pep_popolo", bare, copy(bare))


def copy(path: Path) -> Path:
    other = path.with_name("copy.json")
    other.write_bytes(path.read_bytes())
    return other

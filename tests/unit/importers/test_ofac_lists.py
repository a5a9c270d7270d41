"""OFAC's CSV set and XML: joins, quirks, and the same entry from either format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.dates import DatePrecision, PartialDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListName, NameKind, core_checksum
from app.domain.subject import Address, Gender
from app.importers.reading import BAD_DATE, ORPHAN

Reader = Callable[..., object]


def test_a_person_has_all_that_the_set_says(read, ofac_csv) -> None:
    entry = read("us_ofac_sdn", *ofac_csv).entries["7001"]
    assert entry.profile_id == "OFAC000000007001"
    assert entry.type is EntryType.INDIVIDUAL
    assert entry.names == (
        ListName("MARZANEK, Ottokar"),
        ListName("MARSANEK, Otakar", NameKind.STRONG_ALIAS),
        ListName("MARZANEK, Karel", NameKind.FORMER),
        ListName("OTTO", NameKind.WEAK_ALIAS),
        ListName("THE CLERK", NameKind.WEAK_ALIAS),
        ListName("OTTOKAR M", NameKind.FORMER, weak=True),
    )
    assert [(str(date), date.precision) for date in entry.dates_of_birth] == [
        ("1951-02-09", DatePrecision.EXACT),
        ("c. 1953", DatePrecision.CIRCA),
        ("1961 to 1963", DatePrecision.RANGE),
    ]
    assert entry.places_of_birth == ("Brno, Czech Republic",)
    assert entry.gender is Gender.MALE
    assert entry.nationalities == ("CZ",)
    assert entry.programmes == ("DEMO1", "DEMO2")
    assert entry.positions == ("Director", "former Deputy Director")
    assert (
        Identifier(
            IdentifierType.PASSPORT, "K00123", "CZ", "issued 01 Mar 2010; expires 28 Feb 2020"
        )
        in entry.identifiers
    )
    assert Identifier(IdentifierType.PASSPORT, "0099", "", "Narnia") in entry.identifiers
    assert Identifier(IdentifierType.TIN, "CZ510209011", "CZ") in entry.identifiers
    assert entry.addresses == (
        Address("Dlouha 7, Flat 2", "Brno", "", "60200", "CZ"),
        Address(city="Gaza", text="Region: Sampleland"),
    )
    assert ("Citizen", "Narnia") in entry.details
    assert ("Linked To", "MARZANEK & SONS LTD.") in entry.details
    assert "all offices worldwide" in entry.remarks
    assert (entry.listed_on, entry.updated_on) == (None, None)


def test_remarks_cut_in_mid_word_are_put_together(read, ofac_csv) -> None:
    entry = read("us_ofac_sdn", *ofac_csv).entries["7002"]
    assert "https://marzanek.example; Linked To: MARZANEK, Ottokar." in entry.remarks
    assert ("Linked To", "MARZANEK, Ottokar") in entry.details


def test_an_entity_a_vessel_and_an_aircraft(read, ofac_csv) -> None:
    entries = read("us_ofac_sdn", *ofac_csv).entries
    company, ship, plane = entries["7002"], entries["7003"], entries["7004"]
    assert company.names[1] == ListName(
        "MARZANEK HOLDING", NameKind.STRONG_ALIAS, note="now known as"
    )
    assert (
        Identifier(IdentifierType.CRYPTO_ADDRESS, "1Marzanek0000000000000000000000000", note="XBT")
        in company.identifiers
    )
    assert Identifier(IdentifierType.SWIFT, "MARZCY2N") in company.identifiers
    assert (ship.type, ship.countries, ship.addresses) == (EntryType.VESSEL, ("CY",), ())
    assert Identifier(IdentifierType.IMO, "9900055") in ship.identifiers
    assert Identifier(IdentifierType.MMSI, "212990055") in ship.identifiers
    assert dict(ship.details)["Vessel Call Sign"] == "5BDEM"
    assert dict(ship.details)["Vessel Gross Registered Tonnage"] == "6,789"
    assert (plane.type, dict(plane.details)["Aircraft Operator"]) == (
        EntryType.AIRCRAFT,
        "Marzanek Air",
    )
    assert entries["7005"].remarks == ""


def test_rows_of_unknown_entries_are_kept_aside(read, ofac_csv) -> None:
    found = read("us_ofac_sdn", *ofac_csv)
    assert {(row.file, row.row) for row in found.aside} == {
        ("alt.csv", 4),
        ("add.csv", 5),
        ("sdn_comments.csv", 2),
    }
    assert {row.reason for row in found.aside} == {ORPHAN}
    assert "NOBODY AT ALL" in found.aside[0].text


def test_the_order_and_the_names_of_the_files_do_not_matter(read, ofac_csv, tmp_path: Path) -> None:
    renamed = []
    for number, path in enumerate(reversed(ofac_csv)):
        copy = tmp_path / f"{number}.txt"
        copy.write_bytes(path.read_bytes())
        renamed.append(copy)
    assert read("us_ofac_sdn", *renamed).entries == read("us_ofac_sdn", *ofac_csv).entries


def test_what_the_set_lacks_is_said(read, ofac_csv) -> None:
    found = read("us_ofac_sdn", ofac_csv[0])
    assert found.reading.problems == ("The comments file is missing: long remarks are cut off.",)
    assert found.reading.missing_files == (
        "no alt file: entries come without their aliases",
        "no add file: entries come without their addresses",
    )
    assert read("us_ofac_sdn", *ofac_csv).reading.missing_files == ()
    assert found.entries["7001"].addresses == ()


def test_both_formats_give_the_same_entries(read, ofac_csv, data: Path) -> None:
    from_csv = read("us_ofac_sdn", *ofac_csv).entries
    from_xml = read("us_ofac_sdn", data / "ofac_xml" / "sdn_namespace_2024.xml").entries
    assert from_csv.keys() == from_xml.keys()
    for entry_id, entry in from_csv.items():
        assert replace(entry, remarks="") == replace(from_xml[entry_id], remarks="")
        assert core_checksum(entry) == core_checksum(from_xml[entry_id])


@pytest.mark.parametrize("name", ["sdn_namespace_2021.xml", "sdn_namespace_2024.xml"])
def test_the_xml_header_is_read_in_both_namespaces(read, data: Path, name: str) -> None:
    found = read("us_ofac_sdn", data / "ofac_xml" / name)
    assert str(found.reading.published_on) == "2026-03-07"
    assert found.reading.declared_entries == 5 == len(found.entries)


def test_consolidated_entries_show_their_measure(read, data: Path) -> None:
    entries = read("us_ofac_cons", data / "ofac_csv" / "cons_prim.csv").entries
    assert ("Listing Date (CMIC)", "03 Jun 2021") in entries["8003"].details
    assert ("Executive Order 13662 Directive Determination", "Subject to Directive 1") in entries[
        "8002"
    ].details
    assert entries["8001"].dates_of_birth[0].start == PartialDate(1962)


BAD_ROWS = {
    "columns": ('7006,"SHORT ROW","individual"', "3 columns instead of 12"),
    "quote": ('7006,"UNBALANCED,' + "-0- ," * 9 + "-0- ", "not a CSV record"),
    "number": ('x,"NO NUMBER",' + "-0- ," * 9 + "-0- ", "no entry number"),
    "type": ('7006,"ODD TYPE","robot",' + "-0- ," * 8 + "-0- ", "a value that this column"),
    "name": ("7006," + "-0- ," * 10 + "-0- ", "no usable name"),
    "twice": ('7001,"SAME NUMBER",' + "-0- ," * 9 + "-0- ", "number already used"),
    "nul": ('7006,"NUL \x00",' + "-0- ," * 9 + "-0- ", "NUL character"),
    "long": ('7006,"' + "LONG " * 300_000 + '"', "line longer than"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_ROWS)
def test_a_bad_row_is_kept_aside_and_the_rest_goes_in(
    read, ofac_csv, tmp_path: Path, kind: str
) -> None:
    row, reason = BAD_ROWS[kind]
    lines = ofac_csv[0].read_text().split("\n")
    lines.insert(3, row)
    path = tmp_path / "sdn.csv"
    path.write_text("\n".join(lines))
    found = read("us_ofac_sdn", path)
    assert len(found.entries) == 5
    (aside,) = found.aside
    assert (aside.file, aside.row) == ("sdn.csv", 4)
    assert aside.reason.startswith(reason)
    assert len(aside.text) < 1000
    assert "\x00" not in aside.text


def test_a_row_that_is_not_utf8_is_kept_aside(read, ofac_csv, tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    row = b'7006,"M\xfcLLER"' + b",-0- " * 10 + b"\r\n" + b'7007,"\xed\xa0\x80"' + b",-0- " * 10
    path.write_bytes(row + b"\r\n" + ofac_csv[0].read_bytes())
    found = read("us_ofac_sdn", path)
    assert [(item.row, item.reason[:9]) for item in found.aside] == [
        (1, "not UTF-8"),
        (2, "not UTF-8"),
    ]
    assert len(found.entries) == 5


def test_a_date_that_is_none_stays_as_text(read, ofac_csv, tmp_path: Path) -> None:
    path = tmp_path / "sdn.csv"
    path.write_bytes(ofac_csv[0].read_bytes().replace(b"DOB 09 Feb 1951", b"DOB 31 Feb 1951"))
    found = read("us_ofac_sdn", path)
    assert ("Date of birth", "31 Feb 1951") in found.entries["7001"].details
    assert len(found.entries["7001"].dates_of_birth) == 2
    assert [row.reason for row in found.aside] == [BAD_DATE]

"""The Australian list: rows joined into parties, both layouts, free text that is told plainly."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from app.domain.dates import PartialDate
from app.domain.errors import ListRefused
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListName, NameKind
from app.domain.political import ForeignReference
from app.domain.subject import Address, Gender
from app.importers.au.facts import addresses, documents, listing_day, places, un_reference
from app.importers.reading import BAD_DATE
from app.importers.registry import detect

OLD_COLUMNS = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth",
    "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information",
    "Committees", "Control Date",
)  # fmt: skip


@pytest.fixture(scope="module")
def found(read, data: Path):
    return read("au_dfat", data / "au_dfat" / "list_2026.csv")


@pytest.fixture
def workbook(tmp_path: Path):
    """A workbook of the older layout: 12 columns, more that are empty, real date cells."""

    def write(*rows: tuple[object, ...], above: int = 0) -> Path:
        path = tmp_path / "regulation8.xlsx"
        book = xlsxwriter.Workbook(str(path))
        sheet, day = book.add_worksheet("Sheet1"), book.add_format({"num_format": "dd/mm/yyyy"})
        for number in range(above):
            sheet.write_string(number, 0, "As of today")
        for number, cells in enumerate((OLD_COLUMNS, *rows), above):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell != "":
                    sheet.write(number, column, cell)
            sheet.write_blank(number, 254, None, day)
        book.close()
        return path

    return write


def old(number: object, name: str, kind: str, *rest: object) -> tuple[object, ...]:
    cells = (number, name, "Individual ", kind, *rest)
    return (*cells, *[""] * (len(OLD_COLUMNS) - len(cells)))


def test_rows_of_a_number_are_one_party_also_when_they_stand_apart(found) -> None:
    assert list(found.entries) == ["12", "13", "14", "15", "16", "14.2"]
    assert found.entries["12"].names == (
        ListName("Bogdan TARUSKY"),
        ListName("بوغدان", NameKind.ORIGINAL_SCRIPT),
        ListName("Bohdan Taruski", NameKind.STRONG_ALIAS),
        ListName("The Miller", NameKind.WEAK_ALIAS),
        ListName("Petr Sample", NameKind.FORMER, weak=True, note="previously listed as"),
        ListName("بيتر", NameKind.ORIGINAL_SCRIPT),
    )


def test_a_number_used_twice_is_two_parties(found) -> None:
    first, second = found.entries["14"], found.entries["14.2"]
    assert (first.primary_name, second.primary_name) == ("Sea Example", "Number Twice")
    assert [name.text for name in second.names] == ["Number Twice", "Twice Number"]


def test_a_party_without_a_primary_name_has_its_first_one(found) -> None:
    assert found.entries["16"].names == (ListName("Anna Alias"),)


def test_the_cells_of_a_person(found) -> None:
    entry = found.entries["12"]
    assert [str(item) for item in entry.dates_of_birth] == ["1963-04-30", "c. 1960", "1970-02-05"]
    assert entry.places_of_birth == ("Strelsau, Old Town, Syria", "Zenda")
    assert (entry.nationalities, entry.gender) == (("SY",), Gender.MALE)
    assert entry.addresses == (
        Address(country="SY", text="4 Bridge Street, Strelsau, (previous)"),
        Address(country="SA"),
    )
    assert entry.identifiers == (Identifier(IdentifierType.PASSPORT, "N00123456", "SY"),)
    assert entry.same_as == (ForeignReference("un_sc", "QDi.990"),)
    assert (entry.listed_on, entry.updated_on) == (
        PartialDate(2001, 1, 25),
        PartialDate(2026, 4, 14),
    )
    assert entry.measures == ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo")
    assert {("Nationality", "Ruritanian"), ("Remark of a new column", "kept")} <= set(entry.details)


def test_numbers_of_a_company_and_of_a_ship(found) -> None:
    assert {(item.type.value, item.value) for item in found.entries["13"].identifiers} == {
        ("BUSINESS_REG", "1027700000001"),
        ("BUSINESS_REG", "1234567"),
        ("TIN", "7700000001"),
    }
    assert found.entries["14"].type is EntryType.VESSEL
    assert found.entries["14"].identifiers == (Identifier(IdentifierType.IMO, "9000003"),)
    assert found.entries["15"].identifiers[0].type is IdentifierType.OTHER


def test_bad_rows_are_kept_aside(found) -> None:
    assert [(row.row, row.reason) for row in found.aside] == [
        (16, "no reference number"),
        (10, BAD_DATE),
        (11, BAD_DATE),
        (14, "no usable name"),
        (15, "unknown type"),
    ]
    assert ("Control Date", "soon") in found.entries["15"].details
    assert ("Date of birth", "31/02/1960") in found.entries["16"].details


def test_the_older_workbook(read, workbook) -> None:
    path = workbook(
        old(2, "Piotr SAMPLE\n", "Primary name", date(1968, 9, 7), "", "DPRK", "NA"),
        old("2a", "Peter Sample", "Aka ", 1969),
        old("2a1", "Пётр", "original Script", "a) 1970_x000D_\nb) na"),
        above=2,
    )
    found = read("au_dfat", path)
    (entry,) = found.entries.values()
    assert [(name.text, name.kind) for name in entry.names] == [
        ("Piotr SAMPLE", NameKind.PRIMARY),
        ("Peter Sample", NameKind.STRONG_ALIAS),
        ("Пётр", NameKind.ORIGINAL_SCRIPT),
    ]
    assert [str(item) for item in entry.dates_of_birth] == ["1968-09-07", "1969", "1970"]
    assert (entry.nationalities, entry.addresses, found.aside) == (("KP",), (), [])


def test_words_before_and_signs_behind_a_name(read, workbook) -> None:
    path = workbook(
        old(7, "Sample Works;", "Primary Name"),
        old("7a", "Formerly known as Lamp Works of Sampleton", "Alias"),
        old("7b", "Known as Lamps", "Alias"),
        old("7c", "Lampo (When he was a part of it.)", "Alias"),
        old("7d", "Tango Lamp (Call sign)", "Alias"),
    )
    assert [
        (name.text, name.kind, name.note) for name in read("au_dfat", path).entries["7"].names
    ] == [
        ("Sample Works", NameKind.PRIMARY, ""),
        ("Lamp Works of Sampleton", NameKind.FORMER, "Formerly known as"),
        ("Known as Lamps", NameKind.STRONG_ALIAS, ""),
        ("Lampo", NameKind.STRONG_ALIAS, "When he was a part of it."),
        ("Tango Lamp", NameKind.STRONG_ALIAS, "Call sign"),
    ]


def test_a_workbook_of_other_columns_is_another_list(workbook, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Sheet1").write_row(0, 0, ("Reference", "Name", "Type"))
    book.close()
    with pytest.raises(ListRefused, match="columns of any list"):
        detect([path])
    assert detect([workbook()]) == ("au_dfat",)


def test_an_endless_cell_is_kept_aside(read, workbook) -> None:
    path = workbook(
        old(2, "Piotr SAMPLE", "Primary name", "(" * 20_001), old(3, "Anna", "Primary name")
    )
    found = read("au_dfat", path)
    assert list(found.entries) == ["3"]
    assert [row.reason for row in found.aside] == ["a cell of more than 20,000 characters"]


def test_a_list_without_rows_is_refused(read, workbook) -> None:
    with pytest.raises(ListRefused, match="no entry"):
        read("au_dfat", workbook())


def test_a_cut_workbook_is_refused(read, workbook) -> None:
    path = workbook(old(2, "Piotr SAMPLE", "Primary name"))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ListRefused, match="damaged"):
        read("au_dfat", path)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("QDi.001", "QDi.001"),
        ("Qdi.348 Passport", "QDi.348"),
        ("KPi031 Sample", "KPi.031"),
        ("IQi.04", ""),
        ("SOe.001", ""),
        ("Member of Samples (QDe.011)", ""),
        ("TI.O.4.01", ""),
    ],
)
def test_a_un_number_of_its_own_opens_the_text(text: str, number: str) -> None:
    found = un_reference(text, is_person=True)
    assert (found.reference if found else "") == number
    if number:
        assert un_reference(text, is_person=False) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Online", Address(text="Online")),
        ("Moscow 601900 Russia", Address(country="RU", text="Moscow 601900")),
        ("Strelsau, CA", Address(text="Strelsau, CA")),
        ("Dubai, UAE.", Address(country="AE", text="Dubai")),
        ("Iran (Islamic Republic of)", Address(country="IR")),
        ("Saudi Arabia (detained)", Address(country="SA", text="(detained)")),
    ],
)
def test_addresses(text: str, expected: Address) -> None:
    assert list(addresses(text)) == [expected]


def test_places_of_birth() -> None:
    assert list(places("Strelsau; Old Town; alt POB: Zenda")) == ["Strelsau, Old Town", "Zenda"]
    assert list(places("na")) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Passport D100000000 (Iran) expires 2026; National ID No. 4700000005 (Iran).",
         [("PASSPORT", "D100000000"), ("NATIONAL_ID", "4700000005")]),
        ("Passport no: Afghanistan number P04000000, issued on 7 Aug. 2024",
         [("PASSPORT", "P04000000")]),
        ("IMO number: 9000003. Crew list IMO 12345.", [("IMO", "9000003")]),
        ("passport cancelled in 1999; identity card lost", []),
    ],
)  # fmt: skip
def test_numbers_in_free_text(text: str, numbers: list[tuple[str, str]]) -> None:
    assert [(item.type.value, item.value) for item in documents(text)] == numbers


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Listed by UN 1267 Committee on 25 January 2001 (amended on 20 December 2005)",
            "2001-01-25",
        ),
        ("First listed on 17/06/2010", "2010-06-17"),
        ("Designated as a sanctioned vessel. Listed on: 9 Jun. 2010", "2010-06-09"),
        ("Amendment (No. 3) Instrument 2025", "None"),
        ("Listed on 31 February 2010", "None"),
    ],
)
def test_the_day_of_listing(text: str, day: str) -> None:
    assert str(listing_day(text)) == day


@pytest.mark.samples
@pytest.mark.parametrize(
    ("name", "rows", "parties"),
    [
        ("regulation8_consolidated.xlsx", 9_553, 3_062),
        ("reconstructed/Australian_Sanctions_Consolidated_List.xlsx", 11_125, 3_856),
    ],
)
def test_real_files(read, samples: Path, name: str, rows: int, parties: int) -> None:
    """Each row's name is in its party, counted from the sheet's own rows."""
    import re

    from python_calamine import CalamineWorkbook

    path = samples / "au_dfat" / name
    found = read("au_dfat", path)
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Sheet1").to_python()[1:]
    names = defaultdict(set)
    for cells in sheet:
        reference = str(cells[0]).removesuffix(".0")
        names[re.match(r"\d+", reference)[0]].add(" ".join(str(cells[1]).split()))
    assert (len(sheet), len(names), len(found.entries)) == (rows, parties, parties)
    assert {row.reason for row in found.aside} <= {BAD_DATE}
    for key, texts in names.items():
        own = {item.text for item in found.entries[key].names}
        assert all(text.rstrip(";, ") in own or re.search(r"\(|known as", text) for text in texts)


def test_the_sample_is_read_by_its_heading(data: Path, tmp_path: Path, read) -> None:
    """Columns in another order are the same list."""
    path = tmp_path / "turned.csv"
    with (data / "au_dfat" / "list_2026.csv").open(encoding="utf-8", newline="") as handle:
        turned = [list(reversed(row)) for row in csv.reader(handle)]
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(turned)
    before = read("au_dfat", data / "au_dfat" / "list_2026.csv").entries
    assert read("au_dfat", path).entries.keys() == before.keys()

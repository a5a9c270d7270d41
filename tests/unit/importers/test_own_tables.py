"""Tables of the user's own: files understood, the meaning of their columns guessed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from app.domain.column_mapping import ColumnUse, DayOrder, Role
from app.domain.errors import ListRefused
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListName
from app.domain.lists import ListSource
from app.importers.table.guess import folded, guess_mapping
from app.importers.table.reader import dry_run
from app.importers.table.source import BEYOND, open_table
from app.services.own_lists import own_source

OWN = own_source("Staff", "staff")


def table_file(tmp_path: Path, text: str, name: str = "own.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def guessed(path: Path, source: ListSource = OWN):
    guess = guess_mapping(open_table(path), source.check)
    found = dry_run(source, [path], guess.mapping, shown=1000, check=lambda _: None)
    return guess, found, {entry.entry_id: entry for entry in found.entries}


# the file as a table -----------------------------------------------------------------------


def test_a_table_with_lines_above_its_headings(data: Path) -> None:
    table = open_table(data / "own_lists" / "staff.csv")
    assert (table.header_row, table.headings[:3]) == (3, ("No", "Full Name", "a.k.a."))
    assert table.layout == "text, cells between semicolons, UTF-8"
    rows = dict(table.rows())
    assert rows[4]["a.k.a."] == ("Otto Marzanek|Оттокар Марзанек",)
    assert rows[5]["a.k.a."] == ()
    assert rows[7]["Desk note"] == ("line one\nline two",)


@pytest.mark.parametrize(
    ("mark", "word"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
)
def test_the_delimiter_is_found(tmp_path: Path, mark: str, word: str) -> None:
    rows = [("Name", "Note"), ("Ada Quorlath", "a, b; c"), ("Bo Zumbert", "d")]
    text = "\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows)
    table = open_table(table_file(tmp_path, text))
    assert word in table.layout
    assert table.headings == ("Name", "Note")


def test_windows_text_and_one_column(tmp_path: Path) -> None:
    table = open_table(table_file(tmp_path, "Name\nJörg Müller\n", encoding="cp1252"))
    assert "Windows" in table.layout
    assert [row["Name"] for _, row in table.rows()] == [("Jörg Müller",)]


def test_a_cell_without_an_end_is_refused(tmp_path: Path) -> None:
    path = table_file(tmp_path, "Name,Note\nAda Quorlath," + "x" * 5_000_000 + "\n")
    with pytest.raises(ListRefused, match="damaged"):
        open_table(path)


def test_the_unicode_text_of_a_spreadsheet(tmp_path: Path) -> None:
    path = table_file(tmp_path, "Name\tNote\nОттокар Марзанек\tx\n", "own.txt", "utf-16")
    table = open_table(path)
    assert table.layout == "text, cells between tabs, UTF-16"
    assert [row["Name"] for _, row in table.rows()] == [("Оттокар Марзанек",)]
    with pytest.raises(ListRefused, match="no file"):
        open_table(tmp_path / "none.txt")


def test_a_table_has_a_largest_width(tmp_path: Path) -> None:
    with pytest.raises(ListRefused, match="501 columns"):
        open_table(table_file(tmp_path, ",".join(f"c{n}" for n in range(501)) + "\n"))
    wide = json.dumps([{f"c{n}": n for n in range(501)}])
    with pytest.raises(ListRefused, match="501 columns"):
        open_table(table_file(tmp_path, wide, "own.json"))


def test_broken_characters_of_json_are_mended(tmp_path: Path) -> None:
    path = table_file(
        tmp_path, '[{"name\\u0000": "Ada\\ud800 Quorlath", "also": "A\\nB"}]', "own.json"
    )
    table = open_table(path)
    ((_, row),) = table.rows()
    assert row == {"name": ("Ada\ufffd Quorlath",), "also": ("A\nB",)}


def test_headings_are_told_apart(tmp_path: Path) -> None:
    columns = [*"abcdefghijklmnopqrstuvwxyz", "", "Name", "Name"]
    path = table_file(tmp_path, ",".join(columns) + "\n" + ",".join("x" * 30) + "\n")
    table = open_table(path)
    assert table.headings[-3:] == ("Column AA", "Name", "Name (2)")
    ((_, row),) = table.rows()
    assert row[BEYOND] == ("x",)  # a cell more than there are headings


def test_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.add_worksheet("Cover")
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Name", "Born", "Aliases", "Number"])
        sheet.write(1, 0, "Ottokar Marzanek")
        sheet.write_datetime(1, 1, date(1961, 4, 13))
        sheet.write(1, 2, "Otto M.\nKarel M.")
        sheet.write(1, 3, 7)
    table = open_table(path)
    assert (table.sheets, table.sheet) == (("Cover", "Data"), "Data")
    guess, _, entries = guessed(path)
    assert guess.mapping.sheet == "Data"
    entry = entries["7"]
    assert [str(born) for born in entry.dates_of_birth] == ["1961-04-13"]
    assert [name.text for name in entry.names] == ["Ottokar Marzanek", "Otto M.", "Karel M."]
    with pytest.raises(ListRefused, match="no sheet “Other”"):
        open_table(path, "Other")
    with pytest.raises(ListRefused, match="no row of headings"):
        open_table(path, "Cover")


def test_an_empty_workbook_and_xml_are_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    with pytest.raises(ListRefused, match="holds no row"):
        open_table(path)
    with pytest.raises(ListRefused, match="no table"):
        open_table(table_file(tmp_path, "<list/>", "own.xml"))
    with pytest.raises(ListRefused, match="no row of headings"):
        open_table(table_file(tmp_path, "Name\nA B\n"), header_row=9)
    with pytest.raises(ListRefused, match="no objects"):
        open_table(table_file(tmp_path, "[1, 2]", "own.json"))


def test_json_records(data: Path) -> None:
    table = open_table(data / "own_lists" / "parties.json")
    assert table.headings == (
        "id", "name.first", "name.last", "kind", "birthDate", "aliases", "country", "active",
        "documents.passport", "score", "empty", "tags", "imo",
    )  # fmt: skip
    guess, _, entries = guessed(data / "own_lists" / "parties.json")
    person, ship = entries["p-1"], entries["p-2"]
    assert person.names[0] == ListName("Sampleton, Zebedee")
    assert [name.text for name in person.names[1:]] == ["Z. Sampleton", "Sampleton the Elder"]
    assert person.type is EntryType.INDIVIDUAL
    assert [str(born) for born in person.dates_of_birth] == ["1961-04-03"]
    assert person.countries == ("ZA",)
    assert person.identifiers == (Identifier(IdentifierType.PASSPORT, "S-77"),)
    assert {("active", "true"), ("score", "0.5"), ("country", "Nowhere")} <= set(person.details)
    assert (ship.type, ship.primary_name) == (EntryType.VESSEL, "SEA SAMPLETON")
    assert ship.identifiers == (Identifier(IdentifierType.IMO, "9900077"),)
    assert guess.doubts == ()


def test_json_by_lines_is_the_same(data: Path, tmp_path: Path) -> None:
    parties = json.loads((data / "own_lists" / "parties.json").read_text())["parties"]
    path = table_file(tmp_path, "\n".join(map(json.dumps, [*parties, 7])), "own.jsonl")
    _, found, entries = guessed(path)
    assert list(entries) == ["p-1", "p-2"]
    assert found.reasons == {"no usable name": 1}


# guessing ----------------------------------------------------------------------------------


def test_a_mapping_is_guessed_from_headings_and_contents(data: Path) -> None:
    guess, _, _ = guessed(data / "own_lists" / "staff.csv")
    assert {use.column: use.role for use in guess.mapping.uses} == {
        "No": Role.REFERENCE, "Full Name": Role.NAME, "a.k.a.": Role.ALIASES,
        "Nicknames": Role.WEAK_ALIASES, "Born": Role.DATE_OF_BIRTH,
        "Nationality": Role.NATIONALITY, "Sex": Role.GENDER, "Passport No": Role.IDENTIFIER,
        "Street": Role.STREET, "City": Role.CITY, "Postcode": Role.POSTAL_CODE,
        "Listed on": Role.LISTED_ON,
    }  # fmt: skip
    assert guess.mapping.separator == "|"
    assert guess.mapping.day_order is DayOrder.DAY_FIRST
    assert guess.doubts == ("No column tells people from organisations: their names decide.",)


@pytest.mark.parametrize(
    ("headings", "roles"),
    [
        ("Nom;Prénom;Date de naissance;Nationalité", "LAST_NAME FIRST_NAME DATE_OF_BIRTH NATIONALITY"),
        ("Nachname;Vorname;Geburtsdatum;Straße", "LAST_NAME FIRST_NAME DATE_OF_BIRTH STREET"),
        ("Apellidos;Nombres;Fecha de Nacimiento;País", "LAST_NAME FIRST_NAME DATE_OF_BIRTH COUNTRY"),
        ("fullName;entityType;DOB_1;alias 2", "NAME TYPE DATE_OF_BIRTH ALIASES"),
        ("Name;Name of company;Type;Type of order", "NAME TYPE"),
    ],
)  # fmt: skip
def test_headings_in_several_languages(tmp_path: Path, headings: str, roles: str) -> None:
    guess = guess_mapping(open_table(table_file(tmp_path, headings + "\n")))
    assert [use.role.value for use in guess.mapping.uses] == roles.split()


def test_a_heading_alone_is_not_believed(tmp_path: Path) -> None:
    text = "Ref,Name,Born,Who\nA,17,yes,Ada Quorlath\nA,18,no,Bo Zumbert\nA,19,no,Cy Orbeck\n"
    guess = guess_mapping(open_table(table_file(tmp_path, text)))
    assert guess.mapping.uses == (ColumnUse("Who", Role.NAME),)
    assert "“Who” looks like it" in guess.doubts[0]
    assert "No column is a key" in guess.doubts[-1]


def test_no_column_may_be_a_name(tmp_path: Path) -> None:
    guess = guess_mapping(open_table(table_file(tmp_path, "a,b\n1,2\n3,4\n")))
    assert guess.mapping.uses == ()
    assert "No column looks like a name." in guess.doubts
    assert guess_mapping(open_table(table_file(tmp_path, "name,name 2\n"))).mapping.uses == (
        ColumnUse("name", Role.NAME),
    )


@pytest.mark.parametrize(
    ("born", "order", "doubt"),
    [
        (["04/13/1961", "05/06/1970"], DayOrder.MONTH_FIRST, ""),
        (["13/04/1961", "05/06/1970"], DayOrder.DAY_FIRST, ""),
        (["03/04/1961"], DayOrder.DAY_FIRST, "can be read in two ways"),
        (["13/04/1961", "04/13/1961", "04/14/1961"], DayOrder.MONTH_FIRST, "check them"),
        (["1961-04-13"], DayOrder.DAY_FIRST, ""),
    ],
)
def test_the_order_of_day_and_month(tmp_path: Path, born, order, doubt: str) -> None:
    text = "Id,Name,Type,DOB\n" + "".join(
        f"{n},Ada Quorlath,person,{day}\n" for n, day in enumerate(born)
    )
    guess = guess_mapping(open_table(table_file(tmp_path, text)))
    assert guess.mapping.day_order is order
    assert (doubt in " ".join(guess.doubts)) if doubt else not guess.doubts


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["A B; C D", "E"], ";"), (["A|B", "C"], "|"), (["A / B"], "/"), (["Q, A"], ";"),
        (["A, B, C", "D, E, F, G"], ","), ([], ";"),
    ],
)  # fmt: skip
def test_the_separator_of_aliases(tmp_path: Path, cells, mark: str) -> None:
    text = "Name\tAliases\nAda\t\n" + "".join(f"Ada\t{cell}\n" for cell in cells)
    assert guess_mapping(open_table(table_file(tmp_path, text))).mapping.separator == mark


def test_headings_are_folded() -> None:
    assert folded("  Date_of-Birth (Élève)") == "date of birth eleve"
    assert folded("birthDate") == "birth date"


@pytest.mark.samples
@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("au_dfat/regulation8_consolidated.xlsx", 9_553),
        ("opensanctions/ua_war_sanctions/targets.simple.csv", 5_600),
        ("pep/nigeria_wikidata_2022/html_legislators.csv", 1_614),
    ],
)
def test_real_tables_are_guessed_well(samples: Path, name: str, entries: int) -> None:
    guess, found, _ = guessed(samples / name)
    assert guess.mapping.columns(Role.NAME)
    assert guess.mapping.columns(Role.REFERENCE)
    assert guess.mapping.columns(Role.DATE_OF_BIRTH)
    assert found.counted == entries

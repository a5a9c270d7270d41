"""Rows of own tables as list entries: every column reaches the entry, nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.column_mapping import ColumnMapping, ColumnUse, DayOrder, Role
from app.domain.dates import parse_partial_date
from app.domain.errors import BadInput, ListRefused
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListName, NameKind
from app.domain.lists import ListSource
from app.domain.match import Check
from app.domain.political import OfficeClass
from app.domain.subject import Address, Gender
from app.importers.reading import BAD_DATE
from app.importers.table.guess import guess_mapping
from app.importers.table.reader import OWN_TABLE, dry_run, read_own
from app.importers.table.source import open_table
from app.services.own_lists import own_source

OWN = own_source("Staff", "staff")
PEP = own_source("Offices", "offices", Check.PEP)


def table_file(tmp_path: Path, text: str, name: str = "own.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def mapped(path: Path, *uses: ColumnUse, source: ListSource = OWN, **options):
    found = dry_run(
        source, [path], ColumnMapping(uses, **options), shown=1000, check=lambda _: None
    )
    return found, {entry.entry_id: entry for entry in found.entries}


def guessed(path: Path, source: ListSource = OWN):
    guess = guess_mapping(open_table(path), source.check)
    found = dry_run(source, [path], guess.mapping, shown=1000, check=lambda _: None)
    return guess, found, {entry.entry_id: entry for entry in found.entries}


# mapping -----------------------------------------------------------------------------------


def test_a_row_becomes_an_entry(data: Path) -> None:
    _, found, entries = guessed(data / "own_lists" / "staff.csv")
    entry = entries["1"]
    assert entry.source == "staff"
    assert (entry.reference, entry.type, entry.gender) == ("1", EntryType.INDIVIDUAL, Gender.MALE)
    assert entry.names == (
        ListName("Ottokar Marzanek"),
        ListName("Otto Marzanek", NameKind.STRONG_ALIAS),
        ListName("Оттокар Марзанек", NameKind.ORIGINAL_SCRIPT),
        ListName("Otto", NameKind.WEAK_ALIAS),
        ListName("Marzanek, O.", NameKind.STRONG_ALIAS),  # of the row that has the same key
    )
    assert entry.nationalities == ("CZ",)
    assert entry.identifiers == (
        Identifier(IdentifierType.PASSPORT, "K123", "CZ"),
        Identifier(IdentifierType.PASSPORT, "K124"),
    )
    assert entry.addresses == (Address("Dlouha 7", "Brno", "", "60200"),)
    assert entry.listed_on == parse_partial_date("2024-02-03")
    assert entry.details == (("Desk note", "seen twice"), ("Desk note", "later row"))
    assert found.joined == 1


def test_what_is_not_understood_is_kept_and_told(data: Path) -> None:
    _, found, entries = guessed(data / "own_lists" / "staff.csv")
    entry = entries["3"]
    assert entry.nationalities == ("KE",)
    assert set(entry.details) == {
        ("Born", "about spring"), ("Nationality", "Utopian"), ("Sex", "?"),
        ("Desk note", "line one line two"),
    }  # fmt: skip
    assert str(entry.listed_on) == "2023-05"
    assert found.reasons == {BAD_DATE: 1, "no usable name": 1}
    assert found.unknown == {("Nationality", "Utopian"): 1, ("Sex", "?"): 1}
    told = " ".join(found.problems())
    for words in ("1 rows are kept aside: no usable name", "1 rows have the key", "1 dates are not",
                  "“Utopian” in Nationality is not understood"):  # fmt: skip
        assert words in told
    assert [(row.row, row.text) for row in found.kept_aside] == [
        (7, "3 Quorlath Zumbert: Born about spring"), (8, "nobody here"),
    ]  # fmt: skip


def test_every_role_reaches_the_entry(tmp_path: Path) -> None:
    roles = [
        role for role in Role if role not in (Role.NAME, Role.POSITION_START, Role.POSITION_END)
    ]
    uses = [
        ColumnUse(role.value, role, IdentifierType.OTHER if role is Role.IDENTIFIER else None)
        for role in roles
    ]
    values = {
        Role.DATE_OF_BIRTH: "1961", Role.NATIONALITY: "Kenya", Role.COUNTRY: "Ghana",
        Role.ADDRESS_COUNTRY: "Togo", Role.TYPE: "natural person", Role.GENDER: "Mrs.",
        Role.LISTED_ON: "2020-01-01", Role.ENDED_ON: "2021-01-01",
    }  # fmt: skip
    cells = [values.get(role, f"of {role.value.lower()}") for role in roles]
    text = "\t".join(role.value for role in roles) + "\n" + "\t".join(cells) + "\n"
    found, entries = mapped(table_file(tmp_path, text), *uses)
    (entry,) = entries.values()
    whole = repr(entry)
    for role in roles:
        if role not in values and role not in (Role.IGNORED,):
            assert f"of {role.value.lower()}" in whole, role
    assert "of ignored" not in whole
    assert (entry.gender, entry.nationalities, entry.countries) == (Gender.FEMALE, ("KE",), ("GH",))
    assert entry.addresses == (
        Address("of street", "of city", "of region", "of postal_code", "TG"),
        Address(text="of address"),
    )
    assert (str(entry.listed_on), str(entry.ended_on)) == ("2020-01-01", "2021-01-01")
    assert entry.identifiers[0].note == "IDENTIFIER"
    assert entry.names[0].text == "of last_name, of first_name of middle_name"
    assert found.problems() == ()


@pytest.mark.parametrize(
    ("whole", "country", "address"),
    [
        ("1 High St., Brno", "Czech Republic", Address(country="CZ", text="1 High St., Brno")),
        ("1 High St., Brno", "Narnia", Address(text="1 High St., Brno, Narnia")),
        ("", "Togo", Address(country="TG")),
        ("", "Narnia", Address(text="Narnia")),
    ],
)
def test_addresses_in_one_cell(tmp_path: Path, whole: str, country: str, address: Address) -> None:
    text = f"Name\tAddress\tCountry of it\nAda Quorlath\t{whole}\t{country}\n"
    _, entries = mapped(
        table_file(tmp_path, text),
        ColumnUse("Name", Role.NAME),
        ColumnUse("Address", Role.ADDRESS),
        ColumnUse("Country of it", Role.ADDRESS_COUNTRY),
    )
    (entry,) = entries.values()
    assert entry.addresses == (address,)


def test_keys_last_where_no_column_is_one(tmp_path: Path) -> None:
    text = "Name,Born,Note\nAda Quorlath,1961,x\nAda Quorlath,1962,y\nBo Zumbert,,z\n"
    uses = (ColumnUse("Name", Role.NAME), ColumnUse("Born", Role.DATE_OF_BIRTH))
    _, first = mapped(table_file(tmp_path, text), *uses)
    again = "Note,Born,Name\nq,,Bo  ZUMBERT\nw,1962,Ada Quorlath\n"
    _, second = mapped(table_file(tmp_path, again), *uses)
    assert len(first) == 3
    assert second.keys() < first.keys()
    assert all(key.startswith("own-") for key in first)


@pytest.mark.parametrize(
    ("told", "fixed", "kind", "is_unknown"),
    [
        ("Natural person", None, EntryType.INDIVIDUAL, False),
        ("LegalEntity", None, EntryType.ENTITY, False),
        ("P", None, EntryType.INDIVIDUAL, False),
        ("E", None, EntryType.ENTITY, False),
        ("a ship", None, EntryType.VESSEL, False),
        ("Helicopter", None, EntryType.AIRCRAFT, False),
        ("a case", EntryType.ENTITY, EntryType.ENTITY, True),
        ("", EntryType.VESSEL, EntryType.VESSEL, False),
        ("", None, EntryType.INDIVIDUAL, False),
    ],
)
def test_types(tmp_path: Path, told: str, fixed, kind: EntryType, is_unknown: bool) -> None:
    text = f"Name,Type\nAda Quorlath,{told}\n"
    found, entries = mapped(
        table_file(tmp_path, text),
        ColumnUse("Name", Role.NAME),
        ColumnUse("Type", Role.TYPE),
        fixed_type=fixed,
    )
    (entry,) = entries.values()
    assert entry.type is kind
    assert found.unknown == (Counter({("Type", told): 1}) if is_unknown else Counter())


def test_a_date_of_birth_tells_a_person(tmp_path: Path) -> None:
    text = "Name,Born,Sex\nMononym,1961,\nHalcyon Trading Ltd,,\nMonica,,f\nFirm Ltd,,n/a\n"
    _, entries = mapped(
        table_file(tmp_path, text),
        ColumnUse("Name", Role.NAME),
        ColumnUse("Born", Role.DATE_OF_BIRTH),
        ColumnUse("Sex", Role.GENDER),
    )
    assert [entry.type for entry in entries.values()] == [
        EntryType.INDIVIDUAL, EntryType.ENTITY, EntryType.INDIVIDUAL, EntryType.INDIVIDUAL,
    ]  # fmt: skip


def test_a_gender_of_an_organisation_is_a_detail(tmp_path: Path) -> None:
    found, entries = mapped(
        table_file(tmp_path, "Name,Sex\nSEA QUORLATH,f\n"),
        ColumnUse("Name", Role.NAME),
        ColumnUse("Sex", Role.GENDER),
        fixed_type=EntryType.VESSEL,
    )
    (entry,) = entries.values()
    assert (entry.gender, entry.details) == (None, (("Sex", "f"),))
    assert found.unknown == {("Sex", "f"): 1}


@pytest.mark.parametrize(
    ("text", "order", "born", "against"),
    [
        ("03/04/1961", DayOrder.DAY_FIRST, "1961-04-03", 0),
        ("03/04/1961", DayOrder.MONTH_FIRST, "1961-03-04", 0),
        ("13.04.1961", DayOrder.MONTH_FIRST, "1961-04-13", 1),
        ("04-13-1961", DayOrder.DAY_FIRST, "1961-04-13", 1),
        ("00/00/1961", DayOrder.DAY_FIRST, "1961", 0),
        ("00/04/1961", DayOrder.DAY_FIRST, "1961-04", 0),
        ("1961-04-00", DayOrder.DAY_FIRST, "1961-04", 0),
        ("1961-00-00", DayOrder.DAY_FIRST, "1961", 0),
        ("19610403", DayOrder.DAY_FIRST, "1961-04-03", 0),
        ("1961-04-03T00:00:00Z", DayOrder.DAY_FIRST, "1961-04-03", 0),
        ("circa 1961", DayOrder.DAY_FIRST, "c. 1961", 0),
    ],
)
def test_dates_in_numbers(tmp_path: Path, text: str, order, born: str, against: int) -> None:
    found, entries = mapped(
        table_file(tmp_path, f"Name,Born\nAda Quorlath,{text}\n"),
        ColumnUse("Name", Role.NAME),
        ColumnUse("Born", Role.DATE_OF_BIRTH),
        day_order=order,
    )
    (entry,) = entries.values()
    assert [str(each) for each in entry.dates_of_birth] == [born]
    assert [each.text for each in entry.dates_of_birth] == [text]  # the table's own words
    assert found.against_order == against
    assert ("no such month" in " ".join(found.problems())) == bool(against)


def test_a_comma_as_separator_spares_dates_and_countries(tmp_path: Path) -> None:
    text = (
        "Name\tAlso\tBorn\tFrom\nAda\tA Q, B Q\tMarch 16, 1972\tCongo, Democratic Republic of the\n"
    )
    _, entries = mapped(
        table_file(tmp_path, text),
        ColumnUse("Name", Role.NAME),
        ColumnUse("Also", Role.ALIASES),
        ColumnUse("Born", Role.DATE_OF_BIRTH),
        ColumnUse("From", Role.NATIONALITY),
        separator=",",
    )
    (entry,) = entries.values()
    assert [name.text for name in entry.names] == ["Ada", "A Q", "B Q"]
    assert [str(born) for born in entry.dates_of_birth] == ["1972-03-16"]
    assert entry.nationalities == ("CD",)


def test_cells_without_a_separator_stay_whole(tmp_path: Path) -> None:
    _, entries = mapped(
        table_file(tmp_path, "Name\tAlso\nAda\tA; B\n"),
        ColumnUse("Name", Role.NAME),
        ColumnUse("Also", Role.ALIASES),
        separator="",
    )
    (entry,) = entries.values()
    assert [name.text for name in entry.names] == ["Ada", "A; B"]


def test_offices_of_a_pep_list(tmp_path: Path) -> None:
    text = (
        "id,name,position,country,start,end\n"
        "q1,Ada Quorlath,Minister of Finance,Kenya,2019-06-11,\n"
        "q1,Ada Quorlath,Member of Parliament,Kenya,2011,2019\n"
    )
    path = table_file(tmp_path, text)
    guess, found, entries = guessed(path, PEP)
    entry = entries["q1"]
    assert entry.topics == ("role.pep",)
    assert [(o.title, o.category, o.country, str(o.start), str(o.end)) for o in entry.offices] == [
        ("Minister of Finance", OfficeClass.MINISTER, "KE", "2019-06-11", "None"),
        ("Member of Parliament", OfficeClass.LEGISLATOR, "KE", "2011", "2019"),
    ]
    assert entry.positions[0] == "Minister of Finance (since 2019-06-11)"
    assert found.joined == 1
    plain = dry_run(OWN, [path], guess.mapping, shown=5, check=lambda _: None).entries[0]
    assert plain.offices == ()
    assert plain.positions == ("Minister of Finance", "Member of Parliament")
    assert {("start", "2019-06-11"), ("end", "2019")} <= set(plain.details)


def test_arrays_of_parts_of_names_are_not_lost(tmp_path: Path) -> None:
    row = {"first": ["Ada", "Adah"], "last": "Quorlath", "name": ["Ada Quorlath", "…", "A. Q."]}
    path = table_file(tmp_path, json.dumps([row]), "own.json")
    _, entries = mapped(
        path,
        ColumnUse("name", Role.NAME),
        ColumnUse("first", Role.FIRST_NAME),
        ColumnUse("last", Role.LAST_NAME),
    )
    (entry,) = entries.values()
    assert [name.text for name in entry.names] == ["Ada Quorlath", "A. Q.", "Quorlath, Ada"]
    assert entry.details == (("first", "Adah"),)


# reading -----------------------------------------------------------------------------------


def test_a_reading_streams_for_an_import(data: Path) -> None:
    path = data / "own_lists" / "staff.csv"
    mapping = guess_mapping(open_table(path)).mapping
    reading = read_own(OWN, [path, data / "own_lists" / "staff.csv"], mapping)
    assert (reading.source, reading.format, reading.published_on) == ("staff", OWN_TABLE, None)
    rows = list(reading.rows)
    assert sum(hasattr(row, "names") for row in rows) == 3  # the same keys in both files


def test_a_mapping_must_fit(data: Path, tmp_path: Path) -> None:
    path = data / "own_lists" / "staff.csv"
    with pytest.raises(BadInput, match="no column “Nome”"):
        read_own(OWN, [path], ColumnMapping((ColumnUse("Nome", Role.NAME),)))
    with pytest.raises(ListRefused, match="No file"):
        read_own(OWN, [], ColumnMapping((ColumnUse("Nome", Role.NAME),)))
    nobody = table_file(tmp_path, "Name,Note\n…,x\n")
    reading = read_own(OWN, [nobody], ColumnMapping((ColumnUse("Name", Role.NAME),)))
    with pytest.raises(ListRefused, match="no entry"):
        list(reading.rows)
    found, _ = mapped(nobody, ColumnUse("Name", Role.NAME))
    assert "No row gives an entry" in found.problems()[0]


def test_a_dry_run_can_be_stopped(tmp_path: Path) -> None:
    text = "Name\n" + "".join(f"Ada Quorlath {n}\n" for n in range(2_500))
    done: list[int] = []
    mapping = ColumnMapping((ColumnUse("Name", Role.NAME),))
    found = dry_run(OWN, [table_file(tmp_path, text)], mapping, shown=2, check=done.append)
    assert done == [0, 0, 1000, 2000]
    assert (found.counted, len(found.entries)) == (2_500, 2)


def test_rows_kept_aside_are_counted_beyond_those_shown(tmp_path: Path) -> None:
    text = "Name,Note\n" + ",x\n" * 60 + "Ada Quorlath,y\n"
    found, _ = mapped(table_file(tmp_path, text), ColumnUse("Name", Role.NAME))
    assert (len(found.kept_aside), found.reasons["no usable name"]) == (20, 60)


def test_the_prefix_opens_profile_ids(data: Path) -> None:
    mapping = guess_mapping(open_table(data / "own_lists" / "staff.csv")).mapping
    source = replace(OWN, prefix="ABC")
    found = dry_run(
        source, [data / "own_lists" / "staff.csv"], mapping, shown=9, check=lambda _: None
    )
    assert {entry.profile_id[:3] for entry in found.entries} == {"ABC"}

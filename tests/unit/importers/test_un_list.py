"""The UN list: names, dates, documents and places of its elements."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.dates import DatePrecision, PartialDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListName, NameKind
from app.domain.subject import Address, Gender
from app.importers.reading import BAD_DATE


@pytest.fixture
def found(read, data: Path):
    return read("un_sc", data / "un_xml" / "consolidated.xml")


def test_names_are_joined_and_aliases_taken_apart(found) -> None:
    strong, weak, original = NameKind.STRONG_ALIAS, NameKind.WEAK_ALIAS, NameKind.ORIGINAL_SCRIPT
    assert found.entries["5500001"].names == (
        ListName("ORHAN BIN YUSUF AL-MITHALI"),
        ListName("أورهان بن يوسف المثالي", original),
        ListName("Orkhan al-Mithali", strong),
        ListName("Urhan al-Mithali", strong),
        ListName("Orhan Yusuf", strong),
        ListName("Abu Mithal", weak),
        ListName("أبو مثال", original, weak=True),
        ListName("أبو عينة", original),
        ListName("Abu Ayyina", strong),
        ListName("Abu Aina", strong),
        ListName("Yusufov", strong),
        ListName("Юсуфов", original),
        ListName("Orhan Sampleoglu", NameKind.FORMER, note="previously listed as"),
        ListName("Ali Falsify", strong, note="born in 1963"),
    )


@pytest.mark.parametrize(
    ("alias", "note", "names"),
    [
        ("Lemo Invent (Invento)", "", ["Lemo Invent (Invento)"]),
        ("Lemo Invent (IVT), of Velia (Narnia)", "", ["Lemo Invent (IVT), of Velia (Narnia)"]),
        (") Lemo Invent", "", ["Lemo Invent"]),
        ("a) Lemo Invent b) Lena Invent)", "", ["Lemo Invent", "Lena Invent"]),
        ("Lemo Invent) widely known by it", "", ["Lemo Invent"]),
        ("أبو عينة", "(Abu Ayyina; Abu Aina) known by it", ["أبو عينة", "Abu Ayyina", "Abu Aina"]),
    ],
)
def test_only_brackets_without_a_partner_are_cut(
    read, tmp_path: Path, alias: str, note: str, names: list[str]
) -> None:
    path = tmp_path / "un.xml"
    path.write_text(
        "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>"
        "<FIRST_NAME>Main</FIRST_NAME><INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY>"
        f"<ALIAS_NAME>{alias}</ALIAS_NAME><NOTE>{note}</NOTE></INDIVIDUAL_ALIAS>"
        "</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>",
        encoding="utf-8",
    )
    found = read("un_sc", path).entries["1"].names
    assert [name.text for name in found] == ["Main", *names]


def test_all_remarks_on_an_alias_and_the_passports_in_them(read, tmp_path: Path) -> None:
    aliases = "".join(
        f"<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Lemo Invent</ALIAS_NAME>"
        f"<NAME_ORIGINAL_SCRIPT>{original}</NAME_ORIGINAL_SCRIPT><NOTE>{note}</NOTE>"
        "</INDIVIDUAL_ALIAS>"
        for original, note in (
            ("أبو مثال؛ أبو عينة", "Passport No. OR 990173, expired"),
            ("", "Velian ID 073; passport number B0990260; POB: Velia"),
        )
    )
    path = tmp_path / "un.xml"
    path.write_text(
        "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>"
        f"<FIRST_NAME>Main</FIRST_NAME>{aliases}<INDIVIDUAL_DOCUMENT>"
        "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>OR990173</NUMBER>"
        "</INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>",
        encoding="utf-8",
    )
    entry = read("un_sc", path).entries["1"]
    second = "Velian ID 073; passport number B0990260; POB: Velia"
    assert [(name.text, name.note) for name in entry.names] == [
        ("Main", ""),
        ("Lemo Invent", f"Passport No. OR 990173, expired; {second}"),
        ("أبو مثال", ""),
        ("أبو عينة", ""),
    ]
    assert entry.identifiers == (
        Identifier(IdentifierType.PASSPORT, "OR990173"),
        Identifier(IdentifierType.PASSPORT, "B0990260", note=f"of the alias Lemo Invent: {second}"),
    )


def test_dates_keep_their_precision(found) -> None:
    dates = found.entries["5500001"].dates_of_birth
    assert [(str(date), date.precision) for date in dates] == [
        ("1973-03-06", DatePrecision.EXACT),
        ("1974", DatePrecision.EXACT),
        ("c. 1975", DatePrecision.CIRCA),
        ("1976 to 1979", DatePrecision.RANGE),
        ("1961-08", DatePrecision.EXACT),
        ("1963-04-05", DatePrecision.EXACT),
    ]
    assert dates[-1].text == "1963-04-05 (as Ali Falsify born in 1963)"
    assert ("Date of birth", "24/06/1402 (Hijri Calendar)") in found.entries["5500001"].details


def test_documents_in_three_languages(found) -> None:
    assert found.entries["5500001"].identifiers == (
        Identifier(
            IdentifierType.PASSPORT,
            "D0990",
            "SY",
            "diplomatic passport; issued 2011-01-02; issued in Aleppo; expires 1 Jan. 2021",
        ),
        Identifier(IdentifierType.PASSPORT, "F0990", "", "Numéro de passeport; Narnia"),
        Identifier(IdentifierType.NATIONAL_ID, "0990990"),
        Identifier(IdentifierType.OTHER, "R 55", "", "Ration card no."),
    )
    assert ("Document", "Passport number unknown") in found.entries["5500001"].details


def test_the_rest_of_a_person(found) -> None:
    entry = found.entries["5500001"]
    assert (entry.reference, entry.profile_id) == ("QDi.990", "UN00000005500001")
    assert entry.gender is Gender.MALE
    assert entry.nationalities == ("SY",)
    assert entry.programmes == ("Al-Qaida",)
    assert entry.positions == ("Deputy Minister of Samples",)
    assert (entry.listed_on, entry.updated_on) == (
        PartialDate(2014, 9, 23),
        PartialDate(2019, 5, 1),
    )
    assert entry.places_of_birth == ("Aleppo, North, Syrian Arab Republic",)
    assert entry.addresses == (
        Address("1 Sample Street", "Aleppo", "North", "990", "SY", "since 2013"),
        Address(text="Narnia"),
    )
    assert entry.remarks == "First line of a paragraph. Gender: Male.\n\nSecond paragraph."
    assert {("Title", "Maulavi"), ("Nationality", "Narnia")} <= set(entry.details)
    assert (
        "Place of birth of an alias",
        "Ghent, Belgium (as Ali Falsify born in 1963)",
    ) in entry.details


def test_an_entity(found) -> None:
    entry = found.entries["5500003"]
    assert entry.type is EntryType.ENTITY
    assert [name.kind.value for name in entry.names] == [
        "PRIMARY",
        "ORIGINAL_SCRIPT",
        "STRONG_ALIAS",
        "FORMER",
    ]
    assert entry.addresses[0].country == "KP"
    assert (entry.updated_on, entry.remarks) == (None, "")


def test_the_file_dates_itself_and_bad_elements_are_kept_aside(found) -> None:
    assert str(found.reading.published_on) == "2026-02-03"
    assert [(row.row, row.reason) for row in found.aside] == [
        (4, BAD_DATE),
        (47, "no usable name"),
        (50, "number already used by an entry above"),
    ]


@pytest.mark.parametrize("text", ["", "yesterday", "20260203"])
def test_an_odd_date_of_the_file_is_no_date(read, data: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "un.xml"
    whole = (data / "un_xml" / "consolidated.xml").read_text(encoding="utf-8")
    path.write_text(whole.replace("2026-02-03T23:00:00.000Z", text), encoding="utf-8")
    published = read("un_sc", path).reading.published_on
    assert published is None or text == "20260203"

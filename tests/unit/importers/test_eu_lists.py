"""The EU's list in its three forms: what they say of themselves, how they are told, bad files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from app.domain.errors import ListRefused
from app.domain.list_entry import EntryType, NameKind
from app.importers.eu.csv_reader import contacts, day
from app.importers.eu.entity import Part
from app.importers.eu.facts import birth_date, identifiers, is_ship_number
from app.importers.eu.formats import EU_CSV, EU_SHORT, EU_XML
from app.importers.eu.mapper import LOST_LETTERS
from app.importers.eu.names import entry_names
from app.importers.eu.short_reader import read_rows
from app.importers.eu.xml_reader import RawEntity
from app.importers.registry import detect

FILES = {
    "eu_xml/list.xml": (EU_XML, "2026-03-04"),
    "eu_csv/list.csv": (EU_CSV, "2026-03-04"),
    "eu_short/list.csv": (EU_SHORT, "2018-07-04"),
}


@pytest.mark.parametrize("name", FILES)
def test_each_form_is_told_by_its_content(read, data: Path, tmp_path: Path, name: str) -> None:
    renamed = tmp_path / "download.bin"
    renamed.write_bytes((data / name).read_bytes())
    assert detect([renamed]) == ("eu_fsf",)
    found = read("eu_fsf", renamed)
    assert (found.reading.format, str(found.reading.published_on)) == FILES[name]
    assert found.reading.is_complete
    assert {"EU.9901.11", "EU.9902.10"} <= set(found.entries)


def test_the_forms_agree_on_a_party(read, data: Path) -> None:
    xml, table = (
        read("eu_fsf", data / name).entries["EU.9901.11"]
        for name in ("eu_xml/list.xml", "eu_csv/list.csv")
    )
    assert table.primary_name == xml.primary_name
    for name in ("gender", "nationalities", "programmes", "reference", "profile_id", "listed_on"):
        assert getattr(table, name) == getattr(xml, name)
    assert set(table.same_as) < set(xml.same_as)
    assert {item.value for item in table.identifiers} < {item.value for item in xml.identifiers}


@pytest.mark.parametrize("name", ["plain.csv", "comma.csv"])
def test_the_short_file_before_and_after_excel(data: Path, name: str) -> None:
    """The plain lines, and the lines in quotes with their commas as cells, hold the same rows."""
    saved = [cells for _, cells in read_rows(data / "eu_short" / "list.csv")]
    for (_, cells), expected in zip(read_rows(data / "eu_short" / name), saved, strict=False):
        assert cells == expected


def test_quoted_cells_of_the_short_file(tmp_path: Path) -> None:
    path = tmp_path / "quoted.csv"
    path.write_text('"a";"b";"c"\n"1";"x; y";"z, w"\n\n"2";"";""\n', encoding="utf-8")
    rows = [cells for _, cells in read_rows(path)]
    assert rows == [{"a": "1", "b": "x; y", "c": "z, w"}, {"a": "2", "b": "", "c": ""}]


def test_names_whose_letters_are_lost_are_kept_aside(read, data: Path) -> None:
    found = read("eu_fsf", data / "eu_short" / "list.csv")
    lost = [row for row in found.aside if row.reason == LOST_LETTERS]
    assert [row.text for row in lost] == ["EU.9901.11 ????? ?????? Mithali"]
    kept = [name for name in found.entries["EU.9901.11"].names if "?" in name.text]
    assert [(name.text, name.note) for name in kept] == [
        ("Or?an Mithalî", "language TR; letters lost in the file")
    ]


def test_a_file_cut_off_is_refused_with_its_line(read, data: Path, tmp_path: Path) -> None:
    whole = (data / "eu_xml" / "list.xml").read_bytes()
    path = tmp_path / "cut.xml"
    path.write_bytes(whole[: whole.index(b"<sanctionEntity logicalId")])
    with pytest.raises(ListRefused, match="ends too early"):
        read("eu_fsf", path)
    table = (data / "eu_csv" / "list.csv").read_bytes()
    broken = tmp_path / "broken.csv"
    broken.write_bytes(table[: table.index(b'"First line') + 8])
    with pytest.raises(ListRefused, match="damaged at line"):
        read("eu_fsf", broken)


@pytest.mark.parametrize("name", ["eu_csv", "eu_short"])
def test_a_table_that_breaks_off_is_refused(read, data: Path, tmp_path: Path, name: str) -> None:
    whole = (data / name / "list.csv").read_bytes()
    path = tmp_path / "cut.csv"
    path.write_bytes(whole.rstrip().rstrip(b'"')[:-60] if name == "eu_csv" else whole[:-150])
    with pytest.raises(ListRefused, match="ends too early"):
        read("eu_fsf", path)
    path.write_bytes(whole.rstrip(b"\r\n"))  # no line end, but all columns
    assert read("eu_fsf", path).entries


@pytest.mark.parametrize(
    "text",
    [
        '<export xmlns="http://orders.example"><order/></export>',
        "fileGenerationDate;Entity_LogicalId\n1;2\n",
        "Naal_wholename;EU_ref_num\na;b\n",
    ],
)
def test_what_only_looks_like_the_list(read, tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.dat"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ListRefused, match=r"unknown kind|columns of any list"):
        read("eu_fsf", path)


@pytest.mark.parametrize("made", ["", "2026", "yesterday"])
def test_a_file_without_a_day(read, data: Path, tmp_path: Path, made: str) -> None:
    text = (data / "eu_xml" / "list.xml").read_text(encoding="utf-8")
    path = tmp_path / "list.xml"
    path.write_text(text.replace("2026-03-04T16:47:04.449+02:00", made), encoding="utf-8")
    assert read("eu_fsf", path).reading.published_on is None


def test_a_table_without_rows(read, data: Path, tmp_path: Path) -> None:
    for name in ("eu_csv", "eu_short"):
        header = (data / name / "list.csv").read_bytes().splitlines(keepends=True)[0]
        path = tmp_path / f"{name}.csv"
        path.write_bytes(header)
        with pytest.raises(ListRefused, match="no entry"):
            read("eu_fsf", path)


@pytest.mark.parametrize(
    ("attributes", "date", "words"),
    [
        ({"birthdate": "1961-02-30", "year": "1961"}, "1961", ""),
        ({"birthdate": "1961-02-30"}, None, "1961-02-30"),
        ({"year": "196"}, None, "196"),
        ({"year": "196x"}, None, "196x"),
        ({"yearRangeFrom": "1961", "yearRangeTo": "x"}, None, "1961 to x"),
        ({"yearRangeFrom": "1961"}, None, "1961"),
        ({"year": "1961", "dayOfMonth": "3"}, "1961", ""),
        ({"year": "1961", "monthOfYear": "4", "dayOfMonth": "3"}, "1961-04-03", ""),
        ({"text": "between 1961 and 1963"}, "1961 to 1963", ""),
        ({"text": "long ago"}, None, "long ago"),
        ({"circa": "true"}, None, ""),
    ],
)
def test_births(attributes: dict[str, str], date: str | None, words: str) -> None:
    found, text = birth_date(Part(attributes))
    assert (str(found) if found else None, text) == (date, words)


@pytest.mark.parametrize(
    ("number", "value", "note"),
    [
        ("5478431", "5478431", ""),
        ("# 5478431", "5478431", ""),
        ("№ 5478431", "5478431", ""),
        ("N°235/MISPAT", "235/MISPAT", ""),
        ("КПП 771990001", "771990001", "КПП"),
        ("TR- P 614990", "TR- P 614990", ""),
        ("LBR HBB 61S17 Z990F", "LBR HBB 61S17 Z990F", ""),
        ("100990261(УНП)", "100990261", "УНП"),
        ("Ф-990770", "Ф-990770", ""),
        ("Sample (Two) 0099495", "0099495", "Sample (Two)"),
    ],
)
def test_numbers_with_words(number: str, value: str, note: str) -> None:
    (found,) = identifiers(Part({"number": number, "identificationTypeCode": "regnumber"}))
    assert (found.value, found.note) == (value, note)


def test_ships_and_companies_have_numbers_of_one_length() -> None:
    ships = ("9999010", "IMO 9999010", "9999022")
    others = ("9999011", "5342883", "999901", "99990100", "")
    assert [is_ship_number(number) for number in (*ships, *others)] == [True] * 3 + [False] * 5


def party(*names: tuple[str, str, str, str], code: str = "P") -> RawEntity:
    parts = [
        Part(
            {"wholeName": text, "nameLanguage": language, "strong": strong},
            (remark,) if remark else (),
        )
        for text, language, strong, remark in names
    ]
    return RawEntity(1, {"classificationCode": code}, names=parts)


@pytest.mark.parametrize(
    "remark", ["Low quality alias", "lo quality", "low-quality", "Weak alias", "Low qulity a.k.a."]
)
def test_weak_by_remark(remark: str) -> None:
    names = entry_names(party(("Ilsa Mare", "EN", "true", ""), ("Il", "EN", "true", remark)))
    assert [name.kind for name in names] == [NameKind.PRIMARY, NameKind.WEAK_ALIAS]


@pytest.mark.parametrize("remark", ["Good quality alias", "god quality", "allowed", "slow"])
def test_strong_by_remark(remark: str) -> None:
    names = entry_names(party(("Ilsa Mare", "EN", "true", ""), ("Il", "EN", "true", remark)))
    assert names[1].kind is NameKind.STRONG_ALIAS


@pytest.mark.parametrize(
    ("names", "code", "primary"),
    [
        ([("Илза Маре", "", "true", ""), ("Ilza Mare", "BG", "true", "")], "P", "Ilza Mare"),
        ([("Ilza Mare", "BG", "true", ""), ("Ilsa Mare", "EN", "true", "")], "P", "Ilsa Mare"),
        ([("Ilsa M.", "EN", "false", ""), ("Ilza Mare", "BG", "true", "")], "P", "Ilza Mare"),
        ([("Ilsa", "EN", "true", ""), ("Ilsa Mare", "", "true", "")], "P", "Ilsa Mare"),
        ([("Samplex", "EN", "true", ""), ("Samplex Company", "", "true", "")], "E", "Samplex"),
        ([("Ilsa Alt", "EN", "true", "f.k.a."), ("Ilsa Mare", "", "true", "")], "P", "Ilsa Mare"),
        ([("Илза Маре", "RU", "true", "")], "P", "Илза Маре"),
    ],
)
def test_the_primary_name(names: Iterable[tuple[str, str, str, str]], code, primary) -> None:
    found = entry_names(party(*names, code=code))
    assert (found[0].text, found[0].kind) == (primary, NameKind.PRIMARY)


def test_every_spelling_once() -> None:
    found = entry_names(
        party(
            ("Ilsa  Mare", "EN", "true", ""),
            ("Ilsa Mare", "SV", "true", ""),
            ("Ilsa Maré", "FR", "true", ""),
            ("Ilsa Mare", "DA", "true", ""),
            ("ILSA MARE", "", "true", ""),
        )
    )
    assert [name.text for name in found] == ["Ilsa Mare", "Ilsa Maré", "ILSA MARE"]
    assert found[0].note == "language EN, SV, DA"


def test_types(read, data: Path) -> None:
    entries = read("eu_fsf", data / "eu_xml" / "list.xml").entries
    assert [entry.type for entry in entries.values()] == [
        EntryType.INDIVIDUAL,
        EntryType.ENTITY,
        EntryType.VESSEL,
        EntryType.INDIVIDUAL,
    ]


def test_contacts_and_days() -> None:
    assert contacts("") == ()
    assert contacts("by the gate ") == (("", "by the gate"),)
    assert contacts("PHONE[1]\nWEB[]") == (("PHONE", "1"), ("WEB", ""))
    assert str(day("4/3/2026")) == str(day("2026-03-04")) == "2026-03-04"
    assert day("31/02/2026") is day("") is None

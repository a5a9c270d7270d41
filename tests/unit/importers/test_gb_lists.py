"""The British lists in their forms: how they are told apart, what they agree on, bad files."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import ListRefused
from app.domain.identifiers import IdentifierType
from app.domain.list_entry import EntryType, NameKind
from app.importers.gb.designation import Name, Original
from app.importers.gb.formats import CON_TABLE, CON_XML, UK_SEARCH, UK_TABLE, UK_XML
from app.importers.gb.names import entry_names
from app.importers.gb.xml_reader import Designation, read_published_on
from app.importers.registry import detect

FILES = {
    "gb_xml/list.xml": ("gb_fcdo", UK_XML, "2026-03-10"),
    "gb_csv/list.csv": ("gb_fcdo", UK_TABLE, "2026-03-13"),
    "gb_ods/search.ods": ("gb_fcdo", UK_SEARCH, "None"),
    "gb_conlist/conlist.csv": ("gb_hmt", CON_TABLE, "2025-04-10"),
    "gb_conlist_2021/conlist.csv": ("gb_hmt", CON_TABLE, "2021-12-10"),
    "gb_conlist_xml/conlist.xml": ("gb_hmt", CON_XML, "None"),
}


@pytest.mark.parametrize("name", FILES)
def test_each_form_is_told_by_its_content(read, data: Path, tmp_path: Path, name: str) -> None:
    renamed = tmp_path / "download.bin"
    renamed.write_bytes((data / name).read_bytes())
    slot, form, day = FILES[name]
    assert detect([renamed]) == (slot,)
    found = read(slot, renamed)
    assert (found.reading.format, str(found.reading.published_on)) == (form, day)


def test_the_wrong_slot_is_named(read, data: Path) -> None:
    with pytest.raises(ListRefused, match=r"OFSI's consolidated list \(gb_hmt\)") as caught:
        read("gb_fcdo", data / "gb_conlist" / "conlist.csv")
    assert "Import it as gb_hmt" in caught.value.text()
    with pytest.raises(ListRefused) as other:
        read("gb_hmt", data / "gb_xml" / "list.xml")
    assert "Import it as gb_fcdo" in other.value.text()


def test_the_short_export_says_what_it_lacks(read, data: Path) -> None:
    (problem,) = read("gb_fcdo", data / "gb_ods" / "search.ods").reading.problems
    assert "no aliases" in problem
    assert not read("gb_fcdo", data / "gb_csv" / "list.csv").reading.problems


def test_the_table_says_what_the_xml_says(read, data: Path) -> None:
    xml = read("gb_fcdo", data / "gb_xml" / "list.xml").entries["AFG9901"]
    table = read("gb_fcdo", data / "gb_csv" / "list.csv").entries["AFG9901"]
    for name in ("reference", "profile_id", "listed_on", "updated_on", "gender", "measures"):
        assert getattr(table, name) == getattr(xml, name)
    assert table.same_as == xml.same_as
    assert table.positions == xml.positions
    assert set(table.names) < set(xml.names)
    assert set(table.dates_of_birth) < set(xml.dates_of_birth)


def test_the_same_list_as_a_workbook(read, data: Path, tmp_path: Path) -> None:
    """The 58 columns come as an OpenDocument sheet too, behind a sheet of notes."""
    from tests.unit.importers.test_ods_sheets import write

    with (data / "gb_csv" / "list.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    cells = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows
    )
    tables = (
        '<table:table table:name="Notes"><table:table-row/></table:table>'
        f'<table:table table:name="List">{cells}</table:table>'
    )
    path = write(tmp_path / "list.ods", tables)
    found, expected = read("gb_fcdo", path), read("gb_fcdo", data / "gb_csv" / "list.csv")
    assert found.entries == expected.entries
    assert found.reading.published_on == expected.reading.published_on


def _cell(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<table:table-cell><text:p>{plain}</text:p></table:table-cell>"


def test_the_closed_list_as_table_and_xml(read, data: Path) -> None:
    table = read("gb_hmt", data / "gb_conlist" / "conlist.csv").entries["99172"]
    xml = read("gb_hmt", data / "gb_conlist_xml" / "conlist.xml").entries["99172"]
    assert table.same_as == xml.same_as
    assert table.listed_on == xml.listed_on
    assert table.nationalities == xml.nationalities
    assert {"Orhan Yusuf AL-MITHALI", "أورهان يوسف المثالي"} <= {n.text for n in xml.names}


@pytest.mark.parametrize("name", ["gb_xml/list.xml", "gb_conlist_xml/conlist.xml"])
def test_a_file_cut_off_is_refused(read, data: Path, tmp_path: Path, name: str) -> None:
    whole = (data / name).read_bytes()
    path = tmp_path / "cut.xml"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(ListRefused, match="ends too early"):
        read(FILES[name][0], path)


@pytest.mark.parametrize("name", ["gb_csv/list.csv", "gb_conlist/conlist.csv"])
def test_a_table_that_breaks_off_is_refused(read, data: Path, tmp_path: Path, name: str) -> None:
    whole = (data / name).read_bytes()
    path = tmp_path / "cut.csv"
    path.write_bytes(whole[:-20])
    with pytest.raises(ListRefused, match="ends too early"):
        read(FILES[name][0], path)
    path.write_bytes(whole.rstrip(b"\r\n"))  # no line end, but all columns
    assert read(FILES[name][0], path).entries


def test_a_table_with_other_columns_is_none_of_ours(read, data: Path, tmp_path: Path) -> None:
    text = (data / "gb_csv" / "list.csv").read_text(encoding="utf-8")
    path = tmp_path / "list.csv"
    path.write_text(text.replace("Unique ID,", "Key,", 1), encoding="utf-8")
    with pytest.raises(ListRefused, match="columns of any list"):
        read("gb_fcdo", path)


@pytest.mark.parametrize("slot", ["gb_fcdo", "gb_hmt"])
def test_a_list_without_parties_is_refused(read, data: Path, tmp_path: Path, slot: str) -> None:
    name = "gb_csv/list.csv" if slot == "gb_fcdo" else "gb_conlist/conlist.csv"
    head = (data / name).read_text(encoding="utf-8").splitlines(keepends=True)[:2]
    path = tmp_path / "list.csv"
    path.write_text("".join(head), encoding="utf-8")
    with pytest.raises(ListRefused, match="no entry"):
        read(slot, path)


def test_a_table_without_a_banner(read, data: Path, tmp_path: Path) -> None:
    text = (data / "gb_csv" / "list.csv").read_text(encoding="utf-8")
    path = tmp_path / "list.csv"
    path.write_text(text.split("\n", 1)[1], encoding="utf-8")
    found = read("gb_fcdo", path)
    assert found.reading.published_on is None
    assert set(found.entries) == {"AFG9901", "RUS9902", "RUS9903"}


def test_xml_without_a_day(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text("<Designations><Designation/></Designations>", encoding="utf-8")
    assert read_published_on(path) is None
    path.write_text("<Designations/>", encoding="utf-8")
    assert read_published_on(path) is None


def names(*given: tuple[str, str, str], kind: EntryType = EntryType.INDIVIDUAL) -> list[str]:
    raw = Designation(1, names=[Name(*item) for item in given])
    return [f"{name.kind}{'*' if name.weak else ''}" for name in entry_names(raw, kind)]


def test_weak_names_by_mark_and_by_length() -> None:
    assert names(
        ("Ilsa MARE", "Primary name", ""),
        ("ILSA", "AKA", ""),
        ("MARE", "Alias", "Good quality"),
        ("Ilsa the Sample", "Alias", "Low quality a.k.a"),
        ("Ilsita", "Primary name variation", ""),
        ("Ilsa ALT", "FKA", ""),
        ("ALT", "FKA", "Low quality"),
        ("Илза", "AKA", "Low quality"),
    ) == [
        NameKind.PRIMARY,
        NameKind.WEAK_ALIAS,
        NameKind.STRONG_ALIAS,
        NameKind.WEAK_ALIAS,
        NameKind.STRONG_ALIAS,
        NameKind.FORMER,
        f"{NameKind.FORMER}*",
        f"{NameKind.ORIGINAL_SCRIPT}*",
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(EntryType.ENTITY, NameKind.WEAK_ALIAS), (EntryType.VESSEL, NameKind.STRONG_ALIAS)],
)
def test_short_aliases_of_entities_and_ships(kind: EntryType, expected: NameKind) -> None:
    given = (("Sample Trading", "Primary name", ""), ("S.A.M. 1", "Alias", ""))
    assert names(*given, kind=kind) == [NameKind.PRIMARY, expected]
    longer = (("Sample Trading", "Primary name", ""), ("SAMTRA", "Alias", ""))
    assert names(*longer, kind=kind)[1] == NameKind.STRONG_ALIAS


def test_a_party_with_an_original_name_only() -> None:
    raw = Designation(1, originals=[Original("محمد", "Arabic", ""), Original("٩٩", "Arabic", "")])
    (name,) = entry_names(raw, EntryType.INDIVIDUAL)
    assert (name.text, name.kind, name.note) == ("محمد", NameKind.PRIMARY, "Arabic")


def test_a_ship_named_by_its_number(read, data: Path, tmp_path: Path) -> None:
    """``IMO 9999010 ("SAMPLE GLORY")`` is a name and a number; as one text it finds neither."""
    text = (data / "gb_xml" / "list.xml").read_text(encoding="utf-8")
    path = tmp_path / "list.xml"
    written = "IMO 9999022 (&quot;SAMPLE GLORY II&quot;)"
    path.write_text(text.replace("<Name6>SAMPLE GLORY<", f"<Name6>{written}<"), encoding="utf-8")
    ship = read("gb_fcdo", path).entries["RUS9903"]
    assert [(name.text, name.note) for name in ship.names] == [
        ("SAMPLE GLORY II", 'IMO 9999022 ("SAMPLE GLORY II")')
    ]
    numbers = [item.value for item in ship.identifiers if item.type is IdentifierType.IMO]
    assert numbers == ["9999010", "9999022"]


def test_a_party_without_a_known_type(read, source, data: Path, tmp_path: Path) -> None:
    text = (data / "gb_xml" / "list.xml").read_text(encoding="utf-8")
    path = tmp_path / "list.xml"
    path.write_text(text.replace("Ship>Individual<", "Ship>Person<", 1), encoding="utf-8")
    entry = read("gb_fcdo", path).entries["AFG9901"]
    assert entry.type is EntryType.INDIVIDUAL  # it has dates of birth
    assert ("Type", "Person") in entry.details
    assert replace(entry, details=()) == replace(
        read("gb_fcdo", data / "gb_xml" / "list.xml").entries["AFG9901"], details=()
    )

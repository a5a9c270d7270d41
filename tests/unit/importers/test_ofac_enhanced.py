"""OFAC's enhanced and advanced XML: the parties of the classic XML, and what these say beyond it."""

from __future__ import annotations

import gzip
import re
import zipfile
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from lxml import etree

from app.domain.dates import parse_partial_date
from app.domain.errors import ListRefused
from app.domain.list_entry import ListEntry, NameKind
from app.domain.political import Relation, RelationKind
from app.importers.archives import unpacked
from app.importers.checks import Tally, check_version
from app.importers.registry import detect

NEWER = {"ofac_enhanced": "sdn_enhanced.xml", "ofac_advanced": "sdn_advanced.xml"}
PASSPORT = (
    "Passport K00123: in the name of MARZANEK, Karel; issued by Town of Brno; issued in Brno; "
    "not valid"
)
# What only the newer formats tell; remarks lose the links that have elements of their own.
ADDED = {"names", "addresses", "details", "relations", "measures", "listed_on", "remarks"}


@pytest.fixture(params=NEWER)
def newer(request, read, data: Path):
    return read("us_ofac_sdn", data / request.param / NEWER[request.param])


@pytest.fixture
def classic(read, data: Path):
    return read("us_ofac_sdn", data / "ofac_xml" / "sdn_namespace_2024.xml")


def test_the_same_party_is_the_same_entry(newer, classic) -> None:
    assert newer.entries.keys() == classic.entries.keys()
    assert newer.aside == []
    for key, entry in newer.entries.items():
        old = classic.entries[key]
        same = [field.name for field in fields(ListEntry) if field.name not in ADDED]
        assert [getattr(entry, name) for name in same] == [getattr(old, name) for name in same]
        own_script = [name for name in entry.names if name.kind is NameKind.ORIGINAL_SCRIPT]
        assert [name for name in entry.names if name not in own_script] == list(old.names)
        assert set(old.details) <= set(entry.details)
        assert set(old.addresses) <= set(entry.addresses)


def test_names_in_their_own_script(newer) -> None:
    found = [
        (name.text, name.note, name.weak)
        for name in newer.entries["7001"].names
        if name.kind is NameKind.ORIGINAL_SCRIPT
    ]
    # Arabic has no capitals: its parts stand as they are spoken, without marks of direction.
    assert found == [("МАРЗАНЕК, Оттокар", "Cyrillic", False), ("اوتاكار مارسانك", "Arabic", False)]


def test_what_only_these_formats_tell(newer) -> None:
    boss, firm, ship, plane, last = newer.entries.values()
    # The Consolidated List was earlier, but this is the SDN list.
    assert [entry.listed_on for entry in (boss, firm, ship, plane, last)] == [
        parse_partial_date("2020-03-05"),
        parse_partial_date("2021-06-30"),
        parse_partial_date("2022-01-31"),
        None,
        None,
    ]
    assert (boss.measures, firm.measures) == (("Block",), ("Block", "Directive 0"))
    kinds = {
        7001: Relation(
            RelationKind.DIRECTORSHIP, "Leader or official of", "MARZANEK & SONS LTD.", "7002"
        ),
        7003: Relation(
            RelationKind.OWNERSHIP, "Property in the interest of", "MARZANEK & SONS LTD.", "7002"
        ),
    }
    assert boss.relations == (kinds[7001],)
    assert ship.relations == (kinds[7003],)
    for detail in (
        ("Document", PASSPORT),
        ("Legal authority", "Executive Order 0 (Demo)"),
        ("List", "Consolidated List; 2019-01-02"),
        ("List", "SDN List; 2020-03-05"),
        ("Note", "Email Address otto@marzanek.example: read once a week"),
        ("Note", "Leader or official of MARZANEK & SONS LTD.: quality high"),
        ("Reported", "Gender Male"),
    ):
        assert detail in boss.details
    assert ("Confirmed", "SWIFT/BIC MARZCY2N") in firm.details


def test_a_relation_that_is_over_says_so(read, data: Path) -> None:
    firm = read("us_ofac_sdn", data / "ofac_advanced" / "sdn_advanced.xml").entries["7002"]
    (relation,) = firm.relations
    assert (relation.kind, relation.label) == (
        RelationKind.OWNERSHIP, "Owned or Controlled By (former)",
    )  # fmt: skip


def test_an_address_in_another_script_is_kept(read, data: Path) -> None:
    firm = read("us_ofac_sdn", data / "ofac_enhanced" / "sdn_enhanced.xml").entries["7002"]
    assert [(a.city, a.country) for a in firm.addresses] == [("Limassol", "CY"), ("Λεμεσός", "CY")]


def test_the_day_of_the_data(newer) -> None:
    assert str(newer.reading.published_on) == "2026-03-07"


@pytest.mark.parametrize("folder", NEWER)
def test_both_come_packed(data: Path, tmp_path: Path, folder: str) -> None:
    file = data / folder / NEWER[folder]
    packed = tmp_path / "SDN.ZIP"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, "SDN.XML")
    pressed = tmp_path / "sdn.xml.gz"
    pressed.write_bytes(gzip.compress(file.read_bytes()))
    for path in (packed, pressed):
        with unpacked([path]) as plain:
            assert detect(plain) == ("us_ofac_sdn",)


@pytest.mark.parametrize("folder", NEWER)
def test_the_consolidated_list_is_known_by_what_it_says(
    read, data: Path, tmp_path: Path, folder: str
) -> None:
    text = (data / folder / NEWER[folder]).read_text(encoding="utf-8")
    path = tmp_path / "list.xml"
    path.write_text(text.replace(">SDN List<", ">Consolidated List<"), encoding="utf-8")
    if folder == "ofac_enhanced":  # three of five parties stand on it: 7004 and 7005 on none
        assert detect([path]) == ("us_ofac_cons",)
    with pytest.raises(ListRefused, match="not OFAC SDN"):
        read("us_ofac_sdn", path)
    found = read("us_ofac_cons", path)
    assert str(found.entries["7001"].listed_on) == "2019-01-02"


def test_an_export_of_some_programmes_is_held(read, source, data: Path, tmp_path: Path) -> None:
    text = (data / "ofac_enhanced" / "sdn_enhanced.xml").read_text(encoding="utf-8")
    path = tmp_path / "export.xml"
    filters = "<sanctionsPrograms><sanctionsProgram>DEMO1</sanctionsProgram></sanctionsPrograms>"
    path.write_text(text.replace("</filters>", f"{filters}</filters>"), encoding="utf-8")
    for file, is_whole in ((path, False), (data / "ofac_enhanced" / "sdn_enhanced.xml", True)):
        found = read("us_ofac_sdn", file)
        tally = Tally()
        for row in found.entries.values():
            tally.add(row)
        checks = check_version(source("us_ofac_sdn"), tally, None, found.reading)
        told = [check for check in checks if check.name == "files of the set"]
        assert [check.ok for check in told] == [] if is_whole else [False]
    assert "DEMO1" in found.reading.missing_files[0] if found.reading.missing_files else True


@pytest.mark.parametrize("folder", NEWER)
def test_a_cut_file_names_its_line(read, data: Path, tmp_path: Path, folder: str) -> None:
    text = (data / folder / NEWER[folder]).read_text(encoding="utf-8")
    path = tmp_path / "cut.xml"
    path.write_text(text[: len(text) * 3 // 4], encoding="utf-8")
    with pytest.raises(ListRefused, match="malformed at line"):
        read("us_ofac_sdn", path)


def test_tables_that_lack_a_value_lose_only_that(read, data: Path, tmp_path: Path) -> None:
    text = (data / "ofac_advanced" / "sdn_advanced.xml").read_text(encoding="utf-8")
    path = tmp_path / "poor.xml"
    poor = re.sub(r"<(NamePartGroups|RelationTypeValues|DateOfIssue).*?</\1>", "", text)
    path.write_text(poor.replace("<Day>9</Day>", "<Day>39</Day>"), encoding="utf-8")
    found = read("us_ofac_sdn", path)
    assert found.reading.published_on is None
    assert len(found.entries) == 5
    # Without its group the first part of a name is the family name.
    boss = found.entries["7001"]
    assert boss.primary_name == "MARZANEK, Ottokar"
    assert (boss.relations[0].kind, boss.relations[0].label) == (RelationKind.OTHER, "")
    assert [str(born) for born in boss.dates_of_birth] == ["c. 1953", "1961 to 1963"]


@pytest.mark.samples
def test_the_real_consolidated_list_agrees_with_its_tables(read, samples: Path) -> None:
    folder = samples / "us_ofac_cons"
    names = ("cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv")
    tables = read("us_ofac_cons", *(folder / name for name in names)).entries
    found = read("us_ofac_cons", folder / "CONS_ENHANCED.XML")
    root = etree.parse(folder / "CONS_ENHANCED.XML")
    count = root.xpath("count(//*[local-name()='entities']/*)")
    assert len(found.entries) == count == 443
    assert found.names == root.xpath("count(//*[local-name()='formattedFullName'])") == 1_624
    assert found.aside == []
    both = tables.keys() & found.entries.keys()
    assert len(both) == 442
    differ: Counter[str] = Counter()
    for key in both:
        old, new = tables[key], found.entries[key]
        for name in ("type", "dates_of_birth", "places_of_birth", "gender", "nationalities",
                     "countries", "positions", "profile_id"):  # fmt: skip
            assert getattr(old, name) == getattr(new, name), (key, name)
        latin = [name for name in new.names if name.kind is not NameKind.ORIGINAL_SCRIPT]
        differ["names"] += latin != list(old.names)
        for name in ("identifiers", "programmes"):
            differ[name] += getattr(old, name) != getattr(new, name)
        differ["addresses"] += not set(old.addresses) <= set(new.addresses)
        assert new.listed_on
        assert new.measures
    print(f"\n{len(both)} in both; different: {dict(differ)}")
    # The tables are eleven months newer: these are changes of that time, and cities that are
    # regions in the XML.
    assert differ["names"] <= 7
    assert differ["identifiers"] <= 13
    assert differ["programmes"] <= 12
    assert differ["addresses"] <= 42


@pytest.mark.samples
@pytest.mark.parametrize(
    ("name", "entries", "day"),
    [
        ("sdn_enhanced_IRGC_2024-08-28.xml", 293, "2024-08-28"),
        ("sdn_enhanced_YEMEN_2024-05-24.xml", 10, "2024-05-24"),
    ],
)
def test_real_exports_are_read_and_held(
    read, source, samples: Path, name: str, entries: int, day: str
) -> None:
    path = samples / "us_ofac_sdn" / name
    found = read("us_ofac_sdn", path)
    root = etree.parse(path)
    assert len(found.entries) == root.xpath("count(//*[local-name()='entities']/*)") == entries
    texts = {
        " ".join(item.text.strip("\u202a\u202b\u202c").split())
        for item in root.iterfind(".//{*}formattedFullName")
    }
    told = {name.text for entry in found.entries.values() for name in entry.names}
    assert {text.strip("'\"").replace('"', "'") for text in texts} == {t.strip("'") for t in told}
    ties = root.xpath("count(//*[local-name()='relationship'])")
    assert sum(len(entry.relations) for entry in found.entries.values()) == ties
    assert (str(found.reading.published_on), found.aside) == (day, [])
    tally = Tally()
    for entry in found.entries.values():
        tally.add(entry)
    checks = check_version(source("us_ofac_sdn"), tally, None, found.reading)
    assert {check.name for check in checks if not check.ok} >= {"entries", "files of the set"}


@pytest.mark.samples
def test_a_third_partys_advanced_file(read, samples: Path) -> None:
    path = samples / "us_ofac_sdn" / "excerpts" / "SDN_ADVANCED_thirdparty_fixture.XML"
    found = read("us_ofac_sdn", path)
    assert list(found.entries) == ["36", "10", "20", "30"]
    ship = found.entries["30"]
    assert [item.value for item in ship.identifiers] == ["9123456"]
    assert ship.relations[0].entry_id == "10"

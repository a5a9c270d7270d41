"""The real British lists: entries and names counted a second time, without the importers."""

from __future__ import annotations

import re
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from lxml import etree

from app.importers.checks import Tally, check_version
from app.importers.registry import detect

pytestmark = pytest.mark.samples

XML = "gb_fcdo/reconstructed/UK-Sanctions-List.xml"
ODS = "gb_fcdo/*.ods"
CONLIST = "gb_hmt/*.xlsx"


def checked(source, slot: str, found) -> list[str]:
    """The names of the checks before activation that fail."""
    tally = Tally()
    for row in (*found.entries.values(), *found.aside):
        tally.add(row)
    checks = check_version(source(slot), tally, None, found.reading)
    return [check.name for check in checks if not check.ok]


def squeezed(*parts: str | None) -> str:
    text = re.sub(
        "[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]",
        "",
        " ".join(map(str, filter(None, parts))),
    )
    return " ".join(text.split())


def test_the_xml(read, source, samples: Path) -> None:
    tree = etree.parse(samples / XML)
    found = read("gb_fcdo", samples / XML)
    records = tree.findall("Designation")
    assert len(found.entries) == len(records) == 6_349
    kinds = Counter(record.findtext("IndividualEntityShip") for record in records)
    types = Counter(entry.type.value for entry in found.entries.values())
    assert types == {
        "INDIVIDUAL": kinds["Individual"],
        "ENTITY": kinds["Entity"],
        "VESSEL": kinds["Ship"],
    }
    for record in records:
        entry = found.entries[record.findtext("UniqueID")]
        expected = {
            squeezed(*(name.findtext(f"Name{part}") for part in (1, 2, 3, 4, 5, 6)))
            for name in record.iter("Name")
        }
        expected |= {squeezed(item.text) for item in record.iter("NameNonLatinScript")}
        written = {  # a ship named by its number has the list's words in the note
            name.note if name.note.startswith("IMO ") else name.text for name in entry.names
        }
        assert written == expected - {""}
        assert len(entry.dates_of_birth) == len({item.text for item in record.iter("DOB")})
        assert len(entry.addresses) <= len(list(record.iter("Address")))
        group, un = record.findtext("OFSIGroupID"), record.findtext("UNReferenceNumber")
        un = un if un != "N/A" else None
        registers = [item.register for item in entry.same_as]
        assert (registers.count("gb_hmt"), registers.count("un_sc")) == (bool(group), bool(un))
    weak = sum(item.text.startswith("Low") for item in tree.iter("AliasStrength"))
    assert weak <= sum(name.is_weak for entry in found.entries.values() for name in entry.names)
    assert found.aside == []
    assert str(found.reading.published_on) == "2026-08-22"
    assert checked(source, "gb_fcdo", found) == []


def test_the_search_export(read, source, samples: Path) -> None:
    (path,) = samples.glob(ODS)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("content.xml").decode("utf-8-sig")
    rows = [
        [
            squeezed(*re.findall(r"<text:p>(.*?)</text:p>", row, re.DOTALL)[place : place + 1])
            for place in (0, 2)
        ]
        for row in re.findall(r"<table:table-row .*?</table:table-row>", text, re.DOTALL)
        if "<text:p>" in row
    ]
    found = read("gb_fcdo", path)
    assert len(rows) == 5_303
    blank = [key for key, name in rows[1:] if not name]
    assert [row.text.strip() for row in found.aside] == blank
    assert len(found.entries) + len(blank) == len(rows) - 1
    for key, name in rows[1:]:
        if name:
            plain = name.replace("&amp;", "&").replace("&apos;", "'").replace("&quot;", '"')
            assert found.entries[key].primary_name == squeezed(plain)
    assert "dates of birth filled" in checked(source, "gb_fcdo", found)  # held back: it is short


def test_the_closed_list(read, source, samples: Path) -> None:
    from python_calamine import CalamineWorkbook

    (path,) = samples.glob(CONLIST)
    header, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Data").to_python()[1:]
    place = {name: number for number, name in enumerate(header)}
    names: dict[str, set[str]] = defaultdict(set)
    births: dict[str, set[str]] = defaultdict(set)
    un: set[str] = set()
    for row in rows:
        key = row[place["Group ID"]]
        names[key].add(squeezed(*(row[place[f"Name {part}"]] for part in (1, 2, 3, 4, 5, 6))))
        names[key].add(squeezed(row[place["Name Non-Latin Script"]]))
        births[key].add(re.sub(r"^(?:00/)+", "", row[place["DOB"]]))
        if re.search(r"\(UN Ref\)|\):SDi", row[place["Other Information"]]):
            un.add(key)
    found = read("gb_hmt", path)
    assert (len(rows), len(found.entries), len(names)) == (18_796, 4_686, 4_686)
    for key, entry in found.entries.items():
        assert {name.text for name in entry.names} == names[key] - {""}
        assert len(entry.dates_of_birth) == len(births[key] - {""})
    linked = {
        key
        for key, entry in found.entries.items()
        if any(item.register == "un_sc" for item in entry.same_as)
    }
    assert linked == un
    assert found.aside == []
    assert str(found.reading.published_on) == "2025-04-10"
    assert checked(source, "gb_hmt", found) == []


@pytest.mark.parametrize(
    ("name", "slot"),
    [
        ("gb_fcdo/excerpts/*.xml", "gb_fcdo"),
        ("gb_fcdo/excerpts/*.csv", "gb_fcdo"),
        (XML, "gb_fcdo"),
        (ODS, "gb_fcdo"),
        (CONLIST, "gb_hmt"),
    ],
)
def test_every_file_is_known(samples: Path, name: str, slot: str) -> None:
    (path,) = samples.glob(name)
    assert detect([path]) == (slot,)

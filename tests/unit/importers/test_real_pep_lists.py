"""Real files of OpenSanctions and of PEP data, counted a second time without the importers."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import ListRefused
from app.domain.list_entry import EntryType, ListEntry
from app.domain.political import OfficeClass
from app.importers.registry import detect, read_list

pytestmark = pytest.mark.samples

PARTIES = {"Person", "Organization", "Company", "LegalEntity", "Vessel", "Airplane"}
LETTER = re.compile(r"[^\W\d_]")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def lines_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def parts_of(cell: str) -> list[str]:
    """A cell that is a table of one row itself."""
    return next(csv.reader([cell], delimiter=";"), [])


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.fixture
def read_any(source):
    """Reads a file into a list, also where the list has no reader for its official files yet."""

    def run(slot: str, *files: Path) -> dict[str, ListEntry]:
        reading = read_list(replace(source(slot), is_importable=True), files)
        entries = [row for row in reading.rows if isinstance(row, ListEntry)]
        assert len({entry.entry_id for entry in entries}) == len(entries)
        return {entry.entry_id: entry for entry in entries}

    return run


@pytest.mark.parametrize(
    ("name", "slot", "count"),
    [
        ("eu_fsf/entities.ftm.json", "eu_fsf", 2_379),
        ("zala/entities.ftm.json", "os_sanctions", 14),
        ("parteispenden/entities.ftm.json", "os_sanctions", 96),
    ],
)
def test_entities(read_any, samples: Path, name: str, slot: str, count: int) -> None:
    path = samples / "opensanctions" / name
    assert detect([path])[0] == slot
    records = lines_of(path)
    marked = any(record.get("target") for record in records)
    expected, sanctions, programmes = {}, defaultdict(int), defaultdict(set)
    addresses = defaultdict(list)
    for record in records:
        addresses[record["id"]] += record["properties"].get("full", [])
    for record in records:
        values = defaultdict(list, record["properties"])
        if record["schema"] in PARTIES and (record.get("target") or not marked):
            names = ("name", "alias", "weakAlias", "previousName", "abbreviation")
            texts = {squeezed(text) for key in names for text in values[key]}
            expected[record["id"]] = {text for text in texts if LETTER.search(text)}
        for party in values["entity"]:
            sanctions[party] += 1
            programmes[party] |= set(values["program"] or values["programId"])
    entries = read_any(slot, path)
    assert len(expected) == count
    assert {key: {name.text for name in entry.names} for key, entry in entries.items()} == expected
    for key, entry in entries.items():
        assert sum(label == "Sanction" for label, _ in entry.details) == sanctions[key]
        assert set(entry.programmes) == {squeezed(text) for text in programmes[key]}
    for record in records:
        if record["id"] in entries:
            linked = [
                key for key in record["properties"].get("addressEntity", ()) if addresses[key]
            ]
            text = squeezed(
                " ".join(item.line() for item in entries[record["id"]].addresses)
            ).casefold()
            for key in linked:
                assert all(
                    word in text for whole in addresses[key] for word in words(whole.casefold())
                )


def test_the_simple_table(read_any, samples: Path) -> None:
    path = samples / "opensanctions" / "ua_war_sanctions" / "targets.simple.csv"
    rows = rows_of(path)
    expected = {
        row["id"]: {
            squeezed(text)
            for text in (row["name"], *parts_of(row["aliases"]))
            if LETTER.search(text)
        }
        for row in rows
    }
    entries = read_any("os_sanctions", path)
    assert len(expected) == len(entries) == 5_600
    assert {key: {name.text for name in entry.names} for key, entry in entries.items()} == expected
    vessels = sum(row["schema"] == "Vessel" for row in rows)
    assert sum(entry.type is EntryType.VESSEL for entry in entries.values()) == vessels == 1_340
    for row in rows:
        programmes = {text for text in row["program_ids"].split(";") if text}
        assert set(entries[row["id"]].programmes) == programmes
        values = {item.value for item in entries[row["id"]].identifiers}
        wanted = {text.removeprefix("IMO") for text in row["identifiers"].split(";") if text}
        assert {text.removeprefix("IMO") for text in values} == wanted


def test_senzing(read_any, samples: Path) -> None:
    path = samples / "opensanctions" / "us_congress" / "senzing.json"
    records = [r for r in lines_of(path) if r.get("RISKS")]
    entries = read_any("pep_global", path)
    assert len(entries) == len(records) == 1_317
    assert sum(len(entry.names) for entry in entries.values()) == sum(
        len({squeezed(name["NAME_FULL"]) for name in record["NAMES"]}) for record in records
    )
    offices = [office for entry in entries.values() for office in entry.offices]
    assert len(offices) == sum(len(record["RELATIONSHIPS"]) for record in records) == 1_366
    assert {office.category for office in offices} == {OfficeClass.LEGISLATOR}


def test_nested(read_any, samples: Path) -> None:
    path = samples / "opensanctions" / "sa_wiki_peps" / "targets.nested.json"
    records = lines_of(path)
    entries = read_any("pep_global", path)
    assert entries.keys() == {record["id"] for record in records}
    for record in records:
        held = record["properties"].get("positionOccupancies", [])
        rows = entries[record["id"]].details
        assert sum(label == "Occupancy" for label, _ in rows) == len(held)
        families = [record["properties"].get(f"family{end}", []) for end in ("Person", "Relative")]
        assert sum(label == "Family" for label, _ in rows) == sum(map(len, families))


def test_a_delta_needs_its_base(read_any, source, samples: Path, tmp_path: Path) -> None:
    path = samples / "opensanctions" / "delta" / "entities.delta.json"
    operations = lines_of(path)
    assert detect([path])[0] == "os_sanctions"
    reading = read_list(source("os_sanctions"), [path])
    with pytest.raises(ListRefused, match="changes nothing"):
        list(reading.onto(iter(())))
    before = tmp_path / "before.json"  # what it modifies, as it may have been
    modified = [item["entity"] for item in operations if item["op"] == "MOD"]
    before.write_text("".join(json.dumps(entity) + "\n" for entity in modified), encoding="utf-8")
    base = read_any("os_sanctions", before)
    reading = read_list(source("os_sanctions"), [path])
    rows = list(reading.onto(iter(base.values())))
    entries = {row.entry_id: row for row in rows if isinstance(row, ListEntry)}
    parties = {
        item["entity"]["id"]
        for item in operations
        if item["entity"].get("schema") in PARTIES and item["entity"]["target"]
    }
    assert entries.keys() == parties
    assert len(parties) == 576
    assert len(base) == 530


@pytest.mark.parametrize(
    ("folder", "count"),
    [("Ghana/Parliament", 272), ("Kenya/Assembly", 350), ("Nigeria/Assembly", 362)],
)
def test_popolo(read_any, samples: Path, folder: str, count: int) -> None:
    path = samples / "pep" / "everypolitician" / folder
    document = json.loads((path / "ep-popolo-v1.0.json").read_text(encoding="utf-8"))
    expected = {}
    for person in document["persons"]:
        names = [person["name"], *(other["name"] for other in person.get("other_names", []))]
        expected[person["id"]] = {re.sub(r" \([^()]*\)$", "", squeezed(name)) for name in names}
    entries = read_any("pep_popolo", path / "ep-popolo-v1.0.json")
    assert len(entries) == count
    for key, names in expected.items():
        assert names <= {name.text for name in entries[key].names}
        assert {office.category for office in entries[key].offices} == {OfficeClass.LEGISLATOR}
        assert all(office.start for office in entries[key].offices)
    (term,) = path.glob("term-*.csv")
    tables = read_any("pep_popolo", term, path / "names.csv")
    assert tables.keys() == entries.keys()
    named = {(row["id"], squeezed(row["name"])) for row in rows_of(path / "names.csv")}
    listed = {(key, name.text) for key, entry in tables.items() for name in entry.names}
    assert len(named - listed) <= len([text for _, text in named if "(" in text])


@pytest.mark.parametrize(
    ("name", "key", "persons", "offices"),
    [
        ("nigeria_wikidata_2022/html_current.csv", "personID", 46, 48),
        ("nigeria_wikidata_2022/html_holders21.csv", "personID", 524, 678),
        ("nigeria_wikidata_2022/html_legislators.csv", "personID", 1_614, 2_066),
        ("nigeria_wikidata_2022/sources_representatives-9_wikidata.csv", "item", 389, 436),
        ("nigeria_wikidata_2022/sources_representatives-current_wikidata.csv", "item", 359, 359),
        ("world_leaders_2022/wikipedia.csv", "officeholder", 428, 470),
        ("world_leaders_2022/wikidata.csv", "officeholder", 391, 424),
    ],
)
def test_tables_of_holders(
    read_any, samples: Path, name: str, key: str, persons: int, offices: int
) -> None:
    path = samples / "pep" / name
    rows = rows_of(path)
    assert (len({row[key] for row in rows}), len(rows)) == (persons, offices)
    entries = read_any("pep_nigeria", path)
    unnamed = {row[key] for row in rows} - entries.keys()
    assert len(unnamed) <= 1  # one holder has neither name nor label
    held = sum(len(entry.offices) for entry in entries.values())
    assert offices - 5 <= held <= offices  # the same office twice is one
    starts = ("start", "startDate", "start_year")
    dated = sum(any(row.get(name) for name in starts) for row in rows)
    found = sum(bool(office.start) for entry in entries.values() for office in entry.offices)
    assert abs(found - dated) <= 5


def test_families(read_any, samples: Path) -> None:
    path = samples / "pep" / "nigeria_wikidata_2022" / "html_family.csv"
    rows = rows_of(path)
    entries = read_any("pep_nigeria", path)
    holders = {row["id"] for row in rows}
    related = {row["relative"] for row in rows if row["relativename"]}
    assert len(rows) == 75
    assert entries.keys() == holders | related
    for row in rows:
        labels = {(relation.label, relation.entry_id) for relation in entries[row["id"]].relations}
        assert (row["relationship"], row["relative"]) in labels


def test_all_of_one_country_make_one_list(read_any, samples: Path) -> None:
    files = sorted((samples / "pep" / "nigeria_wikidata_2022").glob("*.csv"))
    entries = read_any("pep_nigeria", *files)
    keys = set()
    for file in files:
        for row in rows_of(file):
            keys |= {row.get("personID"), row.get("item"), row.get("id")}
            keys |= {row["relative"]} if row.get("relativename") else set()
    assert entries.keys() == keys - {None}


def test_leaders(read_any, samples: Path) -> None:
    path = samples / "pep" / "world_leaders_2026" / "2026-07-19.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    positions = [
        position
        for country in document["countries"].values()
        for position in country["positions"].values()
    ]
    holders = [position["current_holder"] for position in positions if position["current_holder"]]
    entries = read_any("pep_global", path)
    assert entries.keys() == {holder["wikidata_id"] for holder in holders}
    assert (len(positions), len(holders), len(entries)) == (60, 58, 45)
    classes = {OfficeClass.HEAD_OF_STATE, OfficeClass.INTERNATIONAL}
    assert {o.category for entry in entries.values() for o in entry.offices} == classes


def test_legislators(read_any, samples: Path) -> None:
    path = samples / "pep" / "us_congress" / "legislators-current.csv"
    rows = rows_of(path)
    entries = read_any("pep_global", path)
    assert entries.keys() == {row["bioguide_id"] for row in rows}
    assert len(rows) == 537
    for row in rows:
        entry = entries[row["bioguide_id"]]
        given = row["full_name"] or f"{row['first_name']} {row['last_name']}"
        assert entry.primary_name == squeezed(given)
        assert [str(day) for day in entry.dates_of_birth] == [row["birthday"]]
        assert entry.offices[0].is_current


def test_items_of_wikidata(read_any, samples: Path) -> None:
    folder = samples / "pep" / "wikidata"
    person, thing = folder / "wbgetentities_Q7747.json", folder / "wbgetentities_Q15978631.json"
    with pytest.raises(ListRefused, match="no entry"):
        read_any("pep_wikidata", thing)  # it is about a species
    entries = read_any("pep_wikidata", person, thing)
    claims = json.loads(person.read_text(encoding="utf-8"))["entities"]["Q7747"]["claims"]
    (entry,) = entries.values()
    held = {
        json.dumps(
            [
                claim["mainsnak"]["datavalue"]["value"]["id"],
                *(
                    [
                        item.get("datavalue", {}).get("value")
                        for item in claim.get("qualifiers", {}).get(name, [])
                    ]
                    for name in ("P580", "P582")
                ),
            ]
        )
        for claim in claims["P39"]
        if claim["rank"] != "deprecated"
    }
    assert len(entry.offices) == len(held)
    family = ("P22", "P25", "P26", "P40", "P3373", "P451", "P1038", "P3342", "P1327")
    assert len(entry.relations) == sum(len(claims.get(name, ())) for name in family)


def test_every_file_is_known(samples: Path) -> None:
    for folder in ("opensanctions", "pep"):
        for path in (samples / folder).rglob("*.*"):
            if path.is_file():
                assert detect([path]), path

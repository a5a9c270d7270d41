"""The other forms of OpenSanctions: nested targets, the simple table, Senzing records."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.dates import PartialDate
from app.domain.errors import ListRefused
from app.domain.identifiers import IdentifierType
from app.domain.list_entry import EntryType
from app.domain.political import ForeignReference, OfficeClass, Relation, RelationKind
from app.domain.subject import Gender
from app.importers.reading import BAD_DATE
from app.importers.registry import detect

NESTED = "os_nested/targets.nested.json"
SIMPLE = "os_simple/targets.simple.csv"
SENZING = "os_senzing/senzing.json"


def test_nested_targets_have_their_links_inside(read, data: Path) -> None:
    assert detect([data / NESTED])[0] == "os_sanctions"
    found = read("os_sanctions", data / NESTED)
    assert found.entries.keys() == {"inv-p1", "inv-v1"}
    flat = read("os_sanctions", data / "ftm_sanctions" / "entities.ftm.json").entries["inv-p1"]
    entry = found.entries["inv-p1"]
    assert entry.programmes == flat.programmes
    assert entry.measures == flat.measures
    assert entry.addresses == flat.addresses
    assert entry.names == flat.names
    (owned,) = entry.relations
    assert owned.label == "owner of (51%, since 2015-01-01)"
    assert (owned.name, owned.entry_id) == ("Halcyon Meridian Trading", "inv-c1")


def test_nested_holders_of_offices(read, data: Path) -> None:
    found = read("pep_global", data / NESTED)
    (entry,) = found.entries.values()
    (office,) = entry.offices
    assert (office.title, office.country) == ("Governor of Invented State", "NG")
    assert office.category is OfficeClass.REGIONAL
    assert (office.start, office.end) == (PartialDate(2010, 1, 1), PartialDate(2012, 1, 1))
    assert office.is_current is False
    assert entry.relations == (Relation(RelationKind.FAMILY, "spouse", "Spouse Nested"),)


def test_nested_targets_without_topics(read, tmp_path: Path) -> None:
    path = tmp_path / "nested.json"
    wife = (
        '{"id":"f","schema":"Family","properties":{"person":["b"],"relative":'
        '[{"id":"a","schema":"Person","properties":{"name":["A"]}}]}}'
    )
    path.write_text(
        '{"id":"a","schema":"Person","properties":{"name":["Aa Bb"],"position":["Mayor"],'
        '"positionOccupancies":[{"id":"o","schema":"Occupancy","properties":{}}]}}\n'
        '{"id":"b","schema":"Person","properties":{"name":["Cc Dd"],"familyPerson":['
        + wife
        + "]}}\n"
        '{"id":"c","schema":"Person","properties":{"name":["Ee Ff"]}}\n'
        '{"id":"d","schema":"Company","properties":{"name":["Gg Hh"]}}\n'
    )
    topics = {key: entry.topics for key, entry in read("pep_global", path).entries.items()}
    assert topics == {"a": ("role.pep",), "b": ("role.rca",), "c": ()}


def test_the_simple_table(read, data: Path) -> None:
    assert detect([data / SIMPLE]) == ("os_sanctions",)
    found = read("os_sanctions", data / SIMPLE)
    assert found.entries.keys() == {"inv-1", "inv-2", "inv-3", "inv-6"}
    person = found.entries["inv-1"]
    assert [name.text for name in person.names] == [
        "Tamsin Quorlath", "Тамсин Кворлат", "Tam Quorlath",
    ]  # fmt: skip
    assert [str(date) for date in person.dates_of_birth] == ["1970-05-02", "1971"]
    assert (person.countries, person.programmes) == (("NG",), ("XX-INV", "XX-TWO"))
    assert ("Country", "atlantis") in person.details
    (sanction,) = (text for label, text in person.details if label == "Sanction")
    assert "reason: Supplies invented parts; by sea | reason: Other reason" in sanction
    assert person.identifiers[0].type is IdentifierType.NATIONAL_ID
    assert ("phone", "+000 99") in person.details
    vessel = found.entries["inv-2"]
    assert vessel.type is EntryType.VESSEL
    assert [(item.type, item.value) for item in vessel.identifiers] == [
        (IdentifierType.IMO, "9900018"),
        (IdentifierType.MMSI, "990001234"),
        (IdentifierType.OTHER, "ZZQ1"),
    ]
    assert vessel.programmes == ()
    assert [name.text for name in found.entries["inv-3"].names] == [
        "Halcyon Meridian",
        'Company "Halcyon; Meridian"',
        "HMT",
    ]
    company = found.entries["inv-3"].identifiers[0]
    assert company.type is IdentifierType.BUSINESS_REG
    assert str(found.reading.published_on) == "2026-03-13"
    assert [row.row for row in found.aside] == [5, 6, 7, 8]
    assert found.aside[-1].reason == BAD_DATE


def test_a_simple_table_of_exposed_persons(read, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "peps.csv"
    text = (data / SIMPLE).read_text(encoding="utf-8")
    path.write_text(text.replace("Invented data set", "Politically Exposed Persons (PEPs)"))
    assert detect([path])[0] == "pep_global"
    assert read("pep_global", path).entries["inv-1"].topics == ("role.pep",)


def test_a_simple_table_without_rows_is_refused(read, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text((data / SIMPLE).read_text(encoding="utf-8").splitlines()[0] + "\n")
    with pytest.raises(ListRefused, match="no entry"):
        read("os_sanctions", path)


def test_senzing_records(read, data: Path) -> None:
    assert detect([data / SENZING])[0] == "pep_global"
    found = read("pep_global", data / SENZING)
    assert found.entries.keys() == {"inv-1", "inv-2"}
    entry = found.entries["inv-1"]
    assert [name.text for name in entry.names] == ["Tamsin Quorlath", "Tam Quorlath"]
    assert (entry.gender, entry.nationalities) == (Gender.FEMALE, ("NG",))
    assert entry.identifiers[0].value == "X0099"
    (office,) = entry.offices
    assert (office.title, office.category) == ("Senator of Nowhere", OfficeClass.LEGISLATOR)
    assert entry.relations == (
        Relation(RelationKind.FAMILY, "relative", "Relative Quorlath", "inv-2"),
        Relation(RelationKind.OTHER, "Ownership", "Halcyon Meridian", ""),
    )
    assert entry.same_as == (ForeignReference("wikidata", "Q990001"),)
    assert {("deathDate", "2024"), ("SHOE_SIZE", "44")} <= set(entry.details)
    assert found.entries["inv-2"].relations[0].name == "Tamsin Quorlath"
    assert [row.row for row in found.aside] == [5, 6, 7]
    assert str(found.reading.published_on) == "2026-02-03"


def test_senzing_files_without_anyone(read, tmp_path: Path) -> None:
    path = tmp_path / "senzing.json"
    path.write_text('{"DATA_SOURCE":"OS_EU_FSF","RECORD_ID":""}\nnoise\n')
    assert detect([path]) == ("os_sanctions",)
    with pytest.raises(ListRefused, match="no entry"):
        read("os_sanctions", path)
    path.write_text('{"DATA_SOURCE":"OS_EU_FSF","RECORD_ID":"x","RISKS":[{"TOPIC":"sanction"}]}\n')
    assert detect([path]) == ("eu_fsf", "os_sanctions")

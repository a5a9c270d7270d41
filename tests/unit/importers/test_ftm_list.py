"""FollowTheMoney files as PEP lists, with and without topics."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import ListName, NameKind
from app.domain.political import Relation, RelationKind
from app.domain.subject import Address, Gender
from app.importers.reading import BAD_DATE


@pytest.fixture
def found(read, data: Path):
    return read("pep_global", data / "ftm" / "topics.ftm.json")


def test_a_holder_of_an_office(found) -> None:
    entry = found.entries["p1"]
    assert entry.names == (
        ListName("Adunni Mfano"),
        ListName("Mfano", NameKind.WEAK_ALIAS),
        ListName("Ада Мфано", NameKind.ORIGINAL_SCRIPT),
        ListName("Adunni Zamani", NameKind.FORMER),
        ListName("Mama M", NameKind.WEAK_ALIAS),
    )
    assert entry.topics == ("role.pep", "gov")
    assert entry.positions == ("Minister of Samples (2011-05-29 to 2015-05-28)",)
    assert [str(date) for date in entry.dates_of_birth] == ["1970-05"]
    assert (entry.nationalities, entry.countries, entry.gender) == (("NG",), ("NG",), Gender.FEMALE)
    assert entry.identifiers == (Identifier(IdentifierType.PASSPORT, "A0099001"),)
    assert entry.addresses == (Address(text="1 Mfano Road, Abuja"),)
    assert str(entry.updated_on) == "2026-03-01"
    assert entry.remarks == "Invented."
    assert set(entry.details) == {
        (
            "Occupancy",
            " | ".join(
                (
                    "post: pos1",
                    "startDate: 2011-05-29",
                    "endDate: 2015-05-28",
                    "post name: Minister of Samples",
                    "id: o1",
                )
            ),
        ),
        ("Family", "relative: p2 | relationship: daughter | name: Bola Mfano | id: f1"),
        ("Date of birth", "Unknown"),
        ("Country", "atlantis"),
        ("religion", "none"),
    }


def test_a_relative_says_of_whom(found) -> None:
    assert found.entries["p2"].topics == ("role.rca",)
    (relation,) = found.entries["p2"].relations
    assert relation == Relation(RelationKind.FAMILY, "daughter of", "Adunni Mfano", "p1")
    (other,) = found.entries["p1"].relations
    assert other == Relation(RelationKind.FAMILY, "daughter", "Bola Mfano", "p2")


def test_only_listed_persons_go_in_and_the_others_are_said(found) -> None:
    assert found.entries.keys() == {"p1", "p2"}
    assert str(found.reading.published_on) == "2026-03-04"
    assert found.reading.problems == (
        "1 of 5 persons are not listed as politically exposed: left out.",
    )


def test_bad_lines_are_kept_aside(found) -> None:
    reasons = {row.row: row.reason for row in found.aside}
    assert reasons[1] == BAD_DATE
    assert reasons[4] == "no usable name"
    assert reasons[8] == "number already used by an entry above"
    assert all(reasons[row].startswith("not an entity") for row in (9, 10, 11))
    assert len(reasons) == 6


def test_without_topics_targets_are_listed_and_roles_derived(read, data: Path) -> None:
    found = read("pep_nigeria", data / "ftm" / "no_topics.ftm.json")
    topics = {key: entry.topics for key, entry in found.entries.items()}
    assert topics == {"q1": ("role.pep",), "q2": ("role.pep",), "q3": ("role.rca",), "q4": ()}
    assert [str(office.start) for office in found.entries["q1"].offices] == ["1997-01-01"]
    assert found.entries["q2"].positions == ("Mayor of Nowhere",)
    assert ("height", "180") in found.entries["q2"].details
    assert found.entries["q2"].source == "pep_nigeria"
    assert found.reading.published_on is None


def test_names_that_are_none_and_numbers_with_words(read, tmp_path: Path) -> None:
    """A number of Wikidata or a link among the names would match nobody, and says something."""
    person = {
        "name": ["Adunni Mfano"],
        "alias": ["https://example.org/0099", "Adunni Q99"],
        "weakAlias": ["Q990099"],
        "topics": ["sanction"],
        "idNumber": ["Ration card number 0099258"],
        "passportNumber": ["British number 0099366"],
    }
    ship = {"name": ["Sample Glory"], "topics": ["sanction"], "imoNumber": ["IMO9999010"]}
    paper = {"holder": ["p1"], "type": ["Passport"], "number": ["Libya 0099720"]}
    path = tmp_path / "entities.ftm.json"
    lines = [
        {"id": key, "schema": schema, "caption": "", "properties": properties, "target": True}
        for key, schema, properties in (
            ("p1", "Person", person), ("s1", "Vessel", ship), ("d1", "Passport", paper)
        )
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = read("os_sanctions", path).entries
    entry = found["p1"]
    assert [name.text for name in entry.names] == ["Adunni Mfano", "Adunni Q99"]
    assert {("Alias", "https://example.org/0099"), ("Weakalias", "Q990099")} <= set(entry.details)
    assert {(item.type, item.value, item.country, item.note) for item in entry.identifiers} == {
        (IdentifierType.NATIONAL_ID, "0099258", "", "Ration card number"),
        (IdentifierType.PASSPORT, "0099366", "GB", "British number"),
        (IdentifierType.PASSPORT, "0099720", "LY", "Passport; Libya"),
    }
    assert [(item.type, item.value) for item in found["s1"].identifiers] == [
        (IdentifierType.IMO, "9999010")
    ]

"""Items and query results of Wikidata as PEP lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.dates import DatePrecision, PartialDate
from app.domain.errors import ListRefused
from app.domain.list_entry import NameKind
from app.domain.political import ForeignReference, OfficeClass, Relation, RelationKind
from app.domain.subject import Gender
from app.importers.reading import BAD_DATE
from app.importers.registry import detect
from app.importers.wikidata.times import listed_time, written

FIRST = "pep_wikidata"


@pytest.fixture(scope="module")
def items(read, data: Path):
    return read(FIRST, data / "wikidata" / "items.json")


def test_persons_only(items) -> None:
    assert items.entries.keys() == {"Q990001", "Q990002", "Q990006"}
    assert [(row.reason, row.text[:7]) for row in items.aside] == [
        (BAD_DATE, "Q990001"),
        ("no usable name", "Q990007"),
        ("not a person", "Q990004"),
        ("not a person", "Q990005"),
        ("no such item", "Q990008"),
    ]


def test_names_of_an_item(items) -> None:
    entry = items.entries["Q990001"]
    assert [(name.text, name.kind) for name in entry.names] == [
        ("Tamsin Quorlath", NameKind.PRIMARY),
        ("Тамсин Кворлат", NameKind.ORIGINAL_SCRIPT),
        ("T. Quorlath", NameKind.STRONG_ALIAS),
        ("Тамсин К.", NameKind.ORIGINAL_SCRIPT),
        ("Tamsin Maiden", NameKind.FORMER),
    ]
    assert items.entries["Q990002"].names[0].text == "Père Quorlath"


def test_dates_with_precision_and_calendar(items) -> None:
    julian, decade = items.entries["Q990001"].dates_of_birth
    assert (julian.start, julian.text) == (PartialDate(1712, 3, 15), "1712-03-04 (Julian)")
    assert (decade.precision, decade.start.year, decade.end.year) == (
        DatePrecision.RANGE,
        1950,
        1959,
    )
    assert ("Date of birth", "1900 (precision 7)") in items.entries["Q990001"].details


def test_facts_of_an_item(items) -> None:
    entry = items.entries["Q990001"]
    assert (entry.gender, entry.nationalities) == (Gender.FEMALE, ("NG",))
    assert entry.places_of_birth == ("Port Mfano",)
    assert entry.same_as == (ForeignReference("wikidata", "Q990001"),)
    assert str(entry.updated_on) == "2026-02-03"
    assert {
        ("Citizenship", "Q15180 (… to 1991)"),
        ("Place of birth", "Q999999"),
        ("Occupation", "Q82955 (since 1999)"),
        ("Party", "novalue"),
        ("Date of death", "2020-05"),
        ("Website", "https://example.invalid"),
        ("Description", "invented politician"),
        ("Other statements", "2 properties were not taken over: P213 P214"),
    } <= set(entry.details)


def test_offices_of_an_item(items) -> None:
    entry = items.entries["Q990001"]
    minister, ended, open_ = entry.offices
    assert (minister.title, minister.category, minister.country) == (
        "minister",
        OfficeClass.MINISTER,
        "NG",
    )
    assert (minister.start, minister.end) == (PartialDate(2010, 1, 2), PartialDate(2012, 3))
    assert (ended.title, ended.is_current) == ("Mayor of Port Mfano", False)
    assert open_.is_current is None
    rows = [text for label, text in entry.details if label == "Position held"]
    assert rows[0] == (
        "minister | start: 2010-01-02 | end: 2012-03 | of: Q1033 | of: Port Mfano"
        " | number: 2 | id: Q83307"
    )
    assert rows[1] == "Mayor of Port Mfano | end: somevalue | id: Q990004"


def test_family_of_an_item(items) -> None:
    assert items.entries["Q990001"].relations == (
        Relation(RelationKind.FAMILY, "father", "Père Quorlath", "Q990002"),
        Relation(RelationKind.FAMILY, "spouse (1990 to 1999)", "Q990003"),
        Relation(RelationKind.ASSOCIATE, "significant person", "Q777"),
    )
    topics = {key: entry.topics for key, entry in items.entries.items()}
    assert topics == {
        "Q990001": ("role.pep",),
        "Q990002": ("role.rca",),
        "Q990006": ("role.pep",),
    }


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"time": "-0044-03-15T00:00:00Z", "precision": 11},
        {"time": "soon", "precision": 11},
        {"time": "+0900-01-01T00:00:00Z", "precision": 9},
        {"time": "+1900-13-01T00:00:00Z", "precision": 10},
        {"time": "+2000-01-01T00:00:00Z", "precision": 6},
        {"time": "+1900-00-00T00:00:00Z", "precision": 11, "calendarmodel": "x/Q1985786"},
    ],
)
def test_times_that_are_no_dates(value) -> None:
    assert listed_time(value) is None


@pytest.mark.parametrize(
    ("time", "day"),
    [
        ("+1700-02-28T00:00:00Z", "1700-03-10"),
        ("+1700-02-29T00:00:00Z", "1700-03-11"),
        ("+1700-03-01T00:00:00Z", "1700-03-12"),
        ("+1917-10-25T00:00:00Z", "1917-11-07"),
        ("+1582-10-05T00:00:00Z", "1582-10-15"),
    ],
)
def test_julian_days(time: str, day: str) -> None:
    value = {"time": time, "precision": 11, "calendarmodel": "http://x/entity/Q1985786"}
    assert str(listed_time(value).start) == day


def test_times_in_words() -> None:
    assert written({"time": "+1950-00-00T00:00:00Z", "precision": 8}) == "1950s"
    assert written({"time": "+1950-00-00T00:00:00Z", "precision": 9}) == "1950"
    assert written({"time": "+1950-07-00T00:00:00Z", "precision": 10}) == "1950-07"


def test_query_results(read, data: Path) -> None:
    path = data / "wikidata" / "sparql.json"
    assert detect([path])[0] == FIRST
    found = read(FIRST, path)
    (entry,) = found.entries.values()
    assert (entry.entry_id, entry.nationalities, entry.gender) == (
        "Q990001",
        ("NG",),
        Gender.FEMALE,
    )
    assert [str(date) for date in entry.dates_of_birth] == ["1970-05-02"]
    first, second = entry.offices
    assert (first.title, first.start, first.country) == (
        "minister of Nigeria",
        PartialDate(2010, 1, 2),
        "NG",
    )
    assert second.title == "prime minister"
    assert [row.reason for row in found.aside] == ["no item id", BAD_DATE]


def test_tables_of_holders(read, data: Path) -> None:
    path = data / "wikidata" / "holders.csv"
    assert detect([path])[0] == FIRST
    found = read(FIRST, path)
    (entry,) = found.entries.values()
    governor, president = entry.offices
    assert (governor.category, governor.start, governor.end) == (
        OfficeClass.REGIONAL,
        PartialDate(1999, 5, 29),
        PartialDate(2003),
    )
    assert (president.category, president.end) == (OfficeClass.HEAD_OF_STATE, None)
    assert [name.text for name in entry.names] == ["Tamsin Quorlath"]  # (politician) is a note
    assert {("Date of death", "2020"), ("image", "pic.jpg")} <= set(entry.details)
    assert [row.reason for row in found.aside] == ["no item id"]


def test_tables_of_seats_tell_no_office(read, data: Path) -> None:
    found = read(FIRST, data / "wikidata" / "seats.csv")
    (seat,) = found.entries["Q990009"].offices
    assert (seat.title, seat.category) == ("representative of Port Mfano", OfficeClass.LEGISLATOR)
    assert found.entries["Q990009"].relations == (
        Relation(RelationKind.MEMBERSHIP, "member of", "INV"),
    )
    (other,) = found.entries["Q990012"].offices
    assert (other.title, other.category) == ("representative", OfficeClass.LEGISLATOR)
    assert ("Gender", "thing") in found.entries["Q990012"].details


def test_tables_of_leaders_by_country(read, data: Path) -> None:
    found = read(FIRST, data / "wikidata" / "leaders.csv")
    first, other = found.entries["Q990001"], found.entries["Q990015"]
    assert first.offices[0].country == "NG"
    assert (other.countries, other.offices[0].category) == ((), OfficeClass.OTHER)
    assert ("Country", "Atlantis") in other.details


def test_families_are_tied_from_both_ends(read, data: Path) -> None:
    found = read(FIRST, data / "wikidata" / "family.csv")
    topics = {key: entry.topics[0] for key, entry in found.entries.items()}
    assert topics == {"Q990001": "role.pep", "Q990002": "role.rca", "Q990003": "role.rca"}
    assert found.entries["Q990002"].relations == (
        Relation(RelationKind.FAMILY, "father of", "Tamsin Quorlath", "Q990001"),
    )
    spouse = found.entries["Q990003"].relations
    assert spouse == (
        Relation(RelationKind.FAMILY, "spouse", "Tamsin Quorlath", "Q990001"),
        Relation(RelationKind.FAMILY, "sibling", "Q990016", "Q990016"),
    )


def test_many_tables_make_one_list(read, data: Path) -> None:
    folder = data / "wikidata"
    files = (folder / name for name in ("family.csv", "holders.csv", "leaders.csv", "seats.csv"))
    found = read("pep_nigeria", *files)
    entry = found.entries["Q990001"]
    assert len(entry.offices) == 3
    assert len(entry.relations) == 2
    assert entry.offices[0].country == "NG"


def test_other_documents_are_no_items(read, data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    for content in (
        {"head": {}, "results": {"bindings": []}},
        {"head": {}, "results": {"bindings": [{"x": {"value": "1"}}]}},
        {"head": {"vars": []}, "results": {}},
        {"entities": {}},
    ):
        other.write_text(json.dumps(content))
        with pytest.raises(ListRefused, match="not of any list"):
            detect([other])
    other.write_text('{"entities": [], "labels": 1}')
    with pytest.raises(ListRefused, match="no entry"):
        read(FIRST, other)


def test_tables_without_item_ids_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    for text in ("item,itemLabel,start\nx,Tamsin,2010\n", "item,itemLabel,start\n"):
        path.write_text(text)
        with pytest.raises(ListRefused, match="columns of any list"):
            detect([path])

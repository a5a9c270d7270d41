"""The SECO whole list: what is listed today, names by their parts, programmes by their sets."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from app.domain.dates import PartialDate
from app.domain.errors import ListRefused
from app.domain.list_entry import EntryType, ListName, NameKind
from app.domain.political import ForeignReference, Relation, RelationKind
from app.importers.reading import BAD_DATE

ADDED = "Never A Name"
HEAD = '<swiss-sanctions-list list-type="whole-list" date="{day}">'
NAME = (
    '<identity main="true"><name><name-part order="1"><value>Piotr</value></name-part></name>'
    "</identity>"
)


@pytest.fixture(scope="module")
def found(read, data: Path):
    return read("ch_seco", data / "ch_seco" / "whole_list.xml")


@pytest.fixture
def write(tmp_path: Path):
    def to(body: str, day: str = "2026-03-02") -> Path:
        path = tmp_path / "seco.xml"
        path.write_text(HEAD.format(day=day) + body + "</swiss-sanctions-list>", encoding="utf-8")
        return path

    return to


def target(ssid: int, *history: tuple[str, str]) -> str:
    lines = (
        f'<modification modification-type="{kind}" effective-date="{day}"/>'
        for kind, day in history
    )
    return f'<target ssid="{ssid}"><entity>{NAME}</entity>{"".join(lines)}</target>'


def test_the_de_listed_are_left_out_and_counted(found) -> None:
    assert list(found.entries) == ["100", "200", "400", "500", "600", "700"]
    assert found.reading.problems == ("De-listed targets in the file, left out: 1.",)
    assert str(found.reading.published_on) == "2026-03-02"


@pytest.mark.parametrize(
    ("history", "is_listed"),
    [
        ((), True),
        ((("listed", "2014-01-01"), ("de-listed", "2015-01-01")), False),
        ((("de-listed", "2015-01-01"), ("listed", "2014-01-01")), False),
        ((("de-listed", "2015-01-01"), ("listed", "2016-01-01")), True),
        ((("de-listed", "2015-01-01"), ("amended", "2014-06-01"), ("listed", "2014-01-01")), False),
        ((("listed", "2014-01-01"), ("de-listed", "2026-03-03")), True),
        ((("listed", "2014-01-01"), ("de-listed", "2026-03-02")), False),
        ((("listed", "2027-01-01"),), True),
    ],
)
def test_the_latest_modification_in_force_decides(read, write, history, is_listed: bool) -> None:
    path = write(target(1, *history) + target(2))
    assert ("1" in read("ch_seco", path).entries) is is_listed


def test_a_list_without_a_date_takes_every_modification(read, write) -> None:
    path = write(target(1, ("de-listed", "2030-01-01")) + target(2), day="today")
    found = read("ch_seco", path)
    assert (list(found.entries), found.reading.published_on) == (["2"], None)


def test_a_coming_end_is_told(found) -> None:
    entry = found.entries["100"]
    assert entry.ended_on == PartialDate(2026, 4, 1)
    assert (entry.listed_on, entry.updated_on) == (
        PartialDate(2016, 2, 29),
        PartialDate(2020, 11, 18),
    )


def test_names_of_the_history_are_no_names(found) -> None:
    texts = {name.text for entry in found.entries.values() for name in entry.names}
    assert not {ADDED, "Removed Name", "Embedded Target"} & texts


def test_names_are_assembled_by_order_and_each_variant_is_a_name(found) -> None:
    assert found.entries["100"].names == (
        ListName("Mustermann Piotr Karlovich"),
        ListName("Musterman Petr Karlovich", NameKind.STRONG_ALIAS, note="RUS"),
        ListName("Mousterman Piotr Karlovich", NameKind.STRONG_ALIAS, note="RUS"),
        ListName("Мустерман Пётр Karlovich", NameKind.ORIGINAL_SCRIPT, note="RUS"),
        ListName("The Miller", NameKind.WEAK_ALIAS),
        ListName("Peter Sample", NameKind.FORMER),
        ListName("Otto Falsch", NameKind.STRONG_ALIAS),
    )
    assert [(name.text, name.kind) for name in found.entries["400"].names] == [
        ("Anna Muster", NameKind.PRIMARY),
        ("Anna Geboren", NameKind.FORMER),
        ("Anna Геборен", NameKind.ORIGINAL_SCRIPT),
    ]


def test_programmes_come_through_the_sanctions_sets(found) -> None:
    entry = found.entries["100"]
    assert entry.programmes == ("Ruritania",)
    assert entry.measures == (
        "article 2 -- Financial sanctions",
        "article 3 -- Interdiction de voyage",
    )
    assert ("Sanctions set", "99") in entry.details


def test_places_are_joined(found) -> None:
    entry = found.entries["100"]
    assert entry.places_of_birth == ("Strelsau (Strelzau), Old Town, Austria",)
    first, second, third, fourth = entry.addresses
    assert (third.city, fourth.city, fourth.country) == ("Hentzau", "Tarlenheim", "CH")
    assert (first.street, first.city, first.country) == (
        "4 Bridge Street",
        "Strelsau (Strelzau)",
        "AT",
    )
    assert first.text == "c/o Castle Kitchen, P.O. box 77, until 2015, low quality"
    assert (second.city, second.country, second.text) == ("Zenda (Szenda)", "", "Ruritania")


def test_dates_of_birth(found) -> None:
    assert [str(date) for date in found.entries["100"].dates_of_birth] == [
        "1980-03-23",
        "c. 1979",
        "1959-02-03",
    ]
    assert [row.reason for row in found.aside][:2] == [BAD_DATE, BAD_DATE]
    assert ("Date of birth", "1380-6-1 (Islamic calendar)") in found.entries["100"].details


def test_relations_and_what_others_call_them(found) -> None:
    entry = found.entries["100"]
    assert entry.relations == (
        Relation(RelationKind.OTHER, "related to", "Lantern Works", "200"),
        Relation(RelationKind.FAMILY, "brother of (elder brother)", "Gone Away"),
        Relation(RelationKind.MEMBERSHIP, "member of", "404"),
    )
    assert entry.same_as == (ForeignReference("un_sc", "QDi.990"),)
    assert found.entries["200"].same_as == (ForeignReference("eu_fsf", "EU.27.28"),)


def test_objects(found) -> None:
    kinds = {key: entry.type for key, entry in found.entries.items()}
    assert (kinds["500"], kinds["600"], kinds["700"]) == (
        EntryType.VESSEL,
        EntryType.AIRCRAFT,
        EntryType.ENTITY,
    )
    assert found.entries["500"].identifiers[0].value == "9000003"


def test_numbers_and_dates_of_a_company(found) -> None:
    entry = found.entries["200"]
    assert [(item.type.value, item.value) for item in entry.identifiers] == [
        ("TIN", "T-1"),
        ("SWIFT", "LAMPAT2A"),
        ("SWIFT", "LAMPAT2AXXX"),
    ]
    assert entry.dates_of_birth == ()
    assert ("Founded or built", "1999") in entry.details
    assert entry.measures == (
        "article 3 -- Interdiction de voyage",
        "article 2 -- Financial sanctions",
    )


def test_elements_of_no_known_name_are_kept(found) -> None:
    assert {("Generic attribute", "note kept"), ("Profession", "Baker")} <= set(
        found.entries["100"].details
    )


def test_bad_targets_are_kept_aside(found) -> None:
    assert [(row.reason, row.text) for row in found.aside][2:] == [
        ("no usable name", "800"),
        ("no usable name", "801"),
        ("number already used by an entry above", "200"),
        ("no ssid", "No Number"),
    ]


def test_a_list_of_changes_alone_is_refused(read, data: Path, tmp_path: Path) -> None:
    whole = (data / "ch_seco" / "whole_list.xml").read_text(encoding="utf-8")
    path = tmp_path / "delta.xml"
    path.write_text(whole.replace('"whole-list"', '"delta"'), encoding="utf-8")
    with pytest.raises(ListRefused, match="not the whole SECO list"):
        read("ch_seco", path)


def test_a_cut_file_is_refused(read, data: Path, tmp_path: Path) -> None:
    whole = (data / "ch_seco" / "whole_list.xml").read_bytes()
    path = tmp_path / "cut.xml"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ListRefused, match="ends too early"):
        read("ch_seco", path)


@pytest.mark.samples
def test_the_excerpt(read, samples: Path) -> None:
    (path,) = (samples / "ch_seco").glob("*.xml")
    found = read("ch_seco", path)
    targets = etree.parse(path).xpath("//target")
    gone = [
        item
        for item in targets
        if item.xpath("modification[1]/@modification-type") == ["de-listed"]
    ]
    assert (len(targets), len(gone), len(found.entries)) == (4, 1, 3)
    assert found.reading.problems[0].endswith("left out: 1.")
    assert [len(entry.names) for entry in found.entries.values()] == [1, 2, 2]

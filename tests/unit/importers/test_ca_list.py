"""Canada's list: names, keys that outlive renumbering, both schemas."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from app.domain.errors import ListRefused
from app.domain.list_entry import EntryType, NameKind
from app.importers.reading import BAD_DATE
from app.importers.registry import detect


@pytest.fixture(scope="module")
def found(read, data: Path):
    return read("ca_sema", data / "ca_sema" / "sema-lmes.xml")


@pytest.fixture(scope="module")
def by_name(found):
    return {entry.primary_name: entry for entry in found.entries.values()}


def test_types(found, by_name) -> None:
    kinds = [entry.type for entry in found.entries.values()]
    assert [kinds.count(kind) for kind in EntryType] == [6, 2, 2, 0]
    assert by_name["Sea Example IV"].details == (
        ("Vessel type", "Oil Tanker"),
        ("Build date", "1997"),
    )


def test_an_alias_of_one_word_is_weak_for_people_only(by_name) -> None:
    weak = {name.text for name in by_name["TARUSKY, Bogdan Ilyich"].names if name.is_weak}
    assert weak == {"Bohdan", "Taruskiy"}
    assert not any(name.is_weak for name in by_name["Lantern Works, JSC"].names)


def test_spellings_in_brackets_are_names(by_name) -> None:
    names = by_name["TARUSKY, Bogdan Ilyich"].names
    assert (names[1].text, names[1].kind) == ("TARUSKI, Bogdan Ilyich", NameKind.STRONG_ALIAS)


def test_an_entity_is_freed_of_the_names_within_its_name(by_name) -> None:
    assert [name.text for name in by_name["Lantern Works, JSC"].names][1:4] == [
        "Lamp Plant JSC and Light and Glass Institute",
        "Lantern Bureau",
        "OOO “Fonar”",
    ]
    assert [name.text for name in by_name["Florin Navy (and its Yards)"].names][1] == (
        "Force navale florine"
    )


def test_commas_of_legal_forms_and_of_prose_do_not_cut_names(by_name) -> None:
    names = {name.text for name in by_name["Lantern Works, JSC"].names}
    assert {"Фонарный завод, АО", "ОАО, ФОНАРЬ", "Институт света, стекла и ламп"} <= names


def test_bad_rows_are_kept_aside(found) -> None:
    assert [(row.row, row.reason) for row in found.aside] == [
        (24, BAD_DATE),
        (33, BAD_DATE),
        (77, "no usable name"),
        (100, "number already used by an entry above"),
    ]
    (entry,) = (
        entry
        for entry in found.entries.values()
        if entry.details == (("Date of birth", "1963-02-31"),)
    )
    assert (entry.dates_of_birth, entry.programmes) == ((), ("Ruritania / Ruritanie",))


def test_keys_outlive_renumbering(read, data: Path, tmp_path: Path) -> None:
    """Another number, another case or place of a hyphen: the same entry."""
    whole = (data / "ca_sema" / "sema-lmes.xml").read_text(encoding="utf-8")
    path = tmp_path / "later.xml"
    later = re.sub(r"<Item>(\d)</Item>", lambda mark: f"<Item>{int(mark[1]) + 20}</Item>", whole)
    later = later.replace("Lantern Works", "LANTERN-WORKS").replace("Sea Example IV", "Renamed")
    path.write_text(later, encoding="utf-8")
    before = read("ca_sema", data / "ca_sema" / "sema-lmes.xml").entries
    after = read("ca_sema", path).entries
    assert len(before) == len(after)
    assert len(set(before) ^ set(after)) == 2  # two of the same name and day: by their items
    renamed = next(entry for entry in after.values() if entry.primary_name == "Renamed")
    assert before[renamed.entry_id].primary_name == "Sea Example IV"


def test_the_same_name_twice_keeps_the_plain_key_for_the_older(found) -> None:
    older, newer = sorted(
        (
            entry
            for entry in found.entries.values()
            if entry.primary_name.lower() == "sampleva, nadia"
        ),
        key=lambda entry: str(entry.listed_on),
    )
    assert newer.entry_id == f"{older.entry_id}-2021-03-21"


def test_the_older_schema(read, found, data: Path) -> None:
    old = read("ca_sema", data / "ca_sema" / "schema_2020.xml")
    first, second, third = old.entries.values()
    assert (first.type, second.type) == (EntryType.INDIVIDUAL, EntryType.ENTITY)
    assert str(first.dates_of_birth[0]) == "1960 to 1964"
    assert str(third.dates_of_birth[0]) == "1968-01-01"
    assert first.listed_on is None
    assert third.entry_id in found.entries


def test_a_cut_file_is_refused(read, data: Path, tmp_path: Path) -> None:
    whole = (data / "ca_sema" / "sema-lmes.xml").read_bytes()
    path = tmp_path / "cut.xml"
    path.write_bytes(whole[:2000])
    with pytest.raises(ListRefused, match="ends too early"):
        read("ca_sema", path)


def test_an_endless_field_is_kept_aside(read, data: Path, tmp_path: Path) -> None:
    whole = (data / "ca_sema" / "sema-lmes.xml").read_text(encoding="utf-8")
    path = tmp_path / "long.xml"
    path.write_text(whole.replace("Bohdan, ", "Bohdan, " * 3000), encoding="utf-8")
    found = read("ca_sema", path)
    assert found.aside[0].reason == "a cell of more than 20,000 characters"
    assert len(found.entries) == 9


def test_another_data_set_is_not_taken_for_it(tmp_path: Path) -> None:
    path = tmp_path / "other.xml"
    path.write_text("<data-set><record><Name>x</Name></record></data-set>", encoding="utf-8")
    with pytest.raises(ListRefused, match="unknown kind"):
        detect([path])


@pytest.mark.samples
@pytest.mark.parametrize(
    ("name", "entries"), [("sema-lmes.xml", 4_759), ("reconstructed/sema-lmes.xml", 5_690)]
)
def test_real_files(read, samples: Path, name: str, entries: int) -> None:
    path = samples / "ca_dfatd_sema" / name
    found = read("ca_sema", path)
    tree = etree.parse(path)
    assert len(found.entries) == tree.xpath("count(//record)") == entries
    assert not found.aside
    odd = re.compile(r"[,;:/()]|\b(?:or|and|AKA)\b|[a-z] [\u0590-\u06ff]|[\u0590-\u06ff] [A-Z]")
    plain = 0
    texts = {name.text for entry in found.entries.values() for name in entry.names}
    for alias in tree.iter("Aliases"):
        text = " ".join((alias.text or "").split())
        if text and not odd.search(text):
            plain += 1
            assert text in texts
    assert plain > 2_000 or "reconstructed" in name

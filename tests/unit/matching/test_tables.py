"""Loading name tables: versions, spellings, and what a table may not hold."""

from __future__ import annotations

from typing import Any

import pytest

from app import bundled
from app.matching.tables import TABLE_FILES, load_tables


@pytest.fixture
def raw() -> dict[str, dict[str, Any]]:
    return bundled.read_name_tables()


@pytest.fixture
def bare(raw: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Only the files that must be there."""
    return {name: raw[name] for name in TABLE_FILES}


def test_the_version_changes_with_the_content(raw: dict[str, dict[str, Any]]) -> None:
    before = load_tables(raw).version
    assert load_tables(raw).version == before
    raw["titles"]["anywhere"]["english"].append("Squire")
    assert load_tables(raw).version != before


def test_a_title_is_one_word(raw: dict[str, dict[str, Any]]) -> None:
    raw["titles"]["leading"]["english"].append("Lord Mayor")
    with pytest.raises(ValueError, match="Lord Mayor"):
        load_tables(raw)


def test_a_spelling_needs_a_word_that_is_not_canonical(raw: dict[str, dict[str, Any]]) -> None:
    raw["legal_forms"]["form"]["inc"].append("co ltd")
    raw["legal_forms"]["form"].pop("co ltd")
    raw["legal_forms"]["form"]["inc"].append("ltd co")
    with pytest.raises(ValueError, match="canonical"):
        load_tables(raw)


def test_a_missing_file_is_named(raw: dict[str, dict[str, Any]]) -> None:
    del raw["numbers"]
    with pytest.raises(KeyError, match="numbers"):
        load_tables(raw)


def test_a_hundred_and_eighty_legal_forms_and_titles_at_least(
    raw: dict[str, dict[str, Any]],
) -> None:
    assert len(raw["legal_forms"]["form"]) >= 180
    assert len(load_tables(raw).titles) >= 270


def test_the_further_files_may_be_missing(bare: dict[str, dict[str, Any]]) -> None:
    tables = load_tables(bare)
    assert not tables.classes
    assert not tables.nicknames
    assert not tables.particles
    assert not tables.generic_words
    assert not tables.opposites
    assert {"ltd", "gmbh", "zoo"} <= tables.legal_words


def test_classes_of_all_files_are_numbered_and_labelled(bare: dict[str, dict[str, Any]]) -> None:
    bare["classes/first"] = {
        "version": "1", "language": "First",
        "given": {"mira": ["Myra", "Мира"]}, "family": {"velm": ["Vellm"]},
    }  # fmt: skip
    bare["classes/second"] = {"version": "1", "language": "Second", "given": {"mira": ["Meera"]}}
    bare["organisation_words"] = {
        "generic": {"rosary": ["Rosaries"]}, "translated": {"lamp": ["Lampada", "La Lampe"]},
        "opposites": [{"words": ["left", "right"]}, {"words": ["high", "low"]}],
    }  # fmt: skip
    bare["nicknames"] = {"version": "1", "first": {"mira": ["Mimi"]}}
    bare["particles"] = {"version": "1", "first": {"words": ["zul"]}}
    tables = load_tables(bare)
    label = {name: [tables.class_labels[n] for n in ids] for name, ids in tables.classes.items()}
    assert label["mira"] == ["First: mira", "Second: mira"]
    assert label["myra"] == ["First: mira"]
    assert label["meera"] == ["Second: mira"]
    assert label["vellm"] == ["First: velm"]
    assert label["lalampe"] == ["word: lamp"]
    assert label["rosaries"] == ["word: rosary"]
    assert [tables.class_labels[n] for n in tables.nicknames["mimi"]] == ["first nickname: mira"]
    assert tables.nicknames["mira"] == tables.nicknames["mimi"]
    assert tables.generic_words == {"rosary", "rosaries"}
    assert tables.particles == {"zul"}
    assert tables.opposites["left"] == tables.opposites["right"] != tables.opposites["low"]


def test_no_title_is_a_single_letter(raw: dict[str, dict[str, Any]]) -> None:
    tables = load_tables(raw)
    assert all(len(title) > 1 for title in tables.titles | tables.leading_titles)


def test_tables_are_named_by_their_version(raw: dict[str, dict[str, Any]]) -> None:
    tables = load_tables(raw)
    assert repr(tables) == f"NameTables({tables.version})"

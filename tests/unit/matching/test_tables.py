"""Loading name tables: versions, spellings, and what a table may not hold."""

from __future__ import annotations

from typing import Any

import pytest

from app import bundled
from app.matching.tables import load_tables


@pytest.fixture
def raw() -> dict[str, dict[str, Any]]:
    return bundled.read_name_tables()


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


def test_forty_legal_forms_and_a_hundred_titles_at_least(raw: dict[str, dict[str, Any]]) -> None:
    assert len(raw["legal_forms"]["form"]) >= 60
    assert len(load_tables(raw).titles) >= 100


def test_no_title_is_a_single_letter(raw: dict[str, dict[str, Any]]) -> None:
    tables = load_tables(raw)
    assert all(len(title) > 1 for title in tables.titles | tables.leading_titles)

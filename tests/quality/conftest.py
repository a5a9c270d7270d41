"""Name tables, the UN list parsed ad hoc, and the labelled sets, for the quality tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree

from app import bundled
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind
from app.matching.tables import NameTables, load_tables

_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


@pytest.fixture(scope="session")
def tables() -> NameTables:
    return load_tables(bundled.read_name_tables())


@pytest.fixture(scope="session")
def labelled(samples: Path) -> Path:
    """The folder of labelled sets: SCREENDESK_QUALITY, else beside the list files."""
    named = os.environ.get("SCREENDESK_QUALITY")
    folder = Path(named) if named else samples.parent / "quality"
    if not folder.is_dir():
        pytest.skip("no labelled sets: set SCREENDESK_QUALITY")
    return folder


@pytest.fixture(scope="session")
def un_entries(samples: Path) -> tuple[ListEntry, ...]:
    """All entries of the UN consolidated list, names and aliases only."""
    root = etree.parse(str(samples / "un_sc" / "consolidated.xml")).getroot()
    return tuple(
        _entry(node, kind)
        for tag, kind in (("INDIVIDUAL", EntryType.INDIVIDUAL), ("ENTITY", EntryType.ENTITY))
        for node in root.iter(tag)
    )


def _entry(node: etree._Element, kind: EntryType) -> ListEntry:
    primary = " ".join(" ".join((node.findtext(part) or "").split()) for part in _PARTS)
    names = [ListName(primary.strip())]
    for alias in node.iter("INDIVIDUAL_ALIAS", "ENTITY_ALIAS"):
        text = (alias.findtext("ALIAS_NAME") or "").strip()
        is_weak = (alias.findtext("QUALITY") or "").strip() == "Low"
        if text:
            name_kind = NameKind.WEAK_ALIAS if is_weak else NameKind.STRONG_ALIAS
            names.append(ListName(text, name_kind))
    original = (node.findtext("NAME_ORIGINAL_SCRIPT") or "").strip()
    if original:
        names.append(ListName(original, NameKind.ORIGINAL_SCRIPT))
    key = node.findtext("DATAID") or ""
    return ListEntry("un_sc", key, kind, tuple(names))

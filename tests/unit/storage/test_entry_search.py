"""List entries are found by the beginnings of words of their names, references and numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind
from app.domain.lists import VersionState
from app.storage import entry_search
from app.storage.sweep import undo_version


def entry(entry_id: str, *names: str, source: str = "un_sc", **fields: object) -> ListEntry:
    kinds = [NameKind.PRIMARY, *[NameKind.STRONG_ALIAS] * len(names)]
    listed = tuple(ListName(text, kind) for text, kind in zip(names, kinds, strict=False))
    made = ListEntry(source, entry_id, EntryType.INDIVIDUAL, listed)
    return replace(made, **fields)


ENTRIES = (
    entry("1", "AL-ZORQANI, Émile", "Emile the Tall", reference="ZZi.001"),
    entry("2", "Владимир Кветков"),
    entry("3", "王小明"),
    entry("4", "Zorq Shipping", type=EntryType.ENTITY,
          identifiers=(Identifier(IdentifierType.IMO, "74-06 784"),)),
)  # fmt: skip


@pytest.fixture
def find(database, stage):
    version = stage(ENTRIES, "un_sc", activate=True)

    def run(text: str = "", *types: EntryType, version_id: int = version.version_id) -> list[str]:
        with database.read() as work:
            keys = work.lists.find_keys([version_id], text, types)
            loaded = work.lists.load_entries(keys)
        return [loaded[key].entry_id for key in keys]

    return run


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("zorq", ["1", "4"]),
        ("emil zorqa", ["1"]),
        ("ÉMILE", ["1"]),
        ("tall em", ["1"]),
        ("влад", ["2"]),
        ("vladim kvet", ["2"]),
        ("小明", ["3"]),
        ("明王", ["3"]),
        ("zzi.001", ["1"]),
        ("7406784", ["4"]),
        ("74-06", ["4"]),
        ("orq", []),
        ("zorq nobody", []),
        ('"* OR', []),
        ("…", []),
    ],
)
def test_words_are_found_by_their_beginnings(find, text: str, found: list[str]) -> None:
    assert find(text) == found


def test_everything_comes_by_name_and_can_be_narrowed(find) -> None:
    assert find() == ["1", "4", "2", "3"]
    assert find("", EntryType.ENTITY) == ["4"]
    assert find("zorq", EntryType.INDIVIDUAL, EntryType.VESSEL) == ["1"]


def test_each_version_is_searched_as_it_stood(database, stage, find) -> None:
    changed = stage([replace(ENTRIES[0], names=(ListName("Quellam"),)), *ENTRIES[1:3]], "un_sc")
    assert find("quell") == []
    assert find("quell", version_id=changed.version_id) == ["1"]
    assert find("zorq", version_id=changed.version_id) == []
    with database.read() as work:
        assert work.lists.find_keys([], "zorq") == []


def test_very_many_come_in_the_order_of_their_lists(find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry_search, "MOST_SORTED", 1)
    assert find() == ["1", "2", "3", "4"]
    assert find("zorq") == ["1", "4"]


def test_undone_entries_are_forgotten(database, stage, find) -> None:
    version = stage([entry("9", "Quellam")], "un_sc", state=VersionState.QUARANTINED)
    for _ in undo_version(database.write, version.version_id):
        pass
    with database.read() as work:
        left = work.connection.exec_driver_sql(
            "SELECT count(*) FROM entry_search WHERE entry_search MATCH 'quell*'"
        ).scalar()
    assert left == 0
    assert find("zorq") == ["1", "4"]

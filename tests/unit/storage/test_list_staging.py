"""Staging: differences only, invisible until activated, undone whole, exact for ever after."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select

from app.domain.errors import BadInput
from app.domain.list_entry import ListEntry, ListName
from app.domain.lists import KeptAside, ListCheck, ListVersion, VersionState
from app.storage.database import Database, open_database
from app.storage.rows import list_entries, list_kept_aside, list_memberships, list_versions
from app.storage.staging import CHUNK, ListStaging

MakeEntry = Callable[..., ListEntry]
Stage = Callable[..., ListVersion]


def begin(database: Database, now: datetime, source: str = "us_ofac_sdn") -> ListStaging:
    return ListStaging(
        database,
        source,
        "v",
        is_demo=False,
        published_on=None,
        sha256="",
        files=("a.csv",),
        at=now,
    )


def content(database: Database, version_id: int) -> dict[str, ListEntry]:
    with database.read() as work:
        entries = [entry for _, entry in work.lists.iter_entries([version_id])]
    by_id = {entry.entry_id: entry for entry in entries}
    assert len(by_id) == len(entries), "an id occurs twice in one version"
    return by_id


def row_count(database: Database, table: object) -> int:
    with database.read() as work:
        return work.connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


def test_version_holds_exactly_what_was_added(
    database: Database, stage: Stage, make_entry: MakeEntry
) -> None:
    entries = [make_entry(number) for number in range(2 * CHUNK + 7)]
    version = stage(entries)
    assert content(database, version.version_id) == {entry.entry_id: entry for entry in entries}
    assert (version.entries, version.names) == (len(entries), 2 * len(entries))
    assert (version.state, version.seq) == (VersionState.READY, 1)


def test_unchanged_entries_are_stored_once(
    database: Database, stage: Stage, make_entry: MakeEntry
) -> None:
    stage([make_entry(number) for number in range(50)])
    stage([make_entry(number) for number in range(50)])
    stage([make_entry(number, "new" if number == 3 else "") for number in range(50)])
    stage([make_entry(number) for number in range(50)])  # 3 is again as it was
    assert row_count(database, list_entries) == 51
    assert row_count(database, list_memberships) == 52


def test_past_versions_are_rebuilt_exactly(
    database: Database, stage: Stage, make_entry: MakeEntry
) -> None:
    chance = random.Random(7)
    model: dict[int, dict[str, ListEntry]] = {}
    listed: dict[str, dict[int, str]] = {"us_ofac_sdn": {}, "un_sc": {}}
    for _ in range(30):
        source = chance.choice(list(listed))
        now_listed = listed[source]
        for _ in range(chance.randrange(8)):
            number = chance.randrange(25)
            if chance.random() < 0.3:
                now_listed.pop(number, None)
            else:
                now_listed[number] = chance.choice("abc")
        entries = [make_entry(number, text, source) for number, text in now_listed.items()]
        chance.shuffle(entries)
        if chance.random() < 0.25:
            with database.import_lock():
                staging = begin(database, datetime.fromisoformat("2026-01-01T00:00Z"), source)
                staging.add(entries[: chance.randrange(len(entries) + 1)])
                staging.discard()
            continue
        state = chance.choice([VersionState.READY, VersionState.QUARANTINED])
        version = stage(entries, source, state=state, activate=chance.random() < 0.5)
        model[version.version_id] = {entry.entry_id: entry for entry in entries}
    assert len(model) > 15
    for version_id, expected in model.items():
        assert content(database, version_id) == expected


def test_staged_version_is_invisible_until_activated(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime
) -> None:
    old = stage([make_entry(number) for number in range(10)], activate=True)
    before = content(database, old.version_id)
    with database.import_lock():
        staging = begin(database, now)
        staging.add([make_entry(number, "changed") for number in range(5, 20)])
        assert content(database, old.version_id) == before
        with database.read() as work:
            assert work.lists.versions() == [old]
        new = staging.finish(VersionState.READY, (), ())
    assert content(database, old.version_id) == before
    assert set(content(database, new.version_id)) == {str(number) for number in range(5, 20)}


def test_id_that_occurs_again_is_kept_aside(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime
) -> None:
    stage([make_entry("same"), make_entry("changes")])
    with database.import_lock():
        staging = begin(database, now)
        staging.add([make_entry("same"), make_entry("same"), make_entry("new", 1)])
        staging.add([make_entry("changes", 1), make_entry("changes", 2), make_entry("new", 2)])
        staging.add([make_entry("same", "other"), make_entry("new", 1), make_entry("changes")])
        version = staging.finish(VersionState.READY, (), ())
    assert content(database, version.version_id) == {
        "same": make_entry("same"),
        "changes": make_entry("changes", 1),
        "new": make_entry("new", 1),
    }
    assert (version.entries, version.names, version.rows_kept_aside) == (3, 6, 6)
    with database.read() as work:
        kept = work.lists.kept_aside(version.version_id)
    assert len(kept) == 6
    assert "The entry id same occurs again" in kept[0].reason


def test_rows_that_cannot_be_read_are_kept_whatever_they_hold(
    database: Database, now: datetime
) -> None:
    rows = [KeptAside("a.csv", number, "no name", f"row \udcff {number}") for number in range(3)]
    with database.import_lock():
        staging = begin(database, now)
        staging.keep_aside(rows)
        checks = (ListCheck("entries", ok=False, measured="0", expected="at least 1"),)
        version = staging.finish(VersionState.QUARANTINED, ("It is empty.",), checks)
    assert version.rows_kept_aside == 3
    assert version.problems == ("It is empty.",)
    assert version.checks == checks
    with database.read() as work:
        kept = work.lists.kept_aside(version.version_id, limit=2)
    assert [row.row for row in kept] == [0, 1]
    assert kept[0].text == "row \\udcff 0"


def test_discarding_leaves_no_trace(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime
) -> None:
    old = stage([make_entry(number) for number in range(30)], activate=True)
    before = content(database, old.version_id)
    with database.import_lock():
        staging = begin(database, now)
        staging.add([make_entry(number, number % 2) for number in range(10, 60)])
        staging.keep_aside([KeptAside("a.csv", 1, "no name", "")])
        staging.discard()
    assert content(database, old.version_id) == before
    assert row_count(database, list_entries) == 30
    assert row_count(database, list_memberships) == 30
    assert row_count(database, list_kept_aside) == 0
    assert row_count(database, list_versions) == 1


def test_discarded_ids_and_keys_are_not_given_again(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime
) -> None:
    with database.import_lock():
        staging = begin(database, now)
        staging.add([make_entry(number) for number in range(10)])
        staging.discard()
    version = stage([make_entry(1)])
    assert version.version_id > staging.version_id
    assert version.seq == 1
    with database.read() as work:
        assert [key for key, _ in work.lists.iter_entries([version.version_id])] == [11]


@pytest.mark.parametrize("reopened", [True, False], ids=["at the next start", "by next import"])
def test_leftover_of_a_killed_import_is_undone(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime, reopened: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("app.storage.database._SWEEP_SECONDS", 60.0)  # also on a busy machine
    old = stage([make_entry(number) for number in range(3000)], activate=True)
    before = content(database, old.version_id)
    with database.import_lock():
        staging = begin(database, now)
        staging.add([make_entry(number, "changed") for number in range(2500)])
        other = open_database(database.data_dir)  # a start meanwhile leaves it alone
        assert row_count(other, list_versions) == 2
        other.close()
    # neither finished nor discarded: as after a kill
    if reopened:
        open_database(database.data_dir).close()
        assert row_count(database, list_versions) == 1
        assert row_count(database, list_memberships) == 3000
    assert content(database, old.version_id) == before
    new = stage([make_entry(number) for number in range(1, 3000)], activate=True)
    assert new.seq == 2
    assert len(content(database, new.version_id)) == 2999
    assert content(database, old.version_id) == before
    assert row_count(database, list_entries) == 3000


def test_staging_needs_the_import_lock(database: Database, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="import lock"):
        begin(database, now)


def test_import_ends_ready_or_quarantined(database: Database, now: datetime) -> None:
    with database.import_lock():
        staging = begin(database, now)
        with pytest.raises(ValueError, match="ACTIVE"):
            staging.finish(VersionState.ACTIVE, (), ())
        staging.discard()


def test_entry_of_another_source_is_a_bug(
    database: Database, make_entry: MakeEntry, now: datetime
) -> None:
    with database.import_lock():
        staging = begin(database, now)
        with pytest.raises(ValueError, match="un_sc"):
            staging.add([make_entry(1, source="un_sc")])
        staging.discard()


def test_text_that_cannot_be_stored_is_bad_input(
    database: Database, make_entry: MakeEntry, now: datetime
) -> None:
    broken = replace(make_entry(1), names=(ListName("Ventris \ud800"),))
    with database.import_lock():
        staging = begin(database, now)
        with pytest.raises(BadInput, match="surrogate"):
            staging.add([broken])
        staging.discard()
    assert row_count(database, list_entries) == 0

"""List versions: one active a source, demonstration lists step back, entries by key and id."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from app.domain.errors import BadInput, IntegrityFault, NotFound
from app.domain.list_entry import ListEntry, checksum
from app.domain.lists import ListVersion, VersionState
from app.storage.database import Database
from app.storage.staging import ListStaging

MakeEntry = Callable[..., ListEntry]
Stage = Callable[..., ListVersion]


def activate(database: Database, version_id: int, now: datetime) -> tuple[ListVersion, ...]:
    with database.write() as work:
        gone = work.lists.activate(version_id, now)
        work.commit()
    return gone


def active_ids(database: Database) -> list[int]:
    with database.read() as work:
        return [version.version_id for version in work.lists.active_versions()]


def test_activating_supersedes_the_version_before(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime
) -> None:
    first, second = stage([make_entry(1)]), stage([make_entry(2)])
    assert activate(database, first.version_id, now) == ()
    (gone,) = activate(database, second.version_id, now)
    assert (gone.version_id, gone.state) == (first.version_id, VersionState.SUPERSEDED)
    assert gone.deactivated_at == now
    assert active_ids(database) == [second.version_id]


def test_superseded_and_quarantined_versions_can_be_activated(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime
) -> None:
    first = stage([make_entry(1)], activate=True)
    stage([make_entry(2)], activate=True)
    held = stage([], state=VersionState.QUARANTINED)
    activate(database, first.version_id, now)
    assert active_ids(database) == [first.version_id]
    with database.read() as work:
        again = work.lists.version(first.version_id)
    assert (again.activated_at, again.deactivated_at) == (now, None)
    activate(database, held.version_id, now)
    assert active_ids(database) == [held.version_id]


def test_first_real_list_deactivates_every_demonstration(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime
) -> None:
    demos = [
        stage([make_entry(1, source=source)], source, activate=True, is_demo=True)
        for source in ("un_sc", "us_ofac_sdn")
    ]
    assert active_ids(database) == [demo.version_id for demo in demos]
    real = stage([make_entry(2, source="eu_fsf")], "eu_fsf")
    gone = activate(database, real.version_id, now)
    assert [version.version_id for version in gone] == [demo.version_id for demo in demos]
    assert active_ids(database) == [real.version_id]


def test_demonstration_leaves_other_sources_alone(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime
) -> None:
    real = stage([make_entry(1)], activate=True)
    demo = stage([make_entry(1, source="un_sc")], "un_sc", is_demo=True)
    assert activate(database, demo.version_id, now) == ()
    assert sorted(active_ids(database)) == sorted([real.version_id, demo.version_id])


def test_staging_and_active_versions_are_not_activated(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime
) -> None:
    active = stage([make_entry(1)], activate=True)
    with pytest.raises(BadInput, match="ACTIVE"):
        activate(database, active.version_id, now)
    with database.import_lock():
        staging = ListStaging(
            database,
            "us_ofac_sdn",
            "v",
            is_demo=False,
            published_on=date(2026, 1, 2),
            sha256="",
            files=("ä.csv",),
            at=now,
        )
        with pytest.raises(BadInput, match="STAGING"):
            activate(database, staging.version_id, now)
        version = staging.finish(VersionState.READY, (), ())
    assert (version.published_on, version.files) == (date(2026, 1, 2), ("ä.csv",))


def test_deactivating(
    database: Database, stage: Stage, make_entry: MakeEntry, now: datetime
) -> None:
    version = stage([make_entry(1)], activate=True)
    with database.write() as work:
        assert work.lists.deactivate(version.version_id, now).state is VersionState.SUPERSEDED
        work.commit()
    assert active_ids(database) == []
    with pytest.raises(BadInput, match="not active"), database.write() as work:
        work.lists.deactivate(version.version_id, now)


def test_file_itself_refuses_two_active_versions(
    database: Database, stage: Stage, make_entry: MakeEntry
) -> None:
    stage([make_entry(1)], activate=True)
    stage([make_entry(2)])
    with pytest.raises(IntegrityFault, match="list_versions"), database.write() as work:
        work.connection.exec_driver_sql("UPDATE list_versions SET state = 'ACTIVE'")


def test_file_itself_refuses_an_id_twice(
    database: Database, stage: Stage, make_entry: MakeEntry
) -> None:
    stage([make_entry(1)])
    with pytest.raises(IntegrityFault, match="entry_id"), database.write() as work:
        work.connection.exec_driver_sql(
            "INSERT INTO list_memberships (source, entry_key, added_seq, entry_id)"
            " VALUES ('us_ofac_sdn', 99, 1, '1')"
        )


def test_versions_newest_first_without_staging(
    database: Database, stage: Stage, make_entry: MakeEntry
) -> None:
    ids = [stage([make_entry(number)]).version_id for number in range(3)]
    other = stage([make_entry(1, source="un_sc")], "un_sc").version_id
    with database.read() as work:
        assert [v.version_id for v in work.lists.versions("us_ofac_sdn")] == ids[::-1]
        assert [v.version_id for v in work.lists.versions()] == [other, *ids[::-1]]


def test_same_files_are_recognised(database: Database, stage: Stage, make_entry: MakeEntry) -> None:
    stage([make_entry(1)], sha256="a" * 64, activate=True)
    stage([make_entry(2)], sha256="b" * 64)
    with database.read() as work:
        found = work.lists.find_active_sha("us_ofac_sdn", "a" * 64)
        assert found is not None
        assert found.sha256 == "a" * 64
        assert work.lists.find_active_sha("us_ofac_sdn", "b" * 64) is None
        assert work.lists.find_active_sha("un_sc", "a" * 64) is None


def test_entries_by_key_and_by_content(
    database: Database, stage: Stage, make_entry: MakeEntry
) -> None:
    old, new = make_entry(1, "old"), make_entry(1, "new")
    stage([old])
    version = stage([new, make_entry(2)], activate=True)
    with database.read() as work:
        keyed = dict(work.lists.iter_entries([version.version_id]))
        assert work.lists.load_entries([*keyed, 10**9]) == keyed
        assert work.lists.load_entries([]) == {}
        assert work.lists.entry("us_ofac_sdn", "1", checksum(old)) == old
        assert work.lists.entry("us_ofac_sdn", "1", checksum(new)) == new
        with pytest.raises(NotFound):
            work.lists.entry("us_ofac_sdn", "1", "0" * 32)


def test_entries_of_several_versions_stream_by_source(
    database: Database, stage: Stage, make_entry: MakeEntry
) -> None:
    versions = [
        stage([make_entry(number, source=source) for number in range(1500)], source)
        for source in ("un_sc", "us_ofac_sdn")
    ]
    with database.read() as work:
        keys = [key for key, _ in work.lists.iter_entries([v.version_id for v in versions])]
    assert keys == list(range(1, 3001))


def test_unknown_version_is_not_found(database: Database, now: datetime) -> None:
    with pytest.raises(NotFound, match="7"), database.read() as work:
        work.lists.version(7)


def test_the_keys_of_versions_are_those_of_their_entries(
    database: Database, stage: Stage, make_entry: MakeEntry
) -> None:
    first = stage([make_entry(1), make_entry(2), make_entry(3)], activate=True)
    second = stage([make_entry(2), make_entry(3), make_entry(4)])
    with database.read() as work:
        for version in (first, second):
            keys = [key for key, _ in work.lists.iter_entries([version.version_id])]
            assert sorted(work.lists.entry_keys([version.version_id])) == sorted(keys)
        assert work.lists.entry_keys([]) == []
        with pytest.raises(NotFound):
            work.lists.entry_keys([99])

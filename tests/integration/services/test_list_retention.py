"""Which versions stay and which go, and that nothing goes that somebody needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import NotFound
from app.domain.lists import VersionState
from app.domain.subject import Subject, SubjectType
from app.services import list_diff, list_retention, list_settings, list_versions, lists, screening
from app.services.jobs import JobCancelled
from app.services.list_settings import ListSettings


@pytest.fixture
def kept_two(workspace):
    list_settings.save(workspace, ListSettings(kept_versions=2))


@pytest.fixture
def days(workspace, un_file, person):
    """Imports the list of one day after another; each has one person of that day alone."""
    day = 0

    def pass_days(count: int = 1, size: int = 600):
        nonlocal day
        for _ in range(count):
            day += 1
            now = workspace.clock() + timedelta(hours=1)
            workspace.clock = lambda now=now: now
            file = un_file(
                person(day, f"Oscar Ashworth {'x' * day}"), size=size, name=f"day{day}.xml"
            )
            report = lists.import_list(workspace, "un_sc", [file])
        return report.version

    return pass_days


def seqs(workspace) -> list[int]:
    return [version.seq for version in list_versions.versions_of(workspace, "un_sc")]


def entries_of(workspace, version_id: int) -> set[str]:
    with workspace.database.read() as uow:
        return {entry.entry_id for _, entry in uow.lists.iter_entries([version_id])}


def stored_rows(workspace) -> tuple[int, int]:
    """How many entries and memberships the store holds in all."""
    with workspace.database.read() as uow:
        return tuple(
            uow.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            for table in ("list_entries", "list_memberships")
        )


def test_the_last_versions_are_kept(workspace, kept_two, days) -> None:
    days(6)
    assert seqs(workspace) == [6, 5, 4]
    versions = list_versions.versions_of(workspace, "un_sc")
    for version in versions:
        assert len(entries_of(workspace, version.version_id)) == 600
        assert str(version.seq) in entries_of(workspace, version.version_id)
    # 599 in all versions, one each of the three that are left
    assert stored_rows(workspace) == (602, 602)
    found = list_diff.diff(workspace, versions[2].version_id, versions[0].version_id)
    assert found.unchanged == 599
    with workspace.database.read() as uow:
        events = [event for event in uow.events.after(0) if event.type.value == "list.pruned"]
    assert [event.data["version"] for event in events] == ["2026-11-18"] * 3
    assert list_settings.read(workspace).kept_versions == 2


def test_ten_versions_are_kept_by_default(workspace, days) -> None:
    days(13)
    assert seqs(workspace) == list(range(13, 2, -1))


def test_a_version_that_a_screening_refers_to_is_kept(workspace, kept_two, days) -> None:
    days()
    person = Subject(SubjectType.INDIVIDUAL, "Oscar Ashworth x")
    record = screening.screen(workspace, screening.ScreeningRequest(person))
    assert record.matches
    days(5)
    assert seqs(workspace) == [6, 5, 4, 1]
    (used,) = record.lists
    assert entries_of(workspace, used.version_id) >= {"1"}
    assert screening.list_entry(workspace, record.matches[0]).entry_id == "1"
    days()
    assert seqs(workspace) == [7, 6, 5, 1]


def test_many_screenings_are_looked_at_once(workspace, kept_two, days, monkeypatch) -> None:
    monkeypatch.setattr("app.storage.screened_versions._RECORDS", 2)
    for _ in range(5):
        days()
        for _ in range(3):
            subject = Subject(SubjectType.INDIVIDUAL, "Nadia Quell")
            screening.screen(workspace, screening.ScreeningRequest(subject))
    assert seqs(workspace) == [5, 4, 3, 2, 1]
    with workspace.database.read() as uow:
        assert uow.settings.get(list_retention.SCREENED_KEY)["seq"] == 12
    days(4)
    assert seqs(workspace) == [9, 8, 7, 5, 4, 3, 2, 1]


def test_the_active_version_is_kept_however_old(workspace, kept_two, days) -> None:
    first = days()
    days(2)
    list_versions.choose(workspace, first.version_id, "The update was withdrawn.")
    with workspace.database.import_lock():
        list_retention.prune_locked(workspace, "un_sc")
    assert seqs(workspace) == [3, 2, 1]
    half = [days(size=300) for _ in range(4)]
    assert all(version.state is VersionState.QUARANTINED for version in half)
    assert seqs(workspace) == [7, 6, 1]
    assert len(entries_of(workspace, first.version_id)) == 600
    assert len(entries_of(workspace, half[-1].version_id)) == 300


def test_decisions_and_measures_go_with_their_version(workspace, kept_two, days) -> None:
    days()
    held = days(size=300)
    list_versions.reject(workspace, held.version_id, "Half of it is missing.")
    days(4)
    with pytest.raises(NotFound), workspace.database.read() as uow:
        uow.lists.version(held.version_id)
    with workspace.database.read() as uow:
        assert list_versions.decisions_of(uow) == {}
        kept = {str(version.version_id) for version in uow.lists.versions("un_sc")}
        assert set(uow.settings.get("list_measures")) == kept
    with workspace.database.read() as uow:
        kinds = [event.type.value for event in uow.events.after(0)]
    assert kinds.count("list.rejected") == 1, "the trail keeps what was decided"


def test_a_removal_that_was_cut_short_is_finished(workspace, days, monkeypatch) -> None:
    days(6)
    list_settings.save(workspace, ListSettings(kept_versions=1))
    monkeypatch.setattr("app.storage.prune._CHUNK", 1)

    class Cut:
        left = 12

        def progress(self, done: int, total: int, text: str) -> None:
            pass

        def check(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise JobCancelled

    cut = Cut()
    for _ in range(20):
        cut.left = 3
        try:
            with workspace.database.import_lock():
                list_retention.prune_locked(workspace, "un_sc", cut)
            break
        except JobCancelled:
            continue
    assert seqs(workspace) == [6, 5]
    assert stored_rows(workspace) == (601, 601)
    assert all(len(entries_of(workspace, v.version_id)) == 600
               for v in list_versions.versions_of(workspace, "un_sc"))  # fmt: skip


def test_an_entry_that_returns_after_a_removal(workspace, kept_two, days, un_file, person) -> None:
    days(5)
    again = un_file(person(1, "Oscar Ashworth x"), name="again.xml")
    version = lists.import_list(workspace, "un_sc", [again]).version
    assert "1" in entries_of(workspace, version.version_id)


def test_rows_that_could_not_be_read_go_with_their_version(
    workspace, kept_two, un_file, person
) -> None:
    first = lists.import_list(workspace, "un_sc", [un_file(person(1, ""))]).version
    assert lists.kept_aside(workspace, first.version_id)
    for number in range(3):
        file = un_file(person(5 + number, "Oscar Ashworth"), name=f"{number}.xml")
        lists.import_list(workspace, "un_sc", [file])
    assert lists.kept_aside(workspace, first.version_id) == ()


def test_a_failing_removal_does_not_fail_the_import(workspace, kept_two, days, monkeypatch) -> None:
    from app.domain.errors import DatabaseLocked

    days(3)

    def locked(*_: object) -> None:
        raise DatabaseLocked("Another program writes.")

    monkeypatch.setattr(list_retention, "_drop", locked)
    assert days().state is VersionState.ACTIVE
    monkeypatch.undo()
    days()
    assert seqs(workspace) == [5, 4, 3]


def test_settings_of_lists_are_checked_and_recorded(workspace, tmp_path) -> None:
    from app.domain.errors import BadInput
    from app.domain.network import NetworkSettings

    before = list_settings.read(workspace)
    for wrong in (
        replace(before, kept_versions=0),
        replace(before, watch_folder=str(tmp_path / "none")),
        replace(before, network=NetworkSettings(proxy="proxy.example")),
        replace(before, network=NetworkSettings(proxy="socks5://proxy.example:1")),
        replace(before, network=NetworkSettings(max_megabytes=0)),
        replace(before, network=NetworkSettings(attempts=0)),
        replace(before, network=NetworkSettings(read_seconds=0)),
    ):
        with pytest.raises(BadInput):
            list_settings.save(workspace, wrong)
    assert list_settings.read(workspace) == before == ListSettings()
    secret = NetworkSettings(proxy="http://user:hidden@proxy.example:3128")
    wanted = ListSettings(20, str(tmp_path), secret)
    heard = []
    workspace.bus.subscribe(heard.append)
    assert list_settings.save(workspace, wanted, reason="asked by the auditor") == wanted
    assert list_settings.save(workspace, wanted) == wanted
    assert list_settings.read(workspace) == wanted
    (event,) = heard
    assert event.data["reason"] == "asked by the auditor"
    assert event.data["after"]["network"]["proxy"] == "http://user:***@proxy.example:3128"
    assert "hidden" not in str(event.data)
    with workspace.database.write() as uow:
        newer = uow.settings.get(list_settings.KEY)
        newer["network"]["colour"] = newer["shape"] = "of a newer version"
        uow.settings.set(list_settings.KEY, newer)
        uow.commit()
    assert list_settings.read(workspace) == wanted

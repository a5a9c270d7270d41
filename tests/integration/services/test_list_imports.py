"""Importing lists through the real store: what becomes active, what is held, what is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.errors import ListRefused, UsageError
from app.domain.events import EventType
from app.domain.lists import SourceState, VersionState
from app.services import lists
from app.services.demo import load_demo_lists
from app.services.jobs import JobCancelled


def state_of(workspace, source: str = "un_sc"):
    return next(each for each in lists.status(workspace) if each.source.source == source)


def event_types(workspace) -> list[str]:
    with workspace.database.read() as uow:
        return [event.type.value for event in uow.events.after(0, 1000)]


def test_a_sound_file_becomes_active(workspace, un_file, person) -> None:
    heard = []
    workspace.bus.subscribe(heard.append)
    report = lists.import_list(workspace, "un_sc", [un_file(person(1, "Oscar Ashworth"))])
    assert report.activated
    assert report.version.state is VersionState.ACTIVE
    assert (report.version.entries, report.version.published_on) == (600, date(2026, 11, 18))
    status = state_of(workspace)
    assert (status.state, status.age_days) == (SourceState.ACTIVE, 2)
    assert [event.type for event in heard] == [EventType.LIST_STAGED, EventType.LIST_ACTIVATED]
    assert event_types(workspace) == ["list.staged", "list.activated"]


def test_the_same_file_again_changes_nothing(workspace, un_file) -> None:
    file = un_file()
    lists.import_list(workspace, "un_sc", [file])
    again = lists.import_list(workspace, "un_sc", [file])
    assert again.unchanged
    assert not again.activated
    assert len(state_of(workspace).versions) == 1


def test_a_shrunken_list_is_held_and_the_last_good_one_stays(workspace, un_file) -> None:
    good = lists.import_list(workspace, "un_sc", [un_file(size=1200)])
    held = lists.import_list(workspace, "un_sc", [un_file(size=600, name="half.xml")])
    assert not held.activated
    assert held.version.state is VersionState.QUARANTINED
    assert any("shrank 50" in problem for problem in held.problems)
    status = state_of(workspace)
    assert status.state is SourceState.QUARANTINED
    assert status.active == good.version
    assert event_types(workspace)[-1] == "list.quarantined"


def test_a_version_without_measures_is_compared_by_its_counts(workspace, un_file) -> None:
    """Versions of older workspaces have none."""
    lists.import_list(workspace, "un_sc", [un_file(size=1200)])
    with workspace.database.write() as uow:
        uow.settings.set("list_measures", {})
        uow.commit()
    held = lists.import_list(workspace, "un_sc", [un_file(size=600, name="half.xml")]).version
    names = {check.name for check in held.checks}
    assert "size against the active version" in names
    assert "fields filled against the active version" not in names


def test_an_older_list_is_held(workspace, un_file) -> None:
    lists.import_list(workspace, "un_sc", [un_file()])
    older = lists.import_list(workspace, "un_sc", [un_file(date="2026-01-01", name="old.xml")])
    assert older.version.state is VersionState.QUARANTINED


def test_a_refusal_is_recorded_and_leaves_no_version(workspace, un_file) -> None:
    cut = un_file()
    cut.write_text(cut.read_text()[:-300])
    with pytest.raises(ListRefused) as caught:
        lists.import_list(workspace, "un_sc", [cut])
    assert "last good version stays active" in caught.value.safe
    assert state_of(workspace).versions == ()
    assert event_types(workspace) == ["list.refused"]


def test_cancelling_leaves_no_version(workspace, un_file) -> None:
    class Cancelled:
        def progress(self, done: int, total: int, text: str) -> None:
            self.done = done

        def check(self) -> None:
            if getattr(self, "done", 0):
                raise JobCancelled

    with pytest.raises(JobCancelled):
        lists.import_list(workspace, "un_sc", [un_file(size=2000)], job=Cancelled())
    assert state_of(workspace).versions == ()
    assert lists.import_list(workspace, "un_sc", [un_file(size=2000)]).activated


def test_the_first_real_list_deactivates_the_demonstration_lists(workspace, un_file) -> None:
    load_demo_lists(workspace)
    assert state_of(workspace, "us_ofac_sdn").state is SourceState.DEMO
    report = lists.import_list(workspace, "un_sc", [un_file()])
    assert {"un_sc", "us_ofac_sdn", "pep_global"} == set(report.demo_deactivated)
    assert state_of(workspace, "us_ofac_sdn").state is SourceState.MISSING
    load_demo_lists(workspace)
    assert state_of(workspace, "us_ofac_sdn").state is SourceState.MISSING, "they do not come back"


def test_demonstration_lists_can_be_removed(workspace) -> None:
    load_demo_lists(workspace)
    assert set(lists.remove_demo(workspace)) == {"un_sc", "us_ofac_sdn", "pep_global"}
    assert all(status.state is SourceState.MISSING for status in lists.status(workspace))


def test_published_on_can_be_told(workspace, un_file) -> None:
    told = lists.import_list(workspace, "un_sc", [un_file()], published_on=date(2026, 11, 19))
    assert told.version.published_on == date(2026, 11, 19)


def test_an_undated_list_of_old_entries_is_told(workspace, un_file) -> None:
    undated = un_file()
    undated.write_text(undated.read_text().replace(' dateGenerated="2026-11-18T23:00:06.464Z"', ""))
    report = lists.import_list(workspace, "un_sc", [undated])
    assert report.version.published_on is None
    told = "The file tells no date, and its newest entry is of 2020-01-01: it may be old."
    assert report.problems == (told,)
    assert state_of(workspace).problems == (told,)
    dated = un_file(size=610, name="dated.xml")
    assert lists.import_list(workspace, "un_sc", [dated]).problems == ()


def test_an_old_list_is_stale(workspace, un_file) -> None:
    lists.import_list(workspace, "un_sc", [un_file()])
    later = workspace.clock() + timedelta(days=60)
    workspace.clock = lambda: later
    status = state_of(workspace)
    assert status.state is SourceState.STALE
    assert "62 days" in status.problems[0]


def test_a_source_without_a_reader_says_so(workspace, un_file) -> None:
    workspace.catalogue = tuple(
        replace(source, is_importable=source.source != "un_sc") for source in workspace.catalogue
    )
    with pytest.raises(ListRefused, match="UN SC cannot be imported"):
        lists.import_list(workspace, "un_sc", [un_file()])
    assert lists.detect_source(workspace, [un_file()]) == ()


def test_content_tells_the_source(workspace, un_file) -> None:
    assert lists.detect_source(workspace, [un_file()]) == ("un_sc",)
    with pytest.raises(UsageError, match="atlantis"):
        lists.import_list(workspace, "atlantis", [un_file()])


def test_rows_kept_aside_are_stored_and_shown(workspace, un_file, person) -> None:
    file = un_file(person(1, ""), person(2, "Oscar Ashworth", born="1960-02-31"))
    report = lists.import_list(workspace, "un_sc", [file])
    assert report.activated
    assert report.version.rows_kept_aside == 2
    stored = lists.kept_aside(workspace, report.version.version_id)
    assert [replace(row) for row in report.kept_aside] == list(stored)
    assert all(row.row > 0 and row.reason for row in stored)


def test_an_interrupted_demonstration_load_is_finished_later(workspace, monkeypatch) -> None:
    whole = lists.import_locked

    def cut_off(*arguments, **named):
        report = whole(*arguments, **named)
        if arguments[1] == "pep_global":
            raise KeyboardInterrupt
        return report

    monkeypatch.setattr(lists, "import_locked", cut_off)
    with pytest.raises(KeyboardInterrupt):
        load_demo_lists(workspace)
    monkeypatch.undo()
    assert state_of(workspace, "us_ofac_sdn").state is SourceState.MISSING
    load_demo_lists(workspace)
    assert state_of(workspace, "us_ofac_sdn").state is SourceState.DEMO
    assert len(state_of(workspace, "pep_global").versions) == 1


def test_two_first_starts_wait_for_each_other(workspace, data_dir) -> None:
    import threading

    from app.bootstrap import open_workspace

    other = open_workspace(data_dir)
    starts = [threading.Thread(target=load_demo_lists, args=(each,)) for each in (workspace, other)]
    for start in starts:
        start.start()
    for start in starts:
        start.join(60)
    assert [len(state_of(other, s).versions) for s in ("us_ofac_sdn", "un_sc", "pep_global")] == (
        [1, 1, 1]
    )
    other.close()


def test_a_date_told_with_active_files_is_not_lost_silently(workspace, un_file) -> None:
    file = un_file()
    lists.import_list(workspace, "un_sc", [file])
    again = lists.import_list(workspace, "un_sc", [file], published_on=date(2026, 11, 1))
    assert "keeps its date" in again.problems[0]


def test_a_told_date_before_the_active_one_is_held(workspace, un_file) -> None:
    lists.import_list(workspace, "un_sc", [un_file()])
    newer = un_file(date="2026-11-19", name="next.xml")
    held = lists.import_list(workspace, "un_sc", [newer], published_on=date(2026, 1, 1))
    assert held.version.state is VersionState.QUARANTINED

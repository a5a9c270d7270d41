"""The watched folder: what is put there is imported and moved away, or refused with the reason."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFault
from app.domain.lists import SourceState, VersionState
from app.services import list_settings, list_watch, lists
from app.services.jobs import JobCancelled
from app.services.list_settings import ListSettings
from app.services.list_watch import WatchOutcome

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def folder(workspace, tmp_path: Path) -> Path:
    watched = tmp_path / "incoming"
    watched.mkdir()
    list_settings.save(workspace, ListSettings(watch_folder=str(watched)))
    return watched


def scan(workspace):
    return list_watch.scan(workspace, settled_seconds=0)


def left_in(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def state_of(workspace, source: str = "un_sc"):
    return next(each for each in lists.status(workspace) if each.source.source == source)


def test_without_a_folder_nothing_is_looked_at(workspace) -> None:
    assert list_watch.scan(workspace) == ()


def test_a_list_is_recognised_imported_and_moved(workspace, folder, un_file) -> None:
    shutil.move(un_file(name="list of today.xml"), folder)
    (found,) = scan(workspace)
    assert (found.outcome, found.source, found.files) == (
        WatchOutcome.IMPORTED, "un_sc", ("list of today.xml",)
    )  # fmt: skip
    assert "600 entries" in found.text
    assert found.report.activated
    assert left_in(folder) == ["done/list of today.xml"]
    assert state_of(workspace).active.files == ("list of today.xml",)
    assert scan(workspace) == ()


def test_the_same_list_again_is_moved_too(workspace, folder, un_file) -> None:
    for _ in range(2):
        shutil.copy(un_file(), folder / "un.xml")
        (found,) = scan(workspace)
    assert found.outcome is WatchOutcome.UNCHANGED
    assert left_in(folder) == ["done/un-2.xml", "done/un.xml"]
    assert len(state_of(workspace).versions) == 1


def test_a_suspicious_list_is_held(workspace, folder, un_file) -> None:
    lists.import_list(workspace, "un_sc", [un_file(size=1200)])
    shutil.move(un_file(size=600, name="half.xml"), folder)
    (found,) = scan(workspace)
    assert found.outcome is WatchOutcome.HELD
    assert state_of(workspace).state is SourceState.QUARANTINED
    assert left_in(folder) == ["done/half.xml"]


def test_what_is_no_list_is_refused_with_the_reason_beside_it(workspace, folder, un_file) -> None:
    (folder / "page.html").write_text("<html><title>Access denied</title></html>")
    (folder / "empty.xml").write_text("")
    cut = un_file(name="cut.xml")
    cut.write_text(cut.read_text()[:-400])
    shutil.move(cut, folder)
    found = {item.files[0]: item for item in scan(workspace)}
    assert {item.outcome for item in found.values()} == {WatchOutcome.REFUSED}
    assert "a web page" in found["page.html"].text
    assert left_in(folder) == [
        f"refused/{name}{end}"
        for name in ("cut.xml", "empty.xml", "page.html")
        for end in ("", ".txt")
    ]
    told = (folder / "refused/cut.xml.txt").read_text()
    assert "last good version stays active" in told
    assert state_of(workspace).versions == ()


def test_a_file_that_is_being_written_waits(workspace, folder, un_file) -> None:
    shutil.move(un_file(), folder)
    (found,) = list_watch.scan(workspace, settled_seconds=60)
    assert (found.outcome, found.text) == (WatchOutcome.WAITING, "still being written")
    (folder / "un.xml").rename(folder / "un.xml.part")
    (found,) = scan(workspace)
    assert found.outcome is WatchOutcome.WAITING
    (folder / "un.xml.part").rename(folder / "un.xml")
    tomorrow = time.time() + 86_400
    os.utime(folder / "un.xml", (tomorrow, tomorrow))
    (found,) = list_watch.scan(workspace, settled_seconds=60)
    assert found.outcome is WatchOutcome.IMPORTED, "a wrong clock keeps no file waiting"


def test_an_unfinished_file_holds_up_no_other(workspace, folder, un_file) -> None:
    (folder / "left.crdownload").write_text("x")
    shutil.move(un_file(), folder)
    found = {item.files[0]: item.outcome for item in scan(workspace)}
    assert found == {
        "un.xml": WatchOutcome.IMPORTED, "left.crdownload": WatchOutcome.WAITING
    }  # fmt: skip


def test_once_waits_until_files_have_settled(workspace, folder, un_file, monkeypatch) -> None:
    monkeypatch.setattr(list_watch, "SETTLED_SECONDS", 0.2)
    monkeypatch.setattr(
        list_watch.scan,
        "__kwdefaults__",
        {**list_watch.scan.__kwdefaults__, "settled_seconds": 0.5},
    )
    shutil.move(un_file(), folder)
    (found,) = list_watch.scan_settled(workspace)
    assert found.outcome is WatchOutcome.IMPORTED
    assert list_watch.scan_settled(workspace) == ()


def csv_set(prefix: str, to: Path) -> None:
    """A small OFAC set of invented people; it is held for its size."""
    to.mkdir(exist_ok=True)
    for name in ("sdn", "alt", "add", "sdn_comments"):
        shutil.copy(DATA / "ofac_csv" / f"{name}.csv", to / f"{prefix}{name}.csv")


def test_the_files_of_a_set_come_together(workspace, folder, un_file) -> None:
    csv_set("", folder)
    shutil.move(un_file(), folder)
    found = {item.source: item for item in scan(workspace)}
    assert found["un_sc"].outcome is WatchOutcome.IMPORTED
    sdn = found["us_ofac_sdn"]
    assert sdn.outcome is WatchOutcome.HELD
    assert set(sdn.files) == {"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"}
    assert set(sdn.report.version.files) == set(sdn.files)
    assert len(left_in(folder / "done")) == 5


def test_two_loose_sets_cannot_be_told_apart(workspace, folder, un_file) -> None:
    csv_set("a", folder)
    csv_set("b", folder)
    shutil.move(un_file(), folder)
    refused, other = scan(workspace)
    assert refused.outcome is WatchOutcome.REFUSED
    assert "parts of several lists" in refused.text
    assert len(left_in(folder / "refused")) == 9
    assert (other.source, other.outcome) == ("un_sc", WatchOutcome.IMPORTED), "it has no part in it"


def test_the_two_lists_of_one_publisher_are_told_apart_by_their_names(workspace, folder) -> None:
    csv_set("", folder)
    for part in ("alt", "add", "comments"):
        of_first = "sdn_comments" if part == "comments" else part
        shutil.copy(DATA / "ofac_csv" / f"{of_first}.csv", folder / f"cons_{part}.csv")
    shutil.copy(DATA / "ofac_csv/cons_prim.csv", folder)
    found = {item.source: item for item in scan(workspace)}
    assert {source: len(item.files) for source, item in found.items()} == {
        "us_ofac_sdn": 4,
        "us_ofac_cons": 4,
    }
    assert {item.outcome for item in found.values()} == {WatchOutcome.HELD}


def test_a_folder_holds_a_set(workspace, folder) -> None:
    csv_set("a", folder / "monday")
    csv_set("b", folder / "tuesday")
    (folder / "empty").mkdir()
    found = scan(workspace)
    assert [len(item.files) for item in found] == [4, 4]
    assert found[0].outcome is WatchOutcome.HELD
    assert not (folder / "monday").exists()
    assert (folder / "empty").exists()


def test_a_folder_may_name_the_source(workspace, folder) -> None:
    """PEP lists of several sources have one form."""
    file = DATA / "ftm/topics.ftm.json"
    shutil.copy(file, folder / "people.json")
    (found,) = scan(workspace)
    assert found.outcome is WatchOutcome.REFUSED
    assert "does not tell which list" in found.text
    assert "folder that has the name of the source" in (
        folder / "refused/people.json.txt"
    ).read_text()  # fmt: skip
    (folder / "pep_nigeria").mkdir()
    shutil.copy(file, folder / "pep_nigeria/people.json")
    (found,) = scan(workspace)
    assert (found.source, found.outcome) == ("pep_nigeria", WatchOutcome.HELD)
    shutil.copy(file, folder / "pep_african-2026.json")
    (found,) = scan(workspace)
    assert found.source == "pep_african"
    version = state_of(workspace, "pep_african").versions[0]
    from app.services import list_versions

    list_versions.choose(workspace, version.version_id, "Small on purpose.")
    shutil.copy(file, folder / "again.json")
    (found,) = scan(workspace)
    assert found.source == "pep_african", "the only one of them that is loaded"


def test_during_another_import_files_wait(workspace, folder, un_file) -> None:
    shutil.move(un_file(), folder)
    with workspace.database.import_lock():
        (found,) = scan(workspace)
    assert found.outcome is WatchOutcome.WAITING
    assert left_in(folder) == ["un.xml"]
    assert scan(workspace)[0].outcome is WatchOutcome.IMPORTED


def test_hidden_files_and_links_are_left(workspace, folder, un_file, tmp_path) -> None:
    (folder / ".hidden.xml").write_text("x")
    (folder / "link.xml").symlink_to(un_file())
    (folder / "way out").symlink_to(tmp_path)
    assert scan(workspace) == ()
    assert len(list(folder.iterdir())) == 3


def test_a_scan_can_be_cancelled(workspace, folder, un_file) -> None:
    class Cancelled:
        def progress(self, done: int, total: int, text: str) -> None:
            pass

        def check(self) -> None:
            raise JobCancelled

    shutil.move(un_file(), folder)
    with pytest.raises(JobCancelled):
        list_watch.scan(workspace, Cancelled(), settled_seconds=0)
    assert left_in(folder) == ["un.xml"]
    assert state_of(workspace).versions == ()


def test_a_folder_that_is_gone_or_locked_is_told(workspace, folder, monkeypatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(EnvironmentFault, match="cannot be moved"):
        scan(workspace)
    monkeypatch.undo()
    folder.rmdir()
    with pytest.raises(EnvironmentFault, match="is gone"):
        scan(workspace)


def test_a_version_of_the_folder_is_like_any_other(workspace, folder, un_file) -> None:
    shutil.move(un_file(), folder)
    scan(workspace)
    assert [v.state for v in state_of(workspace).versions] == [VersionState.ACTIVE]

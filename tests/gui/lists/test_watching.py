"""The watched folder in the window, and the links that are made when nothing else is to be done."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from app.gui import jobs
from app.gui.lists.relinking import Relinker
from app.gui.lists.watching import Watcher, summary
from app.services import linking, list_settings, lists, own_lists
from app.services.list_settings import ListSettings
from app.services.list_watch import WatchedFiles, WatchOutcome


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "watched"
    made.mkdir()
    return made


@pytest.fixture
def watcher(workspace):
    made = Watcher(workspace)
    yield made
    made.close_listening()


def put(folder: Path, file: Path, seconds: float = 60) -> None:
    """Put a file there that was written a while ago."""
    target = folder / file.name
    file.rename(target)
    before = time.time() - seconds
    os.utime(target, (before, before))


def use(qtbot, workspace, watcher: Watcher, folder: str) -> None:
    """Name the folder in the settings, as the catalogue dialog does."""
    list_settings.save(workspace, ListSettings(watch_folder=folder))
    qtbot.waitUntil(lambda: watcher.is_watching is bool(folder), timeout=10_000)


def test_nothing_is_watched_unless_the_settings_name_a_folder(qtbot, watcher, workspace) -> None:
    watcher.read_settings()
    qtbot.waitUntil(lambda: not jobs.lanes().running(), timeout=10_000)
    assert not watcher.is_watching
    watcher.look()
    assert not jobs.lanes().running()


def test_a_file_put_there_is_imported_and_told(
    qtbot, workspace, watcher, folder, un_file, open_lists, monkeypatch
) -> None:
    monkeypatch.setattr("app.services.list_watch._is_settled", lambda *_: True)
    page = open_lists()
    watcher.found.connect(page.show_watched)
    put(folder, un_file(30))
    with qtbot.waitSignal(watcher.found, timeout=30_000) as told:
        use(qtbot, workspace, watcher, str(folder))
    (item,) = told.args[0]
    assert (item.source, item.outcome) == ("un_sc", WatchOutcome.IMPORTED)
    assert (folder / "done" / "consolidated.xml").is_file()
    status = next(s for s in lists.status(workspace) if s.source.source == "un_sc")
    assert status.active.entries == 31
    assert page.banners.result.accessibleName() == "1 list imported from the watched folder"
    assert page.banners.result.role == "low"
    qtbot.waitUntil(lambda: not jobs.lanes().running(), timeout=30_000)
    watcher.look()  # `done` alone is nothing to import
    with qtbot.assertNotEmitted(watcher.found, wait=300):
        qtbot.waitUntil(lambda: not jobs.lanes().running(), timeout=10_000)


def test_a_file_that_is_no_list_is_told_as_refused(
    qtbot, workspace, watcher, folder, monkeypatch, open_lists
) -> None:
    monkeypatch.setattr("app.services.list_watch._is_settled", lambda *_: True)
    page = open_lists()
    watcher.found.connect(page.show_watched)
    (folder / "letter.txt").write_text("Dear all", encoding="utf-8")
    with qtbot.waitSignal(watcher.found, timeout=30_000):
        use(qtbot, workspace, watcher, str(folder))
    assert "need a look" in page.banners.result.accessibleName()
    assert page.banners.result.role == "high"
    assert (folder / "refused" / "letter.txt").is_file()


def test_a_file_that_is_still_written_waits_without_a_word(
    qtbot, workspace, watcher, folder
) -> None:
    (folder / "consolidated.xml.part").write_text("<", encoding="utf-8")
    with qtbot.assertNotEmitted(watcher.found, wait=500):
        use(qtbot, workspace, watcher, str(folder))
    assert (folder / "consolidated.xml.part").is_file()


def test_a_folder_that_is_gone_is_told_once(qtbot, workspace, watcher, folder) -> None:
    use(qtbot, workspace, watcher, str(folder))
    qtbot.waitUntil(lambda: not jobs.lanes().running(), timeout=10_000)
    shutil.rmtree(folder)
    with qtbot.waitSignal(watcher.failed, timeout=10_000) as told:
        watcher.look()
    assert "is gone" in told.args[0].message
    qtbot.waitUntil(lambda: not jobs.lanes().running(), timeout=10_000)
    with qtbot.assertNotEmitted(watcher.failed, wait=300):
        watcher.look()
        qtbot.waitUntil(lambda: not jobs.lanes().running(), timeout=10_000)


def test_watching_ends_when_the_settings_name_no_folder(qtbot, workspace, watcher, folder) -> None:
    use(qtbot, workspace, watcher, str(folder))
    use(qtbot, workspace, watcher, "")
    assert not watcher.is_watching


def test_what_needs_a_look_is_told_first() -> None:
    done = WatchedFiles(("a.xml",), WatchOutcome.IMPORTED, "active", "un_sc")
    held = WatchedFiles(("b.xml",), WatchOutcome.HELD, "held in quarantine", "eu_fsf")
    same = WatchedFiles(("c.xml",), WatchOutcome.UNCHANGED, "imported already", "un_sc")
    names = {"un_sc": "UN SC"}
    role, heading, text = summary((done, done, held), names)
    assert role == "high"
    assert heading.startswith("2 lists imported from the watched folder, 1 from")
    assert text.splitlines()[0] == "b.xml: held in quarantine"
    assert text.splitlines()[1] == "UN SC: active"
    assert summary((same,), names)[:2] == ("info", "The watched folder held nothing new")


def test_links_are_made_after_an_activation(qtbot, workspace, tmp_path: Path) -> None:
    relinker = Relinker(workspace)
    relinker._pause.setInterval(10)
    gate = threading.Event()
    jobs.start(lambda _job: gate.wait(20))  # something else is to be done yet
    with qtbot.assertNotEmitted(relinker.linked, wait=300):
        for code, name in (("first", "Orsolo Ventris"), ("second", "Orsolo Ventris")):
            path = tmp_path / f"{code}.csv"
            path.write_text(f"ref,name,passport,nationality\n{code},{name},K0193311,CY\n", "utf-8")
            mapping = own_lists.guess_mapping(path).mapping
            own_lists.add_own(workspace, own_lists.own_source(code, code), [path], mapping)
    assert linking.party_of(workspace, "first", "first") is None
    with qtbot.waitSignal(relinker.linked, timeout=60_000):
        gate.set()
    assert linking.party_of(workspace, "first", "first") is not None
    relinker.close_listening()

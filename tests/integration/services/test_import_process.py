"""Imports in a process of their own: same outcome, told here, cancelled at once."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFault, ListRefused, UsageError
from app.domain.events import EventType
from app.domain.lists import VersionState
from app.services import import_process, list_versions, lists
from app.services.demo import load_demo_lists
from app.services.jobs import JobCancelled


@pytest.fixture
def heard(workspace):
    load_demo_lists(workspace)
    found = []
    workspace.bus.subscribe(found.append)
    return found


def test_an_import_is_as_if_it_were_done_here(workspace, heard, un_file, person) -> None:
    told = []

    class Telling:
        def progress(self, done: int, total: int, text: str) -> None:
            told.append((done, text))

        def check(self) -> None:
            pass

    file = un_file(person(1, ""), person(2, "Oscar Ashworth"), size=3000)
    report = import_process.import_list(workspace, "un_sc", [file], job=Telling())
    assert report.activated
    assert (report.version.entries, report.version.published_on) == (2999, date(2026, 11, 18))
    assert list(report.kept_aside) == list(lists.kept_aside(workspace, report.version.version_id))
    assert set(report.demo_deactivated) == {"un_sc", "us_ofac_sdn", "pep_global"}
    assert [event.type for event in heard][:2] == [EventType.LIST_STAGED, EventType.LIST_ACTIVATED]
    assert any("Reading UN SC" in text for _, text in told)
    again = import_process.import_list(workspace, "un_sc", [file], published_on=date(2026, 11, 1))
    assert again.unchanged
    assert "keeps its date" in again.problems[0]


def test_refusals_come_with_their_words(workspace, heard, un_file) -> None:
    cut = un_file(name="cut -- off.xml")
    cut.write_text(cut.read_text()[:-300])
    with pytest.raises(ListRefused) as caught:
        import_process.import_list(workspace, "un_sc", [cut])
    assert "last good version stays active" in caught.value.safe
    assert [event.type for event in heard] == [EventType.LIST_REFUSED]
    with pytest.raises(UsageError, match="atlantis"):
        import_process.import_list(workspace, "atlantis", [cut])
    with workspace.database.import_lock(), pytest.raises(EnvironmentFault):
        import_process.import_list(workspace, "un_sc", [un_file()])


def test_cancelling_ends_the_process_and_leaves_nothing(workspace, heard, un_file) -> None:
    class Cancelling:
        reading = False

        def progress(self, done: int, total: int, text: str) -> None:
            self.reading = self.reading or done > 0

        def check(self) -> None:
            if self.reading:
                raise JobCancelled

    before = list_versions.versions_of(workspace, "un_sc")
    with pytest.raises(JobCancelled):
        import_process.import_list(workspace, "un_sc", [un_file(size=30_000)], job=Cancelling())
    assert list_versions.versions_of(workspace, "un_sc") == before
    with workspace.database.read() as uow:
        staging = "SELECT count(*) FROM list_versions WHERE state = 'STAGING'"
        assert uow.connection.exec_driver_sql(staging).scalar() == 0
    assert import_process.import_list(workspace, "un_sc", [un_file()]).activated


@pytest.mark.parametrize("crash", ["import os; os.abort()", "print('no JSON')"])
def test_a_crash_is_told_in_words(workspace, heard, un_file, monkeypatch, crash) -> None:
    whole = subprocess.Popen

    def crashing(command: list[str], **named: object) -> subprocess.Popen[str]:
        return whole([sys.executable, "-c", crash], **named)

    monkeypatch.setattr(subprocess, "Popen", crashing)
    with pytest.raises(EnvironmentFault, match="ended unexpectedly") as caught:
        import_process.import_list(workspace, "un_sc", [un_file()])
    assert "last good version" in caught.value.safe


def test_a_process_that_does_not_stop_is_ended(monkeypatch) -> None:
    monkeypatch.setattr(import_process, "_PATIENCE", 0.2)
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('x', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE, text=True)
    with process.stdout:
        process.stdout.readline()
        started = time.monotonic()
        import_process._end(process)
    assert time.monotonic() - started < 20
    assert process.returncode != 0


def test_a_frozen_program_imports_here(workspace, un_file, monkeypatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(subprocess, "Popen", None)
    report = import_process.import_list(workspace, "un_sc", [un_file()])
    assert report.version.state is VersionState.ACTIVE


def test_the_date_of_the_server_is_handed_over(workspace, heard, tmp_path) -> None:
    folder = Path(__file__).parents[2] / "data" / "ofac_csv"
    files = [folder / f"{name}.csv" for name in ("sdn", "alt", "add", "sdn_comments")]
    report = import_process.import_list(
        workspace, "us_ofac_sdn", files, served_on=date(2026, 10, 5)
    )
    assert report.version.published_on == date(2026, 10, 5)

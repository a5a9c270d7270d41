"""The line at the bottom: lists, work, audit trail."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.audit import AuditReport
from app.domain.lists import SourceState, SourceStatus
from app.gui import jobs
from app.gui.shell.main_window import MainWindow
from app.services.jobs import Job

StatusOf = Callable[..., SourceStatus]


def test_counts_lists_and_names_the_stale_ones(window: MainWindow, status_of: StatusOf) -> None:
    window.show_lists(
        [
            status_of("Alpha", SourceState.ACTIVE, 1),
            status_of("Beta", SourceState.STALE, 9),
            status_of("Gamma", SourceState.STALE, 30),
            status_of("Delta", SourceState.QUARANTINED, 2),
            status_of("Epsilon", SourceState.MISSING),
        ]
    )
    assert window.status.lists.text() == "4 lists, newest 1 day old"
    assert window.status.lists.toolTip() == "4,800 entries"
    assert window.status.warning.text() == "Gamma 30 days old, Beta 9 days old, 1 more"
    assert window.status.warning.toolTip().splitlines()[-1] == "Delta in quarantine"
    assert window.status.demo.isHidden()


def test_one_fresh_list_is_said_without_a_warning(window: MainWindow, status_of: StatusOf) -> None:
    window.show_lists([status_of("Alpha", SourceState.ACTIVE, 0)])
    assert window.status.lists.text() == "1 list, newest today"
    assert window.status.warning.isHidden()


def test_demo_lists_and_no_lists_are_said(window: MainWindow, status_of: StatusOf) -> None:
    window.show_lists([status_of("Demo", SourceState.DEMO, 0, is_demo=True)])
    assert window.status.demo.isVisible()
    assert window.status.demo.text() == "Demo lists only"
    assert window.status.lists.text() == "1 list, 1,200 entries"
    window.show_lists([status_of("Alpha", SourceState.MISSING)])
    assert window.status.lists.text() == "No list loaded"
    assert window.status.demo.isHidden()


def test_click_leads_to_the_lists(window: MainWindow, qtbot: QtBot, status_of: StatusOf) -> None:
    window.show_lists([status_of("Beta", SourceState.STALE, 9)])
    with qtbot.waitSignal(window.status.lists_requested):
        qtbot.mouseClick(window.status.warning, Qt.MouseButton.LeftButton)


def test_audit_trail_speaks_of_a_break(window: MainWindow) -> None:
    audit = window.status.audit
    assert audit.text() == "Audit trail not verified yet"
    window.status.show_audit(AuditReport(ok=True, events=1204), "08:55")
    assert (audit.text(), audit.tone) == ("Audit trail verified 08:55", "text_2")
    window.status.show_audit(
        AuditReport(ok=False, events=1204, first_bad=77, problem="hash differs")
    )
    assert (audit.text(), audit.tone) == ("Audit trail broken at event 77", "critical")
    assert audit.toolTip() == "hash differs"


def test_running_work_is_shown_and_cancelled_from_here(window: MainWindow, qtbot: QtBot) -> None:
    def work(job: Job) -> None:
        job.progress(41_210, 100_000, "Reading Alpha")
        while True:
            job.check()
            time.sleep(0.002)

    handle = jobs.start(work, jobs.WRITE, label="Importing")
    with qtbot.waitSignal(handle.progressed):
        pass
    status = window.status
    assert status.job_text.text() == "Reading Alpha"
    assert status.job_figures.text() == "41,210 of 100,000"
    assert status.job_bar.value() == 41_210
    with qtbot.waitSignal(handle.cancelled, timeout=1000):
        qtbot.mouseClick(status.job_cancel, Qt.MouseButton.LeftButton)
    assert status.job_bar.isHidden()


def test_work_without_a_label_stays_out_of_the_line(window: MainWindow, qtbot: QtBot) -> None:
    handle = jobs.start(lambda _job: None)
    assert window.status.job_bar.isHidden()
    with qtbot.waitSignal(handle.finished):
        pass

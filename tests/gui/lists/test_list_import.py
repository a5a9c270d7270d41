"""Importing by drag and drop, by button and by dialog: every end is said, nothing blocks."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.lists import SourceState, VersionState
from app.domain.match import Check
from app.domain.screening import Purpose
from app.domain.subject import Subject, SubjectType
from app.gui.lists import importing
from app.gui.lists.import_dialog import ImportDialog
from app.gui.lists.importing import ImportRequest
from app.gui.lists.report_pane import CHECKS
from app.services import lists, screening
from app.services.demo import load_demo_lists
from app.services.screening import ScreeningRequest

LONG = 12_000  # rows of an import that is cancelled or watched


def ended(qtbot, page, timeout=20_000):
    return qtbot.waitSignal(page.importer.ended, timeout=timeout)


def state_of(workspace, source):
    return next(item for item in lists.status(workspace) if item.source.source == source)


def said(page):
    banner = page.banners.result
    return f"{banner.accessibleName()} {banner.accessibleDescription()}"


def test_a_dropped_file_becomes_the_active_version(qtbot, workspace, open_lists, drop, un_file):
    load_demo_lists(workspace)
    page = open_lists()
    with qtbot.waitSignal(page.index_ready, timeout=20_000), ended(qtbot, page) as end:
        drop(page, un_file(30))
        qtbot.waitUntil(lambda: page.importer.is_running, timeout=5000)
        assert not page.import_action.isEnabled()
        assert page.cancel_action.isVisible()
    report = end.args[0].report
    assert (report.activated, report.version.entries) == (True, 31)
    assert "UN SC 2026-11-19 is active" in said(page)
    assert "31 entries" in said(page)
    assert "Demonstration lists deactivated: " in said(page)
    assert "OFAC SDN" in said(page)
    assert page.import_action.isEnabled()
    version_id = report.version.version_id
    qtbot.waitUntil(lambda: page.view_model.version.version_id == version_id, timeout=5000)
    assert page.view_model.source == "un_sc"
    row = page.table.currentIndex().row()
    assert page.view_model.sources.row_at(row).source.source == "un_sc"
    assert page.view_model.checks.rows
    subject = Subject(SubjectType.INDIVIDUAL, "Vormal6900004 Quendrik")
    found = screening.screen(
        workspace, ScreeningRequest(subject, (Check.SANCTIONS,), Purpose.ON_DEMAND)
    )
    assert found.matches[0].source == "un_sc"


def test_a_set_of_files_by_the_button(qtbot, workspace, open_lists, ofac_files, monkeypatch):
    files = ofac_files(40, orphan_aliases=4)
    page = open_lists()
    names = [str(file) for file in files]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: (names, ""))
    with ended(qtbot, page) as end:
        page.import_action.trigger()
    assert end.args[0].report.activated
    assert "4 rows kept aside" in said(page)
    assert page.banners.result.role == "medium", "rows kept aside are not passed over in silence"
    page.report.show_tab(2)
    page.banners.report_button.click()
    assert page.report.tabs.currentIndex() == CHECKS
    with ended(qtbot, page):
        page.import_files(files)
    assert "is active already" in said(page)


def test_the_dialog_asks_where_several_sources_fit(qtbot, workspace, open_lists, drop):
    from app import bundled

    page = open_lists()
    drop(page, bundled.path("lists/demo/pep_global/entities.ftm.json"))
    qtbot.waitUntil(lambda: page.files.dialog is not None, timeout=5000)
    dialog = page.files.dialog
    assert isinstance(dialog, ImportDialog)
    assert dialog.source.currentData() == "pep_global"
    assert "several" in dialog.warning.text()
    dialog.source.setCurrentIndex(dialog.source.findData("pep_nigeria"))
    for wrong in ("2026", "2026-13-01", "2999-01-01"):
        dialog.date.setText(wrong)
        assert not dialog.import_button.isEnabled()
        assert dialog.date.property("state") == "error"
    dialog.date.setText("2026-11-02")
    dialog.grab()
    with ended(qtbot, page) as end:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    request = end.args[0].request
    assert request.source == "pep_nigeria"
    assert request.published_on.isoformat() == "2026-11-02"
    status = state_of(workspace, "pep_nigeria")
    assert status.active.version == "2026-11-02"


def test_the_dialog_warns_of_a_source_that_does_not_fit_and_closes_by_escape(
    qtbot, workspace, un_file
):
    sources = [item for item in workspace.catalogue if item.is_importable]
    dialog = ImportDialog([un_file()] * 10, sources, ("un_sc",), "us_ofac_sdn")
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    dialog.show()
    assert dialog.source.currentData() == "un_sc"
    assert dialog.warning.isHidden()
    dialog.source.setCurrentIndex(dialog.source.findData("us_ofac_sdn"))
    assert "UN SC" in dialog.warning.text()
    with qtbot.assertNotEmitted(dialog.confirmed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_a_truncated_file_is_refused_and_nothing_changes(
    qtbot, workspace, open_lists, drop, un_file
):
    lists.import_list(workspace, "un_sc", [un_file(30, "2026-11-12")])
    path = un_file(40)
    path.write_bytes(path.read_bytes()[:-400])
    page = open_lists()
    with ended(qtbot, page) as end:
        drop(page, path)
    assert end.args[0].error is not None
    banner = page.banners.result
    assert banner.role == "critical"
    assert "last good version stays active" in said(page)
    assert page.banners.report_button.isHidden()
    assert not page.banners.retry_button.isHidden()
    assert state_of(workspace, "un_sc").active.version == "2026-11-12"
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert banner.isHidden()


@pytest.mark.parametrize("content", [b"", b"hello world", b"\x00\xff" * 400, b"<a/>"])
def test_what_is_no_list_is_said_before_anything_is_read_in(
    qtbot, workspace, open_lists, drop, tmp_path, content
):
    path = tmp_path / "note.xml"
    path.write_bytes(content)
    page = open_lists()
    with qtbot.waitSignal(page.importer.not_a_list, timeout=5000):
        drop(page, path)
    assert page.banners.result.role == "critical"
    assert "note.xml" in said(page)
    assert page.import_action.isEnabled()


def test_a_file_for_another_slot_is_not_taken(qtbot, workspace, open_lists, un_file, monkeypatch):
    page = open_lists()
    names = [str(un_file())]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: (names, ""))
    page.banners.import_asked.emit("us_ofac_sdn")
    qtbot.waitUntil(lambda: page.files.dialog is not None, timeout=5000)
    assert page.files.dialog.source.currentData() == "un_sc", (
        "what fits is offered, not what was asked"
    )
    with ended(qtbot, page) as end:
        page.importer.start(ImportRequest("us_ofac_sdn", (Path(names[0]),)))
    assert end.args[0].error is not None
    assert "UN Security Council" in said(page)
    page.files.dialog.reject()


def test_a_shrunken_list_waits_in_quarantine(qtbot, workspace, open_lists, drop, un_file):
    lists.import_list(workspace, "un_sc", [un_file(60, "2026-11-12")])
    page = open_lists()
    with ended(qtbot, page):
        drop(page, un_file(20))
    assert "is in quarantine" in said(page)
    assert "Nothing was activated" in said(page)
    qtbot.waitUntil(lambda: page.banners.problem.role == "critical", timeout=5000)
    problem = page.banners.problem.accessibleDescription()
    assert "Screening goes on with version 2026-11-12" in problem
    assert page.banners.import_button.text() == "Import other file"
    status = state_of(workspace, "un_sc")
    assert status.state is SourceState.QUARANTINED
    assert status.active.version == "2026-11-12"
    model = page.view_model.sources
    row = model.find_row("un_sc")
    assert model.index(row, model.column_of("change")).data() == "−40"
    failed = [check.name for check in page.view_model.checks.rows if not check.ok]
    assert failed[:2] == ["size against the active version", "names against the active version"]


@pytest.mark.alone
def test_cancel_stops_within_a_second_and_changes_nothing(
    qtbot, workspace, open_lists, drop, un_file
):
    lists.import_list(workspace, "un_sc", [un_file(30, "2026-11-12")])
    page = open_lists()
    drop(page, un_file(LONG))
    qtbot.waitUntil(lambda: page.importer.is_running, timeout=10_000)
    with qtbot.waitSignal(page.importer._handle.progressed, timeout=10_000):
        pass
    assert "so far" in page.progress.numbers.text() or " of " in page.progress.numbers.text()
    started = time.perf_counter()
    with ended(qtbot, page) as end:
        page.progress.cancel_button.click()
    assert time.perf_counter() - started < 1.0
    assert (end.args[0].report, end.args[0].error) == (None, None)
    assert "was cancelled" in said(page)
    assert page.progress.isHidden()
    status = state_of(workspace, "un_sc")
    assert [version.version for version in status.versions] == ["2026-11-12"]


def test_only_one_import_at_a_time(qtbot, workspace, open_lists, drop, un_file, ofac_files):
    page = open_lists()
    with ended(qtbot, page):
        drop(page, un_file(2000))
        qtbot.waitUntil(lambda: page.importer.is_running, timeout=5000)
        files = ofac_files(5)
        drop(page, *files)
        page.import_files(files)
        page.importer.start(ImportRequest("us_ofac_sdn", tuple(files)))
        page.ask_files()
    qtbot.wait(50)
    assert state_of(workspace, "us_ofac_sdn").state is SourceState.MISSING


def test_a_cancel_that_comes_too_late_still_tells_of_the_activation(
    qtbot, workspace, open_lists, un_file, monkeypatch
):
    page = open_lists()
    real = lists.import_list

    def import_then_cancel(*args, **kwargs):
        report = real(*args, **kwargs)
        page.importer._handle.cancel()
        return report

    monkeypatch.setattr(lists, "import_list", import_then_cancel)
    with ended(qtbot, page) as end:
        page.import_files([un_file(20)])
    assert end.args[0].report.activated
    assert "is active" in said(page)


def test_a_large_list_is_read_in_a_process_of_its_own(
    qtbot, workspace, open_lists, drop, un_file, monkeypatch
):
    monkeypatch.setattr(importing, "OWN_PROCESS_FROM", 1)
    page = open_lists()
    path = un_file(30)
    path.write_text("<html>not a list</html>", encoding="utf-8")
    with qtbot.waitSignal(page.importer.not_a_list, timeout=10_000):
        drop(page, path)
    # The command line, which does the work, knows the least counts of the catalogue.
    with ended(qtbot, page) as end:
        page.import_files([un_file(30)])
    version = end.args[0].report.version
    assert (version.entries, version.state) == (31, VersionState.QUARANTINED)
    qtbot.waitUntil(lambda: "is in quarantine" in said(page), timeout=10_000)


def test_the_window_stays_alive_while_a_list_is_imported(
    qtbot, workspace, open_lists, drop, un_file, gui_gaps
):
    page = open_lists()
    path = un_file(LONG)
    QApplication.processEvents()
    gui_gaps.start()
    with qtbot.waitSignal(page.index_ready, timeout=60_000):
        drop(page, path)
    gui_gaps.stop()
    print(f"\ngaps ms p99 {gui_gaps.p99_ms:.1f} worst {gui_gaps.worst_ms:.1f}")
    # The aim is 50 and 100 ms by the clock, which the drill asks on a quiet machine.
    assert gui_gaps.p99_busy_ms < 100
    assert gui_gaps.worst_busy_ms < 300

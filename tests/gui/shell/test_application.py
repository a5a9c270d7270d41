"""The application: unexpected errors, texts, about, diagnostics, and the window over a workspace."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.bootstrap import open_workspace
from app.domain.errors import DiskFull
from app.domain.lists import SourceState, SourceStatus
from app.domain.match import Check
from app.domain.subject import Subject, SubjectType
from app.gui import jobs
from app.gui.lists.importing import Importer
from app.gui.shell import application
from app.gui.shell.about_dialog import AboutDialog, diagnostics
from app.gui.shell.main_window import MainWindow
from app.gui.shell.status_feed import StatusFeed
from app.gui.widgets.drop_zone import DropZone
from app.gui.widgets.error_dialog import ErrorDialog
from app.gui.widgets.theme import current_theme
from app.services import lists, screening
from app.services.jobs import Job
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace

WAIT_MS = 20_000


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch, window: MainWindow) -> Callable[[BaseException], None]:
    """Raises an error where nobody catches it, as a slot would."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    # A tool that sets up logging of its own in this process switches off what was there before.
    monkeypatch.setattr(application.LOG, "disabled", False)
    application.install_error_hook(window)

    def escape(error: BaseException) -> None:
        sys.excepthook(type(error), error, error.__traceback__)

    return escape


def test_unexpected_error_opens_one_dialog_with_the_id_of_the_log(
    hook: Callable[[BaseException], None],
    window: MainWindow,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        hook(ValueError("Alexander Brevnikovsky"))
        hook(KeyError("again, as painting does"))
    (dialog,) = window.findChildren(ErrorDialog)
    assert dialog.isVisible()
    assert dialog.error_id in caplog.records[0].getMessage()
    assert len(caplog.records) == 2
    assert "Brevnikovsky" not in caplog.text + dialog.text()
    dialog.accept()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.findChildren(ErrorDialog))
    hook(ValueError())
    assert window.findChildren(ErrorDialog)


def test_missing_language_falls_back_to_english_unmirrored(qapp: QApplication) -> None:
    arabic = QLocale(QLocale.Language.Arabic)
    assert not application.load_translation(qapp, arabic)
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight
    assert application.load_translation(qapp, QLocale(QLocale.Language.English))
    assert qapp.translate("StatusBar", "%n list(s)", "", 1) == "1 list"
    assert qapp.translate("StatusBar", "%n list(s)", "", 2) == "2 lists"


def test_about_copies_diagnostics_without_paths(
    qtbot: QtBot, status_of: Callable[..., SourceStatus], tmp_path: Path
) -> None:
    statuses = [
        status_of("Alpha", SourceState.STALE, 9),
        status_of("Beta", SourceState.MISSING),
    ]
    dialog = AboutDialog(tmp_path, statuses)
    qtbot.addWidget(dialog)
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert copied == diagnostics(statuses)
    assert "alpha: stale, version 2026-11-12, 1200 entries, 9 days old" in copied
    assert "beta: missing" in copied
    assert str(tmp_path) not in copied


def test_window_over_a_new_workspace_shows_its_state(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "work")
    try:
        window, feed = application.make_window(workspace)
        qtbot.addWidget(window)
        window.show()
        with qtbot.waitSignals([feed.lists_read, feed.audit_read]):
            feed.read_lists()
            feed.verify_audit()
        assert window.status.lists.isVisible()
        assert window.status.audit.text().startswith("Audit trail verified")
        for key in ("history", "lists", "screening"):
            window.go_to(key)
        assert window.all_actions()
        window.about_action.trigger()
        window.findChildren(AboutDialog)[0].close()
        feed.close()
        window.close()
    finally:
        workspace.close()


@pytest.fixture
def work(demo_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with the demonstration lists."""
    shutil.copytree(demo_folder, tmp_path / "work")
    workspace = open_workspace(tmp_path / "work")
    yield workspace
    jobs.shutdown()
    workspace.close()


@pytest.fixture
def whole(work: Workspace, qtbot: QtBot) -> Iterator[tuple[MainWindow, StatusFeed]]:
    """The real window over it."""
    window, feed = application.make_window(work)
    qtbot.addWidget(window)
    window.show()
    yield window, feed
    feed.close()


def test_history_opens_a_record_on_the_screening_page(
    work: Workspace, whole: tuple[MainWindow, StatusFeed], qtbot: QtBot
) -> None:
    window, _ = whole
    subject = Subject(SubjectType.INDIVIDUAL, "Test PEP Person", nationality="NG")
    record = screening.screen(work, ScreeningRequest(subject, (Check.SANCTIONS, Check.PEP)))
    window.go_to("history")
    window.current_page().open_requested.emit(record.screening_id)
    qtbot.waitUntil(lambda: "Test PEP Person" in window.current_page().subtitle())
    assert window.current_page().title() == "Screening"


def test_unknown_record_is_an_error_and_the_window_stays(
    whole: tuple[MainWindow, StatusFeed], qtbot: QtBot
) -> None:
    window, _ = whole
    window.go_to("history")
    window.current_page().open_requested.emit("scr_gone")
    qtbot.waitUntil(lambda: bool(window.findChildren(ErrorDialog)))
    assert window.current_page().title() == "History"


@pytest.mark.parametrize("way", ["button", "key", "drop"])
def test_lists_are_imported_from_any_page(
    whole: tuple[MainWindow, StatusFeed],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    way: str,
) -> None:
    window, _ = whole
    file = tmp_path / "list.xml"
    file.write_text("<nothing/>", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: ([str(file)], ""))
    detected: list[Sequence[Path]] = []
    monkeypatch.setattr(Importer, "detect", lambda _self, files: detected.append(files))
    window.go_to("screening")
    if way == "button":
        window.current_page().import_requested.emit()
    elif way == "key":
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    else:
        window.findChild(DropZone).files_dropped.emit((file,))
    assert window.current_page().title() == "Lists"
    assert [list(files) for files in detected] == [[file]]
    assert not window.import_action.isVisible(), "the page has its own action with this key"
    window.current_page().import_action.trigger()
    assert len(detected) == 2


def test_no_second_import_starts_while_one_runs(
    whole: tuple[MainWindow, StatusFeed], qtbot: QtBot
) -> None:
    window, _ = whole
    window.go_to("lists")
    window.page("lists").import_action.setEnabled(False)
    window.go_to("screening")
    assert not window.import_action.isEnabled()
    assert not window.findChild(DropZone).is_enabled
    window.page("lists").import_action.setEnabled(True)
    assert window.import_action.isEnabled()


def test_what_another_process_wrote_appears(
    work: Workspace, whole: tuple[MainWindow, StatusFeed], qtbot: QtBot
) -> None:
    window, feed = whole
    with qtbot.waitSignal(feed.lists_read):
        feed.read_lists()
    assert window.status.demo.isVisible()
    for key in ("history", "lists", "spellings", "validation", "settings", "screening"):
        window.go_to(key)
    validation, settings = window.page("validation"), window.page("settings")
    qtbot.waitUntil(lambda: bool(validation.view_model.active), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: settings.view_model.standing is not None, timeout=WAIT_MS)
    feed.bridge.poll_once()
    other = open_workspace(work.data_dir)
    lists.remove_demo(other)
    other.close()
    qtbot.waitUntil(window.status.demo.isHidden, timeout=3000)
    assert window.status.lists.text() == "No list loaded"
    qtbot.waitUntil(lambda: not validation.view_model.active, timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: all(item.active is None for item in settings.view_model.standing.lists),
        timeout=WAIT_MS,
    )


def test_the_settings_have_a_key_and_lead_to_the_theme_and_the_spellings(
    whole: tuple[MainWindow, StatusFeed], qtbot: QtBot
) -> None:
    window, _ = whole
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    page = window.current_page()
    assert page.title() == "Settings"
    page.appearance.buttons["dark"].click()
    assert current_theme().mode == "dark"
    window.use_theme("light")
    assert page.appearance.buttons["light"].isChecked()
    page.matching.spellings.click()
    assert window.current_page().title() == "Spellings"
    keys = {action.text(): action.shortcut().toString() for action in window.page_switches}
    assert keys == {
        "Dashboard": "Ctrl+0",
        "Screening": "Ctrl+1",
        "Review": "Ctrl+2",
        "Cases": "Ctrl+3",
        "History": "Ctrl+4",
        "Exceptions": "Ctrl+5",
        "Lists": "Ctrl+6",
        "Spellings": "Ctrl+7",
        "Validation": "Ctrl+8",
        "Audit trail": "Ctrl+9",
        "Settings": "Ctrl+,",
    }


def test_every_page_is_reached_by_key_from_every_control(
    whole: tuple[MainWindow, StatusFeed], qtbot: QtBot
) -> None:
    window, _ = whole
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for switch in window.page_switches:
        switch.trigger()
        qtbot.wait(100)
        left = window.current_page()
        for control in window.findChildren(QWidget):
            if not isValid(control) or not control.isVisible() or not control.isEnabled():
                continue
            if control.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            for other in window.page_switches:
                control.setFocus()
                qtbot.keyClick(control, *_pressed(other.shortcut()))
                assert window.current_page().title() == other.text(), (left.title(), control)
                switch.trigger()
                if not isValid(control):
                    break


def _pressed(key: QKeySequence) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    first = key[0]
    return first.key(), first.keyboardModifiers()


def test_import_in_this_process_changes_the_status_line_at_once(
    work: Workspace, whole: tuple[MainWindow, StatusFeed], qtbot: QtBot
) -> None:
    window, feed = whole
    with qtbot.waitSignal(feed.lists_read):
        jobs.start(lambda job: lists.remove_demo(work, job), jobs.WRITE)
    assert window.status.lists.text() == "No list loaded"


def test_preparing_reports_its_failure(
    work: Workspace, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_workspace: Workspace, _job: Job) -> None:
        raise DiskFull

    monkeypatch.setattr(application, "prepare_workspace", refuse)
    application.prepare(work, window)
    qtbot.waitUntil(lambda: bool(window.findChildren(ErrorDialog)))
    assert window.findChildren(ErrorDialog)[0].what == "The disk is full."


def test_the_window_starts_without_what_it_may_never_need() -> None:
    code = (
        "import sys, app.bootstrap, app.gui.shell.application, app.gui.screening.page;"
        "print({'numba', 'pandas', 'reportlab', 'xlsxwriter'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_first_start_loads_the_demonstration_lists_and_the_matcher(
    tmp_path: Path, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed: list[Workspace] = []
    monkeypatch.setattr(application, "warm_up_matcher", lambda space, _job: warmed.append(space))
    workspace = open_workspace(tmp_path / "new")
    try:
        application.prepare(workspace, window)
        qtbot.waitUntil(lambda: warmed == [workspace], timeout=20_000)
        assert any(status.active for status in lists.status(workspace))
        jobs.shutdown()
    finally:
        workspace.close()

"""The application: unexpected errors, texts, about, diagnostics, and the window over a workspace."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.domain.lists import SourceState, SourceStatus
from app.gui.shell import application
from app.gui.shell.about_dialog import AboutDialog, diagnostics
from app.gui.shell.main_window import MainWindow
from app.gui.widgets.error_dialog import ErrorDialog


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch, window: MainWindow) -> Callable[[BaseException], None]:
    """Raises an error where nobody catches it, as a slot would."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
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


def test_window_over_a_new_workspace_shows_its_state(
    qtbot: QtBot, tmp_path: Path, gui_gaps
) -> None:
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

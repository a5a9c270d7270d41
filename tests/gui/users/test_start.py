"""The start of a window over a workspace with users; days signed by themselves; the settings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.user import Role, Session
from app.gui.settings.users_pane import UsersPane
from app.gui.shell import application
from app.gui.shell.status_feed import StatusFeed
from app.gui.users.credentials_pane import CredentialsPane
from app.gui.users.idleness import LOCK_MINUTES
from app.gui.users.log_in_dialog import LogInDialog
from app.gui.widgets.error_dialog import ErrorDialog
from app.services import audit_roots, users
from app.services.workspace import Workspace

PASSWORD = "the tide comes in"  # as in conftest


def in_dialog(act: object) -> None:
    """Do something with the log-in once it is open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LogInDialog)
        act(dialog)  # type: ignore[operator]

    QTimer.singleShot(50, look)


def test_the_window_opens_for_who_logs_in_only(qtbot: QtBot, staffed: Workspace) -> None:
    users.log_out(staffed)
    in_dialog(lambda dialog: dialog.reject())
    assert not application.log_in(staffed)
    assert staffed.session.is_logged_out

    def enter(dialog: LogInDialog) -> None:
        dialog.credentials.login.setText("nora")
        dialog.credentials.password.setText(PASSWORD)
        dialog.go_button.click()

    in_dialog(enter)
    assert application.log_in(staffed)
    assert staffed.actor == "nora"


def test_finished_days_are_signed_while_an_auditor_works(
    qtbot: QtBot, staffed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    staffed.session = Session("odd", "Odd Halvorsen", Role.AUDITOR)
    real = staffed.clock
    staffed.clock = lambda: real() + timedelta(days=1)
    feed = StatusFeed(staffed)
    feed.sign_due()
    qtbot.waitUntil(lambda: audit_roots.latest(staffed) is not None, timeout=5000)
    assert feed._signing.isActive()
    feed.close()
    assert not feed._signing.isActive()
    with staffed.database.read() as uow:
        assert uow.audit.rows(limit=1000)[-1].actor == "screendesk"


@pytest.mark.parametrize(
    ("count", "four_eyes", "words"),
    [
        (0, False, "One person works here"),
        (1, False, "One user logs in"),
        (4, False, "Four eyes are off"),
        (4, True, "Four eyes are on"),
    ],
)
def test_the_settings_say_who_may_work(
    qtbot: QtBot, count: int, four_eyes: bool, words: str
) -> None:
    pane = UsersPane()
    qtbot.addWidget(pane)
    pane.show_people(count, four_eyes=four_eyes)
    assert words in pane.text.text()
    assert pane.minutes.isEnabled() is bool(count)
    assert pane.minutes.currentText() == "10 minutes"
    pane.minutes.activated.emit(pane.minutes.findData(0))
    assert QSettings().value(LOCK_MINUTES, type=int) == 0
    with qtbot.waitSignal(pane.asked):
        pane.button.click()


def test_what_nobody_expected_is_shown_as_an_error(qtbot: QtBot) -> None:
    def fail(_login: str, _password: str) -> Session:
        raise ZeroDivisionError

    pane = CredentialsPane(fail)
    qtbot.addWidget(pane)
    pane.show()
    pane.submit()  # nothing to check yet
    assert pane.login.hasFocus() or not pane.isActiveWindow()
    for field in (pane.login, pane.password):
        assert isinstance(field, QLineEdit)
        field.setText("x")
    pane.submit()
    qtbot.waitUntil(lambda: bool(pane.findChildren(ErrorDialog)), timeout=5000)
    pane.findChildren(ErrorDialog)[0].close()

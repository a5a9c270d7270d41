"""The log-in: by keyboard alone, what is wrong below the fields, a first password changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.gui.users.log_in_dialog import LogInDialog
from app.services import users
from app.services.workspace import Workspace

PASSWORD = "the tide comes in"  # as in conftest


@pytest.fixture
def dialog(qtbot: QtBot, staffed: Workspace) -> LogInDialog:
    users.log_out(staffed)
    made = LogInDialog(staffed)
    qtbot.addWidget(made)
    made.show()
    return made


def type_in(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, text)


def test_login_and_password_and_enter(
    qtbot: QtBot, dialog: LogInDialog, staffed: Workspace
) -> None:
    pane = dialog.credentials
    assert pane.password.echoMode() is QLineEdit.EchoMode.Password
    assert not dialog.go_button.isEnabled()
    type_in(qtbot, pane.login, "Nora")
    qtbot.keyClick(pane.login, Qt.Key.Key_Return)
    assert not dialog.go_button.isEnabled()  # Enter went to the password
    type_in(qtbot, pane.password, PASSWORD)
    with qtbot.waitSignal(dialog.logged_in, timeout=5000):
        qtbot.keyClick(pane.password, Qt.Key.Key_Return)
    assert staffed.actor == "nora"
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert pane.password.text() == ""


def test_what_is_wrong_is_said_and_the_login_stays(
    qtbot: QtBot, dialog: LogInDialog, staffed: Workspace
) -> None:
    pane = dialog.credentials
    type_in(qtbot, pane.login, "nora")
    type_in(qtbot, pane.password, "something else")
    before = dialog.height()
    qtbot.keyClick(pane.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "wrong" in pane.message.text(), timeout=5000)
    assert (pane.login.text(), pane.password.text()) == ("nora", "")
    qtbot.waitUntil(lambda: dialog.height() > before)
    assert dialog.isVisible()
    assert staffed.session.is_logged_out


def test_escape_quits_before_anything_is_shown(qtbot: QtBot, dialog: LogInDialog) -> None:
    with qtbot.waitSignal(dialog.quit_asked):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert not dialog.isVisible()


def test_a_first_password_is_changed_before_the_window_opens(
    qtbot: QtBot, dialog: LogInDialog, staffed: Workspace
) -> None:
    pane, new = dialog.credentials, dialog.new_password
    type_in(qtbot, pane.login, "ines")
    type_in(qtbot, pane.password, PASSWORD)
    qtbot.keyClick(pane.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is new, timeout=5000)
    assert not dialog.go_button.isEnabled()
    type_in(qtbot, new.first, "short")
    qtbot.keyClick(new.first, Qt.Key.Key_Return)  # goes to the second field
    type_in(qtbot, new.second, "short")
    qtbot.keyClick(new.second, Qt.Key.Key_Return)
    assert "at least 12" in new.first_box.message.text()
    type_in(qtbot, new.first, "entirely my own words")
    assert new.first_box.message.text() == ""
    type_in(qtbot, new.second, "entirely my own wards")
    qtbot.keyClick(new.second, Qt.Key.Key_Return)
    assert "not the same" in new.second_box.message.text()
    for field in (new.first, new.second):
        type_in(qtbot, field, PASSWORD)
    qtbot.keyClick(new.second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "old one" in new.first_box.message.text(), timeout=5000)
    for field in (new.first, new.second):
        type_in(qtbot, field, "entirely my own words")
    with qtbot.waitSignal(dialog.logged_in, timeout=5000):
        qtbot.keyClick(new.second, Qt.Key.Key_Return)
    assert staffed.actor == "ines"
    assert not staffed.session.must_change_password
    assert new.first.text() == ""


def test_the_locked_window_asks_its_person_only(qtbot: QtBot, staffed: Workspace) -> None:
    dialog = LogInDialog(staffed, staffed.session)
    qtbot.addWidget(dialog)
    dialog.show()
    pane = dialog.credentials
    assert (pane.login.text(), pane.login.isReadOnly()) == ("nora", True)
    assert "Nora Lindqvist is working" in dialog.text.text()
    type_in(qtbot, pane.password, "something")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert pane.password.text() == ""
    assert dialog.isVisible()
    dialog.close()
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.other_asked):
        dialog.other_button.click()
    type_in(qtbot, pane.password, PASSWORD)
    with qtbot.waitSignal(dialog.logged_in, timeout=5000):
        dialog.go_button.click()
    assert not dialog.isVisible()

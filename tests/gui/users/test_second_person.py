"""A second person signs: another user, who may approve, without the first one leaving."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.gui.users.second_person_dialog import SecondPersonDialog
from app.services.workspace import Workspace

PASSWORD = "the tide comes in"  # as in conftest


@pytest.fixture
def dialog(qtbot: QtBot, staffed: Workspace) -> SecondPersonDialog:
    made = SecondPersonDialog(
        staffed, "Approve true positive?", "The case closes.", "Approve", named="rex"
    )
    qtbot.addWidget(made)
    made.show()
    return made


def sign(qtbot: QtBot, dialog: SecondPersonDialog, login: str, password: str) -> None:
    pane = dialog.credentials
    pane.login.setText(login)
    pane.password.clear()
    qtbot.keyClicks(pane.password, password)
    qtbot.keyClick(pane.password, Qt.Key.Key_Return)


def test_a_reviewer_signs_and_the_maker_keeps_working(
    qtbot: QtBot, dialog: SecondPersonDialog, staffed: Workspace
) -> None:
    assert dialog.credentials.login.text() == "rex"
    assert not dialog.sign_button.isEnabled()
    with qtbot.waitSignal(dialog.signed, timeout=5000) as caught:
        sign(qtbot, dialog, "rex", f"{PASSWORD} at rex")
    assert caught.args[0].login == "rex"
    assert staffed.actor == "nora"
    assert dialog.credentials.password.text() == ""


@pytest.mark.parametrize(
    ("login", "password", "problem"),
    [
        ("nora", PASSWORD, "yourself"),
        ("ines", PASSWORD, "choose a password first"),
        ("odd", f"{PASSWORD} at odd", "no reviewer"),
        ("rex", "wrong", "wrong"),
        ("nobody", "wrong", "wrong"),
    ],
)
def test_nobody_else_signs(
    qtbot: QtBot, dialog: SecondPersonDialog, login: str, password: str, problem: str
) -> None:
    signed: list[object] = []
    dialog.signed.connect(signed.append)
    sign(qtbot, dialog, login, password)
    qtbot.waitUntil(lambda: problem in dialog.credentials.message.text(), timeout=5000)
    assert signed == []
    assert dialog.isVisible()
    assert dialog.credentials.password.text() == ""
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()

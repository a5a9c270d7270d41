"""Users and four eyes in the window: added, changed, refused in words, by an administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.domain.user import Role, Session, UserState
from app.gui.users.own_password_dialog import OwnPasswordDialog
from app.gui.users.user_dialog import NewUserDialog, PasswordDialog, RoleDialog
from app.gui.users.users_dialog import UsersDialog
from app.gui.widgets.reason_dialog import ReasonDialog
from app.services import users
from app.services.workspace import Workspace

PASSWORD = "the tide comes in"  # as in conftest

D = TypeVar("D", bound=QDialog)
Opened = Callable[[], UsersDialog]


@pytest.fixture
def dialog(qtbot: QtBot, staffed: Workspace) -> UsersDialog:
    made = UsersDialog(staffed)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(made.people) == 4, timeout=5000)
    return made


def asked(dialog: UsersDialog, kind: type[D]) -> D:
    """The dialog that was opened over this one."""
    return next(child for child in dialog.findChildren(kind) if child.isVisible())


def choose(dialog: UsersDialog, login: str) -> None:
    row = dialog.model.find_row(login)
    assert row is not None
    dialog.table.selectRow(row)


def user(workspace: Workspace, login: str):
    return next(user for user in users.list_users(workspace) if user.login == login)


def test_the_first_user_is_added_and_works_from_then_on(qtbot: QtBot, lone: Workspace) -> None:
    dialog = UsersDialog(lone)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.empty.isVisible()
    assert "administrator" in dialog.add_button.text()
    assert not dialog.eyes_button.isEnabled()
    dialog.add_button.click()
    form = asked(dialog, NewUserDialog)
    assert not form.role.isEnabled()
    assert form.role.currentData() == Role.ADMINISTRATOR
    form.go_button.click()
    assert form.isVisible()  # there is no login yet
    form.login.setText("nora")
    form.go_button.click()
    form.name.setText("Nora Lindqvist")
    for field in (form.password.first, form.password.second):
        field.setText("short")
    form.go_button.click()
    assert "at least 12" in form.password.first_box.message.text()
    for field in (form.password.first, form.password.second):
        field.setText(PASSWORD)
    qtbot.keyClick(form.password.second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(dialog.people) == 1, timeout=5000)
    assert lone.actor == "nora"
    assert dialog.table.isVisible()


def test_what_is_refused_is_said_where_it_was_asked(
    qtbot: QtBot, dialog: UsersDialog, staffed: Workspace
) -> None:
    dialog.ask_new()
    form = asked(dialog, NewUserDialog)
    form.login.setText("rex")
    form.name.setText("Another Rex")
    for field in (form.password.first, form.password.second):
        field.setText(PASSWORD)
    form.role.setCurrentIndex(form.role.findData(Role.AUDITOR))
    assert "changes nothing" in form.about.text()
    form.go_button.click()
    qtbot.waitUntil(lambda: "already" in form.message.text(), timeout=5000)
    form.login.setText("ruth")
    form.go_button.click()
    qtbot.waitUntil(lambda: len(dialog.people) == 5, timeout=5000)
    assert user(staffed, "ruth").must_change_password


def test_another_role(qtbot: QtBot, dialog: UsersDialog, staffed: Workspace) -> None:
    choose(dialog, "ines")
    dialog.table.opened.emit(dialog.table.currentIndex().row())
    form = asked(dialog, RoleDialog)
    form.role.setCurrentIndex(form.role.findData(Role.REVIEWER))
    form.reason.setText("promoted")
    form.go_button.click()
    qtbot.waitUntil(lambda: user(staffed, "ines").role is Role.REVIEWER, timeout=5000)


def test_disabled_and_let_in_again(qtbot: QtBot, dialog: UsersDialog, staffed: Workspace) -> None:
    for state in (UserState.DISABLED, UserState.ACTIVE):
        choose(dialog, "ines")
        dialog.state_button.click()
        form = asked(dialog, ReasonDialog)
        form.reason.setPlainText("because")
        form.confirm_button.click()
        qtbot.waitUntil(
            lambda wanted=state: any(
                item.login == "ines" and item.state is wanted for item in dialog.people
            ),
            timeout=5000,
        )
        choose(dialog, "ines")
        word = "Disable" if state is UserState.ACTIVE else "Let in"
        assert word in dialog.state_button.text().replace("&", "")


def test_the_last_administrator_stays(qtbot: QtBot, dialog: UsersDialog) -> None:
    choose(dialog, "nora")
    dialog.state_button.click()
    form = asked(dialog, ReasonDialog)
    form.reason.setPlainText("because")
    form.confirm_button.click()
    qtbot.waitUntil(dialog.banner.isVisible, timeout=5000)


def test_a_first_password_for_another_and_ones_own(
    qtbot: QtBot, dialog: UsersDialog, staffed: Workspace
) -> None:
    choose(dialog, "rex")
    dialog.password_button.click()
    form = asked(dialog, PasswordDialog)
    for field in (form.password.first, form.password.second):
        field.setText("a new beginning")
    form.go_button.click()
    qtbot.waitUntil(lambda: user(staffed, "rex").must_change_password, timeout=5000)
    qtbot.waitUntil(lambda: not dialog.findChildren(PasswordDialog), timeout=5000)
    choose(dialog, "nora")
    dialog.password_button.click()
    own = asked(dialog, OwnPasswordDialog)
    own.go_button.click()  # nothing was typed
    assert "at least 12" in own.new.first_box.message.text()
    for field in (own.new.first, own.new.second):
        field.setText("entirely my own words")
    own.old.setText("wrong")
    own.go_button.click()
    qtbot.waitUntil(lambda: "wrong" in own.old_box.message.text(), timeout=5000)
    own.old.setText(PASSWORD)
    own.go_button.click()
    qtbot.waitUntil(lambda: not dialog.findChildren(OwnPasswordDialog), timeout=5000)
    assert users.authenticate(staffed, "nora", "entirely my own words")


def test_four_eyes_on_at_once_and_off_by_asking(
    qtbot: QtBot, dialog: UsersDialog, staffed: Workspace
) -> None:
    for is_on in (False, True):
        assert staffed.case_policy.four_eyes is is_on
        dialog.eyes_button.click()
        form = asked(dialog, ReasonDialog)
        form.reason.setPlainText("policy of the board")
        form.confirm_button.click()
        if is_on:
            qtbot.waitUntil(dialog.banner.isVisible, timeout=5000)
        else:
            qtbot.waitUntil(lambda: dialog.eyes_text.text().startswith("On"), timeout=5000)
    assert staffed.case_policy.four_eyes


def test_others_look_and_change_only_their_own_password(qtbot: QtBot, staffed: Workspace) -> None:
    staffed.session = Session("ines", "Ines Arantes", Role.ANALYST)
    dialog = UsersDialog(staffed)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.people) == 4, timeout=5000)
    choose(dialog, "rex")
    for button in (*dialog._buttons(), dialog.eyes_button):
        assert not button.isEnabled()
    dialog.ask_role()
    assert not [child for child in dialog.findChildren(RoleDialog) if child.isVisible()]
    choose(dialog, "ines")
    assert dialog.password_button.isEnabled()

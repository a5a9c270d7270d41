"""The window and its person: locked with everything hidden, opened at the same row, left anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.domain.user import Role
from app.gui.audit.page import AuditPage
from app.gui.settings.page import SettingsPage
from app.gui.shell.main_window import MainWindow
from app.gui.shell.pages import PageSpec
from app.gui.shell.session_keeper import SessionKeeper
from app.gui.users.idleness import DEFAULT_MINUTES, LOCK_MINUTES, lock_minutes
from app.services import users
from app.services.workspace import Workspace

PASSWORD = "the tide comes in"  # as in conftest


def make(qtbot: QtBot, workspace: Workspace) -> tuple[MainWindow, SessionKeeper]:
    window = MainWindow(
        (
            PageSpec("audit", "Audit trail", "shield", lambda: AuditPage(workspace)),
            PageSpec(
                "settings", "Settings", "settings", lambda: SettingsPage(workspace, lambda: "")
            ),
        ),
        workspace.actor,
        "work",
    )
    qtbot.addWidget(window)
    keeper = SessionKeeper(workspace, window)
    window.show()
    window.go_to("audit")
    return window, keeper


@pytest.fixture
def kept(qtbot: QtBot, staffed: Workspace) -> Iterator[tuple[MainWindow, SessionKeeper]]:
    window, keeper = make(qtbot, staffed)
    page = window.page("audit")
    assert isinstance(page, AuditPage)
    qtbot.waitUntil(lambda: page.view_model.model.is_loaded, timeout=5000)
    yield window, keeper
    keeper.close_listening()
    window.forget_pages()


def unlock(qtbot: QtBot, keeper: SessionKeeper, password: str = PASSWORD, login: str = "") -> None:
    dialog = keeper.dialog
    assert dialog is not None
    if login:
        dialog.credentials.login.setText(login)
    qtbot.keyClicks(dialog.credentials.password, password)
    qtbot.keyClick(dialog.credentials.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not keeper.is_shut, timeout=5000)


def test_the_person_stands_in_the_navigation(kept: tuple[MainWindow, SessionKeeper]) -> None:
    window, keeper = kept
    person = window.navigation.person
    assert (person.name.text(), person.role.text()) == ("Nora Lindqvist", "Administrator")
    assert person.lock_button.isVisible()
    assert "nora" in person.toolTip()
    window.toggle_navigation()
    assert not person.lock_button.isVisible()
    window.toggle_navigation()
    assert keeper.lock_action in window.all_actions()
    assert keeper.lock_action.shortcut().toString() == "Ctrl+L"


def test_locked_nothing_is_shown_and_the_same_row_comes_back(
    qtbot: QtBot, kept: tuple[MainWindow, SessionKeeper]
) -> None:
    window, keeper = kept
    page = window.page("audit")
    assert isinstance(page, AuditPage)
    page.table.setFocus()
    page.table.selectRow(3)
    seq = page.event_pane.event_shown
    over = QDialog(window)
    over.open()
    window.navigation.person.lock_button.click()
    assert keeper.is_shut
    assert not page.isVisible()
    assert not over.isVisible()
    assert not window.statusBar().isVisible()
    keeper.lock()  # once is enough
    unlock(qtbot, keeper)
    assert page.isVisible()
    assert over.isVisible()
    assert page.event_pane.event_shown == seq
    assert page.table.currentIndex().row() == 3
    over.close()


def test_another_password_does_not_open_it(
    qtbot: QtBot, kept: tuple[MainWindow, SessionKeeper]
) -> None:
    window, keeper = kept
    keeper.lock()
    dialog = keeper.dialog
    assert dialog is not None
    qtbot.keyClicks(dialog.credentials.password, "something else")
    qtbot.keyClick(dialog.credentials.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "wrong" in dialog.credentials.message.text(), timeout=5000)
    assert keeper.is_shut
    assert not window.centralWidget().isVisible()
    unlock(qtbot, keeper)


def test_someone_else_begins_with_empty_pages(
    qtbot: QtBot, kept: tuple[MainWindow, SessionKeeper], staffed: Workspace
) -> None:
    window, keeper = kept
    page = window.page("audit")
    assert isinstance(page, AuditPage)
    page.filter_pane.search.setText("what Nora looked for")
    keeper.lock()
    assert keeper.dialog is not None
    keeper.dialog.other_button.click()
    qtbot.waitUntil(lambda: staffed.session.is_logged_out, timeout=5000)
    qtbot.waitUntil(lambda: window.made_pages() == {}, timeout=5000)
    assert not window.centralWidget().isVisible()
    with qtbot.waitSignal(keeper.person_changed, timeout=5000):
        unlock(qtbot, keeper, f"{PASSWORD} at rex", "rex")
    fresh = window.page("audit")
    assert isinstance(fresh, AuditPage)
    assert fresh is not page
    assert fresh.filter_pane.search.text() == ""
    assert window.navigation.person.role.text() == "Reviewer"


def test_logging_out_and_quitting(
    qtbot: QtBot, kept: tuple[MainWindow, SessionKeeper], staffed: Workspace
) -> None:
    window, keeper = kept
    keeper.log_out_action.trigger()
    qtbot.waitUntil(lambda: keeper.is_shut, timeout=5000)
    assert window.navigation.person.name.text() == "Nobody is logged in"
    assert keeper.dialog is not None
    keeper.dialog.quit_button.click()
    assert not window.isVisible()


def test_who_is_disabled_elsewhere_is_out(
    qtbot: QtBot, kept: tuple[MainWindow, SessionKeeper], staffed: Workspace
) -> None:
    _window, keeper = kept
    nora = staffed.session
    users.change_role(staffed, "rex", Role.ADMINISTRATOR)
    staffed.session = users.authenticate(staffed, "rex", f"{PASSWORD} at rex")
    users.disable(staffed, "nora")
    staffed.session = nora
    keeper.refresh()
    qtbot.waitUntil(lambda: keeper.is_shut, timeout=5000)
    assert staffed.session.is_logged_out


def test_an_idle_window_locks_and_a_touch_keeps_it_open(
    qtbot: QtBot, kept: tuple[MainWindow, SessionKeeper]
) -> None:
    window, keeper = kept
    handle = window.windowHandle()
    keeper._watch(handle)
    keeper._watch(handle)
    keeper._watch(None)
    almost = DEFAULT_MINUTES * 60 - 5
    keeper.idle_seconds = almost
    spot = QPoint(5, 5)
    move = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(spot), QPointF(spot), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    keeper.eventFilter(handle, move)
    assert keeper.idle_seconds == 0.0
    keeper.idle_seconds = almost - 5
    keeper._pass_time()
    assert not keeper.is_shut
    QSettings().setValue(LOCK_MINUTES, 0)
    keeper._pass_time()
    assert not keeper.is_shut  # never
    QSettings().setValue(LOCK_MINUTES, DEFAULT_MINUTES)
    keeper._pass_time()
    assert keeper.is_shut
    unlock(qtbot, keeper)
    assert keeper.idle_seconds == 0.0


def test_a_strange_setting_is_the_usual_one() -> None:
    QSettings().setValue(LOCK_MINUTES, 7777)
    assert lock_minutes() == DEFAULT_MINUTES


def test_one_person_has_no_lock_until_there_is_a_user(qtbot: QtBot, lone: Workspace) -> None:
    window, keeper = make(qtbot, lone)
    person = window.navigation.person
    assert person.role.text() == "One-person workspace"
    assert not person.lock_button.isVisible()
    assert not keeper.lock_action.isVisible()
    keeper.lock()
    assert not keeper.is_shut
    users.create_user(lone, "nora", "Nora Lindqvist", Role.ADMINISTRATOR, PASSWORD)
    qtbot.waitUntil(lambda: person.role.text() == "Administrator", timeout=5000)
    assert person.lock_button.isVisible()
    keeper.close_listening()
    window.forget_pages()

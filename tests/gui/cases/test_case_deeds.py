"""What is done to a case by its keys: changes, moves, override, approval, the second person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.case import CaseState, Priority
from app.domain.user import session_of
from app.gui.widgets.tag_field import TagField
from app.services import approvals, cases

CONTROL = Qt.KeyboardModifier.ControlModifier


def press(qtbot, page, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or page, key, modifiers)


def confirm(qtbot, page, reason="Seen on paper", choice=""):
    """Fill the question that is open and confirm it by key."""
    dialog = page.deeds.dialog
    if choice:
        dialog.choose(choice)
    dialog.reason.setPlainText(reason)
    assert dialog.confirm_button.isEnabled()
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return, CONTROL)


def wait_for(qtbot, page, condition):
    qtbot.waitUntil(lambda: page.case.case is not None and condition(page.case), timeout=5000)


def test_every_change_of_a_case_by_its_key(qtbot, open_case, ids):
    page = open_case(3)
    version = page.case.case.version

    def done(condition):
        wait_for(qtbot, page, condition)
        page.activateWindow()  # the window of the program does that by itself
        qtbot.waitUntil(lambda: QApplication.activeWindow() is page, timeout=2000)
        page.case.focus_tabs()

    press(qtbot, page, Qt.Key.Key_P)
    confirm(qtbot, page, "", "CRITICAL")
    done(lambda pane: pane.case.priority is Priority.CRITICAL)
    press(qtbot, page, Qt.Key.Key_D)
    page.deeds.dialog.confirm_button.click()
    done(lambda pane: pane.case.due_at.second == 0)
    press(qtbot, page, Qt.Key.Key_S)
    confirm(qtbot, page, "Waits for a letter", "0")
    done(lambda pane: pane.case.snoozed_until is not None)
    assert "Snoozed until" in page.case.head._due.text()
    press(qtbot, page, Qt.Key.Key_S)
    dialog = page.deeds.dialog
    assert dialog._choices[0].value == "wake"
    dialog._group.button(0).click()
    dialog.confirm_button.click()
    done(lambda pane: pane.case.snoozed_until is None)
    press(qtbot, page, Qt.Key.Key_T)
    dialog = page.deeds.dialog
    field = dialog.findChild(TagField)
    qtbot.keyClicks(field.line, "one, two")
    dialog.confirm_button.click()
    done(lambda pane: pane.case.tags == ("one", "two"))
    press(qtbot, page, Qt.Key.Key_R)
    page.deeds.dialog.person.choose("ruth@bank.example")
    page.deeds.dialog.confirm_button.click()
    done(lambda pane: pane.case.assigned_to == "ruth@bank.example")
    press(qtbot, page, Qt.Key.Key_E)
    confirm(qtbot, page, "Needs a senior")
    done(lambda pane: pane.case.state is CaseState.ESCALATED)
    press(qtbot, page, Qt.Key.Key_M)
    assert page.bar.isVisible()
    press(qtbot, page, Qt.Key.Key_R)
    confirm(qtbot, page, "Back to the desk")
    done(lambda pane: pane.case.state is CaseState.IN_REVIEW)
    assert page.case.case.version > version + 6


def test_an_override_that_is_laxer_waits_for_the_second_person(qtbot, open_case, workspace):
    page = open_case(2)
    press(qtbot, page, Qt.Key.Key_O)
    dialog = page.deeds.dialog
    assert not dialog.confirm_button.isEnabled()
    assert dialog.person is not None
    original = page.case.case.decision
    confirm(qtbot, page, "The letter shows it", "APPROVE")
    wait_for(qtbot, page, lambda pane: len(pane.view_model.now.file.pending) == 1)
    side = page.case.side
    assert page.case.case.decision is original
    assert "You asked for it" in side.state.accessibleDescription()
    assert not side.approve.isEnabled()
    assert side.withdraw.isVisible()
    side.withdraw.click()
    confirm(qtbot, page, "Thought again")
    wait_for(qtbot, page, lambda pane: not pane.view_model.now.file.pending)
    assert len(approvals.pending(workspace, for_me=False)) == 1, "that of another case"


def test_the_reviewer_approves_with_a_key_and_the_case_closes(qtbot, open_case, act_as):
    act_as("ruth@bank.example")
    page = open_case(5)
    assert page.case.side.approve.isEnabled()
    press(qtbot, page, Qt.Key.Key_A)
    confirm(qtbot, page, "")
    wait_for(qtbot, page, lambda pane: pane.case.state is CaseState.CLOSED)
    assert page.case.side.approve.isHidden()


def test_a_refusal_sends_the_case_back_with_the_reason(qtbot, open_case, act_as):
    act_as("ruth@bank.example")
    page = open_case(5)
    page.case.side.refuse.click()
    assert not page.deeds.dialog.confirm_button.isEnabled()
    confirm(qtbot, page, "The passport is another one")
    wait_for(qtbot, page, lambda pane: pane.case.state is CaseState.IN_REVIEW)
    texts = [item.text for item in page.case.timeline.view.items()]
    assert "The passport is another one" in texts


def test_the_second_person_signs_in_this_window(qtbot, open_case, workspace):
    page = open_case(5)
    page.case.side.sign.click()
    dialog = page.case.second
    assert dialog.credentials.login.text() == "ruth@bank.example"
    with workspace.database.read() as uow:
        ruth = session_of(uow.users.get("ruth@bank.example"))
    dialog.signed.emit(ruth)  # the password is tried with the dialog's own tests
    dialog.reject()
    wait_for(qtbot, page, lambda pane: pane.case.state is CaseState.CLOSED)
    file = cases.get(workspace, page.case.case.case_id)
    assert file.approvals[-1].decided_by == "ruth@bank.example"
    assert workspace.actor == "ines@bank.example"

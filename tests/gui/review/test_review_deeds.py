"""What is done beside the verdicts: snooze, note, escalate, assign, take, exclude, whole groups."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.domain.approval import Approval, ApprovalOf, ApprovalState
from app.domain.match import Feature
from app.domain.review import ResolutionVerdict, ReviewState
from app.gui.review.group_dialog import GroupDialog
from app.gui.review.snooze_dialog import SnoozeDialog, mornings
from app.services import match_exceptions, review
from app.services.match_exceptions import ExceptionQuery
from app.services.review import LookAlikes, ReviewQuery

WAIT_MS = 10_000
FP = ResolutionVerdict.FALSE_POSITIVE


def key(page, one, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key; after a dialog nothing makes this window active again, as the real one does."""
    for _ in range(500):
        if page.isActiveWindow():
            break
        page.activateWindow()
        QTest.qWait(10)
    QTest.keyClick(page.view, one, modifier)


def done(qtbot, page):
    return qtbot.waitSignal(page.decisions.stored, timeout=WAIT_MS)


def stored(workspace, item):
    return review.detail(workspace, item.match_id).review


def test_snoozed_until_the_morning_and_woken_up(qtbot, page, workspace) -> None:
    item = page.target()[0]
    key(page, Qt.Key.Key_S)
    dialog = page.dialogs.shown
    assert isinstance(dialog, SnoozeDialog)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT_MS)
    with done(qtbot, page):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_1)
    kept = stored(workspace, item)
    assert kept.snoozed_until == mornings(workspace.clock())[0]
    assert page.target()[0].match_id != item.match_id
    assert review.count(workspace, ReviewQuery()).matches == 11
    page.queue.use(ReviewQuery(snoozed="only"))
    qtbot.waitUntil(lambda: page.queue.count.text() == "1 of 12 matches, 1 party", timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: bool(page.target()) and page.target()[0].match_id == item.match_id, timeout=WAIT_MS
    )
    with done(qtbot, page):
        key(page, Qt.Key.Key_W)
    assert stored(workspace, item).snoozed_until is None


def test_snoozed_until_a_chosen_day(qtbot, page, workspace) -> None:
    item = page.target()[0]
    key(page, Qt.Key.Key_S)
    dialog = page.dialogs.shown
    day = dialog.day.date().addDays(4)
    dialog.day.setDate(day)
    dialog.reason.setText("waits for a document")
    with done(qtbot, page):
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until = stored(workspace, item).snoozed_until.astimezone()
    assert (until.year, until.month, until.day, until.hour) == (
        day.year(), day.month(), day.day(), 8,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("weekday", "days"), [(0, 7), (1, 6), (4, 3), (6, 1)]
)  # Monday, Tuesday, Friday, Sunday
def test_next_monday(weekday: int, days: int) -> None:
    now = datetime(2026, 11, 16, 12, tzinfo=UTC) + timedelta(days=weekday)
    _, three, monday = mornings(now)
    assert (monday.astimezone().date() - now.astimezone().date()).days == days
    assert monday.astimezone().weekday() == 0
    assert three.astimezone().hour == 8


def test_a_note_stays_on_the_match(qtbot, page, workspace) -> None:
    item = page.target()[0]
    key(page, Qt.Key.Key_N)
    page.dialogs.shown.reason.setPlainText("asked the branch")
    with done(qtbot, page):
        page.dialogs.shown.confirm_button.click()
    assert page.target()[0].match_id == item.match_id  # a note decides nothing
    assert review.detail(workspace, item.match_id).history[0].comment == "asked the branch"
    qtbot.waitUntil(page.side.seen.isVisible, timeout=WAIT_MS)


def test_escalated_into_a_case(qtbot, page, workspace) -> None:
    item = page.target()[0]
    key(page, Qt.Key.Key_E)
    page.dialogs.shown.reason.setPlainText("ask the MLRO")
    with done(qtbot, page) as told:
        page.dialogs.shown.confirm_button.click()
    kept = stored(workspace, item)
    assert kept.escalated_at is not None
    assert kept.case_id in told.args[0].cases
    assert page.target()[0].match_id != item.match_id


def test_assigned_to_me_and_to_nobody(qtbot, page, workspace) -> None:
    item = page.target()[0]
    with done(qtbot, page):
        key(page, Qt.Key.Key_M)
    assert stored(workspace, item).assigned_to == workspace.acting_session().login
    qtbot.waitUntil(lambda: bool(page.target()), timeout=WAIT_MS)
    key(page, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    dialog = page.dialogs.shown
    dialog.person.setCurrentIndex(dialog.person.findData(""))
    with done(qtbot, page):
        dialog.confirm_button.click()
    assert stored(workspace, item).assigned_to == ""


def test_the_next_party_is_taken_with_a_lock(qtbot, page, workspace) -> None:
    with qtbot.waitSignal(page.view_model.taken, timeout=WAIT_MS) as taken:
        key(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    group = taken.args[0]
    assert group.external_id == "C-2"
    login = workspace.acting_session().login

    def is_there() -> bool:
        item = page.view.current_item()
        return (
            item is not None and item.group.external_id == "C-2" and (item.group.locked_by == login)
        )

    qtbot.waitUntil(is_there, timeout=WAIT_MS)
    assert "is yours for 20 minutes" in page.toast.words.text()
    assert page.toast.undo_button.isHidden()


def test_nothing_to_take_is_said(qtbot, page, workspace) -> None:
    until = workspace.clock() + timedelta(hours=1)
    for number, group in enumerate(review.groups(workspace, ReviewQuery(), 0, 50)):
        with workspace.database.write() as uow:  # each by another one: nobody holds two
            uow.reviews.lock(group.group_id, f"other{number}@example.org", until)
            uow.commit()
    with qtbot.waitSignal(page.view_model.taken, timeout=WAIT_MS):
        page.take_next()
    assert page.toast.words.text() == "Others work on all of them"
    # and a verdict on what somebody else holds is refused
    with qtbot.waitSignal(page.decisions.refused, timeout=WAIT_MS):
        QTest.keyClicks(page.view, "1f")
    assert "is working on" in page.banner.accessibleName()


def test_an_exception_is_made_in_one_step(qtbot, page, workspace) -> None:
    item = page.target()[0]
    key(page, Qt.Key.Key_3)
    key(page, Qt.Key.Key_X)
    dialog = page.dialogs.shown
    qtbot.waitUntil(lambda: dialog.fields is not None, timeout=WAIT_MS)
    dialog.reason.setPlainText("another person, seen the passport")
    with qtbot.waitSignal(dialog.stored, timeout=WAIT_MS):
        dialog.confirm_button.click()
    kept = stored(workspace, item)
    assert (kept.state, kept.verdict) == (ReviewState.RESOLVED, FP)
    assert kept.reason_code == "other_identifier"
    assert match_exceptions.count(workspace, ExceptionQuery())[0] == 1
    assert page.toast.undo_button.isHidden()
    qtbot.waitUntil(
        lambda: bool(page.target()) and page.target()[0].match_id != item.match_id, timeout=WAIT_MS
    )


def go_to(qtbot, page, number: str) -> None:
    queue = page.view_model.queue
    row = next(n for n in range(queue.counts.groups) if queue.party(n).external_id == number)
    page.view.select_party(row)
    qtbot.waitUntil(
        lambda: bool(page.target()) and page.target()[0].external_id == number, timeout=WAIT_MS
    )


def test_look_alikes_are_decided_as_a_group(qtbot, page, workspace) -> None:
    go_to(qtbot, page, "C-2")
    qtbot.waitUntil(page.side.alike.isVisible, timeout=WAIT_MS)
    assert "6 open matches are disproved by the same field" in page.side.alike.words.text()
    key(page, Qt.Key.Key_G)
    dialog = page.dialogs.shown
    assert dialog.windowTitle() == "Review 6 matches as a group"
    assert dialog.note.text() == "A reason is needed."
    dialog.reason.preset.setCurrentIndex(1)
    assert dialog.confirm_button.isEnabled()
    with done(qtbot, page):
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert review.count(workspace, ReviewQuery()).matches == 6
    with qtbot.waitSignal(page.decisions.taken_back, timeout=WAIT_MS):
        key(page, Qt.Key.Key_Z)
    assert review.count(workspace, ReviewQuery()).matches == 12


def test_above_fifty_the_number_is_typed(qtbot, page, workspace) -> None:
    item = page.target()[0]
    found = LookAlikes(Feature.DATE_OF_BIRTH, (item,) * 51, (item,) * 5)
    dialog = GroupDialog(found, workspace.case_policy, page)
    dialog.reason.words.setText("all born elsewhere")
    assert dialog.note.text() == "Type the number to confirm."
    assert not dialog.confirm_button.isEnabled()
    dialog.typed.setText("51")
    with qtbot.waitSignal(dialog.decided) as told:
        dialog.confirm_button.click()
    assert told.args[3] == "51"


def test_the_steps_are_answered_by_key_and_kept(qtbot, page, workspace) -> None:
    item = page.target()[0]
    pane = page.side.checklist
    key(page, Qt.Key.Key_C)
    assert pane.is_open
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    assert len(pane.answers) == 1
    assert pane.progress.text() == f"1 of {len(pane.steps)} answered"
    for button in list(pane.buttons.values())[1:]:
        button.click()
    pane.back.click()
    pane.onward.click()
    assert pane.leaning.isVisible()
    answers = dict(pane.answers)
    with done(qtbot, page):
        QTest.keyClicks(page.view, "1f")
    assert dict(review.detail(workspace, item.match_id).history[0].checklist) == answers
    assert page.side.checklist.answers == {}
    page.toggle_steps()
    assert not pane.is_open


def test_the_explanation_is_copied(page) -> None:
    key(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert "Match score 100.0 of 100" in QGuiApplication.clipboard().text()


def test_leading_to_the_screening_and_the_case(qtbot, page) -> None:
    with qtbot.waitSignal(page.open_requested) as told:
        page.actions_.screening.trigger()
    assert told.args[0] == page.comparison.detail.record.screening_id
    with qtbot.waitSignal(page.case_requested) as told:
        page.actions_.case.trigger()
    assert told.args[0] == page.comparison.detail.review.case_id


def test_what_waits_for_the_second_person(qtbot, page, workspace) -> None:
    assert not page.actions_.approve.isVisible()
    asked = Approval(
        "apr_1", ApprovalOf.DISPOSITION, "cas_1", "cas_1", "a@example.org", workspace.clock(),
        needs_second=True, state=ApprovalState.PENDING, summary="Close as true positive",
    )  # fmt: skip
    page.view_model.approvals_ready.emit((asked, replace(asked, approval_id="apr_2")))
    assert page.side.waiting.isVisible()
    assert "2 decisions wait" in page.side.waiting.words.text()
    page.dialogs.ask_approve()
    dialog = page.dialogs.shown
    assert dialog.summary.text() == "Close as true positive"
    assert not dialog.refuse_button.isEnabled()
    dialog.confirm()  # there is no such case: the dialog says so and stays
    qtbot.waitUntil(dialog.failure.isVisible, timeout=WAIT_MS)
    dialog.reason.setText("no")
    dialog.refuse()
    qtbot.waitUntil(dialog.isEnabled, timeout=WAIT_MS)
    dialog._next()
    assert "1 wait" in dialog.asked.text()
    dialog._next()
    assert page.dialogs.shown is None

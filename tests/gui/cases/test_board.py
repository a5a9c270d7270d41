"""The board: cards, keys, dragging; every pair of states exactly as the table of moves says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from app.domain.case import MOVES, CaseState, why_not
from app.gui.cases import column_pane
from app.gui.cases.column_pane import case_mime
from app.gui.cases.move_bar_pane import LETTERS
from app.gui.widgets.card_delegate import CARD_ROLE, card_pixmap
from app.services import case_moves, cases

S = CaseState
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def key_of(letter):
    return getattr(Qt.Key, f"Key_{letter}")


def case_in(page, state):
    return page.view_model.columns[state].row_at(0)


def press(qtbot, page, key):
    qtbot.keyClick(QApplication.focusWidget() or page, key)


def drag_over(column, case_id):
    """Carry a card over a column; gives whether it takes it, and puts it down there if so."""
    data = case_mime(case_id)
    enter = QDragEnterEvent(QPoint(20, 60), Qt.DropAction.MoveAction, data, LEFT, NONE)
    QApplication.sendEvent(column, enter)
    move = QDragMoveEvent(QPoint(20, 70), Qt.DropAction.MoveAction, data, LEFT, NONE)
    QApplication.sendEvent(column, move)
    return enter.isAccepted() and move.isAccepted(), data


def drop(column, data):
    event = QDropEvent(QPointF(20, 60), Qt.DropAction.MoveAction, data, LEFT, NONE)
    QApplication.sendEvent(column, event)


def test_columns_show_the_cases_with_their_counts(open_page):
    page = open_page()
    counts = {state: column.shown for state, column in page.view_model.columns.items()}
    assert counts == {
        S.OPEN: 2, S.IN_REVIEW: 2, S.ESCALATED: 1, S.PENDING_APPROVAL: 1, S.CLOSED: 1,
    }  # fmt: skip
    board = page.list.board
    assert board.columns[S.OPEN]._count.text() == "2"
    assert board.columns[S.OPEN].list.accessibleName() == "Open, 2 cases"
    assert page.list.filter_pane.count.text() == "7 of 7 cases"
    assert page.subtitle().startswith("6 open, ")
    assert page.commands.approvals.text() == "Waiting approvals (1)"
    QAbstractItemModelTester(
        page.view_model.columns[S.OPEN], QAbstractItemModelTester.FailureReportingMode.Fatal
    )


def test_a_card_says_everything_in_words(open_page, ids):
    page = open_page()
    column = page.view_model.columns[S.IN_REVIEW]
    row = column.find_row(ids[2])
    card = column.index(row, 0).data(CARD_ROLE)
    assert (card.word, card.role, card.person, card.tags) == (
        "High", "high", "Ines Arantes", ("payment held",),
    )  # fmt: skip
    assert card.mark == "Demo"
    spoken = column.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    for word in ("In review", "priority High", "assigned to Ines Arantes", "demonstration lists"):
        assert word in spoken
    assert ids[2] in column.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
    for is_mirrored in (False, True):
        assert not card_pixmap(card, 210, 1.0, is_mirrored=is_mirrored).isNull()


def test_arrows_move_within_and_between_columns_and_enter_opens(qtbot, open_page):
    page = open_page()
    board = page.list.board
    assert board.current_case().state is S.OPEN
    first = board.current_case()
    press(qtbot, page, Qt.Key.Key_Down)
    assert board.current_case() != first
    press(qtbot, page, Qt.Key.Key_K)
    assert board.current_case() == first
    press(qtbot, page, Qt.Key.Key_J)
    for state in (S.IN_REVIEW, S.ESCALATED, S.PENDING_APPROVAL, S.CLOSED):
        press(qtbot, page, Qt.Key.Key_Right)
        assert board.current_case().state is state
    press(qtbot, page, Qt.Key.Key_Right)
    assert board.current_case().state is S.CLOSED, "there is nothing beyond the last column"
    press(qtbot, page, Qt.Key.Key_Left)
    case = board.current_case()
    press(qtbot, page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.case.case is not None, timeout=5000)
    assert page.is_case_open
    assert page.case.case.case_id == case.case_id
    press(qtbot, page, Qt.Key.Key_Escape)
    assert not page.is_case_open
    assert board.current_case().case_id == case.case_id, "back at the card that was open"


@pytest.mark.parametrize("state", list(CaseState), ids=lambda state: state.value)
def test_every_pair_of_states_is_as_the_table_of_moves_says(qtbot, open_page, state):
    """All 25 pairs: what a column says, whether it takes a card, what the keys do."""
    page = open_page()
    page.bar.sent.disconnect(page.deeds.move)  # what follows is tried elsewhere
    sent = []
    page.bar.sent.connect(lambda case, target: sent.append((case.case_id, target)))
    board, case = page.list.board, case_in(page, state)
    for target in CaseState:
        column, reason = board.columns[target], why_not(state, target)
        is_allowed = (state, target) in MOVES
        page.bar.begin(case)
        hint = column.hint.hint
        assert hint.is_home == (state is target)
        if state is not target:
            assert (hint.is_refused, is_allowed) == (bool(reason), not reason)
            assert hint.text == reason or is_allowed
            assert column.property("column") == ("closed" if reason else "plain")
            assert column.list.cards.is_faded == bool(reason)
            assert column.hint.accessibleName() == hint.text
        assert drag_over(column, case.case_id)[0] == is_allowed
        QApplication.sendEvent(column, QDragLeaveEvent())
        page.bar.put_back()
        assert all(other.hint.isHidden() for other in board.columns.values())
        board.columns[state].list.setFocus()
        board.columns[state].list.select_row(0)
        press(qtbot, page, Qt.Key.Key_M)
        assert page.bar.case.case_id == case.case_id
        press(qtbot, page, key_of(LETTERS[target]))
        if reason:
            assert page.bar.words == reason
            assert not sent
            press(qtbot, page, Qt.Key.Key_Escape)
        else:
            assert sent.pop() == (case.case_id, target)
        assert page.bar.isHidden()


def test_dragging_leaves_an_empty_place_and_a_drop_asks(qtbot, open_page, workspace):
    page = open_page()
    board, case = page.list.board, case_in(page, S.IN_REVIEW)
    page.bar.begin(case)
    assert board.columns[S.IN_REVIEW].list.cards.moving == case.case_id
    takes, data = drag_over(board.columns[S.ESCALATED], case.case_id)
    assert takes
    assert board.columns[S.ESCALATED].property("column") == "target"
    board.grab()
    drop(board.columns[S.ESCALATED], data)
    dialog = page.deeds.dialog
    assert not dialog.confirm_button.isEnabled()
    qtbot.keyClicks(dialog.reason, "Possible freeze")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.view_model.columns[S.ESCALATED].shown == 2, timeout=5000)
    assert cases.get(workspace, case.case_id).case.state is S.ESCALATED


def test_rights_stand_against_a_move_as_well(qtbot, open_page):
    page = open_page()
    case = case_in(page, S.PENDING_APPROVAL)
    page.bar.begin(case)
    column = page.list.board.columns[S.CLOSED]
    assert not column.hint.hint.is_refused
    qtbot.waitUntil(lambda: column.hint.hint.is_refused, timeout=5000)
    assert "reviewer" in column.hint.hint.text
    page.bar.put_back()


def test_a_case_is_taken_into_review_without_a_question(qtbot, open_page, workspace):
    page = open_page()
    case = page.list.board.current_case()
    press(qtbot, page, Qt.Key.Key_M)
    press(qtbot, page, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: page.view_model.columns[S.IN_REVIEW].shown == 3, timeout=5000)
    assert cases.get(workspace, case.case_id).case.assigned_to == "ines@bank.example"
    assert page.toast.isVisible()
    assert case.name in page.toast.words.text()


def test_letters_of_a_move_do_nothing_else(qtbot, open_page):
    page = open_page()
    page.list.board.columns[S.IN_REVIEW].list.setFocus()
    press(qtbot, page, Qt.Key.Key_M)
    press(qtbot, page, Qt.Key.Key_P)  # the key of the priority, while no case is on its way
    assert page.deeds.dialog.windowTitle().startswith("Decide ")
    page.deeds.dialog.reject()
    press(qtbot, page, Qt.Key.Key_P)
    assert page.deeds.dialog.windowTitle().startswith("Priority of ")
    page.deeds.dialog.reject()


def test_a_column_can_be_seen_as_a_table(qtbot, open_page):
    page = open_page()
    column = page.list.board.columns[S.CLOSED]
    column.more.click()
    menu = QApplication.activePopupWidget()
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: page.view_model.fitting == 1, timeout=5000)
    assert not page.view_model.is_board


def test_the_menu_of_a_card_has_the_actions(open_page):
    page = open_page()
    cards = page.list.board.columns[S.OPEN].list
    cards.customContextMenuRequested.emit(QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert page.commands.move in menu.actions()
    menu.close()


def test_the_same_card_stays_current_when_the_cases_are_asked_again(qtbot, open_page, workspace):
    page = open_page()
    column = page.list.board.columns[S.OPEN]
    column.list.select_row(1)
    kept = column.list.current_case()
    page.refresh()
    with qtbot.waitSignal(column.model.loaded, timeout=5000):
        pass
    assert column.list.current_case() == kept
    case_moves.assign(workspace, kept.case_id, "ines@bank.example")
    qtbot.waitUntil(lambda: column.model.shown == 1, timeout=5000)
    assert column.list.current_case() is not None, "the one that took its place"


def test_a_card_is_dragged_as_its_picture(qtbot, open_page, monkeypatch):
    page = open_page()
    board = page.list.board
    seen = []

    class Drag(column_pane.QDrag):
        """A drag that is dropped nowhere; the real one waits for the mouse."""

        def exec(self, *_actions):
            seen.append((self.mimeData().hasFormat(column_pane.MIME), self.pixmap().isNull()))
            seen.append(page.bar.isVisible())
            return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(column_pane, "QDrag", Drag)
    board.columns[S.IN_REVIEW].list.setFocus()
    board.columns[S.IN_REVIEW].list.startDrag(Qt.DropAction.MoveAction)
    assert seen == [(True, False), True]
    assert page.bar.isHidden(), "put back, because no column took it"
    page.list._tell_time()


def test_what_a_closed_case_does_not_allow_is_off(open_page):
    page = open_page()
    page.list.board.columns[S.CLOSED].list.setFocus()
    act = page.commands
    assert page.current_case().state is S.CLOSED
    off = [act.assign, act.snooze, act.priority, act.due, act.escalate]
    assert not any(action.isEnabled() for action in off)
    assert all(action.isEnabled() for action in (act.move, act.override, act.tags))

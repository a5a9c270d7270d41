"""The review page by keyboard alone: move, decide with a reason, go on, take back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.review import ResolutionVerdict, ReviewKind, ReviewState
from app.gui.widgets.labels import FIRST_STRONG_ISOLATE, POP_ISOLATE
from app.services import review
from app.services.review import ReviewQuery

WAIT_MS = 10_000
FP, TP, UNSURE = (
    ResolutionVerdict.FALSE_POSITIVE,
    ResolutionVerdict.TRUE_POSITIVE,
    ResolutionVerdict.UNSURE,
)


def key(page, *keys) -> None:
    """Press keys where the keyboard is."""
    for one in keys:
        pressed = one if isinstance(one, tuple) else (Qt.KeyboardModifier.NoModifier, one)
        QTest.keyClick(page.focusWidget() or page, pressed[1], pressed[0])


def customer(page) -> str:
    item = page.view.current_item()
    return f"{item.group.external_id} {item.match.source}" if item.match else item.group.external_id


def settled(qtbot, page, wanted) -> None:
    qtbot.waitUntil(wanted, timeout=WAIT_MS)


def shown(qtbot, page, number: str) -> None:
    """Wait until the match of a customer is current and read."""
    qtbot.waitUntil(
        lambda: customer(page).startswith(number) and bool(page.target()), timeout=WAIT_MS
    )


def stored(workspace, match_id: str):
    return review.detail(workspace, match_id).review


@pytest.fixture
def first(page):
    """The first match of the queue."""
    return page.target()[0]


def test_the_first_match_is_read_and_the_list_has_the_keyboard(page) -> None:
    assert page.view.hasFocus()
    assert customer(page) == "C-1 un_sc"
    assert page.queue.count.text() == "12 matches, 7 parties"
    assert page.subtitle() == "7 parties, 12 matches open"
    assert page.comparison.head.score.text() == "100"
    assert page.comparison.head.place.text() == "Match 1 of 2 on this party"
    assert page.queue.chooser.current == "My queue"


def test_j_and_k_go_through_the_matches_and_open_parties(qtbot, page) -> None:
    seen = [customer(page)]
    for _ in range(4):
        key(page, Qt.Key.Key_J)
        before = seen[-1]
        qtbot.waitUntil(lambda: customer(page) != before and bool(page.target()), timeout=WAIT_MS)  # noqa: B023
        seen.append(customer(page))
    assert seen == ["C-1 un_sc", "C-1 us_ofac_sdn", "C-2 un_sc", "C-2 us_ofac_sdn", "C-3 un_sc"]
    assert page.view.hasFocus()
    key(page, Qt.Key.Key_K, Qt.Key.Key_Up)
    assert customer(page) == "C-2 un_sc"
    key(page, Qt.Key.Key_Down)
    assert customer(page) == "C-2 us_ofac_sdn"
    assert page.view_model.match_id == page.view.current_item().match.match_id


def test_a_verdict_asks_for_a_reason_and_then_goes_on(qtbot, page, workspace, first) -> None:
    key(page, Qt.Key.Key_F)
    assert page.decision.armed is FP
    assert stored(workspace, first.match_id).state is ReviewState.OPEN
    with qtbot.waitSignal(page.decisions.stored, timeout=WAIT_MS):
        key(page, Qt.Key.Key_2)
        assert customer(page) == "C-1 us_ofac_sdn"  # at once, before it is stored
    kept = stored(workspace, first.match_id)
    assert (kept.verdict, kept.reason_code) == (FP, "other_country")
    assert page.toast.isVisible()
    assert page.toast.words.text() == "UN SC match marked false positive"
    assert page.view.hasFocus()


def test_the_last_reason_is_offered_and_a_key_takes_it(qtbot, page, workspace, first) -> None:
    with qtbot.waitSignal(page.decisions.stored, timeout=WAIT_MS):
        key(page, Qt.Key.Key_2, Qt.Key.Key_F)  # the reason first decides with the verdict
    shown(qtbot, page, "C-1")
    second = page.target()[0]
    assert page.decision.reasons.offered == "other_country"
    assert page.decision.reasons.chosen == ""
    key(page, Qt.Key.Key_F)
    assert stored(workspace, second.match_id).state is ReviewState.OPEN
    with qtbot.waitSignal(page.decisions.stored, timeout=WAIT_MS):
        key(page, Qt.Key.Key_Return)
    assert stored(workspace, second.match_id).reason_code == "other_country"
    shown(qtbot, page, "C-2")


def test_words_in_the_text_are_no_keys(qtbot, page, workspace, first) -> None:
    key(page, Qt.Key.Key_T, Qt.Key.Key_R)
    assert page.decision.reasons.text.hasFocus()
    QTest.keyClicks(page.decision.reasons.text, "justified: seen a file 1")
    assert stored(workspace, first.match_id).state is ReviewState.OPEN
    with qtbot.waitSignal(page.decisions.stored, timeout=WAIT_MS) as told:
        key(page, Qt.Key.Key_Return)
    kept = stored(workspace, first.match_id)
    assert (kept.verdict, kept.comment) == (TP, "justified: seen a file 1")
    assert kept.case_id in told.args[0].cases
    assert page.view.hasFocus()


def test_escape_in_the_text_goes_back_without_deciding(page, workspace, first) -> None:
    key(page, Qt.Key.Key_U, Qt.Key.Key_R)
    QTest.keyClicks(page.decision.reasons.text, "hm")
    key(page, Qt.Key.Key_Escape)
    assert page.view.hasFocus()
    assert page.decision.is_idle
    assert stored(workspace, first.match_id).state is ReviewState.OPEN


def test_enter_in_the_text_without_a_verdict_says_what_is_missing(page, workspace, first) -> None:
    key(page, Qt.Key.Key_R)
    QTest.keyClicks(page.decision.reasons.text, "hm")
    key(page, Qt.Key.Key_Return)
    assert "First a verdict" in page.decision.hint.text()
    assert stored(workspace, first.match_id).state is ReviewState.OPEN
    key(page, Qt.Key.Key_Escape, Qt.Key.Key_T, Qt.Key.Key_Return)
    assert "needs a reason" in page.decision.hint.text()


def test_unsure_stays_open_but_is_not_asked_again_at_once(qtbot, page, workspace, first) -> None:
    key(page, Qt.Key.Key_U)
    assert [choice.code for choice in page.decision.reasons.choices] == [
        "family_relation", "need_document", "need_customer",
    ]  # fmt: skip
    with qtbot.waitSignal(page.decisions.stored, timeout=WAIT_MS):
        key(page, Qt.Key.Key_2)
    assert stored(workspace, first.match_id).state is ReviewState.UNSURE
    assert not page._is_wanted(stored(workspace, first.match_id))
    page.refresh()
    assert page._is_wanted(stored(workspace, first.match_id))


def test_what_was_done_is_taken_back_step_by_step(qtbot, page, workspace) -> None:
    done = []
    for _ in range(3):
        qtbot.waitUntil(lambda: bool(page.target()), timeout=WAIT_MS)
        done.append(page.target()[0].match_id)
        with qtbot.waitSignal(page.decisions.stored, timeout=WAIT_MS):
            key(page, Qt.Key.Key_1, Qt.Key.Key_F)
    assert all(stored(workspace, one).state is ReviewState.RESOLVED for one in done)
    for number, undo in enumerate(((Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Z),
                                   Qt.Key.Key_Z, Qt.Key.Key_Z), 1):  # fmt: skip
        with qtbot.waitSignal(page.decisions.taken_back, timeout=WAIT_MS):
            key(page, undo)
        back = done[-number]
        assert stored(workspace, back).state is ReviewState.OPEN
        qtbot.waitUntil(
            lambda back=back: bool(page.target()) and page.target()[0].match_id == back,
            timeout=WAIT_MS,
        )
    kinds = [event.kind for event in review.detail(workspace, done[0]).history]
    assert kinds[:2] == [ReviewKind.UNDO, ReviewKind.RESOLVE]  # nothing is erased
    key(page, Qt.Key.Key_Z)
    assert page.toast.words.text() == "Nothing to undo in this session"


def test_undo_while_it_is_being_stored(qtbot, page, workspace, first) -> None:
    with qtbot.waitSignal(page.decisions.taken_back, timeout=WAIT_MS):
        key(page, Qt.Key.Key_1, Qt.Key.Key_F, Qt.Key.Key_Z)
    assert stored(workspace, first.match_id).state is ReviewState.OPEN


def test_a_refused_decision_puts_the_row_back(qtbot, page, workspace, first) -> None:
    # someone else was quicker, and the page has not heard of it
    workspace.bus.publish, heard = (lambda _events: None), workspace.bus.publish
    review.resolve(workspace, [first.match_id], TP, "same_identifier")
    with qtbot.waitSignal(page.decisions.refused, timeout=WAIT_MS):
        key(page, Qt.Key.Key_1, Qt.Key.Key_F)
    workspace.bus.publish = heard
    assert page.banner.isVisible()
    assert "was resolved by" in page.banner.accessibleName()
    assert stored(workspace, first.match_id).verdict is TP
    qtbot.waitUntil(lambda: customer(page) == "C-1 un_sc", timeout=WAIT_MS)
    assert page.view.current_item().match.verdict is TP


def test_the_whole_party_is_decided_from_its_row(qtbot, page, workspace) -> None:
    key(page, Qt.Key.Key_Left)
    assert page.view.current_item().match is None
    assert page.decision.hint.text() == "A verdict counts for all 2 matches of Vormal Quendrik."
    ids = [item.match_id for item in page.target()]
    assert len(ids) == 2
    with qtbot.waitSignal(page.decisions.stored, timeout=WAIT_MS):
        key(page, Qt.Key.Key_4, Qt.Key.Key_F)
    kept = [stored(workspace, one) for one in ids]
    assert {item.reason_code for item in kept} == {"other_gender"}
    assert len({item.resolution_id for item in kept}) == 2
    shown(qtbot, page, "C-2")
    settled(qtbot, page, lambda: page.queue.count.text() == "10 matches, 6 parties")


def test_until_nothing_is_left(qtbot, page, workspace) -> None:
    for _ in range(7):
        qtbot.waitUntil(lambda: bool(page.target()), timeout=WAIT_MS)
        key(page, Qt.Key.Key_Left)
        qtbot.waitUntil(lambda: bool(page.target()), timeout=WAIT_MS)
        with qtbot.waitSignal(page.decisions.stored, timeout=WAIT_MS):
            key(page, Qt.Key.Key_1, Qt.Key.Key_F)
    assert review.count(workspace, ReviewQuery()).matches == 0
    qtbot.waitUntil(lambda: page.queue.stack.currentWidget() is not page.view, timeout=WAIT_MS)
    assert page.side.today.done.text() == "12 of 12"
    assert page.side.today.counts["FALSE_POSITIVE"].text() == "12"
    with qtbot.waitSignal(page.screening_asked):
        page.queue.screening_asked.emit()
    key(page, Qt.Key.Key_F)
    assert page.decision.armed is None


def test_names_from_right_to_left_are_isolated(page) -> None:
    text = page.comparison.script.text()
    assert "فورمال" in text
    assert text.startswith(FIRST_STRONG_ISOLATE)
    assert text.endswith(POP_ISOLATE)


def test_markup_in_a_name_is_shown_as_it_is(qtbot, page) -> None:
    page.view.reveal(page.view_model.queue.party(6).group_id)
    shown(qtbot, page, "C-7")
    names = [found.text() for found in page.side.customer.findChildren(QLabel)]
    assert "Marisela Quintabran <b>" in names
    assert "&lt;b&gt;" not in "".join(names)

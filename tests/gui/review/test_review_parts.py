"""The parts of the review page that are seldom seen: what came back, marks, other themes, faults."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.domain.errors import BadInput
from app.domain.match_exception import FieldChange
from app.domain.review import ResolutionVerdict, ReviewKind
from app.domain.review_queue import DayFigures, PairEvent
from app.gui.review import queue_model
from app.gui.review.queue_rows import QueueItem, row_text, row_tip
from app.gui.review.seen_pane import event_words, seen
from app.gui.shell import appearance
from app.services.review import ReviewQuery

WAIT_MS = 10_000


def words(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_what_came_back_says_what_changed(page) -> None:
    detail = page.comparison.detail
    change = FieldChange("list", "date_of_birth", "1961", "1961-03-12")
    match = replace(
        detail.match, lapsed_exception_id="exc_1", lapsed_because=(change,), is_demo=True
    )
    page.comparison.show_detail(replace(detail, match=match, entry=None), "UN SC", 1, 1)
    assert page.comparison.came_back.isVisible()
    assert "date of birth: 1961 → 1961-03-12" in words(page.comparison.came_back)
    assert page.comparison.head.place.text() == ""
    QTest.qWait(300)
    assert "no longer stored" in words(page.comparison.entry)
    page.comparison.copy_explanation()


def test_the_profiles_are_compared_when_asked(qtbot, page) -> None:
    pane = page.comparison.name_score.profiles
    with qtbot.waitSignal(page.view_model.profiles_ready, timeout=WAIT_MS):
        pane.button.click()
    assert "Name score" in words(pane)
    page.view_model.profiles_failed.emit(page.comparison.detail.match, BadInput("No."))
    assert "No." in words(pane)
    page.view_model.explaining_failed.emit(page.comparison.detail.match, BadInput("Not so."))
    assert "Not so." in words(page.comparison.changes)


def test_the_history_in_words(page, workspace) -> None:
    detail = page.comparison.detail
    at = workspace.clock()
    base = PairEvent(at, "ines@example.org (one-person workspace)", "mat_x", "scr_x")
    kinds = tuple(replace(base, kind=kind) for kind in ReviewKind if kind is not ReviewKind.RESOLVE)
    cleared = replace(
        base, kind=ReviewKind.RESOLVE, verdict=ResolutionVerdict.FALSE_POSITIVE,
        reason="Other gender", comment="seen", is_undone=True, entry_changed=True,
    )  # fmt: skip
    told = event_words(cleared)
    assert told == (
        "False positive by ines@example.org. “Other gender; seen”. taken back later. "
        "the list entry was another then"
    )
    assert event_words(base) == "Found by a screening, score 0"
    assert [event_words(event) for event in kinds] == [
        "Snoozed by ines@example.org", "Assigned by ines@example.org", "Note by ines@example.org",
        "Escalated by ines@example.org", "Found again since", "Taken back by ines@example.org",
    ]  # fmt: skip
    many = replace(detail, history=(cleared, base, *kinds * 3))
    assert len(seen(many)) == 20
    page.side.seen.show_detail(many)
    assert "and 8 earlier" in words(page.side.seen)


def test_marks_and_words_of_rows(page, workspace) -> None:
    queue, now = page.view_model.queue, workspace.clock()
    group, match = queue.item(0).group, queue.item(1).match
    busy = replace(group, locked_by="b@example.org (B)", assigned_to="c@example.org",
                   came_back=True, case_id="cas_1")  # fmt: skip
    tip = row_tip(QueueItem(0, busy, asking=1), now)
    assert "assigned to c@example.org, b@example.org works on it, an exception lapsed" in tip
    assert row_tip(QueueItem(0, None), now) == "On the way…"
    assert row_text(QueueItem(0, None)) == "…"
    back = replace(match, came_back="exc_1", comment="hm", snoozed_until=now + timedelta(days=1))
    assert row_tip(QueueItem(0, group, back), now, "UN").endswith("an exception lapsed, hm")
    queue.mark_lock(group.group_id, "b@example.org")
    queue.lay_over((back,))
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page.view.viewport().repaint()
    assert queue.item(1).match.came_back == "exc_1"
    queue.take_off((back.match_id,), is_stored=False)
    assert queue.item(1).match.came_back == ""


def test_the_theme_is_switched_under_it(page) -> None:
    page.toast.show_done("Done")
    before = page.grab().toImage().pixelColor(400, 400)
    try:
        appearance.apply("dark")
        assert page.grab().toImage().pixelColor(400, 400) != before
    finally:
        appearance.apply("light")


def test_far_rows_are_read_when_they_are_reached(qtbot, page, monkeypatch) -> None:
    monkeypatch.setattr(queue_model, "PAGE_ROWS", 2)
    monkeypatch.setattr(queue_model, "KEPT_PAGES", 2)
    page.queue.use(ReviewQuery())
    queue = page.view_model.queue
    qtbot.waitUntil(lambda: queue.is_loaded and bool(page.target()), timeout=WAIT_MS)
    for _ in range(11):
        before = page.view.currentIndex().row()
        QTest.keyClick(page.view, Qt.Key.Key_J)
        qtbot.waitUntil(
            lambda before=before: page.view.currentIndex().row() > before and bool(page.target()),
            timeout=WAIT_MS,
        )
    assert page.view.current_item().group.external_id == "C-7"
    QTest.keyClick(page.view, Qt.Key.Key_J)  # there is no further one
    assert page.view.current_item().group.external_id == "C-7"


def test_a_hidden_page_asks_when_it_is_seen_again(qtbot, page) -> None:
    page.hide()
    page.mark_stale()
    with qtbot.waitSignal(page.view_model.queue.loaded, timeout=WAIT_MS):
        page.show()
    with qtbot.waitSignal(page.view_model.queue.loaded, timeout=WAIT_MS):
        page.mark_stale()
    assert page.title() == "Review"
    assert page.header_actions() == [page.actions_.take]


def test_a_store_that_fails_is_told_once(qtbot, page, workspace, monkeypatch) -> None:
    def broken(*_args: object) -> None:
        raise BadInput("The disk is gone.", safe="Nothing was changed.")

    monkeypatch.setattr(queue_model.review, "groups", broken)
    with qtbot.waitSignal(page.view_model.failed, timeout=WAIT_MS):
        page.refresh()
    qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
    assert page.banner.accessibleName() == "The disk is gone."
    monkeypatch.undo()
    page.refresh()
    assert not page.banner.isVisible()


def test_the_pace_of_the_day(page) -> None:
    figures = DayFigures({ResolutionVerdict.TRUE_POSITIVE: 2}, 1, 38.4, 128)
    page.side.today.show_figures(figures)
    assert page.side.today.pace.text() == "Median 38 s per match, 82 min left"
    assert page.side.today.done.text() == "3 of 131"


def test_nothing_is_asked_without_a_match(qtbot, page) -> None:
    page.queue.use(ReviewQuery(text="nobody at all"))
    qtbot.waitUntil(lambda: page.comparison.detail is None, timeout=WAIT_MS)
    dialogs = page.dialogs
    for ask in (dialogs.ask_escalate, dialogs.ask_snooze, dialogs.ask_note, dialogs.ask_exception,
                dialogs.ask_group, dialogs.ask_assign, dialogs.ask_approve):  # fmt: skip
        ask()
    assert dialogs.shown is None
    page.open_screening()
    page.open_case()
    page.comparison.copy_explanation()
    page.view.fold(is_open=True)
    page.view.toggle()
    page._decide(ResolutionVerdict.UNSURE, "need_document", "")
    assert not page.decisions.can_undo

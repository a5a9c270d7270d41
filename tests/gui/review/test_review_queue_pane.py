"""The left side of the review page: views, filters, sorting, search, and the model below it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QSettings, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from app.domain.errors import BadInput
from app.domain.match import Check, Level, Strength
from app.domain.review import ResolutionVerdict, ReviewState
from app.domain.subject import SubjectType
from app.gui.review import wording
from app.gui.review.open_count import OpenCount
from app.gui.review.open_parties import OpenParties
from app.gui.review.queries import chips, from_filters, to_filters, without
from app.gui.review.queue_row_pane import MATCH_ROW
from app.services import review
from app.services.review import ReviewQuery

WAIT_MS = 10_000
FULL = ReviewQuery(
    text="vor",
    states=(ReviewState.UNSURE,),
    checks=(Check.PEP,),
    sources=("un_sc", "us_ofac_sdn"),
    strengths=(Strength.EXACT, Strength.STRONG),
    levels=(Level.HIGH,),
    assigned="nobody",
    due="today",
    snoozed="all",
    came_back=True,
    escalated="only",
    sort=(("best_score", False), ("due_at", True)),
)


def counted(qtbot, page, text: str) -> None:
    qtbot.waitUntil(lambda: page.queue.count.text() == text, timeout=WAIT_MS)


def test_a_query_survives_as_json() -> None:
    assert from_filters(to_filters(FULL)) == FULL
    assert to_filters(ReviewQuery()) == {}


@pytest.mark.parametrize(
    "filters",
    [
        {"states": ["NONSENSE", 3], "checks": "PEP", "due": "never", "assigned": 7},
        {"sort": [["unknown", True], "due_at", []], "came_back": "yes", "sources": None},
    ],
)
def test_what_a_file_says_wrongly_is_left_out(filters) -> None:
    assert from_filters(filters) == ReviewQuery()


def test_every_filter_is_a_chip_that_takes_it_away() -> None:
    found = chips(FULL, str.upper)
    assert [chip.key for chip in found] == [
        "text", "states", "checks", "strengths", "levels", "sources", "assigned", "due",
        "came_back", "snoozed", "escalated",
    ]  # fmt: skip
    assert found[3].text == "Exact or strong"
    query = FULL
    for chip in found:
        query = without(query, chip.key)
    assert query == ReviewQuery(sort=FULL.sort)


def test_typing_narrows_and_escape_clears(qtbot, page) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_Slash)
    assert page.queue.search.hasFocus()
    QTest.keyClicks(page.queue.search, "halima")
    counted(qtbot, page, "2 of 12 matches, 1 party")
    QTest.keyClick(page.queue.search, Qt.Key.Key_Down)
    assert page.view.hasFocus()
    page.queue.focus_search()
    QTest.keyClick(page.queue.search, Qt.Key.Key_Escape)
    assert page.queue.search.text() == ""
    counted(qtbot, page, "12 matches, 7 parties")
    page.queue.focus_search()
    QTest.keyClicks(page.queue.search, "nobody at all")
    counted(qtbot, page, "0 of 12 matches, 0 parties")
    assert page.queue.stack.currentWidget() is page.queue.nothing
    assert page.comparison.stack.currentWidget() is page.comparison.empty


def test_the_menus_filter_and_sort(qtbot, page) -> None:
    qtbot.waitUntil(lambda: bool(page.view_model.sources), timeout=WAIT_MS)
    page.queue.open_filters()
    menu = page.queue.menu_shown
    by_title = {action.text(): action.menu() for action in menu.actions() if action.menu()}
    lists = {action.text(): action for action in by_title["List"].actions()}
    lists["OFAC SDN"].trigger()
    counted(qtbot, page, "5 of 12 matches, 5 parties")
    assert [chip.chip.text for chip in page.queue.chips.buttons] == ["OFAC SDN", "Mine or free"]
    assert page.queue.chooser.text() == "My queue, changed"
    menu.close()
    page.queue.open_filters()
    by_title = {a.text(): a.menu() for a in page.queue.menu_shown.actions() if a.menu()}
    next(a for a in by_title["List"].actions() if a.text() == "OFAC SDN").trigger()
    next(a for a in by_title["Due"].actions() if a.text() == "Overdue").trigger()
    came_back = next(a for a in page.queue.menu_shown.actions() if a.text() == "Came back only")
    came_back.trigger()
    assert page.queue.query.came_back
    page.queue.menu_shown.actions()[-1].trigger()  # clear all
    assert page.queue.query == ReviewQuery()
    page.queue.menu_shown.close()
    page.queue.open_sorting()
    names = {action.text(): action for action in page.queue.menu_shown.actions()}
    assert names["Due first"].isChecked()
    names["Highest score"].trigger()
    assert page.queue.query.sort == (("best_score", False), ("due_at", True))
    page.queue.menu_shown.close()


def test_a_chip_goes_with_one_click(qtbot, page) -> None:
    QTest.mouseClick(page.queue.chips.buttons[0], Qt.MouseButton.LeftButton)
    assert page.queue.query == ReviewQuery()
    assert page.queue.chips.isHidden()


def test_the_view_is_remembered(qtbot, page, workspace, open_page) -> None:
    views = page.queue.views
    page.queue.show_view(views.get("Unsure"))
    counted(qtbot, page, "0 of 12 matches, 0 parties")
    again = open_page(workspace)
    assert again.queue.chooser.current == "Unsure"
    assert again.queue.query.states == (ReviewState.UNSURE,)
    QSettings().setValue("views/review/last", '{"name": "gone", "filters": {"due": "today"}}')
    third = open_page(workspace)
    assert third.queue.chooser.text() == "Own filters"
    assert third.queue.query.due == "today"


def test_the_model_keeps_the_rules_of_qt(qtbot, page) -> None:
    queue = page.view_model.queue
    QAbstractItemModelTester(queue, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert queue.rowCount(queue.index(0, 0)) == 0
    page.view.step(1)
    page.view.select_party(3)
    qtbot.waitUntil(lambda: queue.rowCount() >= 11, timeout=WAIT_MS)
    assert page.view.rowHeight(1) == MATCH_ROW
    assert page.view.rowHeight(0) > MATCH_ROW
    queue.close_party(0)
    queue.close_party(0)
    queue.refresh()
    qtbot.waitUntil(lambda: queue.is_loaded, timeout=WAIT_MS)
    heights = [page.view.rowHeight(row) for row in range(queue.rowCount())]
    rows = [queue.item(row).match is not None for row in range(queue.rowCount())]
    assert [height == MATCH_ROW for height in heights] == rows
    assert queue.data(QModelIndex()) is None
    assert queue.data(queue.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
    assert queue.item(99) is None
    queue.fetch_matches(99)


def test_rows_speak(page) -> None:
    queue = page.view_model.queue
    role = Qt.ItemDataRole.AccessibleTextRole
    party, match = queue.data(queue.index(0, 0), role), queue.data(queue.index(1, 0), role)
    assert party.startswith("Vormal Quendrik, born 12 Mar 1961, Cyprus, listed as VORMAL")
    assert "2 matches to review" in party
    assert party.endswith("open")
    assert match.startswith("Exact, score 100, Sanctions, un_sc, VORMAL QUENDRIK, ")
    assert queue.data(queue.index(1, 0)) == "Exact 100 un_sc, VORMAL QUENDRIK"


def test_open_parties_and_their_rows() -> None:
    parties = OpenParties()
    parties.set_all({2: 3, 5: 1})
    found = [parties.locate(row) for row in range(11)]
    assert found == [(0, -1), (1, -1), (2, -1), (2, 0), (2, 1), (2, 2), (3, -1), (4, -1),
                     (5, -1), (5, 0), (6, -1)]  # fmt: skip
    assert [parties.row_of(n) for n in range(7)] == [0, 1, 2, 6, 7, 8, 10]
    assert parties.rows == 4
    parties.open(0, 2)
    assert parties.row_of(2) == 4
    parties.close(2)
    assert (parties.rows, parties.size(2), 2 in parties, 5 in parties) == (3, 0, False, True)


def test_the_mouse_opens_and_closes_a_party(qtbot, page) -> None:
    view, queue = page.view, page.view_model.queue
    spot = view.visualRect(queue.index(3, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: queue.item(3).is_open, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(page.target()), timeout=WAIT_MS)
    QTest.mouseMove(view.viewport(), QPoint(50, 20))
    spot = view.visualRect(queue.index(0, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert not queue.item(0).is_open
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert queue.item(0).is_open
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert not queue.item(0).is_open
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert queue.item(0).is_open


def test_what_another_screening_finds_comes_in(qtbot, page, workspace, screen_customer) -> None:
    screen_customer(workspace, "C-9", "Halima Oseitutu", None, "")
    counted(qtbot, page, "14 matches, 8 parties")
    assert page.view.current_item().group.external_id == "C-1"


def test_the_count_in_the_navigation(qtbot, workspace) -> None:
    count = OpenCount(workspace)
    with qtbot.waitSignal(count.counted, timeout=WAIT_MS) as told:
        count.ask()
    assert told.args == [12]
    one = review.groups(workspace, ReviewQuery(), 0, 1)[0]
    match = review.matches(workspace, one.group_id, ReviewQuery())[0]
    with qtbot.waitSignal(count.counted, timeout=WAIT_MS) as told:
        review.resolve(workspace, [match.match_id], ResolutionVerdict.FALSE_POSITIVE, "other_birth")
    assert told.args == [11]
    count._bridge.close()


def test_a_store_that_cannot_be_read_is_told(qtbot, page) -> None:
    page.view_model.queue.failed.emit(BadInput("It broke.", safe="Nothing was lost."))
    assert page.banner.isVisible()
    page.view_model.detail_failed.emit(BadInput("Gone."))
    assert page.comparison.failure.isVisible()


def test_words_for_due_dates() -> None:
    now = datetime(2026, 11, 18, 12, tzinfo=UTC)
    assert wording.due_words(now - timedelta(days=3), now) == ("Overdue 3 d", "critical")
    assert wording.due_words(now - timedelta(minutes=5), now)[0].startswith("Overdue since ")
    assert wording.due_words(now + timedelta(minutes=5), now)[1] == "high"
    assert wording.due_words(now + timedelta(days=1), now)[0] == "Due tomorrow"
    assert wording.due_words(now + timedelta(days=5), now)[0] == "Due 23 Nov 2026"
    assert wording.subject_words(SubjectType.ENTITY, "", "CY") == "Entity, Cyprus"
    assert wording.subject_words(SubjectType.INDIVIDUAL, "", "") == "Individual"


def test_words_for_how_a_match_stands(page, workspace) -> None:
    item, now = page.target()[0], workspace.clock()
    later = now + timedelta(days=2)
    cases = (
        (replace(item, state=ReviewState.RESOLVED, verdict=ResolutionVerdict.TRUE_POSITIVE),
         "True positive"),
        (replace(item, snoozed_until=later), "Until "),
        (replace(item, escalated_at=now), "In a case"),
        (replace(item, state=ReviewState.UNSURE), "Unsure"),
    )  # fmt: skip
    for found, words in cases:
        assert wording.standing(found, now)[0].startswith(words)
        assert wording.asks(found, now) is (words == "Unsure")


def test_a_party_is_shown_whatever_the_filters_were(qtbot, page) -> None:
    group = page.view_model.queue.party(4)
    page.queue.use(ReviewQuery(text="nobody at all"))
    counted(qtbot, page, "0 of 12 matches, 0 parties")
    page.show_group(group.group_id)
    qtbot.waitUntil(
        lambda: bool(page.target()) and page.target()[0].group_id == group.group_id,
        timeout=WAIT_MS,
    )
    assert page.queue.chooser.text() == "Own filters"

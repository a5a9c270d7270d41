"""The history page over the real store: order, search, chips, count, reading pane, export."""

from __future__ import annotations

import csv
import json
from datetime import timedelta

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.domain.decision import Outcome
from app.domain.events import Event, EventType
from app.gui.history.page import HistoryPage
from app.gui.history.view_model import HistoryViewModel, Period


@pytest.fixture
def open_page(qtbot, workspace):
    pages = []

    def make():
        page = HistoryPage(workspace)
        qtbot.addWidget(page)
        page.resize(1250, 800)
        with qtbot.waitSignal(page.view_model.counted, timeout=5000):
            page.show()
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.close_listening()


def texts(page, field):
    model = page.view_model.model
    column = model.column_of(field)
    return [model.index(row, column).data() for row in range(model.rowCount())]


def wait_for(qtbot, page, shown):
    qtbot.waitUntil(
        lambda: page.view_model.model.is_loaded and page.view_model.model.shown == shown,
        timeout=5000,
    )


def test_newest_first_with_every_column_filled(qtbot, fill, open_page):
    fill(60)
    page = open_page()
    QAbstractItemModelTester(
        page.view_model.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    model = page.view_model.model
    rows = [model.row_at(n) for n in range(60)]
    assert [row.screening_id for row in rows] == [f"scr_{n:08d}" for n in range(60)]
    assert all(model.index(1, column).data() for column in range(model.columnCount())), (
        "a cell says nothing"
    )
    assert page.filter_pane.count.text() == "60 of 60"
    assert page.subtitle() == "60 screenings"
    assert "UTC" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    demo = texts(page, "is_demo")
    assert demo[:11] == ["Demo", *["Real"] * 9, "Demo"]


def test_names_written_right_to_left_are_isolated(qtbot, fill, open_page):
    fill(8)
    page = open_page()
    name = next(text for text in texts(page, "name") if "سمير" in text)
    assert (name[0], name[-1]) == ("\u2068", "\u2069")


def test_search_waits_for_the_pause_and_the_newest_wins(qtbot, fill, open_page):
    fill(70)
    page = open_page()
    asked = []
    page.view_model.counted.connect(lambda shown, _all: asked.append(shown))
    qtbot.keyClicks(page.filter_pane.search, "tomasz")
    wait_for(qtbot, page, 10)
    assert asked == [10]
    assert page.filter_pane.count.text() == "10 of 70"
    assert all("Tomasz" in name for name in texts(page, "name"))


def test_chips_narrow_and_one_click_clears(qtbot, fill, open_page):
    fill(40)
    page = open_page()
    chips = page.filter_pane.chips
    assert page.filter_pane.clear.isHidden()
    chips[Outcome.BLOCK].click()
    wait_for(qtbot, page, 10)
    assert set(texts(page, "outcome")) == {"Block"}
    chips[Outcome.APPROVE].click()
    wait_for(qtbot, page, 20)
    page.filter_pane.search.setText("nobody of that name")
    wait_for(qtbot, page, 0)
    assert page._stack.currentWidget() is page.nothing
    page.filter_pane.clear.click()
    wait_for(qtbot, page, 40)
    assert page.filter_pane.search.text() == ""
    assert not any(chip.isChecked() for chip in chips.values())
    assert page._stack.currentWidget() is page.table


def test_the_period_counts_local_days(qtbot, fill, open_page, workspace):
    fill(200)
    page = open_page()
    page.view_model.set_period(Period.TODAY)
    qtbot.waitUntil(lambda: 0 < page.view_model.model.shown < 200, timeout=5000)
    model = page.view_model.model
    today = workspace.clock().date()
    assert all(model.row_at(n).created_at.date() == today for n in range(model.shown))
    assert page.view_model.query().since == today
    page.view_model.set_period(Period.WEEK)
    assert page.view_model.query().since == today - timedelta(days=6)


def test_outcomes_and_period_are_remembered_but_no_names(qtbot, fill, open_page, workspace):
    fill(12)
    page = open_page()
    page.view_model.set_text("Halima")
    page.filter_pane.chips[Outcome.REVIEW_REQUIRED].click()
    page.filter_pane.period.setCurrentIndex(2)
    page.filter_pane.period.activated.emit(2)
    kept = QSettings().value("history/filter")
    assert json.loads(kept) == {"outcomes": ["REVIEW_REQUIRED"], "period": "week"}
    again = HistoryViewModel(workspace)
    assert (again.text, again.outcomes, again.period) == (
        "",
        (Outcome.REVIEW_REQUIRED,),
        Period.WEEK,
    )
    QSettings().setValue("history/filter", '{"outcomes": ["NO"]}')
    assert HistoryViewModel(workspace).outcomes == ()


def test_sorting_by_several_columns_in_the_store(qtbot, fill, open_page):
    fill(48)
    page = open_page()
    page.table.sort_by((("outcome", True), ("created_at", True)))
    qtbot.waitUntil(lambda: page.view_model.model.is_loaded, timeout=5000)
    rows = [page.view_model.model.row_at(n) for n in range(48)]
    order = list(Outcome)
    assert rows == sorted(rows, key=lambda r: (order.index(r.outcome), r.created_at))


def test_the_reading_pane_follows_and_enter_opens(qtbot, fill, open_page):
    fill(10)
    page = open_page()
    page.focus_first()
    qtbot.waitUntil(lambda: page.record_pane.record is not None, timeout=5000)
    assert page.record_pane.record.screening_id == "scr_00000000"
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.record_pane.record.screening_id == "scr_00000001", timeout=5000)
    assert page.record_pane.open_button.isEnabled()
    for press in (
        lambda: qtbot.keyClick(page.table, Qt.Key.Key_Return),
        page.record_pane.open_button.click,
        page.open_action.trigger,
    ):
        with qtbot.waitSignal(page.open_requested, timeout=1000) as asked:
            press()
        assert asked.args == ["scr_00000001"]


def test_without_screenings_it_says_what_to_do(qtbot, open_page):
    page = open_page()
    assert page._stack.currentWidget() is page.empty
    assert "Screening page" in page.empty.accessibleDescription()
    assert page.filter_pane.isHidden()
    page.focus_first()


def test_a_new_screening_appears_by_its_event(qtbot, fill, open_page, workspace, add_one):
    fill(5)
    page = open_page()
    page.table.selectRow(2)
    qtbot.waitUntil(lambda: page.record_pane.record is not None, timeout=5000)
    add_one("scr_99999999")
    event = Event("evt_1", EventType.SCREENING_COMPLETED, workspace.clock(), "screening", "x", {})
    with qtbot.waitSignal(page.view_model.counted, timeout=5000):
        workspace.bus.publish([event])
    assert page.view_model.model.row_at(0).screening_id == "scr_99999999"
    assert page.table.currentIndex().row() == 3, "the same screening stays selected"
    page.hide()
    workspace.bus.publish([event])
    qtbot.waitUntil(lambda: page._is_stale, timeout=2000)
    with qtbot.waitSignal(page.view_model.counted, timeout=5000):
        page.show()


def test_a_store_that_fails_is_said_in_words(qtbot, fill, open_page, monkeypatch):
    from app.services import history

    fill(5)
    page = open_page()

    def broken(*_args):
        raise ValueError("secret name")

    monkeypatch.setattr(history, "count", broken)
    page.view_model.refresh()
    qtbot.waitUntil(page.banner.isVisible, timeout=5000)
    assert "secret" not in page.banner.accessibleDescription()
    assert page.view_model.model.rowCount() == 5
    monkeypatch.undo()
    page.refresh_action.trigger()
    qtbot.waitUntil(page.banner.isHidden, timeout=5000)


def test_export_is_what_the_filter_shows_and_runs_no_formula(qtbot, fill, open_page, tmp_path):
    fill(50)
    page = open_page()
    page.filter_pane.search.setText("SUM")
    wait_for(qtbot, page, 7)
    path = tmp_path / "history.csv"
    with qtbot.waitSignal(page.table.export_to(path).finished, timeout=5000) as ended:
        pass
    assert ended.args == [7]
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 8
    assert all(row[1].startswith("'=SUM") for row in rows[1:])

"""What the validation page shows of screening, self check and speed, and of one pair of names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import EnvironmentFault
from app.domain.subject import SubjectType
from app.gui.validation import view_model
from app.gui.validation.forms_pane import ScreeningForm, SelfForm, SpeedForm
from app.gui.validation.measuring import measure, measured_of
from app.gui.validation.page import ValidationPage
from app.gui.validation.pair import Pair, explain_pair
from app.gui.validation.pair_pane import PairPane
from app.gui.validation.requests import (
    Kind,
    ScreeningRequest,
    SelfRequest,
    SpeedRequest,
)
from app.gui.validation.wording import left_out_advice, milliseconds, share_text
from app.gui.widgets.table import DataTable
from app.reports.document import Chart
from app.reports.drawing import Drawing
from app.services.jobs import NO_JOB
from app.services.lists import remove_demo
from app.services.validation import bench
from app.services.validation.bench_results import BaselineRow, BenchResult, BenchRow
from app.services.validation.provenance import Provenance
from app.services.validation.results import NotSelf, SelfResult
from app.services.workspace import Workspace

WAIT_MS = 60_000
FACTS = Provenance("0.3", "aligned", "aligned-1", "3-abc", "1-def", 0.75, 0.92,
                   datetime(2026, 11, 21, 9, 30, tzinfo=UTC), "screendesk bench")  # fmt: skip
BENCH_ROW = BenchRow(
    profile="aligned", names=20_000, build_seconds=1.25, index_bytes=5_000_000,
    peak_rss_bytes=None, reopen_seconds=0.012, median_ms=0.051, p95_ms=0.2, cold_median_ms=None,
    cold_p95_ms=None, queries_per_second=19_000.0, queries_per_second_two_cores=36_000.0,
    brute_force_queries=5, brute_force_differences=1, times_faster=23.4, times_faster_cold=None,
    batch_ratio=1.8,
)  # fmt: skip
PAIR = Pair(
    name="Peter Vormal", listed="Petra Vormal", is_person=True, score=0.9, profile="aligned",
    verdict="False match", role="high", icon="triangle-alert", origin="Line 4",
)  # fmt: skip


def said(widget: QWidget) -> str:
    return "\n".join(item.text() for item in widget.findChildren(QLabel) if not item.isHidden())


def cells(table: DataTable, column: int) -> list[str]:
    model = table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def shown_table(page: ValidationPage, name: str) -> DataTable:
    """The table of a result, its tab shown."""
    table = page.result.show_table(name)
    assert table is not None
    return table


def measured(page: ValidationPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.view_model.ended, timeout=WAIT_MS):
        page.start_action.trigger()
    assert page.form.kind in page.view_model.results, page.view_model.errors


@pytest.fixture
def pairs_page(page: ValidationPage, pairs_file: Path, qtbot: QtBot) -> ValidationPage:
    """The page with measured pairs, the worst errors shown."""
    page.form.forms[Kind.PAIRS].take_files((pairs_file,))
    measured(page, qtbot)
    page.result.show_table("validation_errors")
    return page


def test_a_click_on_an_error_explains_the_pair(pairs_page: ValidationPage, qtbot: QtBot) -> None:
    page = pairs_page
    table = shown_table(page, "validation_errors")
    table.selectRow(0)
    assert page.pair.isHidden(), "only a click or Enter opens it"
    with qtbot.waitSignal(page.view_model.pair_ready, timeout=WAIT_MS) as ready:
        spot = table.visualRect(table.model().index(0, 2)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    explained = ready.args[0]
    assert explained.match is not None
    assert explained.match.name_score == pytest.approx(explained.pair.score)
    assert not page.pair.isHidden()
    words = said(page.pair)
    assert explained.pair.name in words
    assert explained.pair.listed in words
    assert "Line 4" in page.pair.origin.text()
    assert page.pair.verdict.text == "False match"
    assert page.pair.names.alignment.accessibleDescription()
    page.pair.name_score.profiles.button.click()
    assert "Classic" in said(page.pair)


def test_enter_explains_and_the_arrows_lead_to_the_next(
    pairs_page: ValidationPage, qtbot: QtBot
) -> None:
    page = pairs_page
    table = shown_table(page, "validation_errors")
    page.result.focus_current()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    first = page.pair.pair
    assert first is not None
    with qtbot.waitSignal(page.view_model.pair_ready, timeout=WAIT_MS):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert page.pair.pair != first
    page.pair.close_button.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.pair.isHidden()
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert page.pair.isHidden(), "closed it stays closed"
    table.opened.emit(99)  # a row that is gone
    assert page.pair.isHidden()


def test_the_keyboard_goes_back_into_the_table_when_the_pair_is_closed(
    pairs_page: ValidationPage, qtbot: QtBot
) -> None:
    page = pairs_page
    page.result.focus_current()
    qtbot.keyClick(shown_table(page, "validation_errors"), Qt.Key.Key_Return)
    page.activateWindow()
    page.pair.evidence.setFocus()
    qtbot.waitUntil(lambda: page.focusWidget() is page.pair.evidence)
    page.pair.close_button.click()
    assert page.focusWidget() is shown_table(page, "validation_errors")


def test_a_pair_that_cannot_be_explained_says_why(
    pairs_page: ValidationPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise EnvironmentFault("The disk is away.", todo="Bring it back.")

    monkeypatch.setattr(view_model, "explain_pair", fail)
    with qtbot.waitSignal(pairs_page.view_model.pair_failed, timeout=WAIT_MS):
        pairs_page.open_pair(PAIR)
    assert "The disk is away. Bring it back." in said(pairs_page.pair)
    pairs_page.pair.show_failure(replace(PAIR, name="Other"), "late")
    assert "late" not in said(pairs_page.pair)


def test_names_of_which_nothing_is_left_are_told(workspace: Workspace, qtbot: QtBot) -> None:
    pane = PairPane()
    qtbot.addWidget(pane)
    empty = replace(PAIR, name="...", listed="—")
    explained = explain_pair(workspace, empty)
    assert explained.match is None
    pane.show_explanation(explained)  # not asked for
    assert pane.pair is None
    pane.ask_for(empty)
    pane.name_score.profiles.button.click()  # nothing is there to compare yet
    pane.show_explanation(explained)
    assert "Nothing of these names can be compared." in said(pane)
    company = replace(PAIR, name="Halquist Ltd", listed="Halquist LLC", is_person=False)
    explained = explain_pair(workspace, replace(company, note="why it is shown"))
    pane.ask_for(explained.pair)
    pane.show_explanation(explained)
    assert "why it is shown" in said(pane)


def test_screening_shows_what_was_missed_and_which_strangers_match(
    page: ValidationPage, name_files: dict[str, Path], list_file: Path, qtbot: QtBot
) -> None:
    page.show_kind(Kind.SCREENING)
    form = page.form.form
    assert isinstance(form, ScreeningForm)
    form.take_files((*name_files.values(), list_file))
    form.with_fields.setChecked(True)
    measured(page, qtbot)
    result: Any = page.view_model.results[Kind.SCREENING].result
    assert result.queries == 3
    missed = shown_table(page, "validation_missed")
    count = len(result.missed) + len(result.weak)
    assert missed.model().rowCount() == count > 0
    strangers = shown_table(page, "validation_strangers")
    assert cells(strangers, 3) == ["Vormal Quendrik"]
    with qtbot.waitSignal(page.view_model.pair_ready, timeout=WAIT_MS) as ready:
        page.result.show_table("validation_strangers")
        page.result.focus_current()
        qtbot.keyClick(strangers, Qt.Key.Key_Return)
    assert ready.args[0].match.name_score == pytest.approx(1.0)
    again = ScreeningForm()
    qtbot.addWidget(again)
    assert again.with_fields.isChecked()
    assert again.negatives.path() == name_files["negatives"]


def test_strangers_say_what_the_fields_make_of_them(
    workspace: Workspace, name_files: dict[str, Path], list_file: Path
) -> None:
    files = (name_files["queries"], name_files["truth"], name_files["negatives"])
    request = ScreeningRequest(
        (str(list_file),), *files, SubjectType.INDIVIDUAL, with_fields=False, profile="aligned"
    )
    plain = measure(workspace, request, NO_JOB)
    with_fields = measure(workspace, replace(request, with_fields=True), NO_JOB)
    without = replace(with_fields.result, fields=replace(with_fields.result.fields, strangers=()))
    verdicts = [
        item.tables[1].rows[0].verdict
        for item in (plain, with_fields, measured_of(request, without))
    ]
    assert verdicts[0] == "not asked"
    assert verdicts[1] in {"low", "medium", "high"}
    assert verdicts[2] == "discarded"
    none = measure(workspace, replace(request, negatives=None), NO_JOB)
    assert [spec.name for spec in none.tables] == ["validation_missed", "validation_facts"]


def test_the_screening_form_says_what_it_lacks(
    page: ValidationPage, name_files: dict[str, Path], tmp_path: Path
) -> None:
    page.show_kind(Kind.SCREENING)
    form = page.form.form
    assert isinstance(form, ScreeningForm)
    for box in form.lists.boxes.values():
        box.setChecked(False)
    assert form.request() is None
    assert form.lists.message.text() == "Choose a list, or name a list file."
    form.take_files(tuple(name_files.values()))
    form.negatives.set_path(tmp_path / "gone.csv")
    next(iter(form.lists.boxes.values())).setChecked(True)
    assert form.lists.message.text() == ""
    assert form.request() is None
    assert form.negatives.message.text() == "There is no such file."
    form.negatives.set_path(None)
    form.lists.file.set_path(tmp_path / "gone.xml")
    assert not any(box.isEnabled() for box in form.lists.boxes.values())
    assert form.request() is None
    form.lists.file.set_path(None)
    request = form.request()
    assert isinstance(request, ScreeningRequest)
    assert request.lists == (next(iter(form.lists.boxes)),)
    assert request.negatives is None


def test_the_self_check_shows_lists_and_altered_names(
    page: ValidationPage, list_file: Path, qtbot: QtBot
) -> None:
    page.show_kind(Kind.SELF)
    form = page.form.form
    assert isinstance(form, SelfForm)
    form.sample.control.setText("-1")
    assert form.request() is None
    form.take_files((list_file,))
    form.sample.control.setText("3")
    measured(page, qtbot)
    assert len(page.result.charts.views) == 4
    assert cells(shown_table(page, "validation_lists"), 2) == ["3"]
    assert page.result.show_table("validation_not_found") is None, "it says so instead"
    assert "Every listed name finds itself" in said(page.result.stack)
    mutations = shown_table(page, "validation_mutations")
    assert set(cells(mutations, 1)) == {"Latin"}
    result = page.view_model.results[Kind.SELF].result
    assert isinstance(result, SelfResult)
    form.sample.control.setText("0")
    measured(page, qtbot)
    assert page.result.charts.isHidden()
    assert "validation_mutations" not in page.result.table_names()
    assert page.result.table_names()[-1] == "validation_facts"


def test_names_that_do_not_find_themselves_can_be_opened(
    page: ValidationPage, workspace: Workspace, list_file: Path, qtbot: QtBot
) -> None:
    request = SelfRequest((str(list_file),), 0, "aligned")
    found = measure(workspace, request, NO_JOB)
    lost = NotSelf("un_sc", "6900000", "Vormal Quendrik", "another entry is nearer", 0.98)
    result = replace(found.result, not_found=(lost,))
    page.result.show_result(measured_of(request, result))
    table = shown_table(page, "validation_not_found")
    with qtbot.waitSignal(page.result.pair_opened) as opened:
        table.opened.emit(0)
    assert opened.args[0].note == "another entry is nearer"
    assert opened.args[0].origin == "un_sc 6900000"


def test_speed_is_measured_as_the_form_says(
    page: ValidationPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    other = replace(BENCH_ROW, profile="classic", median_ms=12.5, cold_median_ms=20.0,
                    times_faster_cold=12.3, batch_ratio=1.0,
                    brute_force_differences=0, peak_rss_bytes=300_000_000)  # fmt: skip
    found = BenchResult(
        FACTS, (BENCH_ROW, other), (BaselineRow("full scan", 20_000, 1.2),), 500, (0.75,),
        (("processor", "a small one"),), 3.0,
    )  # fmt: skip

    def run(_workspace: Workspace, **wanted: Any) -> BenchResult:
        asked.append(wanted)
        return found

    monkeypatch.setattr(bench, "run_bench", run)
    page.show_kind(Kind.SPEED)
    form = page.form.form
    assert isinstance(form, SpeedForm)
    form.sizes.control.setText("20,000; 1000, many")
    assert form.request() is None
    assert "Whole numbers" in form.sizes.message.text()
    form.sizes.control.setText("20,000; 1000, 500")
    form.queries.control.setText("0")
    assert form.request() is None
    form.queries.control.setText("50")
    measured(page, qtbot)
    assert asked[0]["sizes"] == (20_000, 1000, 500)
    assert (asked[0]["queries"], asked[0]["profiles"]) == (50, ())
    times = shown_table(page, "validation_times")
    assert cells(times, 2) == ["0.051", "12.5"]
    assert cells(times, 4) == ["–", "20.0"]
    assert cells(times, 8) == ["1.80", "1.00"]
    assert cells(times, 10) == ["–", "12.3"]
    sizes = shown_table(page, "validation_sizes")
    assert cells(sizes, 4) == ["–", "300"]
    assert cells(sizes, 7) == ["1", "0"]
    assert cells(shown_table(page, "validation_scan"), 0) == ["full scan"]
    assert "a small one" in cells(shown_table(page, "validation_facts"), 1)
    form.profile.setCurrentIndex(form.profile.findData("classic"))
    request = form.request()
    assert isinstance(request, SpeedRequest)
    assert request.profiles == ("classic",)


def test_charts_wrap_to_the_width(pairs_page: ValidationPage) -> None:
    charts = pairs_page.result.charts
    pairs_page.result.tabs.setCurrentIndex(0)

    def lefts() -> set[int]:
        QTest.qWait(20)
        return {view.mapTo(charts, view.rect().topLeft()).x() for view in charts.views}

    assert len(lefts()) == 2
    pairs_page.resize(900, 700)
    assert len(lefts()) == 1
    hints = {view.hint_at(QPointF(x, 150)) for view in charts.views for x in range(0, 400, 3)}
    assert len(hints) > 1


def test_charts_of_every_width_and_of_the_next_result_take_their_place(
    pairs_page: ValidationPage, qtbot: QtBot
) -> None:
    charts = pairs_page.result.charts
    before = list(charts.views)
    measured(pairs_page, qtbot)
    assert len(charts.views) == len(before)
    assert not set(charts.views) & set(before)
    narrow = Chart("Narrow", Drawing(250, 100, (), "narrow"))
    wide = Chart("Wide", Drawing(510, 100, (), "wide"))
    charts.show_charts((narrow, wide, narrow, narrow))
    QTest.qWait(20)
    tops = [view.mapTo(charts, view.rect().topLeft()).y() for view in charts.views]
    assert tops[0] < tops[1] < tops[2], "a wide one has a row of its own"


def test_lists_that_go_are_not_offered_any_more(
    page: ValidationPage, workspace: Workspace, qtbot: QtBot
) -> None:
    form = page.form.forms[Kind.SELF]
    assert isinstance(form, SelfForm)
    form.lists.boxes["un_sc"].setChecked(False)
    form.remember()
    again = SelfForm()
    qtbot.addWidget(again)
    again.show_lists(page.view_model.active)
    assert [box.isChecked() for box in again.lists.boxes.values()].count(False) == 1
    with qtbot.waitSignal(page.view_model.lists_changed, timeout=WAIT_MS):
        remove_demo(workspace)
        page.view_model.refresh()
    assert form.lists.boxes == {}
    assert not form.lists.nothing.isHidden()


def test_words_for_numbers() -> None:
    assert [share_text(s) for s in (None, 0.0, 1.0, 0.99999, 0.00001, 0.5)] == [
        "–", "0%", "100%", "99.9%", "0.1%", "50.0%"
    ]  # fmt: skip
    assert [milliseconds(v) for v in (None, 0.0512, 1234.5)] == ["–", "0.051", "1,234.5"]
    assert "again" in left_out_advice("something else")

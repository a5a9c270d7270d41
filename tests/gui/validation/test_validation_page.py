"""The validation page: measuring, what happens meanwhile, errors, reports, what is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import BadInput
from app.gui.validation import measuring, view_model
from app.gui.validation.forms_pane import PairsForm
from app.gui.validation.page import ValidationPage
from app.gui.validation.requests import Kind
from app.gui.widgets.table import DataTable
from app.services.jobs import Job

WAIT_MS = 60_000


def shown_table(page: ValidationPage, name: str) -> DataTable:
    """The table of a result, its tab shown."""
    table = page.result.show_table(name)
    assert table is not None
    return table


def measured(page: ValidationPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.view_model.ended, timeout=WAIT_MS):
        page.start_action.trigger()


def pairs_form(page: ValidationPage) -> PairsForm:
    form = page.form.forms[Kind.PAIRS]
    assert isinstance(form, PairsForm)
    return form


def said(widget: QWidget) -> str:
    return "\n".join(item.text() for item in widget.findChildren(QLabel))


def banner(page: ValidationPage) -> str:
    if page.banner.isHidden():
        return ""
    return f"{page.banner.accessibleName()} {page.banner.accessibleDescription()}"


def test_the_empty_page_says_what_each_measurement_needs(page: ValidationPage) -> None:
    assert page.middle.currentWidget() is page.empty
    assert "is_match" in page.empty.accessibleDescription()
    assert (page.title(), page.subtitle()) == ("Validation", "Labelled pairs")
    assert page.header_actions() == []
    assert not page.save_action.isEnabled()
    texts = set()
    for action in page.kind_actions:
        action.trigger()
        texts.add(page.empty.accessibleDescription())
        assert page.form.form.isVisible()
        shown = [form for form in page.form.forms.values() if form.isVisible()]
        assert shown == [page.form.form]
    assert len(texts) == 4
    assert page.form.kind is Kind.SPEED


def test_labelled_pairs_are_measured_and_shown(
    page: ValidationPage, pairs_file: Path, qtbot: QtBot
) -> None:
    pairs_form(page).file.set_path(pairs_file)
    measured(page, qtbot)
    assert page.middle.currentWidget() is page.result
    result = page.view_model.results[Kind.PAIRS].result
    assert result.pairs == 6
    figures = {figure.label: figure.value for figure in page.result.figures.figures}
    assert figures["F1 at 0.75"] == f"{result.possible.f1:.3f}"
    assert "6 labelled pairs" in page.result.summary.text()
    tabs = [page.result.tabs.tabText(n) for n in range(page.result.tabs.count())]
    assert tabs[0] == "Charts"
    assert "Left out 2" in tabs
    assert "Measured with" in tabs
    assert len(page.result.charts.views) == 3
    assert page.header_actions() == [page.save_action]
    assert "measured" in page.subtitle()
    left_out = shown_table(page, "validation_left_out").model()
    rows = [
        [left_out.index(row, column).data() for column in range(3)]
        for row in range(left_out.rowCount())
    ]
    assert [row[0] for row in rows] == ["8", "9"], "the lines of the file"
    assert "Fill in the name" in rows[0][2]
    assert "true or false" in rows[1][2]


def test_tabs_go_round_and_the_table_that_is_shown_offers_its_actions(
    page: ValidationPage, pairs_file: Path, qtbot: QtBot
) -> None:
    assert page.result.current_table() is None
    page.result.step_tab(1)  # nothing to show yet
    pairs_form(page).file.set_path(pairs_file)
    measured(page, qtbot)
    assert page.result.table_actions() == []
    page.next_tab_action.trigger()
    table = shown_table(page, "validation_errors")
    assert page.result.current_table() is table
    assert table.export_action in page.page_actions()
    assert page.result.stack.currentWidget().isAncestorOf(table)
    page.previous_tab_action.trigger()
    page.previous_tab_action.trigger()
    assert page.result.current_table() is shown_table(page, "validation_facts")
    page.result.show_table("validation_thresholds")
    assert page.result.current_table() is shown_table(page, "validation_thresholds")
    page.result_action.trigger()
    assert page.focusWidget() is shown_table(page, "validation_thresholds")


def test_a_table_is_sorted_and_exported(
    page: ValidationPage, pairs_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    pairs_form(page).file.set_path(pairs_file)
    measured(page, qtbot)
    table = shown_table(page, "validation_thresholds")
    table.sort_column(3, is_added=False)
    column = [float(table.model().index(row, 3).data()) for row in range(10)]
    assert column == sorted(column)
    out = tmp_path / "curve.csv"
    with qtbot.waitSignal(table.exporting):
        handle = table.export_to(out)
    qtbot.waitSignal(handle.ended, timeout=WAIT_MS).wait()
    assert out.read_text(encoding="utf-8-sig").splitlines()[0].startswith("Threshold")
    missing = tmp_path / "none" / "curve.csv"
    with qtbot.waitSignal(table.exporting):
        handle = table.export_to(missing)
    qtbot.waitUntil(lambda: bool(banner(page)), timeout=WAIT_MS)


def test_what_is_wrong_in_the_form_is_said_at_the_fields(
    page: ValidationPage, tmp_path: Path, qtbot: QtBot
) -> None:
    form = pairs_form(page)
    page.start_action.trigger()
    assert form.file.message.text() == "Name the file, or drop it here."
    assert form.file.line.property("state") == "error"
    form.file.set_path(tmp_path / "gone.csv")
    assert form.file.message.text() == ""
    form.threshold.control.setText("1.5")
    page.start_action.trigger()
    assert form.file.message.text() == "There is no such file."
    assert form.threshold.message.text() == "A number above 0, up to 1."
    form.threshold.control.setText("much")
    qtbot.keyClick(form.threshold.control, Qt.Key.Key_Return)
    assert form.threshold.message.text()
    assert page.view_model.running is None
    assert page.view_model.results == {}


def test_a_file_that_cannot_be_used_says_what_to_do(
    page: ValidationPage, pairs_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n", encoding="utf-8")
    form = pairs_form(page)
    form.file.set_path(bad)
    measured(page, qtbot)
    assert "bad.csv has no column name1" in banner(page)
    assert "Its first line must name the columns" in banner(page)
    assert isinstance(page.view_model.errors[Kind.PAIRS], BadInput)
    page.show_kind(Kind.SELF)
    assert banner(page) == ""
    page.show_kind(Kind.PAIRS)
    assert "bad.csv" in banner(page)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert banner(page) == ""
    form.file.set_path(pairs_file)
    measured(page, qtbot)
    assert banner(page) == ""
    form.file.set_path(bad)
    measured(page, qtbot)
    assert "bad.csv" in banner(page)
    assert page.middle.currentWidget() is page.result, "the result before it stays"


class Held:
    """A measurement that goes on until it is told to end."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_released = False
        self.real = measuring.measure
        monkeypatch.setattr(view_model, "measure", self._measure)

    def _measure(self, workspace: object, request: object, job: Job) -> object:
        while not self.is_released:
            job.progress(1, 10, "Holding on")
        return self.real(workspace, request, job)  # type: ignore[arg-type]


def test_a_measurement_shows_its_progress_and_is_cancelled(
    page: ValidationPage, pairs_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    Held(monkeypatch)
    pairs_form(page).file.set_path(pairs_file)
    page.start_action.trigger()
    qtbot.waitUntil(lambda: "1 of 10" in page.progress.numbers.text(), timeout=WAIT_MS)
    assert page.progress.isVisible()
    assert not page.start_action.isEnabled()
    assert page.cancel_action in page.page_actions()
    assert "Labelled pairs is being measured" in page.form.busy.text()
    assert page.empty.accessibleName() == "Measuring"
    page.measure()  # the key does nothing meanwhile
    assert not page.view_model.start(page.form.request())
    with qtbot.waitSignal(page.view_model.ended, timeout=WAIT_MS):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert "cancelled" in banner(page)
    assert page.start_action.isEnabled()
    assert page.progress.isHidden()
    assert page.view_model.results == {}


def test_another_measurement_is_looked_at_while_one_runs(
    page: ValidationPage, pairs_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch)
    pairs_form(page).file.set_path(pairs_file)
    page.start_action.trigger()
    page.show_kind(Kind.SPEED)
    with qtbot.waitSignal(page.view_model.ended, timeout=WAIT_MS):
        held.is_released = True
    assert "Labelled pairs is measured" in banner(page)
    assert page.middle.currentWidget() is page.empty
    page.show_kind(Kind.PAIRS)
    assert page.middle.currentWidget() is page.result
    pairs_form(page).file.set_path(pairs_file)
    held.is_released = False
    page.start_action.trigger()
    page.show_kind(Kind.SPEED)
    with qtbot.waitSignal(page.view_model.ended, timeout=WAIT_MS):
        page.cancel_action.trigger()
    assert banner(page) == ""
    page.show_kind(Kind.PAIRS)
    assert "The result before it is still shown." in banner(page)


def test_an_error_of_a_measurement_that_is_not_looked_at_is_shown(
    page: ValidationPage, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("nothing\n", encoding="utf-8")
    pairs_form(page).file.set_path(bad)
    page.start_action.trigger()
    page.form.buttons[Kind.SELF].click()
    qtbot.waitUntil(lambda: page.view_model.running is None, timeout=WAIT_MS)
    assert "bad.csv" in banner(page)


def test_the_window_goes_on_while_names_are_measured(
    page: ValidationPage, tmp_path: Path, qtbot: QtBot, gui_gaps
) -> None:
    rows = [f"Vormal{n % 40} Quendrik,Vormel{n % 50} Quendrik{n},{n % 2}" for n in range(3000)]
    big = tmp_path / "big.csv"
    big.write_text("name1,name2,is_match\n" + "\n".join(rows), encoding="utf-8")
    pairs_form(page).file.set_path(big)
    page.start_action.trigger()
    qtbot.waitUntil(lambda: " of 3,000" in page.progress.numbers.text(), timeout=WAIT_MS)
    gui_gaps.start()
    qtbot.waitUntil(
        lambda: page.progress.bar.value() > 900 or page.view_model.running is None,
        timeout=WAIT_MS,
    )
    gui_gaps.stop()
    assert gui_gaps.p99_busy_ms < 150
    qtbot.waitUntil(lambda: page.view_model.running is None, timeout=WAIT_MS)


def test_everything_can_be_reached_and_is_named(page: ValidationPage) -> None:
    assert said(page.form)
    for kind in Kind:
        page.show_kind(kind)
        focused = page.focusWidget()
        assert focused is not None
        assert page.form.form.isAncestorOf(focused)
    assert {a.shortcut().toString() for a in page.page_actions()} >= {
        "Ctrl+Return",
        "Ctrl+S",
        "Ctrl+J",
        "Ctrl+PgDown",
    }
    for button in page.form.buttons.values():
        assert button.accessibleName()

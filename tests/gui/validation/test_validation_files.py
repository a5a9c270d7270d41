"""The files of the validation page: chosen, dropped, remembered, and the report that is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.gui.validation.forms_pane import PairsForm, ScreeningForm
from app.gui.validation.page import ValidationPage
from app.gui.validation.requests import Kind
from app.gui.widgets.file_field import FileField

WAIT_MS = 60_000


def measured(page: ValidationPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.view_model.ended, timeout=WAIT_MS):
        page.start_action.trigger()


def pairs_form(page: ValidationPage) -> PairsForm:
    form = page.form.forms[Kind.PAIRS]
    assert isinstance(form, PairsForm)
    return form


def banner(page: ValidationPage) -> str:
    if page.banner.isHidden():
        return ""
    return f"{page.banner.accessibleName()} {page.banner.accessibleDescription()}"


def drop(target: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    spot, copy = QPoint(20, 20), Qt.DropAction.CopyAction
    QApplication.sendEvent(target, QDragEnterEvent(spot, copy, *how))
    QApplication.sendEvent(target, QDropEvent(QPointF(spot), copy, *how))


@pytest.mark.parametrize(
    ("name", "chosen", "written"),
    [
        ("quality.html", "Web page (*.html)", "quality.html"),
        ("quality.pdf", "PDF document (*.pdf)", "quality.pdf"),
        ("quality", "PDF document (*.pdf)", "quality.pdf"),
        ("quality", "Web page (*.html)", "quality.html"),
    ],
)
def test_the_report_is_saved(
    page: ValidationPage,
    pairs_file: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    chosen: str,
    written: str,
) -> None:
    page.ask_report()  # nothing is measured: nothing is asked
    pairs_form(page).file.set_path(pairs_file)
    measured(page, qtbot)
    answer = (str(tmp_path / name), chosen)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: answer)
    with qtbot.waitSignal(page.view_model.saved, timeout=WAIT_MS):
        page.save_action.trigger()
    content = (tmp_path / written).read_bytes()
    assert content.startswith(b"%PDF" if written.endswith("pdf") else b"<!DOCTYPE html>")
    assert "The report is saved" in banner(page)
    assert written in banner(page)


def test_a_report_that_cannot_be_written_says_so(
    page: ValidationPage, pairs_file: Path, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    pairs_form(page).file.set_path(pairs_file)
    measured(page, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    page.save_action.trigger()
    assert banner(page) == ""
    path = str(tmp_path / "none" / "report.html")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (path, ""))
    with qtbot.waitSignal(page.view_model.save_failed, timeout=WAIT_MS):
        page.save_action.trigger()
    assert "There is no folder" in banner(page)
    page.close_banner.click()
    assert page.banner.isHidden()


def test_files_and_choices_are_remembered(
    open_page: Callable[[], ValidationPage], pairs_file: Path, qtbot: QtBot
) -> None:
    first = open_page()
    form = pairs_form(first)
    form.file.set_path(pairs_file)
    form.threshold.control.setText("0.8")
    form.profile.setCurrentIndex(form.profile.findData("classic"))
    measured(first, qtbot)
    assert first.view_model.results[Kind.PAIRS].result.chosen.threshold == 0.8
    again = pairs_form(open_page())
    assert again.file.path() == pairs_file
    assert again.threshold.control.text() == "0.8"
    assert again.profile.currentData() == "classic"
    first.show_kind(Kind.SELF)
    assert open_page().form.kind is Kind.SELF
    QSettings().setValue("validation/kind", "gone")
    assert open_page().form.kind is Kind.PAIRS


def test_dropped_files_go_into_the_fields_that_they_fit(
    page: ValidationPage, pairs_file: Path, name_files: dict[str, Path], list_file: Path
) -> None:
    drop(page, pairs_file)
    assert pairs_form(page).file.path() == pairs_file
    page.show_kind(Kind.SCREENING)
    form = page.form.form
    assert isinstance(form, ScreeningForm)
    drop(page, list_file, *name_files.values())
    assert form.queries.path() == name_files["queries"]
    assert form.truth.path() == name_files["truth"]
    assert form.negatives.path() == name_files["negatives"]
    assert form.lists.file.path() == list_file
    drop(page, pairs_file)
    assert form.queries.path() == pairs_file, "all are full: the first one is meant"
    form.truth.set_path(None)
    drop(page, pairs_file)
    assert form.truth.path() == pairs_file
    drop(form.negatives, list_file)
    assert form.negatives.path() == list_file
    drop(form.negatives, list_file, pairs_file)  # two files for one field
    assert form.negatives.path() == list_file
    page.show_kind(Kind.SELF)
    drop(page, list_file)
    assert page.form.forms[Kind.SELF].lists.file.path() == list_file
    page.show_kind(Kind.SPEED)
    drop(page, list_file)  # of no use there


def test_a_file_is_asked_for(
    qtbot: QtBot, pairs_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = FileField("&File", "CSV", "All (*)")
    qtbot.addWidget(field)
    asked: list[tuple[object, ...]] = []

    def answer(*args: object) -> tuple[str, str]:
        asked.append(args)
        return str(pairs_file), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
    field.browse.click()
    assert field.path() == pairs_file
    assert field.line.toolTip() == str(pairs_file)
    field.browse.click()
    assert asked[1][2] == str(pairs_file.parent), "it begins where the last file was"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    field.browse.click()
    assert field.path() == pairs_file
    assert field.browse.accessibleName() == "Choose a file: File"

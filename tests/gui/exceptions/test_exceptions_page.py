"""The Exceptions page: what it shows, how it is narrowed, and what is done by key."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.domain.events import EventType
from app.domain.exception_query import Due
from app.domain.match import Check
from app.domain.match_exception import (
    ExceptionEvent,
    ExceptionKind,
    ExceptionStatus,
    FieldChange,
)
from app.domain.user import Role, Session
from app.gui.exceptions.difference_pane import DifferenceGrid
from app.gui.exceptions.page import ExceptionsPage
from app.gui.exceptions.wording import action_word, field_word, side_word
from app.gui.screening.match_rows import match_rows
from app.gui.screening.page import ScreeningPage
from app.services import match_exceptions, screening
from app.services.screening import ScreeningRequest
from tests.gui.exceptions.conftest import AIRLINE, NOW, PERSON, REASON, cleared, screened

ACTIVE, LAPSED = ExceptionStatus.ACTIVE, ExceptionStatus.LAPSED


def texts(page: ExceptionsPage) -> str:
    return "\n".join(part.text() for part in page.detail.findChildren(QLabel))


def rows(page: ExceptionsPage) -> list[str]:
    model = page.view_model.model
    return [model.row_at(row).exception_id for row in range(model.rowCount())]


def choose(page: ExceptionsPage, qtbot: QtBot, status: ExceptionStatus, kind=None) -> None:
    """Select the first exception of this status (and kind)."""
    model = page.view_model.model
    found = [model.row_at(number) for number in range(model.rowCount())]
    row = next(row for row in found if row.status is status and row.kind is (kind or row.kind))

    def is_shown() -> bool:
        chosen = page.detail.chosen
        return chosen is not None and chosen.exception.exception_id == row.exception_id

    page.table.selectRow(found.index(row))
    qtbot.waitUntil(is_shown)


def narrowed(page: ExceptionsPage, qtbot: QtBot, change) -> list[str]:
    with qtbot.waitSignal(page.view_model.counted):
        change()
    return rows(page)


def press(page: ExceptionsPage, qtbot: QtBot, key: Qt.Key, *, is_done: bool = True) -> None:
    page.activateWindow()
    page.table.setFocus()
    qtbot.keyClick(page.table, key)
    if is_done:
        qtbot.waitUntil(lambda: page.dialog is not None and page.dialog.isVisible())


def confirm(page: ExceptionsPage, qtbot: QtBot, reason: str) -> None:
    """Type a reason into the open dialog and confirm by key; wait for what is stored."""
    dialog = page.dialog
    dialog.reason.setPlainText(reason)
    with qtbot.waitSignal(page.view_model.chosen_ready, timeout=5000):
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_page_lists_every_exception(page: ExceptionsPage) -> None:
    assert page.title() == "Exceptions"
    assert page.subtitle() == "4 exceptions"
    assert page.filter_pane.count.text() == "4 of 4"
    assert page.header_actions() == [page.new_action, page.save_action]
    statuses = [page.view_model.model.row_at(row).status for row in range(4)]
    assert sorted(statuses) == sorted([ACTIVE, ACTIVE, LAPSED, ExceptionStatus.REVOKED])


def test_a_lapsed_one_shows_the_difference_of_both_sides(page, qtbot) -> None:
    choose(page, qtbot, LAPSED)
    (grid,) = page.detail.findChildren(DifferenceGrid)
    assert grid.changes == (FieldChange("subject", "nationality", "NG", "CY"),)
    assert "nationality: NG / CY" in grid.accessibleDescription()
    shown = texts(page)
    for part in (
        "Lapsed",
        "No longer excludes anything",
        "Comes back when the list changes",
        "Test PEP Person is not Test Pep Person",
        "c_pep",
    ):
        assert part in shown or part == "Lapsed", part
    assert page.renew_action.isEnabled()
    assert not page.edit_action.isEnabled(), "what lapsed is renewed, not edited"


def test_markup_and_formulas_are_shown_as_they_are(page, qtbot) -> None:
    choose(page, qtbot, ACTIVE, ExceptionKind.PROFILE)
    (reason, *_) = (p for p in page.detail.findChildren(QLabel) if p.text() == REASON)
    assert reason.textFormat() is Qt.TextFormat.PlainText


def test_the_list_is_narrowed_and_widened_again(page, qtbot) -> None:
    pane, model = page.filter_pane, page.view_model
    assert len(narrowed(page, qtbot, pane.chips[ACTIVE].click)) == 2
    assert len(narrowed(page, qtbot, pane.chips[LAPSED].click)) == 3
    assert pane.clear.isVisible()
    assert len(narrowed(page, qtbot, pane.clear.click)) == 4
    assert len(narrowed(page, qtbot, lambda: pane.search.setText("airlines"))) == 2
    assert len(narrowed(page, qtbot, model.clear)) == 4
    assert pane.search.text() == ""
    kind = pane.kind.findData(ExceptionKind.CONDITIONAL.value)
    pane.kind.setCurrentIndex(kind)
    assert len(narrowed(page, qtbot, lambda: pane.kind.activated.emit(kind))) == 1
    pane.kind.setCurrentIndex(0)
    assert len(narrowed(page, qtbot, lambda: pane.kind.activated.emit(0))) == 4
    source = pane.source.findData("pep_global")
    pane.source.setCurrentIndex(source)
    assert len(narrowed(page, qtbot, lambda: pane.source.activated.emit(source))) == 1
    narrowed(page, qtbot, model.clear)
    pane.author.setCurrentIndex(1)
    assert len(narrowed(page, qtbot, lambda: pane.author.activated.emit(1))) == 4
    due = pane.due.findData(Due.EXPIRING.value)
    pane.due.setCurrentIndex(due)
    assert narrowed(page, qtbot, lambda: pane.due.activated.emit(due)) == []
    assert page._stack.currentWidget() is page.nothing
    assert page.detail.chosen is None
    page.focus_first()
    narrowed(page, qtbot, model.clear)
    assert narrowed(page, qtbot, page.stale_action.trigger) == []


def test_a_pair_is_revoked_by_key(page, qtbot, workspace) -> None:
    choose(page, qtbot, ACTIVE, ExceptionKind.PROFILE)
    exception = page.detail.chosen.exception
    press(page, qtbot, Qt.Key.Key_Delete)
    assert not page.dialog.confirm_button.isEnabled(), "a reason is needed"
    confirm(page, qtbot, "Seen again: it is the airline")
    stored = match_exceptions.get(workspace, exception.exception_id)
    assert stored.status is ExceptionStatus.REVOKED
    qtbot.waitUntil(page.banner.isVisible)
    assert page.banner.accessibleName().startswith("Revoked.")


def test_one_that_lapsed_is_renewed_by_key_with_the_difference_in_sight(
    page, qtbot, workspace
) -> None:
    choose(page, qtbot, LAPSED)
    exception = page.detail.chosen.exception
    press(page, qtbot, Qt.Key.Key_R)
    assert page.dialog.findChild(DifferenceGrid).changes == exception.difference
    page.dialog.days.expires_on.line.setText("soon")
    page.dialog.reason.setPlainText("x")
    assert not page.dialog.confirm_button.isEnabled()
    page.dialog.days.expires_on.line.setText("31 Jan 2027")
    confirm(page, qtbot, "He moved; the passport is the same")
    stored = match_exceptions.get(workspace, exception.exception_id)
    assert (stored.status, str(stored.expires_on)) == (ACTIVE, "2027-01-31")
    choose(page, qtbot, ACTIVE, ExceptionKind.PROFILE)


def test_the_terms_are_edited_by_key(page, qtbot, workspace) -> None:
    choose(page, qtbot, ACTIVE, ExceptionKind.PROFILE)
    exception = page.detail.chosen.exception
    press(page, qtbot, Qt.Key.Key_Return)
    dialog = page.dialog
    assert dialog.note.text() == "Nothing is changed yet."
    for box in dialog.fields.listed.boxes.values():
        box.setChecked(False)
    assert "at least one field" in dialog.note.text()
    dialog.fields.listed.boxes["names"].setChecked(True)
    dialog.fields.customer.boxes["addresses"].setChecked(True)
    dialog.days.review_on.set_day(None)
    confirm(page, qtbot, "Only the names matter")
    stored = match_exceptions.get(workspace, exception.exception_id)
    assert stored.fields == ("names",)
    assert "addresses" in stored.subject_fields
    assert stored.review_on is None
    qtbot.waitUntil(lambda: "Only the names matter" in texts(page))
    assert "Review on: 2026-12-24 → –" in texts(page)


def test_a_change_by_someone_else_is_told_and_changes_nothing(page, qtbot, workspace) -> None:
    choose(page, qtbot, ACTIVE, ExceptionKind.PROFILE)
    exception = page.detail.chosen.exception
    press(page, qtbot, Qt.Key.Key_Return)
    dialog = page.dialog
    match_exceptions.revoke(workspace, exception.exception_id, reason="First", version=1)
    dialog.fields.customer.boxes["gender"].setChecked(True)
    dialog.reason.setPlainText("Second")
    dialog.confirm_button.click()
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "meanwhile" in dialog.banner.accessibleName()
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_who_may_only_read_is_offered_no_change(page, qtbot, workspace) -> None:
    choose(page, qtbot, LAPSED)
    workspace.session = Session("eva", "Eva Reads", Role.AUDITOR)
    workspace.bus.publish(
        [workspace.event(EventType.SESSION_CHANGED, "session", "eva", {"login": "eva"})]
    )
    changing = (page.new_action, page.import_action, page.renew_action, page.revoke_action)
    qtbot.waitUntil(lambda: not any(action.isEnabled() for action in changing))
    assert page.save_action.isEnabled()


def test_letters_typed_into_the_search_do_nothing_else(page, qtbot) -> None:
    choose(page, qtbot, LAPSED)
    page.find_action.trigger()
    qtbot.keyClick(page.filter_pane.search, Qt.Key.Key_R)
    qtbot.keyClick(page.filter_pane.search, Qt.Key.Key_Delete)
    assert page.dialog is None
    qtbot.keyClick(page.filter_pane.search, Qt.Key.Key_Backspace)
    qtbot.keyClick(page.filter_pane.search, Qt.Key.Key_Return)


def test_it_follows_what_happens_elsewhere(page, qtbot, workspace) -> None:
    with qtbot.waitSignal(page.view_model.counted):
        cleared(workspace, replace(AIRLINE, external_id="c_new"))
    qtbot.waitUntil(lambda: page.subtitle() == "5 exceptions")
    page.hide()
    screened(workspace, AIRLINE)
    qtbot.wait(20)
    with qtbot.waitSignal(page.view_model.counted):
        page.show()
    page.close_listening()


def test_to_a_file_and_back(page, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(path), ""))
    with qtbot.waitSignal(page.deeds.done) as done:
        page.save_action.trigger()
    assert done.args == ["4 exceptions written to out.json."]
    document = json.loads(path.read_text())
    document["exceptions"][0]["exception_id"] = "exc_bad id"
    path.write_text(json.dumps(document))
    page.import_action.trigger()
    page.dialog.reason.setPlainText("Again")
    with qtbot.waitSignal(page.deeds.done) as done:
        page.dialog.confirm_button.click()
    assert done.args[0].startswith("0 imported, 3 known already, 1 refused. exc_bad id: ")
    path.write_text("[]")
    page.import_action.trigger()
    page.dialog.reason.setPlainText("Again")
    with qtbot.waitSignal(page.deeds.failed):
        page.dialog.confirm_button.click()
    assert "no export" in page.banner.accessibleName()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: ("", ""))
    page.save_action.trigger()
    page.import_action.trigger()


def test_an_empty_workspace_says_what_to_do(open_copy, demo_folder, qtbot) -> None:
    made = ExceptionsPage(open_copy(demo_folder))
    qtbot.addWidget(made)
    assert made.subtitle() == ""
    with qtbot.waitSignal(made.view_model.counted):
        made.show()
    assert made._stack.currentWidget() is made.empty
    assert made.subtitle() == "0 exceptions"
    for action in (made.edit_action, made.renew_action, made.revoke_action):
        assert not action.isEnabled()
    made.ask_edit()
    made.ask_renew()
    made.ask_revoke()
    assert made.dialog is None
    assert made.new_action in made.page_actions()


def test_a_rule_and_what_came_from_a_file_are_told(page, qtbot, workspace, tmp_path) -> None:
    choose(page, qtbot, ACTIVE, ExceptionKind.CONDITIONAL)
    assert "Match: strength is POSSIBLE" in texts(page)
    number = page.table.currentIndex().row()
    listed = page.table.model().index(number, 2).data()
    assert listed.startswith("Match: fields that contradict")
    path = tmp_path / "file.json"
    match_exceptions.export(workspace, path)
    document = json.loads(path.read_text())
    item = next(i for i in document["exceptions"] if i["status"] == "ACTIVE" and i["source"])
    item |= {"exception_id": "exc_FILE", "external_id": "c_else", "subject_fields": []}
    document["exceptions"] = [item]
    path.write_text(json.dumps(document))
    with qtbot.waitSignal(page.view_model.chosen_ready):
        match_exceptions.import_file(workspace, path, "Moved from another desk")
    number = rows(page).index("exc_FILE")
    page.table.selectRow(number)
    qtbot.waitUntil(lambda: "Moved from another desk" in texts(page))
    assert "its author there: " in texts(page)
    assert "No field was chosen." in texts(page)


def test_a_review_that_is_due_is_marked(open_copy, exceptions_folder, qtbot) -> None:
    workspace = open_copy(exceptions_folder)
    workspace.clock = lambda: NOW + timedelta(days=60)
    made = ExceptionsPage(workspace)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.view_model.chosen_ready):
        made.show()
    columns = {column.field: column for column in made.view_model.model.columns}
    model = made.view_model.model
    found = [model.row_at(row) for row in range(model.rowCount())]
    (due,) = (row for row in found if row.review_on)
    assert (columns["review_on"].tone(due), columns["review_on"].tooltip(due)) == (
        "high", "Review is due",
    )  # fmt: skip
    other = next(row for row in found if not row.review_on)
    assert (columns["review_on"].tone(other), columns["last_used_at"].text(other)) == ("text", "–")
    assert len(narrowed(made, qtbot, made.stale_action.trigger)) == 1
    made.close_listening()


def test_one_that_will_lapse_says_so(page, qtbot, workspace) -> None:
    """The customer changed where nobody screened it against the lists."""
    choose(page, qtbot, ACTIVE, ExceptionKind.PROFILE)
    request = ScreeningRequest(replace(AIRLINE, country="CY"), (Check.ADVERSE_MEDIA,))
    with qtbot.waitSignal(page.view_model.chosen_ready):
        screening.screen(workspace, request)
    qtbot.waitUntil(lambda: bool(page.detail.findChildren(DifferenceGrid)))
    assert page.detail.chosen.exception.status is ACTIVE
    (grid,) = page.detail.findChildren(DifferenceGrid)
    assert grid.changes == (FieldChange("subject", "country", "", "CY"),)


def test_words_of_a_newer_version_are_shown_as_they_are() -> None:
    assert field_word("eyes") == "eyes"
    assert side_word("exception") == "Exception"
    assert action_word(ExceptionEvent("exc_1", NOW, "ada", "BLESSED", {})) == "BLESSED"


def test_the_screening_page_tells_of_exceptions_and_asks_for_one(workspace, qtbot) -> None:
    made = ScreeningPage(workspace)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    made.show_record(screened(workspace, AIRLINE))
    qtbot.waitUntil(lambda: made.detail._strength.text == "Excluded")
    assert "Excluded by exc_" in made.detail._discarded.text()
    assert "Excluded by exc_" in made.detail.explanation.toPlainText()
    assert match_rows(screened(workspace, AIRLINE))[0].strength == "Excluded"
    assert not made.exclude_action.isEnabled()
    back = screened(workspace, replace(PERSON, nationality="CY"))
    made.show_record(back)
    words = "Came back: exc_"
    qtbot.waitUntil(lambda: words in made.detail._discarded.text())
    assert "Nationality of the subject: NG → CY" in made.detail._discarded.text()
    with qtbot.waitSignal(made.exclusion_requested) as asked:
        made.exclude_action.trigger()
    assert asked.args == [back.matches[0].match_id]
    made.clear()
    assert not made.exclude_action.isEnabled()
    made.exclude_action.setEnabled(True)
    made.exclude_action.trigger()  # nothing is shown that could be excluded

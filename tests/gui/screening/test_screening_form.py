"""The form: validation as one types, identifiers, checks, recent screenings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import InvalidSubject
from app.domain.match import Check
from app.domain.screening import CheckRun, CheckState
from app.domain.subject import Gender, SubjectType
from app.gui.screening.form_pane import FormPane
from app.gui.screening.form_reading import Field, FormState, form_of, read_form
from app.gui.screening.view_model import Standing
from app.gui.widgets.country_field import CountryField
from app.gui.widgets.field_box import FieldMessage

TODAY = date(2026, 11, 20)


@pytest.fixture
def form(qtbot: QtBot) -> FormPane:
    owner = QWidget()
    qtbot.addWidget(owner)
    screen = QAction("Screen", owner)
    screen.setShortcut(QKeySequence("Ctrl+Return"))
    pane = FormPane(lambda state: read_form(state, TODAY), screen, QAction("New", owner), owner)
    screen.triggered.connect(pane.submit)
    owner.resize(280, 800)
    pane.resize(280, 800)
    owner.show()
    pane.owner = owner  # keep it alive
    return pane


def shown_messages(form: FormPane) -> list[str]:
    messages = form.findChildren(FieldMessage)
    return [message.text() for message in messages if message.text()]


def test_an_untouched_form_complains_about_nothing(form: FormPane) -> None:
    assert shown_messages(form) == []
    assert not form.screen_button.isEnabled()
    assert "name is empty" in form.screen_button.toolTip()


def test_typing_a_name_makes_it_ready(form: FormPane, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.subject.name, "Wei Qingshuo")
    assert form.screen_button.isEnabled()
    assert "Ctrl+Enter" in form.screen_button.key
    assert "empty" not in form.screen_button.toolTip()


def test_a_field_is_judged_when_typing_stops(form: FormPane, qtbot: QtBot) -> None:
    box = form.subject.boxes[Field.DATE_OF_BIRTH]
    qtbot.keyClicks(form.subject.name, "Wei Qingshuo")
    qtbot.keyClicks(form.subject.born, "2031")
    assert box.message.text() == ""
    assert "future" in form.screen_button.toolTip()  # the button knows at once
    qtbot.waitUntil(lambda: "future" in box.message.text(), timeout=3000)
    assert form.subject.born.property("state") == "error"
    assert "future" in form.subject.born.accessibleDescription()
    form.subject.born.clear()
    assert box.message.text() == ""
    assert form.subject.born.property("state") == ""


def test_leaving_a_field_judges_it_and_settles_what_it_means(form: FormPane, qtbot: QtBot) -> None:
    subject = form.subject
    subject.name.setFocus()
    qtbot.keyClicks(subject.name, "X")
    subject.name.editingFinished.emit()
    assert "two letters" in subject.boxes[Field.NAME].message.text()
    qtbot.keyClicks(subject.born, "19 june 1951")
    subject.born.editingFinished.emit()
    assert subject.born.text() == "19 Jun 1951"
    qtbot.keyClicks(subject.nationality, "ng")
    subject.nationality.editingFinished.emit()
    assert (subject.nationality.text(), subject.nationality.code()) == ("Nigeria", "NG")


def test_an_unlikely_date_warns_in_words_and_leaves_the_button(
    form: FormPane, qtbot: QtBot
) -> None:
    qtbot.keyClicks(form.subject.name, "Wei Qingshuo")
    qtbot.keyClicks(form.subject.born, "1820")
    form.subject.born.editingFinished.emit()
    assert "150 years" in form.subject.boxes[Field.DATE_OF_BIRTH].message.text()
    assert form.subject.born.property("state") == "warning"
    assert form.screen_button.isEnabled()


@pytest.mark.parametrize("press", [
    lambda qtbot, form: qtbot.keyClick(form.subject.name, Qt.Key.Key_Return),
    lambda qtbot, form: qtbot.keyClick(
        form.subject.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    lambda qtbot, form: qtbot.mouseClick(form.screen_button, Qt.MouseButton.LeftButton),
])  # fmt: skip
def test_enter_ctrl_enter_and_the_button_screen(
    form: FormPane, qtbot: QtBot, press: Callable[[QtBot, FormPane], None]
) -> None:
    form.owner.addAction(form.screen_button.action)
    qtbot.keyClicks(form.subject.name, "Wei Qingshuo")
    form.subject.gender.setCurrentIndex(1)
    form.owner.activateWindow()
    with qtbot.waitSignal(form.screen_asked) as asked:
        press(qtbot, form)
    state: FormState = asked.args[0]
    assert (state.name, state.gender, state.type) == (
        "Wei Qingshuo", Gender.MALE, SubjectType.INDIVIDUAL,
    )  # fmt: skip


def test_enter_on_an_empty_form_says_what_is_missing(form: FormPane, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.screen_asked):
        qtbot.keyClick(form.subject.name, Qt.Key.Key_Return)
    assert shown_messages(form) == ["The name is empty."]


def test_the_fields_follow_the_kind_of_subject(form: FormPane, qtbot: QtBot) -> None:
    assert form.subject.born.isVisibleTo(form)
    form.subject.set_type(SubjectType.ENTITY)
    assert not form.subject.born.isVisibleTo(form)
    assert form.subject.registration.isVisibleTo(form)
    assert form.state().type is SubjectType.ENTITY


def test_identifier_rows_come_and_go(form: FormPane, qtbot: QtBot) -> None:
    pane = form.subject.identifiers
    pane.add_button.click()
    pane.add_button.click()
    first, second = pane.rows()
    assert first.value.hasFocus() or second.value.hasFocus()
    assert pane.texts() == ()  # empty rows are no identifiers
    second.kind.setCurrentIndex(second.kind.findData("LEI"))
    qtbot.keyClicks(second.value, "123")
    assert "20 characters" in second.message.text()
    assert first.message.text() == ""
    assert [text.value for text in form.state().identifiers] == ["123"]
    second.remove.click()
    assert len(pane.rows()) == 1
    assert form.state().identifiers == ()


def test_a_state_survives_the_form(form: FormPane, made: SimpleNamespace) -> None:
    state = form_of(made.record())
    form.show_state(state)
    assert form.state() == state
    assert shown_messages(form) == []


def test_all_checks_off_is_an_error_at_the_checks(form: FormPane, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.subject.name, "Wei Qingshuo")
    for box in form.checks.boxes.values():
        box.setChecked(False)
    assert "one check" in form.checks.problem.text()
    assert not form.screen_button.isEnabled()


def test_media_without_articles_is_announced_as_not_run(form: FormPane) -> None:
    runs = (
        CheckRun(Check.SANCTIONS, CheckState.COMPLETED, ("un_sc",), missing=("eu",)),
        CheckRun(Check.PEP, CheckState.NOT_RUN),
    )
    form.show_standing(Standing(runs))
    messages = form.checks.messages
    assert not form.checks.boxes[Check.ADVERSE_MEDIA].isChecked()
    assert messages[Check.ADVERSE_MEDIA].text() == ""
    form.checks.boxes[Check.ADVERSE_MEDIA].setChecked(True)
    assert "reported as not run" in messages[Check.ADVERSE_MEDIA].text()
    assert "reported as not run" in messages[Check.PEP].text()
    assert messages[Check.SANCTIONS].text() == "Not loaded: eu."


def test_a_refused_subject_is_said_until_something_is_typed(form: FormPane, qtbot: QtBot) -> None:
    form.show_refusal(InvalidSubject("No such name.", safe="Nothing was stored.", todo="Look."))
    assert form.refusal.text() == "No such name. Nothing was stored. Look."
    qtbot.keyClicks(form.subject.name, "W")
    assert form.refusal.text() == ""


def test_recent_screenings_open_by_mouse_and_key(
    form: FormPane, qtbot: QtBot, made: SimpleNamespace
) -> None:
    form.recent.show_recent([made.summary(1), made.summary(2, "ألكسندر بريفنيكوفسكي")])
    listed = form.recent.list
    listed.scrollToItem(listed.item(1))
    assert "Review required" in listed.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    with qtbot.waitSignal(form.recent_opened) as opened:
        spot = listed.visualItemRect(listed.item(1)).center()
        qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == ["scr_2"]
    listed.setCurrentRow(0)
    with qtbot.waitSignal(form.recent_opened) as opened:
        qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert opened.args == ["scr_1"]


@pytest.mark.parametrize("typed", ["Nigeria", "nigeria", "NG", "Nigeria (NG)", "NGA"])
def test_a_country_is_known_by_name_and_code(qtbot: QtBot, typed: str) -> None:
    field = CountryField()
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.code() == "NG"


def test_countries_are_offered_by_any_part_of_name_or_code(qtbot: QtBot) -> None:
    field = CountryField()
    qtbot.addWidget(field)
    completer = field.completer()
    for prefix in ("nigeria", "(ng)", "geri"):
        completer.setCompletionPrefix(prefix)
        found = {
            completer.completionModel().index(row, 0).data()
            for row in range(completer.completionCount())
        }
        assert "Nigeria (NG)" in found


def test_tab_walks_the_form_from_top_to_bottom(form: FormPane, qtbot: QtBot) -> None:
    subject = form.subject
    subject.identifiers.add_button.click()
    subject.identifiers.add_button.click()
    subject.more_button.setChecked(True)
    form.owner.activateWindow()
    subject.name.setFocus()
    walked = [subject.name]
    while len(walked) < 40 and walked[-1] is not form.clear_button:
        qtbot.keyClick(walked[-1].window().focusWidget(), Qt.Key.Key_Tab)
        walked.append(form.window().focusWidget())
    rows = [part for row in subject.identifiers.rows()
            for part in (row.kind, row.value, row.country, row.remove)]  # fmt: skip
    expected = [subject.name, subject.born, subject.nationality, subject.gender,
                subject.birth_place, *rows, subject.identifiers.add_button, subject.more_button,
                subject.external_id, subject.address, *form.checks.boxes.values(),
                form.checks.purpose, form.checks.profile, form.clear_button]  # fmt: skip
    assert [w for w in walked if w in expected] == expected


def test_every_control_of_the_form_has_a_name(form: FormPane) -> None:
    form.subject.identifiers.add_button.click()
    form.subject.more_button.setChecked(True)
    reachable = [
        widget
        for widget in form.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(form)
    ]
    assert len(reachable) > 15
    nameless = [w for w in reachable if not (w.accessibleName() or getattr(w, "text", str)())]
    assert nameless == []

"""The dialogs that make exceptions: from a match in one step, and by conditions with a preview."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from app.domain.exception_query import ExceptionQuery
from app.domain.match_exception import Condition, ExceptionKind, Operator
from app.domain.review import ResolutionVerdict, ReviewState
from app.gui.exceptions.condition_pane import ConditionsPane
from app.gui.exceptions.conditional_dialog import ConditionalDialog
from app.gui.exceptions.create_dialog import CreateDialog
from app.gui.exceptions.terms_dialog import EditDialog
from app.services import match_exceptions, review
from tests.gui.exceptions.conftest import AIRLINE, PERSON, RULE, screened

CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(dialog, qtbot):
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    dialog.show()
    return dialog


def test_a_pair_is_cleared_in_one_step(workspace, qtbot) -> None:
    new = replace(AIRLINE, external_id="c_dialog")
    match = screened(workspace, new).matches[0]
    dialog = shown(CreateDialog(workspace, match.match_id, reason="Another"), qtbot)
    assert dialog.note.text() == "Reading the match…"
    qtbot.waitUntil(lambda: dialog.fields is not None)
    assert "Sanctioned Airlines is not Sanctioned Airlines" in dialog.text.text()
    assert dialog.fields.listed.chosen() == (
        "names", "dates_of_birth", "identifiers", "programmes",
    )  # fmt: skip
    assert dialog.fields.customer.boxes["name"].accessibleDescription() == "Sanctioned Airlines"
    dialog.fields.listed.boxes["identifiers"].setChecked(False)
    dialog.days.review_on.line.setText("2027")
    assert not dialog.confirm_button.isEnabled()
    assert "whole day" in dialog.days.review_on.message.text()
    dialog.days.review_on.line.setText("2027-01-31")
    with qtbot.waitSignal(dialog.stored) as stored:
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return, CONTROL)
    exception = stored.args[0]
    assert exception.fields == ("names", "dates_of_birth", "programmes")
    assert str(exception.review_on) == "2027-01-31"
    found = review.detail(workspace, match.match_id).review
    assert (found.state, found.verdict) == (
        ReviewState.RESOLVED, ResolutionVerdict.FALSE_POSITIVE,
    )  # fmt: skip
    assert screened(workspace, new).matches[0].exception_id == exception.exception_id


def test_a_failure_leaves_the_form_open(workspace, qtbot) -> None:
    match = screened(workspace, replace(PERSON, nationality="CY")).matches[0]
    dialog = shown(CreateDialog(workspace, match.match_id, is_open=False), qtbot)
    qtbot.waitUntil(lambda: dialog.fields is not None)
    assert not dialog.resolve.isVisible()
    for box in dialog.fields.listed.boxes.values():
        box.setChecked(False)
    assert dialog.note.text() == "Tick at least one field of the listed party."
    dialog.confirm()
    dialog.fields.listed.boxes["names"].setChecked(True)
    dialog.days.expires_on.line.setText("2020-01-01")
    dialog.reason.setPlainText("x" * 1001)
    assert dialog.note.text() == "1 letters too many"
    dialog.reason.setPlainText("x")
    dialog.confirm_button.click()
    dialog.confirm()  # twice changes nothing
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "over already" in dialog.banner.accessibleName()
    assert dialog.confirm_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter alone confirms nothing"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_match_that_is_not_there_is_told(workspace, qtbot) -> None:
    dialog = shown(CreateDialog(workspace, "mat_none"), qtbot)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert not dialog.confirm_button.isEnabled()


def test_a_rule_is_made_with_its_impact_in_sight(workspace, qtbot) -> None:
    screened(workspace, replace(AIRLINE, external_id="c_rule"))
    dialog = shown(ConditionalDialog(workspace), qtbot)
    row = dialog.conditions.rows[0]
    row.path.setCurrentIndex(row.path.findData("/subject/name"))
    row.operator.setCurrentIndex(row.operator.findData("contains"))
    row.text.setText("ai")
    assert "contained in too much" in dialog.note.text()
    row.text.setText("airlines")
    assert dialog.note.text() == "Looking at stored matches…"
    qtbot.waitUntil(dialog.impact.isVisible)
    assert dialog.preview.excluded == 3, "those of the airline that were not excluded"
    assert dialog.examples.text().startswith("Sanctioned Airlines – Sanctioned Airlines (")
    assert not dialog.confirm_button.isEnabled()
    dialog.days.expires_on.line.setText("x")
    dialog.reason.setPlainText("Rule 8")
    assert not dialog.confirm_button.isEnabled()
    dialog.days.expires_on.line.setText("")
    with qtbot.waitSignal(dialog.stored) as stored:
        qtbot.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert stored.args[0].conditions == (Condition("/subject/name", Operator.CONTAINS, "airlines"),)


def test_what_would_exclude_most_is_warned_of_and_everything_refused(
    open_copy, demo_folder, qtbot
) -> None:
    workspace = open_copy(demo_folder)
    for number in range(20):
        screened(workspace, replace(AIRLINE, external_id=f"c_{number}"))
    dialog = shown(ConditionalDialog(workspace), qtbot)
    row = dialog.conditions.rows[0]
    row.path.setCurrentIndex(row.path.findData("/subject/name"))
    row.text.setText("Sanctioned Airlines")
    qtbot.waitUntil(dialog.impact.isVisible)
    assert dialog.impact.role == "high"
    assert "and 15 more" in dialog.examples.text()
    dialog.reason.setPlainText("Rule")
    assert dialog.note.text() == "These conditions would exclude everything."
    row.text.setText("Nobody")
    assert not dialog.impact.isVisible(), "what is shown belongs to what is typed"
    qtbot.waitUntil(dialog.impact.isVisible)
    assert not dialog.examples.isVisible()
    row.text.setText("")
    dialog.reject()
    assert match_exceptions.count(workspace, ExceptionQuery()) == (0, 0)


def test_conditions_are_shown_and_read_back(qtbot) -> None:
    given = (
        Condition("/subject/name", Operator.IN, ["Ada", "Eva"]),
        Condition("/match/score", Operator.LESS, 62.5),
        Condition("/match/is_weak", Operator.EQUALS, False),  # noqa: FBT003
        Condition("/subject/country", Operator.EXISTS, True),  # noqa: FBT003
        Condition("/match/check", Operator.EQUALS, "PEP"),
        Condition("/match/strength", Operator.IN, ["STRONG", "EXACT"]),
        Condition("/subject/date_of_birth", Operator.GREATER, "1951-06"),
    )
    pane = ConditionsPane(given)
    qtbot.addWidget(pane)
    assert pane.conditions() == given
    changed = QSignalSpy(pane.changed)
    pane.rows[6].remove.click()
    pane.add_button.click()
    assert changed.count() > 1
    assert len(pane.rows) == 7
    pane.rows[1].text.setText("many")
    dialog_note = ""
    try:
        pane.conditions()
    except Exception as error:  # noqa: BLE001
        dialog_note = str(error)
    assert "not a number" in dialog_note
    for row in list(pane.rows[1:]):
        row.remove.click()
    assert not pane.rows[0].remove.isEnabled(), "one condition stays"
    while pane.add_button.isEnabled():
        pane.add_row()
    assert len(pane.rows) == 20


def test_the_conditions_of_a_rule_are_edited(workspace, qtbot) -> None:
    query = ExceptionQuery(kinds=(ExceptionKind.CONDITIONAL,))
    (rule,) = match_exceptions.page(workspace, query, 0, 10)
    assert rule.conditions == RULE
    found = match_exceptions.present(workspace, rule.exception_id)
    dialog = shown(EditDialog(workspace, found), qtbot)
    row = dialog.conditions.add_row()
    row.path.setCurrentIndex(row.path.findData("/subject/nationality"))
    row.operator.setCurrentIndex(row.operator.findData("in"))
    assert "list of values" in dialog.note.text()
    row.text.setText("NG, GH")
    dialog.days.expires_on.line.setText("?")
    assert dialog.note.text() == "A day cannot be read."
    dialog.days.expires_on.line.setText("")
    dialog.reason.setPlainText("Narrower")
    with qtbot.waitSignal(dialog.stored):
        dialog.confirm_button.click()
    stored = match_exceptions.get(workspace, rule.exception_id)
    assert stored.conditions[-1] == Condition("/subject/nationality", Operator.IN, ["NG", "GH"])

"""The result in the middle and the match on the right."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.decision import Decision, Outcome
from app.domain.match import Level
from app.gui.screening.detail_pane import DetailPane
from app.gui.screening.matches_pane import ALL, DISCARDED, OPEN, MatchesPane
from app.gui.screening.result_pane import ResultPane
from app.gui.shell import appearance


@pytest.fixture
def result(qtbot: QtBot) -> ResultPane:
    pane = ResultPane(str.upper)
    qtbot.addWidget(pane)
    pane.resize(600, 800)
    pane.show()
    return pane


@pytest.fixture
def matches(result: ResultPane) -> MatchesPane:
    return result.matches


@pytest.fixture
def detail(qtbot: QtBot) -> DetailPane:
    pane = DetailPane(QAction("Copy explanation"))
    qtbot.addWidget(pane)
    pane.resize(420, 800)
    pane.show()
    return pane


def texts(widget: object) -> str:
    """All text of the visible labels below a widget."""
    QApplication.processEvents()  # what was just added is shown by the layout
    labels = widget.findChildren(QLabel)  # type: ignore[attr-defined]
    return "\n".join(item.text() for item in labels if item.isVisibleTo(widget))


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_said_with_rule_policy_and_action(
    result: ResultPane, made: SimpleNamespace, outcome: Outcome
) -> None:
    decision = Decision(outcome, ("rule-one", "rule-two"), "Because.", "Do this.")
    result.show_record(made.record(decision=decision))
    said = f"{result.outcome.accessibleName()} {result.outcome.accessibleDescription()}"
    for wanted in ("Because.", "Recommended: Do this.", "Rule rule-one", "policy 1-abc"):
        assert wanted in said
    assert result.outcome.icon_name


def test_demonstration_and_gaps_are_said(result: ResultPane, made: SimpleNamespace) -> None:
    result.show_record(made.record())
    assert not result.demo.isVisibleTo(result)
    assert "PEP was not run" in texts(result)
    demo = made.record(lists=tuple(replace(u, is_demo=True) for u in made.record().lists))
    result.show_record(replace(demo, checks=()))
    assert result.demo.isVisibleTo(result)
    assert "was not run" not in texts(result)  # what was said about the last record is gone


def test_risk_is_drawn_and_read(result: ResultPane, made: SimpleNamespace) -> None:
    result.show_record(made.record(made.match()))
    assert result.gauge.accessibleName() == "Risk score 722 of 1000, High"
    assert "Sanctions, strong match +712" in result.waterfall.accessibleDescription()


def test_no_match_shows_what_lay_nearest(result: ResultPane, made: SimpleNamespace) -> None:
    result.show_record(made.record(made.match()))
    result.show_record(made.record())
    assert not result.matches.table.isVisibleTo(result)
    said = texts(result)
    assert "No match at or above 0.75" in said
    assert "18,844 entries of 2 lists" in said
    for wanted in ("Brewnikow, Aleksy", "OFAC SDN", "demo-9", "0.741", "\u2068الاسم المخترع\u2069"):
        assert wanted in said
    result.show_record(made.record(nearest=()))
    assert "Brewnikow" not in texts(result)


def test_the_table_is_a_sound_model(matches: MatchesPane, made: SimpleNamespace) -> None:
    tester = QAbstractItemModelTester(
        matches.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    matches.show_record(made.record(*made.many(60)))
    matches._filter.button(DISCARDED).click()
    matches.show_record(made.record())
    assert tester is not None


def test_the_first_match_is_chosen_and_j_k_and_arrows_move(
    matches: MatchesPane, made: SimpleNamespace, qtbot: QtBot
) -> None:
    chosen = []
    matches.chosen.connect(chosen.append)
    matches.show_record(made.record(*made.many(4)))
    assert [match.match_id for match in chosen if match] == ["mat_1"]
    chosen.clear()
    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_K, Qt.Key.Key_Up, Qt.Key.Key_K):
        qtbot.keyClick(matches.table, key)
    assert [m.match_id for m in chosen] == ["mat_2", "mat_3", "mat_2", "mat_1"]
    assert matches.position() == (0, 4)


def test_the_same_match_of_another_record_is_shown_anew(
    matches: MatchesPane, made: SimpleNamespace
) -> None:
    chosen = []
    matches.show_record(made.record(*made.many(3)))
    matches.chosen.connect(chosen.append)
    matches.show_record(made.record(*made.many(3)))
    assert [match.match_id for match in chosen if match] == ["mat_1"]


def test_filters_show_open_or_discarded_and_esc_shows_all(
    matches: MatchesPane, made: SimpleNamespace, qtbot: QtBot
) -> None:
    matches.show_record(made.record(*made.many(5)))
    assert matches._filters.isVisibleTo(matches)
    counts = []
    for place in (OPEN, DISCARDED, ALL):
        matches._filter.button(place).click()
        counts.append(matches.model.rowCount())
    assert counts == [4, 1, 5]
    matches._filter.button(DISCARDED).click()
    qtbot.keyClick(matches.table, Qt.Key.Key_Escape)
    assert matches.model.rowCount() == 5
    matches.show_record(made.record(made.match()))
    assert not matches._filters.isVisibleTo(matches)  # nothing to filter


def test_selection_is_copied_with_headers_and_without_isolates(
    matches: MatchesPane, made: SimpleNamespace
) -> None:
    matches.show_record(made.record(*made.many(4)))
    matches.table.selectAll()
    lines = matches.table.selection_as_tsv().splitlines()
    assert lines[0].split("\t") == ["Strength", "Score", "Name on list", "Level", "Agrees on"]
    assert len(lines) == 5
    assert "\tألكسندر بريفنيكوفسكي\t" in lines[3]
    assert "Agrees: Name, Date of birth, Gender. Differs: Nationality." in lines[1]
    assert lines[4].startswith("Discarded\t")


def test_cells_are_spoken_in_words(matches: MatchesPane, made: SimpleNamespace) -> None:
    matches.show_record(made.record(*made.many(2)))
    spoken = [
        matches.model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole)
        for column in (0, 3, 4)
    ]
    assert spoken[:2] == ["Strength: Exact", "Level: High"]
    assert "Differs: Nationality" in spoken[2]


@pytest.mark.parametrize("width", [420, 900])
def test_the_names_get_the_room(
    result: ResultPane, made: SimpleNamespace, width: int, qtbot: QtBot
) -> None:
    result.resize(width, 800)
    result.show_record(made.record(*made.many(60)))
    table = result.matches.table
    name = table.columnWidth(result.matches.model.column_of("name"))
    assert name >= 120
    header = table.horizontalHeader().length()
    assert header == max(table.viewport().width(), header)
    appearance.apply("dark")
    assert not table.grab().isNull()
    appearance.apply("light")


def test_detail_shows_all_reasons(detail: DetailPane, made: SimpleNamespace) -> None:
    match = made.match()
    detail.show_match(made.record(match), match, 1, 3)
    said = texts(detail)
    for wanted in ("Brevnikovskiy, Aleksandr", "2 of 3", "Name score 0.966", "OFAC SDN",
                   "demo-48213", "strong from 0.92", "9f3c0000"):  # fmt: skip
        assert wanted in said
    assert detail.fields.fields.rowCount() == 5
    assert "0.944 × 60 = 56.64" in detail.name_score.components.accessibleDescription()
    assert "Nationality: Differs −7.0" in detail.waterfall.accessibleDescription()
    assert detail.previous.isEnabled()
    assert detail.next.isEnabled()
    detail.show_match(made.record(match), match, 2, 3)
    assert not detail.next.isEnabled()


def test_detail_shows_the_whole_list_entry(detail: DetailPane, made: SimpleNamespace) -> None:
    match = made.match()
    entry = made.entry(match)
    detail.show_match(made.record(match), match, 0, 1)
    detail.show_entry(match, entry)
    said = texts(detail)
    assert "12 names" in said
    for name in entry.names:
        assert name.text in said
    for wanted in ("weak alias", "former name", "c. 1963", "1960 to 1964", "14 Mar 1968",
                   "DEMO-CYBER", "Chairman", "Apr 2019", "Linked To", "Cyprus", "Tax no. 60118203X",
                   "issued 2011", "https://example.invalid", "OFAC000000048213"):  # fmt: skip
        assert wanted in said
    assert "\u2068ألكسندر بريفنيكوفسكي\u2069" in said


def test_an_entry_that_comes_late_is_not_shown(detail: DetailPane, made: SimpleNamespace) -> None:
    first, second = made.match(), made.match("Other, Name", 2)
    record = made.record(first, second)
    detail.show_match(record, first, 0, 2)
    detail.show_match(record, second, 1, 2)
    detail.show_entry(first, made.entry(first))
    detail.show_entry_failure(first, "gone")
    assert "12 names" not in texts(detail)
    assert "gone" not in texts(detail)
    detail.show_entry_failure(second, "There is no such record.")
    assert "There is no such record." in texts(detail)


def test_a_discarded_match_says_why(detail: DetailPane, made: SimpleNamespace) -> None:
    match = made.match(level=Level.DISCARDED, reason="Contradicted by gender.")
    detail.show_match(made.record(match), match, 0, 1)
    assert "Discarded: Contradicted by gender." in texts(detail)
    assert detail._strength.accessibleName() == "Discarded"


def test_the_explanation_is_copied_whole(detail: DetailPane, made: SimpleNamespace) -> None:
    detail.copy_explanation()  # nothing is shown, nothing happens
    match = made.match()
    detail.show_match(made.record(match), match, 0, 1)
    detail.copy_explanation()
    assert QGuiApplication.clipboard().text() == detail.explanation.toPlainText()
    assert "Rules: sanctions-strong-corroborated" in QGuiApplication.clipboard().text()

"""The dashboard in the window: figures, plots that turn into tables, periods, export."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.domain.subject import Subject, SubjectType
from app.gui.dashboard.page import DashboardPage
from app.gui.dashboard.wording import hours_text, percent
from app.services import screening
from app.services.dashboard import Period
from app.services.demo import load_demo_lists
from app.services.workspace import Workspace

NAMES = ("Test Sanctioned Entity", "Test PEP Person", "Orsolo Ventris")


@pytest.fixture
def workspace(data_dir: Path) -> Iterator[Workspace]:
    opened = open_workspace(data_dir)
    load_demo_lists(opened)
    for name in NAMES:
        screening.screen(opened, screening.ScreeningRequest(Subject(SubjectType.INDIVIDUAL, name)))
    yield opened
    opened.close()


@pytest.fixture
def page(workspace: Workspace, qtbot: QtBot) -> Iterator[DashboardPage]:
    made = DashboardPage(workspace)
    qtbot.addWidget(made)
    for action in made.page_actions():
        made.addAction(action)
    with qtbot.waitSignal(made.view_model.ready):
        made.resize(1240, 820)
        made.show()
    yield made
    made.close_listening()


def test_figures_count_what_is_stored(page: DashboardPage) -> None:
    assert page.figures["screenings"].value.text() == "3"
    assert page.figures["false"].value.text() == "–"
    assert page.title() == "Dashboard"
    assert f"{datetime.now(UTC):%Y}" in page.subtitle()
    told = page.cards["screenings"].card
    assert told.drawing is not None
    assert len(told.rows) == 1
    assert told.rows[0][-1] == "3"
    assert page.cards["reasons"].card.empty


def test_every_plot_has_its_table(page: DashboardPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    for pane in page.cards.values():
        assert pane.is_table
        if pane.card.rows:
            assert pane.table is not None
            assert pane.table.model().rowCount() == len(pane.card.rows)
            first = pane.table.model().index(0, 0)
            assert first.data() == pane.card.rows[0][0]
    page.cards["list_health"].switch.click()
    assert not page.cards["list_health"].is_table
    qtbot.keyClick(page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert page.cards["list_health"].is_table  # not all were tables


def test_period_is_chosen_by_key_and_remembered(
    page: DashboardPage, workspace: Workspace, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.view_model.ready):
        qtbot.keyClick(page, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert page.view_model.figures is not None
    assert page.view_model.figures.period is Period.YEAR
    assert page.periods[Period.YEAR].isChecked()
    again = DashboardPage(workspace)
    qtbot.addWidget(again)
    assert again.view_model.period is Period.YEAR
    again.close_listening()


def test_figures_follow_what_happens(
    page: DashboardPage, workspace: Workspace, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.view_model.ready, timeout=4000):
        screening.screen(
            workspace, screening.ScreeningRequest(Subject(SubjectType.ENTITY, "Halcyon Meridian"))
        )
    assert page.figures["screenings"].value.text() == "4"
    page.hide()
    screening.screen(
        workspace, screening.ScreeningRequest(Subject(SubjectType.ENTITY, "Halcyon Polar"))
    )
    qtbot.wait(50)
    with qtbot.waitSignal(page.view_model.ready):
        page.show()
    assert page.figures["screenings"].value.text() == "5"


def test_export_writes_all_tables(page: DashboardPage, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "figures.csv"
    with qtbot.waitSignal(page.export_to(str(target)).finished):
        pass
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    titles = {row[0] for row in rows}
    assert {pane.card.title for pane in page.cards.values()} <= titles


def test_narrow_window_has_fewer_columns(page: DashboardPage) -> None:
    page.resize(620, 700)
    places = {
        page._grid.getItemPosition(page._grid.indexOf(pane))[1]  # type: ignore[index]
        for pane in page.cards.values()
    }
    assert places <= {0, 1}


@pytest.mark.parametrize(
    ("hours", "text"),
    [(None, "–"), (0.005, "18 s"), (0.5, "30 min"), (3.0, "3 h"), (3.5, "3 h 30 min"),
     (50, "2 d 2 h"), (72, "3 d")],
)  # fmt: skip
def test_times_are_told_in_the_unit_that_fits(hours: float | None, text: str) -> None:
    assert hours_text(hours) == text


@pytest.mark.parametrize(
    ("share", "text"), [(None, "–"), (1.0, "100%"), (0.99999, "99.9 %"), (0.916, "91.6 %")]
)
def test_shares_are_never_rounded_to_all(share: float | None, text: str) -> None:
    assert percent(share) == text


def test_failure_is_told_and_the_figures_stay(page: DashboardPage, qtbot: QtBot) -> None:
    before = page.figures["screenings"].value.text()
    page.view_model.failed.emit(OSError("the disk is gone"))
    assert page.banner.isVisible()
    assert page.figures["screenings"].value.text() == before
    with qtbot.waitSignal(page.view_model.ready):
        page.refresh_action.trigger()
    assert not page.banner.isVisible()

"""Where reports are asked for: History, Screening and Lists, by key and from the menus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from app.bootstrap import open_workspace
from app.domain.subject import Subject, SubjectType
from app.gui.history.page import HistoryPage
from app.gui.lists.page import ListsPage
from app.gui.reports.preview_dialog import PreviewDialog
from app.gui.screening.page import ScreeningPage
from app.services import screening
from app.services.demo import load_demo_lists
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace on the demonstration lists with one stored screening."""
    opened = open_workspace(tmp_path_factory.mktemp("desk"))
    opened.clock = lambda: datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    load_demo_lists(opened)
    subject = Subject(SubjectType.INDIVIDUAL, "Quorlath Vennimar")
    screening.screen(opened, ScreeningRequest(subject))
    yield opened
    opened.close()


def _preview(qtbot: Any, page: QWidget) -> PreviewDialog:
    found: list[PreviewDialog] = page.findChildren(PreviewDialog)
    assert len(found) == 1
    qtbot.waitUntil(lambda: found[0].made is not None, timeout=10_000)
    return found[0]


def test_the_history_reports_on_the_chosen_screening(qtbot: Any, desk: Workspace) -> None:
    page = HistoryPage(desk)
    qtbot.addWidget(page)
    assert page.report_action in page.page_actions()
    assert page.report_action.shortcut().toString() == "Ctrl+P"
    page.show_report()  # nothing is chosen yet: nothing opens
    assert not page.findChildren(PreviewDialog)
    page.show()
    qtbot.waitUntil(lambda: page.table.currentIndex().isValid(), timeout=10_000)
    page.report_action.trigger()
    dialog = _preview(qtbot, page)
    assert dialog.windowTitle() == "No-hit certificate: Quorlath Vennimar"
    dialog.close()
    page.close_listening()


def test_the_screening_page_reports_on_what_it_shows(qtbot: Any, desk: Workspace) -> None:
    page = ScreeningPage(desk)
    qtbot.addWidget(page)
    assert not page.report_action.isEnabled()
    page.show_report()
    assert not page.findChildren(PreviewDialog)
    subject = Subject(SubjectType.ENTITY, "Test Sanctioned Entity", country="IR")
    page.show_record(screening.screen(desk, ScreeningRequest(subject)))
    page.show()
    assert page.report_action in page.header_actions()
    page.report_action.trigger()
    dialog = _preview(qtbot, page)
    assert dialog.windowTitle() == "Screening report: Test Sanctioned Entity"
    dialog.close()


def test_the_lists_page_states_the_chosen_version(
    qtbot: Any, desk: Workspace, tmp_path: Path
) -> None:
    page = ListsPage(desk)
    qtbot.addWidget(page)
    action = page.tools.statement_action
    assert action in page.page_actions()
    page.tools.show_statement()  # no version is chosen yet
    page.show()
    qtbot.waitUntil(lambda: page.view_model.version is not None, timeout=10_000)
    action.trigger()
    dialog = _preview(qtbot, page)
    assert dialog.windowTitle().startswith("List version: ")
    dialog.close()
    page.close_listening()

"""A workspace on the demonstration lists with exceptions of several kinds, and its page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.domain.match import Check
from app.domain.match_exception import Condition, MatchException, Operator
from app.domain.screening import ScreeningRecord
from app.domain.subject import Subject, SubjectType
from app.gui import jobs
from app.gui.exceptions.page import ExceptionsPage
from app.services import match_exceptions, screening
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
AIRLINE = Subject(SubjectType.ENTITY, "Sanctioned Airlines", external_id="c_air")
PERSON = Subject(SubjectType.INDIVIDUAL, "Test PEP Person", external_id="c_pep", nationality="NG")
RULE = (
    Condition("/match/contradicts", Operator.CONTAINS, "date_of_birth"),
    Condition("/match/strength", Operator.EQUALS, "POSSIBLE"),
)
REASON = "=HYPERLINK(1) <b>another</b> company"


def screened(workspace: Workspace, subject: Subject, **fields: str) -> ScreeningRecord:
    """A screening against the sanctions and PEP lists."""
    checks = (Check.SANCTIONS, Check.PEP)
    return screening.screen(workspace, ScreeningRequest(replace(subject, **fields), checks))


def cleared(workspace: Workspace, subject: Subject, **options: object) -> MatchException:
    """An exception for the first match of a subject."""
    match = screened(workspace, subject).matches[0]
    options = {"reason": REASON} | options
    return match_exceptions.create_from_match(workspace, match.match_id, **options)


@pytest.fixture(scope="session")
def exceptions_folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One active, one lapsed, one revoked exception and a rule, the newest first."""
    folder = tmp_path_factory.mktemp("exceptions") / "data"
    shutil.copytree(demo_folder, folder)
    workspace = open_workspace(folder)
    workspace.clock = lambda: NOW
    cleared(workspace, AIRLINE, review_on=date(2026, 12, 24))
    cleared(workspace, PERSON)
    screened(workspace, PERSON, nationality="CY")
    gone = cleared(workspace, replace(AIRLINE, external_id="c_gone"))
    match_exceptions.revoke(workspace, gone.exception_id, reason="Wrong", version=1)
    match_exceptions.create_conditional(workspace, RULE, reason="House rule")
    workspace.close()
    return folder


@pytest.fixture
def open_copy(tmp_path: Path) -> Iterator[Callable[[Path], Workspace]]:
    """Opens a copy of a data folder."""
    opened: list[Workspace] = []

    def copy(folder: Path) -> Workspace:
        shutil.copytree(folder, tmp_path / "data")
        made = open_workspace(tmp_path / "data")
        made.clock = lambda: NOW
        opened.append(made)
        return made

    yield copy
    jobs.shutdown()
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(open_copy: Callable[[Path], Workspace], exceptions_folder: Path) -> Workspace:
    """A workspace with four exceptions."""
    return open_copy(exceptions_folder)


@pytest.fixture
def page(workspace: Workspace, qtbot: QtBot) -> ExceptionsPage:
    """The page over it, shown and loaded."""
    made = ExceptionsPage(workspace)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    with qtbot.waitSignal(made.view_model.chosen_ready):
        made.show()
        qtbot.waitExposed(made)
    return made

"""A workspace on the demonstration lists with cases in every state, users and four eyes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.domain.case import Case, CaseState, Disposition, Priority
from app.domain.list_entry import EntryType, ListEntry
from app.domain.subject import Subject, SubjectType
from app.domain.user import Role, Session, User, UserState, session_of
from app.gui import jobs
from app.gui.cases.page import CasesPage
from app.services import case_activities, case_changes, case_moves, cases, screening
from app.services.entry_browser import Looked, find_entries
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace

INES, RUTH, OTTO = "ines@bank.example", "ruth@bank.example", "otto@bank.example"
PEOPLE = (
    (INES, "Ines Arantes", Role.ANALYST),
    (RUTH, "Ruth Kesselring", Role.REVIEWER),
    (OTTO, "Otto Lindqvist", Role.AUDITOR),
)
S = CaseState
STATES = (S.OPEN, S.OPEN, S.IN_REVIEW, S.IN_REVIEW, S.ESCALATED, S.PENDING_APPROVAL, S.CLOSED)
PRIORITIES = (Priority.CRITICAL, Priority.LOW, Priority.HIGH, Priority.MEDIUM)


def _subject(entry: ListEntry, number: int) -> Subject:
    is_person = entry.type is EntryType.INDIVIDUAL
    land = (*entry.nationalities, *entry.countries, "")[0]
    born = entry.dates_of_birth[0].start if entry.dates_of_birth else None
    return Subject(
        SubjectType.INDIVIDUAL if is_person else SubjectType.ENTITY,
        entry.names[0].text,
        external_id=f"C-{number}",
        date_of_birth=born if is_person else None,
        nationality=land if is_person else "",
        country="" if is_person else land,
    )


def _hire(workspace: Workspace) -> None:
    with workspace.database.write() as uow:
        for login, name, role in PEOPLE:
            user = User(login, name, role, UserState.ACTIVE, workspace.clock(), "setup")
            uow.users.add(user, "no password")
        uow.settings.set("four_eyes", value=True)
        uow.commit()


def as_user(workspace: Workspace, login: str) -> Session:
    """The session of one of the people; it acts from now on."""
    with workspace.database.read() as uow:
        workspace.session = session_of(uow.users.get(login))
    workspace.case_policy = _with_four_eyes(workspace)
    return workspace.session


def _with_four_eyes(workspace: Workspace):
    from dataclasses import replace

    return replace(workspace.case_policy, four_eyes=True)


def lead(workspace: Workspace, case_id: str, state: CaseState) -> None:
    """Lead an open case to a state by its own moves."""
    if state is S.OPEN:
        return
    case_moves.assign(workspace, case_id, INES)
    if state is S.ESCALATED:
        case_moves.escalate(workspace, case_id, "Needs a senior")
    elif state is S.PENDING_APPROVAL:
        case_moves.dispose(workspace, case_id, Disposition.TRUE_POSITIVE, "Same passport", RUTH)
    elif state is S.CLOSED:
        case_moves.dispose(workspace, case_id, Disposition.FALSE_POSITIVE, "Other birth")


def opened_cases(workspace: Workspace, count: int) -> list[Case]:
    """Cases of screenings of `count` listed parties, all open."""
    types = (EntryType.INDIVIDUAL, EntryType.ENTITY)
    entries = find_entries(workspace, Looked(types=types)).page(0, 200)[:: 200 // (2 * count)]
    made: list[Case] = []
    for number, entry in enumerate(entries):
        record = screening.screen(workspace, ScreeningRequest(_subject(entry, number)))
        held = cases.of_screening(workspace, record.screening_id)
        case = held[0] if held else cases.create(workspace, record.screening_id, reason="By hand")
        if case.case_id not in {known.case_id for known in made}:
            made.append(case)
        if len(made) == count:
            return made
    raise AssertionError("too few entries in the demonstration lists")


@pytest.fixture(scope="session")
def board_folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with seven cases in all states; tests work on copies."""
    folder = tmp_path_factory.mktemp("board") / "data"
    shutil.copytree(demo_folder, folder)
    workspace = open_workspace(folder)
    _hire(workspace)
    as_user(workspace, INES)
    made = opened_cases(workspace, len(STATES))
    for number, (case, state) in enumerate(zip(made, STATES, strict=True)):
        case_changes.set_priority(workspace, case.case_id, PRIORITIES[number % 4])
        lead(workspace, case.case_id, state)
    case_changes.set_tags(workspace, made[2].case_id, ("payment held",))
    call = "Customer confirms the move."
    case_activities.add_activity(workspace, made[2].case_id, "CALL", call)
    (folder / "cases.txt").write_text("\n".join(case.case_id for case in made))
    workspace.close()
    return folder


@pytest.fixture
def workspace(board_folder: Path, data_dir: Path) -> Iterator[Workspace]:
    """A copy of that folder, opened by the analyst."""
    shutil.copytree(board_folder, data_dir, dirs_exist_ok=True)
    made = open_workspace(data_dir)
    as_user(made, INES)
    yield made
    jobs.shutdown()
    made.close()


@pytest.fixture
def act_as(workspace: Workspace) -> Callable[[str], Session]:
    """Lets one of the people act from now on, by login."""
    return lambda login: as_user(workspace, login)


@pytest.fixture
def ids(board_folder: Path) -> list[str]:
    """The seven cases, in the order of STATES."""
    return (board_folder / "cases.txt").read_text().split()


@pytest.fixture
def open_page(qtbot, workspace: Workspace) -> Iterator[Callable[..., CasesPage]]:
    """Opens the page with all cases on the board and waits until they are shown."""
    pages: list[CasesPage] = []

    def make(*, is_board: bool = True) -> CasesPage:
        page = CasesPage(workspace)
        page.view_model.clear()
        page.view_model.show_board(is_board=is_board)
        qtbot.addWidget(page)
        page.resize(1250, 830)
        for action in page.page_actions():
            page.addAction(action)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        qtbot.waitUntil(
            lambda: page.view_model.is_loaded and bool(page.view_model.people), timeout=5000
        )
        page.focus_first()
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.close_listening()


@pytest.fixture
def open_case(qtbot, open_page, ids) -> Callable[..., CasesPage]:
    """Opens the page at one case of STATES by its number and waits until it is shown."""

    def make(number: int) -> CasesPage:
        page = open_page()
        page.open_case(ids[number])
        qtbot.waitUntil(
            lambda: page.case.case is not None and page.case.case.case_id == ids[number],
            timeout=5000,
        )
        return page

    return make

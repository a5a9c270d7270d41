"""A workspace with a review queue of invented customers, found on two lists of invented people."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.domain.dates import PartialDate
from app.domain.subject import Subject, SubjectType
from app.gui import jobs
from app.gui.review.page import ReviewPage
from app.services import linking, lists, screening
from app.services.matching_index import prepare_index
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace

WAIT_MS = 10_000
LISTED = (
    (1, "VORMAL", "QUENDRIK", "1961-03-12", "Cyprus", "فورمال كويندريك"),
    (2, "HALIMA", "OSEITUTU", "1970-11-02", "Ghana", ""),
    (3, "TOMASZ", "GRZEBIELSKI", "1958-07-30", "Panama", ""),
    (4, "MARISELA", "QUINTABRAN", "1972-01-15", "Panama", ""),
)
CUSTOMERS = (
    ("C-1", "Vormal Quendrik", PartialDate(1961, 3, 12), "CY"),
    ("C-2", "Vormal Quendrik", PartialDate(1983, 4, 1), ""),
    ("C-3", "Vormal Quendrik", PartialDate(1985, 5, 2), ""),
    ("C-4", "Vormal Quendrik", PartialDate(1987, 6, 3), ""),
    ("C-5", "Halima Oseitutu", None, "GH"),
    ("C-6", "Tomasz Grzebielski", PartialDate(1958), ""),
    ("C-7", "Marisela Quintabran <b>", None, "PA"),
)


def _un(people: tuple[tuple[int, str, str, str, str, str], ...]) -> str:
    made = "".join(
        f"<INDIVIDUAL><DATAID>{690 + n}</DATAID><FIRST_NAME>{first}</FIRST_NAME>"
        f"<SECOND_NAME>{last}</SECOND_NAME><NAME_ORIGINAL_SCRIPT>{script}</NAME_ORIGINAL_SCRIPT>"
        f"<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>ZZi.{n:03}</REFERENCE_NUMBER>"
        f"<LISTED_ON>2019-03-07</LISTED_ON><NATIONALITY><VALUE>{country}</VALUE></NATIONALITY>"
        f"<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>{born}</DATE>"
        "</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"
        for n, first, last, born, country, script in people
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<CONSOLIDATED_LIST dateGenerated="2026-11-19T00:00:00">'
        f"<INDIVIDUALS>{made}</INDIVIDUALS><ENTITIES><ENTITY><DATAID>680</DATAID>"
        "<FIRST_NAME>HALQUIST TRADING</FIRST_NAME><UN_LIST_TYPE>Invented</UN_LIST_TYPE>"
        "<REFERENCE_NUMBER>ZZe.001</REFERENCE_NUMBER><LISTED_ON>2019-03-07</LISTED_ON></ENTITY>"
        "</ENTITIES></CONSOLIDATED_LIST>"
    )


def _ofac(people: tuple[tuple[int, str, str, str, str, str], ...]) -> dict[str, str]:
    empty = ",".join(["-0- "] * 7)
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    rows = []
    for n, first, last, born, country, _ in people:
        year, month, day = born.split("-")
        words = f"DOB {day} {months[int(month) - 1]} {year}; nationality {country}."
        rows.append(f'{700 + n},"{last}, {first.title()}","individual","SDGT",{empty},"{words}"')
    rows.append(f'799,"HALQUIST TRADING LLC",-0- ,"SDGT",{empty},-0- ')
    return {
        "sdn.csv": "\r\n".join(rows) + "\r\n\x1a",
        "alt.csv": '701,1,"aka","VORMALOV",-0- \r\n\x1a',
        "add.csv": '701,1,"1 Sample Street","Nicosia","Cyprus",-0- \r\n\x1a',
    }


def screen(workspace: Workspace, number: str, name: str, born: object, country: str) -> object:
    """Screen one invented customer."""
    subject = Subject(
        SubjectType.INDIVIDUAL,
        name,
        date_of_birth=born,  # type: ignore[arg-type]
        nationality=country,
        external_id=number,
    )
    return screening.screen(workspace, ScreeningRequest(subject))


@pytest.fixture
def screen_customer() -> Callable[..., object]:
    """Screens one more customer: number, name, date of birth or None, nationality."""
    return screen


@pytest.fixture(scope="session")
def review_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two lists that share their people, and seven screened customers."""
    base = tmp_path_factory.mktemp("review")
    folder = base / "data"
    workspace = open_workspace(folder)
    workspace.catalogue = tuple(
        replace(source, min_entries=1, fill_rates=()) for source in workspace.catalogue
    )
    un = base / "consolidated.xml"
    un.write_text(_un(LISTED), encoding="utf-8")
    lists.import_list(workspace, "un_sc", [un])
    files = []
    for name, text in _ofac(LISTED[:2]).items():
        (base / name).write_text(text, encoding="utf-8")
        files.append(base / name)
    lists.import_list(workspace, "us_ofac_sdn", files)
    linking.relink(workspace)
    prepare_index(workspace)
    for customer in CUSTOMERS:
        screen(workspace, *customer)
    workspace.close()
    return folder


@pytest.fixture
def workspace(review_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace of its own with that queue."""
    folder = tmp_path / "data"
    shutil.copytree(review_folder, folder)
    opened = open_workspace(folder)
    yield opened
    jobs.shutdown()
    opened.close()


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Callable[[Workspace], ReviewPage]]:
    """Shows a review page over a workspace and waits until its first match is read."""
    made: list[ReviewPage] = []

    def show(workspace: Workspace) -> ReviewPage:
        page = ReviewPage(workspace)
        made.append(page)
        qtbot.addWidget(page)
        page.resize(1250, 830)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.focus_first()
        qtbot.waitUntil(lambda: page.view_model.queue.is_loaded, timeout=WAIT_MS)
        return page

    yield show
    for page in made:
        page.close_listening()


@pytest.fixture
def page(open_page: Callable[[Workspace], ReviewPage], workspace: Workspace) -> ReviewPage:
    """The page with its first match shown."""
    shown = open_page(workspace)
    wait_read(shown)
    return shown


def wait_read(page: ReviewPage) -> None:
    """Wait until the match of the current row is read."""
    for _ in range(WAIT_MS // 10):
        detail = page.comparison.detail
        item = page.view.current_item()
        is_read = detail is not None and detail.review.match_id == page.view_model.match_id
        if is_read and item is not None and item.match is not None and page.target():
            return
        QTest.qWait(10)
    raise AssertionError("no match was read")

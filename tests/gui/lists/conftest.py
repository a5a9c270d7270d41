"""A real workspace, and small list files with invented people in the official formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_workspace
from app.gui import jobs
from app.gui.lists.page import ListsPage
from app.services.workspace import Workspace

UN_PERSON = """<INDIVIDUAL><DATAID>{number}</DATAID><VERSIONNUM>1</VERSIONNUM>
<FIRST_NAME>VORMAL{number}</FIRST_NAME><SECOND_NAME>QUENDRIK</SECOND_NAME>
<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.{number}</REFERENCE_NUMBER>
<LISTED_ON>2019-03-07</LISTED_ON></INDIVIDUAL>"""
UN_ENTITY = """<ENTITY><DATAID>{number}</DATAID><VERSIONNUM>1</VERSIONNUM>
<FIRST_NAME>HALQUIST {number} TRADING</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
<REFERENCE_NUMBER>QDe.{number}</REFERENCE_NUMBER><LISTED_ON>2019-03-07</LISTED_ON></ENTITY>"""


def un_xml(people: int, day: str = "2026-11-19") -> str:
    """A UN list of this many invented people and one organisation."""
    individuals = "".join(UN_PERSON.format(number=6_900_000 + n) for n in range(people))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="{day}T00:00:00">'
        f"<INDIVIDUALS>{individuals}</INDIVIDUALS>"
        f"<ENTITIES>{UN_ENTITY.format(number=6_800_000)}</ENTITIES></CONSOLIDATED_LIST>"
    )


def ofac_csv(people: int, *, orphan_aliases: int = 0) -> dict[str, str]:
    """An OFAC SDN set (CSV) by file name, with aliases that belong to nobody if wanted."""
    empty = ",".join(["-0- "] * 7)
    rows = [
        f'{7_000_000 + n},"QUENDRIK, Vormal{n}","individual","SDGT",{empty},"DOB 12 Mar 1961; '
        f'POB Nowhereville; nationality Cyprus."'
        for n in range(people)
    ]
    rows.append(f'7999999,"HALQUIST TRADING LLC",-0- ,"SDGT",{empty},-0- ')
    aliases = [
        f'{8_000_000 + n},{n + 1},"aka","NOBODY {n}",-0- ' for n in range(orphan_aliases)
    ] or ['7000000,1,"aka","VORMALOV",-0- ']
    return {
        "sdn.csv": "\r\n".join(rows) + "\r\n\x1a",
        "alt.csv": "\r\n".join(aliases) + "\r\n\x1a",
        "add.csv": '7000000,1,"1 Sample Street","Nicosia","Cyprus",-0- \r\n\x1a',
    }


@pytest.fixture
def workspace(data_dir: Path) -> Iterator[Workspace]:
    """An empty workspace whose sources take small lists."""
    made = open_workspace(data_dir)
    made.catalogue = tuple(
        replace(source, min_entries=1, fill_rates=()) for source in made.catalogue
    )
    yield made
    jobs.shutdown()
    made.close()


@pytest.fixture
def un_file(tmp_path: Path) -> Callable[..., Path]:
    """Makes a UN file: `un_file(people=30, day="2026-11-19", name="consolidated.xml")`."""

    def make(people: int = 30, day: str = "2026-11-19", name: str = "consolidated.xml") -> Path:
        path = tmp_path / name
        path.write_text(un_xml(people, day), encoding="utf-8")
        return path

    return make


@pytest.fixture
def ofac_files(tmp_path: Path) -> Callable[..., list[Path]]:
    """Makes an OFAC set: `ofac_files(people=30, orphan_aliases=0)`."""

    def make(people: int = 30, *, orphan_aliases: int = 0) -> list[Path]:
        paths = []
        for name, text in ofac_csv(people, orphan_aliases=orphan_aliases).items():
            paths.append(tmp_path / name)
            paths[-1].write_bytes(text.encode("ascii"))
        return paths

    return make


@pytest.fixture
def open_lists(qtbot, workspace: Workspace) -> Iterator[Callable[[], ListsPage]]:
    """Opens the page and waits until it shows the sources."""
    pages: list[ListsPage] = []

    def make() -> ListsPage:
        page = ListsPage(workspace)
        qtbot.addWidget(page)
        page.resize(1250, 860)
        with qtbot.waitSignal(page.view_model.sources_changed, timeout=5000):
            page.show()
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.close_listening()


@pytest.fixture
def drop(qtbot) -> Callable[..., None]:
    """Drops files on a page as a user does."""

    def drop_files(page: ListsPage, *paths: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        spot, copy = QPoint(50, 50), Qt.DropAction.CopyAction
        how = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        enter = QDragEnterEvent(spot, copy, *how)
        QApplication.sendEvent(page, enter)
        QApplication.sendEvent(page, QDropEvent(QPointF(spot), copy, *how))

    return drop_files

"""A workspace on the demonstration lists, and small files of invented names to measure with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap import open_workspace
from app.gui import jobs
from app.gui.validation.page import ValidationPage
from app.services.workspace import Workspace

PAIRS = """name1,name2,is_match,case_group,schema
Aleksandr Brevnikovskiy,Alexander Brevnikovsky,true,spelling,Person
Мстислав Квендрик,Mstislav Kvendrik,true,script,Person
Peter Vormal,Petra Vormal,false,near,Person
Zora Halvend,Zoran Dramkin,true,near,Person
Halquist Trading LLC,Halquist Trading Limited,true,company,Company
Norvik Polar,Quillmark Freight,false,company,Company
broken,,true,near,Person
Anna Quill,Ana Quil,perhaps,near,Person
"""
UN_PERSON = """<INDIVIDUAL><DATAID>{n}</DATAID><VERSIONNUM>1</VERSIONNUM>
<FIRST_NAME>{first}</FIRST_NAME><SECOND_NAME>{second}</SECOND_NAME>
<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.{n}</REFERENCE_NUMBER>
<LISTED_ON>2019-03-07</LISTED_ON></INDIVIDUAL>"""
LISTED = (("Vormal", "Quendrik"), ("Oskara", "Halvendil"), ("Timurel", "Brevnikov"))


@pytest.fixture
def workspace(demo_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace of its own on the demonstration lists."""
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)
    opened = open_workspace(folder)
    yield opened
    jobs.shutdown()
    opened.close()


@pytest.fixture
def pairs_file(tmp_path: Path) -> Path:
    """Six usable pairs, two of them misjudged, and two rows that cannot be used."""
    path = tmp_path / "pairs.csv"
    path.write_text(PAIRS, encoding="utf-8")
    return path


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    """A UN list of three invented people."""
    people = "".join(
        UN_PERSON.format(n=6_900_000 + n, first=first, second=second)
        for n, (first, second) in enumerate(LISTED)
    )
    path = tmp_path / "consolidated.xml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<CONSOLIDATED_LIST dateGenerated="2026-11-19T00:00:00">'
        f"<INDIVIDUALS>{people}</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def name_files(tmp_path: Path) -> dict[str, Path]:
    """Queries, the listed names that they mean, and names on no list, one of them too alike."""
    texts = {
        "queries": ("Vormal Quendrick", "Oskara Hal", "Timurel Brevnikov"),
        "truth": tuple(" ".join(name) for name in LISTED),
        "negatives": ("Vormal Quendrik", "Zora Dramkin"),
    }
    files = {}
    for name, rows in texts.items():
        files[name] = tmp_path / f"{name}.csv"
        lines = "\n".join(f'"{row}"' for row in rows)
        files[name].write_text(f"full_name\n{lines}\n", encoding="utf-8")
    return files


@pytest.fixture
def open_page(qtbot: QtBot, workspace: Workspace) -> Iterator[Callable[[], ValidationPage]]:
    """Opens the page and waits until it knows the lists."""
    pages: list[ValidationPage] = []

    def make() -> ValidationPage:
        page = ValidationPage(workspace)
        qtbot.addWidget(page)
        page.resize(1250, 860)
        with qtbot.waitSignal(page.view_model.lists_changed, timeout=10_000):
            page.show()
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.close_listening()


@pytest.fixture
def page(open_page: Callable[[], ValidationPage]) -> ValidationPage:
    """One such page."""
    return open_page()

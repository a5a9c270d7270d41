"""A workspace on a small list of invented people with several spellings of their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.gui import jobs
from app.services import lists, matching_settings
from app.services.matching_settings import MatchingSettings
from app.services.workspace import Workspace

PERSON = """<INDIVIDUAL><DATAID>{n}</DATAID><VERSIONNUM>1</VERSIONNUM>
<FIRST_NAME>{name}</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
<REFERENCE_NUMBER>QDi.{n}</REFERENCE_NUMBER><LISTED_ON>2019-03-07</LISTED_ON>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>{alias}</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL>"""
ENTITY = """<ENTITY><DATAID>6800000</DATAID><VERSIONNUM>1</VERSIONNUM>
<FIRST_NAME>HALQUIST TRADING</FIRST_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
<REFERENCE_NUMBER>QDe.1</REFERENCE_NUMBER><LISTED_ON>2019-03-07</LISTED_ON></ENTITY>"""
NAMES = (
    ("Zhoqeer Talwan", "Zhoqir Talwan"),
    ("Zhoqir Morvane", "MORVANE, Zhoqeer"),
    ("Ilvo Talwan", "Ilvo Taalwan"),
)


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    """The list as a file."""
    path = tmp_path / "consolidated.xml"
    people = "".join(
        PERSON.format(n=6_900_000 + n, name=name, alias=alias)
        for n, (name, alias) in enumerate(NAMES)
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<CONSOLIDATED_LIST dateGenerated="2026-11-19T00:00:00">'
        f"<INDIVIDUALS>{people}</INDIVIDUALS><ENTITIES>{ENTITY}</ENTITIES></CONSOLIDATED_LIST>",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def empty_workspace(data_dir: Path) -> Iterator[Workspace]:
    """A workspace without a list, whose sources take small ones."""
    made = open_workspace(data_dir)
    made.catalogue = tuple(
        replace(source, min_entries=1, fill_rates=()) for source in made.catalogue
    )
    yield made
    jobs.shutdown()
    made.close()


@pytest.fixture
def workspace(empty_workspace: Workspace, list_file: Path) -> Workspace:
    """The same with the list; learned spellings are not used, whatever the default is."""
    matching_settings.save(empty_workspace, MatchingSettings(learned_aliases=False))
    report = lists.import_list(empty_workspace, "un_sc", [list_file])
    assert report.activated
    return empty_workspace

"""A real workspace in an empty folder, and UN files of invented people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.services.workspace import Workspace

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
MakeUnFile = Callable[..., Path]


@pytest.fixture
def workspace(data_dir: Path) -> Iterator[Workspace]:
    opened = open_workspace(data_dir)
    opened.clock = lambda: NOW
    yield opened
    opened.close()


def _person(number: int, name: str, born: str = "1960-03-13", country: str = "Cyprus") -> str:
    return (
        f"<INDIVIDUAL><DATAID>{number}</DATAID><FIRST_NAME>{name}</FIRST_NAME>"
        "<UN_LIST_TYPE>Invented</UN_LIST_TYPE>"
        f"<REFERENCE_NUMBER>ZZi.{number:03}</REFERENCE_NUMBER><LISTED_ON>2020-01-01</LISTED_ON>"
        f"<NATIONALITY><VALUE>{country}</VALUE></NATIONALITY><INDIVIDUAL_DATE_OF_BIRTH>"
        f"<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>{born}</DATE></INDIVIDUAL_DATE_OF_BIRTH>"
        "</INDIVIDUAL>"
    )


def entity(number: int, name: str) -> str:
    return (
        f"<ENTITY><DATAID>{number}</DATAID><FIRST_NAME>{name}</FIRST_NAME>"
        "<UN_LIST_TYPE>Invented</UN_LIST_TYPE>"
        f"<REFERENCE_NUMBER>ZZe.{number:03}</REFERENCE_NUMBER><LISTED_ON>2020-01-01</LISTED_ON>"
        "</ENTITY>"
    )


@pytest.fixture
def un_file(tmp_path: Path) -> MakeUnFile:
    """Writes a UN list: the given people, and invented ones up to `size` entries."""

    def make(*people: str, size: int = 600, date: str = "2026-11-18", name: str = "un.xml") -> Path:
        filled = [_person(10_000 + n, f"Quorlath Zumbert {chr(97 + n % 26) * 3}{n}") for n in
                  range(size - len(people) - 1)]  # fmt: skip
        path = tmp_path / name
        path.write_text(
            f'<CONSOLIDATED_LIST dateGenerated="{date}T23:00:06.464Z"><INDIVIDUALS>'
            f"{''.join([*people, *filled])}</INDIVIDUALS><ENTITIES>"
            f"{entity(9_999, 'Halcyon Meridian Trading')}</ENTITIES></CONSOLIDATED_LIST>"
        )
        return path

    return make


@pytest.fixture
def person() -> Callable[..., str]:
    """Builds one listed individual as XML."""
    return _person

"""Workbooks (XLSX, ODS) from outside: their archive is checked before anything is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from app.importers import ods
from app.importers.formats import Sheet
from app.importers.reading import refused

Cell = str | int | float | bool | date | datetime | time | timedelta
Row = tuple[int, tuple[Cell, ...]]

MAX_UNPACKED = 1 << 30
MAX_RATIO = 200
SAMPLED_SHEETS = 8
SAMPLED_ROWS = 20
_MARKS = ("xl/workbook.xml", ods.CONTENT)


def is_workbook(path: Path) -> bool:
    """Whether a ZIP archive is a workbook. Raises ListRefused for a damaged archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(mark in archive.NameToInfo for mark in _MARKS)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise refused(f"{path.name} is a damaged ZIP archive or workbook.") from error


def sample_sheets(path: Path) -> tuple[Sheet, ...]:
    """The first sheets with their first rows as texts."""
    first = islice(sheets(path), SAMPLED_SHEETS)
    return tuple(Sheet(name, tuple(_head(found))) for name, found in first)


def _head(found: Iterator[Row]) -> Iterator[tuple[str, ...]]:
    for number, cells in found:
        if number > SAMPLED_ROWS:
            return
        yield tuple(" ".join(str(cell).split()) for cell in cells)


def sheets(path: Path) -> Iterator[tuple[str, Iterator[Row]]]:
    """All sheets in order, each with its rows as `rows` has them; an XLSX is opened once."""
    _check_archive(path)
    if ods.is_ods(path):
        for name in ods.sheet_names(path):
            yield name, _rows_of_ods(path, name)
        return
    book = _book(path)
    for name in book.sheet_names:
        yield name, _rows(book, path, name)


def sheet_names(path: Path) -> list[str]:
    """The names of all sheets, in order."""
    _check_archive(path)
    return ods.sheet_names(path) if ods.is_ods(path) else list(_book(path).sheet_names)


def rows(path: Path, sheet: str) -> Iterator[Row]:
    """The rows of a sheet that are not empty, each with its number from 1 as a person sees it.

    Empty cells are ""; whole numbers are int. Raises ListRefused where the workbook is damaged.
    """
    _check_archive(path)
    yield from _rows_of_ods(path, sheet) if ods.is_ods(path) else _rows(_book(path), path, sheet)


def _rows_of_ods(path: Path, sheet: str) -> Iterator[Row]:
    for number, cells in ods.rows(path, sheet):
        if any(cell != "" for cell in cells):
            yield number, tuple(map(_plain, cells))


def _rows(book, path: Path, sheet: str) -> Iterator[Row]:  # type: ignore[no-untyped-def]
    from python_calamine import CalamineError

    try:
        found = book.get_sheet_by_name(sheet)
        for number, cells in enumerate(found.iter_rows(), 1):
            if any(cell != "" for cell in cells):
                yield number, tuple(map(_plain, cells))
    except CalamineError as error:
        raise refused(f"{path.name}: the sheet {sheet} is damaged.", details=str(error)) from error


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def _book(path: Path):  # type: ignore[no-untyped-def]
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as error:
        raise refused(f"{path.name} is a damaged workbook.", details=str(error)) from error


def _check_archive(path: Path) -> None:
    """Refuse a workbook that would unpack to more than any list: it would fill the memory."""
    try:
        with zipfile.ZipFile(path) as archive:
            packed = sum(info.compress_size for info in archive.infolist())
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise refused(f"{path.name} is a damaged workbook.") from error
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 1 << 16):
        raise refused(
            f"{path.name} would unpack to {unpacked >> 20:,} MB: no list is that large.",
            "Fetch the file again from its publisher.",
        )

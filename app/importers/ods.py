"""OpenDocument spreadsheets (ODS), streamed: the sheets' rows as cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from app.importers.reading import refused
from app.importers.safe_xml import local_name

CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MAX_COLUMNS = 1024  # sheets pad their rows to 16,384 empty cells
MAX_REPEATED = 1024  # and their end to a million empty rows

Cell = str | float | bool | date | datetime


def is_ods(path: Path) -> bool:
    """Whether a ZIP archive is an OpenDocument file."""
    with zipfile.ZipFile(path) as archive:
        return CONTENT in archive.NameToInfo


def sheet_names(path: Path) -> list[str]:
    """The names of all sheets, in order. Raises ListRefused where the file is damaged."""
    return [
        element.get(f"{_TABLE}name", "")
        for event, element in _events(path)
        if event == "start" and element.tag == f"{_TABLE}table"
    ]


def rows(path: Path, sheet: str) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a sheet that are not empty, each with its number from 1; empty cells are "".

    Raises ListRefused where the file is damaged.
    """
    number, inside = 0, False
    for event, element in _events(path):
        if element.tag == f"{_TABLE}table":
            if event == "end" and inside:
                return
            inside = event == "start" and element.get(f"{_TABLE}name", "") == sheet
        elif inside and event == "end":
            times = _times(element, "number-rows-repeated")
            cells = _cells(element)
            for copy in range(1, min(times, MAX_REPEATED) + 1 if cells else 1):
                yield number + copy, cells
            number += times


def _events(path: Path) -> Iterator[tuple[str, etree._Element]]:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(CONTENT) as handle:
            for event, element in etree.iterparse(
                handle,
                events=("start", "end"),
                tag=(f"{_TABLE}table", f"{_TABLE}table-row"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            ):
                yield event, element
                if event == "end":
                    element.clear()
    except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, OSError, EOFError) as error:
        raise refused(f"{path.name} is a damaged workbook.", details=str(error)) from error


def _times(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isdecimal() else 1


def _cells(row: etree._Element) -> list[Cell]:
    cells: list[Cell] = []
    for element in row:
        if isinstance(element.tag, str) and local_name(element) in (
            "table-cell",
            "covered-table-cell",
        ):
            room = MAX_COLUMNS - len(cells)
            cells += [_value(element)] * min(_times(element, "number-columns-repeated"), room)
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _value(element: etree._Element) -> Cell:
    kind = element.get(f"{_OFFICE}value-type", "")
    try:
        if kind in ("float", "currency", "percentage"):
            return float(element.get(f"{_OFFICE}value", ""))
        if kind == "date":
            moment = datetime.fromisoformat(element.get(f"{_OFFICE}date-value", ""))
            return moment if "T" in element.get(f"{_OFFICE}date-value", "") else moment.date()
    except ValueError:  # what is shown is better than nothing
        pass
    if kind == "boolean":
        return element.get(f"{_OFFICE}boolean-value") == "true"
    return "\n".join("".join(_words(line)) for line in element.findall(f"{_TEXT}p"))


def _words(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph; runs of blanks, tabs and line breaks are elements of their own."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            yield " " * (int(count) if count.isdecimal() else 1)
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield "\t" if child.tag == f"{_TEXT}tab" else "\n"
        elif isinstance(child.tag, str) and local_name(child) != "annotation":
            yield from _words(child)
        yield child.tail or ""

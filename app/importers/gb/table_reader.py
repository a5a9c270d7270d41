"""The British lists as tables, CSV or workbook: a banner with the day, the header, the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from itertools import chain, islice
from pathlib import Path

from app.importers import tables, workbooks
from app.importers.cells import clean
from app.importers.formats import FileKind, Sample
from app.importers.gb.dates import british_day
from app.importers.gb.designation import (
    Designation,
    Document,
    Field,
    Original,
    Place,
    add_address,
    add_name,
    keep,
    tidy,
)

HEADER_WITHIN = 5  # rows that are not empty
UK_LIST = frozenset(("unique id", "name 6", "name type"))
UK_SEARCH = frozenset(("unique id", "ofsi group id", "name", "sanctions imposed"))
CONLIST = frozenset(("group id", "name 6", "alias type"))
_DAY = re.compile(r"\d{1,2}[-/ ][A-Za-z\d]{2,9}[-/ ]\d{4}")
_FIELDS = {label.casefold(): label for label in Field} | {
    "type": Field.TYPE,
    "individual, entity, ship": Field.TYPE,
    "dob": Field.BORN,
}
_ZIP = b"PK\x03\x04"
_GROUPED = frozenset((
    *(f"name {number}" for number in range(1, 7)),
    *(f"address line {number}" for number in range(1, 7)),
    "name", "name type", "alias strength", "address postal code", "address country",
    "name non-latin script", "non-latin script type", "non-latin script language",
    "town of birth", "country of birth", "passport number", "passport additional information",
    "national identifier number", "national identifier additional information",
))  # fmt: skip

Row = tuple[int, dict[str, str]]


def has_columns(sample: Sample, columns: frozenset[str]) -> bool:
    """Whether one of the first rows holds all these column names (given in small letters)."""
    if sample.kind is FileKind.TEXT:
        lines = islice(filter(str.strip, sample.text.splitlines()), HEADER_WITHIN)
        return any(columns <= _names(re.split(",", line)) for line in lines)
    return any(
        columns <= _names(cells) for sheet in sample.sheets for cells in sheet.rows[:HEADER_WITHIN]
    )


def read_rows(path: Path, columns: frozenset[str]) -> Iterator[Row]:
    """The rows below the header as cells by column, each with its number.

    Args:
        columns: what the header holds; the rows above it are no part of the list.
    Raises:
        ListRefused: the file is damaged, or breaks off.
    """
    header: list[str] | None = None
    last = 0
    for number, cells in _raw_rows(path, columns):
        last = len(cells)
        if header is not None:
            texts = [*cells, *[""] * (len(header) - len(cells))]
            yield number, dict(zip(header, texts, strict=False))
        elif columns <= _names(cells):
            header = [" ".join(cell.split()) for cell in cells]
    if header is not None and not _is_workbook(path):
        tables.check_end(path, len(header), last)


def read_published_on(path: Path, columns: frozenset[str]) -> date | None:
    """The day that stands above the header (``Report Date: 13-Feb-2026``), or None."""
    for _, cells in islice(_raw_rows(path, columns), HEADER_WITHIN):
        if columns <= _names(cells):
            return None
        found = _DAY.search(" ".join(cells))
        if found:
            return british_day(found[0])
    return None


def unique_id(cells: Mapping[str, str]) -> str:
    """The key of a row of the UK Sanctions List."""
    return tidy(cells.get(Field.UNIQUE_ID, ""))


def gather(rows: Iterable[Row]) -> Designation:
    """The party of the rows that share a Unique ID.

    The list gives a row for each combination of a party's names, addresses, dates and papers:
    each is kept once.
    """
    entry: Designation | None = None
    known: set[tuple[str, str]] = set()
    combinations: set[tuple[tuple[str, str], ...]] = set()
    for number, cells in rows:
        entry = entry or Designation(number)
        told = [(name, text) for name, text in cells.items() if text]
        grouped = tuple(item for item in told if _label(item[0]) is None)
        if grouped not in combinations:
            combinations.add(grouped)
            _add_groups(entry, {name.casefold(): text for name, text in grouped})
        for item in told:
            label = _label(item[0])
            if label and item not in known:
                known.add(item)
                entry.add(label, item[1])
    assert entry is not None  # a group has a row
    return entry


@cache
def _label(column: str) -> str | None:
    """What a column is kept as; None where several columns go together, "" for one unnamed."""
    if column.casefold() in _GROUPED:
        return None
    return _FIELDS.get(column.casefold(), column)


def _add_groups(entry: Designation, cells: Mapping[str, str]) -> None:
    """What a row tells in several cells."""

    def cell(name: str) -> str:
        return tidy(cells.get(name, ""))

    add_name(entry, [], cell("name"), "Primary name", "")
    parts = [cell(f"name {number}") for number in range(1, 6)]
    add_name(entry, parts, cell("name 6"), cell("name type"), cell("alias strength"))
    original = Original(
        cell("name non-latin script"),
        cell("non-latin script type"),
        cell("non-latin script language"),
    )
    if original.text:
        keep(entry.originals, original)
    lines = [cell(f"address line {number}") for number in range(1, 7)]
    add_address(entry, lines, cell("address postal code"), cell("address country"))
    keep(entry.places, Place(cell("town of birth"), cell("country of birth")))
    passport = Document(cell("passport number"), cell("passport additional information"))
    keep(entry.passports, passport)
    number, details = "national identifier number", "national identifier additional information"
    keep(entry.national_ids, Document(cell(number), cell(details)))


def _raw_rows(path: Path, columns: frozenset[str]) -> Iterator[tuple[int, list[str]]]:
    if not _is_workbook(path):
        yield from tables.read_rows(path)
        return
    for sheet in workbooks.sheet_names(path):
        found = workbooks.rows(path, sheet)
        head = list(islice(found, HEADER_WITHIN))
        if any(columns <= _names(map(clean, cells)) for _, cells in head):
            for number, cells in chain(head, found):
                yield number, [_text(cell) if cell != "" else "" for cell in cells]
            return


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(len(_ZIP)) == _ZIP


# Most cells of a list stand there many times; 1 and True are told apart.
_text = lru_cache(maxsize=1 << 13, typed=True)(clean)


def _names(cells: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(cell.strip().strip('"').split()).casefold() for cell in cells)

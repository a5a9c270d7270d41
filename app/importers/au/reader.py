"""The Australian consolidated list, of 12 or 19 columns: rows joined into parties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.lists import KeptAside
from app.importers.cells import MAX_TEXT, TOO_LONG, clean
from app.importers.formats import FileKind, Sample
from app.importers.reading import kept_aside
from app.importers.tables import read_rows
from app.importers.workbooks import sheets

REFERENCE = "Reference"
NAME = "Name of Individual or Entity"
TYPE = "Type"
NAME_TYPE = "Name Type"
STRENGTH = "Alias Strength"
BORN = "Date of Birth"
BIRTHPLACE = "Place of Birth"
CITIZENSHIP = "Citizenship"
ADDRESS = "Address"
MORE = "Additional Information"
LISTING = "Listing Information"
IMO = "IMO Number"
COMMITTEES = "Committees"
CONTROL_DATE = "Control Date"
INSTRUMENT = "Instrument of Designation"
MEASURES = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")
NEEDED = (REFERENCE, NAME, TYPE, NAME_TYPE, BORN, ADDRESS, MORE, LISTING, COMMITTEES, CONTROL_DATE)
KNOWN = frozenset((*NEEDED, STRENGTH, BIRTHPLACE, CITIZENSHIP, IMO, INSTRUMENT, *MEASURES))

_NUMBER = re.compile(r"(\d+)\s*[a-z]*\d*", re.IGNORECASE)
PRIMARY = "primary name"
HEADER_ROWS = 10  # a title may stand above the column names


@dataclass(frozen=True, slots=True)
class Line:
    """One row: one name of a party. `cells` are texts by column, blanks collapsed."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def is_primary(self) -> bool:
        return self[NAME_TYPE].lower() == PRIMARY


@dataclass(slots=True)
class Party:
    """The rows of one number; `lines[0]` holds the primary name where there is one."""

    number: str
    lines: list[Line] = field(default_factory=list)

    def values(self, column: str) -> tuple[str, ...]:
        """What the rows say in that column, each once: some differ for an alias."""
        return tuple(dict.fromkeys(text for line in self.lines if (text := line[column])))


def is_list(sample: Sample) -> bool:
    """Whether a workbook or table has the columns of this list."""
    if sample.kind is FileKind.WORKBOOK:
        heads = (row for sheet in sample.sheets for row in sheet.rows[:HEADER_ROWS])
        return any(map(_is_header, heads))
    return sample.kind is FileKind.TEXT and _is_header(sample.header())


def _is_header(cells: Sequence[object]) -> bool:
    return set(NEEDED) <= set(map(clean, cells))


def read_lines(path: Path, kind: FileKind) -> Iterator[Line]:
    """The rows below the column names. Raises ListRefused where the file is damaged."""
    header: list[str] = []
    for row, cells in _rows(path, kind):
        texts = [clean(cell) for cell in cells[: len(header) or None]]
        if not header:
            header = texts if _is_header(texts) else []
        elif any(texts):
            yield Line(row, {name: text for name, text in zip(header, texts, strict=False) if name})


def _rows(path: Path, kind: FileKind) -> Iterator[tuple[int, Sequence[object]]]:
    if kind is FileKind.TEXT:
        yield from read_rows(path)
        return
    for _, rows in sheets(path):
        yield from rows


def read_parties(path: Path, kind: FileKind) -> Iterator[Party | KeptAside]:
    """The parties in the order of their first rows, and the rows of no number.

    Rows of one number need not stand together. A second primary name under a number that is
    taken opens a party of its own (``12.2``); the rows below it belong to that one.
    """
    found: dict[str, Party] = {}
    latest: dict[str, str] = {}
    for line in read_lines(path, kind):
        if any(len(text) > MAX_TEXT for text in line.cells.values()):
            yield kept_aside(path, line.row, TOO_LONG, line[REFERENCE])
            continue
        number = _NUMBER.fullmatch(line[REFERENCE])
        if number is None:
            text = f"{line[REFERENCE]} {line[NAME]}".strip()
            yield kept_aside(path, line.row, "no reference number", text)
            continue
        key = latest.get(number[1], number[1])
        party = found.setdefault(key, Party(key))
        if line.is_primary and any(other.is_primary for other in party.lines):
            taken = sum(name.split(".")[0] == number[1] for name in found)
            key = f"{number[1]}.{taken + 1}"
            party = found[key] = Party(key)
        latest[number[1]] = key
        party.lines.append(line)
    for party in found.values():
        party.lines.sort(key=lambda line: not line.is_primary)
        yield party

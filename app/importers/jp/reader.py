"""The workbook of Japan's Ministry of Finance: one sheet a regime, columns by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.importers.formats import FileKind, Sample
from app.importers.jp.japanese import plain
from app.importers.workbooks import Cell, Row, sheets

DATE = "告示日付"
NUMBER = "告示番号"
JAPANESE_NAME = "日本語表記"
ENGLISH_NAME = "英語表記"
CONTENTS = "一覧"
LIFTED = "【解除】"
STRUCK = "削除"
_SHEET_NUMBER = re.compile(r"\s*(\d+)\s*[.．]")
_ITEM = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Regime:
    """One sheet: its number in the contents, its name, and the title in its first rows."""

    number: str
    name: str
    title: str


@dataclass(slots=True)
class Record:
    """One row with a name or a number. `cells` are plain texts by heading, lines kept."""

    row: int
    regime: Regime
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    @property
    def is_struck(self) -> bool:
        """Whether the row says that the party was taken off the list."""
        return STRUCK in self[DATE]

    @property
    def key(self) -> str:
        """Sheet and notice number: the ministry keeps both when sheets are lifted, rows struck."""
        item = _ITEM.search(self[NUMBER])
        return f"{self.regime.number}-{item.group()}" if item else ""


@dataclass(slots=True)
class Workbook:
    """What was read: records in the order of the file, and sheets that are lifted."""

    records: list[Record] = field(default_factory=list)
    lifted: list[str] = field(default_factory=list)


def is_list(sample: Sample) -> bool:
    """Whether a workbook has sheets with the headings of this list."""
    if sample.kind is not FileKind.WORKBOOK:
        return False
    return any(_is_header(row) for sheet in sample.sheets for row in sheet.rows)


def _is_header(cells: Sequence[object]) -> bool:
    return {DATE, NUMBER, JAPANESE_NAME} <= set(map(heading, cells))


def heading(cell: object) -> str:
    """A column name without blanks and line breaks."""
    return "".join(plain(cell).split())


def read_workbook(path: Path) -> Workbook:
    """All sheets. Raises ListRefused where the file is damaged."""
    found, titles = Workbook(), {}
    for sheet, rows in sheets(path):
        if sheet.strip() == CONTENTS:
            titles = _contents(rows)
        elif LIFTED in sheet:
            found.lifted.append(sheet)
        else:
            found.records += _records(sheet, rows, titles)
    return found


def _contents(rows: Iterator[Row]) -> dict[str, str]:
    """The titles of the regimes by sheet number."""
    pairs = ([text for cell in cells if (text := plain(cell))] for _, cells in rows)
    return {
        pair[0]: " ".join(pair[1].split()) for pair in pairs if len(pair) > 1 and pair[0].isdigit()
    }


def _records(sheet: str, rows: Iterator[Row], titles: Mapping[str, str]) -> list[Record]:
    numbered = _SHEET_NUMBER.match(sheet)
    number = numbered[1] if numbered else sheet
    name = plain(sheet[numbered.end() :] if numbered else sheet)
    regime = Regime(number, name, titles.get(number, ""))
    found: list[Record] = []
    header: list[str] = []
    for row, cells in rows:
        if not header:
            header = list(map(heading, cells)) if _is_header(cells) else []
            if not header and not regime.title:
                regime = Regime(number, name, _first_text(cells))
            continue
        texts = {name: plain(cell) for name, cell in zip(header, cells, strict=False) if name}
        record = Record(row, regime, {name: text for name, text in texts.items() if text})
        if set(record.cells) & {DATE, NUMBER, JAPANESE_NAME, ENGLISH_NAME}:
            found.append(record)
        elif found:
            _continue(found[-1], record)
    return found


def _first_text(cells: Sequence[Cell]) -> str:
    return next((" ".join(text.split()) for cell in cells if (text := plain(cell))), "")


def _continue(record: Record, more: Record) -> None:
    """A row without date, number and name goes on with the cells of the row above."""
    for name, text in more.cells.items():
        record.cells[name] = "\n".join(filter(None, (record[name], text)))

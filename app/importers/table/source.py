"""Any table as headings and rows: CSV and TSV, workbooks (XLSX, ODS), JSON records."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from app.domain.column_mapping import MAX_COLUMNS
from app.domain.subject import clean_text
from app.importers import workbooks
from app.importers.cells import clean
from app.importers.formats import FileKind
from app.importers.json_items import json_items
from app.importers.reading import refused
from app.importers.recognise import take_sample
from app.importers.tables import UTF_16_MARKS, encoding_of, read_rows

LOOKED_AT = 25  # rows for finding the headings
SAMPLED = 200  # records for finding the members of JSON objects
FILLED = 0.6  # of the widest row: the headings fill at least this share
_DELIMITERS = (",", ";", "\t", "|")

Cell = tuple[str, ...]
Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """One table, to be read any number of times.

    `rows` gives each row that is not empty with its line or row number from 1; a cell is a tuple
    of texts: none, one, or those of a JSON array. `sheets` are the sheets of a workbook and
    `sheet` the one that is read; `header_row` is the row of the headings among those that are
    not empty, 0 for JSON. `layout` says in words how the file was understood.
    """

    path: Path
    headings: tuple[str, ...]
    rows: Callable[[], Iterator[tuple[int, Row]]]
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    header_row: int = 0
    layout: str = ""


def open_table(path: Path, sheet: str = "", header_row: int = 0) -> Table:
    """The table in a file.

    Args:
        sheet: of a workbook; "" for the first that has rows.
        header_row: which row that is not empty holds the headings, from 1; 0 to find it.
    Raises:
        ListRefused: no table, no such sheet, no headings, or the file cannot be read; also
            while rows are read.
    """
    match _kind(path):
        case FileKind.WORKBOOK:
            return _open_workbook(path, sheet, header_row)
        case FileKind.JSON:
            return _open_json(path)
        case FileKind.TEXT:
            delimiter = _delimiter(path)
            lines = _Lines(lambda: read_rows(path, delimiter))
            named = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}[delimiter]
            encoding = _ENCODINGS[encoding_of(path)]
            layout = f"text, cells between {named}, {encoding}"
            return lines.table(path, header_row, layout=layout)
    raise refused(
        f"{path.name} is XML: no table.", "Save it as CSV, a workbook or JSON, or import it as"
        " the list that it is.",
    )  # fmt: skip


def _open_workbook(path: Path, sheet: str, header_row: int) -> Table:
    sheets = tuple(workbooks.sheet_names(path))
    if sheet and sheet not in sheets:
        raise refused(
            f"{path.name} has no sheet “{sheet[:60]}”.", f"Its sheets: {', '.join(sheets)[:200]}."
        )
    chosen = sheet or next(
        (name for name in sheets if any(True for _ in islice(workbooks.rows(path, name), 1))), ""
    )
    if not chosen:
        raise refused(f"{path.name} holds no row.", "Choose the file that holds the list.")
    lines = _Lines(
        lambda: ((row, list(map(_text, cells))) for row, cells in workbooks.rows(path, chosen))
    )
    return lines.table(path, header_row, sheets, chosen, f"workbook, sheet {chosen}")


def _text(cell: object) -> str:
    """A cell as text; its line breaks are kept, for they may separate values."""
    return "\n".join(
        filter(None, map(clean, cell.splitlines() if isinstance(cell, str) else [cell]))
    )


_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows Western European"}


def _kind(path: Path) -> FileKind:
    """What a file is; a spreadsheet's Unicode text is UTF-16, in which no official list comes."""
    try:
        with path.open("rb") as handle:
            is_unicode_text = handle.read(2) in UTF_16_MARKS
    except OSError:
        is_unicode_text = False  # what looks at the file next says why it cannot be read
    return FileKind.TEXT if is_unicode_text else take_sample(path).kind


class _Lines:
    """Rows of cells by position, before the headings are known."""

    def __init__(self, read: Callable[[], Iterator[tuple[int, list[str]]]]) -> None:
        self._read = read

    def table(
        self,
        path: Path,
        header_row: int,
        sheets: tuple[str, ...] = (),
        sheet: str = "",
        layout: str = "",
    ) -> Table:
        head = [cells for _, cells in islice(self._read(), max(LOOKED_AT, header_row))]
        chosen = header_row or _find_headings(head)
        if not 0 < chosen <= len(head):
            raise refused(f"{path.name} has no row of headings.", "Give its first row headings.")
        headings = _headings(head[chosen - 1])
        _require_few(path, headings)

        def rows() -> Iterator[tuple[int, Row]]:
            for number, cells in islice(self._read(), chosen, None):
                # Cells beyond the headings belong to the file's text: they are kept, too.
                extra = tuple(filter(None, cells[len(headings) :]))
                named = {
                    name: (cell,) if cell else ()
                    for name, cell in zip(headings, cells, strict=False)
                }
                yield number, named | ({BEYOND: extra} if extra else {})

        return Table(path, headings, rows, sheets, sheet, chosen, layout)


BEYOND = "Beyond the headings"


def _require_few(path: Path, headings: Sequence[str]) -> None:
    if len(headings) > MAX_COLUMNS:
        raise refused(
            f"{path.name} has {len(headings):,} columns: a list has at most {MAX_COLUMNS}.",
            "Leave out the columns that say nothing of a party.",
        )


def _find_headings(rows: list[list[str]]) -> int:
    """The first row that fills nearly as many cells as any, from 1; 0 if there is no row."""
    filled = [sum(map(bool, cells)) for cells in rows]
    widest = max(filled, default=0)
    return next((n for n, count in enumerate(filled, 1) if count >= FILLED * widest), 0)


def _headings(cells: list[str]) -> tuple[str, ...]:
    """Each heading once: a blank one is named by its letter, a repeated one is numbered."""
    seen: Counter[str] = Counter()
    found = []
    for position, cell in enumerate(cells):
        name = " ".join(cell.split()) or f"Column {_letter(position)}"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)


def _letter(position: int) -> str:
    """``A`` for 0, ``AB`` for 27, as workbooks letter their columns."""
    high, low = divmod(position, 26)
    return (_letter(high - 1) if high else "") + chr(ord("A") + low)


def _delimiter(path: Path) -> str:
    """The delimiter that cuts most of the first lines into the same number of cells, of those
    the one that cuts them into most."""
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as handle:
        lines = [line for line in islice(handle, LOOKED_AT) if line.strip()]

    def regularity(delimiter: str) -> tuple[float, int]:
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            return 0.0, 0
        width, often = max(counts.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        return (often / counts.total(), width) if width > 1 else (0.0, 0)

    return max(_DELIMITERS, key=regularity)


def _open_json(path: Path) -> Table:
    headings: dict[str, None] = {}
    for _, item in islice(json_items(path), SAMPLED):
        headings |= dict.fromkeys(_flat(item))
    if not headings:
        raise refused(
            f"{path.name} holds no objects with named members.",
            "A list is an array of objects, or one object a line.",
        )

    _require_few(path, tuple(headings))

    def rows() -> Iterator[tuple[int, Row]]:
        for number, item in json_items(path):
            yield number, _flat(item)

    return Table(path, tuple(headings), rows, layout="JSON, one object an entry")


def _flat(item: Any) -> dict[str, Cell]:
    """The texts of an object by the path of their members: ``address.city``."""
    found: dict[str, list[str]] = {}
    if isinstance(item, dict):
        _collect(item, "", found)
    return {name: tuple(texts) for name, texts in found.items()}


def _collect(value: Any, name: str, found: dict[str, list[str]]) -> None:
    match value:
        case dict():
            for key, part in value.items():
                _collect(part, f"{name}.{clean_text(key)}" if name else clean_text(key), found)
        case list():
            if not value:
                found.setdefault(name, [])
            for part in value:
                _collect(part, name, found)
        case None:
            found.setdefault(name, [])
        case _:
            text = clean_text(_text(str(value).lower() if isinstance(value, bool) else value))
            found.setdefault(name, []).extend([text] if text else [])

"""Read a labelled CSV file tolerantly: any usual encoding and delimiter, columns by name."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import BadInput
from app.services.validation.provenance import digest_of

_SAFE = "Nothing was measured and nothing was changed."
_DELIMITERS = ",;\t|"
_MAX_CELL = 1 << 17  # characters
_LARGEST = 256_000_000  # bytes; a labelled set of a million rows has a fifth of it


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its line in the file (from 1) and its texts by column, stripped."""

    line: int
    values: Mapping[str, str]

    def get(self, column: str) -> str:
        """The text of a column, "" where the file has no such column."""
        return self.values.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read: its rows, its columns (folded names) and fingerprint."""

    name: str
    sha256: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(path: Path, required: Sequence[str]) -> Table:
    """The rows of a CSV file with a header line; empty lines are left out, rows of
    empty cells are kept.

    Column names are compared without case, blanks and hyphens counting as underscores.

    Raises:
        BadInput: the file is missing, unreadable, no text, or lacks a required column.
    """
    text = _text_of(path)
    header = next(iter(text.splitlines()), "")
    delimiter = max(_DELIMITERS, key=header.count)
    csv.field_size_limit(_MAX_CELL)  # one for the whole process: importers of lists allow more
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = tuple(_folded(name) for name in next(reader, []))
        missing = [name for name in required if name not in columns]
        if missing:
            raise BadInput(
                f"{path.name} has no column {' and no column '.join(missing)}.",
                safe=_SAFE,
                todo=f"Its first line must name the columns; it needs {', '.join(required)}.",
            )
        rows = tuple(_rows(reader, columns))
    except csv.Error as error:
        raise BadInput(
            f"{path.name} is no readable CSV: {error} (line {reader.line_num}).",
            safe=_SAFE,
            todo="Save the table as CSV, UTF-8, and try again.",
        ) from error
    return Table(path.name, digest_of(path), columns, rows)


def _rows(reader: Iterator[list[str]], columns: Sequence[str]) -> Iterator[TableRow]:
    before = getattr(reader, "line_num", 1)
    for cells in reader:
        line = before + 1
        before = getattr(reader, "line_num", line)
        if len(cells) > 1 or any(cell.strip() for cell in cells):
            pairs = zip(columns, cells, strict=False)
            yield TableRow(line, {name: cell.strip() for name, cell in pairs})


def _folded(name: str) -> str:
    return "_".join(name.replace("-", " ").replace("_", " ").casefold().split())


def _text_of(path: Path) -> str:
    """The file's text. UTF-8, UTF-16 with its mark, else Windows' western code page."""
    try:
        if not path.exists():
            raise BadInput(f"There is no file {path}.", safe=_SAFE, todo="Check the path.")
        if not path.is_file():
            raise BadInput(f"{path} is not a file.", safe=_SAFE, todo="Name the CSV file itself.")
        if path.stat().st_size > _LARGEST:
            raise BadInput(
                f"{path.name} is larger than {_LARGEST // 1_000_000} MB.",
                safe=_SAFE,
                todo="Measure with a part of it.",
            )
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{path.name} cannot be read: {error.strerror or error}.",
            safe=_SAFE,
            todo="Check the path and the rights on the file.",
        ) from error
    text = _decoded(raw)
    if text is None or not text.strip():
        state = "is empty" if not raw.strip() else "is no text file"
        raise BadInput(
            f"{path.name} {state}.", safe=_SAFE, todo="Name a CSV file with a header line."
        )
    return text


def _decoded(raw: bytes) -> str | None:
    """None for what is no text."""
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in raw and not is_wide:
        return None
    try:
        return raw.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None if is_wide else raw.decode("cp1252", "replace")

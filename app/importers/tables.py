"""Delimited text (CSV, TSV) from outside, row by row, with quoted line breaks."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path

from app.importers.reading import refused

MAX_CELL = 1 << 22
_ENCODINGS = ("utf-8-sig", "cp1252")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def encoding_of(path: Path) -> str:
    """``utf-16`` by its mark, ``utf-8-sig`` where the whole file is UTF-8, else the Windows
    encoding of Western Europe."""
    try:
        with path.open("rb") as raw:
            if raw.read(2) in UTF_16_MARKS:
                return "utf-16"
        with path.open(encoding=_ENCODINGS[0]) as handle:
            while handle.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return _ENCODINGS[1]
    except OSError as error:
        raise refused(f"{path.name} cannot be read: {error.strerror}.") from error
    return _ENCODINGS[0]


def read_rows(path: Path, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows of a file that are not empty, each with the line on which it ends, from 1.

    Cells are trimmed, blanks inside are kept. Raises ListRefused, with the line, where a quote
    is never closed or the file cannot be read.
    """
    csv.field_size_limit(MAX_CELL)
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as handle:
        reader = csv.reader(_without_nul(handle), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                trimmed = [cell.strip() for cell in cells]
                if any(trimmed):
                    yield reader.line_num, trimmed
        except csv.Error as error:
            raise refused(
                f"{path.name} is damaged at line {reader.line_num:,}: {error}.",
                "Download the file again from its publisher.",
            ) from error


def _without_nul(lines: Iterator[str]) -> Iterator[str]:
    return (line.replace("\0", "") for line in lines)


def read_records(
    path: Path, delimiter: str = ",", header_row: int = 1
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the header as cells by column; missing cells are "", extra ones dropped.

    Args:
        header_row: which row that is not empty holds the column names, from 1.
    """
    header: list[str] | None = None
    for count, (line, cells) in enumerate(read_rows(path, delimiter), 1):
        if header is not None:
            padded = [*cells, *[""] * (len(header) - len(cells))]
            yield line, dict(zip(header, padded, strict=False))
        elif count == header_row:
            header = cells


def check_end(path: Path, header: int, last: int) -> None:
    """Refuse a file that breaks off: no line end, and fewer cells in the last row than columns.

    For files of publishers, whose rows have all columns; what people write by hand may lack some.

    Args:
        header: how many columns there are.
        last: how many cells the last row has.
    """
    with path.open("rb") as handle:
        handle.seek(-1, SEEK_END)
        is_open = handle.read(1) not in b"\r\n"
    if is_open and last < header:
        raise refused(
            f"{path.name} ends too early, as a truncated download does: its last row has {last:,} "
            f"of {header:,} columns.",
            "Download the file again from its publisher.",
        )

"""The Japanese list as the registry knows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.domain.lists import KeptAside, ListSource
from app.importers.formats import one_file
from app.importers.jp.mapper import map_record
from app.importers.jp.reader import Record, Workbook, is_list, read_workbook
from app.importers.reading import ListReading, Row, Seen, some

JP_MOF = "jp_mof"
MOF_WORKBOOK = "MOF workbook"
_NAMED_BY_DAY = re.compile(r"shisantouketsu(\d{8})")  # the ministry dates the file by its name


def read_list(source: ListSource, path: Path) -> ListReading:
    """The workbook without lifted sheets and struck rows. Raises ListRefused where damaged."""
    book = read_workbook(path)
    struck = sum(record.is_struck for record in book.records)
    problems = (
        f"Lifted regimes in the file, left out: {len(book.lifted)}." if book.lifted else "",
        f"Struck rows in the file, left out: {struck:,}." if struck else "",
    )
    return ListReading(
        source.source,
        MOF_WORKBOOK,
        _published_on(path),
        None,
        some(_rows(source, path, book), path),
        problems=tuple(filter(None, problems)),
    )


def _published_on(path: Path) -> date | None:
    named = _NAMED_BY_DAY.search(path.name)
    try:
        return date.fromisoformat(named[1]) if named else None
    except ValueError:
        return None


def _rows(source: ListSource, path: Path, book: Workbook) -> Iterator[Row]:
    seen = Seen(path)
    for record in book.records:
        if record.is_struck:
            continue
        is_new = seen.is_new(record.key)
        found = (
            map_record(record, source.source, source.prefix, path)
            if is_new
            else (seen.repeated(record.row, record.key),)
        )
        for row in found:
            yield _with_sheet(row, record) if isinstance(row, KeptAside) else row


def _with_sheet(row: KeptAside, record: Record) -> KeptAside:
    """A row kept aside, with the number of its sheet: rows are counted anew on each."""
    return replace(row, file=f"{row.file}, sheet {record.regime.number}")


FORMATS = (one_file(MOF_WORKBOOK, "the Japanese asset-freeze list", (JP_MOF,), is_list, read_list),)

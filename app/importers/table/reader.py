"""A list of the user's own, read by its mapping: for an import, or dry, to see what comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

from app.domain.column_mapping import ColumnMapping, require_usable
from app.domain.list_entry import ListEntry
from app.domain.lists import KeptAside, ListSource
from app.importers.grouping import groups
from app.importers.merging import merged
from app.importers.reading import BAD_DATE, ListReading, Row, refused, some
from app.importers.table.mapper import Notes, Plan, key_of, map_row
from app.importers.table.source import Row as TableRow
from app.importers.table.source import Table, open_table

OWN_TABLE = "own table"
TOLD_EVERY = 1000  # rows
SHOWN = 20  # rows kept aside and values not understood, of a dry run


@dataclass(slots=True)
class DryRun:
    """What an import of a table would give.

    `entries` holds the first entries only, `kept_aside` the first rows that could not be used;
    `counted` counts all entries, `reasons` all rows that were kept aside by their reason.
    `joined` counts the rows that tell more of the party of another row. `unknown` are the values
    that are no type, country or gender, with their column and number.
    """

    entries: list[ListEntry] = field(default_factory=list)
    kept_aside: list[KeptAside] = field(default_factory=list)
    counted: int = 0
    names: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    against_order: int = 0
    joined: int = 0

    def problems(self) -> tuple[str, ...]:
        """What a person should know before the import, in words."""
        found = [
            f"{count:,} rows are kept aside: {reason}."
            for reason, count in self.reasons.most_common()
            if reason != BAD_DATE
        ]
        if not self.counted:
            found.insert(0, "No row gives an entry: check which column holds the name.")
        if self.joined:
            found.append(
                f"{self.joined:,} rows have the key of another row: they are one entry with it."
            )
        if self.reasons[BAD_DATE]:
            found.append(f"{self.reasons[BAD_DATE]:,} dates are not understood: kept as text.")
        if self.against_order:
            found.append(
                f"{self.against_order:,} dates have no such month: the order of day and month may"
                " be the other one."
            )
        found += [
            f"“{text}” in {column} is not understood: kept as text ({count:,})."
            for (column, text), count in self.unknown.most_common(SHOWN)
        ]
        return tuple(found)


def read_own(source: ListSource, files: Sequence[Path], mapping: ColumnMapping) -> ListReading:
    """A list ready to stream: the rows of the files one after another.

    Raises:
        ListRefused: a file is no table; also while rows are read.
        BadInput: the mapping does not fit its columns.
    """
    tables = _open(files, mapping)
    rows = _rows(source, tables, mapping, Notes())
    return ListReading(source.source, OWN_TABLE, None, None, some(rows, files[0]))


def dry_run(
    source: ListSource,
    files: Sequence[Path],
    mapping: ColumnMapping,
    *,
    shown: int,
    check: Callable[[int], None],
    limit: int = 0,
) -> DryRun:
    """Read a list without storing anything.

    Args:
        shown: how many entries the result holds.
        check: called now and then with the number of rows read; may raise to stop.
        limit: how many rows of each file are read; 0 for all.
    Raises:
        ListRefused, BadInput: as `read_own`.
    """
    found, notes = DryRun(), Notes()
    tables = _open(files, mapping)
    for row in _rows(source, tables, mapping, notes, limit=limit or None, check=check):
        if isinstance(row, KeptAside):
            found.reasons[row.reason] += 1
            if len(found.kept_aside) < SHOWN:
                found.kept_aside.append(row)
            continue
        found.counted += 1
        found.names += len(row.names)
        if len(found.entries) < shown:
            found.entries.append(row)
    found.unknown, found.against_order = notes.unknown, notes.against_order
    found.joined = notes.joined
    return found


def _open(files: Sequence[Path], mapping: ColumnMapping) -> list[Table]:
    if not files:
        raise refused("No file was given.", "Name the file of the list.")
    tables = [open_table(path, mapping.sheet, mapping.header_row) for path in files]
    for table in tables:
        require_usable(mapping, table.headings)
    return tables


def _rows(
    source: ListSource,
    tables: Sequence[Table],
    mapping: ColumnMapping,
    notes: Notes,
    *,
    limit: int | None = None,
    check: Callable[[int], None] = lambda _: None,
) -> Iterator[Row]:
    """The entries, each at the last row that tells of it, and what was kept aside."""
    readings = count(0)

    def numbered() -> Iterator[tuple[int, tuple[Path, TableRow]]]:
        is_second = next(readings)  # the first reading only finds which rows belong together
        read = 0
        for table in tables:
            for number, cells in islice(table.rows(), limit):
                yield number, (table.path, cells)
                read += 1
                if read % TOLD_EVERY == 0:
                    check(read if is_second else 0)

    plan = Plan(mapping)
    for group in groups(numbered, lambda item: key_of(item[1], plan)):
        entries = []
        for number, (path, cells) in group:
            for row in map_row(number, cells, plan, source, path, notes):
                if isinstance(row, ListEntry):
                    entries.append(row)
                else:
                    yield row
        if entries:
            notes.joined += len(entries) - 1
            yield merged(entries)

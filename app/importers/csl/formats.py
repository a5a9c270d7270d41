"""The U.S. Consolidated Screening List as the registry knows it: CSV, TSV and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain.lists import KeptAside, ListSource
from app.importers.csl.mapper import key_of, map_rows
from app.importers.csl.reader import COLUMNS, CslRow, read_json, read_table
from app.importers.formats import FileKind, Sample, one_file
from app.importers.grouping import groups
from app.importers.reading import ListReading, Row, some

US_CSL = "us_csl"
CSL_CSV = "CSL CSV"
CSL_TSV = "CSL TSV"
CSL_JSON = "CSL JSON"
_TITLE = "the U.S. Consolidated Screening List"
_DELIMITERS = {CSL_CSV: ",", CSL_TSV: "\t"}


def _has_columns(delimiter: str) -> Callable[[Sample], bool]:
    return lambda sample: set(COLUMNS) <= set(sample.header(delimiter))


def _is_json(sample: Sample) -> bool:
    return (
        sample.kind is FileKind.JSON
        and sample.text.startswith("{")
        and all(f'"{name}"' in sample.text for name in ("results", "source", "entity_number"))
    )


def _reading(
    source: ListSource, path: Path, name: str, read: Callable[[], Iterator[CslRow | KeptAside]]
) -> ListReading:
    """A reading of grouped rows. Raises ListRefused, also while `rows` is read."""

    def usable() -> Iterator[tuple[int, CslRow]]:
        return ((row.row, row) for row in read() if isinstance(row, CslRow))

    def rows() -> Iterator[Row]:
        yield from (row for row in read() if isinstance(row, KeptAside))
        for group in groups(usable, key_of):
            yield from map_rows([row for _, row in group], source.source, source.prefix, path)

    return ListReading(source.source, name, None, None, some(rows(), path))


def _table_reader(name: str) -> Callable[[ListSource, Path], ListReading]:
    delimiter = _DELIMITERS[name]
    return lambda source, path: _reading(source, path, name, lambda: read_table(path, delimiter))


FORMATS = (
    *(
        one_file(name, _TITLE, (US_CSL,), _has_columns(delimiter), _table_reader(name))
        for name, delimiter in _DELIMITERS.items()
    ),
    one_file(
        CSL_JSON,
        _TITLE,
        (US_CSL,),
        _is_json,
        lambda source, path: _reading(source, path, CSL_JSON, lambda: read_json(path)),
    ),
)

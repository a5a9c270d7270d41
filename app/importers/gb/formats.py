"""The British lists as the registry knows them: the UK Sanctions List, and OFSI's closed one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.formats import Format, Sample, one_file, xml_file
from app.importers.gb import conlist, conlist_xml, table_reader, xml_reader
from app.importers.gb.designation import Designation
from app.importers.gb.mapper import GB_FCDO, GB_HMT, KEYS, map_designation
from app.importers.grouping import groups
from app.importers.reading import ListReading, Row, Seen, some

UK_XML, UK_TABLE, UK_SEARCH = "UK Sanctions List XML", "UK Sanctions List table", "UK search export"
CON_XML, CON_TABLE = "OFSI ConList XML", "OFSI ConList table"
_SHORT = (
    "This is the short export of the search tool: one name a party, and no aliases, dates of "
    "birth or addresses. Import the XML or CSV file for screening."
)


def read_uk_xml(source: ListSource, path: Path) -> ListReading:
    """The UK Sanctions List as XML. Raises ListRefused, also while `rows` is read."""
    parties = xml_reader.read_designations(path)
    return _reading(source, UK_XML, path, parties, xml_reader.read_published_on(path))


def read_uk_table(source: ListSource, path: Path) -> ListReading:
    """The UK Sanctions List as CSV or workbook of 58 columns. Raises as `read_uk_xml`."""
    day = table_reader.read_published_on(path, table_reader.UK_LIST)
    rows = groups(
        lambda: table_reader.read_rows(path, table_reader.UK_LIST), table_reader.unique_id
    )
    return _reading(source, UK_TABLE, path, map(table_reader.gather, rows), day)


def read_uk_search(source: ListSource, path: Path) -> ListReading:
    """What the UK's search tool exports: eight columns. Raises as `read_uk_xml`."""
    rows = table_reader.read_rows(path, table_reader.UK_SEARCH)
    parties = (table_reader.gather([row]) for row in rows)
    return _reading(source, UK_SEARCH, path, parties, None, (_SHORT,))


def read_con_table(source: ListSource, path: Path) -> ListReading:
    """OFSI's list as CSV or workbook, of 36 or 29 columns. Raises as `read_uk_xml`."""
    day = table_reader.read_published_on(path, table_reader.CONLIST)
    rows = groups(lambda: table_reader.read_rows(path, table_reader.CONLIST), conlist.group_id)
    return _reading(source, CON_TABLE, path, map(conlist.gather, rows), day)


def read_con_xml(source: ListSource, path: Path) -> ListReading:
    """OFSI's list as XML. Raises as `read_uk_xml`."""
    rows = groups(lambda: conlist_xml.read_rows(path), conlist.group_id)
    return _reading(source, CON_XML, path, map(conlist.gather, rows), None)


def _reading(
    source: ListSource,
    name: str,
    path: Path,
    parties: Iterable[Designation],
    day: date | None,
    problems: tuple[str, ...] = (),
) -> ListReading:
    key = KEYS[source.source]

    def rows() -> Iterator[Row]:
        seen = Seen(path)
        for raw in parties:
            entry_id = raw.first(key)
            if seen.is_new(entry_id):
                yield from map_designation(raw, source, path)
            else:
                yield seen.repeated(raw.row, entry_id)

    return ListReading(source.source, name, day, None, some(rows(), path), problems)


def _table(
    name: str,
    title: str,
    slot: str,
    columns: frozenset[str],
    read: Callable[[ListSource, Path], ListReading],
) -> Format:
    def matches(sample: Sample) -> bool:
        return table_reader.has_columns(sample, columns)

    return one_file(name, title, (slot,), matches, read)


_UK, _OFSI = "the UK Sanctions List", "OFSI's consolidated list"
FORMATS = (
    xml_file(UK_XML, _UK, (GB_FCDO,), xml_reader.ROOT, read_uk_xml),
    _table(UK_TABLE, _UK, GB_FCDO, table_reader.UK_LIST, read_uk_table),
    _table(UK_SEARCH, _UK, GB_FCDO, table_reader.UK_SEARCH, read_uk_search),
    xml_file(CON_XML, _OFSI, (GB_HMT,), conlist_xml.ROOT, read_con_xml),
    _table(CON_TABLE, _OFSI, GB_HMT, table_reader.CONLIST, read_con_table),
)

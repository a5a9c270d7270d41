"""The EU's list as the registry knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.eu import csv_reader, short_reader, xml_reader
from app.importers.eu.entity import RawEntity
from app.importers.eu.mapper import entry_id, map_entity
from app.importers.formats import Sample, one_file
from app.importers.grouping import groups
from app.importers.reading import ListReading, Row, Seen, some

EU_FSF = "eu_fsf"
EU_XML, EU_CSV, EU_SHORT = "EU XML 1.1", "EU CSV 1.1", "EU CSV 1.0"


def read_xml(source: ListSource, path: Path) -> ListReading:
    """The list as XML 1.1. Raises ListRefused, also while `rows` is read."""
    day = xml_reader.read_published_on(path)
    return _reading(source, EU_XML, path, xml_reader.read_entities(path), day)


def read_csv(source: ListSource, path: Path) -> ListReading:
    """The list as CSV 1.1. Raises as `read_xml`."""
    rows = groups(lambda: csv_reader.read_rows(path), csv_reader.key)
    day = csv_reader.read_published_on(path)
    return _reading(source, EU_CSV, path, map(csv_reader.gather, rows), day)


def read_short(source: ListSource, path: Path) -> ListReading:
    """The list as CSV 1.0. Raises as `read_xml`."""
    rows = groups(lambda: short_reader.read_rows(path), short_reader.key)
    day = short_reader.read_published_on(path)
    return _reading(source, EU_SHORT, path, map(short_reader.gather, rows), day)


def _reading(
    source: ListSource, name: str, path: Path, parties: Iterable[RawEntity], day: date | None
) -> ListReading:
    def rows() -> Iterator[Row]:
        seen = Seen(path)
        for entity in parties:
            key = entry_id(entity)
            if seen.is_new(key):
                yield from map_entity(entity, source, path)
            else:
                yield seen.repeated(entity.row, key)

    return ListReading(source.source, name, day, None, some(rows(), path))


def _is_xml(sample: Sample) -> bool:
    """The root element is called `export`, as others may be: its parties tell."""
    return sample.root == xml_reader.ROOT and xml_reader.RECORD in sample.text


def _is_csv(sample: Sample) -> bool:
    return set(sample.header(csv_reader.DELIMITER)) >= csv_reader.COLUMNS


def _is_short(sample: Sample) -> bool:
    return set(sample.header(csv_reader.DELIMITER)) >= short_reader.COLUMNS


_TITLE = "the EU consolidated list"
FORMATS = (
    one_file(EU_XML, _TITLE, (EU_FSF,), _is_xml, read_xml),
    one_file(EU_CSV, _TITLE, (EU_FSF,), _is_csv, read_csv),
    one_file(EU_SHORT, _TITLE, (EU_FSF,), _is_short, read_short),
)

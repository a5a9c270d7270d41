"""Canada's list as the registry knows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.ca.mapper import map_record
from app.importers.ca.reader import RECORD, ROOT, Keys, read_records
from app.importers.formats import Sample, one_file
from app.importers.reading import ListReading, Row, Seen, some

CA_SEMA = "ca_sema"
SEMA_XML = "SEMA XML"


def read_xml(source: ListSource, path: Path) -> ListReading:
    """The consolidated list; the file has no date. Raises ListRefused, also while it is read."""

    def rows() -> Iterator[Row]:
        keys, seen = Keys(path), Seen(path)
        for record in read_records(path):
            key = keys.of(record)
            if seen.is_new(key):
                yield from map_record(record, key, source.source, source.prefix, path)
            else:
                yield seen.repeated(record.row, record.shown)

    return ListReading(source.source, SEMA_XML, None, None, some(rows(), path))


def _is_sema(sample: Sample) -> bool:
    marks = (f"<{RECORD}", "<Country", "<Item")
    return sample.root == ROOT and all(mark in sample.text for mark in marks)


FORMATS = (
    one_file(SEMA_XML, "the Canadian autonomous sanctions list", (CA_SEMA,), _is_sema, read_xml),
)

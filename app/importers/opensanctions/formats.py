"""OpenSanctions files as the registry knows them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import orjson

from app.domain.lists import ListSource
from app.importers.formats import FileKind, Sample, one_file
from app.importers.lines import read_lines
from app.importers.opensanctions.mapper import map_person
from app.importers.opensanctions.reader import MAX_LINE, Record, read_links, read_records
from app.importers.reading import ListReading, Row, Seen, some

PEP_SLOTS = ("pep_global", "pep_wikidata", "pep_african", "pep_nigeria")
FTM = "FTM"


def is_ftm(sample: Sample) -> bool:
    """Whether the first line is a FollowTheMoney entity."""
    if sample.kind is not FileKind.JSON:
        return False
    for line in islice(read_lines(sample.path, MAX_LINE), 1):
        try:
            record = orjson.loads(line.text)
        except orjson.JSONDecodeError:
            return False
        return isinstance(record, dict) and {"id", "schema", "properties"} <= record.keys()
    return False


def read_ftm(source: ListSource, path: Path) -> ListReading:
    """A PEP list. Raises ListRefused, also while `rows` is read."""
    links = read_links(path)

    def rows() -> Iterator[Row]:
        seen = Seen(path)
        for record in read_records(path):
            if not isinstance(record, Record):
                yield record
            elif links.is_listed(record):
                if seen.is_new(record.id):
                    yield from map_person(record, links, source.source, source.prefix, path)
                else:
                    yield seen.repeated(record.row, record.id)

    return ListReading(
        source.source, FTM, links.published_on, None, some(rows(), path), problems=links.problems
    )


FORMATS = (
    one_file(
        FTM,
        "a FollowTheMoney file, read as a list of politically exposed persons",
        PEP_SLOTS,
        is_ftm,
        read_ftm,
    ),
)

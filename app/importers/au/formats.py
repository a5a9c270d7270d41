"""The Australian list as the registry knows it: workbooks and tables of both layouts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.au.mapper import map_party
from app.importers.au.reader import Party, is_list, read_parties
from app.importers.formats import FileKind, Format, one_file
from app.importers.reading import ListReading, Row, some

AU_DFAT = "au_dfat"


def _format(name: str, kind: FileKind) -> Format:
    def read(source: ListSource, path: Path) -> ListReading:
        """The list; the file has no date. Raises ListRefused while `rows` is read."""
        rows = some(_rows(source, path, kind), path)
        return ListReading(source.source, name, None, None, rows)

    return one_file(
        name,
        "the Australian sanctions list",
        (AU_DFAT,),
        lambda sample: sample.kind is kind and is_list(sample),
        read,
    )


def _rows(source: ListSource, path: Path, kind: FileKind) -> Iterator[Row]:
    for party in read_parties(path, kind):
        if isinstance(party, Party):
            yield from map_party(party, source.source, source.prefix, path)
        else:
            yield party


FORMATS = (
    _format("DFAT workbook", FileKind.WORKBOOK),
    _format("DFAT CSV", FileKind.TEXT),
)

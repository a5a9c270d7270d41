"""The UN list as the registry knows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.formats import xml_file
from app.importers.reading import ListReading, Row, Seen, some
from app.importers.safe_xml import line_of, text_of
from app.importers.un import reader
from app.importers.un.mapper import map_element

UN_SC = "un_sc"
UN_XML = "UN XML"


def read_xml(source: ListSource, path: Path) -> ListReading:
    """The consolidated list. Raises ListRefused, also while `rows` is read."""

    def rows() -> Iterator[Row]:
        seen = Seen(path)
        for element in reader.read_elements(path):
            number = text_of(element, "DATAID")
            if seen.is_new(number):
                yield from map_element(element, source.source, source.prefix, path)
            else:
                yield seen.repeated(line_of(element), number)

    published_on = reader.read_published_on(path)
    return ListReading(source.source, UN_XML, published_on, None, some(rows(), path))


FORMATS = (xml_file(UN_XML, "the UN Security Council list", (UN_SC,), reader.ROOT, read_xml),)

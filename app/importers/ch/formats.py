"""The SECO list as the registry knows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.ch import reader
from app.importers.ch.mapper import map_target
from app.importers.formats import xml_file
from app.importers.reading import ListReading, Row, Seen, refused, some
from app.importers.safe_xml import line_of, read_root

CH_SECO = "ch_seco"
SECO_XML = "SECO XML"
WHOLE_LIST = "whole-list"


def read_xml(source: ListSource, path: Path) -> ListReading:
    """The whole list, without the targets that are listed no more.

    Raises ListRefused where the file holds the changes alone, also while `rows` is read.
    """
    kind = read_root(path).attributes.get("list-type", WHOLE_LIST)
    if kind != WHOLE_LIST:
        raise refused(
            f"{path.name} is not the whole SECO list ({kind}).",
            "Download the whole list (“Gesamtliste”).",
        )
    published_on = reader.read_published_on(path)
    register = reader.read_register(path, published_on)
    left_out = f"De-listed targets in the file, left out: {register.de_listed:,}."
    problems = (left_out,) if register.de_listed else ()

    def rows() -> Iterator[Row]:
        seen = Seen(path)
        for target in reader.read_targets(path, published_on):
            ssid = target.get("ssid", "")
            if seen.is_new(ssid):
                yield from map_target(target, register, source.source, source.prefix, path)
            else:
                yield seen.repeated(line_of(target), ssid)

    return ListReading(
        source.source, SECO_XML, published_on, None, some(rows(), path), problems=problems
    )


FORMATS = (xml_file(SECO_XML, "the SECO list", (CH_SECO,), reader.ROOT, read_xml),)

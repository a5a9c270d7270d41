"""`targets.simple.csv`: one target a row, lists within a cell divided by semicolons."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.domain.lists import ListSource
from app.domain.match import Check
from app.importers.opensanctions.entities import Record, day
from app.importers.opensanctions.facts import link_row
from app.importers.opensanctions.joining import join
from app.importers.opensanctions.mapper import map_party
from app.importers.opensanctions.outlook import Outlook
from app.importers.opensanctions.schemas import PARTIES, PEP_TOPIC
from app.importers.reading import ListReading, Row, Seen, kept_aside, refused, some, unique
from app.importers.tables import read_records as read_table

NAME = "OpenSanctions simple CSV"
COLUMNS = frozenset({"id", "schema", "name", "aliases", "birth_date", "countries", "sanctions"})
_PROPERTY = {
    "aliases": "alias",
    "birth_date": "birthDate",
    "countries": "country",
    "addresses": "address",
    "phones": "phone",
    "emails": "email",
}
_TAKEN = {*COLUMNS, *_PROPERTY, "identifiers", "program_ids", "dataset",
          "first_seen", "last_seen", "last_change"}  # fmt: skip
_IMO = re.compile(r"IMO\s?(\d{7})")
_MMSI = re.compile(r"\d{9}")


def outlook(path: Path) -> Outlook:
    """What the first rows tell: a row without a sanction is no proof of an office."""
    rows = [cells for _, cells in islice(read_table(path), 1000)]
    names = {cells.get("dataset", "") for cells in rows}
    has_offices = any("politically exposed" in name.lower() for name in names)
    return Outlook(frozenset(), has_offices, not has_offices)


def read_simple(source: ListSource, path: Path) -> ListReading:
    """The list. Raises ListRefused, also while `rows` is read."""
    last_seen = ""
    for _, cells in read_table(path):
        last_seen = max(last_seen, cells.get("last_seen", ""))

    def rows() -> Iterator[Row]:
        seen = Seen(path)
        for line, cells in read_table(path):
            if cells.get("schema") not in PARTIES or not cells.get("id"):
                yield kept_aside(path, line, "neither person nor organisation", str(cells))
            elif not seen.is_new(cells["id"]):
                yield seen.repeated(line, cells["id"])
            else:
                yield from _entry(line, cells, source, path)

    if not last_seen and not any(True for _ in read_table(path)):
        raise refused(f"{path.name} holds no entry that can be read.")
    return ListReading(source.source, NAME, day(last_seen), None, some(rows(), path))


def _entry(line: int, cells: dict[str, str], source: ListSource, path: Path) -> Iterator[Row]:
    is_pep = source.check is Check.PEP
    properties = {
        name: values
        for column, name in _PROPERTY.items()
        if (values := _values(cells.get(column, "")))
    }
    properties["name"] = (" ".join(cells["name"].split()),) if cells["name"] else ()
    for value in _values(cells.get("identifiers", "")):
        name, number = _identifier(cells["schema"], value)
        properties[name] = (*properties.get(name, ()), number)
    for column, text in cells.items():
        if column not in _TAKEN and text:
            properties[column] = (text,)
    record = Record(
        line,
        cells["id"],
        cells["schema"],
        cells["name"],
        is_target=True,
        last_seen=cells.get("last_seen", ""),
        last_change=cells.get("last_change", ""),
        properties=properties,
        datasets=_values(cells.get("dataset", "")),
    )
    topics = (PEP_TOPIC,) if is_pep else ("sanction",)
    own, aside = map_party(record, topics, source, path)
    yield from aside
    if own is None:
        return
    links = _sanctions(record, cells)
    yield join(own, [link_row(link, record.id, lambda _id: None) for link in links], {}, bool)


def _sanctions(record: Record, cells: dict[str, str]) -> Iterator[Record]:
    """What the row says of sanctions, as one fact: programme ids, and words without a form."""
    programmes = _values(cells.get("program_ids", ""))
    said = {"programId": programmes, "reason": _values(cells["sanctions"])}
    properties = {name: values for name, values in said.items() if values}
    if properties:
        yield record._replace(
            id=f"{record.id}-sanctions", schema="Sanction", properties=properties, datasets=()
        )


def _values(text: str) -> tuple[str, ...]:
    """The parts of a cell, which are quoted where they hold quotes or a semicolon of their own."""
    parts = next(csv.reader([" ".join(text.split())], delimiter=";"), [])
    return unique(" ".join(part.split()) for part in parts if part.strip())


def _identifier(schema: str, value: str) -> tuple[str, str]:
    """Which property an identifier of unknown kind most likely is, and its number."""
    imo = _IMO.fullmatch(value)
    if imo and schema == "Vessel":
        return "imoNumber", imo[1]
    if schema == "Vessel":
        return ("mmsi" if _MMSI.fullmatch(value) else "callSign"), value
    if schema == "Person":
        return "idNumber", value
    return "registrationNumber", value

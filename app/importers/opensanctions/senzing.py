"""`senzing.json`: one record a line, with features of fixed names (NAME_FULL, DATE_OF_BIRTH)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from app.domain.lists import KeptAside, ListSource
from app.importers.lines import read_lines
from app.importers.opensanctions.census import Census
from app.importers.opensanctions.entities import (
    MAX_LINE,
    Properties,
    Record,
    check_end,
    day,
)
from app.importers.opensanctions.outlook import Outlook
from app.importers.opensanctions.party_file import entry_rows, is_listed
from app.importers.reading import ListReading, Row, Seen, kept_aside, refused, some

NAME = "OpenSanctions Senzing"
_SCHEMAS = {"PERSON": "Person", "ORGANIZATION": "Organization", "VESSEL": "Vessel",
            "AIRCRAFT": "Airplane"}  # fmt: skip
_PROPERTY = {
    "NAME_FULL": "name",
    "NAME_ORG": "name",
    "DATE_OF_BIRTH": "birthDate",
    "DATE_OF_DEATH": "deathDate",
    "REGISTRATION_DATE": "incorporationDate",
    "PLACE_OF_BIRTH": "birthPlace",
    "NATIONALITY": "nationality",
    "CITIZENSHIP": "citizenship",
    "COUNTRY_OF_ASSOCIATION": "country",
    "REGISTRATION_COUNTRY": "jurisdiction",
    "GENDER": "gender",
    "TOPIC": "topics",
    "ADDR_FULL": "address",
    "PASSPORT_NUMBER": "passportNumber",
    "NATIONAL_ID_NUMBER": "idNumber",
    "TAX_ID_NUMBER": "taxNumber",
    "LEI_NUMBER": "leiCode",
    "WEBSITE_ADDRESS": "website",
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
}
_SILENT = {"NAME_TYPE", "OTHER_ID_TYPE", "TRUSTED_ID_TYPE", "REL_POINTER_DOMAIN",
           "REL_ANCHOR_DOMAIN", "REL_ANCHOR_KEY", "REL_POINTER_ROLE", "RECORD_TYPE"}  # fmt: skip
_GENDERS = {"M": "male", "F": "female"}
_KEPT = ("name", "topics")  # of the parties that others point to
_HEAD = {"DATA_SOURCE", "RECORD_ID", "RECORD_TYPE", "LAST_CHANGE", "URL"}


class _Records:
    """The records of a file as parties; what they point to by key is held beside them."""

    def __init__(self, path: Path) -> None:
        self.census = Census()
        self._path = path
        self._others: dict[str, Record] = {}
        self._pointed: set[str] = set()
        for row in self.read():
            if isinstance(row, Record):
                topics = list(row.properties["topics"]) if "topics" in row.properties else None
                self.census.add(row.schema, row.is_target, topics, row.last_seen)
                self._pointed.update(map(_pointed_at, row.adjacent))
        for row in self.read():
            if isinstance(row, Record) and {row.id, *row.values("anchor")} & self._pointed:
                said = {name: row.properties[name] for name in _KEPT if name in row.properties}
                short = row._replace(properties=said, adjacent=())
                for key in (row.id, *row.values("anchor")):
                    self._others.setdefault(key, short)

    def read(self) -> Iterator[Record | KeptAside]:
        for line in read_lines(self._path, MAX_LINE):
            try:
                yield _record(line.row, orjson.loads(line.text))
            except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError) as error:
                reason = f"not a record: {type(error).__name__}: {error}"
                yield kept_aside(self._path, line.row, line.problem or reason, line.text)

    def find(self, entity_id: str) -> Record | None:
        return self._others.get(entity_id)

    def linked(self, record: Record) -> tuple[Record, ...]:
        return record.adjacent

    def topics(self, record: Record) -> tuple[str, ...]:
        return record.properties.get("topics", ())


def _pointed_at(link: Record) -> str:
    ends = ("post", "relative", "associate", "object")
    return next((link.first(end) for end in ends if end in link.properties), "")


def outlook(path: Path) -> Outlook:
    """What the first records tell: their topics and the data set that wrote them."""
    topics: set[str] = set()
    datasets: set[str] = set()
    for line in islice(read_lines(path, MAX_LINE), 1000):
        try:
            record = _record(line.row, orjson.loads(line.text))
        except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError):
            continue
        topics.update(record.properties.get("topics", ()))
        datasets.update(record.datasets)
    return Outlook(
        frozenset(datasets if len(datasets) == 1 else ()),
        any(topic.startswith("role.") for topic in topics),
        any(topic.startswith("sanction") for topic in topics),
    )


def read_senzing(source: ListSource, path: Path) -> ListReading:
    """The list. Raises ListRefused, also while `rows` is read."""
    check_end(path)
    records = _Records(path)

    def rows() -> Iterator[Row]:
        seen = Seen(path)
        for record in records.read():
            if not isinstance(record, Record):
                yield record
            elif not is_listed(record, records, source):
                continue
            elif not seen.is_new(record.id):
                yield seen.repeated(record.row, record.id)
            else:
                yield from entry_rows(record, records, source, path)

    if not records.census.parties:
        raise refused(f"{path.name} holds no entry that can be read.")
    published = day(records.census.last_seen)
    return ListReading(source.source, NAME, published, None, some(rows(), path))


def _record(row: int, data: dict[str, Any]) -> Record:
    key = data["RECORD_ID"]
    if not isinstance(key, str) or not key:
        raise TypeError("the id is no text")
    features = [item for value in data.values() if isinstance(value, list) for item in value]
    kind = data.get("RECORD_TYPE") or next(
        (item["RECORD_TYPE"] for item in features if "RECORD_TYPE" in item), ""
    )
    properties: dict[str, list[str]] = {}
    adjacent = []
    for number, item in enumerate(features):
        if "REL_POINTER_KEY" in item:
            adjacent.append(_link(row, key, number, item))
        else:
            for name, value in _said(item, key):
                properties.setdefault(name, []).append(value)
    for name, value in data.items():
        if name not in _HEAD and isinstance(value, str) and value.strip():
            properties.setdefault(_PROPERTY.get(name, name), []).append(value.strip())
    if url := str(data.get("URL") or ""):
        properties.setdefault("sourceUrl", []).append(url)
    found: Properties = {name: tuple(values) for name, values in properties.items()}
    dataset = str(data.get("DATA_SOURCE") or "").removeprefix("OS_").lower()
    changed = str(data.get("LAST_CHANGE") or "")
    schema = _SCHEMAS.get(str(kind).upper(), "LegalEntity" if kind else "")
    caption = next(iter(found.get("name", ())), "")
    return Record(
        row, key, schema, caption, None, changed, changed, found,
        (dataset,) if dataset else (), (), tuple(adjacent),
    )  # fmt: skip


def _said(item: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    for name, raw in item.items():
        value = " ".join(str(raw or "").split())
        if not value or (name in _SILENT and name != "REL_ANCHOR_KEY"):
            continue
        if name == "REL_ANCHOR_KEY":
            yield "anchor", value
        elif name in {"OTHER_ID_NUMBER", "TRUSTED_ID_NUMBER"}:
            label = str(item.get(name.replace("NUMBER", "TYPE")) or "id")
            if value != key or label == "WIKIDATA":
                yield ("wikidataId" if label == "WIKIDATA" else label), value
        elif name in {"NAME_FULL", "NAME_ORG"}:
            kind = str(item.get("NAME_TYPE") or "PRIMARY").upper()
            yield ("name" if kind == "PRIMARY" else "alias"), value
        elif name == "GENDER":
            yield "gender", _GENDERS.get(value.upper(), value)
        else:
            yield _PROPERTY.get(name, name), value


def _link(row: int, key: str, number: int, item: Mapping[str, Any]) -> Record:
    other, role = str(item["REL_POINTER_KEY"]), str(item.get("REL_POINTER_ROLE") or "")
    properties: Properties = {"subject": (key,), "object": (other,), "role": (role or "link",)}
    schema = "UnknownLink"
    if role == "Occupancy":
        schema, properties = role, {"holder": (key,), "post": (other,)}
    elif role in {"Family", "Associate"}:
        schema = role
        end = "relative" if role == "Family" else "associate"
        properties = {"person": (key,), end: (other,)}
    return Record(row, f"{key}-{number}", schema, "", None, "", "", properties)

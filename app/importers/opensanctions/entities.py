"""FollowTheMoney entities as lines of a file tell them, whatever JSON the file had."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from app.domain.lists import KeptAside
from app.importers.lines import read_lines, tail
from app.importers.opensanctions.census import texts_of
from app.importers.reading import kept_aside, refused

MAX_LINE = 1 << 24
Properties = dict[str, tuple[str, ...]]


class Record(NamedTuple):
    """One entity; `properties` holds texts only. `is_target` is None where the file does not say.

    `adjacent` are the entities that a nested file holds within this one, `row` the line from 1.
    """

    row: int
    id: str
    schema: str
    caption: str
    is_target: bool | None
    last_seen: str
    last_change: str
    properties: Properties
    datasets: tuple[str, ...] = ()
    referents: tuple[str, ...] = ()
    adjacent: tuple[Record, ...] = ()

    def first(self, name: str) -> str:
        """The first value of a property, or ""."""
        return next(iter(self.properties.get(name, ())), "")

    def values(self, *names: str) -> Iterator[str]:
        """All values of these properties."""
        for name in names:
            yield from self.properties.get(name, ())


def read_records(path: Path, schemas: Container[str] | None = None) -> Iterator[Record | KeptAside]:
    """The entities of a file (of these schemas); lines that are no entities are kept aside."""
    for line in read_lines(path, MAX_LINE):
        if line.problem:
            yield kept_aside(path, line.row, line.problem, line.text)
            continue
        try:
            data = orjson.loads(line.text)
            if schemas is None or not _is_other(data, schemas):
                yield parse_record(line.row, data)
        except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError) as error:
            reason = f"not an entity: {type(error).__name__}: {error}"
            yield kept_aside(path, line.row, reason, line.text)


def _is_other(data: dict[str, Any], schemas: Container[str]) -> bool:
    """Whether a sound entity is of another schema; most of a file is, so this is to be quick."""
    is_sound = isinstance(data["properties"], dict) and isinstance(data["id"], str)
    return is_sound and data["schema"] not in schemas


def parse_record(row: int, data: dict[str, Any]) -> Record:
    """The entity of one JSON object. Raises TypeError, KeyError, AttributeError if it is none."""
    properties: Properties = {}
    adjacent: list[Record] = []
    for name, value in data["properties"].items():
        texts = _texts(row, value, adjacent)
        if texts:
            plain = str(name).rpartition(":")[2]  # some tools write Person:country
            properties[plain] = (*properties.get(plain, ()), *texts)
    entity_id = data["id"]
    if not isinstance(entity_id, str) or not entity_id:
        raise TypeError("the id is no text")
    target = data.get("target")
    return Record(
        row,
        entity_id,
        str(data["schema"]),
        str(data.get("caption") or ""),
        target if isinstance(target, bool) else None,
        str(data.get("last_seen") or ""),
        str(data.get("last_change") or ""),
        properties,
        texts_of(data.get("datasets")),
        texts_of(data.get("referents")),
        tuple(adjacent),
    )


def _texts(row: int, value: Any, adjacent: list[Record]) -> tuple[str, ...]:
    """A property's values as texts: files made by other tools hold bare texts and numbers too.

    An entity among them (a nested file) is noted in `adjacent` and stands here with its id.
    """
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and {"id", "schema", "properties"} <= item.keys():
            inner = parse_record(row, item)
            adjacent.append(inner)
            found.append(inner.id)
        elif isinstance(item, str):
            text = " ".join(item.split())
            if text:
                found.append(text)
        elif item is not None:
            found.append(orjson.dumps(item).decode())
    return tuple(found)


def check_end(path: Path) -> None:
    """Raises ListRefused where a file of lines ends in the middle of one."""
    if tail(path, 1) == b"\n":
        return
    for last in deque(read_lines(path, MAX_LINE), maxlen=1):
        try:
            orjson.loads(last.text)
        except orjson.JSONDecodeError as error:
            raise refused(
                f"{path.name} ends in the middle of line {last.row:,}: it is truncated.",
                "Download the file again from its publisher.",
            ) from error


def day(text: str) -> date | None:
    """The day of an ISO time, or None."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

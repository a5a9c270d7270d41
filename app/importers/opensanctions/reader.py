"""FollowTheMoney files (`entities.ftm.json`): one JSON entity a line, linked by ids.

Two small passes come before the entries: the links between persons and offices, and the names
of those who are linked. Only these are kept in memory, never the entities.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from app.domain.lists import KeptAside
from app.importers.lines import read_lines, tail
from app.importers.reading import kept_aside, refused

MAX_LINE = 1 << 24
PEP_TOPICS = ("role.pep", "role.rca")
_RELATIONS = {
    "Family": ("person", "relative", "relationship"),
    "Associate": ("person", "associate", "relationship"),
}


class Record(NamedTuple):
    """One entity; `properties` holds texts only, whatever JSON the file had."""

    row: int
    id: str
    schema: str
    caption: str
    is_target: bool
    last_seen: str
    last_change: str
    properties: dict[str, tuple[str, ...]]

    def first(self, name: str) -> str:
        """The first value of a property, or ""."""
        return next(iter(self.properties.get(name, ())), "")


class Office(NamedTuple):
    """One Occupancy: the position's id (may be "") and the time it was held."""

    position: str
    start: str
    end: str


@dataclass(slots=True)
class Links:
    """What joins persons with each other and with offices."""

    has_topics: bool = False
    published_on: date | None = None
    problems: tuple[str, ...] = ()
    positions: dict[str, str] = field(default_factory=dict)
    offices: dict[str, list[Office]] = field(default_factory=lambda: defaultdict(list))
    relatives: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    captions: dict[str, str] = field(default_factory=dict)
    holders: set[str] = field(default_factory=set)

    def topics(self, record: Record) -> tuple[str, ...]:
        """The PEP topics of a person.

        Files without any topic (a wiki scrape, say) mark persons as `target` only. There a
        person who holds an office, by an Occupancy or by the property `position`, is a
        ``role.pep``; one who is a relative or associate of such a person is a ``role.rca``.
        """
        if self.has_topics:
            own = record.properties.get("topics", ())
            return tuple(topic for topic in own if topic.startswith(PEP_TOPICS))
        if record.id in self.holders:
            return (PEP_TOPICS[0],)
        linked = any(other in self.holders for other, _ in self.relatives.get(record.id, ()))
        return (PEP_TOPICS[1],) if linked else ()

    def is_listed(self, record: Record) -> bool:
        """Whether the file lists this person as politically exposed or close to one."""
        if record.schema != "Person":
            return False
        return bool(self.topics(record)) if self.has_topics else record.is_target


def read_records(path: Path) -> Iterator[Record | KeptAside]:
    """The entities of a file; lines that are none are kept aside."""
    for line in read_lines(path, MAX_LINE):
        if line.problem:
            yield kept_aside(path, line.row, line.problem, line.text)
            continue
        try:
            yield _record(line.row, orjson.loads(line.text))
        except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError) as error:
            reason = f"not an entity: {type(error).__name__}: {error}"
            yield kept_aside(path, line.row, reason, line.text)


def read_links(path: Path) -> Links:
    """The links of a file, in two passes. Raises ListRefused where the file is cut off."""
    _check_end(path)
    links = Links()
    last_seen, persons, listed = "", 0, 0
    for record in read_records(path):
        if isinstance(record, KeptAside):
            continue
        last_seen = max(last_seen, record.last_seen)
        _link(links, record)
    linked = links.relatives.keys() | {
        other for pairs in links.relatives.values() for other, _ in pairs
    }
    for record in read_records(path):
        if isinstance(record, Record) and record.schema == "Person":
            persons += 1
            listed += links.is_listed(record)
            if record.id in linked:
                links.captions.setdefault(record.id, record.caption)
    if not listed:
        raise refused(
            f"{path.name} names no politically exposed person among its {persons:,} persons.",
            "Choose a PEP data set: persons with the topics role.pep or role.rca.",
        )
    if persons > listed:
        left = persons - listed
        links.problems = (
            f"{left:,} of {persons:,} persons are not listed as politically exposed: left out.",
        )
    links.published_on = _day(last_seen)
    return links


def _link(links: Links, record: Record) -> None:
    if record.schema == "Person":
        links.has_topics = links.has_topics or "topics" in record.properties
        if "position" in record.properties:
            links.holders.add(record.id)
    elif record.schema == "Position":
        links.positions[record.id] = record.caption
    elif record.schema == "Occupancy":
        office = Office(record.first("post"), record.first("startDate"), record.first("endDate"))
        for holder in record.properties.get("holder", ()):
            links.offices[holder].append(office)
            links.holders.add(holder)
    elif record.schema in _RELATIONS:
        one, other, label = _RELATIONS[record.schema]
        words = record.first(label) or record.schema.lower()
        for person in record.properties.get(one, ()):
            for relative in record.properties.get(other, ()):
                links.relatives[person].append((relative, words))
                links.relatives[relative].append((person, f"{words} of"))


def _record(row: int, data: dict[str, Any]) -> Record:
    properties = {
        str(name).removeprefix("Person:"): texts
        for name, value in data["properties"].items()
        if (texts := _texts(value))
    }
    entity_id = data["id"]
    if not isinstance(entity_id, str) or not entity_id:
        raise TypeError("the id is no text")
    return Record(
        row,
        entity_id,
        str(data["schema"]),
        str(data.get("caption") or ""),
        data.get("target") is True,
        str(data.get("last_seen") or ""),
        str(data.get("last_change") or ""),
        properties,
    )


def _texts(value: Any) -> tuple[str, ...]:
    """A property's values as texts: files made by other tools hold bare texts and numbers too."""
    items = value if isinstance(value, list) else [value]
    texts = (
        item if isinstance(item, str) else orjson.dumps(item).decode()
        for item in items
        if item is not None
    )
    return tuple(" ".join(text.split()) for text in texts if text.strip())


def _check_end(path: Path) -> None:
    if tail(path, 1) != b"\n":
        for last in deque(read_records(path), maxlen=1):
            if isinstance(last, KeptAside):
                raise refused(
                    f"{path.name} ends in the middle of line {last.row:,}: it is truncated.",
                    "Download the file again from its publisher.",
                )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None

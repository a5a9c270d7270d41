"""`targets.nested.json`: one target a line, with what is linked to it inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from app.importers.opensanctions.census import Census
from app.importers.opensanctions.entities import Record, read_records
from app.importers.opensanctions.facts import is_link
from app.importers.opensanctions.schemas import PEP_TOPIC, RCA_TOPIC


class NestedTargets:
    """What stands around one target at a time; `turn_to` the next before asking."""

    def __init__(self, path: Path) -> None:
        """Reads the whole file once, to learn whether it knows topics and targets."""
        self.census = Census()
        self._inner: dict[str, Record] = {}
        self._target: Record | None = None
        for record in read_records(path):
            if isinstance(record, Record):
                topics = (
                    list(record.properties["topics"]) if "topics" in record.properties else None
                )
                self.census.add(record.schema, record.is_target, topics, record.last_seen)

    def turn_to(self, record: Record) -> None:
        """Let `record` be the target whose surroundings are asked for."""
        self._target = record
        self._inner = {inner.id: inner for inner in _within(record)}

    def find(self, entity_id: str) -> Record | None:
        """The target or an entity inside it, or None."""
        if self._target is not None and entity_id == self._target.id:
            return self._target
        return self._inner.get(entity_id)

    def linked(self, record: Record) -> Iterable[Record]:
        """The facts and ties inside the target."""
        return (inner for inner in record.adjacent if is_link(inner.schema))

    def topics(self, record: Record) -> tuple[str, ...]:
        """The topics of a target; where the file knows none, what its offices and ties tell."""
        if self.census.has_topics:
            return record.properties.get("topics", ())
        inner = {link.schema for link in record.adjacent}
        if record.schema != "Person":
            return ()
        if "Occupancy" in inner or "position" in record.properties:
            return (PEP_TOPIC,)
        return (RCA_TOPIC,) if inner & {"Family", "Associate"} else ()


def _within(record: Record) -> Iterator[Record]:
    for inner in record.adjacent:
        yield inner
        yield from _within(inner)

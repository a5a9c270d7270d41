"""Where each entity of a FollowTheMoney file stands, and which facts and ties belong to whom.

One pass over the file keeps sixteen bytes an entity and sixteen a link (the hash of an id and the
place of a line); what is asked for later is read from its place. So a file of any size is read
with little memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

import orjson

from app.importers.opensanctions.census import Census, texts_of
from app.importers.opensanctions.entities import MAX_LINE, Record, parse_record
from app.importers.opensanctions.schemas import FACTS, PEP_TOPIC, RCA_TOPIC, TIES
from app.importers.reading import unique

if TYPE_CHECKING:
    import numpy as np

_ENDS = {**FACTS, **{schema: (tie.one, tie.other) for schema, tie in TIES.items()}}
_CLOSE = ("Family", "Associate")


class Places:
    """A growing table of (hash of an id, place in the file), looked up once it is sorted."""

    def __init__(self) -> None:
        self._keys = array("q")
        self._places = array("q")
        self._sorted: tuple[np.ndarray, np.ndarray] | None = None

    def add(self, entity_id: str, place: int) -> None:
        """Note that something of this id stands at that place."""
        self._keys.append(hash(entity_id))
        self._places.append(place)

    def sort(self) -> None:
        """Make the table ready to be looked up; nothing is added afterwards."""
        import numpy as np

        keys = np.frombuffer(self._keys, dtype=np.int64) if self._keys else np.empty(0, np.int64)
        order = np.argsort(keys, kind="stable")
        places = np.frombuffer(self._places, dtype=np.int64) if len(order) else keys
        self._sorted = keys[order], places[order]
        self._keys, self._places = array("q"), array("q")

    def of(self, entity_id: str) -> list[int]:
        """The places noted for this id, in file order; another id of the same hash may be among
        them, so that the reader compares the id itself."""
        assert self._sorted is not None
        keys, places = self._sorted
        key = hash(entity_id)
        start = int(keys.searchsorted(key, "left"))
        end = int(keys.searchsorted(key, "right"))
        return [int(place) for place in places[start:end]]


class FileIndex:
    """The links of one file of entities, one a line. Close it, or use it as a context."""

    def __init__(self, path: Path) -> None:
        """Reads the whole file once. `path` must be readable text of lines."""
        self.census = Census()
        self._entities = Places()
        self._links = Places()
        self._holders: set[int] = set()
        self._close: list[tuple[int, int]] = []
        self._file: IO[bytes] = path.open("rb", buffering=1 << 13)
        self._read(path)
        self._entities.sort()
        self._links.sort()
        pairs = self._close
        self._near = {one for one, other in pairs if other in self._holders}
        self._near |= {other for one, other in pairs if one in self._holders}

    def __enter__(self) -> FileIndex:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def find(self, entity_id: str) -> Record | None:
        """The entity of this id, or None."""
        for place in self._entities.of(entity_id):
            record = self._at(place)
            if record is not None and record.id == entity_id:
                return record
        return None

    def linked(self, record: Record) -> Iterator[Record]:
        """The facts and ties that name this party, in file order, each id once."""
        seen = set()
        for place in unique(self._links.of(record.id)):
            link = self._at(place)
            if link is None:
                continue
            names_it = any(record.id in link.properties.get(end, ()) for end in _ENDS[link.schema])
            if names_it and link.id not in seen:
                seen.add(link.id)
                yield link

    def topics(self, record: Record) -> tuple[str, ...]:
        """The topics of a party.

        Files without any topic (a wiki scrape, say) mark persons as `target` only. There a
        person who holds an office, by an Occupancy or by the property `position`, is a
        ``role.pep``; one who is a relative or associate of such a person is a ``role.rca``.
        """
        if self.census.has_topics:
            return record.properties.get("topics", ())
        key = hash(record.id)
        if record.schema == "Person" and key in self._holders:
            return (PEP_TOPIC,)
        return (RCA_TOPIC,) if record.schema == "Person" and key in self._near else ()

    def _at(self, place: int) -> Record | None:
        self._file.seek(place)
        try:
            return parse_record(0, orjson.loads(self._file.readline(MAX_LINE)))
        except (TypeError, KeyError, AttributeError):  # named when the rows are read
            return None

    def _read(self, path: Path) -> None:
        place = 0
        with path.open("rb", buffering=1 << 20) as lines:
            while raw := lines.readline(MAX_LINE):
                start = 3 if place == 0 and raw.startswith(b"\xef\xbb\xbf") else 0
                self._note(raw[start:], place + start)
                place += len(raw)

    def _note(self, raw: bytes, place: int) -> None:
        """Note one line; what cannot be read is named when the entries are."""
        try:
            data = orjson.loads(raw)
            parse_id, schema, properties = data["id"], data["schema"], data["properties"]
            self._entities.add(parse_id, place)
            names = {str(name).rpartition(":")[2]: value for name, value in properties.items()}
            self._note_links(schema, names, place)
        except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError):
            return
        self.census.add(schema, data.get("target"), names.get("topics"), data.get("last_seen"))
        if schema == "Person" and "position" in names and not self.census.has_topics:
            self._holders.add(hash(parse_id))

    def _note_links(self, schema: Any, properties: dict[str, Any], place: int) -> None:
        for end in _ENDS.get(schema, ()):
            for party in texts_of(properties.get(end)):
                self._links.add(party, place)
                if schema == "Occupancy" and not self.census.has_topics:
                    self._holders.add(hash(party))
        if schema in _CLOSE and not self.census.has_topics:
            tie = TIES[schema]
            self._close += [
                (hash(one), hash(other))
                for one in texts_of(properties.get(tie.one))
                for other in texts_of(properties.get(tie.other))
            ]

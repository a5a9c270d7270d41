"""Which lists a file of OpenSanctions can be, told by its first entities."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import NamedTuple

import orjson

from app.importers.lines import read_lines
from app.importers.opensanctions.entities import MAX_LINE
from app.importers.opensanctions.schemas import PARTIES, SOURCE_OF
from app.importers.pep_slots import PEP_SLOTS

OS_SANCTIONS = "os_sanctions"
LOOKED_AT = 5_000  # lines that tell which lists a file can be


class Outlook(NamedTuple):
    """What the first entities of a file tell of the whole: the data sets that all of them share,
    and whether public offices or sanctions occur."""

    datasets: frozenset[str]
    has_offices: bool
    has_sanctions: bool

    def slots(self) -> tuple[str, ...]:
        """The lists that the file can be imported as, the likeliest first."""
        copies = [SOURCE_OF[name] for name in sorted(self.datasets) if name in SOURCE_OF]
        found: list[str] = []
        if self.has_sanctions or not self.has_offices:
            found += [slot for slot in copies if not slot.startswith("pep_")]
            found.append(OS_SANCTIONS)
        if self.has_offices:
            found += [slot for slot in copies if slot.startswith("pep_")]
            found += PEP_SLOTS
        return tuple(dict.fromkeys(found))


def outlook_of(path: Path) -> Outlook:
    """The outlook of a file of entities (also of a delta), one a line."""
    shared: set[str] | None = None
    has_offices = has_sanctions = False
    for line in islice(read_lines(path, MAX_LINE), LOOKED_AT):
        try:
            data = orjson.loads(line.text)
            data = data.get("entity", data)
            schema, properties = str(data["schema"]), data["properties"]
            topics = [str(topic) for topic in properties.get("topics") or ()]
            datasets = set(map(str, data.get("datasets") or ()))
        except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError):
            continue
        has_offices = (
            has_offices
            or schema in {"Occupancy", "Position"}
            or "positionOccupancies" in properties
            or any(topic.startswith("role.") for topic in topics)
        )
        has_sanctions = (
            has_sanctions
            or schema == "Sanction"
            or "sanctions" in properties
            or any(topic.startswith("sanction") for topic in topics)
        )
        if datasets and schema in {*PARTIES, "Sanction"}:
            shared = datasets if shared is None else shared & datasets
    return Outlook(frozenset(shared or ()), has_offices, has_sanctions)

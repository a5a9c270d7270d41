"""Which parties of a file a list takes, and the entries of a list from the parties and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from app.domain.lists import ListSource
from app.domain.match import Check
from app.importers.opensanctions.census import Census
from app.importers.opensanctions.entities import Record
from app.importers.opensanctions.facts import address_of, link_row
from app.importers.opensanctions.joining import join
from app.importers.opensanctions.mapper import ADDRESS_RECORDS, map_party
from app.importers.opensanctions.schemas import LISTED_TOPICS, PARTIES, PEP_TOPICS
from app.importers.reading import Row

_OFFICE_TOPICS = ("role.", "gov", "pol.")


class Surroundings(Protocol):
    """What stands around the parties of a file."""

    census: Census

    def find(self, entity_id: str) -> Record | None: ...

    def linked(self, record: Record) -> Iterable[Record]: ...

    def topics(self, record: Record) -> tuple[str, ...]: ...


def is_listed(record: Record, around: Surroundings, source: ListSource) -> bool:
    """Whether the list of this source has an entry for an entity.

    A list of politically exposed persons takes persons with such a topic; where a file knows no
    topics, its targets; where it names no targets either, all persons. A sanctions list takes
    what is a target or has a topic of sanctions, but no one who is there for a public office
    alone; where a file tells nothing of that kind, all parties.
    """
    topics = record.properties.get("topics", ())
    if source.check is Check.PEP:
        return record.schema == "Person" and _is_exposed(record, topics, around.census)
    return record.schema in PARTIES and _is_sanctioned(record, topics, around.census)


def _is_exposed(record: Record, topics: tuple[str, ...], census: Census) -> bool:
    if census.has_topics:
        return any(topic.startswith(PEP_TOPICS) for topic in topics)
    return record.is_target is True or not census.has_targets


def _is_sanctioned(record: Record, topics: tuple[str, ...], census: Census) -> bool:
    if topics and all(topic.startswith(_OFFICE_TOPICS) for topic in topics):
        return False
    if record.is_target or any(topic.startswith("sanction") for topic in topics):
        return True
    if census.has_targets:
        return False
    return any(topic.startswith(LISTED_TOPICS) for topic in topics) or not census.has_topics


def entry_rows(
    record: Record, around: Surroundings, source: ListSource, path: Path
) -> Iterator[Row]:
    """The entry of a listed party with all that is linked to it, and what was kept aside."""
    told = around.topics(record) if source.check is Check.PEP else record.values("topics")
    own, aside = map_party(record, tuple(told), source, path)
    yield from aside
    if own is None:
        return
    rows = tuple(link_row(link, record.id, around.find) for link in around.linked(record))
    found = ((key, around.find(key)) for key in record.properties.get(ADDRESS_RECORDS, ()))
    addresses = {key: address_of(address) for key, address in found if address is not None}

    def is_entry(entity_id: str) -> bool:
        other = around.find(entity_id)
        return other is not None and is_listed(other, around, source)

    yield join(own, rows, addresses, is_entry)

"""Delta files: what was added, modified and deleted since the version that is active now.

A delta names entities, not entries: a sanction or an office may change while its party does not.
So each entry that is touched is taken apart into the party and its links (`joining.split`), the
changes are applied to these, and the entry is put together again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from app.domain.list_entry import ListEntry
from app.domain.lists import KeptAside, ListSource
from app.domain.match import Check
from app.domain.subject import Address
from app.importers.lines import read_lines
from app.importers.opensanctions.census import Census
from app.importers.opensanctions.entities import MAX_LINE, Record, check_end, day, parse_record
from app.importers.opensanctions.facts import (
    NAME_OF_OTHER,
    LinkRow,
    address_of,
    is_link,
    link_row,
    read_row,
    row_id,
)
from app.importers.opensanctions.joining import join, split
from app.importers.opensanctions.mapper import ADDRESS_RECORDS, map_party
from app.importers.opensanctions.party_file import is_listed
from app.importers.opensanctions.schemas import FACTS, PEP_TOPIC, RCA_TOPIC, TIES
from app.importers.reading import ListReading, Row, kept_aside, refused, unique

NAME = "OpenSanctions delta"
MISFIT_LIMIT = 0.05  # a party may come into a list by a change, so a few surprises are borne
_OPERATIONS = frozenset({"ADD", "MOD", "DEL"})


class Change(NamedTuple):
    """One operation; `record` is None of a deletion."""

    operation: str
    record: Record | None


class Delta:
    """The operations of one file, ready to be applied to the entries of a version."""

    def __init__(self, source: ListSource, path: Path) -> None:
        """Reads the whole file into memory: a delta is small beside its list."""
        self.census = Census()
        self.aside: list[KeptAside] = []
        self._source = source
        self._path = path
        self._changes: dict[str, Change] = {}
        self._links: defaultdict[str, list[str]] = defaultdict(list)
        self._known: set[str] = set()  # the ids of the base, complete before any is asked for
        self._names: dict[str, str] = {}
        self._addresses_of_base: dict[str, Address] = {}
        for line in read_lines(path, MAX_LINE):
            try:
                self._note(line.row, orjson.loads(line.text))
            except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError) as error:
                reason = f"not an operation: {type(error).__name__}: {error}"
                self.aside.append(kept_aside(path, line.row, line.problem or reason, line.text))
        if not self._changes:
            raise refused(f"{path.name} holds no operation that can be read.")

    def find(self, entity_id: str) -> Record | None:
        """An entity that the delta adds or modifies, or a party of the base by its name alone."""
        change = self._changes.get(entity_id)
        if change is not None:
            return change.record
        name = self._names.get(entity_id)
        return Record(0, entity_id, "", name, None, "", "", {}) if name else None

    def linked(self, record: Record) -> Iterator[Record]:
        """The facts and ties of a party that the delta adds or modifies."""
        for key in unique(self._links.get(record.id, ())):
            link = self.find(key)
            if link is not None:
                yield link

    def topics(self, record: Record) -> tuple[str, ...]:
        """What the party says itself; in a list without topics, what its links here tell."""
        own = record.properties.get("topics", ())
        if own or self._source.check is not Check.PEP:
            return own
        kinds = {link.schema for link in self.linked(record)}
        if "Occupancy" in kinds or "position" in record.properties:
            return (PEP_TOPIC,)
        return (RCA_TOPIC,) if kinds & {"Family", "Associate"} else ()

    def applied(self, base: Iterable[ListEntry]) -> Iterator[Row]:
        """The entries of the new version.

        Args:
            base: all entries of the version that the delta was made against, each id once.
        Raises:
            ListRefused: at the end, where the delta does not fit that version.
        """
        yield from self.aside
        touched: list[ListEntry] = []
        tied = {other for link in self._links for other in self._ends(link)}
        wanted = self._unknown_addresses()
        for entry in base:
            self._known.add(entry.entry_id)
            if entry.entry_id in tied:
                self._names[entry.entry_id] = entry.primary_name
            if not wanted.isdisjoint(_address_keys(entry)):
                self._addresses_of_base |= split(entry)[2]
            if self._touches(entry):
                touched.append(entry)
                self._learn_names(entry)
            else:
                yield entry
        for entry in touched:
            yield from self._changed(entry)
        for key, change in self._changes.items():
            record = change.record
            if record is None or key in self._known:
                continue
            if is_listed(record, self, self._source):
                yield from self._mapped(record, (), {}, self.topics(record))
        self._require_fit(len(touched))

    def _require_fit(self, touched: int) -> None:
        parties = [
            (change.operation, key in self._known)
            for key, change in self._changes.items()
            if change.record is not None and is_listed(change.record, self, self._source)
        ]
        misfits = sum((operation == "ADD") == is_known for operation, is_known in parties)
        if not touched and any(change.operation != "ADD" for change in self._changes.values()):
            raise refused(
                f"{self._path.name} changes nothing in the active version: it was made against"
                " another list.",
                "Import it as the list that it belongs to.",
            )
        if misfits > max(1, MISFIT_LIMIT * len(parties)):
            raise refused(
                f"{self._path.name} does not fit the active version: {misfits:,} of"
                f" {len(parties):,} entries that it adds are there already, or that it modifies"
                " are not.",
                "Import the whole list instead, or the deltas in between first.",
            )

    def _unknown_addresses(self) -> set[str]:
        """The addresses that the delta's parties name and the delta does not hold."""
        records = (change.record for change in self._changes.values() if change.record)
        keys = (key for record in records for key in record.values(ADDRESS_RECORDS))
        return {key for key in keys if key not in self._changes}

    def _touches(self, entry: ListEntry) -> bool:
        if entry.entry_id in self._changes or entry.entry_id in self._links:
            return True
        rows = [row for row in entry.details if is_link(row[0])]
        linked = (*map(row_id, rows), *(key for row in rows for key in _others(row)))
        return any(key in self._changes for key in (*linked, *_address_keys(entry)))

    def _ends(self, party: str) -> Iterator[str]:
        """The parties at both ends of the ties of a party."""
        for key in self._links[party]:
            link = self.find(key)
            if link is not None and link.schema in TIES:
                yield from link.values(TIES[link.schema].one, TIES[link.schema].other)

    def _changed(self, entry: ListEntry) -> Iterator[Row]:
        change = self._changes.get(entry.entry_id)
        if change is not None and change.record is None:
            return  # deleted
        own, rows, addresses = split(entry)
        kept = tuple(self._renamed(row) for row in rows if row_id(row) not in self._changes)
        if change is not None and change.record is not None:
            if is_listed(change.record, self, self._source):
                told = self.topics(change.record) or entry.topics
                yield from self._mapped(change.record, kept, addresses, told)
            return
        links = (*kept, *self._rows(entry.entry_id))
        yield join(own, links, self._addresses(addresses, addresses), self._is_entry)

    def _learn_names(self, entry: ListEntry) -> None:
        """The names of linked parties that are no entries stand in the rows of those that are."""
        for row in entry.details:
            names = read_row(row).get(NAME_OF_OTHER, ()) if row[0] in TIES else ()
            for other, name in zip(_others(row), names, strict=False):
                self._names.setdefault(other, name)

    def _renamed(self, row: LinkRow) -> LinkRow:
        """A row that stays, with the names that its other parties have now."""
        label, text = row
        said = read_row(row)
        for other, name in zip(_others(row), said.get(NAME_OF_OTHER, ()), strict=False):
            record = self.find(other)
            if other in self._changes and record is not None and record.caption:
                text = text.replace(
                    f"{NAME_OF_OTHER}: {name}", f"{NAME_OF_OTHER}: {record.caption}"
                )
        return label, text

    def _mapped(
        self,
        record: Record,
        kept: tuple[LinkRow, ...],
        addresses: dict[str, Address],
        topics: tuple[str, ...],
    ) -> Iterator[Row]:
        own, aside = map_party(record, topics, self._source, self._path)
        yield from aside
        if own is not None:
            keys = record.properties.get(ADDRESS_RECORDS, ())
            rows = (*kept, *self._rows(record.id))
            yield join(own, rows, self._addresses(keys, addresses), self._is_entry)

    def _rows(self, party: str) -> tuple[LinkRow, ...]:
        links = (self.find(key) for key in unique(self._links.get(party, ())))
        return tuple(link_row(link, party, self.find) for link in links if link is not None)

    def _addresses(self, keys: Iterable[str], known: dict[str, Address]) -> dict[str, Address]:
        found = {}
        for key in keys:
            change = self._changes.get(key)
            if change is not None and change.record is not None:
                found[key] = address_of(change.record)
            elif change is None and (address := known.get(key) or self._addresses_of_base.get(key)):
                found[key] = address
        return found

    def _is_entry(self, entity_id: str) -> bool:
        change = self._changes.get(entity_id)
        if change is None:
            return entity_id in self._known
        return change.record is not None and is_listed(change.record, self, self._source)

    def _note(self, row: int, data: dict[str, object]) -> None:
        operation, entity = str(data["op"]).upper(), data["entity"]
        if operation not in _OPERATIONS or not isinstance(entity, dict):
            raise TypeError(f"unknown operation {operation[:20]}")
        if operation == "DEL":
            self._changes[str(entity["id"])] = Change(operation, None)
            return
        record = parse_record(row, entity)
        self._changes[record.id] = Change(operation, record)
        topics = list(record.properties["topics"]) if "topics" in record.properties else None
        self.census.add(record.schema, record.is_target, topics, record.last_seen)
        self.census.has_targets = self.census.has_targets or record.is_target is not None
        ends: tuple[str, ...] = FACTS.get(record.schema, ())
        if record.schema in TIES:
            tie = TIES[record.schema]
            ends = (tie.one, tie.other)
        for party in record.values(*ends):
            self._links[party].append(record.id)


def _address_keys(entry: ListEntry) -> list[str]:
    return next((text for label, text in entry.details if label == ADDRESS_RECORDS), "").split()


def _others(row: LinkRow) -> tuple[str, ...]:
    """The parties at the other end of the tie of a row; () of a fact."""
    if row[0] not in TIES:
        return ()
    tie, said = TIES[row[0]], read_row(row)
    return (*said.get(tie.one, ()), *said.get(tie.other, ()))


def read_delta(source: ListSource, path: Path) -> ListReading:
    """A delta: its `rows` wait for the entries of the active version (`ListReading.onto`)."""
    check_end(path)
    delta = Delta(source, path)
    return ListReading(
        source.source,
        NAME,
        day(delta.census.last_seen),
        None,
        _alone(path),
        onto=delta.applied,
    )


def _alone(path: Path) -> Iterator[Row]:
    """What a delta is by itself: no list."""
    raise refused(
        f"{path.name} is a delta: it says only what changed.",
        "Import it where the list that it changes is active.",
    )
    yield  # a generator raises where it is read, as every reader does

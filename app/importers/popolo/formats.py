"""Popolo and EveryPolitician files as the registry knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.formats import Format, Parts, Sample
from app.importers.json_documents import first_key, read_document
from app.importers.part_names import part_of
from app.importers.pep_slots import POPOLO_SLOTS
from app.importers.popolo.mapper import map_document
from app.importers.popolo.tables import NAMES, TERM, map_tables
from app.importers.reading import ListReading, Row, Seen, refused, some

POPOLO = "Popolo JSON"
TABLES = "EveryPolitician CSV"
_PARTS = {"persons", "organizations", "memberships", "meta", "areas", "events", "posts"}
_FIRST_UUID = re.compile(r"[^\n]*\n[^\n]*,[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\s")
_PERSONS = re.compile(r'"(?:persons|memberships|person_id|organization_id|legislative_period_id)"')


def is_popolo(sample: Sample) -> bool:
    """Whether a JSON document begins with a part of Popolo and names another."""
    return first_key(sample) in _PARTS and bool(_PERSONS.search(sample.text))


def is_table(sample: Sample) -> bool:
    """Whether a table is of a term, or of names by the ids of persons, which are UUIDs."""
    header = sample.header()
    is_names = header == NAMES and bool(_FIRST_UUID.match(sample.text))
    return is_names or set(header) >= TERM


def read_popolo(source: ListSource, parts: Parts) -> ListReading:
    """The persons of all documents. Raises ListRefused, also while `rows` is read."""
    paths = tuple(parts.values())

    def rows() -> Iterator[Row]:
        seen = Seen(paths[0])
        for path in paths:
            yield from map_document(read_document(path), source, path, seen)

    return ListReading(source.source, POPOLO, None, None, some(rows(), paths[0]))


def read_tables(source: ListSource, parts: Parts) -> ListReading:
    """The persons of all tables. Raises ListRefused, also while `rows` is read."""
    paths = tuple(parts.values())
    rows = map_tables(_terms_first(paths), source)
    return ListReading(source.source, TABLES, None, None, some(rows, paths[0]))


def _terms_first(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Terms name a person as it is written today, the names table also as it was elsewhere."""

    def rank(path: Path) -> int:
        with path.open(encoding="utf-8-sig", errors="replace") as handle:
            return "sort_name" not in handle.readline()

    try:
        return tuple(sorted(paths, key=rank))
    except OSError as error:
        raise refused(f"{paths[0].name} cannot be read: {error.strerror}.") from error


FORMATS = (
    Format(
        POPOLO,
        "a Popolo document",
        lambda sample: part_of(sample) if is_popolo(sample) else "",
        lambda _parts: POPOLO_SLOTS,
        read_popolo,
        needed="",
    ),
    Format(
        TABLES,
        "a table of EveryPolitician",
        lambda sample: part_of(sample) if is_table(sample) else "",
        lambda _parts: POPOLO_SLOTS,
        read_tables,
        needed="",
    ),
)

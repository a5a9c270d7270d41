"""Files of Wikidata as the registry knows them: items, and tables of persons and offices."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.formats import FileKind, Format, Parts, Sample
from app.importers.json_documents import first_key, read_document
from app.importers.part_names import part_of
from app.importers.pep_slots import ordered
from app.importers.reading import ListReading, Row, Seen, some
from app.importers.wikidata.columns import columns_of
from app.importers.wikidata.items import Items, map_items
from app.importers.wikidata.tables import Persons, bindings, read_csv

ITEMS = "Wikidata items"
RESULTS = "Wikidata SPARQL results"
TABLE = "Wikidata CSV"
_SLOTS = ordered("pep_wikidata")


def is_items(sample: Sample) -> bool:
    """Whether a JSON document is an answer of `wbgetentities`."""
    is_answer = first_key(sample) in {"entities", "success"} and '"entities"' in sample.text
    return is_answer and ('"claims"' in sample.text or '"labels"' in sample.text)


def is_results(sample: Sample) -> bool:
    """Whether a JSON document holds SPARQL results with a person and an office."""
    if first_key(sample) not in {"head", "results"} or '"bindings"' not in sample.text:
        return False
    first = next(iter(bindings(read_document(sample.path))), None)
    return first is not None and columns_of(tuple(first[1]), first[1]) is not None


def is_table(sample: Sample) -> bool:
    """Whether the first row of a table has the item id of a person and an office or a relative."""
    if sample.kind is not FileKind.TEXT:
        return False
    rows = [row for row in islice(csv.reader(sample.text.splitlines()), 2) if row]
    if len(rows) < 2:
        return False
    header, first = rows
    return columns_of(header, dict(zip(header, first, strict=False))) is not None


def read_items(source: ListSource, parts: Parts) -> ListReading:
    """The persons of all documents. Raises ListRefused, also while `rows` is read."""
    paths = tuple(parts.values())
    items = Items([(path, read_document(path)) for path in paths])
    rows = map_items(items, source, Seen(paths[0]))
    return ListReading(source.source, ITEMS, None, None, some(rows, paths[0]))


def _tables(source: ListSource, name: str, paths: tuple[Path, ...]) -> ListReading:
    def rows() -> Iterator[Row]:
        persons = Persons(source)
        for path in paths:
            is_csv = name == TABLE
            persons.add(path, read_csv(path) if is_csv else bindings(read_document(path)))
        yield from persons.rows()

    return ListReading(source.source, name, None, None, some(rows(), paths[0]))


FORMATS = (
    Format(
        ITEMS,
        "items of Wikidata",
        lambda sample: part_of(sample) if is_items(sample) else "",
        lambda _parts: _SLOTS,
        read_items,
        needed="",
    ),
    Format(
        RESULTS,
        "SPARQL results of Wikidata",
        lambda sample: part_of(sample) if is_results(sample) else "",
        lambda _parts: _SLOTS,
        lambda source, parts: _tables(source, RESULTS, tuple(parts.values())),
        needed="",
    ),
    Format(
        TABLE,
        "a table of persons of Wikidata",
        lambda sample: part_of(sample) if is_table(sample) else "",
        lambda _parts: _SLOTS,
        lambda source, parts: _tables(source, TABLE, tuple(parts.values())),
        needed="",
    ),
)

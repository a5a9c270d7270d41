"""Rows of persons and offices asked of Wikidata (SPARQL results, CSV) as list entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from app.domain.list_entry import NameKind
from app.domain.lists import KeptAside, ListSource
from app.domain.political import ForeignReference, OfficeClass, Relation, RelationKind
from app.importers.json_documents import objects, part, text
from app.importers.pep_person import PEP, RCA, Person, office
from app.importers.reading import Row, kept_aside
from app.importers.tables import read_records
from app.importers.wikidata.columns import Columns, columns_of
from app.importers.wikidata.qids import COUNTRY_OF, OFFICES

Table = Iterable[tuple[int, dict[str, str]]]

# How the other way round is named; others are "... of".
_MIRRORED = {"sibling", "spouse", "partner", "unmarried partner", "relative", "kinship"}


def bindings(data: Any) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of SPARQL results in JSON, counted from 1."""
    for row, item in enumerate(objects(part(data, "results").get("bindings")), 1):
        yield (
            row,
            {
                name: text(value.get("value"))
                for name, value in item.items()
                if isinstance(value, dict)
            },
        )


def read_csv(path: Path) -> Table:
    """The rows of a CSV."""
    return read_records(path)


class Persons:
    """Persons put together from the rows of any number of tables."""

    def __init__(self, source: ListSource) -> None:
        self._source = source
        self._persons: dict[str, Person] = {}
        self._aside: list[KeptAside] = []
        self._path = Path("list")

    def add(self, path: Path, rows: Table) -> None:
        """Take the rows of one table, whose columns its first row tells."""
        columns: Columns | None = None
        self._path = path
        for row, cells in rows:
            columns = columns or columns_of(tuple(cells), cells)
            key = columns.cell("key", cells) if columns else ""
            if columns is None or not key:
                self._aside.append(kept_aside(path, row, "no item id", " | ".join(cells.values())))
                continue
            person = self._person(key, row, columns.cell("name", cells))
            if columns.cell("relationship", cells):
                self._add_relative(person, row, columns, cells)
            else:
                person.topic = PEP
                self._add_office(person, columns, cells)

    def rows(self) -> Iterator[Row]:
        """The entries, and what was kept aside."""
        yield from self._aside
        for person in self._persons.values():
            yield from person.entry(self._source, self._path)

    def _person(self, key: str, row: int, name: str) -> Person:
        person = self._persons.get(key)
        if person is None:
            person = self._persons[key] = Person(key, row)
            person.same_as.append(ForeignReference("wikidata", key))
        person.add_name(name)
        return person

    def _add_relative(
        self, person: Person, row: int, columns: Columns, cells: Mapping[str, str]
    ) -> None:
        """A relative of a holder of an office: an entry of its own, tied from both ends."""
        words = columns.cell("relationship", cells)
        key, name = columns.cell("relative_key", cells), columns.cell("relative_name", cells)
        kind = RelationKind.FAMILY
        person.relations.append(Relation(kind, words, name or key, key))
        if not key or not name:
            return
        is_new = key not in self._persons
        relative = self._person(key, row, name)
        if is_new:
            relative.topic = RCA
        back = words if words.lower() in _MIRRORED else f"{words} of"
        relative.relations.append(Relation(kind, back, next(iter(person.names), ""), person.key))

    def _add_office(self, person: Person, columns: Columns, cells: Mapping[str, str]) -> None:
        def cell(meaning: str) -> str:
            return columns.cell(meaning, cells)

        area, party = cell("area"), cell("party")
        position_key = cell("position_key")
        title = cell("position") or OFFICES.get(position_key, position_key)
        country = COUNTRY_OF.get(cell("country_key"), "") or cell("country")
        person.offices.append(
            office(
                self._source,
                title or _untitled(columns, area),
                country=country,
                start=person.date("Start of office", cell("start")),
                end=person.date("End of office", cell("end")),
                otherwise=OfficeClass.LEGISLATOR if "area" in columns.of else OfficeClass.OTHER,
            )
        )
        if country:
            person.add_country(country)
        person.add_birth(cell("born"))
        if person.gender is None:
            person.set_gender(cell("gender"))
        if nationality := cell("nationality"):
            person.add_country(nationality, is_nationality=True)
        if party:
            person.relations.append(Relation(RelationKind.MEMBERSHIP, "member of", party))
        for label, value in (("Constituency", area), ("Date of death", cell("died"))):
            if value:
                person.details.append((label, value))
        for name, value in columns.rest(cells):
            if name.lower() in {"enwiki", "wikipedia"}:
                person.add_name(value, NameKind.STRONG_ALIAS)
            person.details.append((name, value))


def _untitled(columns: Columns, area: str) -> str:
    """The title where a table tells no office: with areas it is of the members of a house."""
    if "area" not in columns.of:
        return "holder of an office"
    return f"representative of {area}" if area else "representative"

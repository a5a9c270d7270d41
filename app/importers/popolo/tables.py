"""The tables that EveryPolitician offers beside its Popolo documents: terms and names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.lists import ListSource
from app.domain.political import OfficeClass, Relation, RelationKind
from app.importers.pep_person import Person, office
from app.importers.reading import Row, kept_aside
from app.importers.tables import read_records

TERM = frozenset({"id", "name", "sort_name", "group", "area", "chamber", "term", "start_date"})
NAMES = ("name", "id")
_TAKEN = {*TERM, "group_id", "area_id", "end_date", "gender", "image"}


def map_tables(paths: tuple[Path, ...], source: ListSource) -> Iterator[Row]:
    """The persons of term and names tables together, each once."""
    persons: dict[str, Person] = {}
    for path in paths:
        for line, cells in read_records(path):
            key = cells.get("id", "")
            if not key:
                yield kept_aside(path, line, "no id", cells.get("name", ""))
                continue
            person = persons.setdefault(key, Person(key, line))
            person.add_name(cells["name"])
            if "term" in cells:
                _add_term(person, cells, source)
    for person in persons.values():
        yield from person.entry(source, paths[0])


def _add_term(person: Person, cells: dict[str, str], source: ListSource) -> None:
    person.add_name(cells["sort_name"])
    if person.gender is None:
        person.set_gender(cells.get("gender", ""))
    chamber = cells["chamber"]
    person.offices.append(
        office(
            source,
            f"member, {chamber}" if chamber else "member of a legislature",
            start=person.date("Start of office", cells["start_date"]),
            end=person.date("End of office", cells.get("end_date", "")),
            organisation=chamber,
            otherwise=OfficeClass.LEGISLATOR,
        )
    )
    if cells["group"] and cells["group"].lower() != "unknown":
        person.relations.append(Relation(RelationKind.MEMBERSHIP, "member of", cells["group"]))
    rows = (("Constituency", cells["area"]), ("Term", cells["term"]), ("Image", cells.get("image")))
    person.details += [(label, value) for label, value in rows if value]
    person.details += [
        (name, value) for name, value in cells.items() if value and name not in _TAKEN
    ]

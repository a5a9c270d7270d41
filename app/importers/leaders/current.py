"""Heads of state and government by country (`2026-07-19.json`), one document a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.lists import ListSource
from app.domain.political import ForeignReference, OfficeClass, Relation, RelationKind
from app.importers.json_documents import objects, part, text
from app.importers.pep_person import Person, office
from app.importers.reading import Row

_HOLDER = {"name_en", "name_local", "wikidata_id", "since", "until", "party", "party_local", "born"}
_HEADS = {"head_of_state", "head_of_government"}


def map_countries(data: Mapping[str, Any], source: ListSource, path: Path) -> Iterator[Row]:
    """The holders of all offices, each once; rows are counted by office, from 1."""
    persons: dict[str, Person] = {}
    row = 0
    for slug, item in part(data, "countries").items():
        for kind, position in part(item, "positions").items():
            row += 1
            holders = _holders(position)
            for holder in holders:
                key = text(holder.get("wikidata_id")) or f"{slug}/{text(holder.get('name_en'))}"
                person = persons.setdefault(key, Person(key, row))
                _add(person, holder, item, position, kind, source)
    for person in persons.values():
        yield from person.entry(source, path)


def vacancies(data: Mapping[str, Any]) -> int:
    """How many offices name no holder."""
    offices = (part(item, "positions") for item in part(data, "countries").values())
    return sum(not _holders(position) for each in offices for position in each.values())


def _holders(position: Any) -> list[dict[str, Any]]:
    current = position.get("current_holder") if isinstance(position, dict) else None
    return objects(current if isinstance(current, list) else [current])


def _add(
    person: Person,
    holder: Mapping[str, Any],
    country: Mapping[str, Any],
    position: Mapping[str, Any],
    kind: str,
    source: ListSource,
) -> None:
    place = part(country, "country")
    iso, name = text(place.get("iso_code")), text(place.get("name_en"))
    person.add_name(text(holder.get("name_en")))
    person.add_name(text(holder.get("name_local")))
    person.add_birth(text(holder.get("born")))
    title = text(position.get("title_en")) or kind.replace("_", " ")
    person.add_country(iso or name)
    held = office(
        source,
        f"{title} of {name}" if name else title,
        country=iso or name,
        start=person.date("Start of office", text(holder.get("since"))),
        end=person.date("End of office", text(holder.get("until"))),
        is_current=True,
    )
    if kind in _HEADS and held.category is not OfficeClass.INTERNATIONAL:
        held = replace(held, category=OfficeClass.HEAD_OF_STATE)  # the file says so itself
    person.offices.append(held)
    key = text(holder.get("wikidata_id"))
    if key:
        person.same_as.append(ForeignReference("wikidata", key))
    if party := text(holder.get("party")):
        person.relations.append(Relation(RelationKind.MEMBERSHIP, "member of", party))
    if party := text(holder.get("party_local")):
        person.details.append(("Party (local name)", party))
    if local := text(position.get("title_local")):
        person.details.append(("Title (local name)", local))
    person.details += [
        (label, words)
        for label, value in (*holder.items(), *position.items(), *country.items())
        if label not in _HOLDER | {"title_en", "title_local"} and (words := text(value))
    ]

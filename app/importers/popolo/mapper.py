"""Popolo documents: persons, and their memberships as offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import NameKind
from app.domain.lists import ListSource
from app.domain.political import ForeignReference, OfficeClass, Relation, RelationKind
from app.importers.json_documents import objects, text
from app.importers.pep_person import Person, office
from app.importers.reading import Row, Seen, kept_aside

_LEGISLATURES = {"legislature", "chamber", "parliament", "upper house", "lower house"}
_TAKEN = {
    "id", "name", "sort_name", "other_names", "birth_date", "gender", "identifiers", "links",
    "images", "image", "sources", "contact_details", "given_name", "family_name", "memberships",
}  # fmt: skip
_FORMER_NOTES = {"former", "former name", "birth name", "maiden name"}


class Document:
    """The parts of a Popolo document, found by their ids."""

    def __init__(self, data: Any) -> None:
        """`data` is the JSON of the file: an object of parts, or an array of persons."""
        parts = data if isinstance(data, dict) else {"persons": data}
        self.persons = objects(parts.get("persons"))
        self._named = {
            part: {text(item.get("id")): item for item in objects(parts.get(part))}
            for part in ("organizations", "areas", "events", "posts")
        }
        self._memberships: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for item in objects(parts.get("memberships")):
            self._memberships[text(item.get("person_id"))].append(item)

    def memberships(self, person: dict[str, Any]) -> list[dict[str, Any]]:
        """The memberships of a person, those inside it first."""
        return [*objects(person.get("memberships")), *self._memberships[text(person.get("id"))]]

    def part(self, name: str, key: Any) -> dict[str, Any]:
        """An organization, area, event or post by its id; empty if there is none."""
        return self._named[name].get(text(key), {})


def map_document(data: Any, source: ListSource, path: Path, seen: Seen) -> Iterator[Row]:
    """The entries of a document. Rows are counted by person, from 1."""
    document = Document(data)
    for row, item in enumerate(document.persons, 1):
        key = text(item.get("id"))
        if not key:
            yield kept_aside(path, row, "no id", text(item.get("name")))
        elif not seen.is_new(key):
            yield seen.repeated(row, key)
        else:
            yield from _person(item, key, row, document, source).entry(source, path)


def _person(
    item: dict[str, Any], key: str, row: int, document: Document, source: ListSource
) -> Person:
    person = Person(key, row)
    person.add_name(text(item.get("name")))
    person.add_name(text(item.get("sort_name")))
    given, family = text(item.get("given_name")), text(item.get("family_name"))
    if given and family:
        person.add_name(f"{given} {family}")
    elif given or family:
        person.details.append(("Given name" if given else "Family name", given or family))
    for other in objects(item.get("other_names")):
        is_former = text(other.get("note")).lower() in _FORMER_NOTES
        person.add_name(
            text(other.get("name")), NameKind.FORMER if is_former else NameKind.STRONG_ALIAS
        )
    person.add_birth(text(item.get("birth_date")))
    person.set_gender(text(item.get("gender")))
    for number in objects(item.get("identifiers")):
        _add_identifier(person, text(number.get("scheme")), text(number.get("identifier")))
    for membership in document.memberships(item):
        _add_membership(person, membership, document, source)
    for link in (*objects(item.get("links")), *objects(item.get("sources"))):
        label = f"Link ({text(link.get('note'))})" if link.get("note") else "Link"
        person.details.append((label, text(link.get("url"))))
    for contact in objects(item.get("contact_details")):
        label = text(contact.get("type")) or "contact"
        person.details.append((f"Contact ({label})", text(contact.get("value"))))
    images = (text(item.get("image")), *(text(i.get("url")) for i in objects(item.get("images"))))
    person.details += [("Image", url) for url in images if url]
    person.details += [
        (name, words)
        for name, value in item.items()
        if name not in _TAKEN and (words := text(value))
    ]
    return person


def _add_identifier(person: Person, scheme: str, number: str) -> None:
    if scheme == "wikidata":
        person.same_as.append(ForeignReference("wikidata", number))
    elif scheme in {"passport", "national_id"}:
        kind = IdentifierType.PASSPORT if scheme == "passport" else IdentifierType.NATIONAL_ID
        person.identifiers.append(Identifier(kind, number))
    elif number:
        person.details.append((f"Identifier ({scheme})", number))


def _add_membership(
    person: Person, item: dict[str, Any], document: Document, source: ListSource
) -> None:
    """A membership as an office; dates that it lacks are those of its term."""
    house = document.part("organizations", item.get("organization_id"))
    term = document.part("events", item.get("legislative_period_id"))
    post = document.part("posts", item.get("post_id"))
    area = document.part("areas", item.get("area_id") or post.get("area_id"))
    group = document.part("organizations", item.get("on_behalf_of_id"))
    name = text(house.get("name")) or text(item.get("organization_id"))
    role = text(item.get("role")) or text(post.get("label")) or text(item.get("label")) or "member"
    kind = text(house.get("classification")).lower()
    start, end = (text(item.get(key)) or text(term.get(key)) for key in ("start_date", "end_date"))
    otherwise = OfficeClass.LEGISLATOR if kind in _LEGISLATURES else OfficeClass.OTHER
    person.offices.append(
        office(
            source,
            f"{role}, {name}" if name else role,
            start=person.date("Start of office", start),
            end=person.date("End of office", end),
            organisation=name,
            otherwise=OfficeClass.PARTY if kind == "party" else otherwise,
        )
    )
    party = text(group.get("name")) or text(item.get("on_behalf_of_id"))
    if party and party.lower() not in {"unknown", "_unknown"}:
        person.relations.append(Relation(RelationKind.MEMBERSHIP, "member of", party))
    for label, value in (
        ("Constituency", text(area.get("name")) or text(item.get("area_id"))),
        ("Term", text(term.get("name")) or text(item.get("legislative_period_id"))),
    ):
        if value:
            person.details.append((label, value))

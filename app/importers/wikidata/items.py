"""Items of the Wikidata API (`wbgetentities`) as politically exposed persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.domain.dates import PartialDate
from app.domain.list_entry import NameKind
from app.domain.lists import ListSource
from app.domain.political import ForeignReference, Relation, RelationKind
from app.importers.dates import partial_date
from app.importers.json_documents import objects, part, text
from app.importers.pep_person import RCA, Person, office
from app.importers.reading import Row, Seen, kept_aside
from app.importers.wikidata.qids import COUNTRY_OF, HUMAN, OFFICES, POLITICIAN
from app.importers.wikidata.times import listed_time, partial_time, written

_FAMILY = {
    "P22": ("father", RelationKind.FAMILY),
    "P25": ("mother", RelationKind.FAMILY),
    "P26": ("spouse", RelationKind.FAMILY),
    "P40": ("child", RelationKind.FAMILY),
    "P3373": ("sibling", RelationKind.FAMILY),
    "P451": ("partner", RelationKind.FAMILY),
    "P1038": ("relative", RelationKind.FAMILY),
    "P3342": ("significant person", RelationKind.ASSOCIATE),
    "P1327": ("business partner", RelationKind.ASSOCIATE),
}
_NAMES = {
    "P1559": NameKind.STRONG_ALIAS,  # in the native language
    "P2561": NameKind.STRONG_ALIAS,
    "P1477": NameKind.FORMER,  # at birth
}
_DETAILS = {
    "P106": "Occupation", "P102": "Party", "P570": "Date of death", "P20": "Place of death",
    "P856": "Website", "P108": "Employer", "P463": "Member of", "P69": "Educated at",
    "P97": "Noble title", "P241": "Military branch", "P410": "Military rank",
}  # fmt: skip
_READ = {"P31", "P39", "P569", "P27", "P21", "P19", "P1559", "P1477", "P2561", *_FAMILY, *_DETAILS}
_QUALIFIERS = {"P580": "start", "P582": "end", "P642": "of", "P768": "district", "P2937": "term",
               "P4100": "group", "P1365": "after", "P1366": "before", "P1545": "number",
               "P1534": "end cause", "P1001": "of"}  # fmt: skip


class Items:
    """The items of one or more documents, with the labels that they tell of each other."""

    def __init__(self, documents: list[tuple[Path, Any]]) -> None:
        """Each document with its file."""
        self.found: list[tuple[Path, int, dict[str, Any]]] = []
        for path, data in documents:
            items = objects(list(part(data, "entities").values()))
            self.found += [(path, row, item) for row, item in enumerate(items, 1)]
        self._items = {text(item.get("id")): item for _, _, item in self.found}

    def label(self, key: str) -> str:
        """The English (or first) label of an item, its id where no label is known."""
        labels = part(self._items.get(key), "labels")
        words = (text(part(labels, name).get("value")) for name in ("en", *labels))
        return next(filter(None, words), "") or OFFICES.get(key, key)

    def is_person(self, key: str) -> bool:
        """Whether the documents hold this item, and as a human."""
        claims = _claims(self._items.get(key, {}), "P31")
        return HUMAN in {_item(claim) for claim in claims}

    def topic(self, key: str) -> str:
        """``role.pep`` of who held an office or is a politician, else ``role.rca``."""
        item = self._items[key]
        occupations = {_item(claim) for claim in _claims(item, "P106")}
        if _claims(item, "P39") or POLITICIAN in occupations:
            return "role.pep"
        return RCA if any(_claims(item, name) for name in _FAMILY) else "role.pep"


def map_items(items: Items, source: ListSource, seen: Seen) -> Iterator[Row]:
    """The persons among the items; other things are kept aside."""
    for path, row, item in items.found:
        key = text(item.get("id"))
        if not key or "missing" in item:
            yield kept_aside(path, row, "no such item", key)
        elif not items.is_person(key):
            kinds = ", ".join(items.label(_item(claim)) for claim in _claims(item, "P31"))
            yield kept_aside(path, row, "not a person", f"{key} {items.label(key)}: {kinds}")
        elif not seen.is_new(key):
            yield seen.repeated(row, key)
        else:
            yield from _person(item, key, row, items, source).entry(source, path)


def _person(item: dict[str, Any], key: str, row: int, items: Items, source: ListSource) -> Person:
    person = Person(key, row, topic=items.topic(key))
    label = items.label(key)
    person.add_name(label if label != key else "")
    for word in objects(list(part(item, "labels").values())):
        person.add_name(text(word.get("value")))
    for words in part(item, "aliases").values():
        for word in objects(words):
            person.add_name(text(word.get("value")))
    for name, name_kind in _NAMES.items():
        for claim in _claims(item, name):
            person.add_name(text(part(_value(claim)).get("text")), name_kind)
    _add_facts(person, item, items)
    for claim in _claims(item, "P39"):
        _add_office(person, claim, items, source)
    for name, (words, kind) in _FAMILY.items():
        for claim in _claims(item, name):
            other = _item(claim)
            known = other if items.is_person(other) else ""
            said = words + _span(claim)
            person.relations.append(Relation(kind, said, items.label(other), known))
    person.same_as.append(ForeignReference("wikidata", key))
    person.updated_on = partial_date(text(item.get("modified"))[:10])
    for words in objects(list(part(item, "descriptions").values())):
        person.details.append(("Description", text(words.get("value"))))
    return person


def _add_facts(person: Person, item: dict[str, Any], items: Items) -> None:
    _add_births(person, item, items)
    for claim in _claims(item, "P27"):
        country = _item(claim)
        words = items.label(country) + _span(claim)
        if country in COUNTRY_OF and not _has_ended(claim):
            person.nationalities.append(COUNTRY_OF[country])
        else:
            person.details.append(("Citizenship", words))
    for claim in _claims(item, "P21"):
        person.set_gender(_item(claim))
    for name, words in _DETAILS.items():
        person.details += [(words, _spoken(claim, items)) for claim in _claims(item, name)]
    others = sorted(name for name in part(item, "claims") if name not in _READ)
    if others:
        counted = f"{len(others)} properties were not taken over: {' '.join(others)}"
        person.details.append(("Other statements", counted))


def _add_births(person: Person, item: dict[str, Any], items: Items) -> None:
    for claim in _claims(item, "P569"):
        born = listed_time(_value(claim))
        if born is not None:
            person.born.append(born)
        elif value := part(_value(claim)):
            person.bad_dates.append(("Date of birth", written(value)))
    for claim in _claims(item, "P19"):
        place = items.label(_item(claim))
        if place == _item(claim):
            person.details.append(("Place of birth", place))
        else:
            person.places_of_birth.append(place)


def _add_office(person: Person, claim: dict[str, Any], items: Items, source: ListSource) -> None:
    """An office with its qualifiers; an end that is known to be but not when still is an end."""
    title = items.label(_item(claim))
    if not title:
        return
    qualifiers = part(claim, "qualifiers")
    end = _first_time(qualifiers, "P582")
    place = next((_snak_item(snak) for snak in objects(qualifiers.get("P1001"))), "")
    person.offices.append(
        office(
            source,
            title,
            country=COUNTRY_OF.get(place, ""),
            start=_first_time(qualifiers, "P580"),
            end=end,
            is_current=False if "P582" in qualifiers and end is None else None,
        )
    )
    words = [
        f"{_QUALIFIERS.get(name, name)}: {', '.join(_snak_text(s, items) for s in objects(snaks))}"
        for name, snaks in qualifiers.items()
    ]
    person.details.append(("Position held", " | ".join([title, *words, f"id: {_item(claim)}"])))


def _claims(item: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The statements of a property; withdrawn ones (deprecated) do not count."""
    claims = objects(part(item, "claims").get(name))
    return [claim for claim in claims if claim.get("rank") != "deprecated"]


def _value(claim: Mapping[str, Any]) -> Any:
    return part(claim, "mainsnak", "datavalue").get("value")


def _item(claim: Mapping[str, Any]) -> str:
    return text(part(_value(claim)).get("id"))


def _snak_item(snak: Mapping[str, Any]) -> str:
    return text(part(snak, "datavalue", "value").get("id"))


def _snak_text(snak: Mapping[str, Any], items: Items) -> str:
    value = part(snak, "datavalue").get("value")
    if not isinstance(value, dict):
        return text(value) or text(snak.get("snaktype"))
    if "time" in value:
        return written(value)
    return items.label(text(value.get("id"))) or text(value.get("text"))


def _spoken(claim: Mapping[str, Any], items: Items) -> str:
    return _snak_text(part(claim, "mainsnak"), items) + _span(claim)


def _first_time(qualifiers: Mapping[str, Any], name: str) -> PartialDate | None:
    times = (
        partial_time(part(snak, "datavalue").get("value")) for snak in objects(qualifiers.get(name))
    )
    return next(filter(None, times), None)


def _has_ended(claim: Mapping[str, Any]) -> bool:
    return "P582" in part(claim, "qualifiers")


def _span(claim: Mapping[str, Any]) -> str:
    """The time of a statement in brackets, "" where it tells none."""
    qualifiers = part(claim, "qualifiers")
    start, end = (_first_time(qualifiers, name) for name in ("P580", "P582"))
    if end is not None:
        return f" ({start or '…'} to {end})"
    return f" (since {start})" if start is not None else ""

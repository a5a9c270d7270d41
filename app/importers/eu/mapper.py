"""EU parties as list entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.domain.dates import ListedDate, PartialDate
from app.domain.identifiers import IdentifierType
from app.domain.list_entry import EntryType, ListEntry, profile_id
from app.domain.lists import ListSource
from app.domain.political import ForeignReference
from app.domain.subject import Gender
from app.importers.dates import partial_date
from app.importers.eu import facts
from app.importers.eu.details import details
from app.importers.eu.entity import Attributes, Part, RawEntity
from app.importers.eu.names import entry_names
from app.importers.reading import BAD_DATE, Row, first_by, kept_aside, unique
from app.importers.references import un_reference

LOST_LETTERS = "letters of the name were lost when the file was saved"
_GENDERS = {"M": Gender.MALE, "F": Gender.FEMALE}
_NOTHING = ("none", "null", "n/a", "unknown")
_OFSI_GROUP = re.compile(rf"\b{facts.OFSI_GROUP}\W{{0,3}}(\d{{3,6}})\b", re.IGNORECASE)
_UN_NUMBER = re.compile(
    r"\bUN\s+(?:permanent\s+)?ref[^\d]{0,25}?(?=\b[A-Z]{2}[ie]\.\s?\d{3})", re.I
)


def entry_id(entity: RawEntity) -> str:
    """The stable key of a party: its EU reference number (``EU.27.28``)."""
    return entity.get("euReferenceNumber") or entity.get("logicalId")


def map_entity(entity: RawEntity, source: ListSource, path: Path) -> Iterator[Row]:
    """The list entry of a party, and what of it had to be kept aside.

    Args:
        entity: all that the file says of the party.
        source: the list.
        path: the file, for rows that are kept aside.
    """
    key, names = entry_id(entity), entry_names(entity)
    for row, text in entity.unusable:
        yield kept_aside(path, row, LOST_LETTERS, f"{key} {text}")
    if not key or not names:
        reason = "no usable name" if key else "no EU reference number"
        words = " ".join(part.get("wholeName") for part in entity.names)
        yield kept_aside(path, entity.row, reason, f"{key} {words}")
        return
    born, strange = _birth_dates(entity)
    strange_days = [text for text in _days_told(entity) if _day(text) is None]
    for text in (*strange, *strange_days):
        yield kept_aside(path, entity.row, BAD_DATE, f"{key} {names[0].text}: {text}")
    changed = [regulation.get("publicationDate", "") for regulation in entity.regulations]
    changed += [day for part in entity.parts() for _, day in part.regulations]
    yield ListEntry(
        source=source.source,
        entry_id=key,
        type=_entry_type(entity),
        names=names,
        reference=entity.get("euReferenceNumber"),
        profile_id=profile_id(source.prefix, key),
        dates_of_birth=born,
        places_of_birth=unique(filter(None, map(facts.place, entity.births))),
        gender=next((found for part in entity.names if (found := _gender(part))), None),
        nationalities=unique(filter(None, map(facts.country, entity.citizenships))),
        identifiers=unique(item for part in entity.documents for item in facts.identifiers(part)),
        addresses=unique(filter(None, map(facts.address, entity.addresses))),
        programmes=unique(_told(entity.regulations, "programme")),
        positions=unique(text for part in entity.names if (text := part.get("function"))),
        listed_on=min(filter(None, map(_day, (*_days_told(entity), *changed))), default=None),
        updated_on=max(filter(None, map(_day, changed)), default=None),
        remarks="\n\n".join(filter(_says_something, unique(entity.remarks))),
        details=unique(details(entity, strange, strange_days)),
        same_as=_same_as(entity),
    )


def _entry_type(entity: RawEntity) -> EntryType:
    """Ships are listed as enterprises, told by the IMO number of a ship."""
    code = entity.get("classificationCode") or entity.get("code")[:1]
    if code.upper() == "P":
        return EntryType.INDIVIDUAL
    if code.upper() != "E" and (entity.births or entity.citizenships):
        return EntryType.INDIVIDUAL
    numbers = (item for part in entity.documents for item in facts.identifiers(part))
    is_ship = any(n.type is IdentifierType.IMO and facts.is_ship_number(n.value) for n in numbers)
    return EntryType.VESSEL if is_ship else EntryType.ENTITY


def _birth_dates(entity: RawEntity) -> tuple[tuple[ListedDate, ...], list[str]]:
    found = [facts.birth_date(part) for part in entity.births]
    dates = (date for date, _ in found if date is not None)
    known = first_by(lambda date: (date.start, date.precision, date.end), dates)
    return known, [text for date, text in found if date is None and text]


def _days_told(entity: RawEntity) -> Iterator[str]:
    """The days from which the party is listed: of its designation and of its regulations.

    A regulation that amends the entry comes later than the listing, but no part of the entry can
    be older than it: the first regulation of any part counts too.
    """
    yield from filter(None, (entity.get("designationDate"),))
    yield from _told(entity.regulations, "entryIntoForceDate")


def _told(regulations: list[Attributes], name: str) -> Iterator[str]:
    return (text for item in regulations if (text := item.get(name, "").strip()))


def _day(text: str) -> PartialDate | None:
    found = partial_date(text[:10])
    return found if found is not None and found.day is not None else None


def _gender(part: Part) -> Gender | None:
    return _GENDERS.get(part.get("gender").upper()[:1])


def _same_as(entity: RawEntity) -> tuple[ForeignReference, ...]:
    """The UN's number, OFSI's group id: in their own fields, or in words."""
    found = [un_reference(entity.get("unitedNationId"))]
    for text in (*entity.remarks, entity.get("designationDetails")):
        found += [un_reference(text[mark.end() :]) for mark in _UN_NUMBER.finditer(text)]
    for part in entity.documents:
        for number in _OFSI_GROUP.findall(" ".join((part.get("number"), *part.remarks))):
            found.append(ForeignReference("gb_hmt", number))
    return unique(filter(None, found))


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text)) and text.strip(" .").lower() not in _NOTHING

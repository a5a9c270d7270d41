"""Parties of the British lists as list entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from app.domain.countries import country_code
from app.domain.dates import ListedDate, PartialDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, profile_id
from app.domain.lists import ListSource
from app.domain.political import ForeignReference, Relation, RelationKind
from app.domain.subject import Address, Gender
from app.importers.demonyms import nationality_codes
from app.importers.gb import documents
from app.importers.gb.dates import birth_date, british_date
from app.importers.gb.designation import Designation, Document, Field, Place, PostalAddress
from app.importers.gb.names import entry_names, ship_number
from app.importers.reading import BAD_DATE, Row, first_by, kept_aside, unique
from app.importers.references import un_reference

GB_FCDO, GB_HMT = "gb_fcdo", "gb_hmt"
_TYPES = {
    "individual": EntryType.INDIVIDUAL,
    "entity": EntryType.ENTITY,
    "ship": EntryType.VESSEL,
}
_GENDERS = {"male": Gender.MALE, "female": Gender.FEMALE}
KEYS = {GB_FCDO: Field.UNIQUE_ID, GB_HMT: Field.GROUP_ID}
_DATES = (Field.DESIGNATED_ON, Field.LISTED_ON, Field.LAST_UPDATED)
_REGION = re.compile(
    r"\b(?:province|region|oblast|governorate|state|county|republic|krai)\b", re.IGNORECASE
)
_OFAC = re.compile(r"\bOFAC\s+UID\s+Number\W{0,5}(\d+)", re.IGNORECASE)
_RELATIONS = (
    (Field.PARENT, "parent company"),
    (Field.SUBSIDIARY, "subsidiary"),
    (Field.OWNER, "current owner or operator"),
    (Field.PREVIOUS_OWNER, "previous owner or operator"),
)
# What has a field of its own in the entry; all other texts become details.
_PLACED = frozenset((
    Field.UNIQUE_ID, Field.GROUP_ID, Field.UN_REFERENCE, Field.TYPE, Field.REGIME,
    Field.OTHER_INFORMATION, Field.BORN, Field.NATIONALITY, Field.POSITION, Field.GENDER,
    Field.BUSINESS_NUMBER, Field.IMO, Field.HULL_NUMBER, Field.SANCTIONS, *_DATES,
    *(label for label, _ in _RELATIONS),
))  # fmt: skip

_SHOWN = {Field.NATIONALITY: "Nationality", Field.BORN: "Date of birth", Field.TYPE: "Type"}
_UNDERSTOOD: tuple[tuple[Field, Callable[[str], object]], ...] = (
    (Field.UN_REFERENCE, un_reference),
    (Field.NATIONALITY, lambda text: not nationality_codes(text)[1]),
    (Field.GENDER, lambda text: text.lower() in _GENDERS),
    (Field.TYPE, lambda text: text.lower() in _TYPES),
    (Field.BORN, birth_date),
)


def map_designation(raw: Designation, source: ListSource, path: Path) -> Iterator[Row]:
    """The list entry of a party, and what of it had to be kept aside.

    Args:
        raw: all that the list says of the party.
        source: the list; it tells which of the party's numbers is the key.
        path: the file, for rows that are kept aside.
    """
    key = KEYS[source.source]
    entry_id = raw.first(key)
    kind = _entry_type(raw)
    names = entry_names(raw, kind)
    if not entry_id or not names:
        reason = "no usable name" if entry_id else f"no {key}"
        yield kept_aside(path, raw.row, reason, f"{entry_id} {' '.join(n.text for n in raw.names)}")
        return
    born, strange = _birth_dates(raw)
    days = {label: [british_date(text) for text in raw.all(label)] for label in _DATES}
    strange += [text for label in _DATES for text in raw.all(label) if british_date(text) is None]
    for text in strange:
        yield kept_aside(path, raw.row, BAD_DATE, f"{entry_id} {names[0].text}: {text}")
    same_as = _same_as(raw, key)
    yield ListEntry(
        source=source.source,
        entry_id=entry_id,
        type=kind,
        names=names,
        reference=_reference(raw, source.source),
        profile_id=profile_id(source.prefix, entry_id),
        dates_of_birth=born,
        places_of_birth=unique(map(_place, raw.places)),
        gender=next((_GENDERS[text.lower()] for text in _known_genders(raw)), None),
        nationalities=unique(
            code for text in raw.all(Field.NATIONALITY) for code in nationality_codes(text)[0]
        ),
        identifiers=unique(_identifiers(raw)),
        addresses=unique(map(_address, raw.addresses)),
        programmes=raw.all(Field.REGIME),
        positions=raw.all(Field.POSITION),
        listed_on=_earliest(days[Field.LISTED_ON] or days[Field.DESIGNATED_ON]),
        updated_on=max(filter(None, days[Field.LAST_UPDATED]), default=None, key=_first_day),
        remarks="\n\n".join(raw.all(Field.OTHER_INFORMATION)),
        details=unique(_details(raw, source.source, same_as)),
        measures=_measures(raw),
        relations=tuple(_relations(raw)),
        same_as=same_as,
    )


def _entry_type(raw: Designation) -> EntryType:
    """The list's type; a party whose type is not understood is told by its dates of birth."""
    unknown = EntryType.INDIVIDUAL if raw.all(Field.BORN) else EntryType.ENTITY
    return _TYPES.get(raw.first(Field.TYPE).lower(), unknown)


def _birth_dates(raw: Designation) -> tuple[tuple[ListedDate, ...], list[str]]:
    found = [(text, birth_date(text)) for text in raw.all(Field.BORN)]
    dates = (item for _, item in found if item is not None)
    known = first_by(lambda item: (item.start, item.precision, item.end), dates)
    return known, [text for text, item in found if item is None]


def _reference(raw: Designation, source: str) -> str:
    """What people cite: the UK's own reference, else OFSI's number."""
    return raw.first(Field.UNIQUE_ID) or (raw.first(Field.GROUP_ID) if source == GB_HMT else "")


def _known_genders(raw: Designation) -> Iterator[str]:
    return (text for text in raw.all(Field.GENDER) if text.lower() in _GENDERS)


def _identifiers(raw: Designation) -> Iterator[Identifier]:
    for read, papers in (
        (documents.passport, raw.passports),
        (documents.national_id, raw.national_ids),
    ):
        for item in (part for paper in papers for part in documents.each(paper)):
            number = read(item)
            if number is not None:
                yield number
    for item in raw.national_ids:
        yield from documents.numbers_in_details(item)
    for text in raw.all(Field.BUSINESS_NUMBER):
        yield from documents.business_numbers(text)
    for text in (*raw.all(Field.IMO), *(ship_number(name.text) for name in raw.names)):
        if text:
            yield from documents.ship_numbers(text)
    for text in raw.all(Field.HULL_NUMBER):
        yield Identifier(IdentifierType.OTHER, text, note=Field.HULL_NUMBER)


def _place(raw: Place) -> str:
    return ", ".join(part for text in raw if (part := text.strip(" .,;")))


def _address(raw: PostalAddress) -> Address:
    """Lines 1 to 5 are the street's, line 6 is the town, or the region where it says so."""
    *street, last = raw.lines
    code = country_code(raw.country)
    is_region = bool(_REGION.search(last))
    return Address(
        ", ".join(filter(None, street)),
        "" if is_region else last,
        last if is_region else "",
        raw.postal_code,
        code,
        "" if code else raw.country,
    )


def _measures(raw: Designation) -> tuple[str, ...]:
    """The pipe list of the full files, the comma list of the search tool's."""
    texts = raw.all(Field.SANCTIONS)
    parts = (re.split(r"\s*\|\s*" if "|" in text else r"\s*,\s+", text) for text in texts)
    return unique(part for items in parts for part in items if part)


def _relations(raw: Designation) -> Iterator[Relation]:
    for label, words in _RELATIONS:
        for text in raw.all(label):
            for name in re.split(r"\s*;\s*", text):
                if name:
                    yield Relation(RelationKind.OWNERSHIP, words, name)


def _same_as(raw: Designation, key: Field) -> tuple[ForeignReference, ...]:
    found: list[ForeignReference | None] = [
        ForeignReference(register, text)
        for register, label in KEYS.items()
        for text in raw.all(label)
        if label != key and any(map(str.isdigit, text))
    ]
    found += [un_reference(text) for text in raw.all(Field.UN_REFERENCE)]
    for label in (Field.BUSINESS_NUMBER, Field.OTHER_INFORMATION):
        for text in raw.all(label):
            found += [ForeignReference("us_ofac_sdn", uid) for uid in _OFAC.findall(text)]
    return unique(filter(None, found))


def _details(
    raw: Designation, source: str, same_as: tuple[ForeignReference, ...]
) -> Iterator[tuple[str, str]]:
    """What has no field of its own in an entry, or could not be understood."""
    for label, texts in raw.texts.items():
        if label not in _PLACED or (label in _DATES and not _is_told(raw, label)):
            yield from ((str(label), text) for text in texts)
    for register, label in KEYS.items():
        for text in raw.all(label)[register == source :]:
            if ForeignReference(register, text) not in same_as:
                yield str(label), text
    for label, is_known in _UNDERSTOOD:
        shown = _SHOWN.get(label, str(label))
        yield from ((shown, text) for text in raw.all(label) if not is_known(text))
    for papers, label in ((raw.passports, "Passport"), (raw.national_ids, "National identifier")):
        yield from ((label, item.details) for item in papers if not _number(item))
    yield from (("Name", name.text) for name in raw.names if not any(map(str.isalpha, name.text)))


def _is_told(raw: Designation, label: str) -> bool:
    """Whether the entry's own dates say all that the list says under a label."""
    texts = raw.all(label)
    is_second = label == Field.DESIGNATED_ON and bool(raw.all(Field.LISTED_ON))
    return len(texts) == 1 and british_date(texts[0]) is not None and not is_second


def _number(item: Document) -> bool:
    return documents.passport(item) is not None


def _earliest(days: list[PartialDate | None]) -> PartialDate | None:
    return min(filter(None, days), default=None, key=_first_day)


def _first_day(day: PartialDate) -> date:
    return day.first_day()

"""FollowTheMoney persons as list entries of a PEP list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.countries import country_code
from app.domain.dates import ListedDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind, profile_id
from app.domain.subject import Address, Gender
from app.importers.dates import listed_date, partial_date
from app.importers.opensanctions.reader import Links, Record
from app.importers.reading import BAD_DATE, Row, kept_aside, unique
from app.importers.scripts import is_latin

_GENDERS = {"male": Gender.MALE, "female": Gender.FEMALE, "other": Gender.OTHER}
_IDENTIFIERS = {
    "passportNumber": (IdentifierType.PASSPORT, ""),
    "idNumber": (IdentifierType.NATIONAL_ID, ""),
    "socialSecurityNumber": (IdentifierType.NATIONAL_ID, "social security"),
    "taxNumber": (IdentifierType.TIN, ""),
    "innCode": (IdentifierType.TIN, "INN"),
    "vatCode": (IdentifierType.TIN, "VAT"),
    "registrationNumber": (IdentifierType.BUSINESS_REG, ""),
    "leiCode": (IdentifierType.LEI, ""),
    "swiftBic": (IdentifierType.SWIFT, ""),
    "wikidataId": (IdentifierType.OTHER, "Wikidata"),
}
_COUNTRIES = ("country", "jurisdiction", "mainCountry")
_NATIONALITIES = ("nationality", "citizenship")
_POSITIONS = ("position", "positions", "previousPosition", "previousPositions")
_REMARKS = ("description", "summary", "notes")
_NAME_PARTS = ("firstName", "lastName", "middleName", "secondName", "fatherName")
_MAPPED = frozenset(
    {
        *_IDENTIFIERS, *_COUNTRIES, *_NATIONALITIES, *_POSITIONS, *_REMARKS,
        "name", "alias", "weakAlias", "previousName", "firstName", "lastName", "topics",
        "birthDate", "birthPlace", "gender", "address",
    }
)  # fmt: skip


def map_person(record: Record, links: Links, source: str, prefix: str, path: Path) -> Iterator[Row]:
    """The list entry of a person, and what of it had to be kept aside.

    Args:
        record: a Person that `links.is_listed`.
        links: offices and relatives of the whole file.
        source: the source id of the entry.
        prefix: opens the profile id.
        path: the file, for rows that are kept aside.
    """
    names = _names(record)
    if not names:
        yield kept_aside(path, record.row, "no usable name", record.id)
        return
    born, unknown_dates = _birth_dates(record)
    for text in unknown_dates:
        yield kept_aside(path, record.row, BAD_DATE, f"{record.id} {names[0].text}: {text}")
    genders = (_GENDERS.get(text.lower()) for text in record.properties.get("gender", ()))
    yield ListEntry(
        source=source,
        entry_id=record.id,
        type=EntryType.INDIVIDUAL,
        names=names,
        profile_id=profile_id(prefix, record.id),
        dates_of_birth=born,
        places_of_birth=record.properties.get("birthPlace", ()),
        gender=next(filter(None, genders), None),
        nationalities=_codes(record, _NATIONALITIES),
        countries=_codes(record, _COUNTRIES),
        identifiers=tuple(_identifiers(record)),
        addresses=unique(Address(text=text) for text in record.properties.get("address", ())),
        positions=_positions(record, links),
        topics=links.topics(record),
        updated_on=partial_date(record.last_change[:10]),
        remarks="\n\n".join(unique(_values(record, _REMARKS))),
        details=unique(_details(record, links, unknown_dates)),
    )


def _values(record: Record, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from record.properties.get(name, ())


def _names(record: Record) -> tuple[ListName, ...]:
    """The caption (or first name) is primary; other scripts and weak aliases are marked.

    A name or alias that is only a first or last name of the person (one word) is weak: it
    names a thousand others too.
    """
    given = record.properties.get("name", ())
    parts = {text for name in _NAME_PARTS for text in record.properties.get(name, ())}
    whole = " ".join(record.first(name) for name in ("firstName", "lastName")).strip()
    first = record.caption if record.caption in given or not given else given[0]
    primary = next((text for text in (first, whole) if any(map(str.isalpha, text))), "")
    if not primary:
        return ()
    names = {primary: ListName(primary)}
    for kind, texts in (
        (NameKind.STRONG_ALIAS, (*given, *record.properties.get("alias", ()))),
        (NameKind.FORMER, record.properties.get("previousName", ())),
        (NameKind.WEAK_ALIAS, record.properties.get("weakAlias", ())),
    ):
        for text in texts:
            if any(map(str.isalpha, text)):
                names.setdefault(text, _name(text, kind, is_part=text in parts and " " not in text))
    return tuple(names.values())


def _name(text: str, kind: NameKind, *, is_part: bool) -> ListName:
    is_weak = is_part or kind is NameKind.WEAK_ALIAS
    if not is_latin(text):
        return ListName(text, NameKind.ORIGINAL_SCRIPT, weak=is_weak)
    if kind is NameKind.FORMER:
        return ListName(text, kind, weak=is_weak)
    return ListName(text, NameKind.WEAK_ALIAS if is_weak else kind)


def _birth_dates(record: Record) -> tuple[tuple[ListedDate, ...], list[str]]:
    found: list[ListedDate] = []
    unknown: list[str] = []
    for text in record.properties.get("birthDate", ()):
        parsed = listed_date(text)
        if parsed is None:
            unknown.append(text)
        else:
            found.append(parsed)
    return unique(found), unknown


def _codes(record: Record, names: tuple[str, ...]) -> tuple[str, ...]:
    return unique(code for text in _values(record, names) if (code := country_code(text)))


def _identifiers(record: Record) -> Iterator[Identifier]:
    for name, (kind, note) in _IDENTIFIERS.items():
        for value in record.properties.get(name, ()):
            yield Identifier(kind, value, note=note)


def _positions(record: Record, links: Links) -> tuple[str, ...]:
    """Offices with the time they were held, then what the person's own properties add."""
    offices = [
        (title, office)
        for office in links.offices.get(record.id, ())
        if (title := links.positions.get(office.position))
    ]
    titles = {title for title, _ in offices}
    dated = (
        f"{title} ({_span(office.start, office.end)})" if office.start else title
        for title, office in offices
    )
    own = (text for text in _values(record, _POSITIONS) if text not in titles)
    return unique((*dated, *own))


def _span(start: str, end: str) -> str:
    return f"{start} to {end}" if end else f"since {start}"


def _details(record: Record, links: Links, unknown_dates: list[str]) -> Iterator[tuple[str, str]]:
    for other, words in links.relatives.get(record.id, ()):
        if caption := links.captions.get(other):
            yield ("Relative" if not words.endswith(" of") else "Relation"), f"{words} {caption}"
    for office in links.offices.get(record.id, ()):
        if not links.positions.get(office.position) and office.start:
            yield "Office held", _span(office.start, office.end)
    for text in unknown_dates:
        yield "Date of birth", text
    for name in (*_NATIONALITIES, *_COUNTRIES):
        for text in record.properties.get(name, ()):
            if not country_code(text):
                yield name.capitalize(), text
    for name, texts in record.properties.items():
        if name not in _MAPPED:
            for text in texts:
                yield name, text

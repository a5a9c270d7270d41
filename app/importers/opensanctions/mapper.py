"""FollowTheMoney parties as list entries: what a party says of itself, without its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.domain.countries import country_code
from app.domain.dates import ListedDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind, profile_id
from app.domain.lists import KeptAside, ListSource
from app.domain.political import ForeignReference
from app.domain.subject import Address, Gender
from app.importers.dates import listed_date, partial_date
from app.importers.numbers import number_alone
from app.importers.opensanctions.entities import Record
from app.importers.opensanctions.schemas import PARTIES
from app.importers.reading import BAD_DATE, kept_aside, unique
from app.importers.scripts import is_latin

ADDRESS_RECORDS = "addressEntity"
# Wikidata's number of somebody else, or a link, that was filed under the names.
_NO_NAME = re.compile(r"Q\d+|https?://\S+")
_IMO = re.compile(r"^IMO\W*(?=\d)", re.IGNORECASE)
_GENDERS = {"male": Gender.MALE, "female": Gender.FEMALE, "other": Gender.OTHER}
_IDENTIFIERS = {
    "passportNumber": (IdentifierType.PASSPORT, ""),
    "idNumber": (IdentifierType.NATIONAL_ID, ""),
    "socialSecurityNumber": (IdentifierType.NATIONAL_ID, "social security"),
    "taxNumber": (IdentifierType.TIN, ""),
    "innCode": (IdentifierType.TIN, "INN"),
    "vatCode": (IdentifierType.TIN, "VAT"),
    "registrationNumber": (IdentifierType.BUSINESS_REG, ""),
    "ogrnCode": (IdentifierType.BUSINESS_REG, "OGRN"),
    "leiCode": (IdentifierType.LEI, ""),
    "swiftBic": (IdentifierType.SWIFT, ""),
    "imoNumber": (IdentifierType.IMO, ""),
    "mmsi": (IdentifierType.MMSI, ""),
    "callSign": (IdentifierType.OTHER, "call sign"),
    "serialNumber": (IdentifierType.OTHER, "serial number"),
    "isin": (IdentifierType.OTHER, "ISIN"),
    "publicKey": (IdentifierType.CRYPTO_ADDRESS, ""),
}
_COUNTRIES = ("country", "jurisdiction", "mainCountry", "flag")
_NATIONALITIES = ("nationality", "citizenship")
_POSITIONS = ("position", "positions", "previousPosition", "previousPositions")
_REMARKS = ("description", "summary", "notes")
_NAME_PARTS = ("firstName", "lastName", "middleName", "secondName", "fatherName", "matronymic")
_NAME_PROPERTIES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_MAPPED = frozenset(
    {
        *_IDENTIFIERS, *_COUNTRIES, *_NATIONALITIES, *_POSITIONS, *_REMARKS, ADDRESS_RECORDS,
        *_NAME_PROPERTIES, "firstName", "lastName", "topics", "birthDate", "birthPlace", "gender",
        "address", "wikidataId",
    }
)  # fmt: skip
_REFERENTS = (
    (re.compile(r"ofac-(\d+)"), "us_ofac_sdn", "{0}"),
    (re.compile(r"unsc-(\d+)"), "un_sc", "{0}"),
    (re.compile(r"eu-fsf-eu-(\d+)-(\d+)"), "eu_fsf", "EU.{0}.{1}"),
    (re.compile(r"gb-hmt-(\d+)"), "gb_hmt", "{0}"),
    (re.compile(r"gb-fcdo-([a-z]{2,4}\d{3,5})"), "gb_fcdo", "{0}"),
    (re.compile(r"ch-seco-(\d+)"), "ch_seco", "{0}"),
    (re.compile(r"(Q\d+)"), "wikidata", "{0}"),
)


def map_party(
    record: Record, topics: tuple[str, ...], source: ListSource, path: Path
) -> tuple[ListEntry | None, list[KeptAside]]:
    """The entry of a party without what its links tell, and what had to be kept aside.

    Args:
        record: of a schema in `PARTIES`.
        topics: of the party, which a file without topics does not say itself.
        source: the list of the entry.
        path: the file, for rows that are kept aside.
    """
    names = _names(record)
    if not names:
        return None, [kept_aside(path, record.row, "no usable name", record.id)]
    born, unknown_dates = _birth_dates(record)
    aside = [
        kept_aside(path, record.row, BAD_DATE, f"{record.id} {names[0].text}: {text}")
        for text in unknown_dates
    ]
    genders = (_GENDERS.get(text.lower()) for text in record.properties.get("gender", ()))
    references = _references(record)
    entry = ListEntry(
        source=source.source,
        entry_id=record.id,
        type=PARTIES[record.schema],
        names=names,
        reference=next((key for register, key in references if register == source.source), ""),
        profile_id=profile_id(source.prefix, record.id),
        dates_of_birth=born,
        places_of_birth=record.properties.get("birthPlace", ()),
        gender=next(filter(None, genders), None),
        nationalities=_codes(record, _NATIONALITIES),
        countries=_codes(record, _COUNTRIES),
        identifiers=tuple(_identifiers(record)),
        addresses=unique(Address(text=text) for text in record.properties.get("address", ())),
        positions=unique(record.values(*_POSITIONS)),
        topics=unique(topics),
        updated_on=partial_date(record.last_change[:10]),
        remarks="\n\n".join(unique(record.values(*_REMARKS))),
        details=unique(_details(record, unknown_dates)),
        same_as=tuple(
            ForeignReference(register, key)
            for register, key in references
            if register != source.source
        ),
    )
    return entry, aside


def _names(record: Record) -> tuple[ListName, ...]:
    """The caption (or first name) is primary; other scripts and weak aliases are marked.

    A name or alias that is only a first or last name of the person (one word) is weak: it
    names a thousand others too.
    """
    given = record.properties.get("name", ())
    parts = set(record.values(*_NAME_PARTS))
    whole = " ".join(record.first(name) for name in ("firstName", "lastName")).strip()
    first = record.caption if record.caption in given or not given else given[0]
    choices = (first, whole, record.first("publicKey"))
    primary = next((text for text in choices if any(map(str.isalpha, text))), "")
    if not primary:
        return ()
    names = {primary: ListName(primary)}
    for kind, texts in (
        (NameKind.STRONG_ALIAS, (*given, *record.properties.get("alias", ()))),
        (NameKind.FORMER, record.properties.get("previousName", ())),
        (NameKind.WEAK_ALIAS, tuple(record.values("weakAlias", "abbreviation"))),
    ):
        for text in texts:
            if any(map(str.isalpha, text)) and not _NO_NAME.fullmatch(text):
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
    if PARTIES[record.schema] is not EntryType.INDIVIDUAL:
        return (), list(record.properties.get("birthDate", ()))
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
    return unique(code for text in record.values(*names) if (code := country_code(text)))


def _identifiers(record: Record) -> Iterator[Identifier]:
    for name, (kind, note) in _IDENTIFIERS.items():
        for value in record.properties.get(name, ()):
            alone = number_alone(_IMO.sub("", value) if kind is IdentifierType.IMO else value)
            words = "; ".join(filter(None, (note, alone.words)))
            yield Identifier(kind, alone.value, alone.country, words)


def _references(record: Record) -> tuple[tuple[str, str], ...]:
    """What other lists call the party: (source id, reference)."""
    keys = (record.id, *record.referents, *record.properties.get("wikidataId", ()))
    found = []
    for key in keys:
        for pattern, register, form in _REFERENTS:
            parts = pattern.fullmatch(key)
            if parts:
                found.append((register, form.format(*parts.groups()).upper()))
    return unique(found)


def _not_understood(record: Record) -> Iterator[tuple[str, str]]:
    """Names that are none, and countries that are not known, as they stand in the file."""
    for names, is_understood in (
        (_NAME_PROPERTIES, lambda text: not _NO_NAME.fullmatch(text)),
        ((*_NATIONALITIES, *_COUNTRIES), country_code),
    ):
        for name in names:
            for text in record.properties.get(name, ()):
                if not is_understood(text):
                    yield name.capitalize(), text


def _details(record: Record, unknown_dates: list[str]) -> Iterator[tuple[str, str]]:
    for text in unknown_dates:
        yield "Date of birth", text
    if record.schema != "Person":
        yield "Schema", record.schema
    yield from _not_understood(record)
    inside = {inner.id for inner in record.adjacent}  # links of a nested file, told as such
    for name, texts in record.properties.items():
        if name not in _MAPPED:
            for text in texts:
                if text not in inside:
                    yield name, text
    if record.datasets:
        yield "Data sets", ", ".join(record.datasets)
    if others := [text for text in record.referents if text != record.id]:
        yield "Referents", " ".join(others)
    addresses = record.properties.get(ADDRESS_RECORDS)
    if addresses:
        yield ADDRESS_RECORDS, " ".join(addresses)

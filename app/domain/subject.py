"""The subject: the customer who is screened, as given, with what was wrong in it said."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from app.domain.countries import is_country_code
from app.domain.dates import PartialDate
from app.domain.errors import InvalidSubject
from app.domain.identifiers import Identifier, identifier_problem

MAX_TEXT_LENGTH = 1000
OLDEST_BIRTH_YEARS = 150


class SubjectType(StrEnum):
    INDIVIDUAL = "INDIVIDUAL"
    ENTITY = "ENTITY"


class Gender(StrEnum):
    MALE = "MALE"
    FEMALE = "FEMALE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `country` is ISO 3166-1 alpha-2 or empty, `text` what has no field."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    text: str = ""

    def line(self) -> str:
        """The address on one line, country code last."""
        parts = (self.street, self.city, self.region, self.postal_code, self.text, self.country)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is screened. Countries are ISO 3166-1 alpha-2 codes in capitals.

    `nationality`, `gender`, `place_of_birth` and `date_of_birth` belong to individuals,
    `country` (of incorporation) and `registration_number` to entities.
    """

    type: SubjectType
    name: str
    external_id: str = ""
    date_of_birth: PartialDate | None = None
    gender: Gender | None = None
    nationality: str = ""
    country: str = ""
    place_of_birth: str = ""
    registration_number: str = ""
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()

    def countries(self) -> tuple[str, ...]:
        """Nationality, country and address countries, each once, in that order."""
        codes = (self.nationality, self.country, *(a.country for a in self.addresses))
        return tuple(dict.fromkeys(code for code in codes if code))


_STORED = {0: None} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def clean_text(text: str) -> str:
    """Text as it can be stored: lone surrogates become U+FFFD, outer blanks go, NUL goes."""
    return text.translate(_STORED).strip()


def clean_subject(subject: Subject) -> Subject:
    """The subject with every text cleaned and country codes in capitals; else as given."""
    return replace(
        subject,
        name=clean_text(subject.name),
        external_id=clean_text(subject.external_id),
        nationality=clean_text(subject.nationality).upper(),
        country=clean_text(subject.country).upper(),
        place_of_birth=clean_text(subject.place_of_birth),
        registration_number=clean_text(subject.registration_number),
        addresses=tuple(_clean_address(address) for address in subject.addresses),
        identifiers=tuple(
            replace(
                identifier,
                value=clean_text(identifier.value),
                country=clean_text(identifier.country).upper(),
                note=clean_text(identifier.note),
            )
            for identifier in subject.identifiers
        ),
    )


def _clean_address(address: Address) -> Address:
    texts = {field.name: clean_text(getattr(address, field.name)) for field in fields(address)}
    return Address(**texts | {"country": texts["country"].upper()})


def validate_subject(subject: Subject, today: date) -> tuple[str, ...]:
    """The warnings that travel with the record (bad identifiers, unlikely dates).

    Args:
        subject: as given by the caller.
        today: the current date, for dates of birth that lie in the future.
    Raises:
        InvalidSubject: the subject cannot be screened: name empty, too long or without two
            letters; impossible date of birth; unknown country.
    """
    name = subject.name.strip()
    letters = sum(unicodedata.category(char)[0] in "LN" for char in name)
    _require_short(subject)
    if letters < 1 or (letters < 2 and not any(ord(char) > 0x2E7F for char in name)):
        raise InvalidSubject(
            _no_name(name, letters),
            safe="Nothing was stored.",
            todo="Enter the full name, in any script.",
        )
    for label, code in (
        ("nationality", subject.nationality),
        ("country", subject.country),
        *(("address country", a.country) for a in subject.addresses),
    ):
        if code and not is_country_code(code):
            raise InvalidSubject(
                f"“{code[:40]}” is not a country ({label}).",
                safe="Nothing was stored.",
                todo="Use the two letters of ISO 3166, such as NG.",
            )
    warnings = list(_birth_warnings(subject, today))
    for identifier in subject.identifiers:
        problem = identifier_problem(identifier)
        if problem:
            warnings.append(f"{identifier.type.value} {identifier.value[:40]}: {problem}")
        if identifier.country and not is_country_code(identifier.country):
            warnings.append(f"{identifier.type.value}: “{identifier.country[:40]}” is no country.")
    return tuple(warnings)


def _no_name(name: str, letters: int) -> str:
    if not name:
        return "The name is empty."
    return "A name needs at least two letters." if letters else "The name has no letters."


def _require_short(subject: Subject) -> None:
    """Refuse a field into which a whole document was pasted."""
    identifiers = [item.value for item in subject.identifiers]
    addresses = [address.line() for address in subject.addresses]
    for label, text in (
        ("name", subject.name),
        ("external id", subject.external_id),
        ("place of birth", subject.place_of_birth),
        ("registration number", subject.registration_number),
        *(("identifier", value) for value in identifiers),
        *(("address", line) for line in addresses),
    ):
        if len(text) > MAX_TEXT_LENGTH:
            raise InvalidSubject(
                f"The {label} has {len(text):,} characters; at most {MAX_TEXT_LENGTH:,} are taken.",
                safe="Nothing was stored.",
                todo="Check whether a whole document was pasted in.",
            )


def _birth_warnings(subject: Subject, today: date) -> tuple[str, ...]:
    born = subject.date_of_birth
    if born is None:
        return ()
    if born.first_day() > today:
        raise InvalidSubject(
            f"The date of birth {born} lies in the future.",
            safe="Nothing was stored.",
            todo="Correct the date or leave it out.",
        )
    if born.year < today.year - OLDEST_BIRTH_YEARS:
        return (f"The date of birth {born} is more than {OLDEST_BIRTH_YEARS} years ago.",)
    return ()

"""A politically exposed person as it is put together from the rows of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.countries import country_code
from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.identifiers import Identifier
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind, profile_id
from app.domain.lists import ListSource
from app.domain.office_classes import office_class
from app.domain.political import ForeignReference, Office, OfficeClass, Relation
from app.domain.subject import Address, Gender
from app.importers.dates import listed_date, partial_date
from app.importers.pep_slots import HOME
from app.importers.reading import BAD_DATE, Row, kept_aside, unique
from app.importers.scripts import is_latin

PEP, RCA = "role.pep", "role.rca"
GENDERS = {
    "male": Gender.MALE, "m": Gender.MALE, "q6581097": Gender.MALE,
    "female": Gender.FEMALE, "f": Gender.FEMALE, "q6581072": Gender.FEMALE,
    "other": Gender.OTHER, "non-binary": Gender.OTHER, "q48270": Gender.OTHER,
}  # fmt: skip
_PLACE = re.compile(r"(?:\b(?:of|de|du|da|do|del|von|für)\b|,)\s+(?:the\s+|la\s+)?([^,]+)$", re.I)
_NOTE = re.compile(r"(.+?)\s+\(([^()]*)\)")


@dataclass(slots=True)
class Person:
    """What the rows of a file say of one person so far; `row` is the first of them."""

    key: str
    row: int
    names: dict[str, ListName] = field(default_factory=dict)
    born: list[ListedDate] = field(default_factory=list)
    bad_dates: list[tuple[str, str]] = field(default_factory=list)
    places_of_birth: list[str] = field(default_factory=list)
    gender: Gender | None = None
    nationalities: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    same_as: list[ForeignReference] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)
    topic: str = PEP
    updated_on: PartialDate | None = None

    def add_name(self, text: str, kind: NameKind = NameKind.STRONG_ALIAS) -> None:
        """One more name; the first is the primary one. A note in brackets is kept apart."""
        parts = _NOTE.fullmatch(" ".join(text.split()))
        name, note = parts.groups() if parts else (" ".join(text.split()), "")
        if not any(map(str.isalpha, name)):
            return
        if not self.names:
            kind = NameKind.PRIMARY
        elif not is_latin(name):
            kind = NameKind.ORIGINAL_SCRIPT
        self.names.setdefault(name, ListName(name, kind, note=note))

    def add_birth(self, text: str) -> None:
        """A date of birth as the file writes it, an ISO time included."""
        found = listed_date(plain_day(text))
        if found is not None:
            self.born.append(found)
        elif text:
            self.bad_dates.append(("Date of birth", text))

    def add_country(self, text: str, *, is_nationality: bool = False) -> None:
        """A country by name or code; one that is not known becomes a detail."""
        code = country_code(text)
        if code:
            (self.nationalities if is_nationality else self.countries).append(code)
        elif text:
            self.details.append(("Nationality" if is_nationality else "Country", text))

    def set_gender(self, text: str) -> None:
        """The gender; a word that is not known becomes a detail."""
        known = GENDERS.get(text.strip().lower())
        if known is not None:
            self.gender = known
        elif text.strip():
            self.details.append(("Gender", text))

    def date(self, label: str, text: str) -> PartialDate | None:
        """A date of the person's offices; one that is not understood is kept as a detail."""
        found = partial_date(plain_day(text)) if text else None
        if text and found is None:
            self.bad_dates.append((label, text))
        return found

    def entry(self, source: ListSource, path: Path) -> Iterator[Row]:
        """The entry, and what of it had to be kept aside."""
        if not self.names:
            yield kept_aside(path, self.row, "no usable name", self.key)
            return
        primary = next(iter(self.names))
        for label, text in self.bad_dates:
            yield kept_aside(path, self.row, BAD_DATE, f"{self.key} {primary}: {label} {text}")
        offices = unique(self.offices)
        yield ListEntry(
            source=source.source,
            entry_id=self.key,
            type=EntryType.INDIVIDUAL,
            names=tuple(self.names.values()),
            profile_id=profile_id(source.prefix, self.key),
            dates_of_birth=unique(self.born),
            places_of_birth=unique(self.places_of_birth),
            gender=self.gender,
            nationalities=unique(self.nationalities),
            countries=unique(
                (*self.countries, *(each.country for each in offices if each.country))
            ),
            identifiers=unique(self.identifiers),
            addresses=unique(self.addresses),
            positions=unique(map(spoken, offices)),
            topics=(self.topic,),
            updated_on=self.updated_on,
            details=unique((*self.bad_dates, *self.details)),
            offices=offices,
            relations=unique(self.relations),
            same_as=unique(self.same_as),
        )


def office(
    source: ListSource,
    title: str,
    *,
    country: str = "",
    start: PartialDate | None = None,
    end: PartialDate | None = None,
    organisation: str = "",
    is_current: bool | None = None,
    otherwise: OfficeClass = OfficeClass.OTHER,
) -> Office:
    """An office with its class and country.

    Args:
        source: the list, which may be of one country alone.
        title: as the file writes it.
        country: as a name or code; "" where only the title may tell it.
        otherwise: the class where the title tells none.
    """
    told = office_class(title)
    code = country_code(country) or country_in(title) or HOME.get(source.source, "")
    category = otherwise if told is OfficeClass.OTHER else told
    return Office(title, category, code, start, end, organisation, is_current)


def country_in(title: str) -> str:
    """The country at the end or the beginning of a title (``Senate of Utopia``), or ""."""
    rest = title
    while found := _PLACE.search(rest):
        place = found[1]
        while place:
            if code := country_code(place):
                return code
            inner = _PLACE.search(place)
            place = inner[1] if inner else ""
        rest = rest[: found.start()]
    words = title.split()  # United States senator
    return next(filter(None, (country_code(" ".join(words[:n])) for n in (3, 2, 1))), "")


def spoken(held: Office) -> str:
    """An office with the time it was held: ``Mayor of Nowhere (2011 to 2015-05-28)``."""
    if held.start is None and held.end is None:
        return held.title
    span = f"{held.start or '…'} to {held.end}" if held.end else f"since {held.start}"
    return f"{held.title} ({span})"


def plain_day(text: str) -> str:
    """``2019-06-11`` of ``2019-06-11T00:00:00Z`` (SPARQL), any other text as it is."""
    return text[:10] if re.match(r"\d{4}-\d\d-\d\dT", text) else text.strip()


def decade(year: int, text: str) -> ListedDate:
    """Some year of the ten that begin with `year`."""
    first = year - year % 10
    return ListedDate(PartialDate(first), DatePrecision.RANGE, PartialDate(first + 9), text)

"""What a list says about a party beside its names, as labels and texts for a person."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.countries import country_name
from app.domain.dates import PartialDate
from app.domain.identifiers import Identifier
from app.domain.list_entry import ListEntry
from app.domain.political import ForeignReference, Office, OfficeClass, Relation
from app.domain.subject import Address
from app.gui.screening.wording import (
    date_words,
    entry_type_word,
    gender_word,
    identifier_word,
    listed_date_words,
    translate,
)
from app.gui.widgets.labels import isolate


def facts(entry: ListEntry) -> tuple[tuple[str, str], ...]:
    """Label and text of everything but the names; empty fields are left out, lists are lines."""
    found = (
        (translate("Screening", "Type"), entry_type_word(entry.type)),
        (translate("Screening", "Born"), _lines(map(listed_date_words, entry.dates_of_birth))),
        (translate("Screening", "Place of birth"), _lines(entry.places_of_birth)),
        (translate("Screening", "Gender"), gender_word(entry.gender) if entry.gender else ""),
        (translate("Screening", "Nationality"), ", ".join(map(country_name, entry.nationalities))),
        (translate("Screening", "Country"), ", ".join(map(country_name, entry.countries))),
        (translate("Screening", "Programmes"), _lines(entry.programmes)),
        (translate("Screening", "Measures"), _lines(entry.measures)),
        (translate("Screening", "Positions"), _lines(entry.positions)),
        (translate("Screening", "Offices"), _lines(map(office_words, entry.offices))),
        (translate("Screening", "Topics"), ", ".join(entry.topics)),
        (translate("Screening", "Identifiers"), _lines(map(_identifier, entry.identifiers))),
        (translate("Screening", "Addresses"), _lines(map(_address, entry.addresses))),
        (translate("Screening", "Relations"), _lines(map(_relation, entry.relations))),
        (translate("Screening", "On other lists"), _lines(map(_reference, entry.same_as))),
        (translate("Screening", "Listed on"), _day(entry.listed_on)),
        (translate("Screening", "Updated on"), _day(entry.updated_on)),
        (translate("Screening", "Ended on"), _day(entry.ended_on)),
        (translate("Screening", "Remarks"), isolate(entry.remarks)),
        *((name, isolate(value)) for name, value in entry.details),
        (translate("Screening", "Reference"), entry.reference),
        (translate("Screening", "Entry id"), entry.entry_id),
        (translate("Screening", "Profile id"), entry.profile_id),
    )  # fmt: skip
    return tuple((name, text) for name, text in found if text)


def _day(day: PartialDate | None) -> str:
    return date_words(day) if day is not None else ""


def _lines(parts: Iterable[object]) -> str:
    return "\n".join(isolate(str(part)) for part in parts)


def _identifier(identifier: Identifier) -> str:
    country = f" ({country_name(identifier.country)})" if identifier.country else ""
    note = f", {identifier.note}" if identifier.note else ""
    return f"{identifier_word(identifier.type)} {identifier.value}{country}{note}"


def _address(address: Address) -> str:
    parts = (address.street, address.city, address.region, address.postal_code, address.text)
    country = country_name(address.country) if address.country else ""
    return ", ".join(part for part in (*parts, country) if part)


def office_words(office: Office) -> str:
    """A public function with its country, class and the time it was held."""
    place = ", ".join(
        part
        for part in (
            office.organisation,
            country_name(office.country) if office.country else "",
            office_class_word(office.category) if office.category is not OfficeClass.OTHER else "",
        )
        if part
    )
    return " ".join(filter(None, (office.title, f"({place})" if place else "", _held(office))))


def _held(office: Office) -> str:
    if office.start and office.end:
        told = translate("Screening", "from {start} to {end}")
    elif office.start:
        told = translate("Screening", "since {start}")
    elif office.end:
        told = translate("Screening", "until {end}")
    elif office.is_current is None:
        return ""
    elif office.is_current:
        return translate("Screening", "at present")
    else:
        return translate("Screening", "in the past")
    return told.format(start=_day(office.start), end=_day(office.end))


def office_class_word(category: OfficeClass) -> str:
    """The class of a public function."""
    return {
        OfficeClass.HEAD_OF_STATE: translate("Screening", "head of state or government"),
        OfficeClass.MINISTER: translate("Screening", "government"),
        OfficeClass.LEGISLATOR: translate("Screening", "legislator"),
        OfficeClass.JUDGE: translate("Screening", "judge"),
        OfficeClass.MILITARY: translate("Screening", "military"),
        OfficeClass.DIPLOMAT: translate("Screening", "diplomat"),
        OfficeClass.CENTRAL_BANK: translate("Screening", "central bank"),
        OfficeClass.STATE_COMPANY: translate("Screening", "state company"),
        OfficeClass.PARTY: translate("Screening", "party official"),
        OfficeClass.REGIONAL: translate("Screening", "regional"),
        OfficeClass.INTERNATIONAL: translate("Screening", "international organisation"),
        OfficeClass.OTHER: translate("Screening", "other"),
    }[category]


def _relation(relation: Relation) -> str:
    return f"{relation.label}: {relation.name}" if relation.label else relation.name


def _reference(reference: ForeignReference) -> str:
    return f"{reference.register} {reference.reference}"

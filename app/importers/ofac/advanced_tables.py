"""The tables of OFAC's advanced XML: its parties name values, places and documents by number.

The tables stand before and after the parties, so that a file is read twice: once for them, once
for the parties.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from app.domain.subject import Address
from app.importers.ofac.addresses import make_address
from app.importers.ofac.labels import clean_label
from app.importers.ofac.parts import FORMER, Span, date_text, note
from app.importers.ofac.party import Fact, OnList
from app.importers.ofac.xml_reader import text_of
from app.importers.safe_xml import children, local_name, own_text, records

PARTY = "DistinctParty"
_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_REGION = ("STATE/PROVINCE", "REGION")
_NOT_KNOWN = ("", "Unknown")
_VALID = (*_NOT_KNOWN, "Valid")
# Every element that is large or frequent: what is read no more must not stay in memory.
_RECORDS = (
    "DateOfIssue",
    "ReferenceValueSets",
    "Location",
    "IDRegDocument",
    PARTY,
    "ProfileRelationship",
    "SanctionsEntry",
)


class Place(NamedTuple):
    """A location: its parts by kind (``CITY``; free text has ``Unknown``) and its country."""

    parts: dict[str, str]
    country: str

    def address(self) -> Address | None:
        """The place as an address; None where it says nothing."""
        street, region = (
            ", ".join(self.parts[key] for key in keys if self.parts.get(key))
            for keys in (_STREET, _REGION)
        )
        city = self.parts.get("CITY") or self.parts.get("Unknown", "")
        found = (street, city, region, self.parts.get("POSTAL CODE", ""), self.country)
        return make_address(*found) if any(found) else None

    def line(self) -> str:
        """The place in words, as a place of birth or a nationality is given."""
        words = [text for text in self.parts.values() if text]
        if self.country and not (words and words[-1].endswith(self.country)):
            words.append(self.country)
        return ", ".join(words)


class Tie(NamedTuple):
    """A relation to another profile, and what is said of it."""

    label: str
    other: str
    said: str


class Document(NamedTuple):
    """A document, what is said of it, and the number of the name that stands in it."""

    fact: Fact
    said: str
    holder: str


@dataclass(slots=True)
class Listing:
    """What the sanctions entries say of one profile."""

    lists: list[OnList] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    authorities: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tables:
    """Values by their set and number, and what belongs to a profile or an identity."""

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    documents: dict[str, list[Document]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    ties: dict[str, list[Tie]] = field(default_factory=lambda: defaultdict(list))
    listings: dict[str, Listing] = field(default_factory=lambda: defaultdict(Listing))

    def value(self, name: str, number: str | None) -> str:
        """The text of a value of a set (``Script``, ``Country``), "" if the number is unknown."""
        return self.values.get(name, {}).get(number or "", "")


def elements(path: Path) -> Iterator[etree._Element]:
    """The records of every kind, each freed after use. Raises ListRefused where malformed."""
    return records(path, *_RECORDS)


def read_issue_day(path: Path) -> date | None:
    """The day that the file gives itself."""
    for element in elements(path):
        return _date(element) if local_name(element) == "DateOfIssue" else None
    return None


def read_tables(path: Path, name_of: Callable[[etree._Element, Tables], str]) -> Tables:
    """The tables of a file; `name_of` gives the primary name of a party, for relations."""
    tables = Tables()
    for element in elements(path):
        match local_name(element):
            case "ReferenceValueSets":
                _add_values(tables, element)
            case "Location":
                _add_place(tables, element)
            case "IDRegDocument":
                _add_document(tables, element)
            case "DistinctParty":
                for profile in children(element, "Profile"):
                    tables.names[profile.get("ID", "")] = name_of(element, tables)
            case "ProfileRelationship":
                _add_tie(tables, element)
            case "SanctionsEntry":
                _add_listing(tables, element)
    return tables


def period_text(element: etree._Element) -> str:
    """The date of an element that holds a DatePeriod, in OFAC's words; "" if there is none."""
    for period in children(element, "DatePeriod"):
        bounds = [
            _date(bound)
            for side in ("Start", "End")
            for edge in children(period, side)[:1]
            for name in ("From", "To")
            for bound in children(edge, name)[:1] or children(edge, _OTHER[name])[:1]
        ]
        about = any(
            edge.get("Approximate") == "true"
            for side in ("Start", "End")
            for edge in children(period, side)
        )
        known = [bound for bound in bounds if bound]
        if len(known) == 4:
            return date_text(Span(known[0], known[1], known[2], known[3], about))
        if known:
            return date_text(Span(known[0], known[0], known[-1], known[-1], about))
    return ""


_OTHER = {"From": "To", "To": "From"}


def _date(element: etree._Element) -> date | None:
    numbers = [text_of(element, name) for name in ("Year", "Month", "Day")]
    try:
        year, month, day = (int(text or 1) for text in numbers)
        return date(year, month, day)
    except ValueError:
        return None


def _add_values(tables: Tables, sets: etree._Element) -> None:
    for group in sets:
        for value in group:
            if isinstance(value.tag, str):
                text = own_text(value) or value.get("LegalBasisShortRef", "")
                tables.values.setdefault(local_name(value), {})[value.get("ID", "")] = text
    parties = tables.values.get("PartyType", {})
    for group in children(sets, "PartySubTypeValues"):
        for value in group:
            # A vessel and an aircraft are kinds of transport; people and entities have no kinds.
            party = parties.get(value.get("PartyTypeID", ""), "")
            kind = own_text(value) if party == "Transport" else party
            tables.types[value.get("ID", "")] = kind.lower()


def _add_place(tables: Tables, location: etree._Element) -> None:
    parts: dict[str, str] = {}
    for part in children(location, "LocationPart"):
        kind = tables.value("LocPartType", part.get("LocPartTypeID"))
        values = sorted(
            children(part, "LocationPartValue"), key=lambda item: item.get("Primary") != "true"
        )
        text = ", ".join(filter(None, (text_of(value, "Value") for value in values)))
        parts[kind] = ", ".join(filter(None, (parts.get(kind, ""), text)))
    countries = (
        tables.value("Country", item.get("CountryID"))
        for item in children(location, "LocationCountry")
    )
    areas = (
        tables.value("AreaCode", item.get("AreaCodeID"))
        for item in children(location, "LocationAreaCode")
    )
    country = next(filter(None, (*countries, *areas)), "")
    tables.places[location.get("ID", "")] = Place(parts, country)


def _add_document(tables: Tables, element: etree._Element) -> None:
    dates = {
        tables.value("IDRegDocDateType", item.get("IDRegDocDateTypeID")): period_text(item)
        for item in children(element, "DocumentDate")
    }
    country = tables.value("Country", element.get("IssuedBy-CountryID"))
    fact = Fact(
        clean_label(tables.value("IDRegDocType", element.get("IDRegDocTypeID"))),
        text_of(element, "IDRegistrationNo"),
        country,
        dates.pop("Issue Date", ""),
        dates.pop("Expiration Date", ""),
    )
    place = tables.places.get(element.get("IssuedIn-LocationID", ""), Place({}, "")).line()
    authority = text_of(element, "IssuingAuthority")
    validity = tables.value("Validity", element.get("ValidityID"))
    said = note(
        f"issued by {authority}" if authority else "",
        f"issued in {place}" if place and place != country else "",
        validity.lower() if validity not in _VALID else "",
        text_of(element, "Comment"),
        *(f"{kind} {day}".strip() for kind, day in dates.items() if day),
    )
    holders = children(element, "DocumentedNameReference")
    holder = holders[0].get("DocumentedNameID", "") if holders else ""
    tables.documents[element.get("IdentityID", "")].append(Document(fact, said, holder))


def _add_tie(tables: Tables, element: etree._Element) -> None:
    quality = tables.value("RelationQuality", element.get("RelationQualityID"))
    said = note(
        f"quality {quality.lower()}" if quality not in _NOT_KNOWN else "",
        text_of(element, "Comment"),
    )
    label = tables.value("RelationType", element.get("RelationTypeID"))
    label += FORMER if element.get("Former") == "true" else ""
    tables.ties[element.get("From-ProfileID", "")].append(
        Tie(label, element.get("To-ProfileID", ""), said)
    )


def _add_listing(tables: Tables, entry: etree._Element) -> None:
    listing = tables.listings[entry.get("ProfileID", "")]
    days = []
    for event in children(entry, "EntryEvent"):
        days += [day for item in children(event, "Date") if (day := _date(item))]
        authority = tables.value("LegalBasis", event.get("LegalBasisID"))
        listing.authorities += [authority] if authority else []
    name = tables.value("List", entry.get("ListID"))
    listing.lists.append(OnList(name, min(days).isoformat() if days else ""))
    for measure in children(entry, "SanctionsMeasure"):
        kind = tables.value("SanctionsType", measure.get("SanctionsTypeID"))
        comment = text_of(measure, "Comment")
        if kind == "Program":
            listing.programmes += [comment] if comment else []
        elif kind or comment:
            listing.measures.append(note(kind, comment))

"""OFAC's classic XML (SDN.XML, CONSOLIDATED.XML), in both of its namespaces."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from app.importers.ofac.addresses import make_address
from app.importers.ofac.labels import clean_label
from app.importers.ofac.party import Alias, Fact, Party
from app.importers.safe_xml import children, line_of, own_text, records

ROOT = "sdnList"
_VESSEL = (
    ("callSign", "Vessel Call Sign"),
    ("vesselType", "Vessel Type"),
    ("tonnage", "Vessel Tonnage"),
    ("grossRegisteredTonnage", "Vessel Gross Registered Tonnage"),
    ("vesselFlag", "Vessel Flag"),
    ("vesselOwner", "Vessel Owner"),
)
# Lists whose items hold one value: the list, the value, and the label in the remarks.
_SINGLE = (
    ("dateOfBirthList", "dateOfBirth", "DOB"),
    ("placeOfBirthList", "placeOfBirth", "POB"),
    ("nationalityList", "country", "nationality"),
    ("citizenshipList", "country", "citizen"),
)


def read_header(path: Path) -> tuple[date | None, int | None]:
    """Publication date and record count, as the file states them."""
    for element in records(path, "publshInformation", "sdnEntry"):  # the spelling is OFAC's
        try:
            parsed = datetime.strptime(text_of(element, "Publish_Date"), "%m/%d/%Y")  # noqa: DTZ007
            published: date | None = parsed.date()
        except ValueError:
            published = None
        count = text_of(element, "Record_Count")
        return published, int(count) if count.isdecimal() else None
    return None, None


def read_parties(path: Path) -> Iterator[Party]:
    """The parties of the file. Raises ListRefused, with the line, where it is malformed."""
    for element in records(path, "sdnEntry"):
        yield _party(element)


def _party(entry: etree._Element) -> Party:
    party = Party(
        uid=text_of(entry, "uid"),
        row=line_of(entry),
        name=_name(entry),
        type=text_of(entry, "sdnType").lower(),
        programmes=[program for item in _items(entry, "programList") if (program := _text(item))],
        title=text_of(entry, "title"),
        remarks=text_of(entry, "remarks"),
    )
    party.aliases = [
        Alias(text_of(aka, "type").replace(".", ""), _name(aka), text_of(aka, "category") == "weak")
        for aka in _items(entry, "akaList")
    ]
    party.facts = [*_vessel_facts(entry), *_single_facts(entry), *_documents(entry)]
    for address in _items(entry, "addressList"):
        lines = (text_of(address, f"address{number}") for number in (1, 2, 3))
        street = ", ".join(line for line in lines if line)
        rest = [
            text_of(address, name) for name in ("city", "stateOrProvince", "postalCode", "country")
        ]
        if street or any(rest):
            party.addresses.append(make_address(street, *rest))
    return party


def text_of(element: etree._Element, name: str) -> str:
    """The text of a child as the CSV set writes it: single quotes, no escapes left over."""
    for child in children(element, name):
        return _text(child)
    return ""


def _text(element: etree._Element) -> str:
    return html.unescape(own_text(element)).replace('"', "'")


def _items(entry: etree._Element, name: str) -> list[etree._Element]:
    return [item for group in children(entry, name) for item in group]


def _name(element: etree._Element) -> str:
    """``LAST, First`` as in the CSV set, or the last name alone."""
    first, last = text_of(element, "firstName"), text_of(element, "lastName")
    return f"{last}, {first}" if first and last else last or first


def _vessel_facts(entry: etree._Element) -> Iterator[Fact]:
    for vessel in children(entry, "vesselInfo"):
        for name, label in _VESSEL:
            if value := text_of(vessel, name):
                yield Fact(label, value)


def _single_facts(entry: etree._Element) -> Iterator[Fact]:
    for group, value_name, label in _SINGLE:
        items = _items(entry, group)
        items.sort(key=lambda item: text_of(item, "mainEntry") != "true")
        for item in items:
            if value := text_of(item, value_name):
                yield Fact(label, value)


def _documents(entry: etree._Element) -> Iterator[Fact]:
    for item in _items(entry, "idList"):
        label, number = clean_label(text_of(item, "idType")), text_of(item, "idNumber")
        if label and number:
            yield Fact(
                label,
                number,
                text_of(item, "idCountry"),
                text_of(item, "issueDate"),
                text_of(item, "expirationDate"),
            )

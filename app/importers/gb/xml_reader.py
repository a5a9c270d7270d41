"""The UK Sanctions List as XML: each Designation as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from app.importers.gb.dates import british_day
from app.importers.gb.designation import (
    Designation,
    Document,
    Field,
    Original,
    Place,
    add_address,
    add_name,
    keep,
    tidy,
)
from app.importers.safe_xml import children, line_of, local_name, own_text, records, text_of

ROOT = "Designations"
_RECORD = "Designation"
_DATE = "DateGenerated"
_INDICATORS = "SanctionsImposedIndicators"
_FIELDS = {
    "LastUpdated": Field.LAST_UPDATED,
    "UniqueID": Field.UNIQUE_ID,
    "OFSIGroupID": Field.GROUP_ID,
    "UNReferenceNumber": Field.UN_REFERENCE,
    "Title": Field.TITLE,
    "RegimeName": Field.REGIME,
    "IndividualEntityShip": Field.TYPE,
    "DesignationSource": Field.SOURCE,
    "SanctionsImposed": Field.SANCTIONS,
    "OtherInformation": Field.OTHER_INFORMATION,
    "UKStatementofReasons": Field.REASONS,
    "PhoneNumber": Field.PHONE,
    "Website": Field.WEBSITE,
    "EmailAddress": Field.EMAIL,
    "DateDesignated": Field.DESIGNATED_ON,
    "DOB": Field.BORN,
    "Nationality": Field.NATIONALITY,
    "Position": Field.POSITION,
    "Gender": Field.GENDER,
    "TypeOfEntity": Field.TYPE_OF_ENTITY,
    "Subsidiary": Field.SUBSIDIARY,
    "ParentCompany": Field.PARENT,
    "BusinessRegistrationNumber": Field.BUSINESS_NUMBER,
    "IMONumber": Field.IMO,
    "CurrentOwnerOperator": Field.OWNER,
    "PreviousOwnerOperator": Field.PREVIOUS_OWNER,
    "CurrentBelievedFlagOfShip": Field.FLAG,
    "PreviousFlag": Field.PREVIOUS_FLAG,
    "TypeOfShip": Field.TYPE_OF_SHIP,
    "TonnageOfShip": Field.TONNAGE,
    "LengthOfShip": Field.LENGTH,
    "YearBuilt": Field.YEAR_BUILT,
    "HullIdentificationNumber": Field.HULL_NUMBER,
}


def read_published_on(path: Path) -> date | None:
    """The day of DateGenerated, or None where the list does not begin with it."""
    for element in records(path, _DATE, _RECORD):
        return british_day(own_text(element)) if local_name(element) == _DATE else None
    return None


def read_designations(path: Path) -> Iterator[Designation]:
    """Each Designation. Raises ListRefused, with the line, where the file is malformed."""
    for element in records(path, _RECORD):
        entry = Designation(line_of(element))
        _collect(element, entry)
        yield entry


def _collect(element: etree._Element, entry: Designation) -> None:
    """Keep all that stands below an element; what belongs together is told by its parts."""
    tags = {local_name(child) for child in element}
    for marks, read in _GROUPS:
        if tags & marks:
            read(element, entry)
            return
    for child in element:
        tag = local_name(child)
        if len(child):
            _indicators(child, entry) if tag == _INDICATORS else _collect(child, entry)
        else:
            entry.add(_FIELDS.get(tag, tag), own_text(child))


def _name(element: etree._Element, entry: Designation) -> None:
    parts = [text_of(element, f"Name{number}") for number in range(1, 6)]
    kind, quality = text_of(element, "NameType"), text_of(element, "AliasStrength")
    add_name(entry, parts, text_of(element, "Name6"), kind, quality)


def _original(element: etree._Element, entry: Designation) -> None:
    texts = [tidy(text_of(element, tag)) for tag in _ORIGINAL]
    if texts[0]:
        keep(entry.originals, Original(*texts))


def _address(element: etree._Element, entry: Designation) -> None:
    lines = [text_of(element, f"AddressLine{number}") for number in range(1, 7)]
    postal_code = text_of(element, "AddressPostalCode")
    add_address(entry, lines, postal_code, text_of(element, "AddressCountry"))


def _place(element: etree._Element, entry: Designation) -> None:
    keep(entry.places, Place(*(tidy(text_of(element, tag)) for tag in _PLACE)))


def _passport(element: etree._Element, entry: Designation) -> None:
    keep(entry.passports, Document(*(tidy(text_of(element, tag)) for tag in _PASSPORT)))


def _national_id(element: etree._Element, entry: Designation) -> None:
    keep(entry.national_ids, Document(*(tidy(text_of(element, tag)) for tag in _NATIONAL_ID)))


def _indicators(element: etree._Element, entry: Designation) -> None:
    """The measures told a second time, as flags: kept where they are not told in words."""
    if not children_with_text(element.getparent(), "SanctionsImposed"):
        for child in element:
            if own_text(child).lower() == "true":
                entry.add(Field.SANCTIONS, _words(local_name(child)))


def children_with_text(element: etree._Element | None, name: str) -> bool:
    """Whether an element has a direct child of that name that says something."""
    return element is not None and any(map(own_text, children(element, name)))


def _words(tag: str) -> str:
    """``AssetFreeze`` -> ``Asset freeze``."""
    spaced = "".join(f" {char.lower()}" if char.isupper() else char for char in tag)
    return spaced.strip().capitalize()


_ORIGINAL = ("NameNonLatinScript", "NonLatinScriptType", "NonLatinScriptLanguage")
_PLACE = ("TownOfBirth", "CountryOfBirth")
_PASSPORT = ("PassportNumber", "PassportAdditionalInformation")
_NATIONAL_ID = ("NationalIdentifierNumber", "NationalIdentifierAdditionalInformation")
_GROUPS: tuple[tuple[frozenset[str], Callable[[etree._Element, Designation], None]], ...] = (
    (frozenset(("Name6", "Name1", "NameType")), _name),
    (frozenset(_ORIGINAL), _original),
    (frozenset(("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "AddressLine5",
                "AddressLine6", "AddressPostalCode", "AddressCountry")), _address),
    (frozenset(_PLACE), _place),
    (frozenset(_PASSPORT), _passport),
    (frozenset(_NATIONAL_ID), _national_id),
)  # fmt: skip

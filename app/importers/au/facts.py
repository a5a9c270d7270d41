"""What Australian cells say: addresses, places, documents in free text, days of listing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.countries import country_code
from app.domain.dates import PartialDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.political import ForeignReference
from app.domain.subject import Address, Gender
from app.importers.cells import birth_dates, lettered
from app.importers.demonyms import demonym_code

NOTHING = frozenset(("", "na", "n/a", "nil", "unknown", "not available", "none", "-"))
_GENDER = re.compile(r"\b(?:gender|sex)\s*:\s*(male|female)\b", re.IGNORECASE)
_UN_NUMBER = re.compile(r"([A-Z]{2})([ie])\.?\s?(\d{3})(?!\d)", re.IGNORECASE)
_LISTED = re.compile(
    r"\b(?:first\s+listed|listed|designated|designation)\b(?P<rest>[^()]{0,120})", re.IGNORECASE
)
_DAY = re.compile(r"\b\d{1,2}[\s/]+(?:[A-Za-z]{3,9}\.?|\d{1,2})[\s/]+\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
_NUMBER = r"(?P<value>[A-Z]{0,5}[-/ ]?\d[\dA-Z]*(?:[-/]\s?[\dA-Z]+)*)"
_WHOSE = r"(?:(?P<whose>[A-Z][a-z]+(?: [A-Z][a-z]+)?)\s+)?"
_WORDS = r"(?:\s*\([^()]*\))?(?:\s*(?i:no|nos|number|information|code)\b)?[\s.:#–‑-]*"
_OF = r"(?:(?P<of>[A-Z][a-z]+(?: [A-Z][a-z]+)?)\s+(?:passport\s+)?(?i:number|no\.?)?\s*)?"
_DOCUMENTS = tuple(
    (kind, re.compile(_WHOSE + rf"(?i:{label})" + _WORDS + _OF + _NUMBER + r"(?![\w/])"))
    for kind, label in (
        (IdentifierType.PASSPORT, r"(?:(?:diplomatic|service|foreign travel) )?passport"),
        (
            IdentifierType.NATIONAL_ID,
            r"(?:national identification|national identity(?: card)?|national id|identity card)",
        ),
        (IdentifierType.TIN, r"(?:national tax|tax id|tax identification|tax)"),
        (IdentifierType.BUSINESS_REG, r"(?:state registration|registration id|company)"),
        (IdentifierType.IMO, r"imo(?: identification)?"),
    )
)
_OTHER_PLACE = re.compile(r"\s*;?\s*\balt\.?\s*POB\s*:\s*", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:alternate )?address\s*:", re.IGNORECASE)
_END_REMARK = re.compile(r",?\s*\([^()]*\)$")
_LONGEST_CODE = 3
_SHORT_NAMES = frozenset(("UK", "USA", "UAE", "DRC"))
_MOST_WORDS = 8  # of a country's name
_LEAST_DIGITS = 5
_DIGITS_OF_IMO = 7


def items(cell: str) -> Iterator[str]:
    """The values of a cell, its lists taken apart; nothing for ``na``."""
    for item in lettered(cell):
        if item.strip(" .").lower() not in NOTHING:
            yield item


def places(cell: str) -> Iterator[str]:
    """Places of birth; the parts of one stand between semicolons or commas."""
    for item in items(cell):
        for place in _OTHER_PLACE.split(item):
            yield ", ".join(part for part in re.split(r"\s*;\s*", place) if part)


def addresses(cell: str) -> Iterator[Address]:
    """Addresses, the country told from the rest where it stands at the end."""
    for item in items(cell):
        for line in re.split(r"\s*;\s*", item):
            text = _LABEL.sub("", line).strip(" ,.:")
            if text.lower() not in NOTHING and any(map(str.isalnum, text)):
                yield _address(text)


def _address(line: str) -> Address:
    remark = _END_REMARK.search(line)
    cut = remark.start() if remark else len(line)
    for end in (len(line), cut):
        words = line[:end].strip(" ,.").split()
        for count in range(min(len(words), _MOST_WORDS), 0, -1):
            code = _country(" ".join(words[-count:]).strip(" ,."))
            if code:
                head = " ".join(words[:-count]).strip(" ,")
                rest = line[end:].strip(" ,")
                return Address(country=code, text=", ".join(filter(None, (head, rest))))
    return Address(text=line)


def _country(text: str) -> str:
    """The code of a country's name; letters such as CA may be a state of the USA."""
    return country_code(text) if len(text) > _LONGEST_CODE or text in _SHORT_NAMES else ""


def gender(text: str) -> Gender | None:
    """From ``Gender: male`` in free text."""
    found = _GENDER.search(text)
    return {"male": Gender.MALE, "female": Gender.FEMALE}[found[1].lower()] if found else None


def un_reference(text: str, *, is_person: bool) -> ForeignReference | None:
    """The UN's number of the party itself: it opens the text; others within it are of others.

    Numbers with an ``i`` are people's, with an ``e`` others': one of the other kind is a slip.
    """
    found = _UN_NUMBER.match(text)
    if found is None or (found[2].lower() == "i") is not is_person:
        return None
    return ForeignReference("un_sc", f"{found[1].upper()}{found[2].lower()}.{found[3]}")


def documents(text: str) -> Iterator[Identifier]:
    """Numbers of papers in free text, where they are told plainly; the text says the rest."""
    for kind, pattern in _DOCUMENTS:
        for found in pattern.finditer(text):
            value = found["value"].strip()
            digits = sum(map(str.isdigit, value))
            if digits >= _LEAST_DIGITS and (kind is not IdentifierType.IMO or _is_imo(value)):
                whose = next(filter(None, (found["of"], found["whose"])), "")
                yield Identifier(kind, value, demonym_code(whose))


def _is_imo(value: str) -> bool:
    return value.isdigit() and len(value) == _DIGITS_OF_IMO


def listing_day(text: str) -> PartialDate | None:
    """The first day after the words of listing (``Listed on 25 January 2001 (amended ...)``)."""
    for found in _LISTED.finditer(text):
        day = _DAY.search(found["rest"])
        dates = birth_dates(day.group())[0] if day else ()
        if dates:
            return dates[0].start
    return None

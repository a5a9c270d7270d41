"""Birth data, documents and addresses of UN entries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from app.domain.countries import country_code
from app.domain.dates import DatePrecision, ListedDate
from app.domain.identifiers import Identifier, IdentifierType, compact
from app.domain.subject import Address, Gender
from app.importers.dates import date_range, listed_date, partial_date
from app.importers.numbers import number_alone
from app.importers.safe_xml import children, own_text, text_of

_GENDER = re.compile(r"\bgender\b\s*:?\s*\[?\s*(male|female)\b", re.IGNORECASE)
# Type names come in English, French and Spanish, often with more words around them.
_DOCUMENTS = (
    (IdentifierType.PASSPORT, ("passport", "passeport", "pasaporte")),
    (IdentifierType.DRIVERS_LICENSE, ("driver", "driving")),
    (IdentifierType.TIN, ("fiscal", "tax")),
    (
        IdentifierType.NATIONAL_ID,
        ("national id", "identity", "identification", "identité", "identidad", "national number",
         "social security", "tazkira"),
    ),
)  # fmt: skip
# ``Passport No. 990173``, ``passport number OR 9901825`` among the remarks on an alias.
_NOTED_PASSPORT = re.compile(
    r"\bpassport (?:number|no\.?):?\s*(?P<number>(?:[A-Z]{1,3} )?(?=\w*\d{4})[\w/-]+)",
    re.IGNORECASE,
)
_PLAIN_TYPES = ("Passport", "National Identification Number")


def birth_date(element: etree._Element) -> tuple[ListedDate | None, str]:
    """An INDIVIDUAL_DATE_OF_BIRTH as a date, or as text where it cannot be one; both may be empty.

    ``EXACT`` with a YEAR alone is a date known to the year; ``APPROXIMATELY`` is circa.
    """
    kind = text_of(element, "TYPE_OF_DATE").upper()
    note = text_of(element, "NOTE")
    given = text_of(element, "DATE") or text_of(element, "YEAR")
    first, last = text_of(element, "FROM_YEAR"), text_of(element, "TO_YEAR")
    words = " ".join(part for part in (given or f"{first} {last}".strip(), note) if part)
    if first and last:
        start, end = partial_date(first), partial_date(last)
        if start and end:
            return date_range(start, end, f"between {first} and {last} {note}".strip()), ""
        return None, words
    point = partial_date(given) if given else None
    if point is not None:
        is_about = kind == "APPROXIMATELY" or note.lower().startswith("approx")
        precision = DatePrecision.CIRCA if is_about else DatePrecision.EXACT
        return ListedDate(point, precision, None, words), ""
    from_note = listed_date(note) if note and not given else None
    return from_note, "" if from_note else words


def gender(element: etree._Element) -> Gender | None:
    """From GENDER, else from the comments (``Gender: Male``)."""
    found = _GENDER.search(text_of(element, "COMMENTS1"))
    word = text_of(element, "GENDER") or (found[1] if found else "")
    return {"male": Gender.MALE, "female": Gender.FEMALE}.get(word.lower())


def place(element: etree._Element) -> str:
    """A place of birth on one line, from the small to the large."""
    parts = (text_of(element, name) for name in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY"))
    line = ", ".join(part for part in parts if part)
    note = text_of(element, "NOTE")
    return f"{line} ({note})" if line and note else line or note


def address(element: etree._Element) -> Address | None:
    """An address, or None for the empty elements that the list is full of."""
    country, note = text_of(element, "COUNTRY"), text_of(element, "NOTE")
    code = country_code(country)
    text = ", ".join(part for part in ("" if code else country, note) if part)
    street, city, region, postal = (
        text_of(element, name) for name in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")
    )
    found = Address(street, city, region, postal, code, text)
    return found if found.line() else None


def document(element: etree._Element) -> Identifier | None:
    """An INDIVIDUAL_DOCUMENT, or None without a number; what has no field goes into the note."""
    number = text_of(element, "NUMBER")
    label = text_of(element, "TYPE_OF_DOCUMENT")
    detail = text_of(element, "TYPE_OF_DOCUMENT2")
    country = text_of(element, "ISSUING_COUNTRY") or text_of(element, "COUNTRY_OF_ISSUE")
    code = country_code(country)
    if not number:
        return None
    alone = number_alone(number)
    notes = (
        alone.words,
        "" if label in _PLAIN_TYPES else label,
        "" if detail == label else detail.rstrip(": "),
        "" if code else country,
        _noted("issued", text_of(element, "DATE_OF_ISSUE")),
        _noted("issued in", text_of(element, "CITY_OF_ISSUE")),
        _noted("expires", text_of(element, "DATE_OF_EXPIRY")),
        text_of(element, "NOTE"),
    )
    kind = _document_type(f"{label} {detail}")
    return Identifier(kind, alone.value, code or alone.country, "; ".join(filter(None, notes)))


def noted_passports(element: etree._Element) -> Iterator[Identifier]:
    """Passports that only the remarks on an alias tell, with that remark."""
    told = {compact(text_of(item, "NUMBER")) for item in children(element, "INDIVIDUAL_DOCUMENT")}
    for alias in children(element, "INDIVIDUAL_ALIAS"):
        note = text_of(alias, "NOTE")
        for found in _NOTED_PASSPORT.finditer(note):
            if not any(text.endswith(compact(found["number"])) for text in told):
                words = f"of the alias {text_of(alias, 'ALIAS_NAME')}: {note}"
                yield Identifier(IdentifierType.PASSPORT, found["number"], note=words)


def lone_document_notes(element: etree._Element) -> Iterator[str]:
    """What document elements without a number say."""
    for item in children(element, "INDIVIDUAL_DOCUMENT"):
        words = " ".join(text for child in item if (text := own_text(child)))
        if words and not text_of(item, "NUMBER"):
            yield words


def _noted(label: str, text: str) -> str:
    return f"{label} {text}" if text else ""


def _document_type(words: str) -> IdentifierType:
    lowered = words.lower()
    for kind, marks in _DOCUMENTS:
        if any(mark in lowered for mark in marks):
            return kind
    return IdentifierType.OTHER

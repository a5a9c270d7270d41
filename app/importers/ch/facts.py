"""Birth data, documents, addresses and relations of SECO targets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from app.domain.countries import country_code, is_country_code
from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.errors import BadInput
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.political import ForeignReference, Relation, RelationKind
from app.domain.subject import Address
from app.importers.ch.reader import Place, Register, place_of
from app.importers.safe_xml import children, local_name, own_text, text_of

_IMO = re.compile(r"\bIMO\b[^\d]{0,20}(\d{7})(?!\d)")
_SWIFT_CODE = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_SWIFT = re.compile(
    r"(?i:\bSWIFT(?:\s*/\s*BIC)?(?:\s+codes?)?)\s*:?\s*"
    rf"(?P<codes>{_SWIFT_CODE.pattern}\b(?:\s*(?:,|/|and)\s*{_SWIFT_CODE.pattern}\b)*)"
)
_UN_NUMBER = re.compile(r"[A-Z]{2}[ie]\.\d{2,3}")
_UN_NUMBER_NAMED = re.compile(
    r"\bUN[\s-]*(?:SC)?\s*(?:permanent\s+)?ref(?:erence)?\.?[^A-Z]{0,12}([A-Z]{2}[ie]\.\d{2,3})\b",
    re.IGNORECASE,
)
_EU_NUMBER = re.compile(r"EU\.\d+\.\d+")
_DOCUMENTS = (
    ("passport", IdentifierType.PASSPORT),
    ("id-card", IdentifierType.NATIONAL_ID),
    ("identity", IdentifierType.NATIONAL_ID),
    ("national", IdentifierType.NATIONAL_ID),
    ("driv", IdentifierType.DRIVERS_LICENSE),
    ("tax", IdentifierType.TIN),
    ("registration", IdentifierType.BUSINESS_REG),
)
_PLAIN_DOCUMENTS = ("passport", "id-card")
_RELATIONS = (
    (RelationKind.FAMILY, ("family", "relative", "wife", "husband", "spouse", "son", "daughter",
                           "father", "mother", "brother", "sister")),
    (RelationKind.OWNERSHIP, ("own", "sharehold", "subsidiar", "parent")),
    (RelationKind.DIRECTORSHIP, ("direct", "manag", "head", "chair", "officer")),
    (RelationKind.MEMBERSHIP, ("member",)),
    (RelationKind.ASSOCIATE, ("associat",)),
)  # fmt: skip
_NO_CONTENT = ("ssid", "lang")
_GREGORIAN = ("", "gregorian")


def birth_date(element: etree._Element, name: str) -> tuple[ListedDate | None, str]:
    """A day-month-year as a date, or as text where it cannot be one.

    Args:
        name: of the other identity that it belongs to, "" for the main one.
    """
    parts = [element.get(part, "") for part in ("year", "month", "day")]
    calendar = element.get("calendar", "")
    words = "-".join(filter(None, parts)) + (f" (as {name})" if name else "")
    try:
        year, month, day = (int(part) if part else None for part in parts)
        point = PartialDate(year or 0, month, day)
    except (ValueError, BadInput):
        return None, words
    if calendar.lower() not in _GREGORIAN:
        return None, f"{words} ({calendar} calendar)"
    is_low = element.get("quality", "") == "low"
    return ListedDate(
        point,
        DatePrecision.CIRCA if is_low else DatePrecision.EXACT,
        None,
        f"{words} (low quality)" if is_low else words,
    ), ""


def where(element: etree._Element, register: Register) -> Place:
    """The place that an element refers to, else the one that it names itself; may be empty."""
    return register.places.get(element.get("place-id", "")) or place_of(element)


def place_line(place: Place) -> str:
    """A place from the small to the large."""
    return ", ".join(filter(None, (place.location, place.area, place.country or place.code)))


def code_of(element: etree._Element) -> str:
    """The country code of a country or issuer element, "" where it has none."""
    code = (element.get("iso-code") or element.get("code") or "").upper()
    return code if is_country_code(code) else country_code(own_text(element))


def address(element: etree._Element, register: Register) -> Address | None:
    """An address, or None where it is empty."""
    place = where(element, register)
    code = place.code if is_country_code(place.code) else country_code(place.country)
    box = text_of(element, "p-o-box")
    rest = (
        _noted("c/o", text_of(element, "c-o")),
        _noted("P.O. box", box),
        "" if code else place.country,
        text_of(element, "remarks"),
        "low quality" if element.get("quality", "") == "low" else "",
    )
    found = Address(
        text_of(element, "address-details"),
        place.location,
        place.area,
        text_of(element, "zip-code"),
        code,
        ", ".join(filter(None, rest)),
    )
    return found if found.line() else None


def document(element: etree._Element) -> tuple[Identifier | None, str]:
    """An identification document, or what it says where it has no number."""
    label = element.get("document-type", "")
    issuer = next(iter(children(element, "issuer")), None)
    code = code_of(issuer) if issuer is not None else ""
    notes = (
        "" if label in _PLAIN_DOCUMENTS else label.replace("-", " "),
        own_text(issuer) if issuer is not None and not code else "",
        _noted("issued", text_of(element, "date-of-issue")),
        _noted("issued in", text_of(element, "place-of-issue")),
        _noted("expires", text_of(element, "expiry-date")),
        text_of(element, "remark"),
    )
    note = "; ".join(filter(None, notes))
    number = text_of(element, "number")
    if not number:
        return None, f"{label}: {note}".strip(": ")
    kind = next((kind for mark, kind in _DOCUMENTS if mark in label), IdentifierType.OTHER)
    return Identifier(kind, number, code, note), ""


def numbers_in(texts: tuple[str, ...], *, is_vessel: bool) -> Iterator[Identifier]:
    """IMO numbers of vessels, and bank codes, in free text.

    The IMO number in the text of a company is that of a vessel which it owns.
    """
    for text in texts:
        if is_vessel:
            yield from (Identifier(IdentifierType.IMO, number) for number in _IMO.findall(text))
        for found in _SWIFT.finditer(text):
            codes = _SWIFT_CODE.findall(found["codes"])
            yield from (Identifier(IdentifierType.SWIFT, code) for code in codes)


def foreign_references(identifier: str, texts: tuple[str, ...]) -> Iterator[ForeignReference]:
    """What the United Nations and the European Union call the target."""
    if _UN_NUMBER.fullmatch(identifier):
        yield ForeignReference("un_sc", identifier)
    if _EU_NUMBER.fullmatch(identifier):
        yield ForeignReference("eu_fsf", identifier)
    for text in texts:
        for number in _UN_NUMBER_NAMED.findall(text):
            yield ForeignReference("un_sc", number)


def relation(element: etree._Element, register: Register) -> Relation:
    """How a target stands to another; one that is de-listed has its name alone."""
    ssid = element.get("target-id", "")
    label = element.get("relation-type", "").replace("-", " ")
    remark = own_text(element) or " ".join(filter(None, map(own_text, element)))
    lowered = f"{label} {remark}".lower()
    kind = next(
        (kind for kind, marks in _RELATIONS if any(mark in lowered for mark in marks)),
        RelationKind.OTHER,
    )
    shown = f"{label} ({remark})" if label and remark else label or remark
    is_listed = ssid in register.listed
    return Relation(kind, shown, register.names.get(ssid, ssid), ssid if is_listed else "")


def others(element: etree._Element, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What elements of no known name say: label and text, with their attributes."""
    for child in element:
        name = local_name(child)
        if name not in known:
            marks = (str(value) for key, value in child.items() if key not in _NO_CONTENT)
            texts = (*marks, *map(str, child.itertext()))
            words = " ".join(" ".join(texts).split())
            if words:
                yield name.replace("-", " ").capitalize(), words


def _noted(label: str, text: str) -> str:
    return f"{label} {text}" if text else ""

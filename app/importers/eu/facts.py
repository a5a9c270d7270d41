"""Birth data, documents and addresses of EU parties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.countries import country_name, is_country_code
from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.errors import BadInput
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.subject import Address
from app.importers.dates import date_range, listed_date, partial_date
from app.importers.eu.entity import Part

OFSI_GROUP = "group id"
_OLDEST = 1800  # an earlier year is of another calendar
_TYPES = {
    "passport": IdentifierType.PASSPORT,
    "id": IdentifierType.NATIONAL_ID,
    "ssn": IdentifierType.NATIONAL_ID,
    "unssn": IdentifierType.NATIONAL_ID,
    "nationcert": IdentifierType.NATIONAL_ID,
    "residentperm": IdentifierType.NATIONAL_ID,
    "electionid": IdentifierType.NATIONAL_ID,
    "travelcardid": IdentifierType.NATIONAL_ID,
    "drivinglicence": IdentifierType.DRIVERS_LICENSE,
    "fiscalcode": IdentifierType.TIN,
    "taxid": IdentifierType.TIN,
    "euvat": IdentifierType.TIN,
    "regnumber": IdentifierType.BUSINESS_REG,
    "tradelic": IdentifierType.BUSINESS_REG,
    "imo": IdentifierType.IMO,
    "swiftbic": IdentifierType.SWIFT,
    "lei": IdentifierType.LEI,
}
_PLAIN = ("passport", "id", "fiscalcode", "regnumber", "imo", "swiftbic", "lei")
_FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to be expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by its issuer",
}
# Words before a number: a written-out word, a Russian abbreviation, a number sign.
_WORDS_BEFORE = re.compile(
    r"(?P<words>(?:[^\d]*(?:[a-zа-я]{2,}|[А-Я]{3,})[^\d]*|[#№\s]+|N[°o]\s*))"
    r"(?P<number>\d[\w/ -]{4,})"
)
_WORDS_AFTER = re.compile(r"(?P<number>[\w/ -]*\d[\w/ -]*)\((?P<words>[^()]+)\)")
_NUMBER_SIGNS = ("N", "No", "Nr")
_NO_COUNTRY = ("", "unknown")


def birth_date(part: Part) -> tuple[ListedDate | None, str]:
    """A birth as a date, or as text where it cannot be one; both are empty where none is told."""
    words = _words_of_birth(part)
    first, last = part.get("yearRangeFrom"), part.get("yearRangeTo")
    try:
        if first and last:
            bounds = PartialDate(_year(first)), PartialDate(_year(last))
            return date_range(*bounds, words), ""
        point = _point(part)
    except (BadInput, ValueError):
        return None, words
    if point is None:
        found = listed_date(part.get("text"))
        return found, "" if found else words
    is_circa = part.get("circa").lower() == "true"
    return ListedDate(
        point, DatePrecision.CIRCA if is_circa else DatePrecision.EXACT, None, words
    ), ""


def _point(part: Part) -> PartialDate | None:
    """The day, month or year of birth, None where none is told.

    A date of the Islamic calendar is given a second time in ours, or is none that can be compared.
    Raises BadInput or ValueError for what is no date.
    """
    whole = partial_date(part.get("birthdate"))
    if whole is not None and whole.year >= _OLDEST:
        return whole
    if not part.get("year"):
        if part.get("birthdate"):
            raise BadInput("not a date")
        return None
    if part.get("calendarType").upper() not in ("", "GREGORIAN"):
        raise BadInput("a date of another calendar")
    month, day = (int(part.get(name) or 0) for name in ("monthOfYear", "dayOfMonth"))
    return PartialDate(_year(part.get("year")), month or None, (month and day) or None)


def _year(text: str) -> int:
    if int(text) < _OLDEST:
        raise BadInput("a year of another calendar")
    return int(text)


def _words_of_birth(part: Part) -> str:
    """The list's words for a date: what cannot be read is shown in them."""
    numbers = (part.get(name) for name in ("dayOfMonth", "monthOfYear", "year"))
    years = " to ".join(filter(None, (part.get("yearRangeFrom"), part.get("yearRangeTo"))))
    date = part.get("birthdate") or "/".join(filter(None, numbers)) or years or part.get("text")
    if not date:
        return ""
    calendar = part.get("calendarType").upper()
    remarks = (
        "circa" if part.get("circa").lower() == "true" else "",
        f"{calendar.capitalize()} calendar" if calendar not in ("", "GREGORIAN") else "",
        *part.remarks,
    )
    noted = "; ".join(filter(None, remarks))
    return f"{date} ({noted})" if noted else date


def country(part: Part) -> str:
    """The country of a part as ISO 3166-1 alpha-2, "" for ``00`` and what is no country now."""
    code = part.get("countryIso2Code").upper()
    return code if is_country_code(code) else ""


def country_words(part: Part) -> str:
    """What the list calls a country that has no code of ours; "" if it has one or is unknown."""
    description = part.get("countryDescription")
    return "" if country(part) or description.lower() in _NO_COUNTRY else description


def place(part: Part) -> str:
    """A place of birth on one line, from the small to the large."""
    code = country(part)
    names = (*map(part.get, ("place", "city", "zipCode", "region")), country_words(part))
    told = (*(name.strip(" ,;-") for name in names), country_name(code) if code else "")
    return ", ".join(filter(None, told))


def address(part: Part) -> Address | None:
    """An address, None where it tells nothing."""
    box = part.get("poBox")
    texts = (
        f"P.O. Box {box}" if box else "",
        part.get("place"),
        country_words(part),
        "as at the time of listing" if part.get("asAtListingTime").lower() == "true" else "",
        *(" ".join(text.split()) for text in part.remarks),
    )
    found = Address(
        part.get("street"),
        part.get("city"),
        part.get("region"),
        part.get("zipCode"),
        country(part),
        ", ".join(filter(None, texts)),
    )
    return found if found.line() else None


def identifiers(part: Part) -> Iterator[Identifier]:
    """The number of a document, and the same in Latin letters where it is given apart."""
    number, latin = part.get("number"), part.get("latinNumber")
    kind = _TYPES.get(part.get("identificationTypeCode").lower(), IdentifierType.OTHER)
    for text in dict.fromkeys((number, latin)):
        value, words = _number(text)
        is_foreign = words.lower() == OFSI_GROUP  # another list's number, no register's
        if any(map(str.isalnum, value)):
            yield Identifier(
                IdentifierType.OTHER if is_foreign else kind,
                value,
                country(part),
                document_note(part, words),
            )


def document_note(part: Part, words: str = "") -> str:
    """What is said of a document beside its number."""
    code = part.get("identificationTypeCode")
    label = part.get("identificationTypeDescription") or code
    notes = (
        "" if code.lower() in _PLAIN else label,
        words,
        country_words(part),
        part.get("region"),
        _noted("issued by", part.get("issuedBy")),
        _noted("issued", part.get("issueDate") or part.get("issuedDate")),
        _noted("valid from", part.get("validFrom")),
        _noted("valid to", part.get("validTo")),
        _noted("made out to", part.get("nameOnDocument")),
        *(words for name, words in _FLAGS.items() if part.get(name).lower() == "true"),
        *(" ".join(text.split()) for text in part.remarks),
    )
    return "; ".join(filter(None, notes))


def is_ship_number(number: str) -> bool:
    """Whether an IMO number is a ship's: companies have numbers of the same length.

    Ships' numbers end in a check digit, and those of ships afloat begin with 7, 8 or 9.
    """
    digits = [int(char) for char in number if char.isdecimal()]
    if len(digits) != 7 or digits[0] < 7:
        return False
    return sum(digit * (7 - place) for place, digit in enumerate(digits[:6])) % 10 == digits[6]


def _number(text: str) -> tuple[str, str]:
    """``Ration Card no. 0094195`` -> the number and the words about it; most have none."""
    found = _WORDS_BEFORE.fullmatch(text) or _WORDS_AFTER.fullmatch(text)
    if found is None:
        return text, ""
    words = found["words"].strip(" .:#№°")
    return found["number"].strip(), "" if words in _NUMBER_SIGNS else words


def _noted(label: str, text: str) -> str:
    return f"{label} {text}" if text else ""

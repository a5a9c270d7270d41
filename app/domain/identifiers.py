"""Identifiers of subjects (the seeds' eight types) and of list entries, and their validation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum import lei
from stdnum.exceptions import ValidationError


class IdentifierType(StrEnum):
    """The first eight are the subject's (seeds); the rest occur on lists only."""

    PASSPORT = "PASSPORT"
    NATIONAL_ID = "NATIONAL_ID"
    DRIVERS_LICENSE = "DRIVERS_LICENSE"
    BVN = "BVN"
    NIN = "NIN"
    TIN = "TIN"
    BUSINESS_REG = "BUSINESS_REG"
    LEI = "LEI"
    IMO = "IMO"
    MMSI = "MMSI"
    SWIFT = "SWIFT"
    CRYPTO_ADDRESS = "CRYPTO_ADDRESS"
    OTHER = "OTHER"


SUBJECT_IDENTIFIER_TYPES = tuple(IdentifierType)[:8]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One document or number. `country` is ISO 3166-1 alpha-2 or empty; `note` the list's words
    (issuer, expiry, currency, the label that had no type of ours)."""

    type: IdentifierType
    value: str
    country: str = ""
    note: str = ""


def compact(value: str) -> str:
    """An identifier as it is compared: letters and digits only, upper case."""
    return "".join(char for char in value.upper() if char.isalnum())


def identifier_problem(identifier: Identifier) -> str | None:
    """Why this identifier cannot be right, or None.

    A bad identifier is a warning on the screening record, never a lost screening.
    LEI: ISO 17442 check digits; BVN and NIN (Nigeria): 11 digits.
    """
    value = compact(identifier.value)
    if not value:
        return "The identifier is empty."
    if len(identifier.value) > 100:
        return "The identifier is longer than 100 characters."
    match identifier.type:
        case IdentifierType.BVN | IdentifierType.NIN:
            if not re.fullmatch(r"[0-9]{11}", value):
                return f"{identifier.type.value} has 11 digits."
        case IdentifierType.LEI:
            try:
                lei.validate(value)
            except ValidationError:
                return "LEI has 20 characters with ISO 17442 check digits; this one does not."
        case IdentifierType.PASSPORT:
            if not re.fullmatch(r"[A-Z0-9]{4,20}", value):
                return "A passport number has 4 to 20 letters and digits."
        case IdentifierType.TIN:
            if not any(char.isdigit() for char in value):
                return "A tax number has digits."
        case _:
            pass
    return None

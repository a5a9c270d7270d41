"""Identifiers of subjects (the seeds' eight types) and of list entries, and their validation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import decimal, normalize

from stdnum import lei


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


MAX_IDENTIFIER_LENGTH = 100
LEI_LENGTH = 20
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
    """An identifier as it is compared: letters and digits only, upper case, of one width, and the
    digits of every script (Arabic-Indic, Devanagari ...) as 0-9."""
    plain = normalize("NFKC", value).upper()
    return "".join(
        str(decimal(char)) if char.isdecimal() else char for char in plain if char.isalnum()
    )


def _lei_is_valid(value: str) -> bool:
    return len(value) == LEI_LENGTH and bool(lei.is_valid(value))


# Type -> (rule, what to say). BVN and NIN: 11 digits (Nigeria); LEI: ISO 17442 check digits.
_RULES: dict[IdentifierType, tuple[Callable[[str], object], str]] = {
    IdentifierType.BVN: (re.compile(r"[0-9]{11}").fullmatch, "A BVN has 11 digits."),
    IdentifierType.NIN: (re.compile(r"[0-9]{11}").fullmatch, "A NIN has 11 digits."),
    IdentifierType.LEI: (
        _lei_is_valid,
        "An LEI has 20 characters with ISO 17442 check digits; this one does not.",
    ),
    IdentifierType.PASSPORT: (
        re.compile(r"[A-Z0-9]{4,20}").fullmatch,
        "A passport number has 4 to 20 letters and digits.",
    ),
    IdentifierType.TIN: (re.compile(r".*[0-9].*").fullmatch, "A tax number has digits."),
}


def identifier_problem(identifier: Identifier) -> str | None:
    """Why this identifier cannot be right, or None.

    A bad identifier is a warning on the screening record, never a lost screening.
    """
    value = compact(identifier.value)
    if not value:
        return "The identifier is empty."
    if len(identifier.value) > MAX_IDENTIFIER_LENGTH:
        return f"The identifier is longer than {MAX_IDENTIFIER_LENGTH} characters."
    rule, problem = _RULES.get(identifier.type, (bool, ""))
    return None if rule(value) else problem

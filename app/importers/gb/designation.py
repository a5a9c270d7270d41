"""A designated party as the British lists write it, before it is understood."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar

# Marks that tell an editor which way to write; they are no part of a name.
_UNSEEN = dict.fromkeys(
    map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\ufeff")
)
_BLANKS = ("-", "–", "—", "n/a", "none", "null")

Item = TypeVar("Item", bound=Hashable)


class Field(StrEnum):
    """What is said of a party, by the column names of the UK Sanctions List's CSV."""

    LAST_UPDATED = "Last Updated"
    UNIQUE_ID = "Unique ID"
    GROUP_ID = "OFSI Group ID"
    UN_REFERENCE = "UN Reference Number"
    TITLE = "Title"
    REGIME = "Regime Name"
    TYPE = "Designation Type"
    SOURCE = "Designation source"
    SANCTIONS = "Sanctions Imposed"
    OTHER_INFORMATION = "Other Information"
    REASONS = "UK Statement of Reasons"
    PHONE = "Phone number"
    WEBSITE = "Website"
    EMAIL = "Email address"
    DESIGNATED_ON = "Date Designated"
    LISTED_ON = "Listed On"  # of OFSI's list only
    BORN = "D.O.B"
    NATIONALITY = "Nationality(/ies)"
    POSITION = "Position"
    GENDER = "Gender"
    TYPE_OF_ENTITY = "Type of entity"
    SUBSIDIARY = "Subsidiaries"
    PARENT = "Parent company"
    BUSINESS_NUMBER = "Business registration number (s)"
    IMO = "IMO number"
    OWNER = "Current owner/operator (s)"
    PREVIOUS_OWNER = "Previous owner/operator (s)"
    FLAG = "Current believed flag of ship"
    PREVIOUS_FLAG = "Previous flags"
    TYPE_OF_SHIP = "Type of ship"
    TONNAGE = "Tonnage of ship"
    LENGTH = "Length of ship"
    YEAR_BUILT = "Year Built"
    HULL_NUMBER = "Hull identification number (HIN)"


class Name(NamedTuple):
    """A name with the list's words for what it is and how good it is."""

    text: str
    kind: str
    quality: str


class Original(NamedTuple):
    """A name in its own script."""

    text: str
    script: str
    language: str


class Document(NamedTuple):
    """A passport or another document of a person."""

    number: str
    details: str


class Place(NamedTuple):
    town: str
    country: str


class PostalAddress(NamedTuple):
    """Up to six lines; the sixth is the town or the region."""

    lines: tuple[str, ...]
    postal_code: str
    country: str


@dataclass(slots=True)
class Designation:
    """All that a list says of one party. `row` is where its first words stand in the file.

    `texts` holds what needs no grouping, by `Field`, and under the list's own label what is none.
    """

    row: int
    names: list[Name] = field(default_factory=list)
    originals: list[Original] = field(default_factory=list)
    addresses: list[PostalAddress] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    passports: list[Document] = field(default_factory=list)
    national_ids: list[Document] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def add(self, label: str, *values: str) -> None:
        """Keep what is said under a label, once; blanks are nothing."""
        for text in map(tidy, values):
            if text and text not in (known := self.texts.setdefault(label, [])):
                known.append(text)

    def first(self, label: str) -> str:
        """The first text of a label, or ""."""
        return next(iter(self.texts.get(label, ())), "")

    def all(self, label: str) -> tuple[str, ...]:
        """The texts of a label in the order of the file."""
        return tuple(self.texts.get(label, ()))


def keep(known: list[Item], item: Item) -> None:
    """Add an item that is not empty and not known yet."""
    if any(item if isinstance(item, tuple) else (item,)) and item not in known:
        known.append(item)


def add_name(entry: Designation, parts: Iterable[str], last: str, kind: str, quality: str) -> None:
    """Keep a name: given names in their order, then the family or entity name."""
    text = " ".join(filter(None, map(tidy, (*parts, last))))
    if text:
        keep(entry.names, Name(text, tidy(kind), tidy(quality)))


def add_address(entry: Designation, lines: Iterable[str], postal_code: str, country: str) -> None:
    """Keep an address of six lines, which may be empty."""
    address = PostalAddress(tuple(map(tidy, lines)), tidy(postal_code), tidy(country))
    if any((*address.lines, address.postal_code, address.country)):
        keep(entry.addresses, address)


def tidy(text: str) -> str:
    """A text with blanks collapsed and unseen marks gone; "" for a lone dash and the like."""
    plain = " ".join((text if text.isascii() else text.translate(_UNSEEN)).split())
    return "" if plain.rstrip(" .").casefold() in _BLANKS else plain

"""The keys of a list entry: what another entry must share with it to be looked at as the same.

A key is a text that is hashed to a number: a reference (of the entry itself or of what the list
says it is elsewhere), an identifier, a date of birth with a word of the name, an entity's name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from app.domain.dates import DatePrecision
from app.domain.identifiers import Identifier, IdentifierType, compact
from app.domain.links import UN_SOURCE, EntryRef
from app.domain.list_entry import EntryType, ListEntry
from app.matching.letters import fold_case, to_latin
from app.matching.second_names import list_names
from app.matching.tables import NameTables
from app.matching.tokens import consonant_key

# Change it when keys or rules change: all links are then computed anew.
RULES_VERSION: Final = "4"

_OFAC = "ofac"
_NAMESPACES = {"us_ofac_sdn": _OFAC, "us_ofac_cons": _OFAC, "pep_wikidata": "wikidata"}
_WIKIDATA_ID = re.compile(r"Q[1-9]\d*")
_UN_NUMBER = re.compile(r"[A-Z]{2}[IE]\.\d+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_DIGIT = re.compile(r"\d")
_PLACE = re.compile("[a-z]{4,}")
_NO_PLACES = frozenset(
    {"street", "avenue", "road", "lane", "highway", "building", "block", "floor", "office", "room",
     "suite", "house", "unit", "zone", "area", "city", "town", "district", "region", "oblast",
     "province", "state", "republic", "federation", "north", "south", "east", "west", "ulitsa",
     "prospekt", "pereulok", "naberezhnaya", "near", "next", "corner", "main"}
)  # fmt: skip
_RUN = "01234567890123456789"
_LEAST_WORD = 3  # letters of a word that can bring two names together
_TYPES = frozenset(
    {
        IdentifierType.PASSPORT,
        IdentifierType.NATIONAL_ID,
        IdentifierType.NIN,
        IdentifierType.BVN,
        IdentifierType.TIN,
        IdentifierType.BUSINESS_REG,
        IdentifierType.LEI,
        IdentifierType.IMO,
        IdentifierType.SWIFT,
        IdentifierType.CRYPTO_ADDRESS,
    }
)


class KeyKind(StrEnum):
    """What a key is made of."""

    REFERENCE = "ref"
    IDENTIFIER = "id"
    BIRTH = "born"
    NAME = "name"


_KINDS = tuple(KeyKind)


def is_exclusive(number: int) -> bool:
    """Whether a stored key counts only while no list gives it to several entries: an identifier,
    an entity's name."""
    return _KINDS[number & 3] in (KeyKind.IDENTIFIER, KeyKind.NAME)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an entry. `text` is what entries that share it have in common."""

    kind: KeyKind
    text: str

    @property
    def number(self) -> int:
        """The key as it is stored: 64 bits with a sign, the last two of them its kind."""
        digest = hashlib.blake2b(f"{self.kind}\0{self.text}".encode(), digest_size=8)
        number = int.from_bytes(digest.digest(), signed=True)
        return number & ~3 | _KINDS.index(self.kind)


class Linkable:
    """A list entry with what linking compares, each part made when it is first asked for."""

    def __init__(self, entry: ListEntry, tables: NameTables) -> None:
        self.entry = entry
        self.ref = EntryRef(entry.source, entry.entry_id)
        self._tables = tables

    @property
    def is_person(self) -> bool:
        return self.entry.type is EntryType.INDIVIDUAL

    @cached_property
    def forms(self) -> dict[str, str]:
        """Normalised form -> the name as listed, of all names that the list calls good."""
        found: dict[str, str] = {}
        for name in self.entry.names:
            if not name.is_weak:
                for part in list_names(
                    name.text, self._tables, is_person=self.is_person, both_orders=False
                ):
                    for form in part.forms:
                        found.setdefault(form, name.text)
        return found

    @cached_property
    def primary_forms(self) -> frozenset[str]:
        """The normalised forms of the primary name."""
        primary = self.entry.primary_name
        return frozenset(form for form, name in self.forms.items() if name == primary)

    @cached_property
    def birth_days(self) -> frozenset[date]:
        """The days of birth that the list gives in full."""
        return frozenset(
            born.start.first_day()
            for born in self.entry.dates_of_birth
            if born.precision is DatePrecision.EXACT and born.start.day is not None
        )

    @cached_property
    def places(self) -> frozenset[str]:
        """The words of the addresses that can tell one place from another."""
        texts = (
            to_latin(fold_case(replace(address, country="").line()))
            for address in self.entry.addresses
        )
        return frozenset(word for text in texts for word in _PLACE.findall(text)) - _NO_PLACES

    @cached_property
    def numbers(self) -> dict[str, Identifier]:
        """Key text -> identifier, of all that can tell parties apart."""
        return {
            f"{item.type}:{compact(item.value)}": item
            for item in self.entry.identifiers
            if is_telling(item)
        }

    @cached_property
    def references(self) -> frozenset[str]:
        """What the entry is called by its own list and by others, as key texts."""
        return frozenset(references(self.entry))

    @cached_property
    def keys(self) -> frozenset[Key]:
        """All keys of the entry."""
        return frozenset(self._keys())

    def _keys(self) -> Iterator[Key]:
        for text in self.references:
            yield Key(KeyKind.REFERENCE, text)
        for text in self.numbers:
            yield Key(KeyKind.IDENTIFIER, text)
        if self.is_person and self.birth_days:
            words = {word for form in self.forms for word in form.split()}
            for word in sorted(words):
                if len(word) >= _LEAST_WORD:
                    for day in self.birth_days:
                        yield Key(KeyKind.BIRTH, f"{day}:{consonant_key(word) or word}")
        elif self.entry.type is EntryType.ENTITY:
            for form in self.forms:
                yield Key(KeyKind.NAME, form)


def is_telling(item: Identifier) -> bool:
    """Whether a number can tell one party from another: no filler, not short, not a run."""
    value = compact(item.value)
    digits = "".join(_DIGIT.findall(value))
    if item.type not in _TYPES or len(set(value)) < 3:
        return False
    if item.type is IdentifierType.IMO:
        return is_imo_number(digits)
    if item.type is IdentifierType.SWIFT:
        return len(value) in {8, 11}
    return len(value) >= 5 and len(digits) >= 3 and digits.lstrip("0") not in _RUN


def is_imo_number(digits: str) -> bool:
    """Seven digits, the last of which is the check digit (IMO Resolution A.1117(30))."""
    if len(digits) != 7:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False))
    return total % 10 == int(digits[-1])


def references(entry: ListEntry) -> set[str]:
    """What the entry is called by its own list, and by other lists as it tells, as key texts."""
    own = {entry.entry_id, entry.reference} - {""}
    found = {_reference(entry.source, text) for text in own}
    found |= {_reference(item.register, item.reference) for item in entry.same_as}
    found |= {f"wikidata:{text}" for text in own if _WIKIDATA_ID.fullmatch(text)}
    return found


def un_numbers(entry: ListEntry) -> frozenset[str]:
    """The UN reference numbers that the entry is or names."""
    texts = [item.reference for item in entry.same_as if item.register == UN_SOURCE]
    if entry.source == UN_SOURCE:
        texts.append(entry.reference)
    return frozenset(text for text in map(_folded, texts) if _UN_NUMBER.fullmatch(text))


def ofac_numbers(entry: ListEntry) -> set[str]:
    """The OFAC numbers that an entry of another list names."""
    return {
        _folded(item.reference) for item in entry.same_as if _NAMESPACES.get(item.register) == _OFAC
    }


def own_references(entry: ListEntry) -> list[str]:
    """The other entries of its own list that an entry calls itself."""
    return [item.reference for item in entry.same_as if item.register == entry.source]


def _reference(register: str, text: str) -> str:
    return f"{_NAMESPACES.get(register, register)}:{_folded(text)}"


def _folded(reference: str) -> str:
    """A reference as it is compared: capitals, no blanks, no leading zeros in its numbers."""
    return _ZEROS.sub("", "".join(reference.split()).upper())

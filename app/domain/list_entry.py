"""The list entry: one listed party as one source describes it, and its checksums."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from app.domain.dates import ListedDate, PartialDate
from app.domain.identifiers import Identifier
from app.domain.political import ForeignReference, Office, Relation
from app.domain.subject import Address, Gender


class EntryType(StrEnum):
    INDIVIDUAL = "INDIVIDUAL"
    ENTITY = "ENTITY"
    VESSEL = "VESSEL"
    AIRCRAFT = "AIRCRAFT"


class NameKind(StrEnum):
    PRIMARY = "PRIMARY"
    STRONG_ALIAS = "STRONG_ALIAS"
    WEAK_ALIAS = "WEAK_ALIAS"
    FORMER = "FORMER"
    ORIGINAL_SCRIPT = "ORIGINAL_SCRIPT"


@dataclass(frozen=True, slots=True)
class ListName:
    """One name of a listed party, as written by the list (`LAST, First` kept).

    `weak` marks a low-quality name of another kind (a weak former name, a weak original script).
    """

    text: str
    kind: NameKind = NameKind.PRIMARY
    weak: bool = False
    note: str = ""

    @property
    def is_weak(self) -> bool:
        """Whether the list itself calls this name a weak alias."""
        return self.weak or self.kind is NameKind.WEAK_ALIAS


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of one list. Countries are ISO 3166-1 alpha-2; `entry_id` is the source's key.

    `names[0]` is the primary name. `profile_id` is the seeds' profile (list prefix and digits,
    16 characters). `positions` are offices or designations, `programmes` the sanctions
    programmes or regimes, `topics` what a PEP list says (``role.pep``, ``role.rca``).
    `listed_on` and `updated_on` come from the file, `ended_on` where an order ends or ended.
    `measures` are what the listing means (asset freeze, travel ban) in the list's words.
    `remarks` is the list's free text; `details` holds what the list says beyond these fields
    (vessel data, links), label and value. `offices` are the public functions of a PEP, `relations`
    the other parties that the list ties to this one, `same_as` what other lists call it.
    """

    source: str
    entry_id: str
    type: EntryType
    names: tuple[ListName, ...]
    reference: str = ""
    profile_id: str = ""
    dates_of_birth: tuple[ListedDate, ...] = ()
    places_of_birth: tuple[str, ...] = ()
    gender: Gender | None = None
    nationalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    addresses: tuple[Address, ...] = ()
    programmes: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    listed_on: PartialDate | None = None
    updated_on: PartialDate | None = None
    remarks: str = ""
    details: tuple[tuple[str, str], ...] = ()
    measures: tuple[str, ...] = ()
    ended_on: PartialDate | None = None
    offices: tuple[Office, ...] = ()
    relations: tuple[Relation, ...] = ()
    same_as: tuple[ForeignReference, ...] = ()

    @property
    def primary_name(self) -> str:
        return self.names[0].text

    def all_countries(self) -> tuple[str, ...]:
        """Nationalities, countries and address countries, each once."""
        codes = (*self.nationalities, *self.countries, *(a.country for a in self.addresses))
        return tuple(dict.fromkeys(code for code in codes if code))


CORE_FIELDS = ("names", "dates_of_birth", "identifiers", "programmes")


def checksum(entry: ListEntry) -> str:
    """Fingerprint of all fields of an entry: 32 hex digits; equal entries, equal checksums.

    Empty fields are left out, so that a field added to ListEntry later does not make every
    stored entry look changed.
    """
    return checksums(entry)[0]


def core_checksum(entry: ListEntry) -> str:
    """Fingerprint of the core (name, date of birth, identifiers, sanctions): 32 hex digits."""
    return checksums(entry)[1]


def checksums(entry: ListEntry) -> tuple[str, str]:
    """`checksum` and `core_checksum` in one go: an import needs both of every entry."""
    values = ((name, getattr(entry, name)) for name in _FIELDS)
    plain = {name: _plain(value) for name, value in values if value not in _EMPTY}
    return _digest(plain), _digest({name: plain[name] for name in plain if name in CORE_FIELDS})


_FIELDS = tuple(sorted(field.name for field in fields(ListEntry)))
_EMPTY = (None, "", ())


def _digest(plain: dict[str, Any]) -> str:
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, str) or value is None or isinstance(value, int):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    pairs = ((name, _plain(getattr(value, name))) for name in value.__dataclass_fields__)
    return {name: item for name, item in pairs if item not in (None, "", [], False)}


def profile_id(prefix: str, number: str) -> str:
    """The seeds' profile id: list prefix and digits padded to 16 characters (OFAC000000018428).

    A key without digits is hashed to digits, so that every entry has one.
    """
    digits = "".join(char for char in number if char.isdigit())
    if not digits or not number.isdigit():
        width = 16 - len(prefix)
        hashed = int.from_bytes(hashlib.blake2b(number.encode(), digest_size=8).digest())
        digits = str(hashed % 10**width)
    return prefix + digits.rjust(16 - len(prefix), "0")[-(16 - len(prefix)) :]

"""Canada's sema-lmes.xml: its flat records, of the schema of today and of the one before 2021."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.importers.safe_xml import line_of, local_name, records

ROOT = "data-set"
RECORD = "record"


@dataclass(frozen=True, slots=True)
class Record:
    """One record; fields that the file lacks are "". `row` is its line in the file.

    `entity` is the name of an organisation or ship. `other` holds elements of no known name.
    """

    row: int
    country: str
    last_name: str
    given_name: str
    entity: str
    title: str
    imo: str
    aliases: str
    date: str
    schedule: str
    item: str
    listed_on: str
    other: tuple[tuple[str, str], ...] = ()

    def texts(self) -> tuple[str, ...]:
        """The fields whose texts are taken apart."""
        return (self.last_name, self.given_name, self.entity, self.aliases, self.date)

    @property
    def shown(self) -> str:
        """The record as a person finds it again in the file."""
        name = self.entity or f"{self.last_name}, {self.given_name}".strip(", ")
        return f"{self.country}, {self.schedule}, item {self.item}: {name}"


# Element name -> field: today's schema, then what the older one calls otherwise.
_FIELDS = {
    "Country": "country",
    "LastName": "last_name",
    "GivenName": "given_name",
    "EntityOrShip": "entity",
    "TitleOrShip": "title",
    "ShipIMONumber": "imo",
    "Aliases": "aliases",
    "DateOfBirthOrShipBuildDate": "date",
    "Schedule": "schedule",
    "Item": "item",
    "DateOfListing": "listed_on",
    "Entity": "entity",
    "Title": "title",
    "DateOfBirth": "date",
}
_EMPTY = dict.fromkeys(_FIELDS.values(), "")


def read_records(path: Path) -> Iterator[Record]:
    """The records in the order of the file. Raises ListRefused where it is malformed."""
    for element in records(path, RECORD):
        fields, other = dict(_EMPTY), []
        for child in element:
            name = local_name(child)
            text = " ".join("".join(map(str, child.itertext())).split())
            field = _FIELDS.get(name)
            if field and not fields[field]:
                fields[field] = text
            elif text:
                other.append((name, text))
        yield Record(line_of(element), **fields, other=tuple(other))


class Keys:
    """Keys of records that outlive the renumbering of a schedule.

    The file has no ids, and its items are numbered anew when one is struck out: of the records
    that two versions a year apart have in common, 2.3 % had another number. A record is known by
    its regulations and its name (ships by their IMO number), without blanks, signs, case and the
    order of a person's names, which is where names are corrected. Records of the same key are told
    apart by the day of their listing, then by schedule and item; the one that was listed first
    keeps the plain key.
    """

    def __init__(self, path: Path) -> None:
        found: dict[str, list[Record]] = {}
        for record in read_records(path):
            found.setdefault(_base(record), []).append(record)
        self._shared = {
            base: sorted(group, key=_age) for base, group in found.items() if len(group) > 1
        }

    def of(self, record: Record) -> str:
        """The key of a record: 16 hex digits, further marks for a repeated name."""
        base = _base(record)
        group = self._shared.get(base)
        plain = hashlib.blake2b(base.encode(), digest_size=8).hexdigest()
        if group is None or record == group[0]:
            return plain
        days = Counter(other.listed_on for other in group)
        if days[record.listed_on] == 1:
            return f"{plain}-{record.listed_on}"
        return f"{plain}-{record.listed_on}-{record.schedule}-{record.item}".replace(" ", "")


def _age(record: Record) -> tuple[str, str, str]:
    return record.listed_on, record.schedule, record.item


def _base(record: Record) -> str:
    country = _letters(record.country)
    if record.imo:
        return f"{country}|imo|{_letters(record.imo)}"
    if record.entity:
        return f"{country}|{_letters(record.entity)}"
    words = f"{record.last_name} {record.given_name}".split()
    return f"{country}|{''.join(sorted(map(_letters, words)))}"


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())

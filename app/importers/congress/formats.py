"""The members of the United States Congress as a table (`legislators-current.csv`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.list_entry import NameKind
from app.domain.lists import ListSource
from app.domain.political import ForeignReference, OfficeClass
from app.domain.subject import Address
from app.importers.formats import one_file
from app.importers.pep_person import Person, office
from app.importers.pep_slots import PEP_SLOTS
from app.importers.reading import ListReading, Row, Seen, kept_aside, some
from app.importers.tables import read_records

NAME = "US legislators CSV"
_COLUMNS = frozenset({"bioguide_id", "last_name", "first_name", "type", "state", "party"})
_TITLES = {"sen": "United States Senator", "rep": "United States Representative"}
_TAKEN = {
    "last_name", "first_name", "middle_name", "suffix", "nickname", "full_name", "birthday",
    "gender", "address", "bioguide_id",
}  # fmt: skip


def read_legislators(source: ListSource, path: Path) -> ListReading:
    """The list. Raises ListRefused, also while `rows` is read."""

    is_current = _is_of_today(path)

    def rows() -> Iterator[Row]:
        seen = Seen(path)
        for line, cells in read_records(path):
            key = cells["bioguide_id"]
            if not key:
                yield kept_aside(path, line, "no bioguide_id", cells["last_name"])
            elif not seen.is_new(key):
                yield seen.repeated(line, key)
            else:
                yield from _person(line, cells, source, is_current=is_current).entry(source, path)

    return ListReading(source.source, NAME, None, None, some(rows(), path))


def _is_of_today(path: Path) -> bool:
    """Whether the table is of members in office: that of past members has the same columns and
    no dates either, but hardly anyone there has a telephone."""
    phones = [bool(cells.get("phone")) for _, cells in read_records(path)]
    return sum(phones) * 2 > len(phones)


def _person(line: int, cells: dict[str, str], source: ListSource, *, is_current: bool) -> Person:
    """One row."""
    person = Person(cells["bioguide_id"], line)
    first, last = cells["first_name"], cells["last_name"]
    suffix = cells.get("suffix", "")
    person.add_name(cells.get("full_name", "") or f"{first} {last} {suffix}")
    middle = cells.get("middle_name", "")
    person.add_name(" ".join(part for part in (first, middle, last, suffix) if part))
    if nickname := cells.get("nickname", ""):
        person.add_name(f"{nickname} {last}", NameKind.STRONG_ALIAS)
    person.add_birth(cells.get("birthday", ""))
    person.set_gender(cells.get("gender", ""))
    if address := cells.get("address", ""):
        person.addresses.append(Address(text=address, country="US"))
    kind = cells["type"].lower()
    title = _TITLES.get(kind, f"Member of the United States Congress ({cells['type']})")
    person.offices.append(
        office(
            source,
            f"{title} for {cells['state']}",
            country="US",
            organisation="United States Congress",
            is_current=is_current or None,
            otherwise=OfficeClass.LEGISLATOR,
        )
    )
    person.same_as.append(ForeignReference("bioguide", person.key))
    person.details += [(name, text) for name, text in cells.items() if text and name not in _TAKEN]
    return person


FORMATS = (
    one_file(
        NAME,
        "the table of United States legislators",
        PEP_SLOTS,
        lambda sample: set(sample.header()) >= _COLUMNS,
        read_legislators,
    ),
)

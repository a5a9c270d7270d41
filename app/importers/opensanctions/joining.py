"""A party and its links as one list entry, and such an entry taken apart again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from app.domain.list_entry import ListEntry
from app.domain.office_classes import office_class
from app.domain.political import Office
from app.domain.subject import Address
from app.importers.opensanctions.facts import LinkRow, is_link, plain_letters, told_by
from app.importers.opensanctions.mapper import ADDRESS_RECORDS
from app.importers.opensanctions.schemas import PEP_TOPIC
from app.importers.reading import unique

IsListed = Callable[[str], bool]


def join(
    own: ListEntry,
    rows: Iterable[LinkRow],
    addresses: dict[str, Address],
    is_listed: IsListed,
) -> ListEntry:
    """The whole entry.

    Args:
        own: what the party says of itself.
        rows: its links, as `facts.link_row` writes them.
        addresses: its address entities by id, those that are known.
        is_listed: whether the list has an entry of this id.
    """
    rows = tuple(rows)
    told = told_by(rows, own.source, is_listed)
    titles = {office.title for office in told.offices}
    positions = unique((*map(_dated, filter(_title, told.offices)),
                        *(text for text in own.positions if text not in titles)))  # fmt: skip
    offices = told.offices
    if not any(titles) and PEP_TOPIC in own.topics:
        countries = own.countries or own.nationalities
        home = countries[0] if len(countries) == 1 else ""
        untimed = (Office(text, office_class(text), home) for text in own.positions)
        offices = (*offices, *untimed)
    known = {(item.type, item.value) for item in own.identifiers}
    papers = tuple(item for item in told.identifiers if (item.type, item.value) not in known)
    return replace(
        own,
        reference=told.reference or own.reference,
        programmes=told.programmes,
        measures=told.measures,
        listed_on=told.listed_on,
        ended_on=told.ended_on,
        identifiers=(*own.identifiers, *papers),
        addresses=(*_beside(own.addresses, addresses), *addresses.values()),
        positions=positions,
        offices=offices,
        relations=told.relations,
        same_as=unique((*own.same_as, *told.same_as)),
        details=(
            *(row for row in own.details if row[0] != ADDRESS_RECORDS),
            *_address_row(addresses),
            *rows,
        ),
    )


def split(entry: ListEntry) -> tuple[ListEntry, tuple[LinkRow, ...], dict[str, Address]]:
    """What `join` was given: the party's own part, its link rows, its addresses by id."""
    rows = tuple(row for row in entry.details if is_link(row[0]))
    told = told_by(rows, entry.source, lambda _id: False)
    keys = next((text for label, text in entry.details if label == ADDRESS_RECORDS), "").split()
    linked = entry.addresses[len(entry.addresses) - len(keys) :]
    dated = {_dated(office) for office in told.offices}
    own = replace(
        entry,
        reference="" if told.reference else entry.reference,
        programmes=(),
        measures=(),
        listed_on=None,
        ended_on=None,
        identifiers=tuple(item for item in entry.identifiers if item not in told.identifiers),
        addresses=entry.addresses[: len(entry.addresses) - len(keys)],
        positions=tuple(text for text in entry.positions if text not in dated),
        offices=(),
        relations=(),
        same_as=tuple(item for item in entry.same_as if item not in told.same_as),
        details=tuple(
            row for row in entry.details if row not in rows and row[0] != ADDRESS_RECORDS
        ),
    )
    return own, rows, dict(zip(keys, linked, strict=True))


def _beside(own: tuple[Address, ...], linked: dict[str, Address]) -> tuple[Address, ...]:
    """The party's own address texts that no address entity repeats."""
    lines = {line for address in linked.values() for line in _lines(address)}
    return tuple(address for address in own if plain_letters(address.text) not in lines)


def _lines(address: Address) -> Iterator[str]:
    """The forms in which a file may write this address as one text."""
    yield plain_letters(address.street, address.city, address.region, address.postal_code)
    yield from map(plain_letters, address.text.split("; "))


def _address_row(addresses: dict[str, Address]) -> tuple[tuple[str, str], ...]:
    return ((ADDRESS_RECORDS, " ".join(addresses)),) if addresses else ()


def _title(office: Office) -> str:
    return office.title


def _dated(office: Office) -> str:
    """An office with the time it was held: ``Minister of Samples (2011-05-29 to 2015-05-28)``."""
    if office.start is None and office.end is None:
        return office.title
    span = f"{office.start or '…'} to {office.end}" if office.end else f"since {office.start}"
    return f"{office.title} ({span})"

"""Canadian records as list entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, profile_id
from app.importers.ca.names import record_names
from app.importers.ca.reader import Record
from app.importers.cells import MAX_TEXT, TOO_LONG, birth_dates
from app.importers.dates import partial_date
from app.importers.reading import BAD_DATE, Row, kept_aside

_IMO = re.compile(r"\d{7}")


def map_record(
    record: Record, entry_id: str, source: str, prefix: str, path: Path
) -> Iterator[Row]:
    """The list entry of a record, and what of it had to be kept aside.

    Args:
        record: as read.
        entry_id: its key.
        source: the source id of the entry.
        prefix: opens the profile id.
        path: the file, for rows that are kept aside.
    """
    if any(len(text) > MAX_TEXT for text in record.texts()):
        yield kept_aside(path, record.row, TOO_LONG, f"{record.country}, item {record.item}")
        return
    names = record_names(record)
    if not names:
        yield kept_aside(path, record.row, "no usable name", record.shown)
        return
    kind = _type(record)
    born, unknown = birth_dates(record.date) if kind is EntryType.INDIVIDUAL else ((), ())
    listed_on = partial_date(record.listed_on) if record.listed_on else None
    not_a_date = record.listed_on if record.listed_on and listed_on is None else ""
    for text in filter(None, (*unknown, not_a_date)):
        yield kept_aside(path, record.row, BAD_DATE, f"{record.shown}: {text}")
    imo = tuple(_imo(record.imo)) if record.imo else ()
    yield ListEntry(
        source=source,
        entry_id=entry_id,
        type=kind,
        names=names,
        reference=_reference(record),
        profile_id=profile_id(prefix, entry_id),
        dates_of_birth=born,
        identifiers=imo,
        programmes=(record.country,) if record.country else (),
        listed_on=listed_on,
        details=tuple(_details(record, kind, unknown, not_a_date)),
    )


def _type(record: Record) -> EntryType:
    if record.imo or (record.entity and record.date):  # a ship's build date
        return EntryType.VESSEL
    return EntryType.ENTITY if record.entity else EntryType.INDIVIDUAL


def _reference(record: Record) -> str:
    schedule = f"Schedule {record.schedule}" if record.schedule else ""
    item = f"item {record.item}" if record.item else ""
    return ", ".join(filter(None, (schedule, item)))


def _imo(text: str) -> Iterator[Identifier]:
    numbers = _IMO.findall(text)
    for number in numbers:
        yield Identifier(IdentifierType.IMO, number)
    if not numbers:
        yield Identifier(IdentifierType.OTHER, text, note="IMO number")


def _details(
    record: Record, kind: EntryType, unknown: tuple[str, ...], not_a_date: str
) -> Iterator[tuple[str, str]]:
    if record.title:
        yield ("Vessel type" if kind is EntryType.VESSEL else "Title"), record.title
    if record.date and kind is not EntryType.INDIVIDUAL:
        yield ("Build date" if kind is EntryType.VESSEL else "Date"), record.date
    for text in unknown:
        yield "Date of birth", text
    if not_a_date:
        yield "Date of listing", not_a_date
    yield from record.other

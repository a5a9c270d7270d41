"""Japanese records as list entries."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from app.domain.dates import ListedDate, PartialDate
from app.domain.list_entry import EntryType, ListEntry, profile_id
from app.importers.cells import MAX_TEXT, TOO_LONG
from app.importers.jp import facts, labels
from app.importers.jp.japanese import japanese_dates, says_something
from app.importers.jp.names import record_names
from app.importers.jp.reader import DATE, NUMBER, Record
from app.importers.reading import BAD_DATE, Row, first_by, kept_aside, unique

Item = TypeVar("Item", bound=Hashable)


def map_record(record: Record, source: str, prefix: str, path: Path) -> Iterator[Row]:
    """The list entry of a record, and what of it had to be kept aside.

    Args:
        record: a row that is not struck out.
        source: the source id of the entry.
        prefix: opens the profile id.
        path: the file, for rows that are kept aside.
    """
    if any(len(text) > MAX_TEXT for text in record.cells.values()):
        yield kept_aside(path, record.row, TOO_LONG, f"{record.regime.name} {record.key}")
        return
    is_person = _is_person(record)
    names, beside = record_names(record, is_person=is_person)
    if not record.key or not names:
        reason = "no usable name" if record.key else "no notice number"
        yield kept_aside(path, record.row, reason, f"{record.regime.name} {_shown(record)}")
        return
    born, unknown = _birth_dates(record) if is_person else ((), ())
    days, bad_days = facts.notice_days(record[DATE])
    for text in (*unknown, *bad_days):
        shown = f"{record.regime.name} {record.key} {names[0].text}: {text}"
        yield kept_aside(path, record.row, BAD_DATE, shown)
    remarks = "\n\n".join(_said(record, labels.REMARKS))
    papers = unique(
        item
        for heading, kind in labels.DOCUMENTS.items()
        for item in facts.documents(record[heading], kind)
    )
    citizenships = [facts.nationalities(text) for text in _said(record, labels.NATIONALITY)]
    yield ListEntry(
        source=source,
        entry_id=record.key,
        type=EntryType.INDIVIDUAL if is_person else EntryType.ENTITY,
        names=names,
        reference=f"{record.regime.number}-{record[NUMBER]}",
        profile_id=profile_id(prefix, record.key),
        dates_of_birth=born,
        places_of_birth=_each(record, labels.PLACES, facts.places),
        gender=facts.gender(remarks),
        nationalities=unique(code for codes, _ in citizenships for code in codes),
        identifiers=unique(
            (*(item for item in papers if not isinstance(item, str)), *facts.numbers_in(remarks))
        ),
        addresses=_each(record, labels.ADDRESSES, facts.addresses),
        programmes=(labels.programme(record.regime.name),),
        positions=_each(record, labels.POSITIONS, facts.positions),
        listed_on=days[0] if days else None,
        updated_on=max(days, key=PartialDate.first_day) if len(days) > 1 else None,
        remarks=remarks,
        details=(
            *_details(record, unknown, bad_days, citizenships),
            *(("Document", item) for item in papers if isinstance(item, str)),
            *(("Other names", text) for text in beside),
        ),
        same_as=_each(record, labels.UN_NUMBER, facts.references),
    )


def _shown(record: Record) -> str:
    return " ".join(" ".join(record.cells.values()).split())


def _is_person(record: Record) -> bool:
    """By the sheet where it holds one kind, else by the cells that only people have."""
    said = labels.people_alone(record.regime.name, record.regime.title)
    if said is not None:
        return said
    has_birth = bool(facts.birth_in(" ".join(_said(record, labels.REMARKS))))
    return has_birth or any(record[heading] for heading in labels.PERSONAL)


def _said(record: Record, headings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for name in headings if says_something(text := record[name]))


def _each(
    record: Record, headings: tuple[str, ...], split: Callable[[str], Iterable[Item]]
) -> tuple[Item, ...]:
    """The values of all cells of those headings, each once."""
    return unique(item for text in _said(record, headings) for item in split(text))


def _birth_dates(record: Record) -> tuple[tuple[ListedDate, ...], tuple[str, ...]]:
    first_lines = (text.split("\n")[0] for text in _said(record, labels.BORN_AT))
    in_remarks = (facts.birth_in(text) for text in _said(record, labels.REMARKS))
    found: list[ListedDate] = []
    unknown: list[str] = []
    for text in (*_said(record, labels.BORN), *first_lines, *in_remarks):
        dates, rest = japanese_dates(text)
        found += dates
        unknown += rest
    return first_by(lambda date: (date.start, date.precision, date.end), found), unique(unknown)


def _details(
    record: Record,
    unknown: tuple[str, ...],
    bad_days: tuple[str, ...],
    citizenships: list[tuple[tuple[str, ...], tuple[str, ...]]],
) -> Iterator[tuple[str, str]]:
    if record.regime.title:
        yield "Regime", record.regime.title
    for text in unknown:
        yield "Date of birth", text
    for text in bad_days:
        yield "Date of notice", text
    if "\n" in record[DATE]:
        yield "Notices", " ".join(record[DATE].split())
    for text in _said(record, labels.BORN_AT):
        yield "Birth", " ".join(text.split())
    for text in unique(text for _, rest in citizenships for text in rest):
        yield "Nationality", text
    for heading, text in record.cells.items():
        is_elsewhere = heading in labels.READ and heading not in labels.DETAILS
        if not is_elsewhere and says_something(text):
            yield labels.DETAILS.get(heading, heading), text

"""Australian parties as list entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.domain.dates import ListedDate, PartialDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, profile_id
from app.importers.au import facts, reader
from app.importers.au.names import party_names
from app.importers.au.reader import Party
from app.importers.cells import birth_dates
from app.importers.dates import partial_date
from app.importers.demonyms import nationality_codes
from app.importers.reading import BAD_DATE, Row, first_by, kept_aside, unique

_TYPES = {
    "individual": EntryType.INDIVIDUAL,
    "entity": EntryType.ENTITY,
    "vessel": EntryType.VESSEL,
    "aircraft": EntryType.AIRCRAFT,
}
_TRUE = "true"


def map_party(party: Party, source: str, prefix: str, path: Path) -> Iterator[Row]:
    """The list entry of a party, and what of it had to be kept aside.

    Args:
        party: the rows of one number.
        source: the source id of the entry.
        prefix: opens the profile id.
        path: the file, for rows that are kept aside.
    """
    first, names = party.lines[0], party_names(party)
    kind = _TYPES.get(first[reader.TYPE].lower())
    if kind is None or not names:
        reason = "no usable name" if kind else "unknown type"
        text = f"{party.number} {first[reader.TYPE]} {first[reader.NAME]}"
        yield kept_aside(path, first.row, reason, text)
        return
    born, unknown = _birth_dates(party)
    updated_on, not_a_date = _control_date(party)
    for text in (*unknown, *(f"control date {day}" for day in not_a_date)):
        yield kept_aside(path, first.row, BAD_DATE, f"{party.number} {names[0].text}: {text}")
    more = party.values(reader.MORE)
    is_person = kind is EntryType.INDIVIDUAL
    same_as = (facts.un_reference(text, is_person=is_person) for text in more)
    citizenships = [nationality_codes(text) for text in _said(party, reader.CITIZENSHIP)]
    yield ListEntry(
        source=source,
        entry_id=party.number,
        type=kind,
        names=names,
        reference=first[reader.REFERENCE],
        profile_id=profile_id(prefix, party.number),
        dates_of_birth=born,
        places_of_birth=unique(
            text for cell in party.values(reader.BIRTHPLACE) for text in facts.places(cell)
        ),
        gender=next(filter(None, map(facts.gender, more)), None),
        nationalities=unique(code for codes, _ in citizenships for code in codes),
        identifiers=_identifiers(party, more),
        addresses=unique(
            item for cell in party.values(reader.ADDRESS) for item in facts.addresses(cell)
        ),
        programmes=unique(party.values(reader.COMMITTEES)),
        listed_on=next(filter(None, map(facts.listing_day, party.values(reader.LISTING))), None),
        updated_on=updated_on,
        remarks="\n\n".join(more),
        details=tuple(_details(party, unknown, not_a_date, citizenships)),
        measures=tuple(
            name for name in reader.MEASURES if _TRUE in map(str.lower, party.values(name))
        ),
        same_as=unique(item for item in same_as if item),
    )


def _said(party: Party, column: str) -> tuple[str, ...]:
    """The values of a column that say something."""
    return tuple(
        text for text in party.values(column) if text.strip(" .").lower() not in facts.NOTHING
    )


def _birth_dates(party: Party) -> tuple[tuple[ListedDate, ...], tuple[str, ...]]:
    found: list[ListedDate] = []
    unknown: list[str] = []
    for text in _said(party, reader.BORN):
        dates, rest = birth_dates(text)
        found += dates
        unknown += rest
    return first_by(lambda date: (date.start, date.precision, date.end), found), unique(unknown)


def _control_date(party: Party) -> tuple[PartialDate | None, tuple[str, ...]]:
    """The latest control date of the rows, and those that are no dates."""
    found = {text: partial_date(text) for text in party.values(reader.CONTROL_DATE)}
    known = {text: birth_dates(text)[0] for text, date in found.items() if date is None}
    days = [date or (known[text][0].start if known[text] else None) for text, date in found.items()]
    bad = tuple(text for text, dates in known.items() if not dates)
    return max(filter(None, days), key=PartialDate.first_day, default=None), bad


def _identifiers(party: Party, more: tuple[str, ...]) -> tuple[Identifier, ...]:
    numbers = tuple(
        Identifier(IdentifierType.IMO, text)
        if text.isdigit()
        else Identifier(IdentifierType.OTHER, text, note=reader.IMO)
        for text in _said(party, reader.IMO)
    )
    in_text = (item for text in more for item in facts.documents(text))
    return first_by(lambda item: (item.type, item.value), (*numbers, *in_text))


def _details(
    party: Party,
    unknown: tuple[str, ...],
    not_a_date: tuple[str, ...],
    citizenships: list[tuple[tuple[str, ...], tuple[str, ...]]],
) -> Iterator[tuple[str, str]]:
    for column in (reader.LISTING, reader.INSTRUMENT):
        for text in _said(party, column):
            yield column, text
    for text in unknown:
        yield "Date of birth", text
    for text in not_a_date:
        yield reader.CONTROL_DATE, text
    for text in unique(text for _, rest in citizenships for text in rest):
        yield "Nationality", text
    columns = dict.fromkeys(name for line in party.lines for name in line.cells)
    for column in columns:
        if column not in reader.KNOWN:
            for text in party.values(column):
                yield column, text

"""Rows of the Consolidated Screening List as list entries.

Rows of OFAC's lists become the entries that OFAC's own files give, with the number that they have
there. The lists of the other authorities have no number that lasts: their key is made of the list,
the name and the day on which the order starts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.countries import country_name
from app.domain.dates import PartialDate
from app.domain.list_entry import EntryType
from app.domain.political import ForeignReference
from app.importers.csl.reader import CslRow
from app.importers.dates import partial_date
from app.importers.kinds import guessed_type
from app.importers.merging import merged
from app.importers.ofac.mapper import ENTRY_TYPES, to_entry
from app.importers.ofac.party import Alias, Fact, Party
from app.importers.reading import BAD_DATE, Row, kept_aside, unique

_SDN, _CONS = "us_ofac_sdn", "us_ofac_cons"
_SHORT = re.compile(r"\(([A-Z-]+)(?: List)?\)")
_FORMER = re.compile(r"f\.?k\.?a\.?[\s,]+(?P<name>.+)", re.IGNORECASE)
# Their parties are organisations; the other lists without types name people as well.
_OF_ENTITIES = ("UVL", "MEU")
_VESSEL = (
    ("call_sign", "Vessel Call Sign"),
    ("vessel_type", "Vessel Type"),
    ("gross_tonnage", "Vessel Tonnage"),
    ("gross_registered_tonnage", "Vessel Gross Registered Tonnage"),
    ("vessel_flag", "Vessel Flag"),
    ("vessel_owner", "Vessel Owner"),
)
_DETAILS = (
    ("id", "CSL id"),
    ("federal_register_notice", "Federal Register notice"),
    ("standard_order", "Standard order"),
    ("license_policy", "License policy"),
    ("source_list_url", "Source list"),
    ("source_information_url", "Source information"),
)


def list_code(source: str) -> str:
    """The short name in ``Entity List (EL) - Bureau of Industry and Security``, else the words."""
    found = _SHORT.search(source)
    return found[1] if found else source


def key_of(row: CslRow) -> str:
    """What the rows of one entry share; "" for a row without a name."""
    if not any(map(str.isalnum, row.name)):
        return ""
    if row.entity_number.isdigit():
        return row.entity_number
    text = "|".join((row.source, row.name.casefold(), row.start_date))
    return f"{list_code(row.source)}-{hashlib.blake2b(text.encode(), digest_size=6).hexdigest()}"


def map_rows(rows: Sequence[CslRow], source: str, prefix: str, path: Path) -> Iterator[Row]:
    """The entry of the rows of one key, and what of them had to be kept aside.

    A party stands in a row of its own for each list that names it, and for each address of an
    order of denial.
    """
    first = rows[0]
    key = key_of(first)
    if not key:
        yield kept_aside(path, first.row, "no usable name", f"{first.id} {first.source}")
        return
    told = next((row.type.lower() for row in rows if row.type), "")
    kind = ENTRY_TYPES.get(told) or _kind(first)
    parties = [to_entry(_party(row, key, kind), kind, source, prefix) for row in rows]
    for row, (_, unknown) in zip(rows, parties, strict=True):
        for text in unknown:
            yield kept_aside(path, row.row, BAD_DATE, f"{key} {row.name}: DOB {text}")
    entries = [entry for entry, _ in parties]
    bad_days = [
        (row, label, text)
        for row in rows
        for label, text in (("Start date", row.start_date), ("End date", row.end_date))
        if text and partial_date(text) is None
    ]
    for row, label, text in bad_days:
        yield kept_aside(path, row.row, BAD_DATE, f"{key} {row.name}: {label} {text}")
    details = [detail for entry in entries for detail in entry.details]
    details += [detail for row in rows for detail in _details(row)]
    details += [(label, text) for _, label, text in bad_days]
    if kind is not ENTRY_TYPES.get(told):
        details.append(("Type", f"not told by the list; {kind.lower()} by its name"))
    yield replace(
        merged(entries),
        programmes=(
            *sorted({row.source for row in rows if row.source}),
            *sorted({text for row in rows for text in row.programs}),
        ),
        measures=unique(row.license_requirement for row in rows if row.license_requirement),
        listed_on=min(_days(row.start_date for row in rows), default=None),
        ended_on=_ended(rows),
        same_as=unique(
            ForeignReference(_SDN if list_code(row.source) == "SDN" else _CONS, row.entity_number)
            for row in rows
            if row.entity_number.isdigit()
        ),
        details=tuple(sorted(unique(details))),
    )


def _kind(row: CslRow) -> EntryType:
    return EntryType.ENTITY if list_code(row.source) in _OF_ENTITIES else guessed_type(row.name)


def _alias(text: str, kind: EntryType) -> Alias:
    """An alias; one word of a person's is weak.

    The list has no marks of its own. Of the one-word aliases of people that it takes from OFAC's
    lists, OFAC itself calls nearly all weak; of organisations' and ships' it does not.
    """
    former = _FORMER.fullmatch(text)
    if former:
        return Alias("fka", former["name"])
    return Alias("aka", text, is_weak=kind is EntryType.INDIVIDUAL and len(text.split()) == 1)


def _party(row: CslRow, key: str, kind: EntryType) -> Party:
    facts = [Fact(label, getattr(row, name)) for name, label in _VESSEL if getattr(row, name)]
    for label, values in (
        ("DOB", row.dates_of_birth),
        ("POB", row.places_of_birth),
        ("nationality", row.nationalities),
        ("citizen", row.citizenships),
    ):
        facts += [Fact(label, value) for value in values]
    facts += [
        fact._replace(country=country_name(fact.country) if fact.country else "")
        for fact in row.ids
    ]
    if row.country:
        facts.append(Fact("nationality", row.country))
    return Party(
        uid=key,
        row=row.row,
        name=row.name,
        type="",
        title=row.title,
        remarks=row.remarks,
        aliases=[_alias(name, kind) for name in row.alt_names],
        addresses=list(row.addresses),
        facts=facts,
    )


def _details(row: CslRow) -> Iterator[tuple[str, str]]:
    yield from ((label, getattr(row, name)) for name, label in _DETAILS if getattr(row, name))
    yield from row.unknown


def _days(texts: Iterator[str]) -> Iterator[PartialDate]:
    return (day for text in texts if (day := partial_date(text)))


def _ended(rows: Sequence[CslRow]) -> PartialDate | None:
    """The day on which the last of the orders ends; None if one of them has no end."""
    ends = list(_days(row.end_date for row in rows))
    return max(ends) if len(ends) == len(rows) else None

"""The rows of the U.S. Consolidated Screening List, alike from its CSV, TSV and JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from app.domain.countries import is_country_code
from app.domain.lists import KeptAside
from app.domain.subject import Address, clean_text
from app.importers.json_items import json_items
from app.importers.ofac.addresses import make_address
from app.importers.ofac.labels import clean_label
from app.importers.ofac.party import Fact
from app.importers.reading import kept_aside
from app.importers.tables import read_records

COLUMNS = ("source", "entity_number", "programs", "federal_register_notice", "alt_names", "ids")
_LISTED = ("; ", ";")
# Letters of Windows' Western encoding that were taken for Latin-1 control characters.
_CONTROLS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_AND = re.compile(r"^and(?:\s+|$)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(slots=True)
class CslRow:
    """One row as read; `row` is its line, or its number in the JSON array."""

    row: int
    id: str = ""
    source: str = ""
    entity_number: str = ""
    type: str = ""
    name: str = ""
    title: str = ""
    federal_register_notice: str = ""
    start_date: str = ""
    end_date: str = ""
    standard_order: str = ""
    license_requirement: str = ""
    license_policy: str = ""
    call_sign: str = ""
    vessel_type: str = ""
    gross_tonnage: str = ""
    gross_registered_tonnage: str = ""
    vessel_flag: str = ""
    vessel_owner: str = ""
    remarks: str = ""
    source_list_url: str = ""
    source_information_url: str = ""
    country: str = ""
    programs: tuple[str, ...] = ()
    alt_names: tuple[str, ...] = ()
    citizenships: tuple[str, ...] = ()
    dates_of_birth: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    places_of_birth: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    ids: tuple[Fact, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()


_TEXTS = tuple(field.name for field in fields(CslRow) if field.default == "")
_LISTS = (
    "programs", "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth",
)  # fmt: skip
_OTHER = {"row", "addresses", "ids", "unknown", "_id"}


def read_table(path: Path, delimiter: str) -> Iterator[CslRow | KeptAside]:
    """The rows of the CSV or TSV. Raises ListRefused where it is damaged."""
    for line, cells in read_records(path, delimiter):
        yield _row(line, {name.strip().lower(): value for name, value in cells.items()})


def read_json(path: Path) -> Iterator[CslRow | KeptAside]:
    """The rows of the JSON. Raises ListRefused where it is damaged or cut off."""
    for number, item in json_items(path, "results"):
        if isinstance(item, dict):
            yield _row(number, item)
        else:
            yield kept_aside(path, number, "no JSON object", str(item))


def _row(number: int, values: Mapping[str, Any]) -> CslRow:
    row = CslRow(number, id=_text(values.get("_id") or values.get("id")))
    for name in _TEXTS:
        setattr(row, name, _text(values.get(name)) or getattr(row, name))
    for name in _LISTS:
        setattr(row, name, tuple(_items(values.get(name))))
    names = (_closed(_AND.sub("", name)) for name in row.alt_names)
    row.alt_names = tuple(name for name in names if name)
    row.addresses = tuple(_addresses(values.get("addresses")))
    row.ids = tuple(_ids(values.get("ids")))
    known = {*_TEXTS, *_LISTS, *_OTHER}
    row.unknown = tuple(
        (name, "; ".join(_items(value)))
        for name, value in values.items()
        if name and name not in known and _items(value)
    )
    return row


def _closed(name: str) -> str:
    """A name without the bracket of the whole list of names, which ends behind the last."""
    return name.rstrip(" .)") if name.endswith((")", ").")) and "(" not in name else name


def _text(value: Any) -> str:
    if value is None or value == "":  # most cells of the table
        return ""
    return " ".join(clean_text(str(value)).translate(_CONTROLS).split())


def _items(value: Any) -> list[str]:
    """The texts of a JSON array, or of a cell that joins them by semicolons."""
    parts = value if isinstance(value, list) else _text(value).split(";")
    return [text for part in parts if (text := _text(part).strip(" ;"))]


def _addresses(value: Any) -> Iterator[Address]:
    if not isinstance(value, list):
        yield from (_address(text) for text in _items(value))
        return
    for item in value:
        if isinstance(item, Mapping):
            parts = [
                _text(item.get(name))
                for name in ("address", "city", "state", "postal_code", "country")
            ]
            if any(parts):
                yield make_address(*parts)
        elif _text(item):
            yield _address(_text(item))


def _address(text: str) -> Address:
    """``19 High St., Borisov, 222512, BY`` in its parts; what has no code of a country stays
    one text."""
    *parts, country = text.split(", ")
    if not is_country_code(country):
        return Address(text=text)
    postal = parts.pop() if parts and any(map(str.isdigit, parts[-1])) and len(parts) > 1 else ""
    region = parts.pop() if country == "US" and len(parts) > 1 and len(parts[-1]) == 2 else ""
    city = parts.pop() if parts else ""
    return Address(", ".join(parts), city, region, postal, country)


def _ids(value: Any) -> Iterator[Fact]:
    """Documents and statements: ``QA, 28940000602, National ID No.``, in the JSON objects."""
    if not isinstance(value, list):
        yield from _joined_ids(_text(value))
        return
    for item in value:
        if isinstance(item, Mapping):
            fact = Fact(
                clean_label(_text(item.get("type"))),
                _text(item.get("number")),
                *(_text(item.get(name)) for name in ("country", "issue_date", "expiration_date")),
            )
            if fact.label and fact.value:
                yield fact
        else:
            yield from _joined_ids(_text(item))


def _joined_ids(text: str) -> Iterator[Fact]:
    for item in text.split("; "):
        values, _, label = item.strip(" ;").rpartition(", ")
        if not values:
            if label:
                yield Fact("Statement", label)
            continue
        country, _, rest = values.partition(", ")
        if not (rest and is_country_code(country)):
            country, rest = "", values
        expires = issued = ""
        first, _, after = rest.partition(", ")
        second, _, number = after.partition(", ")
        # Two days are expiry and issue, one alone may be either: the list writes expiry first.
        if number and _DAY.fullmatch(first) and _DAY.fullmatch(second):
            expires, issued, rest = first, second, number
        elif after and _DAY.fullmatch(first):
            expires, rest = first, after
        yield Fact(clean_label(label), rest, country, issued, expires)

"""The EU's consolidated list as CSV 1.1: one row for each name, address, birth, document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

from app.importers import tables
from app.importers.eu.entity import Part, RawEntity, paragraphs

DELIMITER = ";"
COLUMNS = frozenset(("fileGenerationDate", "Entity_EU_ReferenceNumber", "NameAlias_WholeName"))
_KEY, _NUMBER = "Entity_EU_ReferenceNumber", "Entity_LogicalId"
_ENTITY = {
    _NUMBER: "logicalId",
    _KEY: "euReferenceNumber",
    "Entity_UnitedNationId": "unitedNationId",
    "Entity_DesignationDate": "designationDate",
    "Entity_DesignationDetails": "designationDetails",
    "Entity_SubjectType": "code",
    "Entity_SubjectType_ClassificationCode": "classificationCode",
}
_REGULATION = "Regulation_"
# Where a column is named otherwise than the attribute of the XML.
_RENAMED = {
    "BirthDate": "birthdate",
    "Day": "dayOfMonth",
    "Month": "monthOfYear",
    "TypeCode": "identificationTypeCode",
    "TypeDescription": "identificationTypeDescription",
    "IssuedDate": "issueDate",
    "Type": "regulationType",
}
_CONTACT = re.compile(r"([A-Za-z_ ]+)\[([^\]]*)\]")
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_PARTS: dict[str, Callable[[RawEntity], list[Part]]] = {
    "NameAlias_": lambda entity: entity.names,
    "Address_": lambda entity: entity.addresses,
    "BirthDate_": lambda entity: entity.births,
    "Identification_": lambda entity: entity.documents,
    "Citizenship_": lambda entity: entity.citizenships,
}
_ACT = f"Entity_{_REGULATION}"

Cells = Mapping[str, str]
Item = TypeVar("Item")


def read_published_on(path: Path) -> date | None:
    """The day on which the file was made, as its first row says, or None."""
    for _, cells in islice(read_rows(path), 1):
        return day(cells.get("fileGenerationDate", ""))
    return None


def day(text: str) -> date | None:
    """``28/10/2022`` or ``2022-10-28`` as a day, None for anything else."""
    try:
        return date.fromisoformat(iso(text)[:10])
    except ValueError:
        return None


def iso(text: str) -> str:
    """A date that is written day first as ISO 8601; any other text as it is."""
    found = _DAY_FIRST.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows as cells by column, each with its line. Raises ListRefused for a damaged file."""
    header: list[str] = []
    last = 0
    for line, cells in tables.read_rows(path, DELIMITER):
        last = len(cells)
        if header:
            yield line, dict(zip(header, cells, strict=False))
        else:
            header = cells
    tables.check_end(path, len(header), last)


def key(cells: Cells) -> str:
    """What the rows of one party share."""
    return cells.get(_KEY, "") or cells.get(_NUMBER, "")


def gather(rows: Iterable[tuple[int, Cells]]) -> RawEntity:
    """The party of the rows that share a key."""
    entity: RawEntity | None = None
    for line, cells in rows:
        if entity is None:
            entity = RawEntity(line, {_ENTITY[name]: cells.get(name, "") for name in _ENTITY})
        _add_row(entity, cells)
    assert entity is not None  # a group has a row
    return entity


def _add_row(entity: RawEntity, cells: Cells) -> None:
    told: dict[str, dict[str, str]] = {prefix: {} for prefix in (*_PARTS, _ACT)}
    for column, text in cells.items():
        if text:
            prefix, name = _place(column)
            if prefix:
                told[prefix][name] = iso(text) if name.endswith("ate") else text
    keep(entity.remarks, paragraphs(cells.get("Entity_Remark", "")))
    keep(entity.regulations, told[_ACT])
    for prefix, parts in _PARTS.items():
        attributes = told[prefix]
        if any(value.lower() != "false" for value in attributes.values()):
            keep(parts(entity), _part(attributes))


def keep(known: list[Item], item: Item) -> None:
    """Add what is not empty and not known yet."""
    if item and item not in known:
        known.append(item)


def _part(attributes: dict[str, str]) -> Part:
    acts = {name: attributes.pop(name) for name in list(attributes) if _REGULATION in name}
    remark, contact = attributes.pop("remark", ""), attributes.pop("contactInfo", "")
    title = acts.get(f"{_REGULATION}NumberTitle", "")
    published = acts.get(f"{_REGULATION}PublicationDate", "")
    return Part(
        attributes,
        (paragraphs(remark),) if remark else (),
        contacts(contact),
        ((title, published),) if title or published else (),
    )


@cache
def _place(column: str) -> tuple[str, str]:
    """What a column tells of, and the name of its attribute in the XML: ``Address_ZipCode`` is
    the `zipCode` of an address; ("", "") for what is told apart."""
    for prefix in (*_PARTS, _ACT):
        if column.startswith(prefix):
            name = column.removeprefix(prefix)
            plain = name if name.startswith(_REGULATION) else name[:1].lower() + name[1:]
            return prefix, _RENAMED.get(name, plain)
    return "", ""


def contacts(text: str) -> tuple[tuple[str, str], ...]:
    """``PHONE[042-681 20 81]`` -> its kind and itself; other words have no kind."""
    found = tuple((mark[1].strip(), mark[2].strip()) for mark in _CONTACT.finditer(text))
    return found or ((("", " ".join(text.split())),) if text else ())

"""The EU's consolidated list as CSV 1.0, of before 2019, as it was and as Excel saves it.

Excel took each line for one cell, or for several where it had commas: the line stands in quotes,
its commas are tabs or cells of their own, and blank cells follow.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path

from app.domain.countries import country_code
from app.importers.eu.csv_reader import DELIMITER, contacts, day, keep
from app.importers.eu.entity import Part, RawEntity
from app.importers.tables import MAX_CELL, check_end, encoding_of

COLUMNS = frozenset(("Naal_wholename", "Entity_logical_id", "EU_ref_num"))
_KEY, _NUMBER = "EU_ref_num", "Entity_logical_id"
_DOCUMENT = re.compile(r"(?P<number>.*?)\s*\((?P<code>\w+)-(?P<kind>[^()]*)\)\s*(?P<remark>.*)")
_NO_DATE = ("", "n/a")
_PARTS = {
    "Naal_": {
        "lastname": "lastName",
        "firstname": "firstName",
        "middlename": "middleName",
        "wholename": "wholeName",
        "gender": "gender",
        "title": "title",
        "function": "function",
        "language": "nameLanguage",
    },
    "Addr_": {"zipcode": "zipCode", "city": "city"},
    "Birt_": {"place": "city"},
    "Iden_": {},
    "Citi_": {},
}
_LOST = "?"  # what Excel wrote for a letter that its encoding lacks
_LOST_SHARE = 3
LOST_REMARK = "letters lost in the file"

Cells = Mapping[str, str]


def read_published_on(path: Path) -> date | None:
    """The day on which the file was made, as its first row says, or None."""
    for _, cells in islice(read_rows(path), 1):
        return day(next(iter(cells.values()), ""))
    return None


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows as cells by column, each with its line; of columns of one name the first counts.

    Raises ListRefused where the file breaks off.
    """
    csv.field_size_limit(MAX_CELL)
    header: list[str] = []
    last = 0
    with path.open(encoding=encoding_of(path), errors="replace") as handle:
        for number, line in enumerate(handle, 1):
            cells = _cells(line)
            last = len(cells) if any(cells) else last
            if not header:
                header = cells
            elif any(cells):
                found: dict[str, str] = {}
                for name, text in zip(header, cells, strict=False):
                    found.setdefault(name, text.replace("\\n", "\n"))
                yield number, found
    check_end(path, len(header), last)


def _cells(line: str) -> list[str]:
    """The cells of a line: unwrapped where a spreadsheet took the line for a cell of its own."""
    text = line.replace("\0", "").rstrip("\r\n")
    if text.startswith('"') and not re.match(r'"[^";]*";', text):
        text = ",".join(next(csv.reader([text])))
    text = text.rstrip("\t, ").replace("\t", ",")
    return [cell.strip() for cell in next(csv.reader([text], delimiter=DELIMITER), [])]


def key(cells: Cells) -> str:
    """What the rows of one party share."""
    return cells.get(_KEY, "") or cells.get(_NUMBER, "")


def gather(rows: Iterable[tuple[int, Cells]]) -> RawEntity:
    """The party of the rows that share a key."""
    entity: RawEntity | None = None
    for line, cells in rows:
        if entity is None:
            names = {_KEY: "euReferenceNumber", _NUMBER: "logicalId", "Subject_type": "code"}
            entity = RawEntity(line, {names[name]: cells.get(name, "") for name in names})
        _add_row(entity, cells, line)
    assert entity is not None  # a group has a row
    return entity


def _add_row(entity: RawEntity, cells: Cells, line: int) -> None:
    remark = cells.get("Entity_remark", "")
    keep(entity.remarks, "\n".join(map(_bare, remark.splitlines())))
    keep(
        entity.regulations,
        {
            "numberTitle": cells.get("Leba_numtitle", ""),
            "publicationDate": cells.get("Leba_publication_date", ""),
            "publicationUrl": cells.get("Leba_url", ""),
            "programme": cells.get("Programme", ""),
        },
    )
    for prefix, parts in (
        ("Naal_", entity.names),
        ("Addr_", entity.addresses),
        ("Birt_", entity.births),
        ("Iden_", entity.documents),
        ("Citi_", entity.citizenships),
    ):
        part = _part(cells, prefix)
        if not any(part.attributes.values()) and not part.contacts:
            continue
        if prefix == "Naal_" and _is_lost(part.get("wholeName")):
            keep(entity.unusable, (line, part.get("wholeName")))
        else:
            keep(parts, part)


def _part(cells: Cells, prefix: str) -> Part:
    named = _PARTS[prefix]
    attributes = {named[name]: cells.get(prefix + name, "") for name in named}
    remarks: tuple[str, ...] = ()
    if prefix == "Naal_" and _LOST in attributes["wholeName"]:
        remarks = (LOST_REMARK,)
    if prefix == "Addr_":
        numbered = (cells.get("Addr_street", ""), cells.get("Addr_number", ""))
        attributes["street"] = " ".join(filter(None, numbered))
    if prefix == "Birt_":
        text = cells.get("Birt_date", "")
        is_told = text.lower() not in _NO_DATE
        attributes["birthdate" if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else "text"] = (
            text if is_told else ""
        )
    if prefix == "Iden_":
        document, remark = _document(cells.get("Iden_number", ""))
        attributes |= document
        remarks = (remark,) if remark else ()
    country = cells.get(f"{prefix}country", "")
    if country:
        attributes["countryIso2Code"] = country_code(country)
        attributes["countryDescription"] = country
    title = cells.get(f"{prefix}leba_numtitle", "")
    published = cells.get(f"{prefix}leba_publication_date", "")
    other = contacts(cells.get("Addr_other", "")) if prefix == "Addr_" else ()
    acts = ((title, published),) if title or published else ()
    return Part(attributes, remarks, other, acts)


def _document(text: str) -> tuple[dict[str, str], str]:
    """``A1 (passport-National passport) ((expired))`` -> its attributes and the remark."""
    bare = text.strip('" ')
    found = _DOCUMENT.fullmatch(bare)
    if found is None:
        return {"number": bare}, ""
    attributes = {
        "number": found["number"],
        "identificationTypeCode": found["code"],
        "identificationTypeDescription": found["kind"],
    }
    remark = _bare(found["remark"])
    return attributes, "" if remark == found["code"] else remark


def _bare(text: str) -> str:
    """A remark without the brackets that the file puts round it."""
    while text.startswith("(") and text.endswith(")") and _is_one_pair(text):
        text = text[1:-1].strip()
    return text


def _is_one_pair(text: str) -> bool:
    """Whether the first bracket is closed by the last."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if not depth:
            return place == len(text) - 1
    return False


def _is_lost(name: str) -> bool:
    """Whether so many letters are lost that the name can no longer be told."""
    lost, kept = name.count(_LOST), sum(map(str.isalpha, name))
    return lost > 0 and lost * _LOST_SHARE >= kept + lost

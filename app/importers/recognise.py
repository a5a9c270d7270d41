"""What a file is, by its content: never by its name alone."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path

import orjson

from app.importers.lines import read_lines
from app.importers.ofac import csv_reader, xml_reader
from app.importers.reading import refused
from app.importers.safe_xml import children, own_text, read_root, records, text_of
from app.importers.un import reader as un_reader

HEAD_BYTES = 1 << 16
_BINARY = [bytes([code]) for code in range(32) if code not in b"\t\n\r\x1a"]
SAMPLED_ENTRIES = 3000
FETCH = "Choose the file that its publisher offers for download."


class Kind(StrEnum):
    OFAC_MAIN = "main"
    OFAC_ALT = "alt"
    OFAC_ADD = "add"
    OFAC_COMMENTS = "comments"
    OFAC_XML = "sdnList"
    UN_XML = "CONSOLIDATED_LIST"
    FTM = "ftm"


# Formats that people mistake for the ones that are read here, by their root element.
_OTHER_ROOTS = {
    "sanctionsData": "OFAC's enhanced XML; take SDN.XML or the CSV files",
    "Sanctions": "OFAC's advanced XML; take SDN.XML or the CSV files",
    "export": "the EU list, for which there is no reader yet",
    "Designations": "the UK Sanctions List, for which there is no reader yet",
    "ArrayOfFinancialSanctionsTarget": "the OFSI list, for which there is no reader yet",
    "data-set": "the Canadian list, for which there is no reader yet",
    "swiss-sanctions-list": "the SECO list, for which there is no reader yet",
    "html": "a web page",
}
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive or workbook; unpack it first"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "a database"),
    (b"\xff\xfe", "UTF-16 text; official files are UTF-8"),
    (b"\xfe\xff", "UTF-16 text; official files are UTF-8"),
)


def recognise(path: Path) -> Kind:
    """The kind of one file. Raises ListRefused where it is none that can be read."""
    head = _head(path)
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise refused(f"{path.name} is {what}.", FETCH)
    if sum(head.count(code) for code in _BINARY) * 100 > len(head):
        raise refused(f"{path.name} is a binary file, not a list.", FETCH)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.strip(b"\x1a"):
        raise refused(f"{path.name} holds nothing but blanks.", FETCH)
    if start.startswith(b"<"):
        return _xml_kind(path)
    if start.startswith((b"{", b"[")):
        return _json_kind(path)
    return _table_kind(path)


def is_consolidated(path: Path, kind: Kind) -> bool:
    """Whether an OFAC file is the Consolidated (non-SDN) list.

    Both lists share their formats. The Consolidated list is the home of a few programmes that
    hardly occur on the SDN list (78 + 286 + 68 of 442 entries beside 81 of 14,965); an entry
    counts for it when it has one of those. Vessels and aircraft are on the SDN list only.
    """
    votes = [_is_consolidated(*entry) for entry in islice(_programmes(path, kind), SAMPLED_ENTRIES)]
    return sum(votes) * 2 > len(votes)


def _is_consolidated(entry_type: str, programmes: list[str]) -> bool:
    homes = ("NS-PLC", "CMIC-", "UKRAINE-EO13662", "FSE-", "561")
    return entry_type not in ("vessel", "aircraft") and any(
        programme.startswith(homes) for programme in programmes
    )


def _programmes(path: Path, kind: Kind) -> Iterator[tuple[str, list[str]]]:
    if kind is Kind.OFAC_MAIN:
        for record in csv_reader.read_records(path, "main"):
            if isinstance(record, csv_reader.Record):
                yield record.cells[2], record.cells[3].split("] [")
    else:
        for entry in records(path, "sdnEntry"):
            programmes = [
                own_text(item) for group in children(entry, "programList") for item in group
            ]
            yield text_of(entry, "sdnType").lower(), programmes


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            head = handle.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise refused(f"There is no file {path.name}.", "Check the path.") from error
    except IsADirectoryError as error:
        raise refused(f"{path.name} is a folder.", "Name the files in it.") from error
    except OSError as error:
        raise refused(f"{path.name} cannot be read: {error.strerror}.") from error
    if not head:
        raise refused(f"{path.name} is empty.", "Download the file again.")
    return head


def _xml_kind(path: Path) -> Kind:
    name = read_root(path).name
    if name == xml_reader.ROOT:
        return Kind.OFAC_XML
    if name == un_reader.ROOT:
        return Kind.UN_XML
    what = _OTHER_ROOTS.get(name, f"XML of an unknown kind (root element {name[:60]})")
    raise refused(f"{path.name} is {what}.", FETCH)


def _json_kind(path: Path) -> Kind:
    for line in islice(read_lines(path, 1 << 24), 1):
        try:
            record = orjson.loads(line.text)
        except orjson.JSONDecodeError as error:
            raise refused(
                f"{path.name} is not a JSON object a line: line {line.row}: {error.msg}.", FETCH
            ) from error
        if isinstance(record, dict) and {"id", "schema", "properties"} <= record.keys():
            return Kind.FTM
    raise refused(f"{path.name} is JSON, but not FollowTheMoney entities, one a line.", FETCH)


def _table_kind(path: Path) -> Kind:
    for record in islice(csv_reader.read_records(path), 20):
        if isinstance(record, csv_reader.Record):
            kind = csv_reader.table_kind(record.cells)
            if kind:
                return Kind(kind)
    raise refused(
        f"{path.name} has not the columns of any list that can be read (looked at from line 1).",
        FETCH,
    )

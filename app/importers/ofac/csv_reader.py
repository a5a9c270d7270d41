"""The OFAC CSV sets: sdn, alt, add, sdn_comments and cons_prim, cons_alt, cons_add, cons_comments.

No header, comma, double quotes, one record a line, ``-0-`` for nothing, a lone Ctrl-Z last
(OFAC, "SDN and Consolidated list data formats").
"""

from __future__ import annotations

import csv
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from app.domain.lists import KeptAside
from app.importers.lines import END_MARK, read_lines, tail
from app.importers.ofac.addresses import make_address, split_city
from app.importers.ofac.party import Alias, Fact, Party
from app.importers.reading import ORPHAN, kept_aside, refused

MAX_LINE = 1 << 20
NOTHING = "-0-"
COLUMNS = {"main": 12, "add": 6, "alt": 5, "comments": 2}
MAIN_TYPES = frozenset({"individual", "vessel", "aircraft", ""})
ALIAS_TYPES = frozenset({"aka", "fka", "nka"})
_VESSEL_LABELS = (
    "Vessel Call Sign",
    "Vessel Type",
    "Vessel Tonnage",
    "Vessel Gross Registered Tonnage",
    "Vessel Flag",
    "Vessel Owner",
)


class Record(NamedTuple):
    """One parsed line: its row and cells, ``-0-`` as "". Blanks are collapsed, but for remarks and
    comments: OFAC cuts those anywhere, also at a blank."""

    row: int
    cells: list[str]


def table_kind(cells: list[str]) -> str:
    """Which file of the set a record belongs to by its shape: a key of COLUMNS, or ""."""
    if not cells or not cells[0].isdigit():
        return ""
    match len(cells):
        case 12 if cells[2] in MAIN_TYPES:
            return "main"
        case 6 if cells[1].isdigit():
            return "add"
        case 5 if cells[2] in ALIAS_TYPES:
            return "alt"
        case 2 if cells[1]:
            return "comments"
    return ""


def read_records(path: Path, kind: str = "") -> Iterator[Record | KeptAside]:
    """The records of one file; lines that are none of `kind` (any kind if "") are kept aside."""
    for line in read_lines(path, MAX_LINE):
        if line.text.strip() == END_MARK.decode():
            continue
        problem, cells = line.problem, []
        if not problem:
            try:
                cells = _cells(next(csv.reader([line.text], strict=True)))
            except csv.Error as error:
                problem = f"not a CSV record: {error}"
        if not problem and kind and table_kind(cells) != kind:
            problem = _shape_problem(cells, kind)
        if problem:
            yield kept_aside(path, line.row, problem, line.text)
        else:
            yield Record(line.row, cells)


def _cells(texts: list[str]) -> list[str]:
    *trimmed, last = ("" if text.strip() == NOTHING else text for text in texts)
    return [*(" ".join(text.split()) for text in trimmed), last]


def _shape_problem(cells: list[str], kind: str) -> str:
    if len(cells) != COLUMNS[kind]:
        return f"{len(cells)} columns instead of {COLUMNS[kind]}"
    if not cells[0].isdigit():
        return "no entry number in the first column"
    return "a value that this column does not have"


def has_end_mark(path: Path) -> bool:
    """Whether the file ends as official files do, so that nothing was cut off.

    Raises ListRefused where the last record is cut in two.
    """
    end = tail(path)
    if end.rstrip().endswith(END_MARK):
        return True
    for last in deque(read_records(path), maxlen=1):
        if isinstance(last, KeptAside) or not table_kind(last.cells):
            raise refused(
                f"{path.name} ends in the middle of record {last.row:,}: it is truncated.",
                "Download the file again from its publisher.",
            )
    return False


def read_parties(files: Mapping[str, Path]) -> Iterator[Party | KeptAside]:
    """The parties of a CSV set, in the order of the main file.

    Args:
        files: by kind (a key of COLUMNS); only "main" must be there.
    Returns:
        Parties with their aliases, addresses and the overflow of their remarks; then the
        records of the other files that belong to none of them.
    """
    aside: list[KeptAside] = []
    extra = {
        kind: _by_number(files[kind], kind, aside)
        for kind in ("alt", "add", "comments")
        if kind in files
    }
    yield from aside
    for record in read_records(files["main"], "main"):
        if isinstance(record, KeptAside):
            yield record
            continue
        uid = record.cells[0]
        party = _party(record)
        for alias in extra.get("alt", {}).pop(uid, ()):
            party.aliases.append(Alias(alias.cells[2], alias.cells[3]))
        for place in extra.get("add", {}).pop(uid, ()):
            _, _, street, city, country, _ = place.cells
            if street or city or country:
                party.addresses.append(make_address(street, *split_city(city), country))
        # OFAC cuts long remarks in mid-word: the overflow follows without a separator.
        for overflow in extra.get("comments", {}).pop(uid, ()):
            party.remarks += overflow.cells[1]
        yield party
    for kind, left in extra.items():
        for orphan in (record for records in left.values() for record in records):
            yield kept_aside(files[kind], orphan.row, ORPHAN, ", ".join(filter(None, orphan.cells)))


def _by_number(path: Path, kind: str, aside: list[KeptAside]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for record in read_records(path, kind):
        if isinstance(record, KeptAside):
            aside.append(record)
        else:
            found[record.cells[0]].append(record)
    return found


def _party(record: Record) -> Party:
    uid, name, kind, programmes, title, *vessel, remarks = record.cells
    return Party(
        uid=uid,
        row=record.row,
        name=name,
        type=kind or "entity",
        programmes=[part.strip("[] ") for part in programmes.split("] [") if part.strip("[] ")],
        title=title,
        remarks=remarks,
        facts=[
            Fact(label, value) for label, value in zip(_VESSEL_LABELS, vessel, strict=True) if value
        ],
    )

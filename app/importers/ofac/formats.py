"""The OFAC lists as the registry knows them: CSV sets, and the classic and the newer XML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.formats import WHOLE, FileKind, Format, Parts, Sample
from app.importers.ofac import advanced_reader, csv_reader, enhanced_reader, xml_reader
from app.importers.ofac.advanced_tables import read_issue_day
from app.importers.ofac.mapper import OFAC_SDN, SDN_LIST, map_party
from app.importers.ofac.party import Party
from app.importers.reading import ListReading, Row, Seen, some
from app.importers.safe_xml import children, own_text, records, text_of

OFAC_CONS = "us_ofac_cons"
OFAC_CSV = "OFAC CSV"
OFAC_XML = "OFAC XML"
OFAC_ENHANCED = "OFAC enhanced XML"
OFAC_ADVANCED = "OFAC advanced XML"
CONSOLIDATED = "Consolidated List"
MAIN = "main"
SAMPLED_ENTRIES = 3000
_TITLE = "the OFAC list"
_HOMES = ("NS-PLC", "CMIC-", "UKRAINE-EO13662", "FSE-", "561")


def is_consolidated(entries: Iterator[tuple[str, list[str]]]) -> bool:
    """Whether entries (type in lower case, programmes) are of the Consolidated (non-SDN) list.

    Both lists share their formats. The Consolidated list is the home of a few programmes that
    hardly occur on the SDN list (78 + 286 + 68 of 442 entries beside 81 of 14,965); an entry
    counts for it when it has one of those. Vessels and aircraft are on the SDN list only.
    """
    votes = [
        kind not in ("vessel", "aircraft") and any(name.startswith(_HOMES) for name in programmes)
        for kind, programmes in islice(entries, SAMPLED_ENTRIES)
    ]
    return sum(votes) * 2 > len(votes)


def _slots_of(entries: Iterator[tuple[str, list[str]]]) -> tuple[str, ...]:
    return (OFAC_CONS,) if is_consolidated(entries) else (OFAC_SDN,)


def _table(sample: Sample) -> str:
    if sample.kind is not FileKind.TEXT:
        return ""
    for record in islice(csv_reader.read_records(sample.path), 20):
        if isinstance(record, csv_reader.Record):
            kind = csv_reader.table_kind(record.cells)
            if kind:
                return kind
    return ""


def _table_entries(path: Path) -> Iterator[tuple[str, list[str]]]:
    for record in csv_reader.read_records(path, MAIN):
        if isinstance(record, csv_reader.Record):
            yield record.cells[2], record.cells[3].split("] [")


def _xml_entries(path: Path) -> Iterator[tuple[str, list[str]]]:
    for entry in records(path, "sdnEntry"):
        programmes = [own_text(item) for group in children(entry, "programList") for item in group]
        yield text_of(entry, "sdnType").lower(), programmes


def read_tables(source: ListSource, parts: Parts) -> ListReading:
    """A CSV set. Raises ListRefused, also while `rows` is read."""
    main = parts[MAIN]
    missing = tuple(
        f"no {what} file: {without}"
        for what, without in (
            ("alt", "entries come without their aliases"),
            ("add", "entries come without their addresses"),
        )
        if what not in parts
    )
    unmarked = [
        path.name
        for part, path in parts.items()
        if part != "comments" and not csv_reader.has_end_mark(path)
    ]
    problems = [
        f"{name} lacks the end mark of official files: it may be cut off." for name in unmarked
    ]
    if "comments" not in parts:
        problems.append("The comments file is missing: long remarks are cut off.")
    return ListReading(
        source.source,
        OFAC_CSV,
        None,
        None,
        some(_table_rows(source, parts), main),
        problems=tuple(problems),
        is_complete=not unmarked,
        missing_files=missing,
    )


def _table_rows(source: ListSource, parts: Parts) -> Iterator[Row]:
    main = parts[MAIN]
    seen = Seen(main)
    for party in csv_reader.read_parties(parts):
        if not isinstance(party, Party):
            yield party
        elif seen.is_new(party.uid):
            yield from map_party(party, source.source, source.prefix, main)
        else:
            yield seen.repeated(party.row, party.uid)


def read_xml(source: ListSource, parts: Parts) -> ListReading:
    """The classic XML. Raises ListRefused, also while `rows` is read."""
    path = parts[WHOLE]
    published_on, declared = xml_reader.read_header(path)
    rows = _rows(source, xml_reader.read_parties(path), path)
    return ListReading(source.source, OFAC_XML, published_on, declared, some(rows, path))


def read_enhanced(source: ListSource, parts: Parts) -> ListReading:
    """The enhanced XML; an export of some programmes only is held, however long it is.

    Raises ListRefused, also while `rows` is read.
    """
    path = parts[WHOLE]
    published_on, programmes = enhanced_reader.read_header(path)
    rows = _rows(source, enhanced_reader.read_parties(path), path)
    part = f"only what is listed under {', '.join(programmes)}: the rest of the list"
    return ListReading(
        source.source,
        OFAC_ENHANCED,
        published_on,
        None,
        some(rows, path),
        missing_files=(part,) if programmes else None,
    )


def read_advanced(source: ListSource, parts: Parts) -> ListReading:
    """The advanced XML. Raises ListRefused, also while `rows` is read."""
    path = parts[WHOLE]
    rows = _rows(source, advanced_reader.read_parties(path), path)
    day = read_issue_day(path)
    return ListReading(source.source, OFAC_ADVANCED, day, None, some(rows, path))


def _rows(source: ListSource, parties: Iterator[Party], path: Path) -> Iterator[Row]:
    seen = Seen(path)
    for party in parties:
        if seen.is_new(party.uid):
            yield from map_party(party, source.source, source.prefix, path)
        else:
            yield seen.repeated(party.row, party.uid)


def _slots_by_lists(entries: Iterator[list[str]]) -> tuple[str, ...]:
    """The slot by the lists that each party says it stands on: OFAC's non-SDN lists are all parts
    of its Consolidated List, and a few of their parties stand on the SDN list, too."""
    votes = [CONSOLIDATED in names for names in islice(entries, SAMPLED_ENTRIES)]
    return (OFAC_CONS,) if sum(votes) * 2 > len(votes) else (OFAC_SDN,)


def _is_advanced(sample: Sample) -> bool:
    return sample.root == advanced_reader.ROOT and advanced_reader.MARK in sample.text


def _advanced_slots(parts: Parts) -> tuple[str, ...]:
    counts = advanced_reader.count_lists(parts[WHOLE])
    others = counts.total() - counts[SDN_LIST] - counts[""]
    return (OFAC_CONS,) if others > counts[SDN_LIST] else (OFAC_SDN,)


FORMATS = (
    Format(
        OFAC_CSV,
        _TITLE,
        _table,
        lambda parts: _slots_of(_table_entries(parts[MAIN])),
        read_tables,
        needed=MAIN,
        hint="Add sdn.csv (or cons_prim.csv).",
    ),
    Format(
        OFAC_XML,
        _TITLE,
        lambda sample: WHOLE if sample.root == xml_reader.ROOT else "",
        lambda parts: _slots_of(_xml_entries(parts[WHOLE])),
        read_xml,
    ),
    Format(
        OFAC_ENHANCED,
        _TITLE,
        lambda sample: WHOLE if sample.root == enhanced_reader.ROOT else "",
        lambda parts: _slots_by_lists(enhanced_reader.read_lists(parts[WHOLE])),
        read_enhanced,
    ),
    Format(
        OFAC_ADVANCED,
        _TITLE,
        lambda sample: WHOLE if _is_advanced(sample) else "",
        _advanced_slots,
        read_advanced,
    ),
)

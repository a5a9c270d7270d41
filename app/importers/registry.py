"""The reading of a list: its files recognised by content, checked against the slot, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.list_entry import ListEntry
from app.domain.lists import ListSource
from app.importers.ofac import csv_reader, xml_reader
from app.importers.ofac.mapper import map_party
from app.importers.ofac.party import Party
from app.importers.opensanctions import mapper as ftm_mapper
from app.importers.opensanctions import reader as ftm_reader
from app.importers.reading import ListReading, Row, kept_aside, refused
from app.importers.recognise import Kind, is_consolidated, recognise
from app.importers.safe_xml import line_of, text_of
from app.importers.un import mapper as un_mapper
from app.importers.un import reader as un_reader

OFAC_SDN = "us_ofac_sdn"
OFAC_CONS = "us_ofac_cons"
UN_SC = "un_sc"
PEP_SLOTS = ("pep_global", "pep_wikidata", "pep_african", "pep_nigeria")
_TABLES = {Kind.OFAC_MAIN, Kind.OFAC_ALT, Kind.OFAC_ADD, Kind.OFAC_COMMENTS}
_TITLES = {
    OFAC_SDN: "the OFAC SDN list",
    OFAC_CONS: "the OFAC Consolidated (non-SDN) list",
    UN_SC: "the UN Security Council list",
    PEP_SLOTS[0]: "a FollowTheMoney file, read as a list of politically exposed persons",
}


def detect(files: Sequence[Path]) -> tuple[str, ...]:
    """The source ids that these files can be, by their content.

    Raises ListRefused where a file is none that can be read, or the files do not belong together.
    """
    return _slots(_recognise(files))


def read_list(source: ListSource, files: Sequence[Path]) -> ListReading:
    """A list, ready to stream.

    Args:
        source: the slot that the files are meant for.
        files: the file, or the files of a set, in any order.
    Raises:
        ListRefused: wrong list, missing main file, or unreadable; also while `rows` is read.
    """
    if not source.is_importable:
        raise refused(f"There is no reader for {source.short_name} yet.")
    kinds = _recognise(files)
    slots = _slots(kinds)
    if source.source not in slots:
        raise refused(
            f"{_name_files(files)}: this is {_TITLES[slots[0]]}, not {source.short_name}.",
            f"Import it as {slots[0]}.",
        )
    if Kind.OFAC_MAIN in kinds:
        return _read_ofac_tables(source, kinds)
    path = next(iter(kinds.values()))
    if Kind.OFAC_XML in kinds:
        return _read_ofac_xml(source, path)
    if Kind.UN_XML in kinds:
        return _read_un(source, path)
    return _read_ftm(source, path)


def _recognise(files: Sequence[Path]) -> dict[Kind, Path]:
    if not files:
        raise refused("No file was given.", "Name the file or files of the list.")
    kinds: dict[Kind, Path] = {}
    for path in dict.fromkeys(files):
        kind = recognise(path)
        if kind in kinds:
            raise refused(
                f"{kinds[kind].name} and {path.name} are the same part of a list.",
                "Give one file for each part.",
            )
        kinds[kind] = path
    if not kinds.keys() <= _TABLES and len(kinds) > 1:
        raise refused(f"{_name_files(files)} do not belong together.", "Import them one by one.")
    if kinds.keys() <= _TABLES and Kind.OFAC_MAIN not in kinds:
        raise refused(
            f"{_name_files(files)}: the main file of the OFAC set is missing.",
            "Add sdn.csv (or cons_prim.csv).",
        )
    return kinds


def _slots(kinds: Mapping[Kind, Path]) -> tuple[str, ...]:
    for kind in (Kind.OFAC_MAIN, Kind.OFAC_XML):
        if kind in kinds:
            return (OFAC_CONS,) if is_consolidated(kinds[kind], kind) else (OFAC_SDN,)
    return (UN_SC,) if Kind.UN_XML in kinds else PEP_SLOTS


def _name_files(files: Sequence[Path]) -> str:
    return ", ".join(path.name for path in files)


def _read_ofac_tables(source: ListSource, kinds: Mapping[Kind, Path]) -> ListReading:
    main = kinds[Kind.OFAC_MAIN]
    missing = tuple(
        f"no {what} file: {without}"
        for kind, what, without in (
            (Kind.OFAC_ALT, "alt", "entries come without their aliases"),
            (Kind.OFAC_ADD, "add", "entries come without their addresses"),
        )
        if kind not in kinds
    )
    unmarked = [
        path.name
        for kind, path in kinds.items()
        if not csv_reader.has_end_mark(path) and kind is not Kind.OFAC_COMMENTS
    ]
    parties = csv_reader.read_parties({kind.value: path for kind, path in kinds.items()})

    def rows() -> Iterator[Row]:
        seen = _Seen(main)
        for party in parties:
            if not isinstance(party, Party):
                yield party
            elif seen.is_new(party.uid):
                yield from map_party(party, source.source, source.prefix, main)
            else:
                yield seen.repeated(party.row, party.uid)

    problems = [
        f"{name} lacks the end mark of official files: it may be cut off." for name in unmarked
    ]
    if Kind.OFAC_COMMENTS not in kinds:
        problems.append("The comments file is missing: long remarks are cut off.")
    return ListReading(
        source.source,
        "OFAC CSV",
        None,
        None,
        _some(rows(), main),
        problems=tuple(problems),
        is_complete=not unmarked,
        missing_files=missing,
    )


def _read_ofac_xml(source: ListSource, path: Path) -> ListReading:
    published_on, declared = xml_reader.read_header(path)

    def rows() -> Iterator[Row]:
        seen = _Seen(path)
        for party in xml_reader.read_parties(path):
            if seen.is_new(party.uid):
                yield from map_party(party, source.source, source.prefix, path)
            else:
                yield seen.repeated(party.row, party.uid)

    return ListReading(source.source, "OFAC XML", published_on, declared, _some(rows(), path))


def _read_un(source: ListSource, path: Path) -> ListReading:
    def rows() -> Iterator[Row]:
        seen = _Seen(path)
        for element in un_reader.read_elements(path):
            number = text_of(element, "DATAID")
            if seen.is_new(number):
                yield from un_mapper.map_element(element, source.source, source.prefix, path)
            else:
                yield seen.repeated(line_of(element), number)

    published_on = un_reader.read_published_on(path)
    return ListReading(source.source, "UN XML", published_on, None, _some(rows(), path))


def _read_ftm(source: ListSource, path: Path) -> ListReading:
    links = ftm_reader.read_links(path)

    def rows() -> Iterator[Row]:
        seen = _Seen(path)
        for record in ftm_reader.read_records(path):
            if not isinstance(record, ftm_reader.Record):
                yield record
            elif links.is_listed(record):
                if seen.is_new(record.id):
                    yield from ftm_mapper.map_person(
                        record, links, source.source, source.prefix, path
                    )
                else:
                    yield seen.repeated(record.row, record.id)

    return ListReading(
        source.source, "FTM", links.published_on, None, _some(rows(), path), problems=links.problems
    )


class _Seen:
    """The entry ids of a file so far: a second entry of the same id is kept aside."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ids: set[str] = set()

    def is_new(self, entry_id: str) -> bool:
        known = entry_id in self._ids
        self._ids.add(entry_id)
        return not known or not entry_id

    def repeated(self, row: int, entry_id: str) -> Row:
        return kept_aside(self._path, row, "number already used by an entry above", entry_id)


def _some(rows: Iterator[Row], path: Path) -> Iterator[Row]:
    """The rows; a list without a single entry is refused."""
    entries = 0
    for row in rows:
        entries += isinstance(row, ListEntry)
        yield row
    if not entries:
        raise refused(f"{path.name} holds no entry that can be read.")

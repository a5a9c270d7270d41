"""OpenSanctions files as the registry knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from app.domain.lists import ListSource
from app.domain.match import Check
from app.importers.formats import WHOLE, FileKind, Format, Parts, Sample
from app.importers.lines import read_lines
from app.importers.opensanctions import delta, senzing, simple
from app.importers.opensanctions.census import Census
from app.importers.opensanctions.entities import MAX_LINE, Record, check_end, day, read_records
from app.importers.opensanctions.index import FileIndex
from app.importers.opensanctions.nested import NestedTargets
from app.importers.opensanctions.outlook import OS_SANCTIONS, outlook_of
from app.importers.opensanctions.party_file import Surroundings, entry_rows, is_listed
from app.importers.opensanctions.schemas import PARTIES, SOURCE_OF
from app.importers.pep_slots import PEP_SLOTS
from app.importers.reading import ListReading, Row, Seen, refused, some

__all__ = ["FORMATS", "PEP_SLOTS", "is_ftm"]

FTM = "FTM"
NESTED = "OpenSanctions nested"


def read_ftm(source: ListSource, path: Path) -> ListReading:
    """A list from one entity a line. Raises ListRefused, also while `rows` is read."""
    check_end(path)
    index = FileIndex(path)
    try:
        problems = _census(index.census, index, source, path)
    except BaseException:
        index.close()
        raise

    def rows() -> Iterator[Row]:
        with index:
            yield from _rows(source, path, index, lambda _record: None)

    return ListReading(
        source.source, FTM, day(index.census.last_seen), None, some(rows(), path), problems=problems
    )


def read_nested(source: ListSource, path: Path) -> ListReading:
    """A list from targets with their links inside. Raises ListRefused, also while read."""
    check_end(path)
    targets = NestedTargets(path)
    problems = _census(targets.census, targets, source, path)
    rows = _rows(source, path, targets, targets.turn_to)
    published = day(targets.census.last_seen)
    return ListReading(source.source, NESTED, published, None, some(rows, path), problems=problems)


def _rows(
    source: ListSource, path: Path, around: Surroundings, turn_to: Callable[[Record], None]
) -> Iterator[Row]:
    seen = Seen(path)
    for record in read_records(path, PARTIES):
        if not isinstance(record, Record):
            yield record
        elif is_listed(record, around, source):
            if seen.is_new(record.id):
                turn_to(record)
                yield from entry_rows(record, around, source, path)
            else:
                yield seen.repeated(record.row, record.id)


def _census(
    census: Census, around: Surroundings, source: ListSource, path: Path
) -> tuple[str, ...]:
    """What is left out of the list. Raises ListRefused where nothing would be left."""
    is_pep = source.check is Check.PEP
    total = taken = 0
    for (schema, target, topics), count in census.parties.items():
        if schema == "Person" or not is_pep:
            properties = {"topics": topics} if topics else {}
            party = Record(0, "", schema, "", target, "", "", properties)
            total += count
            taken += count * is_listed(party, around, source)
    if not taken and is_pep:
        raise refused(
            f"{path.name} names no politically exposed person among its {total:,} persons.",
            "Choose a PEP data set: persons with the topics role.pep or role.rca.",
        )
    if not taken:
        raise refused(f"{path.name} names no listed party among its {total:,} parties.")
    if total == taken:
        return ()
    what = "persons are not listed as politically exposed" if is_pep else (
        "parties are no targets of their own (they are only linked)")  # fmt: skip
    return (f"{total - taken:,} of {total:,} {what}: left out.",)


def _slots(parts: Parts) -> tuple[str, ...]:
    return outlook_of(parts[WHOLE]).slots()


def _delta_slots(parts: Parts) -> tuple[str, ...]:
    """Any list of OpenSanctions: a delta of few changes may tell nothing of its list, and it is
    refused where it does not fit the active version."""
    return tuple(dict.fromkeys((*_slots(parts), OS_SANCTIONS, *PEP_SLOTS, *SOURCE_OF.values())))


def _first(sample: Sample) -> Any:
    """The JSON of the first line, or None."""
    if sample.kind is not FileKind.JSON:
        return None
    for line in islice(read_lines(sample.path, MAX_LINE), 1):
        try:
            return orjson.loads(line.text)
        except orjson.JSONDecodeError:
            return None
    return None


def _has(sample: Sample, *names: str) -> bool:
    first = _first(sample)
    return isinstance(first, dict) and set(names) <= first.keys()


def is_ftm(sample: Sample) -> bool:
    """Whether the first line is a FollowTheMoney entity."""
    return _has(sample, "id", "schema", "properties")


def is_nested(sample: Sample) -> bool:
    """Whether one of the first entities holds another one."""
    return is_ftm(sample) and any(
        isinstance(record, Record) and record.adjacent
        for record in islice(read_records(sample.path), 200)
    )


def _format(
    name: str,
    matches: Callable[[Sample], bool],
    slots: Callable[[Parts], tuple[str, ...]],
    read: Callable[[ListSource, Path], ListReading],
) -> Format:
    return Format(
        name,
        f"a file of the format {name}" if name != FTM else "a FollowTheMoney file",
        lambda sample: WHOLE if matches(sample) else "",
        slots,
        lambda source, parts: read(source, parts[WHOLE]),
    )


FORMATS = (
    _format(
        delta.NAME, lambda sample: _has(sample, "op", "entity"), _delta_slots, delta.read_delta
    ),
    _format(NESTED, is_nested, _slots, read_nested),
    _format(FTM, is_ftm, _slots, read_ftm),
    _format(
        senzing.NAME,
        lambda sample: _has(sample, "DATA_SOURCE", "RECORD_ID"),
        lambda parts: senzing.outlook(parts[WHOLE]).slots(),
        senzing.read_senzing,
    ),
    _format(
        simple.NAME,
        lambda sample: set(sample.header()) >= simple.COLUMNS,
        lambda parts: simple.outlook(parts[WHOLE]).slots(),
        simple.read_simple,
    ),
)

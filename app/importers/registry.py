"""The reading of a list: its files recognised by content, checked against the slot, streamed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.au import formats as au
from app.importers.ca import formats as ca
from app.importers.ch import formats as ch
from app.importers.congress import formats as congress
from app.importers.csl import formats as csl
from app.importers.eu import formats as eu
from app.importers.formats import Format, Parts
from app.importers.gb import formats as gb
from app.importers.jp import formats as jp
from app.importers.leaders import formats as leaders
from app.importers.ofac import formats as ofac
from app.importers.opensanctions import formats as opensanctions
from app.importers.popolo import formats as popolo
from app.importers.reading import ListReading, refused
from app.importers.recognise import recognise
from app.importers.un import formats as un
from app.importers.wikidata import formats as wikidata

# The first format that knows a file wins.
FORMATS: tuple[Format, ...] = (
    *ofac.FORMATS,
    *un.FORMATS,
    *eu.FORMATS,
    *gb.FORMATS,
    *opensanctions.FORMATS,
    *popolo.FORMATS,
    *wikidata.FORMATS,
    *leaders.FORMATS,
    *congress.FORMATS,
    *ca.FORMATS,
    *ch.FORMATS,
    *au.FORMATS,
    *csl.FORMATS,
    *jp.FORMATS,
)


def detect(files: Sequence[Path]) -> tuple[str, ...]:
    """The source ids that these files can be, by their content.

    Raises ListRefused where a file is none that can be read, or the files do not belong together.
    """
    known, parts = _recognise(files)
    return known.slots(parts)


def read_list(source: ListSource, files: Sequence[Path]) -> ListReading:
    """A list, ready to stream; a source of the user's own takes any list that is known.

    Args:
        source: the slot that the files are meant for.
        files: the file, or the files of a set, in any order; archives unpacked.
    Raises:
        ListRefused: wrong list, missing main file, or unreadable; also while `rows` is read.
    """
    if not source.is_importable:
        raise refused(f"There is no reader for {source.short_name} yet.")
    known, parts = _recognise(files)
    slots = known.slots(parts)
    if source.source not in slots and not source.is_own:
        raise refused(
            f"{_name_files(files)}: this is {known.title} ({slots[0]}), not {source.short_name}.",
            f"Import it as {slots[0]}.",
        )
    return known.read(source, parts)


def _recognise(files: Sequence[Path]) -> tuple[Format, Parts]:
    if not files:
        raise refused("No file was given.", "Name the file or files of the list.")
    found: dict[str, Path] = {}
    formats: list[Format] = []
    for path in dict.fromkeys(files):
        known, part = recognise(path, FORMATS)
        if formats and known is not formats[0]:
            raise refused(
                f"{_name_files(files)} do not belong together.", "Import them one by one."
            )
        if part in found:
            raise refused(
                f"{found[part].name} and {path.name} are the same part of a list.",
                "Give one file for each part.",
            )
        formats.append(known)
        found[part] = path
    known = formats[0]
    if known.needed and known.needed not in found:
        raise refused(
            f"{_name_files(files)}: the main file of {known.title} is missing.", known.hint
        )
    return known, found


def _name_files(files: Sequence[Path]) -> str:
    return ", ".join(path.name for path in files)

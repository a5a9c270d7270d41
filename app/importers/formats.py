"""What a file format is to the registry: how it is recognised, which lists it may hold, who reads
it. Each importer folder offers its own in `formats.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.domain.lists import ListSource
from app.importers.reading import ListReading

WHOLE = "list"  # the only part of a format that is one file

Parts = Mapping[str, Path]


class FileKind(StrEnum):
    XML = "xml"
    JSON = "json"
    TEXT = "text"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name and its first rows as texts."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What a file is recognised by.

    `text` is the beginning of the file (64 KB, without a byte order mark and leading blanks,
    bad bytes replaced; "" for workbooks), `root` the local name of an XML root element, `sheets`
    the first sheets of a workbook.
    """

    path: Path
    kind: FileKind
    text: str = ""
    root: str = ""
    sheets: tuple[Sheet, ...] = ()

    def header(self, delimiter: str = ",") -> tuple[str, ...]:
        """The cells of the first line of a text, unquoted and trimmed; () for other kinds."""
        if self.kind is not FileKind.TEXT:
            return ()
        line = self.text.splitlines()[0] if self.text else ""
        return tuple(cell.strip().strip('"').strip() for cell in line.split(delimiter))


@dataclass(frozen=True, slots=True)
class Format:
    """One file format of one publisher.

    Args:
        name: as shown beside a version, such as ``EU XML 1.1``.
        title: what a person calls such a file, such as ``the EU list``.
        part: which part of a set a file is (`WHOLE` where the format is one file), "" if the
            file is not of this format. Must be true of this format's files only.
        slots: the source ids that these files can be imported as, the likeliest first.
        read: the list in them, for one of those sources.
        needed: the part that no set can do without; "" where any files of the format make one.
        hint: what to add where that part is missing.
    """

    name: str
    title: str
    part: Callable[[Sample], str]
    slots: Callable[[Parts], tuple[str, ...]]
    read: Callable[[ListSource, Parts], ListReading]
    needed: str = WHOLE
    hint: str = ""


def one_file(
    name: str,
    title: str,
    slots: Sequence[str],
    matches: Callable[[Sample], bool],
    read: Callable[[ListSource, Path], ListReading],
) -> Format:
    """A format of a single file whose slots do not depend on what is in it."""
    return Format(
        name,
        title,
        lambda sample: WHOLE if matches(sample) else "",
        lambda _parts: tuple(slots),
        lambda source, parts: read(source, parts[WHOLE]),
    )


def xml_file(
    name: str,
    title: str,
    slots: Sequence[str],
    root: str,
    read: Callable[[ListSource, Path], ListReading],
) -> Format:
    """A single XML file that is known by its root element."""
    return one_file(name, title, slots, lambda sample: sample.root == root, read)

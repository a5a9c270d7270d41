"""What a file is, by its content: never by its name alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.importers.formats import FileKind, Format, Sample
from app.importers.reading import refused
from app.importers.safe_xml import read_root
from app.importers.workbooks import is_workbook, sample_sheets

HEAD_BYTES = 1 << 16
_BINARY = [bytes([code]) for code in range(32) if code not in b"\t\n\r\x1a"]
FETCH = "Choose the file that its publisher offers for download."
_ZIP = b"PK\x03\x04"
_MAGIC = (
    (b"\x1f\x8b", "a gzip archive within an archive; unpack it first"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save it as XLSX"),
    (b"SQLite format 3", "a database"),
    (b"\xff\xfe", "UTF-16 text; official files are UTF-8"),
    (b"\xfe\xff", "UTF-16 text; official files are UTF-8"),
)


def recognise(path: Path, formats: Sequence[Format]) -> tuple[Format, str]:
    """The format of one file and which part of its set the file is.

    Raises ListRefused where it is of none of these formats.
    """
    sample = take_sample(path)
    for known in formats:
        part = known.part(sample)
        if part:
            return known, part
    raise refused(f"{path.name} is {_unknown(sample)}.", FETCH)


def take_sample(path: Path) -> Sample:
    """What a file begins with. Raises ListRefused where it is no file of text or sheets."""
    head = _head(path)
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise refused(f"{path.name} is {what}.", FETCH)
    if head.startswith(_ZIP):
        if is_workbook(path):
            return Sample(path, FileKind.WORKBOOK, sheets=sample_sheets(path))
        raise refused(f"{path.name} is a ZIP archive within an archive; unpack it first.", FETCH)
    if sum(head.count(code) for code in _BINARY) * 100 > len(head):
        raise refused(f"{path.name} is a binary file, not a list.", FETCH)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.strip(b"\x1a"):
        raise refused(f"{path.name} holds nothing but blanks.", FETCH)
    text = start.decode("utf-8", "replace")
    if text.startswith("<"):
        return Sample(path, FileKind.XML, text, read_root(path).name)
    kind = FileKind.JSON if text.startswith(("{", "[")) else FileKind.TEXT
    return Sample(path, kind, text)


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


def _unknown(sample: Sample) -> str:
    match sample.kind:
        case FileKind.XML if sample.root.lower() == "html":
            return "a web page"
        case FileKind.XML:
            return f"XML of an unknown kind (root element {sample.root[:60]})"
        case FileKind.JSON:
            return "JSON, but not of any list that can be read"
        case FileKind.WORKBOOK:
            return "a workbook without the columns of any list that can be read"
    return "a table without the columns of any list that can be read"

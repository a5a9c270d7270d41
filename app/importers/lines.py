"""Text files line by line with bounded memory: bad lines are named, never fatal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from app.importers.reading import SHOWN_TEXT, refused

END_MARK = b"\x1a"  # Ctrl-Z, the old end-of-file mark that OFAC still writes


class Line(NamedTuple):
    """One line without its end. `row` counts from 1; `problem` is empty or says why the text
    cannot be used (the text then is what could be made of it)."""

    row: int
    text: str
    problem: str = ""


def read_lines(path: Path, limit: int) -> Iterator[Line]:
    """The lines of a UTF-8 file (a byte order mark is dropped, blank lines are skipped).

    Args:
        path: the file.
        limit: longest line in bytes; longer ones are skipped and named.
    Raises:
        ListRefused: the file cannot be read.
    """
    row = 0
    try:
        with path.open("rb") as handle:
            while raw := handle.readline(limit + 1):
                row += 1
                if row == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if len(raw) > limit and not raw.endswith(b"\n"):
                    while (rest := handle.readline(limit)) and not rest.endswith(b"\n"):
                        pass
                    yield Line(row, _legible(raw), f"line longer than {limit:,} bytes")
                    continue
                raw = raw.rstrip(b"\r\n")
                if raw:
                    yield _line(row, raw)
    except OSError as error:
        raise refused(f"{path.name} cannot be read: {error.strerror}.") from error


def _line(row: int, raw: bytes) -> Line:
    if b"\x00" in raw:
        return Line(row, _legible(raw), "NUL character in the line")
    try:
        return Line(row, raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Line(row, _legible(raw), f"not UTF-8 at byte {error.start + 1} of the line")


def _legible(raw: bytes) -> str:
    return raw[: SHOWN_TEXT * 4].decode("utf-8", "backslashreplace")


def tail(path: Path, length: int = 64) -> bytes:
    """The last bytes of a file."""
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - length))
        return handle.read()

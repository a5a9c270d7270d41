"""What a reader hands over: the rows of a list file as they stream, and why rows are kept aside."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.domain.errors import ListRefused
from app.domain.list_entry import ListEntry
from app.domain.lists import KeptAside

STILL_ACTIVE = "The last good version stays active."
SHOWN_TEXT = 300

# Reasons of rows that are kept aside without any row having been unreadable.
ORPHAN = "belongs to no entry of the main file"
BAD_DATE = "date not understood; the entry was imported with the date as text"

Row = ListEntry | KeptAside
Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ListReading:
    """One list, being read. `rows` streams and may raise ListRefused at any row.

    `published_on` and `declared_entries` are what the file itself says, else None. `problems`
    holds what is known to be lacking before the first row is read; `is_complete` is False where
    the file lacks the end mark that its format has. `missing_files` says what a set of files
    cannot do without and lacks, with what that means; None where a list is a single file.
    `onto` is there for a delta, whose `rows` are refused: given the entries of the active version,
    it yields those of the new one, and may raise ListRefused at its end.
    """

    source: str
    format: str
    published_on: date | None
    declared_entries: int | None
    rows: Iterator[Row]
    problems: tuple[str, ...] = ()
    is_complete: bool = True
    missing_files: tuple[str, ...] | None = None
    onto: Callable[[Iterable[ListEntry]], Iterator[Row]] | None = None


def refused(message: str, todo: str = "", details: str = "") -> ListRefused:
    """A ListRefused that says what is safe."""
    return ListRefused(message, safe=STILL_ACTIVE, todo=todo, details=details)


def kept_aside(path: Path, row: int, reason: str, text: str) -> KeptAside:
    """A KeptAside with its text shortened to what a person reads, control characters escaped."""
    shown = text[:SHOWN_TEXT] + ("…" if len(text) > SHOWN_TEXT else "")
    clean = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in shown)
    return KeptAside(path.name, row, reason, clean)


def unique(items: Iterable[Item]) -> tuple[Item, ...]:
    """Each item once, in the order of its first appearance."""
    return tuple(dict.fromkeys(items))


def first_by(key: Callable[[Item], Hashable], items: Iterable[Item]) -> tuple[Item, ...]:
    """The first item of each key, in the order of the items."""
    found: dict[Hashable, Item] = {}
    for item in items:
        found.setdefault(key(item), item)
    return tuple(found.values())


class Seen:
    """The entry ids of a file so far: a second entry of the same id is kept aside."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ids: set[str] = set()

    def is_new(self, entry_id: str) -> bool:
        """Whether this id comes for the first time; it is known from now on."""
        known = entry_id in self._ids
        self._ids.add(entry_id)
        return not known or not entry_id

    def repeated(self, row: int, entry_id: str) -> Row:
        """What is kept aside of an entry whose id is not new."""
        return kept_aside(self._path, row, "number already used by an entry above", entry_id)


def some(rows: Iterator[Row], path: Path) -> Iterator[Row]:
    """The rows; a list without a single entry is refused."""
    entries = 0
    for row in rows:
        entries += isinstance(row, ListEntry)
        yield row
    if not entries:
        raise refused(f"{path.name} holds no entry that can be read.")

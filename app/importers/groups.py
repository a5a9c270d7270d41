"""Files that lie together: which of them are the parts of one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.errors import ListRefused
from app.importers.formats import WHOLE
from app.importers.recognise import recognise
from app.importers.registry import FORMATS

_SECOND: Final = "cons"


@dataclass(frozen=True, slots=True)
class Grouped:
    """Files told apart: `lists` are the files of one list each, `mixed` the parts of several sets
    of one form that nothing tells apart."""

    lists: tuple[tuple[Path, ...], ...]
    mixed: tuple[tuple[Path, ...], ...] = ()


def grouped(files: Sequence[Path]) -> Grouped:
    """The files, those of one set together; whatever is no part of a set stands alone."""
    alone: list[tuple[Path, ...]] = []
    sets: dict[str, list[tuple[Path, str]]] = {}
    for file in files:
        try:
            known, part = recognise(file, FORMATS)
        except ListRefused:  # an archive, or no list at all: whoever imports it says what
            alone.append((file,))
            continue
        if part == WHOLE:
            alone.append((file,))
        else:
            sets.setdefault(known.name, []).append((file, part))
    lists, mixed = alone, list[tuple[Path, ...]]()
    for members in sets.values():
        for parts in _told_apart(members) if _is_mixed(members) else (members,):
            target = mixed if _is_mixed(parts) else lists
            target.append(tuple(file for file, _ in parts))
    return Grouped(tuple(lists), tuple(mixed))


def _is_mixed(members: Sequence[tuple[Path, str]]) -> bool:
    """Whether a part is there twice."""
    return len({part for _, part in members}) < len(members)


def _told_apart(members: Sequence[tuple[Path, str]]) -> list[list[tuple[Path, str]]]:
    """The files of two sets of one form by their names: those of one publisher's second list all
    begin alike (`cons_prim.csv` beside `sdn.csv`)."""
    found: dict[bool, list[tuple[Path, str]]] = {}
    for file, part in members:
        found.setdefault(file.name.lower().startswith(_SECOND), []).append((file, part))
    return list(found.values())

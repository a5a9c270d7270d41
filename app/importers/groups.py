"""Files that lie together: which of them are the parts of one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import ListRefused
from app.importers.formats import WHOLE
from app.importers.reading import refused
from app.importers.recognise import recognise
from app.importers.registry import FORMATS


def grouped(files: Sequence[Path]) -> tuple[tuple[Path, ...], ...]:
    """The files, those of one set together; whatever is no part of a set stands alone.

    Raises ListRefused where the parts of several sets of one format cannot be told apart.
    """
    alone: list[tuple[Path, ...]] = []
    sets: dict[str, list[Path]] = {}
    parts: dict[str, Counter[str]] = {}
    for file in files:
        try:
            known, part = recognise(file, FORMATS)
        except ListRefused:  # an archive, or no list at all: whoever imports it says what
            alone.append((file,))
            continue
        if part == WHOLE:
            alone.append((file,))
        else:
            sets.setdefault(known.name, []).append(file)
            parts.setdefault(known.name, Counter())[part] += 1
    for name, counts in parts.items():
        if max(counts.values()) > 1:
            raise refused(
                f"{', '.join(file.name for file in sets[name])}: parts of several lists.",
                "Put the files of each list into a folder of their own.",
            )
    return (*alone, *(tuple(found) for found in sets.values()))

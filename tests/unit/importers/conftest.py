"""The catalogue, and lists read to their end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from app.domain.list_entry import ListEntry
from app.domain.lists import KeptAside, ListSource
from app.importers.reading import ListReading
from app.importers.registry import read_list
from app.services.catalogue import load_catalogue, source_named


class Read(NamedTuple):
    """A list that was read: its reading, entries by id, and what was kept aside."""

    reading: ListReading
    entries: dict[str, ListEntry]
    aside: list[KeptAside]

    @property
    def names(self) -> int:
        return sum(len(entry.names) for entry in self.entries.values())


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of invented samples."""
    return Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="session")
def source() -> Callable[[str], ListSource]:
    catalogue = load_catalogue()
    return lambda name: source_named(catalogue, name)


@pytest.fixture(scope="session")
def read(source: Callable[[str], ListSource]) -> Callable[..., Read]:
    def run(name: str, *files: Path) -> Read:
        reading = read_list(source(name), files)
        rows = list(reading.rows)
        entries = [row for row in rows if isinstance(row, ListEntry)]
        by_id = {entry.entry_id: entry for entry in entries}
        assert len(by_id) == len(entries)
        return Read(reading, by_id, [row for row in rows if isinstance(row, KeptAside)])

    return run


@pytest.fixture(scope="session")
def ofac_csv(data: Path) -> tuple[Path, ...]:
    """The invented CSV set."""
    folder = data / "ofac_csv"
    return tuple(folder / name for name in ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"))

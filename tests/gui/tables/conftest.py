"""An invented ledger as table rows, short in memory or long behind a slow store."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from app.gui.widgets.table_columns import Chip, Column, Sort
from app.gui.widgets.table_pages import Fetch


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a number, a name and a kind."""

    number: int
    name: str
    kind: str = "a"


def line_columns() -> tuple[Column[Line], ...]:
    return (
        Column(
            "number",
            "Number",
            lambda row: f"{row.number:,}",
            value=lambda row: row.number,
            is_number=True,
        ),
        Column(
            "name", "Name", lambda row: row.name, width=160, tooltip=lambda row: f"tip {row.name}"
        ),
        Column("kind", "Kind", lambda row: row.kind, chip=lambda row: Chip("check-circle", "low")),
        Column("hidden", "Hidden", lambda row: "x", is_hidden=True),
        Column(
            "spark",
            "Spark",
            lambda row: "1, 2",
            series=lambda row: (1, row.number, 2),
            is_sortable=False,
        ),
    )


@pytest.fixture
def columns() -> tuple[Column[Line], ...]:
    return line_columns()


@pytest.fixture
def lines() -> Callable[[int], list[Line]]:
    def make(count: int) -> list[Line]:
        return [Line(n, f"Name {n % 7}", "ab"[n % 2]) for n in range(count)]

    return make


@dataclass
class Store:
    """Rows behind a fetch; `gate` holds answers back, `asked` notes every page question."""

    rows: Sequence[Line]
    asked: list[tuple[Sort, int, int]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    def count(self) -> tuple[int, int]:
        self.gate.wait(5)
        return len(self.rows), len(self.rows) + 1

    def page(self, keys: Sort, offset: int, limit: int) -> list[Line]:
        self.gate.wait(5)
        if self.error is not None:
            raise self.error
        self.asked.append((keys, offset, limit))
        rows = list(self.rows)
        for name, is_ascending in reversed(keys):
            rows.sort(key=lambda row: getattr(row, name), reverse=not is_ascending)
        return rows[offset : offset + limit]

    def fetch(self) -> Fetch[Line]:
        return Fetch(self.count, self.page)


@pytest.fixture
def make_store(lines: Callable[[int], list[Line]]) -> Callable[[int], Store]:
    return lambda count: Store(lines(count))

"""What a column of a table is: where its text, value, chip, colour and tooltip come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

T = TypeVar("T")

# Several fields, the most important first; True = ascending.
Sort = tuple[tuple[str, bool], ...]
CellValue = str | int | float | date | datetime | None

PLACEHOLDER = "…"  # shown until the page of a row has come
NOTHING = "–"  # shown where there is no value, so that no cell is silently empty


@dataclass(frozen=True, slots=True)
class Chip:
    """A tinted mark in a cell: icon and word together, the colour by its role."""

    icon: str
    role: str


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column over rows of type T.

    `field` is the name that remembered settings and sorting use. `value` is what is sorted in
    memory and exported (numbers stay numbers); without it the text is used. `tone` names the
    colour role of the text, `series` gives the numbers of a sparkline, drawn instead of text.
    `width` is in logical pixels. `is_id` marks ids: fixed width letters, cut in the middle.
    """

    field: str
    title: str
    text: Callable[[T], str]
    width: int = 120
    value: Callable[[T], CellValue] | None = None
    tooltip: Callable[[T], str] | None = None
    chip: Callable[[T], Chip | None] | None = None
    tone: Callable[[T], str] | None = None
    second_line: Callable[[T], str] | None = None
    series: Callable[[T], tuple[int, ...]] | None = None
    is_number: bool = False
    is_id: bool = False
    is_strong: bool = False
    is_hidden: bool = False
    is_sortable: bool = True

    def cell_value(self, row: T) -> CellValue:
        """The value of one cell as it is sorted and exported."""
        return self.text(row) if self.value is None else self.value(row)

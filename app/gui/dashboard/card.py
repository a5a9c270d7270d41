"""What a card of the dashboard is: a drawing and the same figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.gui.widgets.theme import current_theme

if TYPE_CHECKING:
    from app.reports.dashboard_charts import BarRow
    from app.reports.drawing import Drawing

Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One card. `columns` and `rows` are the table of what is drawn; `columns_wide` how many of
    the grid's four columns it takes, `empty` what to say where there is nothing."""

    key: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: Cells
    drawing: Drawing | None = None
    columns_wide: int = 1
    empty: str = ""


def colour(value: str) -> str:
    """The colour of a bar for an outcome or a verdict, as drawings name it."""
    return f"{current_theme().semantic_role(value)}-bar"


def bars(
    key: str,
    title: str,
    note: str,
    columns: tuple[str, ...],
    shown: Sequence[BarRow],
    rows: Cells,
    empty: str,
    *,
    most: float = 0.0,
) -> Card:
    """A card of horizontal bars; without bars it says `empty`. `most` is a whole bar's value."""
    from app.reports.dashboard_charts import bar_rows

    told = f"{title}: " + "; ".join(f"{bar.name} {bar.text}" for bar in shown)
    drawing = bar_rows(shown, told, most=most) if shown else None
    return Card(key, title, note, columns, rows, drawing, empty=empty)

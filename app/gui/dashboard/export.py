"""The figures of the dashboard as a file: one table below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.gui.dashboard.card import Card
from app.gui.widgets.table_export import write_table
from app.services.jobs import Job


def write_cards(name: str, cards: Sequence[Card], job: Job) -> int:
    """Write every card's table to a CSV file or a workbook, by the name's ending.

    Returns how many rows were written. Raises EnvironmentFault if the file cannot be written.
    """
    widest = max(len(card.columns) for card in cards)
    rows = list(_rows(cards))
    titles = ["Figures", *("" for _ in range(widest - 1))]
    return write_table(Path(name), titles, rows, len(rows), job)


def _rows(cards: Sequence[Card]) -> Iterator[list[str]]:
    widest = max(len(card.columns) for card in cards)
    for card in cards:
        for line in ((card.title, card.note), card.columns, *card.rows, ()):
            yield [*line, *("" for _ in range(widest - len(line)))]

"""Panels of a report: the verdict, notices, cards, rows of marks; each stays on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Spacer, TableStyle
from reportlab.platypus import Table as PdfTable

from app.reports.document import Mark, Tone
from app.reports.palette import LIGHT
from app.reports.pdf_marks import draw_mark
from app.reports.pdf_words import Words

NO_PADDING = (
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
)


class Marked(Flowable):  # type: ignore[misc]  # ReportLab brings no types
    """A mark alone or before a paragraph that keeps room for it."""

    def __init__(self, mark: Mark, words: Words | None, size: float, *, centred: bool = False):
        super().__init__()
        self._mark, self._words, self._size = mark, words, size
        self._is_centred = centred

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size of the paragraph, or of the mark."""
        self.width = width
        self.height = self._size + 2
        if self._words is not None:
            self.height = max(self.height, self._words.wrap(width, height)[1])
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """As the paragraph is split; the mark stays with its first line."""
        parts = self._words.split(width, height) if self._words is not None else [self]
        if len(parts) < 2:
            return [self] if parts and self.wrap(width, height)[1] <= height else []
        return [Marked(self._mark, parts[0], self._size), *parts[1:]]

    def draw(self) -> None:
        """Draw the mark at the height of the first line."""
        leading = self._words.style.leading if self._words is not None else self.height
        y = self.height - leading + (leading - self._size) / 2
        x = (self.width - self._size) / 2 if self._is_centred else 0
        draw_mark(self.canv, self._mark, x, y, self._size)
        if self._words is not None:
            self._words.drawOn(self.canv, 0, self.height - self._words.height)


def panel(
    parts: Sequence[Sequence[Any]], widths: Sequence[float], tone: Tone, *, edge: float = 3
) -> Flowable:
    """Cells side by side on a tint, with an edge at the left that is `edge` points wide."""
    table = PdfTable([list(parts)], list(widths))
    role = tone.value
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), HexColor(LIGHT[f"{role}-tint"])),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 6),
                ("LEFTPADDING", (0, 0), (0, -1), 13),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("TOPPADDING", (0, 0), (-1, -1), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ]
        )
    )
    if edge:
        line = ("LINEBEFORE", (0, 0), (0, -1), edge, HexColor(LIGHT[f"{role}-bar"]), "butt")
        table.setStyle(TableStyle([line]))
    return table


def boxes(cells: Sequence[Sequence[Flowable]], width: float, gap: float) -> Flowable:
    """Boxes with a thin frame, side by side over `width`, `gap` points apart."""
    count = len(cells)
    each = (width - gap * (count - 1)) / count
    row: list[Any] = []
    widths: list[float] = []
    commands: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    for number, cell in enumerate(cells):
        if number:
            row.append("")
            widths.append(gap)
        at = (len(row), 0)
        commands += [
            ("BOX", at, at, 0.6, HexColor(LIGHT["border"])),
            ("LEFTPADDING", at, at, 10),
            ("TOPPADDING", at, at, 7),
            ("BOTTOMPADDING", at, at, 8),
        ]
        row.append(list(cell))
        widths.append(each)
    table = PdfTable([row], widths)
    table.setStyle(TableStyle(commands))
    return table


def parts_of_row(
    cells: Sequence[Flowable], widths: Sequence[float], most: float
) -> list[list[Flowable]]:
    """A row whose cells are higher than `most` points as several rows, one going on in the next.

    Args:
        widths: the room of each cell's text, in points.
    """
    rows: list[list[Flowable]] = []
    rest = list(cells)
    goes_on = True
    while goes_on:
        row: list[Flowable] = []
        later: list[Flowable] = []
        goes_on = False
        for cell, width in zip(rest, widths, strict=True):
            high = cell.wrap(width, most)[1]
            parts = cell.split(width, most) if high > most else [cell]
            row.append(parts[0])
            later.append(parts[1] if len(parts) > 1 else Spacer(0, 0))
            goes_on = goes_on or len(parts) > 1
        rows.append(row)
        rest = later
    return rows

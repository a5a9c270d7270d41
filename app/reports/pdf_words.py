"""A paragraph of any scripts: lines broken by width, each in the order in which it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from app.domain.scripts import letter_script
from app.reports import fonts
from app.reports.pdf_fonts import draw_line
from app.reports.shaping import (
    Piece,
    in_order_of_page,
    is_joined_to_next,
    levels,
    pieces,
)

_BREAK_ANYWHERE: Final = {"Han", "Kana", "Thai"}  # scripts that are written without blanks
_STROKE: Final = 0.03
_LONGEST: Final = 400  # characters that are tried at once for a line


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks; `size` and `leading` in points, `align` left or right."""

    size: float
    leading: float
    colour: Color
    weight: int = fonts.REGULAR
    first: str = fonts.BODY
    align: str = "left"
    before: float = 0.0
    after: float = 0.0


class Typesetter:
    """Shapes the words of one document, each once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[int, ...], str, int, bool], tuple[Piece, ...]] = {}

    def shaped(self, text: str, given: Sequence[int], style: Style) -> tuple[Piece, ...]:
        """A word's pieces in the order of reading."""
        is_tabular = style.align == "right"
        key = (text, tuple(given), style.first, style.weight, is_tabular)
        found = self._known.get(key)
        if found is None:
            found = pieces(
                text, given, first=style.first, weight=style.weight, is_tabular=is_tabular
            )
            self._known[key] = found
        return found

    def lines(self, text: str, style: Style, width: float) -> list[list[Piece]]:
        """The text in lines of at most `width` points, each from left to right."""
        given = levels(text)
        room = width * 1000 / style.size
        found: list[list[Piece]] = []
        line: list[Piece] = []
        blank: tuple[Piece, ...] = ()
        used = 0.0
        for start, end, behind in _words(text):
            at = start
            word = self._beginning(text, at, end, given, style)
            if line and used + _width(blank) + _width(word) > room:
                found.append(in_order_of_page(line))
                line, used, blank = [], 0.0, ()
            while _width(word) > room:  # wider than a line: broken where it is full
                cut = self._most(word, text, at, room)
                found.append(in_order_of_page(self.shaped(text[at:cut], given[at:cut], style)))
                at = cut
                word = self._beginning(text, at, end, given, style)
            line += [*blank, *word]
            used += _width(blank) + _width(word)
            blank = self.shaped(text[end:behind], given[end:behind], style) if behind > end else ()
        if line or not found:
            found.append(in_order_of_page(line))
        return found

    def _beginning(
        self, text: str, start: int, end: int, given: Sequence[int], style: Style
    ) -> tuple[Piece, ...]:
        """A word, or of a very long one what is more than any line holds."""
        end = min(end, start + _LONGEST)
        return self.shaped(text[start:end], given[start:end], style)

    def _most(self, word: Sequence[Piece], text: str, start: int, room: float) -> int:
        """Where the longest part of a word ends that a line can hold; at least one letter."""
        widths: list[float] = []
        for piece in word:
            of_piece = [0.0] * len(piece.text)
            for glyph in piece.glyphs:
                of_piece[glyph.start] += glyph.advance
            widths += of_piece
        total, cut = 0.0, start
        for offset, width in enumerate(widths):
            total += width
            here = start + offset
            if total > room and cut > start:
                break
            if here + 1 >= len(text) or not is_joined_to_next(text, here + 1):
                cut = here + 1
        return max(cut, start + 1)


class Words(Flowable):  # type: ignore[misc]  # ReportLab brings no types
    """A paragraph as ReportLab lays it out: it can be broken between its lines.

    `indent` is kept free at the left of every line, for a mark that the page draws there.
    """

    def __init__(self, text: str, style: Style, setter: Typesetter, *, indent: float = 0.0) -> None:
        super().__init__()
        self.text = text
        self.style = style
        self.indent = indent
        self._setter = setter
        self._lines: list[list[Piece]] = []
        self._laid: float | None = None
        self._is_fixed = False

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The size that the text takes in a column of this width."""
        if self._laid != width and not self._is_fixed:
            self._lines = self._setter.lines(self.text, self.style, width - self.indent)
        self._laid = self.width = width
        self.height = len(self._lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """The part that fits and the rest; nothing where not even a line fits."""
        self.wrap(width, height)
        fits = int((height + 0.01) // self.style.leading)
        if fits >= len(self._lines):
            return [self]
        return [self._part(0, fits), self._part(fits, len(self._lines))] if fits > 0 else []

    def draw(self) -> None:
        """Print the lines."""
        canvas, style = self.canv, self.style
        canvas.saveState()
        canvas.setFillColor(style.colour)
        canvas.setStrokeColor(style.colour)
        y = self.height - style.leading + (style.leading - style.size) / 2 + style.size * 0.22
        for line in self._lines:
            x = self.indent
            if style.align == "right":
                x = self.width - _width(line) * style.size / 1000
            draw_line(canvas, x, y, line, style.size, _STROKE)
            y -= style.leading
        canvas.restoreState()

    def getSpaceBefore(self) -> float:  # noqa: N802 - ReportLab's name
        return self.style.before

    def getSpaceAfter(self) -> float:  # noqa: N802
        return self.style.after

    def minWidth(self) -> float:  # noqa: N802
        return self.indent + self.style.size

    def _part(self, start: int, end: int) -> Words:
        style = replace(self.style, before=self.style.before if start == 0 else 0.0)
        part = Words(self.text, style, self._setter, indent=self.indent)
        part._lines = self._lines[start:end]
        part._is_fixed = True
        return part


def draw_text(
    canvas: Any, x: float, y: float, text: str, style: Style, setter: Typesetter, anchor: float = 0
) -> float:
    """Print one line; `anchor` is the share of its width that stands left of `x`.

    Returns the width in points.
    """
    line = setter.lines(text, style, 1e9)[0]
    width = _width(line) * style.size / 1000
    canvas.saveState()
    canvas.setFillColor(style.colour)
    canvas.setStrokeColor(style.colour)
    draw_line(canvas, x - anchor * width, y, line, style.size, _STROKE)
    canvas.restoreState()
    return width


def _words(text: str) -> list[tuple[int, int, int]]:
    """(start, end, end of the blanks behind it) of each part behind which a line may end."""
    found = []
    start = at = 0
    length = len(text)
    while at < length:
        end = at
        while end < length and text[end] != " " and (end == at or not _may_break(text, end)):
            end += 1
        behind = end
        while behind < length and text[behind] == " ":
            behind += 1
        found.append((start, end, behind))
        start = at = behind
    return found


def _may_break(text: str, at: int) -> bool:
    """Whether a line may end between two characters without a blank."""
    before, char = text[at - 1], text[at]
    if before in "-@":  # compound names, and addresses
        return char.isalpha() and at >= 2 and text[at - 2].isalpha()
    if is_joined_to_next(text, at) or not (before.isalpha() and char.isalpha()):
        return False
    return letter_script(before) in _BREAK_ANYWHERE and letter_script(char) in _BREAK_ANYWHERE


def _width(line: Sequence[Piece]) -> float:
    return sum(piece.width for piece in line)

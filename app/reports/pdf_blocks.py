"""Blocks of a report as what ReportLab lays out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, TableStyle
from reportlab.platypus import Table as PdfTable

from app.reports import fonts
from app.reports.document import (
    Beside,
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Charts,
    Code,
    Facts,
    Figure,
    Figures,
    Heading,
    Legend,
    Look,
    Mark,
    Notice,
    Report,
    Section,
    Table,
    Text,
    Tone,
    Verdict,
)
from app.reports.palette import LIGHT
from app.reports.pdf_drawing import DrawnChart
from app.reports.pdf_marks import ROLE
from app.reports.pdf_panels import NO_PADDING, Marked, boxes, panel, parts_of_row
from app.reports.pdf_text import PrintableText, cut
from app.reports.pdf_words import Style, Typesetter, Words, draw_text

MARGIN: Final = 42.0
WIDTH: Final = A4[0] - 2 * MARGIN
_COLOUR: Final = {role: HexColor(value) for role, value in LIGHT.items()}
_GAP: Final = 10.0
_LEAST_OF_TABLE: Final = 96.0  # points that must be left below a heading
_FEW: Final = 8  # rows that stay on one page
_LONG_CELL: Final = 900  # characters from which a row may be broken over pages
_MOST_OF_ROW: Final = 105.0  # points; a higher row is made of several
_LONGEST_TITLE: Final = 180  # characters of what cannot be broken over pages
_LONGEST_FACT: Final = 90
_LONGEST_NOTICE: Final = 1_500
_MARK: Final = 9.0
_VERDICT: Final = 0.3  # of the width, for the outcome and its figure
_PADDING: Final = (
    ("LEFTPADDING", (0, 0), (-1, -1), 5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
)
BODY: Final = Style(9, 13, _COLOUR["ink"])
SOFT: Final = replace(BODY, size=8, leading=11, colour=_COLOUR["ink-soft"])
TITLE: Final = replace(BODY, size=17, leading=25, weight=fonts.BOLD)
HEADING: Final = replace(BODY, size=10.5, leading=14, weight=fonts.BOLD, before=9, after=3)
SMALL_HEADING: Final = replace(BODY, leading=13, weight=fonts.BOLD, before=6, after=2)
CHART: Final = replace(BODY, size=8.5, leading=12, weight=fonts.BOLD)
CELL: Final = replace(BODY, size=7.8, leading=10.5)
HEAD: Final = replace(CELL, colour=_COLOUR["ink-soft"])
CODE: Final = replace(BODY, first=fonts.CODE, size=7.4, leading=10.5)
LARGE: Final = replace(BODY, size=17, leading=21, weight=fonts.BOLD)
_LOOKS: Final = {
    Look.PLAIN: CELL,
    Look.MONO: replace(CELL, first=fonts.CODE, size=7.0),
    Look.STRONG: replace(CELL, weight=fonts.BOLD),
    Look.SOFT: HEAD,
    Look.LOUD: replace(CELL, weight=fonts.BOLD, colour=_COLOUR["high"]),
}


class Titled(Flowable):  # type: ignore[misc]  # ReportLab brings no types
    """A title, and a reference in fixed width at its right."""

    def __init__(self, words: Words, reference: str, setter: Typesetter) -> None:
        super().__init__()
        self._words, self._reference, self._setter = words, reference, setter

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size of the title beside the room that the reference takes."""
        self.width = width
        room = len(self._reference) * CODE.size * 0.62 + 8 if self._reference else 0
        self.height = self._words.wrap(width - room, height)[1]
        return width, self.height

    def draw(self) -> None:
        """Print both on the base line of the first line."""
        self._words.drawOn(self.canv, 0, 0)
        y = self.height - TITLE.leading + 7.7
        style = replace(CODE, colour=_COLOUR["ink-soft"])
        if self._reference:
            draw_text(self.canv, self.width, y, self._reference, style, self._setter, 1)


def _short(rows: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((key, cut(value, _LONGEST_FACT)) for key, value in rows)


def _may_be_broken(block: Block) -> bool:
    """Whether a block may go on behind the page's end."""
    if not isinstance(block, Table | Facts):
        return False
    return len(block.rows) > _FEW or _longest(block) > _LONG_CELL


def _longest(block: Table | Facts) -> int:
    """The letters of the longest cell."""
    cells = (cell if isinstance(cell, str) else cell.text for row in block.rows for cell in row)
    return max(map(len, cells), default=0)


class Writer:
    """Turns the blocks of one document into flowables."""

    def __init__(self) -> None:
        self.text = PrintableText()
        self.setter = Typesetter()

    def story(self, report: Report) -> list[Flowable]:
        """Everything from the title to the note on scripts, which never stands on a page alone."""
        title = self._words(cut(report.title, _LONGEST_TITLE), TITLE)
        found: list[Flowable] = [Titled(title, self.text.of(report.reference), self.setter)]
        if report.subtitle:
            found.append(self._words(report.subtitle, SOFT))
        found.append(Spacer(0, 8))
        if report.summary:
            found.append(panel([[self._words(report.summary, BODY)]], [WIDTH], Tone.PLAIN))
            found.append(Spacer(0, 6))
        for block in report.front:
            found += self._block(block)
        for number, section in enumerate(report.sections, start=1):
            found += self._section(number, section)
        while isinstance(found[-1], Spacer):  # alone it would make an empty page
            found.pop()
        note = self.text.note()
        if not note:
            return found
        last = [found[-1], Spacer(0, 10), self._words(note, SOFT)]
        return [*found[:-1], KeepTogether(last)]

    def _section(self, number: int, section: Section) -> Iterable[Flowable]:
        heading: Flowable = self._words(f"{number}. {section.title}", HEADING)
        waiting = [heading]  # what must not stand alone at a page's end
        for block in section.blocks:
            written = list(self._block(block))
            if isinstance(block, Heading):
                waiting += written
                continue
            if _may_be_broken(block):
                yield CondPageBreak(_LEAST_OF_TABLE + 14 * len(waiting))
                yield from (*waiting, *written)
            elif waiting or isinstance(block, Table):
                yield KeepTogether([*waiting, written[0]])
                yield from written[1:]
            else:
                yield from written
            waiting = []
        yield from waiting

    def _block(self, block: Block) -> Iterable[Flowable]:
        match block:
            case Facts(rows):
                yield self._facts(rows)
            case Figures(items):
                yield self._figures(items)
            case Text(text):
                yield self._words(text, BODY)
            case Code(text):
                yield panel([[self._words(text, CODE)]], [WIDTH], Tone.PLAIN, edge=0)
            case Table():
                yield from self._table(block)
            case Chart():
                yield self._charts((block,))
            case Charts(items):
                yield self._charts(items)
            case Heading():
                yield self._small_heading(block)
            case _:
                yield self._panel(block)
        yield Spacer(0, 2 if isinstance(block, Heading) else 6)

    def _panel(self, block: Verdict | Notice | Legend | Cards | Beside) -> Flowable:
        match block:
            case Verdict():
                return self._verdict(block)
            case Notice():
                return self._notice(block)
            case Legend(items):
                return self._legend(items)
            case Cards(items):
                return boxes([self._card(card) for card in items], WIDTH, _GAP)
            case Beside():
                return self._beside(block)

    def _words(self, text: str, style: Style, *, indent: float = 0) -> Words:
        return Words(self.text.of(text), style, self.setter, indent=indent)

    def _width(self, words: Words) -> float:
        """The width of a paragraph in one line, in points."""
        line = self.setter.lines(words.text, words.style, 1e9)[0]
        return words.indent + sum(piece.width for piece in line) * words.style.size / 1000

    def _small_heading(self, heading: Heading) -> Flowable:
        text = cut(heading.text, _LONGEST_TITLE)
        parts = [[self._words(text, SMALL_HEADING)]]
        widths = [WIDTH]
        if heading.note:
            parts.append(
                [
                    self._words(
                        cut(heading.note, _LONGEST_FACT), replace(SOFT, align="right", leading=13)
                    )
                ]
            )
            widths = [WIDTH * 0.62, WIDTH * 0.38]
        table = PdfTable([parts], widths)
        table.setStyle(TableStyle([*NO_PADDING, ("TOPPADDING", (0, 0), (-1, -1), 6)]))
        return table

    def _verdict(self, verdict: Verdict) -> Flowable:
        colour = _COLOUR[verdict.tone.value]
        outcome = replace(BODY, size=13, leading=18, weight=fonts.BOLD, colour=colour)
        words = self._words(verdict.outcome, outcome, indent=19)
        figure: list[Flowable] = [Marked(verdict.mark, words, 14)]
        if verdict.figure:
            row: list[Words] = [
                self._words(verdict.figure, replace(LARGE, size=16, leading=20)),
                self._words(verdict.figure_note, replace(SOFT, leading=20)),
            ]
            share = self._width(row[0]) + 4
            line = PdfTable([row], [share, WIDTH * _VERDICT - share - 18])
            line.setStyle(TableStyle([*NO_PADDING, ("TOPPADDING", (1, 0), (1, 0), 2)]))
            figure.append(line)
        if verdict.note:
            figure.append(self._words(verdict.note, SOFT))
        rest = WIDTH * (1 - _VERDICT if verdict.columns else 0)
        each = rest / max(1, len(verdict.columns))
        parts = [
            figure,
            *([self._facts(_short(column.rows), each - 8, 0.275)] for column in verdict.columns),
        ]
        return panel(parts, [WIDTH - rest, *[each] * len(verdict.columns)], verdict.tone)

    def _notice(self, notice: Notice) -> Flowable:
        strong = replace(BODY, weight=fonts.BOLD, colour=_COLOUR[notice.tone.value], leading=12)
        mark = {Tone.CRITICAL: Mark.CONFLICT, Tone.LOW: Mark.CHECK}.get(notice.tone, Mark.WARNING)
        parts: list[Flowable] = [Marked(mark, self._words(notice.title, strong, indent=14), 10)]
        if notice.text:
            text = cut(notice.text, _LONGEST_NOTICE)
            parts.append(self._words(text, replace(CELL, leading=11.5), indent=14))
        return panel([parts], [WIDTH], notice.tone)

    def _legend(self, items: Sequence[tuple[Mark | None, str]]) -> Flowable:
        cells: list[Any] = []
        widths = []
        for mark, text in items:
            style = replace(SOFT, colour=_COLOUR[ROLE[mark]]) if mark else SOFT
            words = self._words(text, style, indent=12 if mark else 0)
            cells.append(Marked(mark, words, _MARK) if mark else words)
            widths.append(self._width(words) + 14)
        widths[-1] = max(60.0, WIDTH - sum(widths[:-1]))
        table = PdfTable([cells], widths)
        table.setStyle(TableStyle(list(NO_PADDING)))
        return table

    def _card(self, card: Card) -> list[Flowable]:
        title = self._words(card.title, replace(BODY, weight=fonts.BOLD), indent=16)
        widths = [self._width(title) + 8, 10.0]
        widths[1] = max(40.0, (WIDTH - _GAP) / 2 - 22 - widths[0])
        row = [Marked(card.mark, title, 11), self._words(card.note, replace(SOFT, leading=13))]
        head = PdfTable([row], widths)
        head.setStyle(TableStyle(list(NO_PADDING)))
        mono = replace(CODE, size=6.8, colour=_COLOUR["ink-soft"])
        return [head, Spacer(0, 3), *(self._words(line, mono) for line in card.lines)]

    def _beside(self, block: Beside) -> Flowable:
        room = WIDTH * 0.76
        chart = DrawnChart(block.chart.drawing, room, self.setter, self.text.of)
        texts: list[Flowable] = []
        for text in block.texts:
            texts += [self._words(text, replace(SOFT, size=7.2, leading=9.8)), Spacer(0, 5)]
        table = PdfTable([[chart, texts]], [room, WIDTH - room])
        table.setStyle(TableStyle([*NO_PADDING, ("LEFTPADDING", (1, 0), (1, 0), 14)]))
        return table

    def _facts(
        self, rows: Sequence[tuple[str, str]], width: float = WIDTH, share: float = 0.24
    ) -> Flowable:
        smaller = 0.5 if width < WIDTH else 0.0
        head, value_style = (replace(one, size=one.size - smaller) for one in (HEAD, CELL))
        cells: list[list[Flowable]] = [
            [self._words(key, head), self._words(value, value_style)] for key, value in rows
        ]
        is_long = max((len(value) for _, value in rows), default=0) > _LONG_CELL
        table = PdfTable(
            cells or [[Spacer(0, 0)]], [width * share, width * (1 - share)],
            splitInRow=int(is_long),
        )  # fmt: skip
        padding: list[Any] = list(_PADDING)
        if width < WIDTH:  # within a panel
            padding += [("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                        ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]  # fmt: skip
        table.setStyle(TableStyle(padding))
        return table

    def _figures(self, items: Sequence[Figure]) -> Flowable:
        """Four to a row; each has its label above and a note below."""
        rows = []
        for start in range(0, len(items), 4):
            cells: list[Any] = [
                [
                    self._words(item.label, SOFT),
                    self._words(item.value, LARGE),
                    self._words(item.note, SOFT),
                ]
                for item in items[start : start + 4]
            ]
            rows.append([*cells, *[""] * (4 - len(cells))])
        table = PdfTable(rows, [WIDTH / 4] * 4)
        table.setStyle(TableStyle(list(_PADDING)))
        return table

    def _table(self, table: Table) -> Iterable[Flowable]:
        shares = table.widths or (1.0,) * len(table.columns)
        widths = [WIDTH * share / sum(shares) for share in shares]
        head = [self._aligned(name, HEAD, at in table.numeric)
                for at, name in enumerate(table.columns)]  # fmt: skip
        body: list[list[Flowable]] = [
            [self._cell(cell, at in table.numeric) for at, cell in enumerate(row)]
            for row in table.rows
        ]
        rows: list[list[Flowable]] = [head]
        joined: list[int] = []  # rows that go on in the next
        rooms = [width - 10 for width in widths]
        for row in body:
            parts = parts_of_row(row, rooms, _MOST_OF_ROW)
            joined += range(len(rows), len(rows) + len(parts) - 1)
            rows += parts
        written = PdfTable(rows, widths, repeatRows=1)
        commands: list[Any] = [
            *_PADDING,
            ("BACKGROUND", (0, 0), (-1, 0), _COLOUR["sunken"]),
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, _COLOUR["border"]),
        ]
        for at in range(len(rows)):
            if at not in joined:
                commands.append(("LINEBELOW", (0, at), (-1, at), 0.5, _COLOUR["grid"]))
                continue
            commands.append(("BOTTOMPADDING", (0, at), (-1, at), 0))
            commands.append(("TOPPADDING", (0, at + 1), (-1, at + 1), 0))
        written.setStyle(TableStyle(commands))
        yield written
        if table.note:
            yield Spacer(0, 3)
            yield self._words(table.note, SOFT)

    def _cell(self, cell: str | Cell, is_number: bool) -> Flowable:
        if isinstance(cell, str):
            return self._aligned(cell, CELL, is_number)
        if cell.mark is None:
            return self._aligned(cell.text, _LOOKS[cell.look], is_number)
        words = self._words(cell.text, _LOOKS[cell.look], indent=13) if cell.text else None
        return Marked(cell.mark, words, _MARK, centred=words is None)

    def _aligned(self, text: str, style: Style, is_number: bool) -> Words:
        return self._words(text, replace(style, align="right") if is_number else style)

    def _charts(self, items: Sequence[Chart]) -> Flowable:
        """Two to a row, a wide one alone; a chart never breaks over a page."""
        wide = any(item.drawing.width > WIDTH / 2 for item in items)
        columns = 1 if wide else 2
        width = (WIDTH - _GAP * (columns - 1)) / columns
        cells: list[Any] = [
            [
                self._words(item.title, CHART),
                DrawnChart(item.drawing, width - 6, self.setter, self.text.of),
                self._words(item.caption, SOFT),
            ]
            for item in items
        ]
        cells += [""] * (-len(cells) % columns)
        rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
        table = PdfTable(rows, [WIDTH / columns] * columns)
        table.setStyle(TableStyle(list(_PADDING)))
        return table

"""A report as PDF, A4, with numbered pages; the same report gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as PdfTable

from app.reports import fonts
from app.reports.document import (
    Block,
    Chart,
    Code,
    Facts,
    Figure,
    Figures,
    Report,
    Section,
    Table,
    Text,
)
from app.reports.palette import LIGHT
from app.reports.pdf_drawing import flowable
from app.reports.pdf_text import PdfText

_MARGIN = 42.0
_WIDTH = A4[0] - 2 * _MARGIN
_COLOUR = {role: HexColor(value) for role, value in LIGHT.items()}
_GAP = 10.0
_LEAST_OF_TABLE = 120.0  # points that must be left below a heading
_STROKE = 0.035  # of the size: what makes a regular letter semibold
_STRONG = frozenset({"title", "heading", "chart", "large"})
_FRAME = 6.0  # what ReportLab keeps free inside a page's frame


def pdf_of(report: Report) -> bytes:
    """The whole document."""
    writer = _Writer()
    story = list(writer.story(report))
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=_MARGIN - _FRAME,
        rightMargin=_MARGIN - _FRAME,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN + 14,
        title=report.title,
        subject=report.subtitle,
        author="Screendesk",
        lang=report.language,
        invariant=1,
    )
    document.build(story, canvasmaker=_numbered(writer.text.plain(report.footer)))
    return target.getvalue()


def _numbered(footer: str) -> type[Canvas]:
    """A canvas that knows how many pages there are when it writes their feet."""

    class Numbered(Canvas):  # type: ignore[misc]  # ReportLab brings no types
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - ReportLab's name
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                self._foot(number, len(self._pages))
                super().showPage()
            super().save()

        def _foot(self, number: int, of: int) -> None:
            self.setStrokeColor(_COLOUR["border"])
            self.setLineWidth(0.6)
            self.line(_MARGIN, _MARGIN, _MARGIN + _WIDTH, _MARGIN)
            self.setFillColor(_COLOUR["ink-soft"])
            self.setFont(fonts.body_font(), 7.5)
            self.drawString(_MARGIN, _MARGIN - 12, footer)
            self.drawRightString(_MARGIN + _WIDTH, _MARGIN - 12, f"Page {number} of {of}")

    return Numbered


class _Bold(Paragraph):  # type: ignore[misc]  # ReportLab brings no types
    """A paragraph with its letters' outlines drawn too: the packaged font has one weight."""

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.setStrokeColor(self.style.textColor)
        self.canv.setLineWidth(self.style.fontSize * _STROKE)
        self.canv.addLiteral("2 Tr")  # fill and outline
        super().draw()
        self.canv.restoreState()


class _Writer:
    """Turns blocks into what ReportLab lays out."""

    def __init__(self) -> None:
        self.text = PdfText()
        body = ParagraphStyle(
            "body", fontName=fonts.body_font(), fontSize=9, leading=13,
            textColor=_COLOUR["ink"], splitLongWords=1,
        )  # fmt: skip
        self._body = body
        self._soft = ParagraphStyle(
            "soft", body, fontSize=8, leading=11, textColor=_COLOUR["ink-soft"]
        )
        self._title = ParagraphStyle("title", body, fontSize=18, leading=23)
        self._heading = ParagraphStyle(
            "heading", body, fontSize=11.5, leading=15,
            spaceBefore=14, spaceAfter=5,
        )  # fmt: skip
        self._chart = ParagraphStyle("chart", body, fontSize=8.5, leading=12)
        self._cell = ParagraphStyle("cell", body, fontSize=7.8, leading=10.5)
        self._number = ParagraphStyle("number", self._cell, alignment=TA_RIGHT)
        self._head = ParagraphStyle("head", self._cell, textColor=_COLOUR["ink-soft"])
        self._head_number = ParagraphStyle("head number", self._head, alignment=TA_RIGHT)
        self._code = ParagraphStyle(
            "code", body, fontName=fonts.code_font(), fontSize=7.8, leading=11,
            backColor=_COLOUR["sunken"], borderPadding=6, spaceBefore=6, spaceAfter=8,
            leftIndent=6, rightIndent=6,
        )  # fmt: skip
        self._large = ParagraphStyle("large", body, fontSize=17, leading=21)

    def story(self, report: Report) -> Iterable[Flowable]:
        """Everything from the title to the note on scripts, which never stands on a page alone."""
        found = [
            self._paragraph(report.title, self._title),
            self._paragraph(report.subtitle, self._soft),
            Spacer(0, 8),
            self._boxed(report.summary),
        ]
        for number, section in enumerate(report.sections, start=1):
            found += self._section(number, section)
        note = self.text.note()
        if not note:
            return found
        last = [*found[-2:], Spacer(0, 10), self._paragraph(note, self._soft)]
        return [*found[:-2], KeepTogether(last)]

    def _section(self, number: int, section: Section) -> Iterable[Flowable]:
        heading = self._paragraph(f"{number}. {section.title}", self._heading)
        after = (*section.blocks[1:], None)
        for at, (block, following) in enumerate(zip(section.blocks, after, strict=True)):
            is_table = isinstance(block, Table)  # may go on behind the page's end
            if isinstance(following if isinstance(block, Text) else block, Table):
                yield CondPageBreak(_LEAST_OF_TABLE)
            written = list(self._block(block))
            if at == 0 and is_table:
                yield heading
            elif at == 0:
                written[:1] = [KeepTogether([heading, *written[:1]])]
            yield from written

    def _block(self, block: Block) -> Iterable[Flowable]:
        match block:
            case Facts(rows):
                yield self._facts(rows)
            case Figures(items):
                yield self._figures(items)
            case Text(text):
                yield self._paragraph(text, self._body)
            case Code(text):
                yield self._paragraph(text, self._code)
            case Table():
                yield from self._table(block)
            case Chart():
                yield self._charts((block,))
            case _:
                yield self._charts(block.items)
        yield Spacer(0, 6)

    def _paragraph(self, text: str, style: ParagraphStyle) -> Paragraph:
        kind = _Bold if style.name in _STRONG else Paragraph
        return kind(self.text.markup(text), style)

    def _boxed(self, text: str) -> Flowable:
        table = PdfTable([[self._paragraph(text, self._body)]], [_WIDTH])
        table.setStyle(
            TableStyle(
                [
                    ("BACKGROUND", (0, 0), (-1, -1), _COLOUR["sunken"]),
                    ("LINEBEFORE", (0, 0), (0, -1), 3, _COLOUR["accent"]),
                    ("LEFTPADDING", (0, 0), (-1, -1), 10),
                    ("TOPPADDING", (0, 0), (-1, -1), 7),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
                ]
            )
        )
        return table

    def _facts(self, rows: tuple[tuple[str, str], ...]) -> Flowable:
        cells = [[self._paragraph(key, self._head), self._paragraph(value, self._cell)]
                 for key, value in rows]  # fmt: skip
        table = PdfTable(cells, [_WIDTH * 0.24, _WIDTH * 0.76])
        table.setStyle(TableStyle([*_PADDING, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        return table

    def _figures(self, items: tuple[Figure, ...]) -> Flowable:
        """Four to a row; each has its label above and a note below."""
        rows = []
        for start in range(0, len(items), 4):
            cells = [
                [
                    self._paragraph(item.label, self._soft),
                    self._paragraph(item.value, self._large),
                    self._paragraph(item.note, self._soft),
                ]
                for item in items[start : start + 4]
            ]
            rows.append([*cells, *[""] * (4 - len(cells))])
        table = PdfTable(rows, [_WIDTH / 4] * 4)
        table.setStyle(TableStyle([*_PADDING, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        return table

    def _table(self, table: Table) -> Iterable[Flowable]:
        shares = table.widths or (1.0,) * len(table.columns)
        widths = [_WIDTH * share / sum(shares) for share in shares]
        head = [
            self._paragraph(name, self._head_number if at in table.numeric else self._head)
            for at, name in enumerate(table.columns)
        ]
        body = [
            [
                self._paragraph(cell, self._number if at in table.numeric else self._cell)
                for at, cell in enumerate(row)
            ]
            for row in table.rows
        ]
        written = PdfTable([head, *body], widths, repeatRows=1)
        written.setStyle(
            TableStyle(
                [
                    *_PADDING,
                    ("BACKGROUND", (0, 0), (-1, 0), _COLOUR["sunken"]),
                    ("LINEBELOW", (0, 0), (-1, -1), 0.5, _COLOUR["grid"]),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ]
            )
        )
        yield written
        if table.note:
            yield Spacer(0, 3)
            yield self._paragraph(table.note, self._soft)

    def _charts(self, items: tuple[Chart, ...]) -> Flowable:
        """Two to a row, a wide one alone; a chart never breaks over a page."""
        wide = any(item.drawing.width > _WIDTH / 2 for item in items)
        columns = 1 if wide else 2
        width = (_WIDTH - _GAP * (columns - 1)) / columns
        cells: list[Any] = [
            [
                self._paragraph(item.title, self._chart),
                flowable(item.drawing, width - 6, self.text.plain),
                self._paragraph(item.caption, self._soft),
            ]
            for item in items
        ]
        cells += [""] * (-len(cells) % columns)
        rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
        table = PdfTable(rows, [_WIDTH / columns] * columns)
        table.setStyle(TableStyle([*_PADDING, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        return table


_PADDING = (
    ("LEFTPADDING", (0, 0), (-1, -1), 5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
)

"""A report as PDF, A4, with numbered pages; the same report gives the same bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate

from app.reports import fonts
from app.reports.document import Report
from app.reports.palette import LIGHT
from app.reports.pdf_blocks import MARGIN, SOFT, WIDTH, Writer
from app.reports.pdf_head import Headed
from app.reports.pdf_words import draw_text

_FRAME: Final = 6.0  # what ReportLab keeps free inside a page's frame
_FOOT_TEXT: Final = replace(SOFT, size=7.5)


def pdf_of(report: Report) -> bytes:
    """The whole document."""
    writer = Writer()
    story = writer.story(report)
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=MARGIN - _FRAME,
        rightMargin=MARGIN - _FRAME,
        topMargin=MARGIN - _FRAME,
        bottomMargin=MARGIN + 14,
        title=writer.text.of(report.title),
        subject=writer.text.of(report.subtitle),
        author="Screendesk",
        lang=report.language,
        invariant=1,
    )
    if report.head is not None:
        story.insert(0, Headed(report.head, writer))
    document.build(story, canvasmaker=_numbered(writer, report))
    return target.getvalue()


def _numbered(writer: Writer, report: Report) -> type[Canvas]:
    """A canvas that knows how many pages there are when it writes their feet."""
    footer = writer.text.of(report.footer)

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
            self.setStrokeColor(HexColor(LIGHT["border"]))
            self.setLineWidth(0.6)
            self.line(MARGIN, MARGIN, MARGIN + WIDTH, MARGIN)
            y = MARGIN - 12
            draw_text(self, MARGIN, y, footer, _FOOT_TEXT, writer.setter)
            count = f"Page {number} of {of}"
            strong = replace(_FOOT_TEXT, weight=fonts.BOLD)
            draw_text(self, MARGIN + WIDTH, y, count, strong, writer.setter, 1)

    return Numbered

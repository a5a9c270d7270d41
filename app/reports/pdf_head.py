"""The head of a report's first page: whose it is, and how it may be used."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from app.reports import fonts
from app.reports.document import Head
from app.reports.palette import LIGHT
from app.reports.pdf_blocks import BODY, SOFT, Writer
from app.reports.pdf_words import Words

_LOGO: Final = (90.0, 26.0)  # the most that a logo takes, wide and high
_RULE: Final = 10.0
_NAME: Final = replace(BODY, size=11, leading=14, weight=fonts.BOLD)
_SMALL: Final = replace(SOFT, size=7.8, leading=11)


class Headed(Flowable):  # type: ignore[misc]  # ReportLab brings no types
    """Logo, name and line at the left, notes at the right, a rule below."""

    def __init__(self, head: Head, writer: Writer) -> None:
        super().__init__()
        text, setter = writer.text, writer.setter
        self._logo = ImageReader(io.BytesIO(head.logo)) if head.logo else None
        self._left = [
            Words(text.of(part), style, setter)
            for part, style in ((head.name, _NAME), (head.line, _SMALL))
            if part
        ]
        right = replace(_SMALL, align="right")
        notes = [replace(right, weight=fonts.BOLD), *[right] * len(head.notes)]
        self._right = [
            Words(text.of(note), style, setter)
            for note, style in zip(head.notes, notes, strict=False)
        ]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The size of the higher side and the rule."""
        self.width = width
        self._indent = self._logo_size()[0] + 9 if self._logo else 0
        left = sum(part.wrap(width * 0.62 - self._indent, height)[1] for part in self._left)
        right = sum(part.wrap(width * 0.36, height)[1] for part in self._right)
        logo = self._logo_size()[1] if self._logo else 0
        self.height = max(left, right, logo) + _RULE + 12
        return width, self.height

    def draw(self) -> None:
        """Draw the sides from the top, then the rule."""
        canvas = self.canv
        if self._logo:
            wide, high = self._logo_size()
            canvas.drawImage(self._logo, 0, self.height - high, wide, high, mask="auto")
        for parts, x in ((self._left, self._indent), (self._right, self.width * 0.64)):
            y = self.height
            for part in parts:
                y -= part.height
                part.drawOn(canvas, x, y)
        canvas.setStrokeColor(HexColor(LIGHT["ink"]))
        canvas.setLineWidth(1.2)
        canvas.line(0, 12, self.width, 12)

    def _logo_size(self) -> tuple[float, float]:
        assert self._logo is not None
        wide, high = self._logo.getSize()
        scale = min(_LOGO[0] / wide, _LOGO[1] / high)
        return wide * scale, high * scale

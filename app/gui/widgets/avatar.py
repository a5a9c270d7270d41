"""The avatar: the first letters of a person on a round tint, always the same one for a name."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from app.gui.widgets.theme import current_theme, font

NOBODY = "–"
_BREAK = re.compile(r"[\s._@+-]+")


def initials(person: str) -> str:
    """``IA`` for ``Ines Arantes`` and for ``ines.arantes@bank.example``; a dash for nobody."""
    name = person.partition("@")[0].partition("(")[0]
    words = [word for word in _BREAK.split(name) if word]
    if not words:
        return NOBODY
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def paint_avatar(painter: QPainter, rect: QRect, person: str) -> None:
    """Paint the letters of `person` in `rect`, a square; "" is nobody."""
    theme = current_theme()
    tints = theme.colours()["avatar"]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    tint = theme.color("missing_bg") if not person else QColor(tints[_tint(person, len(tints))])
    painter.setBrush(tint)
    painter.drawEllipse(rect)
    painter.setPen(theme.color("text"))
    painter.setFont(font("small", "semibold"))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), initials(person))
    painter.restore()


def _tint(person: str, count: int) -> int:
    return sum(map(ord, person)) % count

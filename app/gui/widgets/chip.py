"""The chip: a tint, an icon and a word, so that a colour never stands alone."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.widgets.icons import pixmap
from app.gui.widgets.theme import current_theme, font, radius, size, tokens

PADDING = 7
GAP = 5


def _icon_size() -> int:
    return int(tokens()["icon"]["chip"])


@lru_cache(maxsize=512)
def chip_width(text: str, icon: str) -> int:
    """The width a chip wants, in logical pixels."""
    words = QFontMetrics(font("small", "semibold")).horizontalAdvance(text)
    return words + 2 * PADDING + (_icon_size() + GAP if icon else 0)


def paint_chip(painter: QPainter, corner: QPoint, text: str, role: str, icon: str) -> QRect:
    """Paint a chip with its upper left corner at `corner`; gives the rectangle it took.

    `role` is a colour role that has a tint, such as ``critical`` (with ``critical_bg``).
    """
    theme = current_theme()
    rect = QRect(corner, QSize(chip_width(text, icon), size("chip")))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"{role}_bg"))
    painter.drawRoundedRect(rect, radius("chip"), radius("chip"))
    left = rect.left() + PADDING
    if icon:
        side = _icon_size()
        painter.drawPixmap(left, rect.top() + (rect.height() - side) // 2, pixmap(icon, role, side))
        left += side + GAP
    painter.setPen(theme.color(role))
    painter.setFont(font("small", "semibold"))
    painter.drawText(
        QRect(left, rect.top(), rect.right() - left, rect.height()),
        int(Qt.AlignmentFlag.AlignVCenter),
        text,
    )
    painter.restore()
    return rect


class Chip(QWidget):
    """A chip as a widget. Its accessible name is its word."""

    def __init__(self, text: str, role: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_chip(text, role, icon)

    @classmethod
    def of(cls, value: str, text: str, parent: QWidget | None = None) -> Chip:
        """The chip of a semantic value of the tokens (``STRONG``, ``BLOCK``, ``agree``)."""
        theme = current_theme()
        return cls(text, theme.semantic_role(value), theme.semantic_icon(value), parent)

    def set_chip(self, text: str, role: str, icon: str = "") -> None:
        """Show another word, colour and icon."""
        self.text, self.role, self.icon = text, role, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.text, self.icon), size("chip"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        paint_chip(painter, QPoint(0, 0), self.text, self.role, self.icon)

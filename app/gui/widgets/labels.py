"""Text on screen: labels by kind, names isolated from the line around them, elided text."""

from __future__ import annotations

import html
import unicodedata

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolTip, QWidget

from app.gui.widgets.theme import font

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
FONTS = {
    "body": ("body", "regular"),
    "small": ("small", "regular"),
    "caption": ("small", "regular"),
    "label": ("small", "medium"),
    "secondary": ("body", "regular"),
    "strong": ("body", "semibold"),
    "heading": ("heading", "heading"),
    "name": ("name", "heading"),
    "title": ("title", "heading"),
    "display": ("display", "display"),
    "mono": ("mono", "regular"),
}
_RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI"})


def is_right_to_left(text: str) -> bool:
    """Whether any letter of `text` is written from right to left."""
    return any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)


def isolate(text: str) -> str:
    """`text` wrapped in U+2068/U+2069 if it has right-to-left letters, so that its line keeps
    its order; anything else comes back as it is."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if is_right_to_left(text) else text


def plain_tip(text: str) -> str:
    """A tooltip that shows `text` as it is: Qt would read tags in a name as markup."""
    return f"<span>{html.escape(text)}</span>" if "<" in text else text


def show_tip(owner: QWidget, event: QHelpEvent, text: str) -> None:
    """Show `text` as the tooltip of `owner` at the mouse, or none if it is empty."""
    if text:
        QToolTip.showText(event.globalPos(), plain_tip(text), owner)
    else:
        QToolTip.hideText()


def label(text: str = "", kind: str = "body", parent: QWidget | None = None) -> QLabel:
    """A plain-text label. Kinds: body small caption label secondary strong heading name title
    display mono."""
    made = QLabel(isolate(text), parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    _set_kind(made, kind)
    return made


def _set_kind(target: QLabel, kind: str) -> None:
    target.setProperty("kind", kind)
    target.setFont(font(*FONTS[kind]))


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a label or status item the colour of a role; it follows a switch of the theme."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def horizontal_rule(parent: QWidget | None = None) -> QFrame:
    """A hairline across."""
    made = QFrame(parent)
    made.setProperty("rule", "true")
    made.setFixedHeight(1)
    return made


def vertical_rule(parent: QWidget | None = None) -> QFrame:
    """A hairline down."""
    made = QFrame(parent)
    made.setProperty("rule", "true")
    made.setFixedWidth(1)
    return made


class ElidedLabel(QLabel):
    """One line that is cut with an ellipsis where it does not fit; the tooltip has it whole."""

    def __init__(
        self,
        text: str = "",
        kind: str = "body",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        _set_kind(self, kind)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Set the whole text."""
        super().setText(isolate(text))
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        painter.drawText(self.rect(), int(self.alignment()), text)

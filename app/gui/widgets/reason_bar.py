"""Reasons to choose by number, and a line for one's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.gui.widgets.buttons import Button, key_width, paint_key
from app.gui.widgets.flow_layout import FlowLayout
from app.gui.widgets.theme import current_theme, font, size

MOST_REASONS = 9
MOST_LETTERS = 1000
_PAD = 4
_GAP = 6


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    """One reason that can be chosen: its code and what it says."""

    code: str
    text: str


class ReasonBar(QWidget):
    """Up to nine reasons, none of them chosen by itself, and a text.

    The one that was used last is only outlined. `picked(code)` when one is chosen, `confirmed`
    on Enter in the text, `left` on Escape there.
    """

    picked = Signal(str)
    confirmed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Reason"))
        self.choices: tuple[ReasonChoice, ...] = ()
        self.buttons: list[ReasonButton] = []
        self.chosen = ""
        self.offered = ""
        self._chips = QWidget()
        self._flow = FlowLayout(parent=self._chips)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self.text = ReasonLine()
        self.text.setAccessibleName(self.tr("Reason in your own words"))
        self.text.setMaxLength(MOST_LETTERS)
        self.text.returnPressed.connect(self.confirmed)
        self.text.escaped.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._chips)
        column.addWidget(self.text)

    def show_reasons(self, choices: Sequence[ReasonChoice], offered: str = "") -> None:
        """Offer these reasons; a chosen one stays chosen if it is still among them."""
        wanted = tuple(choices[:MOST_REASONS])
        if wanted != self.choices:
            self._rebuild(wanted)
        known = {choice.code for choice in wanted}
        self.chosen = self.chosen if self.chosen in known else ""
        self.offered = offered if offered in known else ""
        self._mark()

    def choose(self, code: str) -> None:
        """Choose a reason, or none for an empty code."""
        self.chosen = code if code in {choice.code for choice in self.choices} else ""
        self._mark()

    def clear(self) -> None:
        """Choose nothing and empty the text."""
        self.text.clear()
        self.choose("")

    def comment(self) -> str:
        """The text without outer blanks."""
        return self.text.text().strip()

    def _rebuild(self, choices: tuple[ReasonChoice, ...]) -> None:
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.choices = choices
        self.buttons = [ReasonButton(n, choice) for n, choice in enumerate(choices, 1)]
        for button in self.buttons:
            self._flow.addWidget(button)
            button.clicked.connect(lambda _on=False, code=button.choice.code: self._pick(code))
        self._chips.updateGeometry()

    def _pick(self, code: str) -> None:
        self.choose(code)
        self.picked.emit(code)

    def _mark(self) -> None:
        for button in self.buttons:
            code = button.choice.code
            button.mark(is_chosen=code == self.chosen, is_offered=code == self.offered)


class ReasonButton(Button):
    """One reason with its number in a frame."""

    def __init__(self, number: int, choice: ReasonChoice, parent: QWidget | None = None) -> None:
        super().__init__(choice.text, small=True, key=str(number), parent=parent)
        self.choice = choice
        self.setCheckable(True)
        self.setToolTip(f"{choice.text} ({number})")
        self.setFixedHeight(size("filter_chip") + 2)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(font("small")).horizontalAdvance(self.choice.text)
        width = _PAD + key_width(self.key) + _GAP + words + 2 + _PAD
        return QSize(width, size("filter_chip") + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _paint_content(self, painter: QPainter, colour: QColor) -> None:
        look, wide = current_theme(), key_width(self.key)
        chosen = look.color("accent") if self.isChecked() else colour
        edge = look.color("accent" if self.isChecked() else "border_strong")
        paint_key(painter, self._place(_PAD, wide, size("key")), self.key, chosen, edge)
        room = self._place(_PAD + wide + _GAP, self.width() - wide - _GAP - 2 * _PAD, self.height())
        painter.setFont(font("small"))
        painter.setPen(chosen)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room, flags, self.choice.text)

    def mark(self, *, is_chosen: bool, is_offered: bool) -> None:
        """Show whether it is chosen, or outlined because it was used last."""
        self.setChecked(is_chosen)
        words = [self.choice.text]
        if is_offered:
            words.append(self.tr("used last"))
        self.setAccessibleName(", ".join(words))
        if self.property("offered") != is_offered:
            self.setProperty("offered", is_offered)
            self.style().unpolish(self)
            self.style().polish(self)


class ReasonLine(QLineEdit):
    """One line of text that `escaped` leaves."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

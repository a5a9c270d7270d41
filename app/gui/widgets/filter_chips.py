"""The filters in force as chips above a list: one click, or Delete, takes one away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QToolButton, QWidget

from app.gui.widgets.flow_layout import FlowLayout
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import isolate
from app.gui.widgets.theme import current_theme, font, size

_PAD = 8
_CROSS = 12
_GAP = 5
_MOST_WIDTH = 220
_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True, slots=True)
class FilterChip:
    """One filter in force: its key and what it says, such as ``Due today``."""

    key: str
    text: str


class FilterChips(QWidget):
    """Shows the filters in force; `removed(key)` when one shall go. Hidden without any."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Filters in force"))
        self.buttons: list[ChipButton] = []
        self._flow = FlowLayout(parent=self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_chips(self, chips: Sequence[FilterChip]) -> None:
        """Show these filters in this order; the keyboard stays in the row."""
        if [button.chip for button in self.buttons] == list(chips):
            return
        place = next((n for n, button in enumerate(self.buttons) if button.hasFocus()), -1)
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [ChipButton(chip) for chip in chips]
        for button in self.buttons:
            self._flow.addWidget(button)
            button.clicked.connect(lambda _on=False, key=button.chip.key: self.removed.emit(key))
        self.setVisible(bool(chips))
        if place >= 0 and self.buttons:
            follower = self.buttons[min(place, len(self.buttons) - 1)]
            follower.show()  # the layout would show it later, and the hidden take no focus
            follower.setFocus()
        self.updateGeometry()


class ChipButton(QToolButton):
    """One chip: its text and a cross; Enter, Space, Delete or a click take the filter away."""

    def __init__(self, chip: FilterChip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip = chip
        self.setProperty("chip", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = self.tr("Remove filter: {filter}").format(filter=chip.text)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFont(font("small"))

    def sizeHint(self) -> QSize:
        words = QFontMetrics(font("small")).horizontalAdvance(isolate(self.chip.text))
        width = words + 2 + _GAP + _CROSS + 2 * _PAD
        return QSize(min(width, _MOST_WIDTH), size("filter_chip"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*_KEYS, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        room = self.rect().adjusted(_PAD, 0, -_PAD, 0)
        words = room.adjusted(0, 0, -_CROSS - _GAP, 0)
        painter.setFont(font("small"))  # the style sheet has another idea of it
        painter.setPen(current_theme().color("text"))
        text = painter.fontMetrics().elidedText(
            isolate(self.chip.text), Qt.TextElideMode.ElideRight, words.width()
        )
        direction = self.layoutDirection()
        shown = QStyle.visualRect(direction, self.rect(), words)
        painter.drawText(shown, int(Qt.AlignmentFlag.AlignVCenter), text)
        top = (self.height() - _CROSS) // 2
        cross = QRect(room.right() - _CROSS + 1, top, _CROSS, _CROSS)
        cross = QStyle.visualRect(direction, self.rect(), cross)
        painter.drawPixmap(cross, pixmap("x", "text_3", _CROSS))

"""The empty state: what is not there yet, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space

_ICON = 32
_TEXT_WIDTH = 420
_NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX


class EmptyState(QWidget):
    """An icon, a heading, a sentence and buttons, in the middle of what is empty.

    `width` is that of the sentence in logical pixels.
    """

    def __init__(
        self,
        icon: str,
        heading: str,
        text: str,
        parent: QWidget | None = None,
        *,
        width: int = _TEXT_WIDTH,
    ) -> None:
        super().__init__(parent)
        self._width = width
        self._icon_name = icon
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._heading = label("", "heading")
        self._heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = label("", "secondary")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        self._text.setFixedWidth(width)
        self._buttons = QHBoxLayout()
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setSpacing(space("s"))
        column.addStretch(2)
        for widget in (self._icon, self._heading, self._text):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(space("s"))
        column.addLayout(self._buttons)
        column.addStretch(3)
        self.set_words(heading, text)
        self._tint()

    def set_words(self, heading: str, text: str) -> None:
        """Say something else."""
        self._heading.setText(heading)
        self._text.setText(text)
        # a wrapped label in the middle of a column is given too few lines otherwise
        self._text.setMinimumHeight(0)
        self._text.setMaximumHeight(_NO_LIMIT)  # a fixed height would be the answer
        self._text.setFixedHeight(max(0, self._text.heightForWidth(self._width)))
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)

    def add_button(self, button: QAbstractButton) -> None:
        """Add what to do next."""
        self._buttons.addWidget(button)

    def _tint(self) -> None:
        self._icon.setPixmap(pixmap(self._icon_name, "text_3", _ICON))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

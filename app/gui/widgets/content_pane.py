"""A column whose last part is replaced by what is to be shown next, or by words instead of it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.widgets.labels import label
from app.gui.widgets.theme import space


class ContentPane(QWidget):
    """What stays is added to `column` first; the content stands below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(space("s"))
        self._content: QWidget | None = None

    def show_message(self, text: str) -> None:
        """Say why there is no content."""
        words = label(text, "secondary")
        words.setWordWrap(True)
        self.show_content(words)

    def show_content(self, content: QWidget | None) -> None:
        """Show this instead of what was shown before, which is deleted; None shows nothing."""
        if self._content is not None:
            self.column.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        if content is not None:
            self.column.addWidget(content)

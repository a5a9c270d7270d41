"""What the dialogs of the review page share: a heading, what happens, and two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BaseDialog(QDialog):
    """A question with its own controls in `body`. Ctrl+Enter confirms, Escape closes.

    Args:
        heading: the question.
        text: what happens then.
        verb: the word on the button that confirms.
        width: in logical pixels.
    """

    def __init__(
        self, heading: str, text: str, verb: str, parent: QWidget | None = None, width: int = 520
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        title = label(heading, "heading")
        title.setWordWrap(True)
        told = label(text, "secondary")
        told.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(space("s"))
        self.note = label("", "caption")
        self.note.setWordWrap(True)
        self.cancel_button = Button(self.tr("Cancel"), key="Esc")
        self.cancel_button.clicked.connect(self.reject)
        self.confirm_button = Button(verb, "check", "primary", key="Ctrl+Enter")
        self.confirm_button.clicked.connect(self.confirm)
        buttons = QHBoxLayout()
        buttons.addWidget(self.note, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.confirm_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("s"))
        column.addWidget(title)
        column.addWidget(told)
        column.addLayout(self.body)
        column.addSpacing(space("m"))
        column.addLayout(buttons)
        told.setVisible(bool(text))
        self.setFixedWidth(width)

    def confirm(self) -> None:
        """Do it; the dialogs say what."""
        self.accept()

    def allow(self, *, is_ready: bool, why_not: str = "") -> None:
        """Let it be confirmed, or say what is missing."""
        self.confirm_button.setEnabled(is_ready)
        self.note.setText("" if is_ready else why_not)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and is_control:
            self.confirm_button.click()
        elif event.key() not in _ENTER:  # Enter alone would press a button nobody looks at
            super().keyPressEvent(event)

"""A decision that is recorded: what will happen, and the reason that a person must give for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space

WIDTH = 480
MOST_LETTERS = 1000


class ReasonDialog(QDialog):
    """Asks for a reason; `confirmed(reason)` when it was given. Ctrl+Enter confirms.

    Args:
        heading: the question, such as ``Activate UN SC 2026-04-17?``.
        text: what happens then.
        verb: the word on the button.
        is_danger: whether the button looks like a warning.
    """

    confirmed = Signal(str)

    def __init__(
        self,
        heading: str,
        text: str,
        verb: str,
        *,
        is_danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Why? It is kept in the audit trail."))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(84)
        self.reason.textChanged.connect(self._check)
        self.reason.installEventFilter(self)
        self.note = label(kind="caption")
        self.cancel_button = Button(self.tr("Cancel"), key="Esc")
        self.cancel_button.clicked.connect(self.reject)
        role = "danger" if is_danger else "primary"
        self.confirm_button = Button(verb, "check", role, key="Ctrl+Enter")
        self.confirm_button.clicked.connect(self._confirm)
        told = label(text, "secondary")
        told.setWordWrap(True)
        title = label(heading, "heading")
        title.setWordWrap(True)
        caption = label(self.tr("&Reason"), "label")
        caption.setBuddy(self.reason)
        buttons = QHBoxLayout()
        buttons.addWidget(self.note, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.confirm_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("s"))
        for widget in (title, told, caption, self.reason):
            column.addWidget(widget)
        column.addSpacing(space("m"))
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH)
        self._check()
        self.reason.setFocus()

    def _check(self) -> None:
        length = len(self.reason.toPlainText().strip())
        self.confirm_button.setEnabled(0 < length <= MOST_LETTERS)
        self.note.setText(
            self.tr("{count} letters too many").format(count=length - MOST_LETTERS)
            if length > MOST_LETTERS
            else ""
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter confirms from within the text, where Enter makes a new line."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.confirm_button.click()
            return True
        return super().eventFilter(watched, event)

    def _confirm(self) -> None:
        self.confirmed.emit(self.reason.toPlainText().strip())
        self.accept()

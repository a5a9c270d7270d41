"""A form field: label above, control, and below it what is wrong, with icon and words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import label

_LOOK = {"error": ("x-circle", "critical"), "warning": ("triangle-alert", "high")}


class FieldMessage(QWidget):
    """One short message under a field; takes no room while it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._severity = "error"
        self._icon = QLabel()
        self._text = label("", "small")
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    def text(self) -> str:
        """The message that is shown, or empty."""
        return "" if self.isHidden() else self._text.text()

    def show_message(self, text: str, severity: str = "error") -> None:
        """Show `text` as an "error" or a "warning"; an empty text hides the message."""
        self._severity = severity
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        name, role = _LOOK[self._severity]
        self._icon.setPixmap(pixmap(name, role, 12))


class FieldBox(QWidget):
    """Label, control and message in a column; the label's mnemonic goes to the control."""

    def __init__(self, title: str, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self._title = label(title, "label")
        self._title.setBuddy(control)
        self.message = FieldMessage()
        control.setAccessibleName(title.replace("&", ""))
        control.setAcceptDrops(False)  # a file dropped on the window is for the window
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(control)
        column.addWidget(self.message)

    def show_message(self, text: str, severity: str = "error") -> None:
        """Mark the control and say what is wrong; an empty text takes both away."""
        self.message.show_message(text, severity)
        self.control.setAccessibleDescription(text)
        state = severity if text else ""
        if self.control.property("state") != state:
            self.control.setProperty("state", state)
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)

"""A field for the path of a file: typed, chosen in a dialog, or dropped on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.gui.widgets.buttons import tool_button
from app.gui.widgets.drop_zone import dropped_files
from app.gui.widgets.field_box import FieldMessage
from app.gui.widgets.labels import label


class FileField(QWidget):
    """Label, path and a button that asks for a file. `changed` when the path is another one.

    Args:
        title: what the file is for, with its mnemonic.
        placeholder: what must be in it.
        filters: as QFileDialog has them.
    """

    changed = Signal()

    def __init__(
        self, title: str, placeholder: str, filters: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = title.replace("&", "")
        self._filters = filters
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(self._title)
        self.line.setAcceptDrops(False)  # the field as a whole takes the file
        self.line.setMinimumWidth(60)
        self.browse = tool_button("folder", self.tr("Choose a file: {what}").format(
            what=self._title))  # fmt: skip
        self.message = FieldMessage()
        words = label(title, "label")
        words.setBuddy(self.line)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(words)
        column.addLayout(row)
        column.addWidget(self.message)
        self.setAcceptDrops(True)
        self.line.textChanged.connect(self._tell)
        self.browse.clicked.connect(self.ask)

    def path(self) -> Path | None:
        """The file, or None where nothing is typed."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def set_path(self, path: Path | None) -> None:
        """Put a file into the field; its end is what shows."""
        self.line.setText("" if path is None else str(path))
        self.line.setCursorPosition(len(self.line.text()))

    def show_message(self, text: str) -> None:
        """Say below the field what is wrong; an empty text takes it away."""
        self.message.show_message(text)
        self.line.setAccessibleDescription(text)
        state = "error" if text else ""
        if (self.line.property("state") or "") != state:
            self.line.setProperty("state", state)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)

    def ask(self) -> None:
        """Ask for the file, beginning where the last one was."""
        before = self.path()
        name, _ = QFileDialog.getOpenFileName(
            self, self._title, str(before.parent) if before else "", self._filters
        )
        if name:
            self.set_path(Path(name))

    def _tell(self) -> None:
        self.line.setToolTip(self.line.text())
        self.show_message("")
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(dropped_files(event.mimeData())) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        if len(files) == 1:
            event.acceptProposedAction()
            self.set_path(files[0])

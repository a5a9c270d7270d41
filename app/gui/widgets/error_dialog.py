"""The error dialog: what happened, what is safe, what to do; details folded and copyable."""

from __future__ import annotations

import secrets
import traceback
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.gui.widgets.buttons import Button
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.theme import font, space

WIDTH = 520
DETAILS_HEIGHT = 180


def new_error_id() -> str:
    """A short id that stands in the dialog and in the log, such as ``E-7F3A91``."""
    return f"E-{secrets.token_hex(3).upper()}"


def _place(file: str) -> str:
    """A source file without the folders of this machine."""
    parts = Path(file).parts
    return "/".join(parts[parts.index("app") :]) if "app" in parts else parts[-1]


def error_parts(error: BaseException) -> tuple[str, str, str, str]:
    """What happened, what is safe, what to do, and the details, for any exception.

    The details of an unexpected exception name types and places in the program only: the
    message of a foreign exception may hold personal data.
    """
    tr = QCoreApplication.translate
    if isinstance(error, AppError):
        return error.message, error.safe, error.todo, error.details
    places = [
        f"{_place(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return (
        tr("ErrorDialog", "Something went wrong in the program itself."),
        tr("ErrorDialog", "What was stored before is safe; the step that failed was not stored."),
        tr("ErrorDialog", "Try again. If it happens again, copy the details for the support."),
        "\n".join([type(error).__qualname__, *places]),
    )


class ErrorDialog(QDialog):
    """One error. `text()` is what the copy button puts on the clipboard."""

    def __init__(
        self, error: BaseException, error_id: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Screendesk")
        self.error_id = error_id
        self.what, self.safe, self.todo, details = error_parts(error)
        self._details_text = "\n".join(part for part in (error_id, details) if part)
        self.setAccessibleName(self.what)
        self.setAccessibleDescription(" ".join(part for part in (self.safe, self.todo) if part))
        self.details = QPlainTextEdit(self._details_text)
        self.details.setReadOnly(True)
        self.details.setFont(font("mono"))
        self.details.setFixedHeight(DETAILS_HEIGHT)
        self.details.setAccessibleName(self.tr("Details"))
        self.details.hide()
        self.details_button = Button(self.tr("&Details"), "chevron-right", "quiet")
        self.details_button.setVisible(bool(self._details_text))
        self.details_button.clicked.connect(self._fold)
        self.copy_button = Button(self.tr("&Copy"), "copy")
        self.copy_button.clicked.connect(self._copy)
        self.close_button = Button(self.tr("Close"), role="primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self._lay_out()

    def text(self) -> str:
        """Everything the dialog says."""
        parts = (self.what, self.safe, self.todo, self._details_text)
        return "\n\n".join(part for part in parts if part)

    def _lay_out(self) -> None:
        icon = QLabel()
        icon.setPixmap(pixmap("octagon-alert", "critical", 24))
        heading = _wrapped(self.what)
        heading.setFont(font("heading", "semibold"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("m"))
        grid.setVerticalSpacing(space("s"))
        grid.setColumnStretch(1, 1)
        grid.addWidget(icon, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(heading, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        for row, (name, words) in enumerate(
            ((self.tr("What is safe"), self.safe), (self.tr("What to do"), self.todo)), 1
        ):
            if words:
                block = QVBoxLayout()
                block.setSpacing(2)
                block.addWidget(label(name, "label"))
                block.addWidget(_wrapped(words))
                grid.addLayout(block, row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(space("s"))
        buttons.addWidget(self.details_button)
        buttons.addStretch(1)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        layout.setSpacing(space("l"))
        layout.addLayout(grid)
        layout.addWidget(self.details)
        layout.addLayout(buttons)
        self.setFixedWidth(WIDTH)

    @Slot()
    def _fold(self) -> None:
        is_open = self.details.isHidden()
        self.details.setVisible(is_open)
        self.details_button.icon_name = "chevron-down" if is_open else "chevron-right"
        self.details_button.update()
        self.adjustSize()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())


def _wrapped(text: str) -> QLabel:
    made = label(isolate(text))
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def show_error(error: BaseException, parent: QWidget | None, error_id: str = "") -> ErrorDialog:
    """Open the dialog for an error over the window of `parent` and return it at once."""
    dialog = ErrorDialog(error, error_id, parent.window() if parent is not None else None)
    dialog.open()
    return dialog

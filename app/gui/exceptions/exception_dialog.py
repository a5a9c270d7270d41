"""What the dialogs about exceptions share: heading, reason, an error banner, one deed that is
stored on the writing worker before the dialog closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.match_exception import MAX_REASON
from app.gui import jobs
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.services.jobs import Job

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ExceptionDialog(QDialog):
    """A form with a reason; `stored(MatchException)` when its deed was done. Ctrl+Enter confirms,
    Esc leaves without a change; a deed that fails is told above the form, which stays open.

    Subclasses put their parts into `room` and give the deed; `problem()` says what is missing.
    """

    stored = Signal(object)

    def __init__(
        self, heading: str, text: str, verb: str, width: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self.setMinimumWidth(width)
        self.banner = Banner("critical")
        self.banner.hide()
        self.text = label(text, "secondary")
        self.text.setWordWrap(True)
        self.room = QVBoxLayout()
        self.room.setSpacing(space("m"))
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Why? It stands in every record of its uses."))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(66)
        self.reason.textChanged.connect(self.check)
        self.reason.installEventFilter(self)
        self.note = label(kind="caption")
        self.cancel_button = Button(self.tr("Cancel"), key="Esc")
        self.confirm_button = Button(verb, "check", "primary", key="Ctrl+Enter")
        for button in (self.cancel_button, self.confirm_button):
            button.setAutoDefault(False)  # Enter in a field must not press it
        self.cancel_button.clicked.connect(self.reject)
        self.confirm_button.clicked.connect(self.confirm)
        self._is_busy = False
        self._lay_out(heading)

    def _lay_out(self, heading: str) -> None:
        title = label(heading, "heading")
        title.setWordWrap(True)
        caption = label(self.tr("&Reason"), "label")
        caption.setBuddy(self.reason)
        reason = QVBoxLayout()
        reason.setSpacing(space("xs"))
        reason.addWidget(caption)
        reason.addWidget(self.reason)
        buttons = QHBoxLayout()
        buttons.addWidget(self.note, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.confirm_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("m"))
        for part in (title, self.text, self.banner):
            column.addWidget(part)
        column.addLayout(self.room)
        column.addLayout(reason)
        column.addLayout(buttons)

    def words(self) -> str:
        """The reason as it was typed."""
        return self.reason.toPlainText().strip()

    def problem(self) -> str:
        """What is still missing; empty if the deed can be done."""
        length = len(self.words())
        if length > MAX_REASON:
            return self.tr("{count} letters too many").format(count=length - MAX_REASON)
        return "" if length else self.tr("A reason is needed.")

    def check(self) -> None:
        """Say what is missing, and let the button be pressed if nothing is."""
        told = self.problem()
        self.note.setText(told)
        self.confirm_button.setEnabled(not told and not self._is_busy)

    def deed(self) -> Callable[[], object]:
        """What is done on the writing worker when the button is pressed."""
        raise NotImplementedError

    def confirm(self) -> None:
        """Do the deed once; close when it was done."""
        if not self.confirm_button.isEnabled():
            return
        work = self.deed()
        self._is_busy = True
        self.check()

        def run(_job: Job) -> object:
            return work()

        handle = jobs.start(run, lane=jobs.WRITE, label=self.windowTitle())
        handle.finished.connect(self._done)
        handle.failed.connect(self.fail)

    def _done(self, result: object) -> None:
        self.stored.emit(result)
        self.accept()

    def fail(self, error: BaseException) -> None:
        """Say what went wrong; nothing was changed."""
        self._is_busy = False
        self.banner.show_failure(error)
        self.check()

    def is_confirming(self, event: QKeyEvent) -> bool:
        """Whether the keys are Ctrl+Enter."""
        control = Qt.KeyboardModifier.ControlModifier
        return event.key() in _ENTER and bool(event.modifiers() & control)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter confirms from within the text, where Enter makes a new line."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and self.is_confirming(cast("QKeyEvent", event)):
            self.confirm()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_confirming(event):
            self.confirm()
        elif event.key() not in _ENTER:
            super().keyPressEvent(event)

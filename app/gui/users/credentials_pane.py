"""Login and password, checked by a worker; what is wrong is said below the fields."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.user import Session
from app.gui import jobs
from app.gui.widgets.error_dialog import show_error
from app.gui.widgets.field_box import FieldBox, FieldMessage
from app.gui.widgets.theme import space

Check = Callable[[str, str], Session]


def password_field() -> QLineEdit:
    """A field whose letters are not shown."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    )
    return field


class CredentialsPane(QWidget):
    """Asks for login and password. `accepted(Session)` when they are right; `busy(bool)` while
    they are checked, `edited` when something was typed.

    Args:
        check: called with login and password on a worker; raises an AppError if they are wrong.
        login: who is asked; then only the password can be typed.
    """

    accepted = Signal(object)
    busy = Signal(bool)
    edited = Signal()

    def __init__(self, check: Check, login: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self._questions = jobs.Questions()
        self.login = QLineEdit(login)
        self.login.setReadOnly(bool(login))
        self.password = password_field()
        self.message = FieldMessage()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addWidget(FieldBox(self.tr("&Login"), self.login))
        column.addWidget(FieldBox(self.tr("&Password"), self.password))
        column.addWidget(self.message)
        for field in (self.login, self.password):
            field.textChanged.connect(lambda _text: self.edited.emit())

    @property
    def is_filled(self) -> bool:
        """Whether there is something to check."""
        return bool(self.login.text().strip() and self.password.text())

    def focus_first(self) -> None:
        """Put the keyboard where something is missing."""
        first = self.password if self.login.text().strip() else self.login
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Check what was typed."""
        if not self.is_filled:
            self.focus_first()
            return
        check, login, password = self._check, self.login.text(), self.password.text()
        self._set_busy(is_busy=True)
        self._questions.ask("check", lambda _job: check(login, password), self._take, self._refuse)

    def _take(self, session: Session) -> None:
        self._set_busy(is_busy=False)
        self.message.show_message("")
        self.accepted.emit(session)

    def _refuse(self, error: BaseException) -> None:
        self._set_busy(is_busy=False)
        self.password.clear()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(error, AppError):
            self.message.show_message(" ".join(filter(None, (error.message, error.todo))))
        else:
            show_error(error, self)

    def _set_busy(self, *, is_busy: bool) -> None:
        self.setDisabled(is_busy)
        self.busy.emit(is_busy)

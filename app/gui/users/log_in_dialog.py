"""Who works here: the dialog before the pages are shown, and while the window is locked."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.user import Session
from app.gui import jobs
from app.gui.users.credentials_pane import CredentialsPane
from app.gui.users.new_password_pane import NewPasswordPane
from app.gui.widgets.buttons import Button
from app.gui.widgets.error_dialog import show_error
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.services import user_sessions, users
from app.services.workspace import Workspace

WIDTH = 400


class LogInDialog(QDialog):
    """Asks for login and password, and for a password of one's own where the first one was given
    by an administrator. `logged_in(Session)` when that user may work; `other_asked` and
    `quit_asked` by the two buttons. Enter goes on; Esc asks to quit, or with `locked` clears.

    Args:
        locked: whose window is locked; None to log in.
    """

    logged_in = Signal(object)
    other_asked = Signal()
    quit_asked = Signal()

    def __init__(
        self, workspace: Workspace, locked: Session | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._locked = locked
        self._session: Session | None = None
        self._old = ""
        self._questions = jobs.Questions()
        self.setWindowTitle(self.tr("Locked") if locked else self.tr("Log in"))
        self.credentials = CredentialsPane(self._check, locked.login if locked else "")
        self.new_password = NewPasswordPane(self.tr("&New password"))
        self.pages = QStackedWidget()
        for pane in (self.credentials, self.new_password):
            self.pages.addWidget(pane)
        self._lay_out()
        self._connect()
        self._enable()
        self.credentials.focus_first()

    def _lay_out(self) -> None:
        name = self._workspace.data_dir.name
        self.title = label(self.windowTitle(), "title")
        self.text = label("", "secondary")
        self.text.setWordWrap(True)
        if self._locked:
            words = self.tr("{name} is working in “{workspace}”. Nothing of it is shown.")
            self.text.setText(words.format(name=self._locked.name, workspace=name))
        else:
            words = self.tr("The workspace “{workspace}” asks who works in it.")
            self.text.setText(words.format(workspace=name))
        self.other_button = Button(self.tr("Someone else"), "users")
        self.other_button.setVisible(self._locked is not None)
        self.quit_button = Button(self.tr("Quit"), key="" if self._locked else "Esc")
        verb = self.tr("Unlock") if self._locked else self.tr("Log in")
        self.go_button = Button(verb, "lock", "primary", key="Enter")
        self.go_button.setDefault(True)
        for button in (self.other_button, self.quit_button):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        for button in (self.other_button, self.quit_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("m"))
        for widget in (self.title, self.text, self.pages):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH)

    def _connect(self) -> None:
        self.credentials.accepted.connect(self._take)
        self.credentials.busy.connect(self._show_busy)
        self.credentials.edited.connect(self._enable)
        self.new_password.edited.connect(self._enable)
        self.go_button.clicked.connect(self._go)
        self.other_button.clicked.connect(self.other_asked)
        self.quit_button.clicked.connect(self._quit)

    def _check(self, login: str, password: str) -> Session:
        """On a worker."""
        self._old = password
        if self._locked is None:
            return users.log_in(self._workspace, login, password)
        purpose = user_sessions.UNLOCKED
        return users.authenticate(self._workspace, login, password, purpose=purpose)

    def _take(self, session: Session) -> None:
        self._session = session
        if session.must_change_password:
            self.title.setText(self.tr("Your own password"))
            self.text.setText(
                self.tr("The first password was given to you. Choose one that only you know.")
            )
            self.pages.setCurrentWidget(self.new_password)
            self.go_button.setText(self.tr("Keep it"))
            self.new_password.first.setFocus(Qt.FocusReason.OtherFocusReason)
            self._enable()
            return
        self._finish(session)

    def _go(self) -> None:
        if self.pages.currentWidget() is self.credentials:
            self.credentials.submit()
            return
        assert self._session
        workspace, old = self._workspace, self._old
        new = self.new_password.password(self._session.login, self._session.name)
        if new:
            self._show_busy(is_busy=True)
            self._questions.ask(
                "change",
                lambda _job: users.set_own_password(workspace, old, new),
                self._finish,
                self._refuse,
            )

    def _finish(self, session: Session) -> None:
        self._old = ""
        self.new_password.clear()
        self.credentials.password.clear()
        self.logged_in.emit(session)
        self.accept()

    def _refuse(self, error: BaseException) -> None:
        self._show_busy(is_busy=False)
        if isinstance(error, AppError):
            self.new_password.first_box.show_message(error.message)
        else:
            show_error(error, self)

    def _show_busy(self, is_busy: bool) -> None:
        self.go_button.setDisabled(is_busy)
        if not is_busy:
            self._enable()
            QTimer.singleShot(0, self, self.adjustSize)  # a message may have come

    def _enable(self) -> None:
        page = self.pages.currentWidget()
        is_filled = page.is_filled if isinstance(page, CredentialsPane | NewPasswordPane) else False
        self.go_button.setEnabled(is_filled)

    def _quit(self) -> None:
        self.quit_asked.emit()
        if self._locked is None:
            super().reject()

    def reject(self) -> None:
        """Esc: leave before the pages are shown; a locked window stays locked."""
        if self._locked is None:
            self._quit()
        else:
            self.credentials.password.clear()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A locked window is not opened by closing its lock."""
        if self._locked is not None and self.isVisible():
            event.ignore()
            return
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes to what is missing first."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not self.go_button.isEnabled():
            page = self.pages.currentWidget()
            if isinstance(page, CredentialsPane) and page.isEnabled():
                page.focus_first()
            elif isinstance(page, NewPasswordPane):
                page.second.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

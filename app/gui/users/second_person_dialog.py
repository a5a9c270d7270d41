"""A second person signs here, without the first one leaving the window."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.user import Permission, Session, same_person
from app.gui.users.credentials_pane import CredentialsPane
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.services import users
from app.services.workspace import Workspace

WIDTH = 420


class SecondPersonDialog(QDialog):
    """Asks a second user for login and password; `signed(Session)` when they are right and that
    user is another one and may approve. Who works in the window stays the same: use the session
    with `workspace.acting`. Enter signs, Esc leaves.

    Args:
        heading: what is decided, such as ``Approve true positive?``.
        text: what happens then.
        verb: the word on the button.
        named: who is asked; "" for any reviewer.
    """

    signed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        heading: str,
        text: str,
        verb: str,
        *,
        named: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self._workspace = workspace
        self._maker = workspace.actor
        self.credentials = CredentialsPane(self._check)
        self.credentials.login.setText(named)
        self.cancel_button = Button(self.tr("Cancel"), key="Esc")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.sign_button = Button(verb, "check", "primary", key="Enter")
        self.sign_button.setDefault(True)
        self.sign_button.clicked.connect(self.credentials.submit)
        self.credentials.accepted.connect(self._take)
        self.credentials.edited.connect(self._enable)
        self.credentials.busy.connect(self._show_busy)
        title = label(heading, "heading")
        told = label(text, "secondary")
        note = self.tr("{maker} asked for it. A second person signs here and does not log in.")
        who = label(note.format(maker=self._maker), "secondary")
        for words in (title, told, who):
            words.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.sign_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("m"))
        for widget in (title, told, who, self.credentials):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH)
        self._enable()
        self.credentials.focus_first()

    def _check(self, login: str, password: str) -> Session:
        return users.authenticate(self._workspace, login, password)

    def _show_busy(self, is_busy: bool) -> None:
        self.sign_button.setDisabled(is_busy)
        if not is_busy:
            self._enable()
            QTimer.singleShot(0, self, self.adjustSize)  # a message may have come

    def _enable(self) -> None:
        self.sign_button.setEnabled(self.credentials.is_filled)

    def _take(self, session: Session) -> None:
        problem = ""
        if same_person(session.login, self._maker):
            problem = self.tr("You asked for it yourself: another person has to sign.")
        elif session.must_change_password:
            problem = self.tr("{name} has to log in once and choose a password first.")
        elif not session.may(Permission.APPROVE):
            problem = self.tr("{name} is no reviewer.")
        if problem:
            self.credentials.password.clear()
            self.credentials.message.show_message(problem.format(name=session.name))
            return
        self.credentials.password.clear()
        self.signed.emit(session)
        self.accept()

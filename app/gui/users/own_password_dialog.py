"""One's own password: the old one, and the new one twice."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.gui import jobs
from app.gui.users.credentials_pane import password_field
from app.gui.users.new_password_pane import NewPasswordPane
from app.gui.widgets.buttons import Button
from app.gui.widgets.error_dialog import show_error
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.services import users
from app.services.workspace import Workspace

WIDTH = 400


class OwnPasswordDialog(QDialog):
    """Changes the password of whoever works here; closes when it was changed."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Your password"))
        self._workspace = workspace
        self._questions = jobs.Questions()
        self.old = password_field()
        self.old_box = FieldBox(self.tr("&Password until now"), self.old)
        self.new = NewPasswordPane(self.tr("&New password"))
        self.cancel_button = Button(self.tr("Cancel"), key="Esc")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.go_button = Button(self.tr("Change it"), "check", "primary", key="Enter")
        self.go_button.setDefault(True)
        self.go_button.clicked.connect(self._go)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("m"))
        column.addWidget(label(self.windowTitle(), "heading"))
        column.addWidget(self.old_box)
        column.addWidget(self.new)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH)
        self.old.setFocus()

    def _go(self) -> None:
        session, workspace, old = self._workspace.session, self._workspace, self.old.text()
        new = self.new.password(session.login, session.name)
        if new:
            self.go_button.setEnabled(False)
            self._questions.ask(
                "change",
                lambda _job: users.set_own_password(workspace, old, new),
                lambda _session: self.accept(),
                self._refuse,
            )

    def _refuse(self, error: BaseException) -> None:
        self.go_button.setEnabled(True)
        if not isinstance(error, AppError):
            show_error(error, self)
            return
        box = self.old_box if error.code == "UNAUTHORIZED" else self.new.first_box
        box.show_message(error.message)
        QTimer.singleShot(0, self, self.adjustSize)

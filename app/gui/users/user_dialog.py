"""A new user, another role, or a new first password: small dialogs of an administrator."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.user import Role, User
from app.gui.users.new_password_pane import NewPasswordPane
from app.gui.users.wording import role_text, role_word
from app.gui.widgets.buttons import Button
from app.gui.widgets.error_dialog import show_error
from app.gui.widgets.field_box import FieldBox, FieldMessage
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space

WIDTH = 420


class FormDialog(QDialog):
    """Heading, a text, fields, what is wrong, and two buttons; open until the work is done."""

    def __init__(self, heading: str, text: str, verb: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.message = FieldMessage()
        self.cancel_button = Button(self.tr("Cancel"), key="Esc")
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.go_button = Button(verb, "check", "primary", key="Enter")
        self.go_button.setDefault(True)
        self.go_button.clicked.connect(self._go)
        told = label(text, "secondary")
        told.setWordWrap(True)
        told.setVisible(bool(text))
        self.fields = QVBoxLayout()
        self.fields.setSpacing(space("s"))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("m"))
        column.addWidget(label(heading, "heading"))
        column.addWidget(told)
        column.addLayout(self.fields)
        column.addWidget(self.message)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH)

    def _go(self) -> None:
        """What the button does; each dialog has its own."""

    def refuse(self, error: BaseException) -> None:
        """Say why it was not done."""
        self.go_button.setEnabled(True)
        if isinstance(error, AppError):
            self.message.show_message(" ".join(filter(None, (error.message, error.todo))))
            QTimer.singleShot(0, self, self.adjustSize)
        else:
            show_error(error, self)

    def _wait(self) -> None:
        self.message.show_message("")
        self.go_button.setEnabled(False)


class NewUserDialog(FormDialog):
    """Asks for a new user; `asked(login, name, role, password)`. It stays until `accept`.

    Args:
        is_first: whether this is the first user, who is the administrator.
    """

    asked = Signal(str, str, object, str)

    def __init__(self, *, is_first: bool, parent: QWidget | None = None) -> None:
        heading = self.tr("First user") if is_first else self.tr("New user")
        text = (
            self.tr(
                "The first user is the administrator. From now on the workspace asks for a "
                "log-in, and every record holds who it was."
            )
            if is_first
            else self.tr("The password is a first one: it has to be changed at the first log-in.")
        )
        super().__init__(heading, text, self.tr("Add user"), parent)
        self.login, self.name = QLineEdit(), QLineEdit()
        self.role = _role_choice(Role.ADMINISTRATOR if is_first else Role.ANALYST)
        self.role.setEnabled(not is_first)
        self.about = label("", "caption")
        self.about.setWordWrap(True)
        self.password = NewPasswordPane(self.tr("&Password"))
        for box in (
            FieldBox(self.tr("&Login (e-mail address or account)"), self.login),
            FieldBox(self.tr("&Name"), self.name),
            FieldBox(self.tr("&Role"), self.role),
            self.about,
            self.password,
        ):
            self.fields.addWidget(box)
        self.role.currentIndexChanged.connect(lambda _at: self._tell_role())
        self._tell_role()
        self.login.setFocus()

    def _tell_role(self) -> None:
        self.about.setText(role_text(Role(self.role.currentData())))

    def _go(self) -> None:
        login, name = self.login.text().strip(), self.name.text().strip()
        for field, text in ((self.login, login), (self.name, name)):
            if not text:
                field.setFocus()
                return
        password = self.password.password(login, name)
        if password:
            self._wait()
            self.asked.emit(login, name, Role(self.role.currentData()), password)


class RoleDialog(FormDialog):
    """Asks for another role and why; `asked(role, reason)`."""

    asked = Signal(object, str)

    def __init__(self, user: User, parent: QWidget | None = None) -> None:
        heading = self.tr("Role of {name}").format(name=user.name)
        super().__init__(heading, self.tr("It counts at once."), self.tr("Change role"), parent)
        self.role = _role_choice(user.role)
        self.reason = QLineEdit()
        self.about = label("", "caption")
        self.about.setWordWrap(True)
        self.fields.addWidget(FieldBox(self.tr("&Role"), self.role))
        self.fields.addWidget(self.about)
        self.fields.addWidget(FieldBox(self.tr("R&eason"), self.reason))
        self.role.currentIndexChanged.connect(lambda _at: self._tell_role())
        self._tell_role()

    def _tell_role(self) -> None:
        self.about.setText(role_text(Role(self.role.currentData())))

    def _go(self) -> None:
        self._wait()
        self.asked.emit(Role(self.role.currentData()), self.reason.text().strip())


class PasswordDialog(FormDialog):
    """Asks for a first password for another user; `asked(password)`."""

    asked = Signal(str)

    def __init__(self, user: User, parent: QWidget | None = None) -> None:
        heading = self.tr("New password for {name}").format(name=user.name)
        text = self.tr("It has to be changed at the next log-in, and a wait for wrong tries ends.")
        super().__init__(heading, text, self.tr("Set password"), parent)
        self._user = user
        self.password = NewPasswordPane(self.tr("&Password"))
        self.fields.addWidget(self.password)
        self.password.first.setFocus()

    def _go(self) -> None:
        password = self.password.password(self._user.login, self._user.name)
        if password:
            self._wait()
            self.asked.emit(password)


def _role_choice(role: Role) -> QComboBox:
    made = QComboBox()
    for item in Role:
        made.addItem(role_word(item), item)
    made.setCurrentIndex(made.findData(role))
    return made

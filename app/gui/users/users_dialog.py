"""Users and four eyes: who may work here, and whether a second person is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.approval import Approval
from app.domain.user import Permission, User
from app.gui import jobs
from app.gui.users.columns import user_columns
from app.gui.users.own_password_dialog import OwnPasswordDialog
from app.gui.users.user_dialog import FormDialog, NewUserDialog, PasswordDialog, RoleDialog
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.labels import label
from app.gui.widgets.reason_dialog import ReasonDialog
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_model import RowsModel
from app.gui.widgets.theme import space
from app.services import case_settings, users
from app.services.workspace import Workspace


class UsersDialog(QDialog):
    """Shows all users; an administrator adds and changes them. Four eyes are turned on here, and
    off with a second person's approval."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Users and four eyes"))
        self._workspace = workspace
        self._questions = jobs.Questions()
        self.people: tuple[User, ...] = ()
        self.model: RowsModel[User] = RowsModel(user_columns(), lambda user: user.login)
        self.table = DataTable("users", self.model, self.tr("Users"))
        self.table.setMinimumHeight(220)
        self.banner = Banner("critical")
        self.banner.hide()
        self.add_button = Button(self.tr("&Add user…"), "plus", "primary")
        self.role_button = Button(self.tr("&Role…"), "users")
        self.state_button = Button(self.tr("&Disable…"), "ban")
        self.password_button = Button(self.tr("&Password…"), "lock")
        self.eyes_button = Button("", "eye")
        self.close_button = Button(self.tr("Close"), key="Esc")
        self.eyes_text = label("", "secondary")
        self.eyes_text.setWordWrap(True)
        self.empty = EmptyState(
            "users",
            self.tr("One-person workspace"),
            self.tr("Nobody logs in here, and every record says so."),
        )
        self._lay_out()
        self._connect()
        self._show_people(())
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(space("s"))
        for button in self._buttons():
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        eyes = QHBoxLayout()
        eyes.setSpacing(space("l"))
        eyes.addWidget(self.eyes_text, 1)
        self.eyes_button.setAutoDefault(False)
        eyes.addWidget(self.eyes_button)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("m"))
        column.addWidget(label(self.windowTitle(), "heading"))
        column.addWidget(self.banner)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(row)
        column.addWidget(label(self.tr("Four eyes"), "strong"))
        column.addLayout(eyes)
        column.addLayout(foot)
        self.resize(800, 520)

    def _buttons(self) -> tuple[Button, ...]:
        return self.add_button, self.role_button, self.state_button, self.password_button

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.ask_new)
        self.role_button.clicked.connect(self.ask_role)
        self.state_button.clicked.connect(self.ask_state)
        self.password_button.clicked.connect(self.ask_password)
        self.eyes_button.clicked.connect(self.ask_four_eyes)
        self.close_button.clicked.connect(self.reject)
        self.table.row_changed.connect(lambda _row: self._enable())
        self.table.opened.connect(lambda _row: self.ask_role())

    def refresh(self) -> None:
        """Ask who the users are."""
        workspace = self._workspace
        self._questions.ask(
            "users", lambda _job: users.list_users(workspace), self._show_people, self._fail
        )

    def chosen(self) -> User | None:
        """The user of the current row."""
        return self.model.row_at(self.table.currentIndex().row())

    # what is asked ---------------------------------------------------------------------------

    def ask_new(self) -> None:
        """Ask for a new user."""
        dialog = NewUserDialog(is_first=not self.people, parent=self)
        workspace = self._workspace
        dialog.asked.connect(
            lambda login, name, role, password: self._try(
                lambda: users.create_user(workspace, login, name, role, password), dialog
            )
        )
        self._open(dialog)

    def ask_role(self) -> None:
        """Ask for another role of the chosen user."""
        user = self.chosen()
        if user is None or not self.role_button.isEnabled():
            return
        dialog, workspace, login = RoleDialog(user, self), self._workspace, user.login
        dialog.asked.connect(
            lambda role, reason: self._try(
                lambda: users.change_role(workspace, login, role, reason=reason), dialog
            )
        )
        self._open(dialog)

    def ask_state(self) -> None:
        """Ask why the chosen user may not log in any more, or may again."""
        user = self.chosen()
        if user is None:
            return
        if user.is_active:
            heading = self.tr("Disable {name}?").format(name=user.name)
            text = self.tr("They cannot log in any more. Their records stay as they are.")
            verb, work = self.tr("Disable"), users.disable
        else:
            heading = self.tr("Let {name} log in again?").format(name=user.name)
            text, verb, work = (
                self.tr("With the password they had."),
                self.tr("Let in"),
                users.enable,
            )
        dialog = ReasonDialog(heading, text, verb, is_danger=user.is_active, parent=self)
        workspace, login = self._workspace, user.login
        dialog.confirmed.connect(
            lambda reason: self._try(lambda: work(workspace, login, reason=reason))
        )
        self._open(dialog)

    def ask_password(self) -> None:
        """Ask for a new password: one's own with the old one, another user's without."""
        user = self.chosen()
        if user is None:
            return
        workspace, login = self._workspace, user.login
        if login == workspace.session.login:
            self._open(OwnPasswordDialog(workspace, self))
            return
        dialog = PasswordDialog(user, self)
        dialog.asked.connect(
            lambda password: self._try(
                lambda: users.set_password(workspace, login, password), dialog
            )
        )
        self._open(dialog)

    def ask_four_eyes(self) -> None:
        """Ask why a second person is asked from now on, or is no more."""
        workspace = self._workspace
        if workspace.case_policy.four_eyes:
            dialog = ReasonDialog(
                self.tr("Ask to turn four eyes off?"),
                self.tr("They stay on until a reviewer other than you approves it."),
                self.tr("Ask"),
                is_danger=True,
                parent=self,
            )
            dialog.confirmed.connect(
                lambda reason: self._try(
                    lambda: case_settings.turn_off_four_eyes(workspace, reason=reason)
                )
            )
        else:
            dialog = ReasonDialog(
                self.tr("Turn four eyes on?"),
                self.tr(
                    "A true positive, a laxer override and a change of the policy then wait for "
                    "a reviewer who did not make them."
                ),
                self.tr("Turn on"),
                parent=self,
            )
            dialog.confirmed.connect(
                lambda reason: self._try(
                    lambda: case_settings.turn_on_four_eyes(workspace, reason=reason)
                )
            )
        self._open(dialog)

    # what happens ----------------------------------------------------------------------------

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _try(self, work: Callable[[], Any], dialog: FormDialog | None = None) -> None:
        """Do it on a worker; what is refused is said in the dialog that asked, else here."""

        def done(result: object) -> None:
            if dialog is not None:
                dialog.accept()
            self._tell(result)
            self.refresh()

        failed = dialog.refuse if dialog is not None else self._fail
        self._questions.ask("change", lambda _job: work(), done, failed)

    def _tell(self, result: object) -> None:
        self.banner.hide()
        if isinstance(result, Approval):
            self.banner.set_banner(
                "info",
                self.tr("Four eyes stay on for now"),
                self.tr("A reviewer decides it under Approvals on the Cases page."),
            )
            self.banner.show()

    def _fail(self, error: BaseException) -> None:
        self.banner.show_failure(error)

    def _show_people(self, people: tuple[User, ...]) -> None:
        self.people = people
        self.model.set_rows(people)
        self.table.setVisible(bool(people))
        self.empty.setVisible(not people)
        if people:
            self.table.select_first()
        is_on = self._workspace.case_policy.four_eyes
        if is_on:
            words = self.tr("On: who makes a decision that matters is not who approves it.")
        elif people:
            words = self.tr("Off. A reviewer and another user who works are needed to turn it on.")
        else:
            words = self.tr("Off: in a one-person workspace there is no second person.")
        self.eyes_text.setText(words)
        self.eyes_button.setText(self.tr("Turn o&ff…") if is_on else self.tr("Turn o&n…"))
        self._enable()

    def _enable(self) -> None:
        session, user = self._workspace.session, self.chosen()
        may_manage = session.may(Permission.MANAGE_USERS)
        is_self = user is not None and user.login == session.login
        self.add_button.setEnabled(may_manage)
        self.add_button.setText(
            self.tr("&Add user…") if self.people else self.tr("&Add administrator…")
        )
        for button in (self.role_button, self.state_button):
            button.setEnabled(may_manage and user is not None)
        self.password_button.setEnabled(user is not None and (may_manage or is_self))
        is_active = user is None or user.is_active
        self.state_button.setText(self.tr("&Disable…") if is_active else self.tr("&Let in again…"))
        self.eyes_button.setEnabled(bool(self.people) and session.may(Permission.CHANGE_POLICY))

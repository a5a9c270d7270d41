"""The columns of the users."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.user import User
from app.gui.screening.wording import local_time
from app.gui.users.wording import role_text, role_word, state_word
from app.gui.widgets.labels import isolate
from app.gui.widgets.table_columns import Chip, Column

translate = QCoreApplication.translate


def _state(user: User) -> str:
    if user.is_active and user.must_change_password:
        return translate("Users", "First password")
    return state_word(user.state)


def _state_chip(user: User) -> Chip:
    if not user.is_active:
        return Chip("ban", "missing")
    return Chip("lock", "medium") if user.must_change_password else Chip("check", "low")


def user_columns() -> tuple[Column[User], ...]:
    """The columns, in their first order."""
    return (
        Column(
            "name",
            translate("Users", "Name"),
            lambda user: isolate(user.name),
            width=170,
            value=lambda user: user.name,
            is_strong=True,
        ),
        Column("login", translate("Users", "Login"), lambda user: isolate(user.login), width=160),
        Column(
            "role",
            translate("Users", "Role"),
            lambda user: role_word(user.role),
            width=116,
            tooltip=lambda user: role_text(user.role),
        ),
        Column("state", translate("Users", "State"), _state, width=142, chip=_state_chip),
        Column(
            "created_at",
            translate("Users", "Added"),
            lambda user: local_time(user.created_at, with_date=True),
            width=140,
            value=lambda user: user.created_at,
            tooltip=lambda user: user.created_by,
        ),
    )

"""Users: Who may work in this workspace, with their password hashes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from app.domain.user import Role, User, UserState
from app.storage.rows_casework import users


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """The hash of a password, and the wrong tries in a row since the last right one."""

    password_hash: str
    failures: int


class UserRepository:
    """Who may work in this workspace, with their password hashes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        """How many users there are, disabled ones included; 0 in a one-person workspace."""
        return self._connection.scalar(select(func.count()).select_from(users)) or 0

    def get(self, login: str) -> User | None:
        """The user with this login, as it is stored."""
        row = self._connection.execute(select(users).where(users.c.login == login)).first()
        return None if row is None else _user(row)

    def all(self) -> list[User]:
        """All users, by name."""
        query = select(users).order_by(func.lower(users.c.name), users.c.login)
        return [_user(row) for row in self._connection.execute(query)]

    def secret(self, login: str) -> Secret | None:
        """What a log-in is checked against; it never leaves the service of log-in."""
        query = select(users.c.password_hash, users.c.failures).where(users.c.login == login)
        row = self._connection.execute(query).first()
        return None if row is None else Secret(row.password_hash, row.failures)

    def add(self, user: User, password_hash: str) -> None:
        """Store a new user."""
        self._connection.execute(
            insert(users).values(
                login=user.login,
                password_hash=password_hash,
                created_at=user.created_at,
                created_by=user.created_by,
                changed_at=user.created_at,
                failures=0,
                **_changing(user),
            )
        )

    def save(self, user: User, at: datetime) -> None:
        """Store what may change of a user: name, role, state, and whether they must change the
        password."""
        self._update(user.login, changed_at=at, **_changing(user))

    def set_password(self, login: str, password_hash: str) -> None:
        """Replace the hash of a user's password; wrong tries are forgotten."""
        self._update(login, password_hash=password_hash, failures=0, locked_until=None)

    def set_failures(self, login: str, failures: int, locked_until: datetime | None) -> None:
        """Note wrong tries in a row, and until when the login has to wait."""
        self._update(login, failures=failures, locked_until=locked_until)

    def _update(self, login: str, **values: Any) -> None:
        self._connection.execute(update(users).where(users.c.login == login).values(**values))


def _changing(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "role": user.role.value,
        "state": user.state.value,
        "must_change": int(user.must_change_password),
    }


def _user(row: Row[Any]) -> User:
    return User(
        login=row.login,
        name=row.name,
        role=Role(row.role),
        state=UserState(row.state),
        created_at=row.created_at,
        created_by=row.created_by,
        must_change_password=bool(row.must_change),
        locked_until=row.locked_until,
    )

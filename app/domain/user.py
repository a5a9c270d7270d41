"""Users of a workspace: who may do what, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import AppError, BadInput

POLICY_ACTOR = "policy"  # approves where the policy asks for no second person
RESERVED_LOGINS = frozenset({POLICY_ACTOR, "screendesk", "system", ""})
ONE_PERSON = "one-person workspace"
MAX_LOGIN = 200


class Role(StrEnum):
    ANALYST = "ANALYST"
    REVIEWER = "REVIEWER"  # the MLRO and deputies
    ADMINISTRATOR = "ADMINISTRATOR"
    AUDITOR = "AUDITOR"  # reads everything, changes nothing


class Permission(StrEnum):
    """What a role may do. Reading is allowed to every user."""

    SCREEN = "SCREEN"
    RESOLVE = "RESOLVE"  # matches, exceptions
    WORK_CASES = "WORK_CASES"
    APPROVE = "APPROVE"  # as second person
    MANAGE_LISTS = "MANAGE_LISTS"
    CHANGE_POLICY = "CHANGE_POLICY"
    MANAGE_USERS = "MANAGE_USERS"


_WORK = frozenset({Permission.SCREEN, Permission.RESOLVE, Permission.WORK_CASES})
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ANALYST: _WORK,
    Role.REVIEWER: _WORK | {Permission.APPROVE, Permission.CHANGE_POLICY, Permission.MANAGE_LISTS},
    Role.ADMINISTRATOR: _WORK
    | {Permission.MANAGE_LISTS, Permission.CHANGE_POLICY, Permission.MANAGE_USERS},
    Role.AUDITOR: frozenset(),
}


class NotAllowed(AppError):
    """You may not do this."""

    exit_code = 3
    code = "FORBIDDEN"


class UserState(StrEnum):
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


@dataclass(frozen=True, slots=True)
class User:
    """One person of the workspace. `login` is their e-mail address or account, in small letters;
    it never changes and stands in every record of theirs. Times are UTC."""

    login: str
    name: str
    role: Role
    state: UserState
    created_at: datetime
    created_by: str
    must_change_password: bool = False
    locked_until: datetime | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the role of an active user allows this."""
        return self.state is UserState.ACTIVE and permission in PERMISSIONS[self.role]


@dataclass(frozen=True, slots=True)
class Session:
    """Who acts now. In a one-person workspace nobody logs in: the account of the machine acts
    with every right and `actor` says so; `role` is None."""

    login: str
    name: str
    role: Role | None = None

    @property
    def is_one_person(self) -> bool:
        return self.role is None

    @property
    def actor(self) -> str:
        """What stands in every record: the login, in a one-person workspace with that said."""
        return f"{self.login} ({ONE_PERSON})" if self.role is None else self.login

    def may(self, permission: Permission) -> bool:
        """Whether this session allows it."""
        return self.role is None or permission in PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed, which names role and permission, unless it is allowed."""
        if not self.may(permission):
            assert self.role
            raise NotAllowed(
                f"{self.login} is {self.role.value} and may not {_DEED[permission]}.",
                safe="Nothing was changed.",
                todo="Ask someone with the right, or have an administrator change the role.",
            )


_DEED = {
    Permission.SCREEN: "screen customers",
    Permission.RESOLVE: "resolve matches",
    Permission.WORK_CASES: "work on cases",
    Permission.APPROVE: "approve as second person",
    Permission.MANAGE_LISTS: "change lists",
    Permission.CHANGE_POLICY: "change the policy",
    Permission.MANAGE_USERS: "manage users",
}


def clean_login(text: str) -> str:
    """A login as it is stored and compared: without outer blanks, in small letters.

    Raises BadInput if nobody can be called that.
    """
    login = text.strip().casefold()
    broken = any(char.isspace() or not char.isprintable() for char in login)
    if login in RESERVED_LOGINS or broken or len(login) > MAX_LOGIN or "(" in login:
        raise BadInput(
            f"“{text.strip()[:40]}” cannot be a login.",
            safe="Nothing was changed.",
            todo="Use an e-mail address or a short name without blanks and brackets.",
        )
    return login


def same_person(left: str, right: str) -> bool:
    """Whether two actors are one person, however the login was typed."""
    return left.strip().casefold() == right.strip().casefold()

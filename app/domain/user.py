"""Users of a workspace: who may do what, and who acts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import AppError, BadInput

POLICY_ACTOR = "policy"  # approves where the policy asks for no second person
PROGRAM_ACTOR = "screendesk"  # what the program does by itself, such as reading a watched folder
RESERVED_LOGINS = frozenset({POLICY_ACTOR, PROGRAM_ACTOR, "system", ""})
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


class WrongLogin(AppError):
    """The login or the password is wrong, or this login has to wait after wrong tries."""

    exit_code = 3
    code = "UNAUTHORIZED"


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

    @property
    def is_active(self) -> bool:
        return self.state is UserState.ACTIVE


class SessionKind(StrEnum):
    """Whose session it is."""

    PERSON = "PERSON"  # a user who logged in, or without users the account of the machine
    PROGRAM = "PROGRAM"  # the program itself, in the background
    LOGGED_OUT = "LOGGED_OUT"  # there are users, and none has logged in


@dataclass(frozen=True, slots=True)
class Session:
    """Who acts now. In a one-person workspace nobody logs in: the account of the machine acts
    with every right and `actor` says so; `role` is None. Whoever `must_change_password` may do
    nothing else before."""

    login: str
    name: str
    role: Role | None = None
    must_change_password: bool = False
    kind: SessionKind = SessionKind.PERSON

    @property
    def is_one_person(self) -> bool:
        return self.role is None and self.kind is SessionKind.PERSON

    @property
    def is_logged_out(self) -> bool:
        return self.kind is SessionKind.LOGGED_OUT

    @property
    def actor(self) -> str:
        """What stands in every record: the login, in a one-person workspace with that said."""
        return f"{self.login} ({ONE_PERSON})" if self.is_one_person else self.login

    def may(self, permission: Permission) -> bool:
        """Whether this session allows it."""
        if self.role is not None:
            return not self.must_change_password and permission in PERMISSIONS[self.role]
        return self.is_one_person or (
            self.kind is SessionKind.PROGRAM and permission in _PROGRAM_PERMISSIONS
        )

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed, which names role and permission, unless it is allowed."""
        if self.may(permission):
            return
        self._require_ready()
        who = f"{self.login} is {self.role.value}" if self.role else "The program"
        raise NotAllowed(
            f"{who} and may not {_DEED[permission]}."
            if self.role
            else f"{who} does not {_DEED[permission]} by itself.",
            safe="Nothing was changed.",
            todo="Ask someone with the right, or have an administrator change the role.",
        )

    def require_writer(self) -> None:
        """Raise NotAllowed for a role that reads only, and until a first password is changed.

        While nobody is logged in the program may write what it does in the background.
        """
        if self.must_change_password:
            self._require_ready()
        if self.role is not None and not PERMISSIONS[self.role]:
            raise NotAllowed(
                f"{self.login} is {self.role.value}: reads everything and changes nothing.",
                safe="Nothing was changed.",
                todo="Ask someone with the right, or have an administrator change the role.",
            )

    def require_still(self, user: User | None) -> None:
        """Raise NotAllowed if this user, as stored now, was disabled since the log-in or has a role
        that allows less than that of the session. None is a user who is not stored."""
        if user is None or self.role is None:
            return
        if not user.is_active:
            raise NotAllowed(
                f"{self.login} was disabled after logging in.",
                safe="Nothing was changed.",
                todo="Have an administrator enable the login, then log in again.",
            )
        if not PERMISSIONS[self.role] <= PERMISSIONS[user.role]:
            raise NotAllowed(
                f"{self.login} was {self.role.value} at log-in and is {user.role.value} now.",
                safe="Nothing was changed.",
                todo="Log in again to work with the role of now.",
            )

    def _require_ready(self) -> None:
        if self.is_logged_out:
            raise NotAllowed(
                "Nobody is logged in.",
                safe="Nothing was changed.",
                todo="Log in first: in the window, or with --user on the command line.",
            )
        if self.must_change_password:
            raise NotAllowed(
                f"{self.login} has to choose a password of their own first.",
                safe="Nothing was changed.",
                todo="Log in in the window, or run: screendesk users password",
            )


PROGRAM = Session(PROGRAM_ACTOR, "Screendesk", kind=SessionKind.PROGRAM)
LOGGED_OUT = Session(PROGRAM_ACTOR, "Screendesk", kind=SessionKind.LOGGED_OUT)
_PROGRAM_PERMISSIONS = frozenset({Permission.SCREEN, Permission.MANAGE_LISTS})


def session_of(user: User) -> Session:
    """The session of a user who logged in."""
    return Session(user.login, user.name, user.role, user.must_change_password)


_DEED = {
    Permission.SCREEN: "screen customers",
    Permission.RESOLVE: "resolve matches",
    Permission.WORK_CASES: "work on cases",
    Permission.APPROVE: "approve as second person",
    Permission.MANAGE_LISTS: "change lists",
    Permission.CHANGE_POLICY: "change the policy",
    Permission.MANAGE_USERS: "manage users",
}


def login_form(text: str) -> str:
    """A typed login as it is compared: without outer blanks, in small letters, and the same however
    its letters and accents are encoded (NFKC)."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


def clean_login(text: str) -> str:
    """A login as it is stored: in the form in which logins are compared, see `login_form`.

    Raises BadInput if nobody can be called that.
    """
    login = login_form(text)
    broken = any(char.isspace() or not char.isprintable() for char in login)
    if login in RESERVED_LOGINS or broken or len(login) > MAX_LOGIN or "(" in login:
        raise BadInput(
            f"“{text.strip()[:40]}” cannot be a login.",
            safe="Nothing was changed.",
            todo="Use an e-mail address or a short name without blanks and brackets.",
        )
    return login


def require_staffed(users: Iterable[User], *, four_eyes: bool) -> None:
    """Raise BadInput if these users could not run the workspace: there is always an active
    administrator, and with four eyes a reviewer and someone else who works."""
    active = [user for user in users if user.is_active]
    if not any(user.role is Role.ADMINISTRATOR for user in active):
        raise BadInput(
            "The workspace would be left without an active administrator.",
            safe="Nothing was changed.",
            todo="Make someone else an administrator first.",
        )
    reviewers = [user for user in active if user.may(Permission.APPROVE)]
    workers = [user for user in active if user.may(Permission.WORK_CASES)]
    if four_eyes and (not reviewers or len(workers) < 2):
        raise BadInput(
            "Four eyes need at least one active reviewer and another user who works.",
            safe="Nothing was changed.",
            todo="Add a user with the role REVIEWER, and one more, first.",
        )


def same_person(left: str, right: str) -> bool:
    """Whether two actors are one person, however the login was typed."""
    return login_form(left) == login_form(right)

"""Words of the window for users and their roles."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.user import Role, Session, UserState

translate = QCoreApplication.translate


def role_word(role: Role) -> str:
    """A role as a word."""
    return {
        Role.ANALYST: translate("Users", "Analyst"),
        Role.REVIEWER: translate("Users", "Reviewer"),
        Role.ADMINISTRATOR: translate("Users", "Administrator"),
        Role.AUDITOR: translate("Users", "Auditor"),
    }[role]


def role_text(role: Role) -> str:
    """What a role may do, in a sentence."""
    return {
        Role.ANALYST: translate("Users", "Screens, resolves matches and works on cases."),
        Role.REVIEWER: translate(
            "Users", "As an analyst; approves as second person, changes lists and the policy."
        ),
        Role.ADMINISTRATOR: translate(
            "Users", "As an analyst; changes lists and the policy, manages users."
        ),
        Role.AUDITOR: translate("Users", "Reads everything and changes nothing."),
    }[role]


def state_word(state: UserState) -> str:
    """Whether a user may log in."""
    return {
        UserState.ACTIVE: translate("Users", "Active"),
        UserState.DISABLED: translate("Users", "Disabled"),
    }[state]


def session_role(session: Session) -> str:
    """What stands under the name of whoever works."""
    if session.role is not None:
        return role_word(session.role)
    if session.is_one_person:
        return translate("Users", "One-person workspace")
    return translate("Users", "Nobody is logged in")

"""The case policy as it is stored: the program's own, with what the workspace changed of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app import bundled
from app.domain.case_policy import CasePolicy, parse_case_policy
from app.storage.unit_of_work import UnitOfWork

FILE = "resources/cases/policy.toml"
POLICY_KEY = "case_policy"
FOUR_EYES_KEY = "four_eyes"  # a trigger of the database reads it too


def stored_case_policy(uow: UnitOfWork) -> CasePolicy:
    """The case policy in force as this transaction sees it."""
    return parse_case_policy(stored_sections(uow), four_eyes=is_four_eyes(uow))


def stored_sections(uow: UnitOfWork) -> dict[str, Any]:
    """The policy in force as data; sections that the workspace stored replace the program's."""
    return own_sections() | dict(uow.settings.get(POLICY_KEY, default={}))


def own_sections() -> dict[str, Any]:
    """The policy that comes with the program, as data."""
    return bundled.read_toml(FILE)


def is_four_eyes(uow: UnitOfWork) -> bool:
    """Whether a second person is asked, as this transaction sees it."""
    return uow.settings.get(FOUR_EYES_KEY, default=False) is True


def store_sections(uow: UnitOfWork, sections: Mapping[str, Any]) -> None:
    """Store what differs from the policy of the program."""
    own = own_sections()
    changed = {name: value for name, value in sections.items() if own.get(name) != value}
    uow.settings.set(POLICY_KEY, changed)

"""The case policy: the program's own, with what the workspace changed of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.case_policy import CasePolicy, parse_case_policy
from app.storage.unit_of_work import UnitOfWork

POLICY_KEY = "case_policy"
FOUR_EYES_KEY = "four_eyes"  # a trigger of the database reads it too


def stored_case_policy(uow: UnitOfWork, bundled: Mapping[str, Any]) -> CasePolicy:
    """The case policy in force as this transaction sees it.

    Args:
        bundled: the parsed policy of the program; sections that the workspace stored replace it.
    """
    own = uow.settings.get(POLICY_KEY, default={})
    return parse_case_policy(
        {**bundled, **own}, four_eyes=uow.settings.get(FOUR_EYES_KEY, default=False) is True
    )

"""Four eyes in the domain: the maker is not the checker, and the named one decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.approval import (
    Approval,
    ApprovalOf,
    ApprovalState,
    SamePerson,
    is_by_policy,
    require_second,
)
from app.domain.user import POLICY_ACTOR

ASKED = Approval(
    "apr_1",
    ApprovalOf.DISPOSITION,
    "dsp_1",
    "cas_1",
    "ines@example.com",
    datetime(2026, 11, 21, tzinfo=UTC),
    needs_second=True,
    state=ApprovalState.PENDING,
)


@pytest.mark.parametrize("actor", ["ines@example.com", "INES@Example.com", " ines@example.com "])
def test_the_maker_cannot_approve_however_the_login_is_typed(actor) -> None:
    with pytest.raises(SamePerson) as caught:
        require_second(ASKED, actor)
    assert caught.value.code == "FORBIDDEN"
    assert "still waits" in caught.value.safe


def test_any_other_person_can_decide_what_names_nobody() -> None:
    require_second(ASKED, "ruth@example.com")


def test_only_the_named_person_decides() -> None:
    asked = replace(ASKED, named="ruth@example.com")
    require_second(asked, "Ruth@example.com")
    with pytest.raises(SamePerson, match=r"asked of ruth@example\.com"):
        require_second(asked, "marc@example.com")


def test_what_the_policy_approved_is_told() -> None:
    assert is_by_policy(replace(ASKED, decided_by=POLICY_ACTOR))
    assert not is_by_policy(replace(ASKED, decided_by="ruth@example.com"))

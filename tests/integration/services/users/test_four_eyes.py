"""Four eyes and the case policy: on with enough people, off and changed with a second person."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.approval import ApprovalOf, ApprovalState, SamePerson
from app.domain.case import CaseConflict
from app.domain.errors import BadInput, UsageError
from app.domain.user import POLICY_ACTOR, NotAllowed, Role
from app.services import approvals, audit, audit_trail, case_settings, users
from app.services.workspace import Workspace

Switch = Callable[[str], None]


@pytest.fixture
def guarded(staffed: Workspace) -> Workspace:
    case_settings.turn_on_four_eyes(staffed, reason="policy of the board")
    return staffed


def due(hours: int, workspace: Workspace) -> dict[str, Any]:
    """The due hours in force, with another number for HIGH cases."""
    table = case_settings.sections(workspace)["due_hours"]
    return {"due_hours": {**table, "case": {**table["case"], "HIGH": hours}}}


def high(workspace: Workspace) -> int:
    from app.domain.case import Priority

    return workspace.case_policy.case_hours[Priority.HIGH]


def test_four_eyes_need_users(workspace: Workspace) -> None:
    assert "one-person workspace" in case_settings.four_eyes_obstacle(workspace)
    with pytest.raises(BadInput, match="one-person workspace"):
        case_settings.turn_on_four_eyes(workspace, reason="why not")


def test_four_eyes_need_a_reviewer(staffed: Workspace) -> None:
    users.disable(staffed, "rex")
    users.disable(staffed, "ruth")
    assert "reviewer" in case_settings.four_eyes_obstacle(staffed)
    with pytest.raises(BadInput, match="at least one active reviewer"):
        case_settings.turn_on_four_eyes(staffed, reason="why not")
    users.enable(staffed, "rex")
    assert case_settings.four_eyes_obstacle(staffed) == ""


def test_turned_on_at_once_with_the_reason_in_the_trail(guarded: Workspace) -> None:
    assert guarded.case_policy.four_eyes
    (row,) = audit_trail.of_object(guarded, "settings", "case_policy")
    assert json.loads(row.before) == {"four_eyes": False}
    after = json.loads(row.after)
    assert (after["four_eyes"], after["reason"]) == (True, "policy of the board")
    with pytest.raises(UsageError, match="on already"):
        case_settings.turn_on_four_eyes(guarded, reason="again")


def test_a_reviewer_is_always_left_while_they_are_on(guarded: Workspace) -> None:
    users.disable(guarded, "ruth")
    for change in (
        lambda: users.disable(guarded, "rex"),
        lambda: users.change_role(guarded, "rex", Role.ANALYST),
    ):
        with pytest.raises(BadInput, match="at least one active reviewer"):
            change()


def test_turning_off_waits_for_a_reviewer(guarded: Workspace, work_as: Switch) -> None:
    asked = case_settings.turn_off_four_eyes(guarded, reason="too slow", named=" Rex ")
    assert (asked.of, asked.state, asked.needs_second) == (
        ApprovalOf.POLICY,
        ApprovalState.PENDING,
        True,
    )
    assert guarded.case_policy.four_eyes
    assert case_settings.waiting_change(guarded, asked.object_id) == (
        {"four_eyes": True},
        {"four_eyes": False},
    )
    for other in ("nora", "ines", "odd"):
        work_as(other)
        with pytest.raises((NotAllowed, SamePerson)):
            approvals.approve(guarded, asked.approval_id, "me too")
    work_as("ruth")
    with pytest.raises(SamePerson, match="asked of rex"):
        approvals.approve(guarded, asked.approval_id, "instead")
    work_as("rex")
    assert [item.approval_id for item in approvals.pending(guarded)] == [asked.approval_id]
    approvals.approve(guarded, asked.approval_id, "agreed")
    assert not guarded.case_policy.four_eyes
    assert case_settings.waiting_change(guarded, asked.object_id) == ({}, {})
    with pytest.raises(UsageError, match="off already"):
        case_settings.turn_off_four_eyes(guarded, reason="again")
    assert audit.verify(guarded).ok


def test_a_reviewer_who_asks_needs_another_one(guarded: Workspace, work_as: Switch) -> None:
    work_as("rex")
    asked = case_settings.turn_off_four_eyes(guarded, reason="too slow")
    with pytest.raises(SamePerson):
        approvals.approve(guarded, asked.approval_id, "I agree with myself")
    work_as("ruth")
    approvals.refuse(guarded, asked.approval_id, "No.")
    assert guarded.case_policy.four_eyes
    work_as("rex")
    case_settings.turn_off_four_eyes(guarded, reason="once more")  # nothing waits any more


def test_one_change_of_the_policy_waits_at_a_time(guarded: Workspace) -> None:
    case_settings.turn_off_four_eyes(guarded, reason="too slow")
    with pytest.raises(CaseConflict, match="Another change of the policy waits"):
        case_settings.change_policy(guarded, due(12, guarded), reason="faster")


def test_without_four_eyes_the_policy_changes_at_once_and_says_so(staffed: Workspace) -> None:
    made = case_settings.change_policy(staffed, due(12, staffed), reason="faster")
    assert (made.state, made.decided_by, made.needs_second) == (
        ApprovalState.APPROVED,
        POLICY_ACTOR,
        False,
    )
    assert high(staffed) == 12
    assert staffed.case_policy.version == 2
    assert made.summary == "Case policy version 2: due_hours.case.HIGH"
    (row,) = audit_trail.of_object(staffed, "settings", "case_policy")
    assert json.loads(row.before)["due_hours"]["case"]["HIGH"] == 24
    assert json.loads(row.after)["due_hours"]["case"]["HIGH"] == 12


def test_with_four_eyes_the_policy_changes_when_it_is_approved(
    guarded: Workspace, work_as: Switch
) -> None:
    asked = case_settings.change_policy(guarded, due(12, guarded), reason="faster")
    assert high(guarded) == 24
    work_as("ruth")
    approvals.approve(guarded, asked.approval_id, "agreed")
    assert high(guarded) == 12
    (row,) = [
        row
        for row in audit_trail.of_object(guarded, "settings", "case_policy")
        if "due_hours" in row.after
    ]
    assert row.actor == "ruth"
    assert json.loads(row.after)["reason"] == "faster"


def test_what_another_window_put_in_force_counts_here(staffed: Workspace) -> None:
    from app.bootstrap import open_workspace

    staffed.changed_elsewhere()
    other = open_workspace(staffed.data_dir)
    try:
        users.log_in(other, "nora", "the tide comes in at nora")
        case_settings.change_policy(other, due(6, other), reason="faster")
        assert high(staffed) == 24
        assert staffed.changed_elsewhere()
        assert high(staffed) == 6
    finally:
        other.close()


def test_a_policy_that_was_changed_underneath_is_not_put_in_force(
    guarded: Workspace, work_as: Switch
) -> None:
    asked = case_settings.change_policy(guarded, due(12, guarded), reason="faster")
    with guarded.database.write() as uow:
        uow.settings.set("case_policy", {"version": 9})
        uow.commit()
    work_as("ruth")
    with pytest.raises(CaseConflict, match="changed in the meantime"):
        approvals.approve(guarded, asked.approval_id, "agreed")
    with guarded.database.write() as uow, pytest.raises(CaseConflict, match="does not wait"):
        case_settings.apply_policy_change(guarded, uow, "pol_unknown")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"due_hours": {"case": {}}}, "cannot be read"),
        ({"approval": {"dispositions": []}}, "true positive always"),
        ({"review": {"undo_seconds": -1, "lock_minutes": 20}}, "at least 1"),
        ({"review": {"undo_seconds": 10**12, "lock_minutes": 20}}, "at most 100,000"),
        ({}, "like this already"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(
    staffed: Workspace, changed: dict[str, Any], problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        case_settings.change_policy(staffed, changed, reason="try")
    assert staffed.case_policy.version == 1


def test_every_change_of_the_policy_needs_a_reason_and_a_right(
    guarded: Workspace, work_as: Switch
) -> None:
    for change in (
        lambda why: case_settings.turn_off_four_eyes(guarded, reason=why),
        lambda why: case_settings.change_policy(guarded, due(3, guarded), reason=why),
        lambda why: case_settings.turn_on_four_eyes(guarded, reason=why),
    ):
        work_as("nora")
        with pytest.raises(BadInput, match="needs a reason"):
            change("  ")
        work_as("ines")
        with pytest.raises(NotAllowed, match="may not change the policy"):
            change("because")


@pytest.mark.parametrize("section", ["four_eyes", "invented"])
def test_no_section_that_the_policy_does_not_have(workspace: Workspace, section: str) -> None:
    with pytest.raises(BadInput, match=f"no section “{section}”"):
        case_settings.change_policy(workspace, {section: True}, reason="past the switch")
    assert not workspace.case_policy.four_eyes, "nobody could ever decide anything"
    assert audit_trail.of_object(workspace, "settings", "case_policy") == ()

"""Changes of the case policy and of four eyes, each with the second person that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.approval import Approval, ApprovalOf, ApprovalState
from app.domain.audit_difference import differences
from app.domain.case import CaseConflict
from app.domain.case_policy import parse_case_policy
from app.domain.errors import AppError, BadInput, UsageError
from app.domain.events import Event, EventType
from app.domain.ids import new_id
from app.domain.user import POLICY_ACTOR, Permission, require_staffed
from app.services.recording import record_change
from app.services.stored_case_policy import (
    FOUR_EYES_KEY,
    POLICY_KEY,
    is_four_eyes,
    own_sections,
    store_sections,
    stored_sections,
)
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

__all__ = [
    "FOUR_EYES_KEY",
    "POLICY_KEY",
    "apply_policy_change",
    "change_policy",
    "forget_policy_change",
    "four_eyes_obstacle",
    "sections",
    "turn_off_four_eyes",
    "turn_on_four_eyes",
    "waiting_change",
]

OBJECT = "case_policy"  # the id under which the trail names these settings
ASKED_KEY = "policy_changes"  # what waits for a second person, by the id of the change
_SAFE = "The policy was left as it is."


def sections(workspace: Workspace) -> dict[str, Any]:
    """The case policy in force as data, in the shape of its file."""
    with workspace.database.read() as uow:
        return stored_sections(uow)


def four_eyes_obstacle(workspace: Workspace) -> str:
    """Why four eyes cannot be turned on, as one sentence; empty if they can."""
    with workspace.database.read() as uow:
        try:
            _require_people(uow)
        except AppError as error:
            return error.message
    return ""


def turn_on_four_eyes(workspace: Workspace, *, reason: str) -> None:
    """From now on a second person is asked for what the policy names.

    Raises BadInput without a reason, and without a reviewer and another user who works;
    UsageError where they are on; NotAllowed.
    """
    workspace.require(Permission.CHANGE_POLICY)
    why = _reason(reason)
    with workspace.database.write() as uow:
        _require_people(uow)
        if is_four_eyes(uow):
            raise UsageError("Four eyes are on already.", safe=_SAFE)
        event = _set_four_eyes(workspace, uow, is_on=True, reason=why)
        uow.commit()
    workspace.bus.publish([event])


def turn_off_four_eyes(workspace: Workspace, *, reason: str, named: str = "") -> Approval:
    """Ask a second person to turn four eyes off; until that approval they stay on.

    Args:
        named: who is asked; "" for any reviewer.
    Raises BadInput without a reason; UsageError where they are off; CaseConflict if that waits
    already; NotAllowed.
    """
    workspace.require(Permission.CHANGE_POLICY)
    why = _reason(reason)
    with workspace.database.write() as uow:
        if not is_four_eyes(uow):
            raise UsageError("Four eyes are off already.", safe=_SAFE)
        before, after = {"four_eyes": True}, {"four_eyes": False}
        approval, events = _ask(workspace, uow, before, after, "Four eyes off", why, named)
        uow.commit()
    workspace.bus.publish(events)
    return approval


def change_policy(
    workspace: Workspace, changed: Mapping[str, Any], *, reason: str, named: str = ""
) -> Approval:
    """Change sections of the case policy: at once, or once a second person approves where four
    eyes are on.

    Args:
        changed: whole sections in the shape of the policy's file; those left out stay.
        named: who is asked; "" for any reviewer.
    Raises:
        BadInput: no reason, a section that the policy does not have (four eyes have their own
            switch), a policy that cannot be, or nothing that is different.
        CaseConflict: another change waits for its approval.
        NotAllowed.
    """
    workspace.require(Permission.CHANGE_POLICY)
    why = _reason(reason)
    _refuse_unknown(changed)
    with workspace.database.write() as uow:
        before = stored_sections(uow)
        after = {**before, **changed, "version": before["version"] + 1}
        parse_case_policy(after)
        if {**after, "version": before["version"]} == before:
            raise BadInput("The case policy is like this already.", safe=_SAFE)
        named_fields = [item.field for item in differences(before, after) if item.is_different]
        fields = [field for field in named_fields if field != "version"]
        summary = f"Case policy version {after['version']}: {', '.join(fields)}"
        approval, events = _ask(workspace, uow, before, after, summary[:300], why, named)
        if not approval.needs_second:
            events += apply_policy_change(workspace, uow, approval.object_id)
        uow.commit()
    workspace.bus.publish(events)
    return approval


def waiting_change(workspace: Workspace, object_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a change that waits would replace, and by what; ({}, {}) if it waits no more."""
    with workspace.database.read() as uow:
        asked = uow.settings.get(ASKED_KEY, default={}).get(object_id, {})
    return asked.get("before", {}), asked.get("after", {})


def apply_policy_change(workspace: Workspace, uow: UnitOfWork, object_id: str) -> list[Event]:
    """Put an approved change in force, in the transaction of its approval.

    Returns: the events, to be published after the commit.
    Raises CaseConflict if the policy is not the one any more that the change started from.
    """
    asked = uow.settings.get(ASKED_KEY, default={}).get(object_id)
    if asked is None:
        raise CaseConflict(f"The change {object_id[:40]} does not wait any more.", safe=_SAFE)
    before, after = asked["before"], asked["after"]
    forget_policy_change(uow, object_id)
    if "four_eyes" in after:
        return [_set_four_eyes(workspace, uow, is_on=after["four_eyes"], reason=asked["reason"])]
    if stored_sections(uow) != before:
        raise CaseConflict(
            "The case policy was changed in the meantime.",
            safe=_SAFE,
            todo="Refuse this change and make it again.",
        )
    parse_case_policy(after)
    store_sections(uow, after)
    return [_record(workspace, uow, POLICY_KEY, before, after, asked["reason"])]


def forget_policy_change(uow: UnitOfWork, object_id: str) -> None:
    """Drop a change that was put in force, refused or withdrawn, in the caller's transaction."""
    asked = uow.settings.get(ASKED_KEY, default={})
    uow.settings.set(ASKED_KEY, {key: item for key, item in asked.items() if key != object_id})


def _ask(
    workspace: Workspace,
    uow: UnitOfWork,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    summary: str,
    reason: str,
    named: str,
) -> tuple[Approval, list[Event]]:
    """Keep a change until it is decided: by a second person, or without four eyes at once."""
    now, needs_second = workspace.clock(), is_four_eyes(uow)
    asked = uow.settings.get(ASKED_KEY, default={})
    if asked:
        raise CaseConflict(
            "Another change of the policy waits for its approval.",
            safe=_SAFE,
            todo="Have it approved or refused, or withdraw it, first.",
        )
    object_id = new_id("pol", now)
    uow.settings.set(ASKED_KEY, {object_id: {"before": before, "after": after, "reason": reason}})
    approval = Approval(
        new_id("apr", now),
        ApprovalOf.POLICY,
        object_id,
        "",
        workspace.actor,
        now,
        needs_second,
        ApprovalState.PENDING,
        named.strip().casefold(),
        summary,
    )
    if not needs_second:
        state = ApprovalState.APPROVED
        approval = replace(approval, state=state, decided_by=POLICY_ACTOR, decided_at=now)
    uow.approvals.add(approval)
    told = {
        "of": approval.of.value,
        "object_id": object_id,
        "needs_second": needs_second,
        "state": approval.state.value,
        "named": approval.named,
        "summary": summary,
    }
    event = record_change(
        workspace,
        uow,
        EventType.APPROVAL_ASKED,
        "approval",
        approval.approval_id,
        after=told,
        reason=reason,
    )
    return approval, [event]


def _set_four_eyes(workspace: Workspace, uow: UnitOfWork, *, is_on: bool, reason: str) -> Event:
    before = is_four_eyes(uow)
    uow.settings.set(FOUR_EYES_KEY, is_on)
    return _record(
        workspace, uow, FOUR_EYES_KEY, {"four_eyes": before}, {"four_eyes": is_on}, reason
    )


def _record(
    workspace: Workspace,
    uow: UnitOfWork,
    key: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str,
) -> Event:
    """Record a change that is stored already, with the fingerprint of the setting."""
    kind = EventType.SETTINGS_CHANGED
    vouched = {"setting_id": key, "setting_sha256": uow.row_digests.of("setting", key)}
    told = {**after, **vouched}
    return record_change(
        workspace, uow, kind, "settings", OBJECT, before=before, after=told, reason=reason
    )


def _refuse_unknown(changed: Mapping[str, Any]) -> None:
    unknown = sorted(set(changed) - set(own_sections()))
    if unknown:
        raise BadInput(
            f"The case policy has no section “{unknown[0][:40]}”.",
            safe=_SAFE,
            todo=f"Use one of: {', '.join(own_sections())}.",
        )


def _require_people(uow: UnitOfWork) -> None:
    if not uow.users.count():
        raise BadInput(
            "Four eyes need users: this is a one-person workspace.",
            safe=_SAFE,
            todo="Add an administrator first, then a reviewer and another user.",
        )
    require_staffed(uow.users.all(), four_eyes=True)


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise BadInput(
            "A change of the policy needs a reason.",
            safe=_SAFE,
            todo="Say in a sentence why: it is kept in the audit trail.",
        )
    return reason

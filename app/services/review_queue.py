"""The way of a screening's matches into the review queue."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.events import Event
from app.domain.ids import new_id
from app.domain.match import Match, Verdict
from app.domain.review import (
    OPEN_STATES,
    MatchReview,
    ReviewAction,
    ReviewKind,
    ReviewState,
    group_id,
    plain,
)
from app.domain.screening import ScreeningRecord
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

# What a person did to an open match and what stays when a newer screening finds it again.
_KEPT = ("assigned_to", "locked_by", "locked_until")
# Stays only while the list entry is the same: what changed deserves another look.
_KEPT_IF_SAME = (
    "snoozed_until", "state", "verdict", "reason_code", "comment", "resolved_at", "resolved_by",
    "resolution_id",
)  # fmt: skip


def enqueue(workspace: Workspace, uow: UnitOfWork, record: ScreeningRecord) -> list[Event]:
    """Queue every match that is not discarded, in the transaction of its screening.

    An open match of the same pair from an earlier screening is superseded: the new one takes over
    its assignee, its due date and, while the list entry is the same, what was noted. The audit
    row of the screening, which holds the digest of its record, vouches for what is queued.
    """
    matches = record.open_matches()
    if not matches:
        return []
    older = {
        (item.source, item.list_entry_id): item
        for item in uow.reviews.open_of_subject(record.subject_id)
    }
    is_in_case = uow.cases.open_of_subject(record.subject_id) is not None if older else False
    queued, superseded = [], []
    for match in matches:
        new = _review(workspace, record, match)
        before = older.get((match.source, match.list_entry_id))
        if before is not None:
            new = _taking_over(new, before, is_in_case=is_in_case)
            superseded.append((before, new))
        queued.append(new)
    uow.reviews.add(queued)
    _supersede(workspace, uow, superseded, record)
    return []


def _review(workspace: Workspace, record: ScreeningRecord, match: Match) -> MatchReview:
    subject, party = record.subject, record.party_of(match)
    party_key = party.party_id if party else f"{match.source}:{match.list_entry_id}"
    conflicts = [item for item in match.evidence if item.verdict is Verdict.CONFLICT]
    return MatchReview(
        match_id=match.match_id,
        screening_id=record.screening_id,
        group_id=group_id(record.subject_id, party_key),
        subject_id=record.subject_id,
        external_id=subject.external_id,
        subject_type=subject.type,
        subject_name=subject.name,
        born=str(subject.date_of_birth or ""),
        country=subject.nationality or subject.country,
        party_key=party_key,
        source=match.source,
        list_entry_id=match.list_entry_id,
        entry_checksum=match.entry_checksum,
        check=match.check,
        strength=match.strength,
        level=match.level,
        score=match.score,
        name_score=match.name_score,
        primary_name=match.primary_name,
        matched_name=match.matched_name,
        conflicts=tuple(item.feature for item in conflicts),
        disproved=tuple(item.feature for item in conflicts if item.is_strong),
        outcome=record.decision.outcome,
        risk_score=record.risk.score,
        is_demo=match.is_demo,
        created_at=record.created_at,
        due_at=workspace.case_policy.match_due(match.strength, record.created_at),
        came_back=match.lapsed_exception_id,
    )


def _taking_over(new: MatchReview, before: MatchReview, *, is_in_case: bool) -> MatchReview:
    names: tuple[str, ...] = _KEPT
    if is_in_case:  # a closed case no longer looks after it
        names += ("escalated_at",)
    if new.entry_checksum == before.entry_checksum and not new.came_back:
        names += _KEPT_IF_SAME
    kept: dict[str, Any] = {name: getattr(before, name) for name in names}
    return replace(new, due_at=min(new.due_at, before.due_at), **kept)


def _supersede(
    workspace: Workspace,
    uow: UnitOfWork,
    superseded: list[tuple[MatchReview, MatchReview]],
    record: ScreeningRecord,
) -> None:
    actions: list[tuple[ReviewAction, MatchReview]] = []
    for before, new in superseded:
        assert before.state in OPEN_STATES
        values = {"state": ReviewState.SUPERSEDED, "superseded_by": new.match_id}
        action = ReviewAction(
            action_id=new_id("act", record.created_at),
            batch_id=record.screening_id,
            match_id=before.match_id,
            kind=ReviewKind.SUPERSEDE,
            actor=workspace.actor,
            at=record.created_at,
            before={name: plain(getattr(before, name)) for name in values},
            after={name: plain(value) for name, value in values.items()},
        )
        actions.append((action, before))
        uow.reviews.change([before.match_id], values | {"locked_by": "", "locked_until": None})
    uow.reviews.add_actions(actions)

"""The review queue as plain JSON values in the shape that scripts and callers rely on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.review import MatchReview
from app.domain.review_queue import MatchDetail, PairEvent, ReviewGroup, ReviewOutcome
from app.services.result_shape import match_value, subject_value, utc
from app.services.review_checklist import SOURCE, ChecklistStep


def review_value(item: MatchReview) -> dict[str, Any]:
    """One match under review, without the evidence."""
    return {
        "match_id": item.match_id,
        "screening_id": item.screening_id,
        "group_id": item.group_id,
        "subject_id": item.subject_id,
        "external_id": item.external_id or None,
        "subject_name": item.subject_name,
        "party": item.party_key,
        "source": item.source,
        "list_entry_id": item.list_entry_id,
        "check": item.check.value,
        "strength": item.strength.value,
        "level": item.level.value,
        "score": round(item.score, 2),
        "primary_name": item.primary_name,
        "matched_name": item.matched_name,
        "disproved_by": [feature.value for feature in item.disproved],
        "state": item.state.value,
        "verdict": item.verdict.value if item.verdict else None,
        "resolution_id": item.resolution_id or None,
        "reason_code": item.reason_code or None,
        "comment": item.comment or None,
        "resolved_at": _time(item.resolved_at),
        "resolved_by": item.resolved_by or None,
        "assigned_to": item.assigned_to or None,
        "created_at": utc(item.created_at),
        "due_at": utc(item.due_at),
        "snoozed_until": _time(item.snoozed_until),
        "escalated_at": _time(item.escalated_at),
        "case_id": item.case_id or None,
        "came_back": item.came_back or None,
        "superseded_by": item.superseded_by or None,
        "is_demo": item.is_demo,
    }


def group_value(group: ReviewGroup) -> dict[str, Any]:
    """The matches of one subject with one listed party, counted."""
    return {
        "group_id": group.group_id,
        "subject_id": group.subject_id,
        "external_id": group.external_id or None,
        "subject_name": group.subject_name,
        "subject_type": group.subject_type.value,
        "date_of_birth": group.born or None,
        "country": group.country or None,
        "party_name": group.party_name,
        "sources": list(group.sources),
        "matches": group.matches,
        "open_matches": group.open_matches,
        "best_score": round(group.best_score, 2),
        "best_strength": group.best_strength.value,
        "due_at": utc(group.due_at),
        "assigned_to": group.assigned_to or None,
        "locked_by": group.locked_by or None,
        "came_back": group.came_back,
        "case_id": group.case_id or None,
        "is_demo": group.is_demo,
    }


def detail_value(detail: MatchDetail, steps: tuple[ChecklistStep, ...]) -> dict[str, Any]:
    """One match with its evidence, its group, its history and the checklist."""
    return {
        **review_value(detail.review),
        "subject": subject_value(detail.record.subject),
        "match": match_value(detail.match),
        "others": [review_value(other) for other in detail.others],
        "changed_since": [
            {"side": c.side, "field": c.field, "before": c.before, "after": c.after}
            for c in detail.changed_since
        ],
        "history": [_event_value(event) for event in detail.history],
        "checklist": {
            "source": SOURCE,
            "steps": [
                {
                    "step": step.step,
                    "question": step.question,
                    "suggestion": step.suggestion.value,
                    "because": step.because,
                }
                for step in steps
            ],
        },
    }


def outcome_value(outcome: ReviewOutcome) -> dict[str, Any]:
    """What one act did."""
    return {
        "batch_id": outcome.batch_id,
        "actions": [
            {
                "action_id": action.action_id,
                "match_id": action.match_id,
                "kind": action.kind.value,
                "verdict": action.verdict.value if action.verdict else None,
                "undoes": action.undoes or None,
                "actor": action.actor,
                "at": utc(action.at),
            }
            for action in outcome.actions
        ],
        "cases": list(outcome.cases),
    }


def _event_value(event: PairEvent) -> dict[str, Any]:
    return {
        "at": utc(event.at),
        "actor": event.actor or None,
        "kind": event.kind.value if event.kind else event.what or "SCREENED",
        "match_id": event.match_id or None,
        "screening_id": event.screening_id or None,
        "exception_id": event.exception_id or None,
        "verdict": event.verdict.value if event.verdict else None,
        "reason_code": event.reason_code or None,
        "comment": event.comment or None,
        "checklist": dict(event.checklist),
        "is_undone": event.is_undone,
        "entry_changed": event.entry_changed,
    }


def _time(at: datetime | None) -> str | None:
    return utc(at) if at else None

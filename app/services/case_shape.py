"""Cases as plain JSON values in the shape that scripts and callers rely on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.approval import Approval
from app.domain.case import Activity, Attachment, Case, CaseDisposition, LinkedCase, Override
from app.domain.review import MatchReview
from app.services.cases import CaseFile
from app.services.result_shape import utc


def case_value(case: Case) -> dict[str, Any]:
    """A case in the seeds' shape (`status` is its state), and what else is known of it."""
    return {
        "case_id": case.case_id,
        "screening_id": case.screening_id,
        "subject_id": case.subject_id,
        "status": case.state.value,
        "priority": case.priority.value,
        "notes": case.notes,
        "created_at": utc(case.created_at),
        "updated_at": utc(case.updated_at),
        "version": case.version,
        "external_id": case.external_id or None,
        "name": case.name,
        "type": case.type.value,
        "date_of_birth": case.born or None,
        "country": case.country or None,
        "assigned_to": case.assigned_to or None,
        "escalated_to": case.escalated_to or None,
        "due_at": _time(case.due_at),
        "snoozed_until": _time(case.snoozed_until),
        "tags": list(case.tags),
        "sources": list(case.sources),
        "original_decision": case.original_decision.value,
        "decision": case.decision.value,
        "risk_score": case.score,
        "risk_band": case.band.value,
        "matches": case.matches,
        "open_matches": case.open_matches,
        "disposition": case.disposition.value if case.disposition else None,
        "opened_by": case.opened_by,
        "closed_at": _time(case.closed_at),
        "is_demo": case.is_demo,
    }


def case_file_value(file: CaseFile) -> dict[str, Any]:
    """A case with its timeline, matches, documents, dispositions, overrides, approvals, links."""
    return {
        **case_value(file.case),
        "sla": file.sla.value,
        "screening_ids": [record.screening_id for record in file.screenings],
        "match_reviews": [_review_value(review) for review in file.reviews],
        "activities": [activity_value(item) for item in file.activities],
        "attachments": [
            attachment_value(item) | {"problem": file.damaged.get(item.attachment_id)}
            for item in file.attachments
        ],
        "dispositions": [_disposition_value(item) for item in file.dispositions],
        "overrides": [override_value(item) for item in file.overrides],
        "approvals": [approval_value(item) for item in file.approvals],
        "links": [_link_value(item) for item in file.links],
        "earlier_cases": [item.case_id for item in file.earlier],
    }


def activity_value(item: Activity) -> dict[str, Any]:
    """One line of a timeline."""
    return {
        "activity_id": item.activity_id,
        "case_id": item.case_id,
        "type": item.type.value,
        "content": item.content,
        "actor": item.actor,
        "created_at": utc(item.at),
        "data": item.data,
    }


def attachment_value(item: Attachment) -> dict[str, Any]:
    """A document or link of a case."""
    return {
        "attachment_id": item.attachment_id,
        "case_id": item.case_id,
        "name": item.name,
        "type": item.type,
        "url": item.url or None,
        "sha256": item.sha256 or None,
        "size": item.size if item.sha256 else None,
        "media_type": item.media_type or None,
        "note": item.note or None,
        "actor": item.actor,
        "created_at": utc(item.at),
    }


def approval_value(item: Approval) -> dict[str, Any]:
    """What waits, or waited, for a second person."""
    return {
        "approval_id": item.approval_id,
        "of": item.of.value,
        "object_id": item.object_id,
        "case_id": item.case_id or None,
        "summary": item.summary,
        "status": item.state.value,
        "needs_second_person": item.needs_second,
        "made_by": item.made_by,
        "asked_at": utc(item.asked_at),
        "named": item.named or None,
        "decided_by": item.decided_by or None,
        "decided_at": _time(item.decided_at),
        "reason": item.reason or None,
    }


def override_value(item: Override) -> dict[str, Any]:
    """A decision in place of the machine's; `approved_by` is who approved it, or who did so as
    stated by the caller (`is_stated`), never who is only asked."""
    approval = item.approval
    stated = approval is not None and not approval.needs_second
    decided = approval.decided_by if approval and approval.needs_second else item.named
    return {
        "override_id": item.override_id,
        "case_id": item.case_id,
        "original_decision": item.original_decision.value,
        "new_decision": item.new_decision.value,
        "reason": item.reason,
        "approved_by": decided or None,
        "is_stated": stated,
        "status": approval.state.value if approval else None,
        "made_by": item.made_by,
        "created_at": utc(item.at),
    }


def _disposition_value(item: CaseDisposition) -> dict[str, Any]:
    return {
        "disposition_id": item.disposition_id,
        "disposition": item.disposition.value,
        "reason": item.reason,
        "made_by": item.made_by,
        "created_at": utc(item.at),
        "status": item.approval.state.value if item.approval else None,
        "decided_by": item.approval.decided_by or None if item.approval else None,
    }


def _review_value(item: MatchReview) -> dict[str, Any]:
    return {
        "match_id": item.match_id,
        "screening_id": item.screening_id,
        "source": item.source,
        "list_entry_id": item.list_entry_id,
        "primary_name": item.primary_name,
        "strength": item.strength.value,
        "score": round(item.score, 2),
        "status": item.state.value,
        "verdict": item.verdict.value if item.verdict else None,
        "reason_code": item.reason_code or None,
        "resolved_by": item.resolved_by or None,
    }


def _link_value(item: LinkedCase) -> dict[str, Any]:
    return {
        "case_id": item.case_id,
        "name": item.name,
        "status": item.state.value,
        "relation": item.relation.value,
    }


def _time(at: datetime | None) -> str | None:
    return utc(at) if at else None

"""Match exceptions as plain JSON values in the shape that scripts rely on."""

from __future__ import annotations

from typing import Any

from app.domain.match_exception import ExceptionEvent, MatchException
from app.services.exception_trail import change_value, plain
from app.services.result_shape import utc


def exception_value(exception: MatchException) -> dict[str, Any]:
    """An exception; empty texts are null."""
    return {
        "exception_id": exception.exception_id,
        "kind": exception.kind.value,
        "status": exception.status.value,
        "version": exception.version,
        "reason": exception.reason,
        "subject_id": exception.subject_id or None,
        "external_id": exception.external_id or None,
        "subject_name": exception.subject_name or None,
        "source": exception.source or None,
        "list_entry_id": exception.list_entry_id or None,
        "listed_name": exception.listed_name or None,
        "checksum": exception.checksum or None,
        "core_checksum": exception.core_checksum or None,
        "fields": list(exception.fields),
        "subject_fields": list(exception.subject_fields),
        "fingerprint": exception.fingerprint,
        "conditions": plain(exception.conditions),
        "expirationType": exception.expiration_type.value,
        "expires_on": plain(exception.expires_on),
        "review_on": plain(exception.review_on),
        "created_at": utc(exception.created_at),
        "created_by": exception.created_by,
        "changed_at": utc(exception.changed_at) if exception.changed_at else None,
        "changed_by": exception.changed_by or None,
        "from_match_id": exception.from_match_id or None,
        "difference": [change_value(change) for change in exception.difference],
        "used": exception.used,
        "last_used_at": utc(exception.last_used_at) if exception.last_used_at else None,
    }


def event_value(event: ExceptionEvent) -> dict[str, Any]:
    """One line of an exception's history."""
    return {
        "at": utc(event.at),
        "actor": event.actor,
        "action": event.action,
        "data": event.data,
    }

"""Rows of the review queue as domain objects, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import msgspec
from sqlalchemy import Row

from app.domain.decision import Outcome
from app.domain.match import Check, Feature, Level, Strength
from app.domain.review import (
    MatchReview,
    ResolutionVerdict,
    ReviewAction,
    ReviewKind,
    ReviewState,
)
from app.domain.subject import SubjectType
from app.storage import codec
from app.storage.rows_casework import match_reviews, review_actions
from app.storage.search_text import search_key

COLUMNS = tuple(match_reviews.c[field.name] for field in fields(MatchReview))
ACTION_COLUMNS = tuple(review_actions.c[field.name] for field in fields(ReviewAction))
_ENUMS = {
    "subject_type": SubjectType,
    "check": Check,
    "strength": Strength,
    "level": Level,
    "outcome": Outcome,
    "state": ReviewState,
}


def review(row: Row[Any]) -> MatchReview:
    """The review of a row of COLUMNS."""
    values = dict(row._mapping)
    for name, kind in _ENUMS.items():
        values[name] = kind(values[name])
    values["verdict"] = ResolutionVerdict(row.verdict) if row.verdict else None
    values["conflicts"] = _features(row.conflicts)
    values["disproved"] = _features(row.disproved)
    values["is_demo"] = bool(row.is_demo)
    return MatchReview(**values)


def review_values(review: MatchReview) -> dict[str, Any]:
    """All columns of a review but its sequence number."""
    values = {field.name: getattr(review, field.name) for field in fields(review)}
    for name in _ENUMS:
        values[name] = values[name].value
    values["verdict"] = review.verdict.value if review.verdict else ""
    values["conflicts"] = ",".join(review.conflicts)
    values["disproved"] = ",".join(review.disproved)
    values["is_demo"] = int(review.is_demo)
    told = (review.subject_name, review.external_id, review.primary_name, review.matched_name)
    values["name_key"] = search_key(review.subject_name)
    values["search_text"] = search_key("\n".join(told))
    return values


def action(row: Row[Any]) -> ReviewAction:
    """The action of a row of ACTION_COLUMNS."""
    values = dict(row._mapping)
    values["kind"] = ReviewKind(row.kind)
    values["verdict"] = ResolutionVerdict(row.verdict) if row.verdict else None
    values["before"] = msgspec.json.decode(row.before) if row.before else {}
    values["after"] = msgspec.json.decode(row.after) if row.after else {}
    return ReviewAction(**values)


def action_values(action: ReviewAction, screening_id: str) -> dict[str, Any]:
    """All columns of an action on a match of a screening."""
    return {
        "action_id": action.action_id,
        "batch_id": action.batch_id,
        "match_id": action.match_id,
        "screening_id": screening_id,
        "kind": action.kind.value,
        "verdict": action.verdict.value if action.verdict else "",
        "reason_code": action.reason_code,
        "comment": action.comment,
        "before": codec.encode(action.before) if action.before else "",
        "after": codec.encode(action.after) if action.after else "",
        "undoes": action.undoes,
        "actor": action.actor,
        "at": action.at,
    }


def _features(text: str) -> tuple[Feature, ...]:
    return tuple(Feature(name) for name in text.split(",") if name)

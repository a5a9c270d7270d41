"""One act in the review queue: what every kind of it shares, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.errors import BadInput, UsageError
from app.domain.events import Event, EventType
from app.domain.ids import new_id
from app.domain.review import (
    MatchReview,
    ResolutionVerdict,
    ReviewAction,
    ReviewConflict,
    ReviewKind,
    ReviewState,
    plain,
)
from app.domain.subject import clean_text
from app.services.recording import record_changes
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

MAX_COMMENT = 4000
CHECKLIST = "checklist"  # in what an action tells: the answers by step


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done to each of some matches: columns to change, and what stands in the record.

    `told` is kept with the action beside the columns, such as the answers of the checklist.
    """

    kind: ReviewKind
    changes: Mapping[str, Any] = field(default_factory=dict)
    verdict: ResolutionVerdict | None = None
    reason_code: str = ""
    comment: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


def new_batch(at: datetime) -> str:
    """The id of what is done together."""
    return new_id("rvb", at)


def act(
    workspace: Workspace,
    uow: UnitOfWork,
    reviews: Sequence[MatchReview],
    deed: Deed,
    batch_id: str,
    at: datetime,
) -> tuple[list[ReviewAction], list[Event]]:
    """Do one thing to each match: its columns, its action, its event and its audit row.

    The caller commits, then publishes the events.
    """
    changes = dict(deed.changes)
    is_resolution = deed.kind is ReviewKind.RESOLVE
    done = []
    for item in reviews:
        action_id = new_id("res" if is_resolution else "act", at)
        values = changes | ({"resolution_id": action_id} if is_resolution else {})
        done.append((_action(workspace, item, deed, values, action_id, batch_id, at), item))
    if changes:
        uow.reviews.change([item.match_id for item in reviews], changes)
    if is_resolution:
        ids = [(item.match_id, {"resolution_id": action.action_id}) for action, item in done]
        uow.reviews.change_each(ids)
    return [action for action, _ in done], record_actions(workspace, uow, done)


def record_actions(
    workspace: Workspace, uow: UnitOfWork, done: Sequence[tuple[ReviewAction, MatchReview]]
) -> list[Event]:
    """Store actions, each with its match as it was before, its event and its audit row."""
    uow.reviews.add_actions(done)
    return record_changes(
        workspace,
        uow,
        EventType.MATCH_REVIEWED,
        "match",
        [
            (item.match_id, action.before, _facts(action, item), action.comment)
            for action, item in done
        ],
    )


def _facts(action: ReviewAction, item: MatchReview) -> dict[str, Any]:
    """What the trail keeps of an action; the comment stands there as the reason."""
    return {
        "kind": action.kind.value,
        "match_id": item.match_id,
        "group_id": item.group_id,
        "subject_id": item.subject_id,
        "screening_id": item.screening_id,
        "action_id": action.action_id,
        "batch_id": action.batch_id,
        **({"verdict": action.verdict.value} if action.verdict else {}),
        **({"reason_code": action.reason_code} if action.reason_code else {}),
        **({"undoes": action.undoes} if action.undoes else {}),
        **{name: value for name, value in action.after.items() if name != "comment"},
    }


def _action(
    workspace: Workspace,
    item: MatchReview,
    deed: Deed,
    values: Mapping[str, Any],
    action_id: str,
    batch_id: str,
    at: datetime,
) -> ReviewAction:
    changed = {name: value for name, value in values.items() if getattr(item, name) != value}
    return ReviewAction(
        action_id=action_id,
        batch_id=batch_id,
        match_id=item.match_id,
        kind=deed.kind,
        actor=workspace.actor,
        at=at,
        verdict=deed.verdict,
        reason_code=deed.reason_code,
        comment=deed.comment,
        before={name: plain(getattr(item, name)) for name in changed},
        after={name: plain(value) for name, value in changed.items()} | dict(deed.told),
    )


def taken(
    workspace: Workspace,
    uow: UnitOfWork,
    match_ids: Sequence[str],
    at: datetime,
    expected: Mapping[str, ReviewState] | None = None,
) -> list[MatchReview]:
    """The matches that are to be changed.

    Args:
        expected: the state in which whoever acts saw each; without it they must be open.
    Raises:
        UsageError: none was named. NotFound.
        ReviewConflict: one is in another state, or someone else is working on it.
    """
    if not match_ids:
        raise UsageError("No match was named.", safe="Nothing was changed.")
    found = uow.reviews.get_many(match_ids)
    login = workspace.acting_session().login
    for item in found:
        seen = (expected or {}).get(item.match_id)
        if item.state is ReviewState.SUPERSEDED or (
            item.state is not seen if seen else not item.is_open
        ):
            raise _meanwhile(item)
        holder = item.lock_of_other(login, at)
        if holder:
            raise ReviewConflict(
                f"{holder} is working on {item.subject_name}.",
                safe="Nothing was changed.",
                todo="Take the next one, or wait until it is released.",
            )
    return found


def _meanwhile(item: MatchReview) -> ReviewConflict:
    what = {
        ReviewState.OPEN: "is open again",
        ReviewState.UNSURE: f"was marked unsure by {item.resolved_by}",
        ReviewState.RESOLVED: f"was resolved by {item.resolved_by}",
        ReviewState.SUPERSEDED: "was found again by a newer screening",
    }[item.state]
    return ReviewConflict(
        f"The match of {item.subject_name} with {item.primary_name} {what}.",
        safe="Nothing was changed.",
        todo="Look at it again before you decide.",
    )


def clean_comment(comment: str) -> str:
    """A comment as it is stored. Raises BadInput for one that is too long."""
    text = clean_text(comment)
    if len(text) > MAX_COMMENT:
        raise BadInput(
            f"The comment has {len(text):,} characters; at most {MAX_COMMENT:,} are taken.",
            safe="Nothing was changed.",
            todo="Say it shorter, or attach a document to the case.",
        )
    return text

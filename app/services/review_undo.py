"""Take back what was done in the review queue, by acts that compensate it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from app.domain.errors import NotFound
from app.domain.ids import new_id
from app.domain.review import (
    MatchReview,
    ReviewAction,
    ReviewConflict,
    ReviewKind,
    ReviewState,
    from_plain,
    plain,
)
from app.domain.review_queue import ReviewOutcome, UndoStep
from app.domain.user import Permission, same_person
from app.services.review_acting import CHECKLIST, new_batch, record_actions
from app.services.review_announcing import withdrawn
from app.services.review_cases import require_no_exception, require_undecided, tell_cases
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

UNDO_STEPS = 100
# What an action's `after` tells beside columns, and what the sweep changes by itself.
_SWEPT = "announce_at"
_NO_COLUMNS = frozenset({CHECKLIST, _SWEPT})
# A match stays in the case into which it came: the case is not unmade.
_STAYS = "case_id"
_SAFE = "Nothing was changed."


def undo(workspace: Workspace, batch_id: str) -> ReviewOutcome:
    """Take back everything that was done together, all of it or nothing.

    What was there before is restored by actions that name what they undo; nothing is erased.

    Raises:
        NotAllowed, NotFound.
        ReviewConflict: it was taken back already, someone else did it, or a match changed since.
    """
    workspace.require(Permission.RESOLVE)
    at = workspace.clock()
    with workspace.database.write() as uow:
        actions = _undoable(workspace, uow, batch_id)
        reviews = {item.match_id: item for item in _matches(uow, actions)}
        _require_standing(uow, list(reviews.values()), actions, at)
        undoing, done, restored = new_batch(at), [], []
        for action in actions:
            item = reviews[action.match_id]
            _require_unchanged(item, action)
            values = _restored(workspace, item, action, at)
            done.append((_reverse(workspace, item, action, values, undoing, at), item))
            if values:
                restored.append((item.match_id, values))
        uow.reviews.change_each(restored)
        events = record_actions(workspace, uow, done)
        for reverse, item in done:
            if item.state is ReviewState.RESOLVED and item.announce_at is None:
                events += withdrawn(workspace, uow, item, reverse)
        events += tell_cases(workspace, uow, _matches(uow, actions))
        uow.commit()
    workspace.bus.publish(events)
    return ReviewOutcome(undoing, tuple(reverse for reverse, _ in done))


def undo_steps(workspace: Workspace, limit: int = UNDO_STEPS) -> tuple[UndoStep, ...]:
    """What whoever acts did and can take back, newest first."""
    with workspace.database.read() as uow:
        return tuple(uow.reviews.undo_steps(workspace.actor, limit))


def _undoable(workspace: Workspace, uow: UnitOfWork, batch_id: str) -> list[ReviewAction]:
    actions = uow.reviews.actions_of_batch(batch_id)
    if not actions:
        raise NotFound(f"Nothing was done in the review queue as {batch_id[:60]}.")
    if any(action.kind in (ReviewKind.UNDO, ReviewKind.SUPERSEDE) for action in actions):
        raise ReviewConflict("This is no act of a person that can be taken back.", safe=_SAFE)
    if not same_person(actions[0].actor, workspace.actor):
        raise ReviewConflict(
            f"{actions[0].actor} did this; nobody else can take it back.",
            safe=_SAFE,
            todo="Decide the match anew if it was wrong.",
        )
    if uow.reviews.undone([action.action_id for action in actions]):
        raise ReviewConflict("This was taken back already.", safe=_SAFE)
    return actions


def _matches(uow: UnitOfWork, actions: Sequence[ReviewAction]) -> list[MatchReview]:
    return uow.reviews.get_many([action.match_id for action in actions])


def _require_unchanged(item: MatchReview, action: ReviewAction) -> None:
    """Refuse what someone changed since."""
    for name, value in action.after.items():
        if name not in _NO_COLUMNS and plain(getattr(item, name)) != value:
            raise ReviewConflict(
                f"The match of {item.subject_name} with {item.primary_name} was changed since.",
                safe=_SAFE,
                todo="Look at it again and decide it anew.",
            )


def _require_standing(
    uow: UnitOfWork, reviews: Sequence[MatchReview], actions: Sequence[ReviewAction], at: datetime
) -> None:
    """Refuse what a newer screening found again, and what a decided case rests on."""
    changed = [action.match_id for action in actions if action.after]  # a note changed nothing
    found_again = uow.reviews.found_again(changed)
    item = next((item for item in reviews if item.match_id in found_again), None)
    if item is not None:
        raise ReviewConflict(
            f"A newer screening found {item.subject_name} and {item.primary_name} again.",
            safe=_SAFE,
            todo="Decide the newer match.",
        )
    if not any("state" in action.after for action in actions):
        return
    require_no_exception(uow, reviews, at)
    require_undecided(uow, reviews)


def _restored(
    workspace: Workspace, item: MatchReview, action: ReviewAction, at: datetime
) -> dict[str, Any]:
    """The columns as they were; what is resolved again is told outside again if it has to be."""
    values = {
        name: from_plain(name, value) for name, value in action.before.items() if name != _STAYS
    }
    if _SWEPT in values and values.get("state", item.state) is ReviewState.RESOLVED:
        was_told = item.announce_at is None
        waits = timedelta(seconds=workspace.case_policy.undo_seconds)
        values[_SWEPT] = at + waits if was_told else values[_SWEPT]
    return values


def _reverse(
    workspace: Workspace,
    item: MatchReview,
    action: ReviewAction,
    values: Mapping[str, Any],
    batch_id: str,
    at: datetime,
) -> ReviewAction:
    return ReviewAction(
        action_id=new_id("act", at),
        batch_id=batch_id,
        match_id=item.match_id,
        kind=ReviewKind.UNDO,
        actor=workspace.actor,
        at=at,
        before={name: plain(getattr(item, name)) for name in values},
        after={name: plain(value) for name, value in values.items()},
        undoes=action.action_id,
    )

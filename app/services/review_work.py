"""What is done to matches beside resolving them: note, snooze, assign, escalate into a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.domain.errors import BadInput
from app.domain.events import Event
from app.domain.moments import require_moment
from app.domain.review import ReviewKind
from app.domain.review_queue import ReviewOutcome
from app.domain.user import Permission, clean_login
from app.services.review_acting import Deed, act, clean_comment, new_batch, taken
from app.services.review_cases import open_cases, tell_cases
from app.services.workspace import Workspace


def note(workspace: Workspace, match_ids: Sequence[str], text: str) -> ReviewOutcome:
    """Note something about these matches, whatever their state and whoever works on them.

    Raises BadInput for an empty note; NotAllowed, NotFound.
    """
    comment = clean_comment(text)
    if not comment:
        raise BadInput("The note is empty.", safe="Nothing was stored.")
    return _do(workspace, match_ids, Deed(ReviewKind.NOTE, comment=comment))


def snooze(
    workspace: Workspace, match_ids: Sequence[str], until: datetime, reason: str = ""
) -> ReviewOutcome:
    """Hide these matches from the queue until a time (UTC); their due date stays.

    Raises BadInput if it has passed, lacks its time zone or cannot be stored; else as `resolve`.
    """
    require_moment(until, "Nothing was changed.")
    if until <= workspace.clock():
        raise BadInput(
            "The time until which to snooze has passed.",
            safe="Nothing was changed.",
            todo="Choose a later one.",
        )
    changes = {"snoozed_until": until}
    return _do(
        workspace, match_ids, Deed(ReviewKind.SNOOZE, changes, comment=clean_comment(reason))
    )


def unsnooze(workspace: Workspace, match_ids: Sequence[str]) -> ReviewOutcome:
    """Let these matches ask again now. Raises as `resolve`."""
    return _do(workspace, match_ids, Deed(ReviewKind.SNOOZE, {"snoozed_until": None}))


def assign(workspace: Workspace, match_ids: Sequence[str], login: str) -> ReviewOutcome:
    """Give these matches to a person; "" for nobody, "me" for whoever acts.

    Raises BadInput for a login that nobody has; else as `resolve`.
    """
    to = workspace.acting_session().login if login == "me" else login and clean_login(login)
    if to:
        _require_reviewer(workspace, to)
    return _do(workspace, match_ids, Deed(ReviewKind.ASSIGN, {"assigned_to": to}))


def escalate(workspace: Workspace, match_ids: Sequence[str], reason: str) -> ReviewOutcome:
    """Open a case for these matches, or let them join the subject's open one, undecided.

    They leave the usual view of the queue and are decided from the case.

    Raises BadInput without a reason; else as `resolve`.
    """
    workspace.require(Permission.RESOLVE)
    comment = clean_comment(reason)
    if not comment:
        raise BadInput("An escalation needs a reason.", safe="Nothing was changed.")
    at = workspace.clock()
    with workspace.database.write() as uow:
        reviews = taken(workspace, uow, match_ids, at)
        cases, events = open_cases(workspace, uow, reviews, comment)
        batch_id, actions = new_batch(at), []
        for subject_id in dict.fromkeys(item.subject_id for item in reviews):
            own = [item for item in reviews if item.subject_id == subject_id]
            changes = {"escalated_at": at, "case_id": cases[subject_id]}
            deed = Deed(ReviewKind.ESCALATE, changes, comment=comment)
            done, told = act(workspace, uow, own, deed, batch_id, at)
            actions += done
            events += told
        ids = [item.match_id for item in reviews]
        uow.reviews.change(ids, {"locked_by": "", "locked_until": None})
        events += tell_cases(workspace, uow, uow.reviews.get_many(ids))
        uow.commit()
    workspace.bus.publish(events)
    return ReviewOutcome(batch_id, tuple(actions), tuple(dict.fromkeys(cases.values())))


def _require_reviewer(workspace: Workspace, login: str) -> None:
    """Refuse whom a match cannot be given to; where no users are kept anyone may be named."""
    with workspace.database.read() as uow:
        user = uow.users.get(login) if uow.users.count() else None
        is_known = uow.users.count() == 0 or (user and user.may(Permission.RESOLVE))
    if not is_known:
        raise BadInput(
            f"{login} is no active user who resolves matches.",
            safe="Nothing was changed.",
            todo="Choose one of the users of this workspace.",
        )


def _do(workspace: Workspace, match_ids: Sequence[str], deed: Deed) -> ReviewOutcome:
    workspace.require(Permission.RESOLVE)
    at = workspace.clock()
    events: list[Event]
    with workspace.database.write() as uow:
        if deed.kind is ReviewKind.NOTE:
            reviews = uow.reviews.get_many(match_ids)
        else:
            reviews = taken(workspace, uow, match_ids, at)
        batch_id = new_batch(at)
        actions, events = act(workspace, uow, reviews, deed, batch_id, at)
        uow.commit()
    workspace.bus.publish(events)
    return ReviewOutcome(batch_id, tuple(actions))

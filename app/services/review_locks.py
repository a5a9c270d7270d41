"""One group of the queue for one person at a time: taken with a lock that ends by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.domain.review_queue import ReviewGroup, ReviewQuery
from app.domain.user import Permission
from app.services.review_reading import asked
from app.services.workspace import Workspace


def take_next(
    workspace: Workspace, query: ReviewQuery, after_group: str = ""
) -> ReviewGroup | None:
    """Take the first group of the query that nobody else works on, and lock it for whoever acts.

    Groups that are assigned to others are passed over unless the query asks for an assignee.

    What the same person had locked before is let go. The lock ends by itself after the minutes
    that the case policy gives.

    Args:
        after_group: take one that follows this group; from the start if it is not shown any more
            or nothing follows it.
    Returns:
        the group, or None if there is nothing to take.
    """
    workspace.require(Permission.RESOLVE)
    wanted = replace(asked(workspace, query), only_free=True)
    until = wanted.at + timedelta(minutes=workspace.case_policy.lock_minutes)
    with workspace.database.write() as uow:
        group = uow.reviews.group_after(wanted, after_group)
        if group is None:
            return None
        uow.reviews.lock(group.group_id, wanted.login, until)
        uow.commit()
    return replace(group, locked_by=wanted.login)


def release(workspace: Workspace, group_id: str) -> None:
    """Let go of a group that whoever acts has locked; nothing happens if it is not theirs."""
    workspace.require(Permission.RESOLVE)
    with workspace.database.write() as uow:
        uow.reviews.unlock(workspace.acting_session().login, group_id)
        uow.commit()

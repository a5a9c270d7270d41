"""One group of the queue for one person at a time: taken with a lock that ends by itself."""

from __future__ import annotations

from datetime import timedelta

from app.domain.review_queue import ReviewGroup, ReviewQuery
from app.domain.user import Permission
from app.services.review_reading import asked
from app.services.workspace import Workspace

_PAGE = 50


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
    wanted = asked(workspace, query)
    minutes = timedelta(minutes=workspace.case_policy.lock_minutes)
    mine = ("", wanted.login)
    with workspace.database.write() as uow:
        first: ReviewGroup | None = None
        is_past = not after_group
        offset = 0
        while page := uow.reviews.groups(wanted, offset, _PAGE):
            offset += _PAGE
            for group in page:
                is_free = group.locked_by in mine and (
                    bool(query.assigned) or group.assigned_to in mine
                )
                if group.group_id == after_group:
                    is_past = True
                elif is_free and is_past:
                    uow.reviews.lock(group.group_id, wanted.login, wanted.at + minutes)
                    uow.commit()
                    return group
                elif is_free and first is None:
                    first = group
        if first is not None:
            uow.reviews.lock(first.group_id, wanted.login, wanted.at + minutes)
            uow.commit()
        return first


def release(workspace: Workspace, group_id: str) -> None:
    """Let go of a group that whoever acts has locked; nothing happens if it is not theirs."""
    with workspace.database.write() as uow:
        uow.reviews.unlock(workspace.acting_session().login, group_id)
        uow.commit()

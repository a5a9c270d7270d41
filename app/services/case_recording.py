"""Case work: one transaction in which every change has its activity, event and audit row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from app.domain.case import Activity, ActivityType, Case, StaleCase
from app.domain.case_policy import CasePolicy
from app.domain.case_texts import person_text
from app.domain.errors import BadInput
from app.domain.events import Event, EventType
from app.domain.ids import new_id
from app.domain.user import Permission, same_person
from app.services.recording import record_change
from app.services.stored_case_policy import stored_case_policy
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

ACTIVITY_DIGEST = "activity_sha256"  # in the audit rows of a case: the line of its timeline
_VOUCHED = ("disposition", "override", "attachment")  # rows of which an event tells the id


@contextmanager
def case_work(
    workspace: Workspace, permission: Permission = Permission.WORK_CASES
) -> Iterator[CaseWork]:
    """A transaction of case work: stored as a whole when the block ends, undone if it raises; its
    events go out after that. Raises NotAllowed without the permission."""
    workspace.require(permission)
    with workspace.database.write() as uow:
        work = CaseWork(workspace, uow)
        yield work
        uow.commit()
    workspace.bus.publish(work.events)


class CaseWork:
    """What a step of case work needs. `now` is one moment for all of it, `events` what is to be
    told after it."""

    def __init__(self, workspace: Workspace, uow: UnitOfWork) -> None:
        self.workspace = workspace
        self.uow = uow
        self.now: datetime = workspace.clock()
        self.actor = workspace.actor
        self.events: list[Event] = []
        self.batch_id = ""  # of changes that are made together

    @cached_property
    def policy(self) -> CasePolicy:
        """The case policy in force in this transaction."""
        return stored_case_policy(self.uow)

    def new_id(self, prefix: str) -> str:
        """An id of this moment."""
        return new_id(prefix, self.now)

    def case(self, case_id: str, version: int | None = None) -> Case:
        """A case as it is now.

        Args:
            version: the one that the caller saw; None takes any.
        Raises:
            NotFound; StaleCase, which tells both states, if the case is at another version.
        """
        case = self.uow.cases.get(case_id)
        if version is not None and version != case.version:
            raise self._stale(case, version)
        return case

    def _stale(self, case: Case, version: int) -> StaleCase:
        activities = self.uow.cases.parts.activities(case.case_id)
        seen = [item for item in activities if item.data.get("version", 0) <= version]
        later = [item for item in activities if item.data.get("version", 0) > version]
        state = seen[-1].data.get("state", "") if seen else ""
        who = f" {later[-1].actor} changed it at {later[-1].at:%H:%M} UTC." if later else ""
        return StaleCase(
            f"Case {case.case_id} was changed in the meantime: you saw it {state or 'new'} "
            f"(version {version}), it is {case.state.value} (version {case.version}) now.{who}",
            safe="Your change was not made.",
            todo="Look at the case again and repeat what still fits.",
        )

    def change(
        self,
        case: Case,
        kind: EventType,
        activity: ActivityType,
        content: str,
        *,
        reason: str = "",
        data: Mapping[str, Any] | None = None,
        by: str = "",
        **values: Any,
    ) -> Case:
        """Store new values of a case, with one line of its timeline, its event and audit row.

        Args:
            kind: the event; activity: the kind of line; content: its text.
            reason: why, in the words of whoever acts.
            data: more facts of the line, plain JSON.
            by: who is shown in the timeline, if not whoever acts (the policy).
            values: fields of Case and what they become.
        """
        changed = self.uow.cases.change(case, updated_at=self.now, **values)
        more = dict(data or {}) | ({"batch_id": self.batch_id} if self.batch_id else {})
        facts = {"version": changed.version, "state": changed.state.value, **more}
        before = {name: _plain(getattr(case, name)) for name in values}
        after = {name: _plain(getattr(changed, name)) for name in values}
        if changed.state is not case.state:
            facts |= {"from": case.state.value, "to": changed.state.value}
        line = self.add_activity(case.case_id, activity, content, facts, by=by)
        told = {"activity": activity.value, "version": changed.version, **more, **after, **line}
        told |= self._digests(more)
        self.record(kind, "case", case.case_id, before=before, after=told, reason=reason)
        return changed

    def _digests(self, facts: Mapping[str, Any]) -> dict[str, str]:
        """The fingerprints of the rows that a change made, by which the trail vouches for them."""
        return {
            f"{kind}_sha256": self.uow.row_digests.of(kind, facts[f"{kind}_id"])
            for kind in _VOUCHED
            if f"{kind}_id" in facts
        }

    def add_activity(
        self,
        case_id: str,
        kind: ActivityType,
        content: str,
        data: dict[str, Any],
        *,
        by: str = "",
    ) -> dict[str, str]:
        """Append one line to the timeline of a case.

        Returns:
            its id and fingerprint, for the row of the audit trail that vouches for it.
        """
        activity_id = self.new_id("act")
        activity = Activity(activity_id, case_id, self.now, by or self.actor, kind, content, data)
        digest = self.uow.cases.parts.add_activity(activity)
        return {"activity_id": activity_id, ACTIVITY_DIGEST: digest}

    def record(
        self,
        kind: EventType,
        object_type: str,
        object_id: str,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """Add the event and the audit row of a change; the event is told after the commit."""
        event = record_change(
            self.workspace,
            self.uow,
            kind,
            object_type,
            object_id,
            before=before,
            after=after,
            reason=reason,
        )
        self.events.append(event)

    def person(self, login: str) -> str:
        """Whom a case is given to: an active user, or anyone where no users are kept.

        Raises BadInput.
        """
        name = person_text(login)
        if self.uow.users.count():
            user = self.uow.users.get(name)
            if user is None or not user.may(Permission.WORK_CASES):
                raise BadInput(
                    f"{name} is no active user who works on cases.",
                    safe="The case was left as it is.",
                    todo="Choose one of the users of this workspace.",
                )
        return name

    def approver(self, login: str) -> str:
        """Who is asked to decide as second person; "" leaves it to any who may.

        Raises BadInput for whoever may not, and for the maker.
        """
        if not login.strip():
            return ""
        name = person_text(login)
        if same_person(name, self.workspace.acting_session().login):
            raise BadInput(
                "You cannot be asked to approve what you ask for yourself.",
                safe="The case was left as it is.",
                todo="Name a second person, or leave the name out: any reviewer may decide then.",
            )
        user = self.uow.users.get(name)
        if user is None or not user.may(Permission.APPROVE):
            raise BadInput(
                f"{name} is no active reviewer of this workspace.",
                safe="The case was left as it is.",
                todo="Name a reviewer, or leave the name out: any of them may decide then.",
            )
        return name


def _plain(value: Any) -> Any:
    """A field of a case as plain JSON."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value

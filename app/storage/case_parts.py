"""What belongs to cases: timeline, screenings, matches, attachments, links, and verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from app.domain.approval import Approval, ApprovalOf
from app.domain.case import (
    Activity,
    Attachment,
    CaseDisposition,
    CaseState,
    Disposition,
    LinkedCase,
    Override,
    Relation,
)
from app.domain.decision import Outcome
from app.domain.errors import NotFound
from app.domain.review import ReviewState
from app.storage import codec
from app.storage.approvals import approvals_by_object
from app.storage.case_rows import ATTACHMENT_COLUMNS, activity_of, attachment_of
from app.storage.rows import screenings
from app.storage.rows_casework import (
    case_activities,
    case_attachments,
    case_dispositions,
    case_links,
    case_overrides,
    case_screenings,
    cases,
    match_reviews,
)

_OPEN = (ReviewState.OPEN.value, ReviewState.UNSURE.value)


class CasePartRepository:
    """Rows that belong to a case; all but links and the case of a match are append-only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_activity(self, activity: Activity) -> str:
        """Append one line to a timeline; gives its fingerprint, for the audit trail."""
        values = {
            "activity_id": activity.activity_id,
            "case_id": activity.case_id,
            "at": activity.at,
            "actor": activity.actor,
            "type": activity.type.value,
            "content": activity.content,
            "data": codec.encode(activity.data),
        }
        self._connection.execute(insert(case_activities).values(**values))
        return _digest(activity.actor, activity.type.value, activity.content, values["data"])

    def activity_digest(self, activity_id: str) -> str:
        """The fingerprint of a line as it is stored now; empty if it is gone."""
        column = case_activities.c
        query = select(column.actor, column.type, column.content, column.data)
        row = self._connection.execute(query.where(column.activity_id == activity_id)).first()
        return _digest(*row) if row else ""

    def activities(self, case_id: str) -> list[Activity]:
        """The timeline, oldest first."""
        query = (
            select(case_activities)
            .where(case_activities.c.case_id == case_id)
            .order_by(case_activities.c.seq)
        )
        return [activity_of(row) for row in self._connection.execute(query)]

    def add_screening(self, case_id: str, screening_id: str, at: datetime) -> None:
        """Let a screening belong to a case."""
        values = {"case_id": case_id, "screening_id": screening_id, "at": at}
        self._connection.execute(insert(case_screenings).values(**values))

    def screening_ids(self, case_id: str) -> list[str]:
        """The screenings of a case, in the order in which they joined it."""
        query = (
            select(case_screenings.c.screening_id)
            .join(screenings, screenings.c.screening_id == case_screenings.c.screening_id)
            .where(case_screenings.c.case_id == case_id)
            .order_by(case_screenings.c.at, screenings.c.seq)
        )
        return list(self._connection.scalars(query))

    def take_matches(self, case_id: str, match_ids: Iterable[str]) -> None:
        """Let matches under review belong to a case."""
        self._connection.execute(
            update(match_reviews)
            .where(match_reviews.c.match_id.in_(list(match_ids)))
            .values(case_id=case_id)
        )

    def take_screened(self, case_id: str, screening_id: str) -> None:
        """Let the open matches of a screening that are in no case belong to this one."""
        column = match_reviews.c
        self._connection.execute(
            update(match_reviews)
            .where(
                column.screening_id == screening_id,
                column.case_id == "",
                column.state != ReviewState.SUPERSEDED.value,
            )
            .values(case_id=case_id)
        )

    def matches(self, case_id: str) -> tuple[int, int, tuple[str, ...]]:
        """(matches of a case that no newer screening replaced, those without a verdict, their
        sources in order)."""
        query = (
            select(
                match_reviews.c.source,
                func.count(),
                func.count().filter(match_reviews.c.state.in_(_OPEN)),
            )
            .where(
                match_reviews.c.case_id == case_id,
                match_reviews.c.state != ReviewState.SUPERSEDED.value,
            )
            .group_by(match_reviews.c.source)
        )
        rows = self._connection.execute(query).all()
        sources = tuple(sorted(row[0] for row in rows))
        return sum(row[1] for row in rows), sum(row[2] for row in rows), sources

    def verdicts(self, case_id: str) -> set[str]:
        """The verdicts on the matches of a case; "" for a match that has none."""
        query = (
            select(match_reviews.c.verdict)
            .where(
                match_reviews.c.case_id == case_id,
                match_reviews.c.state != ReviewState.SUPERSEDED.value,
            )
            .distinct()
        )
        return set(self._connection.scalars(query))

    def resolved_last(self, case_id: str) -> datetime | None:
        """When a match of a case was last resolved, None if never."""
        query = select(func.max(match_reviews.c.resolved_at)).where(
            match_reviews.c.case_id == case_id
        )
        found: datetime | None = self._connection.scalar(query)
        return found

    def add_attachment(self, attachment: Attachment) -> None:
        """Append a document or link."""
        names = (column.name for column in ATTACHMENT_COLUMNS)
        values = {name: getattr(attachment, name) for name in names}
        self._connection.execute(insert(case_attachments).values(**values))

    def attachments(self, case_id: str) -> list[Attachment]:
        """The documents and links of a case, oldest first."""
        query = (
            select(*ATTACHMENT_COLUMNS)
            .where(case_attachments.c.case_id == case_id)
            .order_by(case_attachments.c.seq)
        )
        return [attachment_of(row) for row in self._connection.execute(query)]

    def attachment(self, attachment_id: str) -> Attachment:
        """One document or link. Raises NotFound."""
        query = select(*ATTACHMENT_COLUMNS).where(case_attachments.c.attachment_id == attachment_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"There is no attachment {attachment_id[:40]}.")
        return attachment_of(row)

    def kept_files(self) -> Iterator[Attachment]:
        """Every attachment that is a file, oldest first."""
        query = (
            select(*ATTACHMENT_COLUMNS)
            .where(case_attachments.c.sha256 != "")
            .order_by(case_attachments.c.seq)
        )
        for row in self._connection.execute(query):
            yield attachment_of(row)

    def is_kept(self, sha256: str) -> bool:
        """Whether an attachment has this content."""
        query = select(case_attachments.c.seq).where(case_attachments.c.sha256 == sha256).limit(1)
        return self._connection.scalar(query) is not None

    def add_disposition(self, made: CaseDisposition) -> None:
        """Append a proposed disposition; what became of it is its approval."""
        values = {
            "disposition_id": made.disposition_id,
            "case_id": made.case_id,
            "disposition": made.disposition.value,
            "reason": made.reason,
            "made_by": made.made_by,
            "at": made.at,
        }
        self._connection.execute(insert(case_dispositions).values(**values))

    def dispositions(self, case_id: str) -> list[CaseDisposition]:
        """Every disposition that was proposed, oldest first, with its approval."""
        query = (
            select(case_dispositions)
            .where(case_dispositions.c.case_id == case_id)
            .order_by(case_dispositions.c.seq)
        )
        decided = self._approvals(case_id, ApprovalOf.DISPOSITION)
        return [
            CaseDisposition(
                row.disposition_id,
                row.case_id,
                Disposition(row.disposition),
                row.reason,
                row.made_by,
                row.at,
                decided.get(row.disposition_id),
            )
            for row in self._connection.execute(query)
        ]

    def add_override(self, made: Override) -> None:
        """Append an override; whether it is in force is told by its approval."""
        values = {
            "override_id": made.override_id,
            "case_id": made.case_id,
            "original_decision": made.original_decision.value,
            "new_decision": made.new_decision.value,
            "is_laxer": int(made.is_laxer),
            "reason": made.reason,
            "named": made.named,
            "made_by": made.made_by,
            "at": made.at,
        }
        self._connection.execute(insert(case_overrides).values(**values))

    def overrides(self, case_id: str) -> list[Override]:
        """Every override, oldest first, with its approval."""
        query = (
            select(case_overrides)
            .where(case_overrides.c.case_id == case_id)
            .order_by(case_overrides.c.seq)
        )
        decided = self._approvals(case_id, ApprovalOf.OVERRIDE)
        return [
            Override(
                row.override_id,
                row.case_id,
                Outcome(row.original_decision),
                Outcome(row.new_decision),
                row.reason,
                row.named,
                row.made_by,
                row.at,
                bool(row.is_laxer),
                decided.get(row.override_id),
            )
            for row in self._connection.execute(query)
        ]

    def _approvals(self, case_id: str, of: ApprovalOf) -> dict[str, Approval]:
        return approvals_by_object(self._connection, case_id, of)

    def link(
        self, case_id: str, other_id: str, relation: Relation, actor: str, at: datetime
    ) -> None:
        """Tie two cases, seen from both; an earlier tie of the two is replaced."""
        self.unlink(case_id, other_id)
        for one, other in ((case_id, other_id), (other_id, case_id)):
            values = {"case_id": one, "other_id": other, "relation": relation.value}
            self._connection.execute(insert(case_links).values(**values, actor=actor, at=at))

    def unlink(self, case_id: str, other_id: str) -> bool:
        """Undo a tie; whether there was one."""
        column = case_links.c
        done = self._connection.execute(
            delete(case_links).where(
                ((column.case_id == case_id) & (column.other_id == other_id))
                | ((column.case_id == other_id) & (column.other_id == case_id))
            )
        )
        return done.rowcount > 0

    def links(self, case_id: str) -> list[LinkedCase]:
        """The cases tied to a case, in the order in which they were tied."""
        query = (
            select(case_links, cases.c.name, cases.c.state)
            .join(cases, cases.c.case_id == case_links.c.other_id)
            .where(case_links.c.case_id == case_id)
            .order_by(case_links.c.at, case_links.c.other_id)
        )
        return [
            LinkedCase(
                row.other_id,
                row.name,
                CaseState(row.state),
                Relation(row.relation),
                row.actor,
                row.at,
            )
            for row in self._connection.execute(query)
        ]


def _digest(actor: str, kind: str, content: str, data: object) -> str:
    """SHA-256 (64 hex digits) of a line of a timeline."""
    return hashlib.sha256(codec.encode((actor, kind, content, data)).encode()).hexdigest()

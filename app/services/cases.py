"""Cases read: pages, board, numbers, and one case with all that belongs to it.

What changes them: `case_opening.create`, `case_moves`, `case_changes`, `case_activities`,
`case_bulk`, `approvals`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.domain.approval import Approval, ApprovalState
from app.domain.audit import AuditEvent
from app.domain.case import (
    Activity,
    Attachment,
    Case,
    CaseDisposition,
    CaseState,
    LinkedCase,
    Override,
)
from app.domain.case_policy import SlaState
from app.domain.case_query import CaseQuery
from app.domain.review import MatchReview, ReviewState
from app.domain.screening import ScreeningRecord
from app.domain.subject import Subject
from app.services import case_vault
from app.services.case_opening import create
from app.services.local_day import local_midnight
from app.services.workspace import Workspace
from app.storage.case_search import Asker
from app.storage.cases import CaseCounts

__all__ = [
    "CaseCounts",
    "CaseFile",
    "CaseQuery",
    "board",
    "count",
    "counts",
    "create",
    "get",
    "ids",
    "of_ids",
    "of_screening",
    "page",
    "tags",
    "trail",
]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case and all that belongs to it, as of one moment.

    `reviews` are its matches, best first, those that a newer screening replaced last.
    `screenings`, `activities`, `attachments`, `dispositions`, `overrides` and `approvals` are
    oldest first. `earlier` are the other cases of the subject, newest first, `links` those that a
    person tied to this one. `damaged` tells of kept files that are not what they were: "missing"
    or "altered" by attachment id. `subject` is its newest content.
    """

    case: Case
    screenings: tuple[ScreeningRecord, ...]
    reviews: tuple[MatchReview, ...]
    activities: tuple[Activity, ...]
    attachments: tuple[Attachment, ...]
    dispositions: tuple[CaseDisposition, ...]
    overrides: tuple[Override, ...]
    approvals: tuple[Approval, ...]
    links: tuple[LinkedCase, ...]
    earlier: tuple[Case, ...]
    subject: Subject
    sla: SlaState
    damaged: dict[str, str] = field(default_factory=dict)

    @property
    def pending(self) -> tuple[Approval, ...]:
        """The approvals that still wait."""
        return tuple(item for item in self.approvals if item.state is ApprovalState.PENDING)


def page(workspace: Workspace, query: CaseQuery, offset: int, limit: int) -> tuple[Case, ...]:
    """The cases [offset, offset + limit) that fit. Raises BadInput for an unknown filter word."""
    with workspace.database.read() as uow:
        return tuple(uow.cases.page(query, _asker(workspace), offset, limit))


def ids(workspace: Workspace, query: CaseQuery) -> tuple[str, ...]:
    """The ids of all cases that fit, in the order of the query: what "select all" selects."""
    with workspace.database.read() as uow:
        return tuple(uow.cases.ids(query, _asker(workspace)))


def count(workspace: Workspace, query: CaseQuery) -> tuple[int, int]:
    """(how many cases fit, how many there are)."""
    with workspace.database.read() as uow:
        return uow.cases.count(query, _asker(workspace))


def board(
    workspace: Workspace, query: CaseQuery, limit_per_column: int = 50
) -> dict[CaseState, tuple[tuple[Case, ...], int]]:
    """The columns of the board, in the order of the states: the first cases of each in the order
    of the query, and how many fit in all. A state that the query leaves out is an empty column."""
    asker = _asker(workspace)
    columns: dict[CaseState, tuple[tuple[Case, ...], int]] = {}
    with workspace.database.read() as uow:
        totals = uow.cases.count_by_state(query, asker)
        for state in CaseState:
            total = totals.get(state, 0)
            one = replace(query, states=(state,))
            found = uow.cases.page(one, asker, 0, limit_per_column) if total else []
            columns[state] = tuple(found), total
    return columns


def counts(workspace: Workspace) -> CaseCounts:
    """The numbers for the navigation and the head of the page."""
    with workspace.database.read() as uow:
        return uow.cases.counts(_asker(workspace))


def tags(workspace: Workspace) -> tuple[str, ...]:
    """Every tag in use, in order."""
    with workspace.database.read() as uow:
        return tuple(uow.cases.tags())


def of_ids(workspace: Workspace, case_ids: Iterable[str]) -> tuple[Case, ...]:
    """The cases of these ids that there are, in no order: heads without what belongs to them."""
    with workspace.database.read() as uow:
        return tuple(uow.cases.of_ids(case_ids))


def of_screening(workspace: Workspace, screening_id: str) -> tuple[Case, ...]:
    """The cases that hold a screening, newest first."""
    with workspace.database.read() as uow:
        return tuple(uow.cases.of_screening(screening_id))


def get(workspace: Workspace, case_id: str) -> CaseFile:
    """A case with all that belongs to it. Raises NotFound."""
    with workspace.database.read() as uow:
        case = uow.cases.get(case_id)
        parts = uow.cases.parts
        attachments = tuple(parts.attachments(case_id))
        of_subject = uow.cases.of_subject(case.subject_id)
        return CaseFile(
            case=case,
            screenings=tuple(uow.screenings.get(item) for item in parts.screening_ids(case_id)),
            reviews=tuple(sorted(uow.reviews.of_case(case_id), key=_review_order)),
            activities=tuple(parts.activities(case_id)),
            attachments=attachments,
            dispositions=tuple(parts.dispositions(case_id)),
            overrides=tuple(parts.overrides(case_id)),
            approvals=tuple(uow.approvals.of_case(case_id)),
            links=tuple(parts.links(case_id)),
            earlier=tuple(item for item in of_subject if item.case_id != case_id),
            subject=uow.subjects.get(case.subject_id),
            sla=workspace.case_policy.sla(case, workspace.clock()),
            damaged=case_vault.damaged(workspace, attachments),
        )


def trail(workspace: Workspace, case_id: str) -> tuple[AuditEvent, ...]:
    """The rows of the audit trail that are about a case or its approvals, oldest first.

    Raises NotFound.
    """
    with workspace.database.read() as uow:
        uow.cases.get(case_id)
        found = uow.audit.of_object("case", case_id)
        for approval in uow.approvals.of_case(case_id):
            found += uow.audit.of_object("approval", approval.approval_id)
    return tuple(sorted(found, key=lambda event: event.seq))


def _review_order(review: MatchReview) -> tuple[bool, float]:
    return review.state is ReviewState.SUPERSEDED, -review.score


def _asker(workspace: Workspace) -> Asker:
    """Who asks, and when their day and week end; days are those of this machine."""
    now = workspace.clock()
    login = workspace.acting_session().login.casefold()
    return Asker(login, now, local_midnight(now, 1), local_midnight(now, 7))

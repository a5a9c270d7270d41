"""The history of past screenings: filtered, sorted and paged in the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.decision import Outcome
from app.domain.screening import ScreeningSummary
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """What to show. `text` is searched in subject, external id and best match; `sort` holds
    (ScreeningSummary field, ascending), most important first."""

    text: str = ""
    outcomes: tuple[Outcome, ...] = ()
    since: date | None = None
    sort: tuple[tuple[str, bool], ...] = (("created_at", False),)


def page(
    workspace: Workspace, query: HistoryQuery, offset: int, limit: int
) -> tuple[ScreeningSummary, ...]:
    """The summaries of one page, in the order of the query."""
    with workspace.database.read() as uow:
        return tuple(
            uow.screenings.page(
                text=query.text,
                outcomes=query.outcomes,
                since=query.since,
                sort=query.sort,
                offset=offset,
                limit=limit,
            )
        )


def count(workspace: Workspace, query: HistoryQuery) -> tuple[int, int]:
    """How many screenings the query shows, and how many there are."""
    with workspace.database.read() as uow:
        return uow.screenings.count(text=query.text, outcomes=query.outcomes, since=query.since)

"""What the review queue shows: groups, counts, one match with its history, the day's figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

from app.domain.errors import NotFound
from app.domain.review import (
    MatchReview,
    ResolutionVerdict,
    ReviewAction,
    ReviewKind,
)
from app.domain.review_queue import (
    DayFigures,
    MatchDetail,
    PairEvent,
    ReviewCounts,
    ReviewGroup,
    ReviewQuery,
)
from app.services.workspace import Workspace
from app.storage.review_pages import Asked
from app.storage.unit_of_work import UnitOfWork

_BREAK_S = 600.0  # a longer pause between two decisions is no work on a match
_CHECKLIST = "checklist"


def asked(workspace: Workspace, query: ReviewQuery) -> Asked:
    """A query with the time, the end of the local day and who asks."""
    at = workspace.clock()
    day_end = _midnight(at) + timedelta(days=1)
    return Asked(query, at, day_end, workspace.acting_session().login)


def groups(
    workspace: Workspace, query: ReviewQuery, offset: int, limit: int
) -> tuple[ReviewGroup, ...]:
    """One page of groups, in the order of the query. Raises BadInput for an unknown column."""
    with workspace.database.read() as uow:
        return tuple(uow.reviews.groups(asked(workspace, query), offset, limit))


def matches(workspace: Workspace, group_id: str, query: ReviewQuery) -> tuple[MatchReview, ...]:
    """The matches of a group that fit the query, best first."""
    with workspace.database.read() as uow:
        return tuple(uow.reviews.fitting(group_id, asked(workspace, query)))


def count(workspace: Workspace, query: ReviewQuery) -> ReviewCounts:
    """How many groups and matches the query shows, and how many wait in all."""
    with workspace.database.read() as uow:
        return uow.reviews.count(asked(workspace, query))


def detail(workspace: Workspace, match_id: str) -> MatchDetail:
    """Everything about one match under review. Raises NotFound."""
    with workspace.database.read() as uow:
        item = uow.reviews.get(match_id)
        record = uow.screenings.get(item.screening_id)
        match = next(found for found in record.matches if found.match_id == match_id)
        party = record.party_of(match)
        try:
            entry = uow.lists.entry(item.source, item.list_entry_id, item.entry_checksum)
        except NotFound:
            entry = None
        group = uow.reviews.of_group(item.group_id)
        return MatchDetail(
            review=item,
            match=match,
            record=record,
            entry=entry,
            others=tuple(other for other in group if other.match_id != match_id),
            history=pair_history(workspace, uow, item),
            party=party,
            links=party.links if party else (),
        )


def pair_history(workspace: Workspace, uow: UnitOfWork, item: MatchReview) -> tuple[PairEvent, ...]:
    """What happened to a subject and a list entry over all screenings, newest first."""
    found = uow.reviews.of_pair(item.subject_id, item.source, item.list_entry_id)
    by_id = {one.match_id: one for one in found}
    actions = uow.reviews.actions_of(list(by_id))
    undone = {action.undoes for action in actions if action.undoes}
    texts = {reason.code: reason.text for reason in workspace.case_policy.reasons}
    events = [_found(one, item) for one in found]
    events += [
        _done(action, by_id[action.match_id], item, undone, texts)
        for action in actions
        if action.kind is not ReviewKind.SUPERSEDE
    ]
    events.sort(key=lambda event: event.at)
    return tuple(reversed(events))  # of one moment, too, what came last is first


def today(workspace: Workspace, whose: str = "me") -> DayFigures:
    """The work of the local day, of whoever acts ("me") or of all ("")."""
    at = workspace.clock()
    actor = workspace.actor if whose == "me" else whose
    with workspace.database.read() as uow:
        standing = uow.reviews.standing_since(_midnight(at), actor)
        left = uow.reviews.count_fitting(asked(workspace, ReviewQuery()))
    resolved = {a.match_id: a for a in standing if a.kind is ReviewKind.RESOLVE}
    counts = {
        verdict: sum(action.verdict is verdict for action in resolved.values())
        for verdict in ResolutionVerdict
    }
    escalated = {action.match_id for action in standing} - set(resolved)
    return DayFigures(counts, len(escalated), _pace(standing), left)


def _pace(actions: Sequence[ReviewAction]) -> float | None:
    """The median of seconds from one decision to the next of the same person."""
    gaps: list[float] = []
    last: dict[str, ReviewAction] = {}
    for action in actions:
        before = last.get(action.actor)
        if before and before.batch_id != action.batch_id:
            gaps.append((action.at - before.at).total_seconds())
        last[action.actor] = action
    worked = [gap for gap in gaps if gap <= _BREAK_S]
    return median(worked) if worked else None


def _found(one: MatchReview, shown: MatchReview) -> PairEvent:
    return PairEvent(
        at=one.created_at,
        actor="",
        match_id=one.match_id,
        screening_id=one.screening_id,
        score=one.score,
        entry_changed=one.entry_checksum != shown.entry_checksum,
    )


def _done(
    action: ReviewAction,
    one: MatchReview,
    shown: MatchReview,
    undone: set[str],
    texts: dict[str, str],
) -> PairEvent:
    return PairEvent(
        at=action.at,
        actor=action.actor,
        match_id=action.match_id,
        screening_id=one.screening_id,
        kind=action.kind,
        action_id=action.action_id,
        verdict=action.verdict,
        reason_code=action.reason_code,
        reason=texts.get(action.reason_code, action.reason_code),
        comment=action.comment,
        is_undone=action.action_id in undone,
        entry_changed=one.entry_checksum != shown.entry_checksum,
        score=one.score,
        checklist=action.after.get(_CHECKLIST, {}),
    )


def _midnight(at: datetime) -> datetime:
    """When the day of this moment began where the program runs, as UTC."""
    local = at.astimezone()
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)

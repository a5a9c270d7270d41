"""Pages of the review queue: grouped, filtered, sorted and counted from one index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    text,
    union,
)

from app.domain.errors import BadInput
from app.domain.match import Feature, Strength
from app.domain.review import OPEN_STATES, MatchReview, ReviewState
from app.domain.review_queue import SORTABLE, ReviewCounts, ReviewGroup, ReviewQuery
from app.storage.review_rows import COLUMNS
from app.storage.review_rows import review as as_review
from app.storage.rows_casework import match_reviews
from app.storage.search_text import search_key

# As a constant, so that SQLite sees that the partial indexes of open work hold all that is asked.
STILL_OPEN = "match_reviews.state IN ('OPEN', 'UNSURE')"

_reviews = match_reviews.c
_RANK = case(
    {name.value: rank for rank, name in enumerate(reversed(Strength))}, value=_reviews.strength
)
_KEYS: dict[str, ColumnElement[Any]] = {
    "due_at": func.min(_reviews.due_at),
    "subject_name": func.min(_reviews.name_key),
    "best_score": func.max(_reviews.score),
    "best_strength": func.max(_RANK),
    "matches": func.count(),
    "assigned_to": func.max(_reviews.assigned_to),
    "created_at": func.min(_reviews.created_at),
    "came_back": func.max(_reviews.came_back != ""),
    "sources": func.min(_reviews.source),
}
assert set(_KEYS) == set(SORTABLE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with what it needs to know: the time, the end of the local day (UTC), who asks.

    `only_free` leaves out what others work on, and what was given to others unless the query asks
    for an assignee.
    """

    query: ReviewQuery
    at: datetime
    day_end: datetime
    login: str
    only_free: bool = False


def conditions(asked: Asked) -> list[Any]:
    """What a match must fulfil to fit."""
    query = asked.query
    found: list[Any] = [_of_states(query.states)]
    found += [func.instr(_reviews.search_text, word) > 0 for word in search_key(query.text).split()]
    for column, values in (
        (_reviews.check, query.checks),
        (_reviews.source, query.sources),
        (_reviews.strength, query.strengths),
        (_reviews.level, query.levels),
    ):
        if values:
            found.append(column.in_([str(value) for value in values]))
    if query.assigned:
        whose = {"me": (asked.login,), "nobody": ("",), "me_or_nobody": (asked.login, "")}
        found.append(_reviews.assigned_to.in_(whose.get(query.assigned, (query.assigned,))))
    if query.due:
        found.append(_reviews.due_at < (asked.at if query.due == "overdue" else asked.day_end))
    if query.came_back:
        found.append(_reviews.came_back != "")
    if asked.only_free:
        found += _free(asked)
    return found + _shown(query, asked.at)


def _free(asked: Asked) -> list[Any]:
    locked = match_reviews.alias("locked").c
    taken = select(locked.group_id).where(
        locked.locked_by != "", locked.locked_by != asked.login, locked.locked_until > asked.at
    )
    found: list[Any] = [_reviews.group_id.not_in(taken)]
    if not asked.query.assigned:
        found.append(_reviews.assigned_to.in_(("", asked.login)))
    return found


def alike(review: MatchReview, feature: Feature) -> list[Any]:
    """What an open match fulfils that is of the same listed party, or of a subject of the same
    name, and that this field disproves."""
    features = literal(",").concat(_reviews.disproved).concat(",")
    is_it = func.instr(features, f",{feature.value},") > 0
    same_party = _reviews.party_key == review.party_key
    same_name = _reviews.name_key == search_key(review.subject_name)
    # Each by an index of its own; both joined by OR would be looked for in all open matches.
    found = union(
        *(
            select(_reviews.seq).where(same, is_it, text(STILL_OPEN))
            for same in (same_party, same_name)
        )
    )
    return [_reviews.seq.in_(found)]


def groups(connection: Connection, asked: Asked, offset: int, limit: int) -> list[ReviewGroup]:
    """One page of groups. Raises BadInput for a column that they are not sorted by."""
    return _groups_of(connection, asked, list(connection.scalars(page_query(asked, offset, limit))))


def group_after(connection: Connection, asked: Asked, after: str) -> ReviewGroup | None:
    """The group that follows another one; the first if nothing follows or it does not fit."""
    is_shown = after and connection.scalar(
        select(func.count()).where(_reviews.group_id == after, *conditions(asked))
    )
    found = None
    if is_shown:
        ids = connection.scalars(page_query(asked, 0, -1))
        found = next((group_id for before, group_id in pairwise(ids) if before == after), None)
        ids.close()
    if found is None:
        found = connection.scalar(page_query(asked, 0, 1))
    return _groups_of(connection, asked, [found])[0] if found else None


def _groups_of(connection: Connection, asked: Asked, ids: list[str]) -> list[ReviewGroup]:
    told = {row.group_id: row for row in connection.execute(_told_query(asked, ids))}
    rows: dict[str, list[MatchReview]] = {group_id: [] for group_id in ids}
    query = select(*COLUMNS).where(
        _reviews.group_id.in_(ids), _reviews.state != ReviewState.SUPERSEDED.value
    )
    for row in connection.execute(query.order_by(_reviews.seq)):
        rows[row.group_id].append(as_review(row))
    return [_group(told[group_id], rows[group_id], asked.at) for group_id in ids]


def page_query(asked: Asked, offset: int, limit: int) -> Select[Any]:
    """The ids of the groups of one page, in order: no more than what they are sorted by is read."""
    order = [_ordered(name, is_ascending) for name, is_ascending in asked.query.sort]
    return (
        select(_reviews.group_id)
        .where(*conditions(asked))
        .group_by(_reviews.group_id)
        .order_by(*order, _reviews.group_id)
        .offset(offset)
        .limit(limit)
    )


def _told_query(asked: Asked, ids: Sequence[str]) -> Select[Any]:
    """What is told of the matches that fit in each of these groups."""
    return (
        select(
            _reviews.group_id,
            func.count().label("fits"),
            func.max(_reviews.score).label("best_score"),
            func.max(_RANK).label("rank"),
            func.min(_reviews.due_at).label("due_at"),
        )
        .where(_reviews.group_id.in_(ids), *conditions(asked))
        .group_by(_reviews.group_id)
    )


def count(connection: Connection, asked: Asked) -> ReviewCounts:
    """How many groups and matches fit, and how many wait in all."""
    found = connection.execute(count_query(asked)).one()
    counts = ReviewCounts(
        found.groups, found.matches or 0, found.all_groups, found.all_matches or 0
    )
    if set(asked.query.states) <= set(OPEN_STATES):
        return counts
    groups_and_matches = select(func.count(_reviews.group_id.distinct()), func.count())
    fits = connection.execute(groups_and_matches.where(*conditions(asked))).one()
    return replace(counts, groups=fits[0], matches=fits[1])


def count_fitting(connection: Connection, asked: Asked) -> int:
    """How many matches fit."""
    query = select(func.count()).select_from(match_reviews).where(*conditions(asked))
    return connection.scalar(query) or 0


def count_query(asked: Asked) -> Select[Any, Any, Any, Any]:
    """Counts the open groups and matches, those that fit and all, in one walk along the index."""
    fits = and_(*conditions(asked))
    inner = (
        select(func.count().label("n"), func.count().filter(fits).label("fits"))
        .select_from(match_reviews).where(text(STILL_OPEN)).group_by(_reviews.group_id).subquery()
    )  # fmt: skip
    return select(
        func.count().filter(inner.c.fits > 0).label("groups"),
        func.sum(inner.c.fits).label("matches"),
        func.count().label("all_groups"),
        func.sum(inner.c.n).label("all_matches"),
    )


def _of_states(states: Sequence[ReviewState]) -> Any:
    if set(states) == set(OPEN_STATES):
        return text(STILL_OPEN)
    wanted = _reviews.state.in_([state.value for state in states])
    return and_(text(STILL_OPEN), wanted) if set(states) <= set(OPEN_STATES) else wanted


def _shown(query: ReviewQuery, at: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    asleep = _reviews.snoozed_until > at
    if query.snoozed == "hide":
        found.append(or_(_reviews.snoozed_until.is_(None), ~asleep))
    elif query.snoozed == "only":
        found.append(asleep)
    if query.escalated == "hide":
        found.append(_reviews.escalated_at.is_(None))
    elif query.escalated == "only":
        found.append(_reviews.escalated_at.is_not(None))
    return found


def _ordered(name: str, is_ascending: bool) -> ColumnElement[Any]:
    key = _KEYS.get(name)
    if key is None:
        raise BadInput(f"The review queue cannot be sorted by {name}.")
    return key.asc() if is_ascending else key.desc()


def _group(row: Any, members: list[MatchReview], at: datetime) -> ReviewGroup:
    newest = members[-1]
    waiting = [member for member in members if member.is_open]
    told = waiting or members
    best = max(told, key=lambda member: member.score)
    return ReviewGroup(
        group_id=row.group_id,
        subject_id=newest.subject_id,
        subject_name=newest.subject_name,
        subject_type=newest.subject_type,
        born=newest.born,
        country=newest.country,
        external_id=newest.external_id,
        party_name=best.primary_name,
        sources=tuple(dict.fromkeys(member.source for member in told)),
        matches=row.fits,
        open_matches=len(waiting),
        best_score=row.best_score,
        best_strength=list(reversed(Strength))[row.rank],
        due_at=row.due_at,
        assigned_to=next((member.assigned_to for member in told if member.assigned_to), ""),
        locked_by=next(
            (m.locked_by for m in told if m.locked_until is not None and m.locked_until > at), ""
        ),
        is_demo=any(member.is_demo for member in told),
        came_back=any(member.came_back for member in told),
        case_id=next((member.case_id for member in told if member.case_id), ""),
    )

"""Match review: the review queue and everything that was done in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    exists,
    insert,
    literal,
    select,
    text,
    update,
)

from app.domain.errors import NotFound
from app.domain.match import Feature
from app.domain.review import (
    MatchReview,
    ResolutionVerdict,
    ReviewAction,
    ReviewKind,
    ReviewState,
)
from app.domain.review_queue import ReviewCounts, ReviewGroup, UndoStep
from app.storage import review_pages
from app.storage.review_pages import STILL_OPEN, Asked
from app.storage.review_rows import (
    ACTION_COLUMNS,
    COLUMNS,
    action,
    action_values,
    review_values,
)
from app.storage.review_rows import (
    review as as_review,
)
from app.storage.rows_casework import match_exceptions, match_reviews, review_actions

_AT_ONCE = 500  # ids in one statement
_NO_STEPS = (ReviewKind.UNDO.value, ReviewKind.SUPERSEDE.value)
_reviews = match_reviews.c
_actions = review_actions.c


class ReviewRepository:
    """The review queue and everything that was done in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, reviews: Sequence[MatchReview]) -> None:
        """Queue matches."""
        if reviews:
            values = [review_values(item) for item in reviews]
            self._connection.execute(insert(match_reviews), values)

    def get(self, match_id: str) -> MatchReview:
        """One match of the queue. Raises NotFound."""
        return self.get_many((match_id,))[0]

    def get_many(self, match_ids: Sequence[str]) -> list[MatchReview]:
        """These matches, in this order, each once. Raises NotFound."""
        wanted = list(dict.fromkeys(match_ids))
        found: dict[str, MatchReview] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            found.update({item.match_id: item for item in self._where(_reviews.match_id.in_(some))})
        missing = next((match_id for match_id in wanted if match_id not in found), None)
        if missing is not None:
            raise NotFound(
                f"There is no match {missing} in the review queue.",
                safe="Nothing was changed.",
                todo="Discarded matches are not reviewed; their screening shows them.",
            )
        return [found[match_id] for match_id in wanted]

    def of_screening(self, screening_id: str) -> list[MatchReview]:
        """The matches of a screening, in its order."""
        return self._where(_reviews.screening_id == screening_id)

    def of_case(self, case_id: str) -> list[MatchReview]:
        """The matches of a case, older ones first."""
        return self._where(_reviews.case_id == case_id)

    def of_group(self, group_id: str) -> list[MatchReview]:
        """The matches of one subject with one listed party, superseded ones left out."""
        is_live = _reviews.state != ReviewState.SUPERSEDED.value
        return self._where(_reviews.group_id == group_id, is_live)

    def of_pair(self, subject_id: str, source: str, list_entry_id: str) -> list[MatchReview]:
        """All matches of a subject with one list entry over all screenings, older ones first."""
        return self._where(
            _reviews.subject_id == subject_id,
            _reviews.source == source,
            _reviews.list_entry_id == list_entry_id,
        )

    def open_of_subject(self, subject_id: str) -> list[MatchReview]:
        """The matches of a subject that ask for a verdict, older ones first."""
        return self._where(_reviews.subject_id == subject_id, text(STILL_OPEN))

    def open_with(self, review: MatchReview, feature: Feature, limit: int) -> list[MatchReview]:
        """The open matches of the same listed party, or of subjects of the same name, that this
        field disproves: at most `limit`, older ones first."""
        query = select(*COLUMNS).where(*review_pages.alike(review, feature))
        rows = self._connection.execute(query.order_by(_reviews.seq).limit(limit))
        return [as_review(row) for row in rows]

    def change(self, match_ids: Sequence[str], values: Mapping[str, Any]) -> None:
        """Set the same columns of all these matches."""
        for start in range(0, len(match_ids), _AT_ONCE):
            some = match_ids[start : start + _AT_ONCE]
            self._connection.execute(
                update(match_reviews).where(_reviews.match_id.in_(some)).values(**_plain(values))
            )

    def change_each(self, changes: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """Set columns of single matches: (match id, columns)."""
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for match_id, values in changes:
            row = {f"new_{name}": value for name, value in _plain(values).items()}
            alike.setdefault(tuple(values), []).append(row | {"changed": match_id})
        for names, rows in alike.items():
            statement = (
                update(match_reviews)
                .where(_reviews.match_id == bindparam("changed"))
                .values({name: bindparam(f"new_{name}") for name in names})
            )
            self._connection.execute(statement, rows)

    def add_actions(self, done: Sequence[tuple[ReviewAction, MatchReview]]) -> None:
        """Record what was done, each action with its match."""
        if done:
            values = [action_values(item, of.screening_id) for item, of in done]
            self._connection.execute(insert(review_actions), values)

    def actions_of_batch(self, batch_id: str) -> list[ReviewAction]:
        """What was done together, in order."""
        return self._actions_where(_actions.batch_id == batch_id)

    def actions_of(self, match_ids: Sequence[str]) -> list[ReviewAction]:
        """Everything done to these matches, in order."""
        return self._actions_where(_actions.match_id.in_(match_ids))

    def standing_since(self, at: datetime, actor: str = "") -> list[ReviewAction]:
        """Verdicts and escalations since then that were not taken back, by one person or by all,
        in order, without what they changed."""
        undoing = review_actions.alias("undoing")
        is_undone = exists().where(undoing.c.undoes == _actions.action_id, undoing.c.undoes != "")
        kinds = [kind.value for kind in (ReviewKind.RESOLVE, ReviewKind.ESCALATE)]
        columns = [
            literal("").label(column.name) if column.name in ("before", "after") else column
            for column in ACTION_COLUMNS
        ]
        query = (
            select(*columns)
            .where(_actions.at >= at, _actions.kind.in_(kinds), ~is_undone)
            .order_by(_actions.seq)
        )
        if actor:
            query = query.where(_actions.actor == actor)
        return [action(row) for row in self._connection.execute(query)]

    def undo_steps(self, actor: str, limit: int) -> list[UndoStep]:
        """The newest acts of a person that were not taken back, newest first."""
        undoing = review_actions.alias("undoing")
        is_undone = exists().where(undoing.c.undoes == _actions.action_id, undoing.c.undoes != "")
        query = (
            select(
                _actions.batch_id, _actions.at, _actions.kind, _actions.verdict,
                _reviews.subject_name, _reviews.source,
            )
            .join(match_reviews, _reviews.match_id == _actions.match_id)
            .where(_actions.actor == actor, _actions.kind.not_in(_NO_STEPS), ~is_undone)
            .order_by(_actions.seq.desc())
        )  # fmt: skip
        steps: list[UndoStep] = []
        for row in self._connection.execute(query, execution_options={"yield_per": _AT_ONCE}):
            if steps and steps[-1].batch_id == row.batch_id:  # what was done together is together
                steps[-1] = replace(steps[-1], matches=steps[-1].matches + 1)
            elif len(steps) == limit:
                break
            else:
                verdict = ResolutionVerdict(row.verdict) if row.verdict else None
                kind, who = ReviewKind(row.kind), (row.subject_name, row.source)
                steps.append(UndoStep(row.batch_id, row.at, kind, verdict, 1, *who))
        return steps

    def undone(self, action_ids: Sequence[str]) -> set[str]:
        """Which of these actions were taken back."""
        found: set[str] = set()
        for start in range(0, len(action_ids), _AT_ONCE):
            some = action_ids[start : start + _AT_ONCE]
            query = select(_actions.undoes).where(_actions.undoes.in_(some), _actions.undoes != "")
            found.update(self._connection.scalars(query))
        return found

    def found_again(self, match_ids: Sequence[str]) -> set[str]:
        """Which of these matches are of a pair that a newer screening found too."""
        newer = match_reviews.alias("newer")
        is_again = exists().where(
            newer.c.subject_id == _reviews.subject_id,
            newer.c.source == _reviews.source,
            newer.c.list_entry_id == _reviews.list_entry_id,
            newer.c.seq > _reviews.seq,
        )
        found: set[str] = set()
        for start in range(0, len(match_ids), _AT_ONCE):
            some = match_ids[start : start + _AT_ONCE]
            query = select(_reviews.match_id).where(_reviews.match_id.in_(some), is_again)
            found.update(self._connection.scalars(query))
        return found

    def excepted(self, match_ids: Sequence[str], today: date) -> list[str]:
        """The match exceptions of the pairs of these matches that are in force on this day."""
        is_of_pair = (
            (match_exceptions.c.source == _reviews.source)
            & (match_exceptions.c.list_entry_id == _reviews.list_entry_id)
            & (match_exceptions.c.subject_id == _reviews.subject_id)
        )
        found: list[str] = []
        for start in range(0, len(match_ids), _AT_ONCE):
            some = match_ids[start : start + _AT_ONCE]
            query = (
                select(match_exceptions.c.exception_id)
                .join(match_reviews, is_of_pair)
                .where(_reviews.match_id.in_(some), match_exceptions.c.status == "ACTIVE")
                .where(
                    match_exceptions.c.expires_on.is_(None)
                    | (match_exceptions.c.expires_on >= today)
                )
            )
            found.extend(self._connection.scalars(query))
        return found

    def found_true(self, subject_id: str) -> set[tuple[str, str]]:
        """(source, entry id) of the listed profiles that this subject was last found to be."""
        query = (
            select(_reviews.source, _reviews.list_entry_id, _reviews.verdict)
            .where(_reviews.subject_id == subject_id, _reviews.state == ReviewState.RESOLVED.value)
            .order_by(_reviews.seq)
        )
        rows = self._connection.execute(query)
        newest = {(row.source, row.list_entry_id): row.verdict for row in rows}
        true = ResolutionVerdict.TRUE_POSITIVE.value
        return {pair for pair, verdict in newest.items() if verdict == true}

    def groups(self, asked: Asked, offset: int, limit: int) -> list[ReviewGroup]:
        """One page of groups, in the order of the query."""
        return review_pages.groups(self._connection, asked, offset, limit)

    def group_after(self, asked: Asked, after: str) -> ReviewGroup | None:
        """The group that follows another one in the order of the query; the first if nothing
        follows or that one does not fit, None if there is none."""
        return review_pages.group_after(self._connection, asked, after)

    def fitting(self, group_id: str, asked: Asked) -> list[MatchReview]:
        """The matches of a group that fit a query, of each list entry the newest, best first."""
        conditions = review_pages.conditions(asked)
        found = self._where(_reviews.group_id == group_id, *conditions)
        return sorted(newest_of_pairs(found), key=lambda item: -item.score)

    def count(self, asked: Asked) -> ReviewCounts:
        """How many groups and matches fit, and how many wait in all."""
        return review_pages.count(self._connection, asked)

    def count_fitting(self, asked: Asked) -> int:
        """How many matches fit."""
        return review_pages.count_fitting(self._connection, asked)

    def lock(self, group_id: str, login: str, until: datetime) -> None:
        """Note who works on a group now; what the same person had before is let go."""
        self.unlock(login)
        self._connection.execute(
            update(match_reviews)
            .where(_reviews.group_id == group_id, text(STILL_OPEN))
            .values(locked_by=login, locked_until=until)
        )

    def unlock(self, login: str, group_id: str = "") -> None:
        """Let go of what a person works on: of one group, or of all."""
        mine = [_reviews.locked_by == login, _reviews.locked_by != ""]
        if group_id:
            mine.append(_reviews.group_id == group_id)
        self._connection.execute(
            update(match_reviews).where(*mine).values(locked_by="", locked_until=None)
        )

    def to_announce(self, at: datetime, limit: int) -> list[MatchReview]:
        """Resolved matches that are to be told outside by now, the longest waiting first."""
        query = (
            select(*COLUMNS)
            .where(_reviews.announce_at.is_not(None), _reviews.announce_at <= at)
            .order_by(_reviews.announce_at)
            .limit(limit)
        )
        return [as_review(row) for row in self._connection.execute(query)]

    def _where(self, *conditions: Any) -> list[MatchReview]:
        query = select(*COLUMNS).where(*conditions).order_by(_reviews.seq)
        return [as_review(row) for row in self._connection.execute(query)]

    def _actions_where(self, *conditions: ColumnElement[bool]) -> list[ReviewAction]:
        query = select(*ACTION_COLUMNS).where(*conditions).order_by(_actions.seq)
        return [action(row) for row in self._connection.execute(query)]


def newest_of_pairs(reviews: Sequence[MatchReview]) -> list[MatchReview]:
    """Of matches in the order of their screenings, the newest with each list entry."""
    return list({(item.source, item.list_entry_id): item for item in reviews}.values())


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as they are stored: no verdict is an empty text."""
    return dict(values) | ({"verdict": values["verdict"] or ""} if "verdict" in values else {})

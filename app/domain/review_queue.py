"""What the review queue is asked for and what it answers: groups, counts, histories, figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.links import Party, PartyLink
from app.domain.list_entry import ListEntry
from app.domain.match import Check, Feature, Level, Match, Strength
from app.domain.match_exception import FieldChange
from app.domain.review import (
    MatchReview,
    ResolutionVerdict,
    ReviewAction,
    ReviewKind,
    ReviewState,
)
from app.domain.screening import ScreeningRecord
from app.domain.subject import SubjectType

SORTABLE = (
    "due_at",
    "subject_name",
    "best_score",
    "best_strength",
    "matches",
    "assigned_to",
    "created_at",
    "came_back",
    "sources",
)


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """Which matches to show. No value means all, but for `states`.

    `text` are words that must all occur in the subject's name or external id or in the listed
    name. `assigned` is "" (all), "me", "nobody", "me_or_nobody" or a login; `due` is "", "today"
    (overdue ones included) or "overdue"; `snoozed` and `escalated` are "hide", "only" or "all";
    `came_back` keeps those whose match exception lapsed. `sort` holds (one of SORTABLE, whether
    ascending), most important first, over the groups.
    """

    text: str = ""
    states: tuple[ReviewState, ...] = (ReviewState.OPEN, ReviewState.UNSURE)
    checks: tuple[Check, ...] = ()
    sources: tuple[str, ...] = ()
    strengths: tuple[Strength, ...] = ()
    levels: tuple[Level, ...] = ()
    assigned: str = ""
    due: str = ""
    snoozed: str = "hide"
    came_back: bool = False
    escalated: str = "hide"
    sort: tuple[tuple[str, bool], ...] = (("due_at", True),)


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """The matches of one subject with one listed party.

    `matches` counts those that fit the query, `open_matches` all that ask for a verdict.
    `best_score` and `best_strength` are of those that fit, `due_at` is their earliest.
    `locked_by` is who works on it now, "" if nobody.
    """

    group_id: str
    subject_id: str
    subject_name: str
    subject_type: SubjectType
    born: str
    country: str
    external_id: str
    party_name: str
    sources: tuple[str, ...]
    matches: int
    open_matches: int
    best_score: float
    best_strength: Strength
    due_at: datetime
    assigned_to: str = ""
    locked_by: str = ""
    is_demo: bool = False
    came_back: bool = False
    case_id: str = ""


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many groups and matches a query shows, and how many wait in all."""

    groups: int
    matches: int
    all_groups: int
    all_matches: int


@dataclass(frozen=True, slots=True)
class PairEvent:
    """One line of the history of a subject with one list entry, over all screenings.

    `kind` is None for a screening that found the pair, and for what became of a match exception
    of it: `exception_id` names that one and `what` says it (``CREATED``). `is_undone` says that
    an action was taken back later, `entry_changed` that the list entry was another then than it is
    in the match that is shown. `checklist` holds the answers given with a resolution, by step.
    """

    at: datetime
    actor: str
    match_id: str
    screening_id: str
    kind: ReviewKind | None = None
    action_id: str = ""
    verdict: ResolutionVerdict | None = None
    reason_code: str = ""
    reason: str = ""
    comment: str = ""
    is_undone: bool = False
    entry_changed: bool = False
    score: float = 0.0
    checklist: Mapping[str, str] = field(default_factory=dict)
    exception_id: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class MatchDetail:
    """Everything about one match under review.

    `entry` is the list entry as it matched, None if it is no longer stored. `others` are the
    other matches of its group, `history` is newest first. `party` and `links` tell why entries
    of several lists are one party; None and empty for an entry on its own. `decided` is the
    newest verdict on an earlier match of the pair that still stands, `changed_since` what differs
    from what it was given on.
    """

    review: MatchReview
    match: Match
    record: ScreeningRecord
    entry: ListEntry | None
    others: tuple[MatchReview, ...]
    history: tuple[PairEvent, ...]
    party: Party | None
    links: tuple[PartyLink, ...]
    decided: PairEvent | None = None
    changed_since: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """What one act in the queue did, under one `batch_id`; `cases` were opened or joined."""

    batch_id: str
    actions: tuple[ReviewAction, ...]
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookAlikes:
    """Open matches that one field disproves alike; `feature` is None and there are none if no
    field does. `sample` are a few of them to look at first."""

    feature: Feature | None = None
    matches: tuple[MatchReview, ...] = ()
    sample: tuple[MatchReview, ...] = ()


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The work of one day: matches by verdict and escalated, and what is left.

    `median_seconds` is between two decisions of one person, long breaks left out; None before
    there are two. `left` matches ask for a verdict and are not snoozed.
    """

    counts: Mapping[ResolutionVerdict, int]
    escalated: int
    median_seconds: float | None
    left: int

    @property
    def done(self) -> int:
        """How many matches got a final verdict or were escalated."""
        final = sum(n for verdict, n in self.counts.items() if verdict is not _UNSURE)
        return final + self.escalated


_UNSURE = ResolutionVerdict.UNSURE


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One act of a person that can be taken back, newest first in a list of them."""

    batch_id: str
    at: datetime
    kind: ReviewKind
    verdict: ResolutionVerdict | None
    matches: int
    subject_name: str
    source: str

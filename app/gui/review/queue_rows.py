"""The rows of the review queue, parties and their matches, and what each says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.review import MatchReview
from app.domain.review_queue import ReviewGroup
from app.gui.review.wording import matches_word, person, standing, subject_words
from app.gui.screening.wording import check_word, strength_word, translate
from app.gui.widgets.labels import isolate


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One row: a party (`match` is None) or one of its matches. `group` is None while it is on
    the way; `asking` counts the matches of the party that wait for a verdict."""

    number: int
    group: ReviewGroup | None
    match: MatchReview | None = None
    is_open: bool = False
    asking: int = 0

    @property
    def key(self) -> str:
        """What the row is remembered by."""
        if self.match is not None:
            return self.match.match_id
        return self.group.group_id if self.group is not None else ""


def row_text(item: QueueItem) -> str:
    """What is read out first: the party, or strength, score and list."""
    if item.match is not None:
        match = item.match
        strength = strength_word(match.strength)
        return f"{strength} {match.score:.0f} {match.source}, {isolate(match.primary_name)}"
    return isolate(item.group.subject_name) if item.group is not None else "…"


def row_tip(item: QueueItem, now: datetime, list_name: str = "") -> str:
    """Everything a row says, for the tooltip and for screen readers."""
    if item.match is not None:
        return _match_tip(item.match, now, list_name)
    return _party_tip(item) if item.group is not None else translate("Review", "On the way…")


def born_words(group: ReviewGroup) -> str:
    """The second line of a party."""
    return subject_words(group.subject_type, group.born, group.country)


def _party_tip(item: QueueItem) -> str:
    group = item.group
    assert group is not None
    parts = [
        isolate(group.subject_name),
        born_words(group),
        translate("Review", "listed as {name}").format(name=isolate(group.party_name)),
        translate("Review", "{matches} to review").format(matches=matches_word(item.asking)),
    ]
    if group.assigned_to:
        words = translate("Review", "assigned to {who}")
        parts.append(words.format(who=person(group.assigned_to)))
    if group.locked_by:
        parts.append(translate("Review", "{who} works on it").format(who=person(group.locked_by)))
    if group.came_back:
        parts.append(translate("Review", "an exception lapsed"))
    parts.append(translate("Review", "open") if item.is_open else translate("Review", "closed"))
    return ", ".join(parts)


def _match_tip(match: MatchReview, now: datetime, list_name: str) -> str:
    parts = [
        strength_word(match.strength),
        translate("Review", "score {n}").format(n=f"{match.score:.0f}"),
        check_word(match.check),
        list_name or match.source,
        isolate(match.primary_name),
        standing(match, now)[0],
    ]
    if match.came_back:
        parts.append(translate("Review", "an exception lapsed"))
    if match.comment:
        parts.append(isolate(match.comment))
    return ", ".join(parts)

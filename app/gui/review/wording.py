"""The words of the review page: verdicts, due dates, and what speaks for and against a match."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.countries import country_name
from app.domain.match import Feature, Match, Verdict
from app.domain.review import MatchReview, ResolutionVerdict, ReviewState
from app.domain.subject import SubjectType
from app.gui.screening.wording import (
    feature_word,
    local_time,
    translate,
    with_readable_dates,
)
from app.gui.widgets.labels import isolate

_SOON = timedelta(days=1)


def verdict_word(verdict: ResolutionVerdict) -> str:
    """False positive, True positive, Unsure."""
    return {
        ResolutionVerdict.FALSE_POSITIVE: translate("Review", "False positive"),
        ResolutionVerdict.TRUE_POSITIVE: translate("Review", "True positive"),
        ResolutionVerdict.UNSURE: translate("Review", "Unsure"),
    }[verdict]


VERDICT_ICONS = {
    ResolutionVerdict.FALSE_POSITIVE: "check",
    ResolutionVerdict.TRUE_POSITIVE: "octagon-alert",
    ResolutionVerdict.UNSURE: "help",
}


def matches_word(count: int) -> str:
    """``1 match``, ``4 matches``."""
    if count == 1:
        return translate("Review", "1 match")
    return translate("Review", "{n} matches").format(n=f"{count:,}")


def parties_word(count: int) -> str:
    """``1 party``, ``61 parties``."""
    if count == 1:
        return translate("Review", "1 party")
    return translate("Review", "{n} parties").format(n=f"{count:,}")


def subject_words(kind: SubjectType, born: str, country: str) -> str:
    """``born 2 May 1979, Jordan`` or ``Entity, Cyprus``: what tells namesakes apart."""
    parts = []
    if kind is SubjectType.ENTITY:
        parts.append(translate("Review", "Entity"))
    elif born:
        parts.append(translate("Review", "born {date}").format(date=with_readable_dates(born)))
    else:
        parts.append(translate("Review", "Individual"))
    if country:
        parts.append(country_name(country))
    return ", ".join(parts)


def due_words(due_at: datetime, now: datetime) -> tuple[str, str]:
    """When it is due and the colour role of that: ``Due 17:00``, ``Due 24 Nov``, ``Overdue``."""
    due, today = due_at.astimezone(), now.astimezone()
    if due_at <= now:
        days = (today.date() - due.date()).days
        if days < 1:
            words = translate("Review", "Overdue since {time}").format(time=local_time(due_at))
        else:
            words = translate("Review", "Overdue {n} d").format(n=f"{days:,}")
        return words, "critical"
    if due.date() == today.date():
        return translate("Review", "Due {time}").format(time=local_time(due_at)), "high"
    if due.date() == (today + _SOON).date():
        return translate("Review", "Due tomorrow"), "text_2"
    day = with_readable_dates(f"{due:%Y-%m-%d}")
    return translate("Review", "Due {date}").format(date=day), "text_2"


def standing(review: MatchReview, now: datetime) -> tuple[str, str, str]:
    """How a match stands at the end of its row: words, colour role and icon."""
    if review.state is ReviewState.RESOLVED and review.verdict is not None:
        role = {
            ResolutionVerdict.FALSE_POSITIVE: "low",
            ResolutionVerdict.TRUE_POSITIVE: "critical",
            ResolutionVerdict.UNSURE: "medium",
        }[review.verdict]
        return verdict_word(review.verdict), role, VERDICT_ICONS[review.verdict]
    if review.snoozed_until is not None and review.snoozed_until > now:
        until = local_time(review.snoozed_until, with_date=True)
        return translate("Review", "Until {time}").format(time=until), "text_2", "clock"
    if review.escalated_at is not None:
        return translate("Review", "In a case"), "text_2", "arrow-up"
    if review.state is ReviewState.UNSURE:
        return verdict_word(ResolutionVerdict.UNSURE), "medium", "help"
    words, role = due_words(review.due_at, now)
    return words, role, "clock"


def asks(review: MatchReview, now: datetime) -> bool:
    """Whether a match waits for a verdict now: open, awake, and not handed on into a case."""
    is_asleep = review.snoozed_until is not None and review.snoozed_until > now
    return review.is_open and not is_asleep and review.escalated_at is None


def sentence(match: Match) -> str:
    """``name 0.866, date of birth agrees, nationality differs``: the match in one line."""
    is_entity = match.entry_type.value != "INDIVIDUAL"
    parts = [translate("Review", "name {score}").format(score=f"{match.name_score:.3f}")]
    for item in sorted(match.evidence, key=lambda item: _SPOKEN.index(item.verdict)):
        if item.verdict is Verdict.MISSING:
            continue
        if item.feature is Feature.TYPE and item.verdict is Verdict.AGREE:
            continue  # that both are people is worth no words
        word = {
            Verdict.AGREE: translate("Review", "{field} agrees"),
            Verdict.NEAR: translate("Review", "{field} is close"),
            Verdict.CONFLICT: translate("Review", "{field} differs"),
        }[item.verdict]
        parts.append(word.format(field=feature_word(item.feature, is_entity=is_entity).lower()))
    return ", ".join(parts)


_SPOKEN = (Verdict.AGREE, Verdict.NEAR, Verdict.CONFLICT, Verdict.MISSING)


def person(actor: str) -> str:
    """The name in an actor as it is recorded, without what stands in brackets behind it."""
    return isolate(actor.partition(" (")[0])

"""The words, icons and colours of case work, in the user's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from app.domain.case import (
    ActivityType,
    Case,
    CaseState,
    Disposition,
    Move,
    Priority,
    Relation,
)
from app.domain.case_policy import CasePolicy, SlaState
from app.domain.countries import country_name
from app.domain.dates import PartialDate
from app.domain.decision import Outcome
from app.domain.subject import SubjectType
from app.domain.user import ONE_PERSON
from app.gui.screening.wording import date_words, outcome_word
from app.gui.widgets.theme import current_theme

translate = QCoreApplication.translate
_DAY = timedelta(days=1)


def state_word(state: CaseState) -> str:
    """Open, In review, Escalated, Pending approval, Closed."""
    return {
        CaseState.OPEN: translate("Cases", "Open"),
        CaseState.IN_REVIEW: translate("Cases", "In review"),
        CaseState.ESCALATED: translate("Cases", "Escalated"),
        CaseState.PENDING_APPROVAL: translate("Cases", "Pending approval"),
        CaseState.CLOSED: translate("Cases", "Closed"),
    }[state]


def priority_word(priority: Priority) -> str:
    """Low, Medium, High, Critical."""
    return {
        Priority.LOW: translate("Cases", "Low"),
        Priority.MEDIUM: translate("Cases", "Medium"),
        Priority.HIGH: translate("Cases", "High"),
        Priority.CRITICAL: translate("Cases", "Critical"),
    }[priority]


def disposition_word(disposition: Disposition) -> str:
    """True positive, False positive, Escalated, No action required."""
    return {
        Disposition.TRUE_POSITIVE: translate("Cases", "True positive"),
        Disposition.FALSE_POSITIVE: translate("Cases", "False positive"),
        Disposition.ESCALATED: translate("Cases", "Escalated"),
        Disposition.NO_ACTION_REQUIRED: translate("Cases", "No action required"),
    }[disposition]


def short_outcome(outcome: Outcome) -> str:
    """The outcome as a card has room for: Approve, Monitor, Review, Block."""
    return {
        Outcome.APPROVE: outcome_word(Outcome.APPROVE),
        Outcome.APPROVE_WITH_MONITORING: translate("Cases", "Monitor"),
        Outcome.REVIEW_REQUIRED: translate("Cases", "Review"),
        Outcome.BLOCK: outcome_word(Outcome.BLOCK),
    }[outcome]


def decision_chip(case: Case) -> tuple[str, str]:
    """What a card says of the decision, and its colour role: the machine's outcome, or what a
    person found once the case is closed."""
    theme = current_theme()
    if case.state is CaseState.CLOSED and case.disposition is not None:
        role = theme.semantic_role(case.disposition.value)
        return disposition_word(case.disposition), role if _has_tint(role) else "missing"
    return short_outcome(case.decision), theme.semantic_role(case.decision.value)


def _has_tint(role: str) -> bool:
    return f"{role}_bg" in current_theme().colours()


def move_verb(move: Move) -> str:
    """What the move does, for the bar beside its key."""
    return {
        Move.ASSIGN: translate("Cases", "take into review"),
        Move.ESCALATE: translate("Cases", "escalate"),
        Move.RETURN: translate("Cases", "return to review"),
        Move.DISPOSE: translate("Cases", "decide, ask for approval"),
        Move.REFUSE: translate("Cases", "refuse, back to review"),
        Move.APPROVE: translate("Cases", "approve and close"),
        Move.REOPEN: translate("Cases", "reopen"),
    }[move]


def drop_words(move: Move) -> str:
    """What a column says it would do with the card."""
    return {
        Move.ASSIGN: translate("Cases", "Drop to take it into review"),
        Move.ESCALATE: translate("Cases", "Drop to escalate"),
        Move.RETURN: translate("Cases", "Drop to return it to review"),
        Move.DISPOSE: translate("Cases", "Drop to decide and ask for approval"),
        Move.REFUSE: translate("Cases", "Drop to refuse, back to review"),
        Move.APPROVE: translate("Cases", "Drop to approve and close"),
        Move.REOPEN: translate("Cases", "Drop to reopen"),
    }[move]


def activity_word(kind: ActivityType) -> str:
    """What happened, in a word or two."""
    return {
        ActivityType.NOTE: translate("Cases", "Note"),
        ActivityType.CALL: translate("Cases", "Call"),
        ActivityType.EMAIL: translate("Cases", "E-mail"),
        ActivityType.DOCUMENT: translate("Cases", "Document"),
        ActivityType.MEETING: translate("Cases", "Meeting"),
        ActivityType.OPENED: translate("Cases", "Case opened"),
        ActivityType.STATUS_CHANGE: translate("Cases", "Moved"),
        ActivityType.ASSIGNED: translate("Cases", "Assigned"),
        ActivityType.CHANGED: translate("Cases", "Changed"),
        ActivityType.SCREENING: translate("Cases", "Screened again"),
        ActivityType.RESOLUTION: translate("Cases", "Match resolved"),
        ActivityType.DISPOSITION: translate("Cases", "Disposition"),
        ActivityType.APPROVAL: translate("Cases", "Approval"),
        ActivityType.OVERRIDE: translate("Cases", "Override"),
        ActivityType.LINK: translate("Cases", "Linked case"),
    }[kind]


def relation_word(relation: Relation) -> str:
    """How two cases belong together."""
    return {
        Relation.RELATED: translate("Cases", "related"),
        Relation.SAME_PARTY: translate("Cases", "same listed party"),
        Relation.DUPLICATE: translate("Cases", "duplicate"),
    }[relation]


def person_word(login: str, names: dict[str, str] | None = None) -> str:
    """A person as people call them: the name where it is known, without what the record adds."""
    plain = login.removesuffix(f" ({ONE_PERSON})")
    return (names or {}).get(plain, plain)


def about_words(case: Case) -> str:
    """``born 1984, Singapore`` or ``Entity, Liberia``: what tells namesakes apart."""
    country = country_name(case.country) if case.country else ""
    if case.type is SubjectType.ENTITY:
        kind = translate("Cases", "Entity")
        return f"{kind}, {country}" if country else kind
    born = translate("Cases", "born {year}").format(year=case.born[:4]) if case.born else ""
    return ", ".join(part for part in (born, country) if part) or translate("Cases", "Individual")


def matches_words(case: Case) -> str:
    """``1 match``, ``4 matches``; how many are open where some are resolved."""
    if case.matches == 1:
        words = translate("Cases", "1 match")
    else:
        words = translate("Cases", "{count} matches").format(count=f"{case.matches:,}")
    if 0 < case.open_matches < case.matches:
        words += translate("Cases", ", {count} open").format(count=f"{case.open_matches:,}")
    return words


@dataclass(frozen=True, slots=True)
class Due:
    """When a case is due, as a card says it, with icon and colour role."""

    text: str
    icon: str
    role: str


def due_words(case: Case, now: datetime, policy: CasePolicy) -> Due:
    """When it is due, in the colour that `policy` gives it, or when it was closed."""
    if case.state is CaseState.CLOSED:
        at = case.closed_at or case.updated_at
        words = translate("Cases", "Closed {when}").format(when=_past(at, now))
        return Due(words, "check-circle", "text_2")
    if case.snoozed_until is not None and case.snoozed_until > now:
        when = near_day(case.snoozed_until, now)
        return Due(translate("Cases", "Snoozed until {when}").format(when=when), "moon", "info")
    if case.due_at is None:
        return Due(translate("Cases", "No due date"), "clock", "text_2")
    left = case.due_at - now
    if left < timedelta(0):
        words = translate("Cases", "Overdue {time}").format(time=span_words(-left))
        return Due(words, "triangle-alert", "critical")
    role = "high" if policy.sla(case, now) is SlaState.AMBER else "text_2"
    return Due(_due_text(case.due_at, now, left), "clock", role)


def _due_text(due: datetime, now: datetime, left: timedelta) -> str:
    if left < timedelta(hours=4):
        return translate("Cases", "Due in {time}").format(time=span_words(left))
    return translate("Cases", "Due {when}").format(when=near_day(due, now))


def span_words(span: timedelta) -> str:
    """``12 min``, ``3 h``, ``2 d``: the largest whole unit."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return translate("Cases", "{n} min").format(n=max(minutes, 1))
    if minutes < 24 * 60:
        return translate("Cases", "{n} h").format(n=minutes // 60)
    return translate("Cases", "{n} d").format(n=minutes // (24 * 60))


def near_day(at: datetime, now: datetime) -> str:
    """``today 17:00``, ``Mon`` within the week, else ``27 Nov`` (with the year if another)."""
    day, today = at.astimezone(), now.astimezone()
    days = (day.date() - today.date()).days
    if days == 0:
        return translate("Cases", "today {time}").format(time=f"{day:%H:%M}")
    if 0 < days < 7:
        return QLocale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    return _short_date(at, now)


def _past(at: datetime, now: datetime) -> str:
    day, today = at.astimezone(), now.astimezone()
    days = (today.date() - day.date()).days
    if days == 0:
        return f"{day:%H:%M}"
    if 0 < days < 7:
        return QLocale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    return _short_date(at, now)


def _short_date(at: datetime, now: datetime) -> str:
    day = at.astimezone()
    words = date_words(PartialDate(day.year, day.month, day.day))
    return words.removesuffix(f" {day.year}") if day.year == now.astimezone().year else words


def day_heading(at: datetime, now: datetime) -> str:
    """``Today, Friday 20 November``, ``Yesterday, …``, else the day with its year."""
    day, today = at.astimezone().date(), now.astimezone().date()
    locale = QLocale()
    long = QLocale.FormatType.LongFormat
    words = (
        f"{locale.dayName(day.isoweekday(), long)} {day.day} {locale.monthName(day.month, long)}"
    )
    if day == today:
        return translate("Cases", "Today, {day}").format(day=words)
    if day == today - _DAY:
        return translate("Cases", "Yesterday, {day}").format(day=words)
    return words if day.year == today.year else f"{words} {day.year}"


def count_words(count: int) -> str:
    """``1 case``, ``12 cases``."""
    if count == 1:
        return translate("Cases", "1 case")
    return translate("Cases", "{count} cases").format(count=f"{count:,}")

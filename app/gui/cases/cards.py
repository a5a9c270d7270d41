"""A case as the card of the board."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.domain.case import Case
from app.domain.case_policy import CasePolicy
from app.domain.subject import SubjectType
from app.gui.cases.wording import (
    about_words,
    decision_chip,
    due_words,
    matches_words,
    person_word,
    priority_word,
    state_word,
    translate,
)
from app.gui.widgets.card_delegate import Card
from app.gui.widgets.labels import isolate
from app.gui.widgets.theme import current_theme

_ID_LETTERS = 12


def short_id(case_id: str) -> str:
    """``cas_01KB…7Q2F`` for a long id; the whole is in the tooltip and on the case page."""
    if len(case_id) <= _ID_LETTERS + 1:
        return case_id
    return f"{case_id[:8]}…{case_id[-4:]}"


def case_card(
    case: Case,
    now: datetime,
    policy: CasePolicy,
    names: Mapping[str, str] | None = None,
) -> Card:
    """The card of a case.

    Args:
        now: UTC, for the words of the due date.
        policy: gives the colour of the due date.
        names: names of people by login.
    """
    theme = current_theme()
    due = due_words(case, now, policy)
    chip, chip_role = decision_chip(case)
    person = person_word(case.assigned_to, dict(names or {}))
    demo = translate("Cases", "Demo") if case.is_demo else ""
    spoken = (
        case.name,
        state_word(case.state),
        translate("Cases", "priority {word}").format(word=priority_word(case.priority)),
        about_words(case),
        chip,
        matches_words(case),
        due.text,
        translate("Cases", "assigned to {who}").format(who=person)
        if person
        else translate("Cases", "assigned to nobody"),
        ", ".join(case.tags),
        translate("Cases", "demonstration lists") if case.is_demo else "",
    )
    return Card(
        key=case.case_id,
        role=theme.semantic_role(case.priority.value),
        icon=theme.semantic_icon(case.priority.value),
        word=priority_word(case.priority),
        title=isolate(case.name),
        about_icon="building" if case.type is SubjectType.ENTITY else "user",
        about=about_words(case),
        chip=chip,
        chip_role=chip_role,
        note=matches_words(case),
        due_icon=due.icon,
        due=due.text,
        due_role=due.role,
        person=person,
        spoken=", ".join(part for part in spoken if part),
        shown_id=short_id(case.case_id),
        tags=case.tags,
        mark=demo,
    )

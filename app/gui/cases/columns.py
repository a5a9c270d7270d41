"""The columns of the table of cases: what is seen, sorted in the store, copied and exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from app.domain.case import Case
from app.domain.case_policy import CasePolicy
from app.domain.countries import country_name
from app.domain.subject import SubjectType
from app.gui.cases.wording import (
    Due,
    disposition_word,
    due_words,
    person_word,
    priority_word,
    short_outcome,
    state_word,
    translate,
)
from app.gui.history.columns import utc_text
from app.gui.screening.wording import band_word, local_time
from app.gui.widgets.labels import isolate
from app.gui.widgets.table_columns import NOTHING, Chip, Column
from app.gui.widgets.theme import current_theme


def case_columns(
    clock: Callable[[], datetime],
    names: Mapping[str, str],
    policy: Callable[[], CasePolicy],
) -> tuple[Column[Case], ...]:
    """The columns.

    Args:
        clock: gives the time now, UTC, for the words of the due date.
        names: names of people by login; it may be filled later.
        policy: gives the case policy in force, for the colour of the due date.
    """

    def due(row: Case) -> Due:
        return due_words(row, clock(), policy())

    return (
        *_state_columns(due),
        *_risk_columns(),
        *_subject_columns(),
        *_work_columns(names),
        *_record_columns(names),
    )


def _semantic(value: str) -> Chip:
    theme = current_theme()
    role = theme.semantic_role(value)
    has_tint = f"{role}_bg" in theme.colours()
    return Chip(theme.semantic_icon(value), role if has_tint else "missing")


def _day(at: datetime | None) -> str:
    return local_time(at, with_date=True) if at else NOTHING


def _state_columns(due: Callable[[Case], Due]) -> tuple[Column[Case], ...]:
    return (
        Column(
            "priority",
            translate("Cases", "Priority"),
            lambda row: priority_word(row.priority),
            width=108,
            chip=lambda row: _semantic(row.priority.value),
        ),
        Column(
            "name",
            translate("Cases", "Subject"),
            lambda row: isolate(row.name),
            width=210,
            value=lambda row: row.name,
            is_strong=True,
        ),
        Column("state", translate("Cases", "State"), lambda row: state_word(row.state), width=136),
        Column(
            "due_at",
            translate("Cases", "Due"),
            lambda row: due(row).text,
            width=128,
            value=lambda row: row.due_at,
            tone=lambda row: due(row).role,
            tooltip=lambda row: utc_text(row.due_at) if row.due_at else NOTHING,
        ),
    )


def _risk_columns() -> tuple[Column[Case], ...]:
    return (
        Column(
            "decision",
            translate("Cases", "Decision"),
            lambda row: short_outcome(row.decision),
            width=100,
            chip=lambda row: _semantic(row.decision.value),
        ),
        Column(
            "matches",
            translate("Cases", "Matches"),
            lambda row: f"{row.matches:,}",
            width=68,
            value=lambda row: row.matches,
            is_number=True,
        ),
        Column(
            "open_matches",
            translate("Cases", "Open"),
            lambda row: f"{row.open_matches:,}",
            width=58,
            value=lambda row: row.open_matches,
            is_number=True,
        ),
        Column(
            "score",
            translate("Cases", "Risk"),
            lambda row: f"{band_word(row.band)} {row.score}",
            width=116,
            value=lambda row: row.score,
            tone=lambda row: current_theme().semantic_role(row.band.value),
            is_number=True,
        ),
    )


def _subject_columns() -> tuple[Column[Case], ...]:
    kinds = {
        SubjectType.INDIVIDUAL: translate("Cases", "Individual"),
        SubjectType.ENTITY: translate("Cases", "Entity"),
    }
    return (
        Column(
            "type", translate("Cases", "Type"), lambda row: kinds[row.type], width=84,
            is_hidden=True,
        ),
        Column(
            "born", translate("Cases", "Born"), lambda row: row.born or NOTHING, width=90,
            is_hidden=True,
        ),
        Column(
            "country",
            translate("Cases", "Country"),
            lambda row: country_name(row.country) if row.country else NOTHING,
            width=100,
        ),
    )  # fmt: skip


def _work_columns(names: Mapping[str, str]) -> tuple[Column[Case], ...]:
    return (
        Column(
            "assigned_to",
            translate("Cases", "Assigned to"),
            lambda row: isolate(person_word(row.assigned_to, dict(names))) or NOTHING,
            width=120,
            value=lambda row: row.assigned_to,
        ),
        Column(
            "tags",
            translate("Cases", "Tags"),
            lambda row: ", ".join(row.tags) or NOTHING,
            width=120,
            value=lambda row: ", ".join(row.tags),
        ),
        Column(
            "disposition",
            translate("Cases", "Disposition"),
            lambda row: disposition_word(row.disposition) if row.disposition else NOTHING,
            width=130,
        ),
        Column(
            "external_id",
            translate("Cases", "Customer id"),
            lambda row: row.external_id or NOTHING,
            width=104,
            is_id=True,
        ),
    )


def _record_columns(names: Mapping[str, str]) -> tuple[Column[Case], ...]:
    return (
        Column(
            "created_at",
            translate("Cases", "Opened"),
            lambda row: _day(row.created_at),
            width=140,
            value=lambda row: row.created_at,
            tooltip=lambda row: utc_text(row.created_at),
        ),
        Column(
            "opened_by",
            translate("Cases", "Opened by"),
            lambda row: isolate(person_word(row.opened_by, dict(names))),
            width=120,
            is_hidden=True,
        ),
        Column(
            "updated_at",
            translate("Cases", "Changed"),
            lambda row: _day(row.updated_at),
            width=140,
            value=lambda row: row.updated_at,
            tooltip=lambda row: utc_text(row.updated_at),
            is_hidden=True,
        ),
        Column(
            "closed_at",
            translate("Cases", "Closed"),
            lambda row: _day(row.closed_at),
            width=140,
            value=lambda row: row.closed_at,
            is_hidden=True,
        ),
        Column(
            "is_demo",
            translate("Cases", "Lists"),
            lambda row: translate("Cases", "Demo") if row.is_demo else translate("Cases", "Real"),
            width=74,
            chip=lambda row: Chip("tag", "info") if row.is_demo else None,
        ),
        Column(
            "case_id",
            translate("Cases", "Case id"),
            lambda row: row.case_id,
            width=170,
            is_id=True,
        ),
    )

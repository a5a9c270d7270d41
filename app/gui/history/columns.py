"""The columns of the history: what of a past screening is seen, sorted, copied and exported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.domain.decision import Outcome
from app.domain.match import Strength
from app.domain.screening import ScreeningSummary
from app.domain.subject import SubjectType
from app.gui.screening.wording import (
    band_word,
    local_time,
    outcome_word,
    purpose_word,
    strength_word,
)
from app.gui.widgets.labels import isolate
from app.gui.widgets.table_columns import NOTHING, Chip, Column
from app.gui.widgets.theme import current_theme

translate = QCoreApplication.translate


_ORDER = (
    "created_at",
    "name",
    "outcome",
    "score",
    "matches",
    "is_demo",
    "best_match",
    "best_source",
    "external_id",
    "type",
    "discarded",
    "best_strength",
    "purpose",
    "actor",
    "screening_id",
    "subject_id",
)


def utc_text(at: datetime) -> str:
    """A time as it was recorded, for tooltips: ``2026-11-21 09:12:44 UTC``."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def outcome_chip(outcome: Outcome) -> Chip:
    """Icon and colour of an outcome, by the tokens."""
    theme = current_theme()
    return Chip(theme.semantic_icon(outcome.value), theme.semantic_role(outcome.value))


def _type_word(kind: SubjectType) -> str:
    return {
        SubjectType.INDIVIDUAL: translate("History", "Individual"),
        SubjectType.ENTITY: translate("History", "Entity"),
    }[kind]


def _demo_chip(row: ScreeningSummary) -> Chip | None:
    return Chip("tag", "info") if row.is_demo else None


def _strength(row: ScreeningSummary) -> str:
    try:
        return strength_word(Strength(row.best_strength))
    except ValueError:
        return row.best_strength or NOTHING


def history_columns(source_names: Mapping[str, str]) -> tuple[Column[ScreeningSummary], ...]:
    """The columns; `source_names` gives the short name of a list source by its id."""
    columns = {
        column.field: column
        for column in (*_who_columns(), *_result_columns(source_names), *_record_columns())
    }
    return tuple(columns[field] for field in _ORDER)


def _who_columns() -> tuple[Column[ScreeningSummary], ...]:
    return (
        Column(
            "created_at",
            translate("History", "Time"),
            lambda row: local_time(row.created_at, with_date=True),
            width=140,
            value=lambda row: row.created_at,
            tooltip=lambda row: utc_text(row.created_at),
        ),
        Column(
            "name",
            translate("History", "Subject"),
            lambda row: isolate(row.name),
            width=170,
            value=lambda row: row.name,
            is_strong=True,
        ),
        Column("type", translate("History", "Type"), lambda row: _type_word(row.type), width=84),
        Column(
            "external_id",
            translate("History", "Customer id"),
            lambda row: row.external_id or NOTHING,
            width=104,
            value=lambda row: row.external_id,
            is_id=True,
        ),
    )


def _result_columns(source_names: Mapping[str, str]) -> tuple[Column[ScreeningSummary], ...]:
    def source(row: ScreeningSummary) -> str:
        return source_names.get(row.best_source, row.best_source) or NOTHING

    return (
        Column(
            "outcome",
            translate("History", "Outcome"),
            lambda row: outcome_word(row.outcome),
            width=172,
            chip=lambda row: outcome_chip(row.outcome),
        ),
        Column(
            "score",
            translate("History", "Risk"),
            lambda row: f"{band_word(row.band)} {row.score}",
            width=106,
            value=lambda row: row.score,
            tone=lambda row: current_theme().semantic_role(row.band.value),
            is_number=True,
        ),
        Column(
            "matches",
            translate("History", "Matches"),
            lambda row: f"{row.matches:,}",
            width=68,
            value=lambda row: row.matches,
            is_number=True,
        ),
        Column(
            "discarded",
            translate("History", "Discarded"),
            lambda row: f"{row.discarded:,}",
            width=80,
            value=lambda row: row.discarded,
            tone=lambda _row: "text_3",
            is_number=True,
        ),
        Column(
            "best_match",
            translate("History", "Best match"),
            lambda row: isolate(row.best_match) or NOTHING,
            width=190,
            value=lambda row: row.best_match,
        ),
        Column("best_source", translate("History", "Source"), source, width=110),
        Column(
            "best_strength", translate("History", "Strength"), _strength, width=80, is_hidden=True
        ),
    )


def _record_columns() -> tuple[Column[ScreeningSummary], ...]:
    return (
        Column(
            "purpose",
            translate("History", "Purpose"),
            lambda row: purpose_word(row.purpose),
            width=100,
        ),
        Column("actor", translate("History", "By"), lambda row: isolate(row.actor), width=90),
        Column(
            "is_demo",
            translate("History", "Lists"),
            lambda row: translate("History", "Demo" if row.is_demo else "Real"),
            width=84,
            chip=_demo_chip,
        ),
        Column(
            "screening_id",
            translate("History", "Screening id"),
            lambda row: row.screening_id,
            width=170,
            is_id=True,
        ),
        Column(
            "subject_id",
            translate("History", "Subject id"),
            lambda row: row.subject_id,
            width=170,
            is_id=True,
            is_hidden=True,
        ),
    )

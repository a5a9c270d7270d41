"""The columns of the Exceptions page: what of an exception is seen, sorted, copied, exported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication

from app.domain.exception_conditions import describe
from app.domain.match_exception import ExceptionStatus, MatchException
from app.gui.exceptions.wording import (
    day_words,
    kind_word,
    listed_words,
    status_chip,
    status_word,
)
from app.gui.screening.wording import local_time
from app.gui.widgets.labels import isolate
from app.gui.widgets.table_columns import NOTHING, Column

translate = QCoreApplication.translate

_ORDER = (
    "status", "subject_name", "listed_name", "source", "created_by", "created_at", "reason",
    "review_on", "expires_on", "used", "last_used_at", "kind", "external_id", "list_entry_id",
    "exception_id",
)  # fmt: skip


def exception_columns(
    source_names: Mapping[str, str], today: date
) -> tuple[Column[MatchException], ...]:
    """The columns; `source_names` gives the short name of a list source by its id."""
    found = (*_pair_columns(source_names), *_who_columns(), *_day_columns(today), *_id_columns())
    columns = {column.field: column for column in found}
    return tuple(columns[field] for field in _ORDER)


def _pair_columns(names: Mapping[str, str]) -> tuple[Column[MatchException], ...]:
    return (
        Column(
            "status", translate("Exceptions", "Status"), lambda row: status_word(row.status),
            width=108, chip=lambda row: status_chip(row.status),
        ),
        Column(
            "subject_name", translate("Exceptions", "Customer"), _subject, width=170,
            value=lambda row: row.subject_name, is_strong=True, tooltip=_subject,
        ),
        Column(
            "listed_name", translate("Exceptions", "Listed party"), _listed, width=180,
            value=lambda row: row.listed_name, tooltip=_listed,
        ),
        Column(
            "source", translate("Exceptions", "List"),
            lambda row: names.get(row.source, row.source) or NOTHING, width=92,
        ),
        Column(
            "kind", translate("Exceptions", "Kind"), lambda row: kind_word(row.kind), width=92
        ),
    )  # fmt: skip


def _subject(row: MatchException) -> str:
    return isolate(row.subject_name) or translate("Exceptions", "Every customer")


def _listed(row: MatchException) -> str:
    if row.conditions:
        return "; ".join(map(describe, row.conditions))
    return isolate(listed_words(row))


def _who_columns() -> tuple[Column[MatchException], ...]:
    return (
        Column(
            "created_by", translate("Exceptions", "By"), lambda row: isolate(row.created_by),
            width=110,
        ),
        Column(
            "created_at", translate("Exceptions", "Made"),
            lambda row: local_time(row.created_at, with_date=True), width=142,
            value=lambda row: row.created_at,
        ),
        Column(
            "reason", translate("Exceptions", "Why"), lambda row: isolate(row.reason), width=200,
            tooltip=lambda row: row.reason, is_sortable=False,
        ),
    )  # fmt: skip


def _day_columns(today: date) -> tuple[Column[MatchException], ...]:
    def is_due(row: MatchException) -> bool:
        active = row.status is ExceptionStatus.ACTIVE
        return active and row.review_on is not None and row.review_on <= today

    return (
        Column(
            "review_on", translate("Exceptions", "Review on"),
            lambda row: day_words(row.review_on) or NOTHING, width=100,
            value=lambda row: row.review_on,
            tone=lambda row: "high" if is_due(row) else "text",
            tooltip=lambda row: translate("Exceptions", "Review is due") if is_due(row) else "",
        ),
        Column(
            "expires_on", translate("Exceptions", "Last day"),
            lambda row: day_words(row.expires_on) or NOTHING, width=100,
            value=lambda row: row.expires_on,
        ),
        Column(
            "used", translate("Exceptions", "Uses"), lambda row: f"{row.used:,}", width=62,
            value=lambda row: row.used, is_number=True,
        ),
        Column(
            "last_used_at", translate("Exceptions", "Last used"),
            lambda row: local_time(row.last_used_at, with_date=True)
            if row.last_used_at else NOTHING,
            width=142, value=lambda row: row.last_used_at,
        ),
    )  # fmt: skip


def _id_columns() -> tuple[Column[MatchException], ...]:
    return (
        Column(
            "external_id", translate("Exceptions", "Customer id"),
            lambda row: row.external_id or NOTHING, width=104,
            value=lambda row: row.external_id, is_id=True,
        ),
        Column(
            "list_entry_id", translate("Exceptions", "Entry id"),
            lambda row: row.list_entry_id or NOTHING, width=104,
            value=lambda row: row.list_entry_id, is_id=True, is_hidden=True,
        ),
        Column(
            "exception_id", translate("Exceptions", "Exception id"),
            lambda row: row.exception_id, width=170, is_id=True,
        ),
    )  # fmt: skip

"""Cases and what belongs to them as rows, and rows as what they are in the domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import Row

from app.domain.case import (
    Activity,
    ActivityType,
    Attachment,
    Case,
    CaseState,
    Disposition,
    Priority,
)
from app.domain.decision import Outcome
from app.domain.risk import RiskBand
from app.domain.subject import SubjectType
from app.storage.rows_casework import case_attachments, cases
from app.storage.search_text import search_key

CASE_FIELDS = tuple(field.name for field in fields(Case))
CASE_COLUMNS = tuple(cases.c[name] for name in CASE_FIELDS)
_ATTACHMENT_FIELDS = tuple(field.name for field in fields(Attachment))
ATTACHMENT_COLUMNS = tuple(case_attachments.c[name] for name in _ATTACHMENT_FIELDS)
# What the words of a search are looked for in; a change of one renews the searched text.
_SEARCHED = ("name", "external_id", "case_id", "screening_id", "subject_id")


def lines(values: tuple[str, ...]) -> str:
    """Several texts in one column, each between line breaks, so that one can be searched."""
    return "".join(f"\n{value}" for value in values) + "\n" if values else ""


def unlined(text: str) -> tuple[str, ...]:
    """The texts that `lines` joined."""
    return tuple(part for part in text.split("\n") if part)


def case_values(case: Case, names: tuple[str, ...] = CASE_FIELDS) -> dict[str, Any]:
    """The columns of a case; of some of its fields where `names` are given."""
    values = {name: _column_value(name, getattr(case, name)) for name in names}
    if "name" in names:
        values["name_key"] = search_key(case.name)
    if {"tags", *_SEARCHED} & set(names):
        told = [getattr(case, name) for name in _SEARCHED]
        values["search_text"] = search_key("\n".join([*told, *case.tags]))
    return values


def _column_value(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return lines(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool):
        return int(value)
    return "" if name == "disposition" and value is None else value


def case_of(row: Row[Any]) -> Case:
    """The case of a row of CASE_COLUMNS."""
    values = dict(row._mapping)
    values["state"] = CaseState(row.state)
    values["priority"] = Priority(row.priority)
    values["type"] = SubjectType(row.type)
    values["original_decision"] = Outcome(row.original_decision)
    values["decision"] = Outcome(row.decision)
    values["band"] = RiskBand(row.band)
    values["disposition"] = Disposition(row.disposition) if row.disposition else None
    values["tags"] = unlined(row.tags)
    values["sources"] = unlined(row.sources)
    values["is_demo"] = bool(row.is_demo)
    return Case(**values)


def activity_of(row: Row[Any]) -> Activity:
    """The activity of a row."""
    data: Mapping[str, Any] = msgspec.json.decode(row.data) if row.data else {}
    return Activity(
        row.activity_id,
        row.case_id,
        row.at,
        row.actor,
        ActivityType(row.type),
        row.content,
        dict(data),
    )


def attachment_of(row: Row[Any]) -> Attachment:
    """The attachment of a row of ATTACHMENT_COLUMNS."""
    return Attachment(**row._mapping)

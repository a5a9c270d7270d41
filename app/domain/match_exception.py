"""Match exceptions: a cleared pair of subject and listed profile, and what brings it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.domain.list_entry import CORE_FIELDS


class ExceptionKind(StrEnum):
    PROFILE = "profile"  # one subject and one listed profile
    CONDITIONAL = "conditional"  # every match that fulfils all conditions


class ExceptionStatus(StrEnum):
    ACTIVE = "ACTIVE"
    LAPSED = "LAPSED"  # a chosen field changed
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class ExpirationType(StrEnum):
    NEVER = "NEVER"
    DATE = "DATE"


class Operator(StrEnum):
    """How a condition compares the value at its path with its own."""

    EQUALS = "eq"
    NOT_EQUALS = "ne"
    IN = "in"
    CONTAINS = "contains"
    LESS = "lt"
    GREATER = "gt"
    EXISTS = "exists"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `path` such as ``/subject/nationality`` or ``/match/source``."""

    path: str
    operator: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that is not what it was: `side` is ``subject`` or ``list``."""

    side: str
    field: str
    before: str
    after: str


DEFAULT_FIELDS = CORE_FIELDS  # of the listed profile; what its author may widen or narrow
SUBJECT_FIELDS = ("name", "date_of_birth", "nationality", "country", "identifiers")


@dataclass(frozen=True, slots=True)
class MatchException:
    """One match exception. Times are UTC, dates local days.

    `fields` are those of the listed profile whose change brings the match back, `subject_fields`
    those of the subject; `fingerprint` holds their values when it was made. `checksum` and
    `core_checksum` are the listed profile's of that moment. `difference` says why it lapsed.
    `review_on` is when a person shall look at it again. `version` counts its changes.
    """

    exception_id: str
    kind: ExceptionKind
    status: ExceptionStatus
    version: int
    reason: str
    created_at: datetime
    created_by: str
    subject_id: str = ""
    external_id: str = ""
    subject_name: str = ""
    source: str = ""
    list_entry_id: str = ""
    listed_name: str = ""
    checksum: str = ""
    core_checksum: str = ""
    fields: tuple[str, ...] = DEFAULT_FIELDS
    subject_fields: tuple[str, ...] = SUBJECT_FIELDS
    fingerprint: dict[str, Any] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    expiration_type: ExpirationType = ExpirationType.NEVER
    expires_on: date | None = None
    review_on: date | None = None
    changed_at: datetime | None = None
    changed_by: str = ""
    from_match_id: str = ""
    difference: tuple[FieldChange, ...] = ()
    used: int = 0
    last_used_at: datetime | None = None

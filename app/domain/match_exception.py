"""Match exceptions: a cleared pair of subject and listed profile, and what brings it back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from app.domain.errors import AppError, BadInput
from app.domain.list_entry import CORE_FIELDS

MAX_REASON: Final = 1000  # characters
_SAFE: Final = "Nothing was changed."


class StaleException(AppError):
    """Someone else changed this exception meanwhile."""

    exit_code = 3
    code = "CONFLICT"


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
    """One field that is not what it was: `side` is ``subject`` or ``list``, or ``exception``
    where the exception itself ended (its field ``expires_on``)."""

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
    those of the subject; `fingerprint` holds the values of all fields when it was made or
    renewed. `checksum` and `core_checksum` are the listed profile's of that moment. `difference`
    says why it lapsed. `expires_on` is the last day on which it holds, `review_on` when a person
    shall look at it again. `version` counts its changes, not its uses.
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


@dataclass(frozen=True, slots=True)
class ExceptionEvent:
    """One line of an exception's history. `action` is what happened (``CREATED``, ``LAPSED``),
    `data` plain JSON: the reason, and what changed."""

    exception_id: str
    at: datetime
    actor: str
    action: str
    data: dict[str, Any]


def as_of(exception: MatchException, today: date) -> MatchException:
    """The exception with the status that it has on a day: an active one ends with its last day,
    whether or not that was noted yet."""
    ended = exception.expires_on is not None and exception.expires_on < today
    if exception.status is ExceptionStatus.ACTIVE and ended:
        return replace(exception, status=ExceptionStatus.EXPIRED, difference=(expiry(exception),))
    return exception


def expiry(exception: MatchException) -> FieldChange:
    """The difference that an exception's own end makes."""
    return FieldChange("exception", "expires_on", str(exception.expires_on), "this day has passed")


def clean_reason(reason: str) -> str:
    """The reason as it is kept. Raises BadInput if it is empty or too long."""
    told = " ".join(reason.split())
    if not told or len(told) > MAX_REASON:
        too_long = f"The reason is longer than {MAX_REASON:,} characters."
        raise BadInput(
            too_long if told else "A match exception needs a reason.",
            safe=_SAFE,
            todo="Say in a sentence why the match is no match: it is kept for good.",
        )
    return told


def check_dates(expires_on: date | None, review_on: date | None, today: date) -> None:
    """Raise BadInput for days that cannot be meant: both lie ahead, the review not after the end.

    Args:
        today: the local day.
    """
    for label, day in (("expires on", expires_on), ("is reviewed on", review_on)):
        if day is not None and day < today:
            raise BadInput(
                f"An exception that {label} {day} would be over already.",
                safe=_SAFE,
                todo="Choose a day that lies ahead, or none.",
            )
    if expires_on is not None and review_on is not None and review_on > expires_on:
        raise BadInput(
            f"The review on {review_on} would come after the end on {expires_on}.",
            safe=_SAFE,
            todo="Choose a review day before the exception expires.",
        )

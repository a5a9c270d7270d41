"""Match exceptions: made from a match or by conditions, looked at, changed, revoked, renewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.errors import BadInput
from app.domain.exception_conditions import checked
from app.domain.exception_fingerprint import check_fields, fingerprint
from app.domain.exception_query import ExceptionQuery
from app.domain.ids import new_id
from app.domain.list_entry import core_checksum
from app.domain.match import Match
from app.domain.match_exception import (
    DEFAULT_FIELDS,
    SUBJECT_FIELDS,
    Condition,
    ExceptionEvent,
    ExceptionKind,
    ExceptionStatus,
    ExpirationType,
    MatchException,
    as_of,
    check_dates,
    clean_reason,
)
from app.domain.screening import ScreeningRecord
from app.domain.user import Permission
from app.services import exception_trail
from app.services.exception_applying import local_day
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

PREFIX = "exc"
_SAFE = "Nothing was changed."


def today(workspace: Workspace) -> date:
    """The local day of now, by which exceptions end and are reviewed."""
    return local_day(workspace.clock())


def create_from_match(
    workspace: Workspace,
    match_id: str,
    *,
    reason: str,
    fields: Sequence[str] = DEFAULT_FIELDS,
    subject_fields: Sequence[str] = SUBJECT_FIELDS,
    expires_on: date | None = None,
    review_on: date | None = None,
    resolve: bool = True,
) -> MatchException:
    """Clear the subject and the listed profile of a match: the pair is discarded from the next
    screening on, until one of the chosen fields changes.

    Args:
        match_id: a match of a stored screening; what it compared is the fingerprint.
        reason: why it is no match; kept in the record of every match it excludes.
        fields: of PROFILE_FIELDS, those of the listed profile that bring the match back.
        subject_fields: of CUSTOMER_FIELDS, those of the subject.
        expires_on: the last day on which it holds; None for no end.
        review_on: when a person shall look at it again.
        resolve: resolve the match FALSE_POSITIVE as well, if it is open.
    Raises:
        NotAllowed, NotFound; BadInput: no reason, unknown fields, a day that is over, or the pair
            has an active exception already. Nothing was changed.
    """
    workspace.require(Permission.RESOLVE)
    told = clean_reason(reason)
    check_fields(fields, subject_fields)
    check_dates(expires_on, review_on, today(workspace))
    with workspace.database.write() as uow:
        record, match = _found(uow, match_id)
        exception = replace(
            _profile_exception(workspace, uow, record, match),
            reason=told,
            fields=tuple(dict.fromkeys(fields)),
            subject_fields=tuple(dict.fromkeys(subject_fields)),
            expiration_type=ExpirationType.DATE if expires_on else ExpirationType.NEVER,
            expires_on=expires_on,
            review_on=review_on,
        )
        _refuse_second(workspace, uow, exception)
        event = exception_trail.made(workspace, uow, exception)
        uow.commit()
    workspace.bus.publish([event])
    del resolve
    return exception


def create_conditional(
    workspace: Workspace,
    conditions: Sequence[Condition],
    *,
    reason: str,
    expires_on: date | None = None,
    review_on: date | None = None,
) -> MatchException:
    """Exclude every match that fulfils all conditions, from the next screening on.

    Raises:
        NotAllowed; BadInput: no reason, a day that is over, or conditions that cannot be meant or
            would exclude everything. Nothing was changed.
    """
    workspace.require(Permission.RESOLVE)
    told = clean_reason(reason)
    check_dates(expires_on, review_on, today(workspace))
    at = workspace.clock()
    exception = MatchException(
        exception_id=new_id(PREFIX, at),
        kind=ExceptionKind.CONDITIONAL,
        status=ExceptionStatus.ACTIVE,
        version=1,
        reason=told,
        created_at=at,
        created_by=workspace.actor,
        fields=(),
        subject_fields=(),
        conditions=checked(conditions),
        expiration_type=ExpirationType.DATE if expires_on else ExpirationType.NEVER,
        expires_on=expires_on,
        review_on=review_on,
    )
    with workspace.database.write() as uow:
        event = exception_trail.made(workspace, uow, exception)
        uow.commit()
    workspace.bus.publish([event])
    return exception


def get(workspace: Workspace, exception_id: str) -> MatchException:
    """One exception with the status that it has today. Raises NotFound."""
    with workspace.database.read() as uow:
        return as_of(uow.match_exceptions.get(exception_id), today(workspace))


def page(
    workspace: Workspace, query: ExceptionQuery, offset: int, limit: int
) -> tuple[MatchException, ...]:
    """The exceptions of one page, in the order of the query, as they stand today."""
    day = today(workspace)
    with workspace.database.read() as uow:
        found = uow.match_exceptions.page(query, day, offset, limit)
    return tuple(as_of(exception, day) for exception in found)


def count(workspace: Workspace, query: ExceptionQuery) -> tuple[int, int]:
    """How many exceptions the query shows, and how many there are."""
    with workspace.database.read() as uow:
        return uow.match_exceptions.count(query, today(workspace))


def history(workspace: Workspace, exception_id: str) -> tuple[ExceptionEvent, ...]:
    """What became of an exception, oldest first. Raises NotFound."""
    with workspace.database.read() as uow:
        uow.match_exceptions.get(exception_id)
        return tuple(uow.match_exceptions.history(exception_id))


def _found(uow: UnitOfWork, match_id: str) -> tuple[ScreeningRecord, Match]:
    record = uow.screenings.get(uow.match_exceptions.screening_of_match(match_id))
    return record, next(match for match in record.matches if match.match_id == match_id)


def _profile_exception(
    workspace: Workspace, uow: UnitOfWork, record: ScreeningRecord, match: Match
) -> MatchException:
    at = workspace.clock()
    entry = uow.lists.entry(match.source, match.list_entry_id, match.entry_checksum)
    return MatchException(
        exception_id=new_id(PREFIX, at),
        kind=ExceptionKind.PROFILE,
        status=ExceptionStatus.ACTIVE,
        version=1,
        reason="",
        created_at=at,
        created_by=workspace.actor,
        subject_id=record.subject_id,
        external_id=record.subject.external_id,
        subject_name=record.subject.name,
        source=match.source,
        list_entry_id=match.list_entry_id,
        listed_name=entry.primary_name,
        checksum=match.entry_checksum,
        core_checksum=core_checksum(entry),
        fingerprint=fingerprint(record.subject, entry),
        from_match_id=match.match_id,
    )


def _refuse_second(workspace: Workspace, uow: UnitOfWork, exception: MatchException) -> None:
    """Two active exceptions of one pair would hide when one of them lapses."""
    day = today(workspace)
    for other in uow.match_exceptions.of_profile(exception.source, exception.list_entry_id):
        same = other.external_id == exception.external_id and (
            bool(exception.external_id) or other.subject_id == exception.subject_id
        )
        if same and as_of(other, day).status is ExceptionStatus.ACTIVE:
            raise BadInput(
                f"{other.exception_id} of {other.created_by} excludes this pair already.",
                safe=_SAFE,
                todo="Look at it on the Exceptions page; it can be changed or renewed there.",
            )

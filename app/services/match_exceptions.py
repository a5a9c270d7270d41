"""Match exceptions: made from a match or by conditions, looked at, changed, revoked, renewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.errors import BadInput, NotFound
from app.domain.events import Event
from app.domain.exception_conditions import checked
from app.domain.exception_fingerprint import check_fields, fingerprint
from app.domain.exception_query import Due, ExceptionQuery
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
from app.domain.review import ResolutionVerdict, ReviewState
from app.domain.screening import ScreeningRecord
from app.domain.user import Permission
from app.services import exception_trail
from app.services.exception_changing import (
    Present,
    Terms,
    present,
    renew,
    revoke,
    terms_of,
    update,
)
from app.services.exception_file import Imported, export, import_file
from app.services.exception_preview import Preview, preview
from app.services.exception_sweep import note_ended
from app.services.exception_trail import today
from app.services.review_resolving import resolve_in
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

__all__ = [
    "Imported",
    "Present",
    "Preview",
    "Terms",
    "choices",
    "count",
    "create_conditional",
    "create_from_match",
    "draft",
    "export",
    "get",
    "history",
    "import_file",
    "note_ended",
    "page",
    "present",
    "preview",
    "renew",
    "revoke",
    "stale",
    "terms_of",
    "today",
    "update",
]

PREFIX = "exc"


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
    reason_code: str = "",
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
        resolve: resolve the match FALSE_POSITIVE as well, in the same transaction, if it is open
            in the review queue.
        reason_code: of that resolution, one that the case policy offers.
    Raises:
        NotAllowed, NotFound; BadInput: no reason, unknown fields, a day that is over, the match
            was found to be true, or the pair has an active exception already;
            ReviewConflict: someone else works on the match. Nothing was changed.
    """
    workspace.require(Permission.RESOLVE)
    told = clean_reason(reason)
    check_fields(fields, subject_fields)
    check_dates(expires_on, review_on, today(workspace))
    with workspace.database.write() as uow:
        record, match = _found(uow, match_id)
        events = _resolved(workspace, uow, match_id, told, reason_code) if resolve else []
        exception = replace(
            _profile_exception(workspace, uow, record, match),
            reason=told,
            fields=tuple(dict.fromkeys(fields)),
            subject_fields=tuple(dict.fromkeys(subject_fields)),
            expiration_type=ExpirationType.DATE if expires_on else ExpirationType.NEVER,
            expires_on=expires_on,
            review_on=review_on,
        )
        exception_trail.refuse_found_true(uow, exception)
        exception_trail.refuse_second(workspace, uow, exception)
        events.append(exception_trail.made(workspace, uow, exception))
        uow.commit()
    workspace.bus.publish(events)
    return exception


def draft(workspace: Workspace, match_id: str) -> MatchException:
    """What `create_from_match` would store with the usual fields, to be looked at: its
    fingerprint holds the values of both sides. Raises NotFound."""
    with workspace.database.read() as uow:
        record, match = _found(uow, match_id)
        return _profile_exception(workspace, uow, record, match)


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
    clean = checked(conditions)
    if preview(workspace, clean).is_everything:
        raise BadInput(
            "These conditions would have excluded every stored match.",
            safe="Nothing was changed.",
            todo="Add a condition that tells the matches that are no matches from the others.",
        )
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
        conditions=clean,
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


def stale(workspace: Workspace, limit: int = 100) -> tuple[MatchException, ...]:
    """Active exceptions that a person should look at again: their review day has come, or they
    excluded nothing for a year. The longest standing first."""
    query = ExceptionQuery(due=Due.STALE, sort=(("created_at", True),))
    return page(workspace, query, 0, limit)


def choices(workspace: Workspace) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the list can be narrowed to: (who made exceptions, sources of listed profiles)."""
    with workspace.database.read() as uow:
        return tuple(uow.match_exceptions.authors()), tuple(uow.match_exceptions.sources())


def history(workspace: Workspace, exception_id: str) -> tuple[ExceptionEvent, ...]:
    """What became of an exception, oldest first. Raises NotFound."""
    with workspace.database.read() as uow:
        uow.match_exceptions.get(exception_id)
        return tuple(uow.match_exceptions.history(exception_id))


def _resolved(
    workspace: Workspace, uow: UnitOfWork, match_id: str, reason: str, reason_code: str
) -> list[Event]:
    """Resolve the match FALSE_POSITIVE if it is open; one found true cannot be cleared."""
    try:
        review = uow.reviews.get(match_id)
    except NotFound:
        return []  # discarded when it was found
    if review.verdict is ResolutionVerdict.TRUE_POSITIVE and review.state is ReviewState.RESOLVED:
        raise BadInput(
            f"{match_id} was found to be a true match by {review.resolved_by}.",
            safe="Nothing was changed.",
            todo="Change that verdict first, if it was wrong.",
        )
    if review.state not in (ReviewState.OPEN, ReviewState.UNSURE):
        return []
    verdict = ResolutionVerdict.FALSE_POSITIVE
    _, events = resolve_in(
        workspace,
        uow,
        (match_id,),
        verdict,
        reason_code,
        reason,
        expected={match_id: review.state},
    )
    return events


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

"""Changes of a match exception by a person: its terms, its end, and its renewal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.domain.errors import BadInput, NotFound
from app.domain.exception_conditions import checked
from app.domain.exception_fingerprint import (
    LIST,
    SUBJECT,
    check_fields,
    customer_side,
    differences,
    profile_side,
)
from app.domain.links import EntryRef
from app.domain.list_entry import ListEntry, checksums
from app.domain.match_exception import (
    Condition,
    ExceptionKind,
    ExceptionStatus,
    ExpirationType,
    FieldChange,
    MatchException,
    StaleException,
    as_of,
    check_dates,
    clean_reason,
)
from app.domain.subject import Subject, SubjectType
from app.domain.user import Permission
from app.services import exception_trail
from app.services.exception_trail import today
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

_SAFE: Final = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class Terms:
    """What its author may change of an active exception; see MatchException."""

    fields: tuple[str, ...]
    subject_fields: tuple[str, ...]
    conditions: tuple[Condition, ...]
    expires_on: date | None
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Present:
    """An exception beside today: `entry` is None if no active list holds it, `subject` if this
    workspace does not know it; `difference` is what changed in the chosen fields."""

    exception: MatchException
    subject: Subject | None
    entry: ListEntry | None
    difference: tuple[FieldChange, ...]


def terms_of(exception: MatchException) -> Terms:
    """The terms of an exception as they are."""
    return Terms(
        exception.fields,
        exception.subject_fields,
        exception.conditions,
        exception.expires_on,
        exception.review_on,
    )


def update(
    workspace: Workspace, exception_id: str, terms: Terms, *, reason: str, version: int
) -> MatchException:
    """Change the terms of an active exception. A field that is added compares with what it was
    when the exception was made.

    Args:
        version: the one that was looked at.
        reason: why, for its history; the reason of the exception itself stays.
    Raises:
        NotAllowed, NotFound, StaleException; BadInput: terms that cannot be meant, or the
            exception is not active. Nothing was changed.
    """
    workspace.require(Permission.RESOLVE)
    told = clean_reason(reason)
    with workspace.database.write() as uow:
        before = _standing(workspace, uow, exception_id, version)
        _require_active(before)
        after = _with_terms(before, _checked(before, terms, today(workspace)))
        if after == before:
            return before
        saved, event = exception_trail.changed(workspace, uow, before, after, "CHANGED", told)
        uow.commit()
    workspace.bus.publish([event])
    return saved


def revoke(workspace: Workspace, exception_id: str, *, reason: str, version: int) -> MatchException:
    """End an exception for good: what it excluded asks again from the next screening on.

    Raises:
        NotAllowed, NotFound, StaleException; BadInput without a reason, or if it was revoked.
    """
    workspace.require(Permission.RESOLVE)
    told = clean_reason(reason)
    with workspace.database.write() as uow:
        before = _standing(workspace, uow, exception_id, version)
        _refuse_revoked(before)
        after = replace(before, status=ExceptionStatus.REVOKED)
        saved, event = exception_trail.changed(workspace, uow, before, after, "REVOKED", told)
        uow.commit()
    workspace.bus.publish([event])
    return saved


def present(workspace: Workspace, exception_id: str) -> Present:
    """An exception beside its subject and listed profile as they are today. Raises NotFound."""
    with workspace.database.read() as uow:
        exception = as_of(uow.match_exceptions.get(exception_id), today(workspace))
        return _present(uow, exception)


def renew(
    workspace: Workspace,
    exception_id: str,
    *,
    reason: str,
    version: int,
    seen: Sequence[FieldChange],
    expires_on: date | None = None,
    review_on: date | None = None,
) -> MatchException:
    """Let an exception hold again, or longer, with today's values as its new fingerprint.

    Args:
        seen: the difference that was shown to whoever renews it, from `present`.
        expires_on: its new last day; None for no end.
    Raises:
        NotAllowed, NotFound; StaleException: the exception is of another version, or the
            difference is another one meanwhile; BadInput: no reason, a day that is over, it was
            revoked, or the pair has another active exception. Nothing was changed.
    """
    workspace.require(Permission.RESOLVE)
    told = clean_reason(reason)
    check_dates(expires_on, review_on, today(workspace))
    with workspace.database.write() as uow:
        before = _standing(workspace, uow, exception_id, version)
        _refuse_revoked(before)
        found = _present(uow, before)
        if found.difference != tuple(seen):
            raise StaleException(
                "What changed is not what you were shown.",
                safe=_SAFE,
                todo="Look at the difference as it is now, then decide again.",
            )
        after = _renewed(found, expires_on, review_on)
        if after.kind is ExceptionKind.PROFILE:
            exception_trail.refuse_found_true(uow, after)
            exception_trail.refuse_second(workspace, uow, after)
        saved, event = exception_trail.changed(workspace, uow, before, after, "RENEWED", told)
        uow.commit()
    workspace.bus.publish([event])
    return saved


def _standing(
    workspace: Workspace, uow: UnitOfWork, exception_id: str, version: int
) -> MatchException:
    """The exception as it stands today, if it is still the one that was looked at."""
    found = uow.match_exceptions.get(exception_id)
    if found.version != version:
        raise StaleException(
            f"{found.exception_id} was changed by {found.changed_by} meanwhile.",
            safe="Nothing was changed by you.",
            todo="Look at it as it is now, then decide again.",
        )
    return as_of(found, today(workspace))


def _require_active(exception: MatchException) -> None:
    if exception.status is not ExceptionStatus.ACTIVE:
        raise BadInput(
            f"{exception.exception_id} is {exception.status.value} and cannot be changed.",
            safe=_SAFE,
            todo="Renew it; a revoked one stays revoked.",
        )


def _refuse_revoked(exception: MatchException) -> None:
    if exception.status is ExceptionStatus.REVOKED:
        raise BadInput(
            f"{exception.exception_id} was revoked.",
            safe=_SAFE,
            todo="Make a new exception if the match is no match after all.",
        )


def _checked(exception: MatchException, terms: Terms, day: date) -> Terms:
    """The terms; a review day that was there already may have passed."""
    kept = terms.review_on if terms.review_on == exception.review_on else None
    check_dates(terms.expires_on, terms.review_on, min(day, kept or day))
    if exception.kind is ExceptionKind.CONDITIONAL:
        return replace(terms, fields=(), subject_fields=(), conditions=checked(terms.conditions))
    check_fields(terms.fields, terms.subject_fields)
    return replace(terms, conditions=())


def _with_terms(exception: MatchException, terms: Terms) -> MatchException:
    return replace(
        exception,
        fields=tuple(dict.fromkeys(terms.fields)),
        subject_fields=tuple(dict.fromkeys(terms.subject_fields)),
        conditions=terms.conditions,
        expiration_type=ExpirationType.DATE if terms.expires_on else ExpirationType.NEVER,
        expires_on=terms.expires_on,
        review_on=terms.review_on,
    )


def _present(uow: UnitOfWork, exception: MatchException) -> Present:
    if exception.kind is ExceptionKind.CONDITIONAL:
        return Present(exception, None, None, ())
    ref = EntryRef(exception.source, exception.list_entry_id)
    entry = uow.links.entries([ref]).get(ref)
    subject = _subject(uow, exception)
    return Present(exception, subject, entry, differences(exception, subject, entry))


def _subject(uow: UnitOfWork, exception: MatchException) -> Subject | None:
    """The customer of an exception; None if it came from elsewhere and was not screened here."""
    subject_id: str | None = exception.subject_id
    if exception.external_id:  # by which alone the customer is found then
        subject_id = uow.subjects.find(
            Subject(SubjectType.INDIVIDUAL, "", external_id=exception.external_id)
        )
    try:
        return uow.subjects.get(subject_id) if subject_id else None
    except NotFound:
        return None


def _renewed(found: Present, expires_on: date | None, review_on: date | None) -> MatchException:
    """The exception with the values of today; a side that is not known keeps those it had."""
    exception = found.exception
    fresh = dict(exception.fingerprint)
    sums = (exception.checksum, exception.core_checksum)
    if found.entry is not None:
        fresh[LIST] = profile_side(found.entry)
        sums = checksums(found.entry)
    if found.subject is not None:
        fresh[SUBJECT] = customer_side(found.subject)
    return replace(
        exception,
        status=ExceptionStatus.ACTIVE,
        difference=(),
        fingerprint=fresh,
        checksum=sums[0],
        core_checksum=sums[1],
        subject_name=found.subject.name if found.subject else exception.subject_name,
        listed_name=found.entry.primary_name if found.entry else exception.listed_name,
        expiration_type=ExpirationType.DATE if expires_on else ExpirationType.NEVER,
        expires_on=expires_on,
        review_on=review_on,
    )

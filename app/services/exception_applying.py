"""Match exceptions at work: which matches of a screening they discard, and which come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from app.domain.events import Event
from app.domain.exception_conditions import hold
from app.domain.exception_fingerprint import differences
from app.domain.exception_follow import former_ids
from app.domain.exception_paths import Scope
from app.domain.links import EntryRef
from app.domain.list_entry import ListEntry
from app.domain.match import Level, Match
from app.domain.match_exception import (
    ExceptionKind,
    ExceptionStatus,
    FieldChange,
    MatchException,
    as_of,
)
from app.domain.screening import ScreeningRecord
from app.domain.subject import Subject
from app.services import exception_trail
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

_ACTIVE = ExceptionStatus.ACTIVE


def apply(
    workspace: Workspace,
    subject: Subject,
    matches: Sequence[Match],
    at: datetime,
    purpose: str = "",
) -> tuple[Match, ...]:
    """The matches as the exceptions leave them: an excluded one is discarded and names its
    exception; one whose exception lapsed stays open and says what changed. What a person found to
    be a true match is never excluded.

    Nothing is stored: `store` does that in the transaction of the screening.

    Args:
        subject: as it is screened.
        matches: all of the screening; discarded ones are left as they are.
        at: the time of the screening, UTC.
        purpose: of the screening, for conditions that ask for it.
    """
    if all(match.level is Level.DISCARDED for match in matches):
        return tuple(matches)
    with workspace.database.read() as uow:
        known = _concerning(uow, subject, exception_trail.local_day(at))
        if not known:
            return tuple(matches)
        present = {(match.source, match.list_entry_id) for match in matches}
        true = uow.reviews.found_true(uow.subjects.find(subject) or "")
        ended = [exception for exception in known if exception.status is not _ACTIVE]
        return tuple(
            match
            if match.level is Level.DISCARDED
            else _Judged(uow, subject, match, purpose, present).by(
                ended if (match.source, match.list_entry_id) in true else known
            )
            for match in matches
        )


def store(workspace: Workspace, uow: UnitOfWork, record: ScreeningRecord) -> list[Event]:
    """Count the uses of the exceptions that excluded matches of this record, and note those that
    lapsed, ended or follow an entry to its new id, in the transaction of the screening."""
    excluded = {match.exception_id: match for match in record.matches if match.exception_id}
    lapsed = {
        match.lapsed_exception_id: match for match in record.matches if match.lapsed_exception_id
    }
    if excluded:
        uow.match_exceptions.used(excluded, record.created_at)
    events = []
    for exception_id, match in sorted(excluded.items()):
        if match.list_entry_id != (known := uow.match_exceptions.get(exception_id)).list_entry_id:
            events += exception_trail.follow(workspace, uow, known, match)
    for exception_id, match in sorted(lapsed.items()):
        known = uow.match_exceptions.get(exception_id)
        if known.status is _ACTIVE:
            events.append(exception_trail.end(workspace, uow, known, match.lapsed_because))
    return events


def _concerning(uow: UnitOfWork, subject: Subject, today: date) -> list[MatchException]:
    external_id = subject.external_id
    subject_id = "" if external_id else uow.subjects.find(subject) or ""
    found = uow.match_exceptions.concerning(external_id, subject_id)
    return [as_of(exception, today) for exception in found]


class _Judged:
    """One match before the exceptions of its subject; its list entry is read when asked for."""

    def __init__(
        self,
        uow: UnitOfWork,
        subject: Subject,
        match: Match,
        purpose: str,
        present: set[tuple[str, str]],
    ) -> None:
        self._uow = uow
        self._subject = subject
        self._match = match
        self._purpose = purpose
        self._present = present

    @cached_property
    def _entry(self) -> ListEntry:
        match = self._match
        return self._uow.lists.entry(match.source, match.list_entry_id, match.entry_checksum)

    def by(self, known: Sequence[MatchException]) -> Match:
        """The match as the first exception that holds leaves it, else as the newest of its pair
        that ended does."""
        came_back: Match | None = None
        for exception in known:
            if exception.kind is ExceptionKind.CONDITIONAL:
                if exception.status is _ACTIVE and self._fulfils(exception):
                    return self._excluded(exception)
            elif self._is_its_profile(exception):
                because = self._because(exception)
                if not because:
                    return self._excluded(exception)
                came_back = self._back(exception, because)
        return came_back or self._match

    def _is_its_profile(self, exception: MatchException) -> bool:
        """Whether the exception is of this listed profile, whose id may be another meanwhile."""
        match, former = self._match, exception.list_entry_id
        if exception.source != match.source:
            return False
        if former == match.list_entry_id:
            return True
        if (exception.source, former) in self._present or former not in former_ids(self._entry):
            return False
        ref = EntryRef(exception.source, former)
        return ref not in self._uow.links.members([ref])  # else there are two profiles

    def _because(self, exception: MatchException) -> tuple[FieldChange, ...]:
        """Why an exception no longer holds; empty if it does."""
        if exception.status is not _ACTIVE:
            return exception.difference
        same = exception.checksum == self._match.entry_checksum
        return differences(exception, self._subject, None if same else self._entry)

    def _fulfils(self, exception: MatchException) -> bool:
        scope = Scope(self._subject, self._match, lambda: self._entry, self._purpose)
        return hold(exception.conditions, scope)

    def _excluded(self, exception: MatchException) -> Match:
        reason = f"Excluded by {exception.exception_id}: {exception.reason}"
        return replace(
            self._match,
            level=Level.DISCARDED,
            reason=reason,
            exception_id=exception.exception_id,
        )

    def _back(self, exception: MatchException, because: tuple[FieldChange, ...]) -> Match:
        return replace(
            self._match, lapsed_exception_id=exception.exception_id, lapsed_because=because
        )

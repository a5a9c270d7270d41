"""Screen one subject: validate, match, assess, decide, and store all of it in one transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.assessment import NO_HISTORY, assess
from app.domain.deciding import decide
from app.domain.errors import UsageError
from app.domain.events import Event, EventType
from app.domain.ids import new_id
from app.domain.links import EntryRef, Party
from app.domain.list_entry import ListEntry
from app.domain.match import Check, Match
from app.domain.screening import (
    CheckRun,
    CheckState,
    ListUsed,
    Purpose,
    ScreeningRecord,
    ScreeningStatus,
)
from app.domain.subject import Subject, clean_subject, validate_subject
from app.domain.transaction import Transaction, TransactionHistory, validate_transaction
from app.domain.user import Permission
from app.services import case_opening, exception_applying, review_queue
from app.services.country_risk import take_own
from app.services.jobs import NO_JOB, Job
from app.services.linking_parties import parties
from app.services.pep_exposure import with_exposure
from app.services.readiness import check_runs, lists_used
from app.services.result_shape import subject_value
from app.services.searching import BY_SETTINGS, Search, open_search, require_known
from app.services.workspace import Workspace

RECORD_DIGEST = "record_sha256"  # in the audit row of a screening: its stored record
DEFAULT_CHECKS = (Check.SANCTIONS, Check.PEP)


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """What is asked: who, against which checks, why, with which profile of the matcher on all
    lists; BY_SETTINGS leaves each list the profile that the settings give it."""

    subject: Subject
    checks: tuple[Check, ...] = DEFAULT_CHECKS
    purpose: Purpose = Purpose.ON_DEMAND
    profile: str = BY_SETTINGS
    transaction: Transaction | None = None


def screen(workspace: Workspace, request: ScreeningRequest, job: Job = NO_JOB) -> ScreeningRecord:
    """Screen a subject and store the record, its subject, events and audit row together.

    Raises:
        InvalidSubject: the subject cannot be screened; nothing was stored.
        BadInput: the transaction cannot be right; nothing was stored.
        UsageError: no check was asked for, or the profile does not exist.
    """
    _prepare(workspace, request)
    subject = clean_subject(request.subject)
    created_at = workspace.clock()
    warnings = validate_subject(subject, created_at.date())
    if request.transaction:
        validate_transaction(request.transaction, created_at)
    search = open_search(workspace, request.profile, job)
    job.check()
    started = time.perf_counter()
    used, runs = _standing(workspace, search, request.checks, created_at)
    wanted = {run.check for run in runs if run.state is CheckState.COMPLETED}
    sources = {item.source: item.check for item in used if item.check in wanted}
    found = search.find(workspace.policy, subject, sources)
    matches = _named(workspace, request, subject, found.matches, created_at, used)
    risk = assess(
        subject,
        matches,
        request.purpose.value,
        workspace.policy,
        request.transaction,
        _transactions_before(workspace, subject, request.transaction),
    )
    decision = decide(matches, runs, risk, workspace.policy, found.other_types)
    record = ScreeningRecord(
        screening_id=new_id("scr", created_at),
        subject_id="",
        subject=subject,
        purpose=request.purpose,
        status=ScreeningStatus.COMPLETED,
        checks=runs,
        lists=tuple(item for item in used if item.source in sources),
        profile=search.profiles_used(sources),
        policy_version=workspace.policy.version,
        floor=workspace.policy.possible,
        matches=matches,
        nearest=found.nearest,
        risk=risk,
        decision=decision,
        warnings=warnings,
        actor=workspace.actor,
        created_at=created_at,
        completed_at=workspace.clock(),
        duration_ms=round((time.perf_counter() - started) * 1000, 3),
        transaction=request.transaction,
        other_types=found.other_types,
        learned_aliases=search.learned_version(sources),
        parties=_parties(workspace, matches),
    )
    return _store(workspace, record)


def _prepare(workspace: Workspace, request: ScreeningRequest) -> None:
    """Refuse what cannot be asked; another process may have changed the country risks."""
    workspace.require(Permission.SCREEN)
    if not request.checks:
        raise UsageError("No check was asked for.", todo="Choose SANCTIONS, PEP or both.")
    require_known(request.profile)
    with workspace.database.read() as uow:
        take_own(workspace, uow)


def _standing(
    workspace: Workspace, search: Search, checks: Sequence[Check], at: datetime
) -> tuple[tuple[ListUsed, ...], tuple[CheckRun, ...]]:
    used = tuple(
        replace(item, profile=search.profile_name(item.source))
        for item in lists_used(search.versions, workspace.catalogue, at.date())
    )
    with workspace.database.read() as uow:
        held = uow.lists.held_sources()
    return used, check_runs(checks, used, workspace.catalogue, held)


def _transactions_before(
    workspace: Workspace, subject: Subject, transaction: Transaction | None
) -> TransactionHistory:
    if transaction is None:
        return NO_HISTORY
    with workspace.database.read() as uow:
        subject_id = uow.subjects.find(subject)
        return uow.transactions.history(subject_id, transaction) if subject_id else NO_HISTORY


def _parties(workspace: Workspace, matches: Sequence[Match]) -> tuple[Party, ...]:
    """The parties of the matched entries by the links of this moment: the record keeps both."""
    refs = [EntryRef(match.source, match.list_entry_id) for match in matches]
    if not refs:
        return ()
    with workspace.database.read() as uow:
        return parties(uow, refs)


def _named(
    workspace: Workspace,
    request: ScreeningRequest,
    subject: Subject,
    matches: Sequence[Match],
    at: datetime,
    used: Sequence[ListUsed],
) -> tuple[Match, ...]:
    """The matches with ids, those of PEP lists with what they tell of the person today, and all
    as the match exceptions leave them."""
    demo = {item.source for item in used if item.is_demo}
    named = (
        replace(match, match_id=new_id("mat", at), is_demo=match.source in demo)
        for match in matches
    )
    exposed = with_exposure(workspace, tuple(named), at.date())
    return exception_applying.apply(workspace, subject, exposed, at, request.purpose.value)


def _store(workspace: Workspace, record: ScreeningRecord) -> ScreeningRecord:
    """Subject, record, events and audit rows, all in one transaction; then the events go out."""
    with workspace.database.write() as uow:
        at = record.created_at
        subject_id, created, changed, before = uow.subjects.find_or_make(record.subject, at)
        record = replace(record, subject_id=subject_id)
        events = []
        if created or changed:
            kind = EventType.SUBJECT_CREATED if created else EventType.SUBJECT_UPDATED
            events.append(workspace.event(kind, "subject", subject_id, {"subject_id": subject_id}))
            old = _text(subject_value(before)) if before else ""
            new = _text(subject_value(record.subject))
            uow.audit.append(at, record.actor, kind.value, "subject", subject_id, old, new)
        digest = uow.screenings.add(record)
        if record.transaction:
            uow.transactions.add(record.transaction, subject_id, record.screening_id)
        facts, key = _facts(record), record.screening_id
        events.append(workspace.event(EventType.SCREENING_COMPLETED, "screening", key, facts))
        events += [_match_event(workspace, record, match) for match in record.open_matches()]
        events = [uow.events.add(event) for event in events]
        events += exception_applying.store(workspace, uow, record)
        events += review_queue.enqueue(workspace, uow, record)
        events += case_opening.open_by_policy(workspace, uow, record)
        kind = EventType.SCREENING_COMPLETED
        after = _text(facts | {RECORD_DIGEST: digest})
        uow.audit.append(record.completed_at, record.actor, kind.value, "screening", key, "", after)
        uow.commit()
    workspace.bus.publish(events)
    return record


def _text(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _match_event(workspace: Workspace, record: ScreeningRecord, match: Match) -> Event:
    facts = {
        "screening_id": record.screening_id,
        "subject_id": record.subject_id,
        "match": {
            "match_id": match.match_id,
            "check": match.check.value,
            "source": match.source,
            "list_entry_id": match.list_entry_id,
            "matched_name": match.matched_name,
            "strength": match.strength.value,
            "score": round(match.score, 2),
        },
    }
    return workspace.event(EventType.SCREENING_MATCH_FOUND, "match", match.match_id, facts)


def _facts(record: ScreeningRecord) -> dict[str, Any]:
    return {
        "screening_id": record.screening_id,
        "subject_id": record.subject_id,
        "external_id": record.subject.external_id,
        "status": record.status.value,
        "risk_score": record.risk.score,
        "risk_band": record.risk.band.value,
        "decision": {"outcome": record.decision.outcome.value},
        "match_summary": record.match_summary(),
    }


def record(workspace: Workspace, screening_id: str) -> ScreeningRecord:
    """A stored screening. Raises NotFound."""
    with workspace.database.read() as uow:
        return uow.screenings.get(screening_id)


def list_entry(workspace: Workspace, match: Match) -> ListEntry:
    """The list entry behind a match, exactly as it was when it matched. Raises NotFound."""
    with workspace.database.read() as uow:
        return uow.lists.entry(match.source, match.list_entry_id, match.entry_checksum)


def readiness(workspace: Workspace, checks: Sequence[Check]) -> tuple[CheckRun, ...]:
    """What a screening with these checks would rest on now."""
    with workspace.database.read() as uow:
        versions = uow.lists.active_versions()
        held = uow.lists.held_sources()
    used = lists_used(versions, workspace.catalogue, workspace.clock().date())
    return check_runs(checks, used, workspace.catalogue, held)

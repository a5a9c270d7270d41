"""Verify the audit trail: the chain itself, what was signed of it, and the records it vouches
for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from app.domain.audit import AuditEvent, AuditReport, AuditRoot
from app.domain.events import EventType
from app.services import case_vault
from app.services.audit_roots import check_signatures, copies
from app.services.case_recording import ACTIVITY_DIGEST
from app.services.jobs import NO_JOB, Job
from app.services.screening import RECORD_DIGEST
from app.services.workspace import Workspace
from app.storage.anchor import ROOTS_FILE
from app.storage.unit_of_work import UnitOfWork

PAGE = 500


def verify(
    workspace: Workspace, job: Job = NO_JOB, *, roots_file: Path | None = None
) -> AuditReport:
    """Walk the whole chain of audit events against everything that was signed of it, then compare
    every stored record, and every document of a case, with the fingerprint that its audit event
    holds.

    Args:
        roots_file: a copy of the signed roots that was kept elsewhere, checked as well.
    Returns:
        a report that names the first bad event, if there is one.
    """

    def progress(done: int, total: int) -> None:
        job.check()
        job.progress(done, total, "Verifying the audit trail")

    copied, broken = copies(workspace, roots_file)
    with workspace.database.read() as uow:
        stored = uow.audit_roots.all()
        signed = list({_key(root): root for root in [*stored, *copied]}.values())
        report = uow.audit.verify(progress, signed)
        if report.ok:
            report = _verify_roots(uow, report, stored, copied, broken)
        if report.ok:
            report = _verify_records(uow, report, job)
        return _verify_documents(workspace, uow, report, job) if report.ok else report


def _verify_roots(
    uow: UnitOfWork,
    report: AuditReport,
    stored: list[AuditRoot],
    copied: list[AuditRoot],
    broken: list[int],
) -> AuditReport:
    """The chain agrees with every root: are they signed, and are all of them there?"""
    for checked in check_signatures(uow, [*stored, *copied]):
        if checked.problem:
            return _bad(report, checked.root.seq, checked.problem)
    here, there = set(map(_key, stored)), set(map(_key, copied))
    for root in copied:
        if _key(root) not in here:
            return _bad(report, root.seq, f"The signed root of {root.day} was removed.")
    if broken:
        problem = f"Line {broken[0]} of the copy of the signed roots was changed."
        return _bad(report, min((root.seq for root in stored), default=1), problem)
    lacking = len(here - there)
    if lacking:
        note = f"{ROOTS_FILE} lacks {lacking:,} of the signed roots; signing adds them."
        return replace(report, notes=(*report.notes, note))
    return report


def _key(root: AuditRoot) -> tuple[int, str, str]:
    return root.seq, root.hash, root.signature


def _bad(report: AuditReport, seq: int, problem: str) -> AuditReport:
    return AuditReport(ok=False, events=report.events, first_bad=seq, problem=problem)


def _verify_records(uow: UnitOfWork, report: AuditReport, job: Job) -> AuditReport:
    after = 0
    while events := uow.audit.rows(after, PAGE):
        job.check()
        job.progress(after, report.events, "Verifying the screening records")
        for event in events:
            problem = _record_problem(uow, event)
            if problem:
                return _bad(report, event.seq, problem)
        after = events[-1].seq
    return report


def _activity_problem(uow: UnitOfWork, event: AuditEvent) -> str:
    """Whether the line of a case's timeline is the one that this event vouches for."""
    told = json.loads(event.after)
    if ACTIVITY_DIGEST not in told:
        return ""
    stored = uow.cases.parts.activity_digest(told["activity_id"])
    if stored == told[ACTIVITY_DIGEST]:
        return ""
    state = "not what was stored" if stored else "gone"
    return f"the line {told['activity_id']} of case {event.object_id} is {state}"


def _verify_documents(
    workspace: Workspace, uow: UnitOfWork, report: AuditReport, job: Job
) -> AuditReport:
    """The first document of a case that is not what was attached; the notes name all of them."""
    problems = case_vault.check(workspace, job)
    if not problems:
        return report
    first = problems[0]
    events = uow.audit.of_object("case", first.case_id)
    seq = next(event.seq for event in events if first.attachment_id in event.after)
    report = replace(report, notes=(*report.notes, *(problem.text() for problem in problems)))
    return replace(report, ok=False, first_bad=seq, problem=first.text())


def _record_problem(uow: UnitOfWork, event: AuditEvent) -> str:
    if event.object_type == "case":
        return _activity_problem(uow, event)
    if event.action != EventType.SCREENING_COMPLETED:
        return ""
    told = json.loads(event.after).get(RECORD_DIGEST)
    stored = uow.screenings.digest(event.object_id)
    if told in {None, stored}:
        return ""
    state = "not what was stored" if stored else "gone"
    return f"the record of screening {event.object_id} is {state}"

"""Verify the audit trail: the chain itself, and the screening records that it vouches for."""

from __future__ import annotations

import json

from app.domain.audit import AuditEvent, AuditReport
from app.domain.events import EventType
from app.services.jobs import NO_JOB, Job
from app.services.screening import RECORD_DIGEST
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

PAGE = 500


def verify(workspace: Workspace, job: Job = NO_JOB) -> AuditReport:
    """Walk the whole chain of audit events, then compare every stored screening with the
    fingerprint that its audit event holds; names the first bad event, if there is one."""

    def progress(done: int, total: int) -> None:
        job.check()
        job.progress(done, total, "Verifying the audit trail")

    with workspace.database.read() as uow:
        report = uow.audit.verify(progress)
        return _verify_records(uow, report, job) if report.ok else report


def _verify_records(uow: UnitOfWork, report: AuditReport, job: Job) -> AuditReport:
    after = 0
    while events := uow.audit.rows(after, PAGE):
        job.check()
        job.progress(after, report.events, "Verifying the screening records")
        for event in events:
            problem = _record_problem(uow, event)
            if problem:
                return AuditReport(
                    ok=False, events=report.events, first_bad=event.seq, problem=problem
                )
        after = events[-1].seq
    return report


def _record_problem(uow: UnitOfWork, event: AuditEvent) -> str:
    if event.action != EventType.SCREENING_COMPLETED:
        return ""
    told = json.loads(event.after).get(RECORD_DIGEST)
    stored = uow.screenings.digest(event.object_id)
    if told in {None, stored}:
        return ""
    state = "not what was stored" if stored else "gone"
    return f"the record of screening {event.object_id} is {state}"

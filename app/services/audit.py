"""Verify the audit trail."""

from __future__ import annotations

from app.domain.audit import AuditReport
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace


def verify(workspace: Workspace, job: Job = NO_JOB) -> AuditReport:
    """Walk the whole chain of audit events and name the first bad row, if there is one."""

    def progress(done: int, total: int) -> None:
        job.check()
        job.progress(done, total, "Verifying the audit trail")

    with workspace.database.read() as uow:
        return uow.audit.verify(progress)

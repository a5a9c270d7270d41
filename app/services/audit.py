"""Verify the audit trail: the chain itself, what was signed of it, and the records it vouches
for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.domain.audit import AuditReport, AuditRoot
from app.services.audit_records import bad, verify_documents, verify_records
from app.services.audit_roots import check_signatures, copies, unrooted_key
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace
from app.storage.anchor import ROOTS_FILE
from app.storage.unit_of_work import UnitOfWork


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
            report = verify_records(uow, report, job)
        return verify_documents(workspace, uow, report, job) if report.ok else report


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
            return bad(report, checked.root.seq, checked.problem)
    here, there = set(map(_key, stored)), set(map(_key, copied))
    for root in copied:
        if _key(root) not in here:
            return bad(report, root.seq, f"The signed root of {root.day} was removed.")
    unrooted = unrooted_key(uow, [*stored, *copied])
    if unrooted:
        problem = (
            f"The signed roots of the key that the trail tells of on {unrooted.at.date()} are gone."
        )
        return bad(report, unrooted.seq, problem)
    if broken:
        problem = f"Line {broken[0]} of the copy of the signed roots was changed."
        return bad(report, min((root.seq for root in stored), default=1), problem)
    lacking = len(here - there)
    if lacking:
        note = f"{ROOTS_FILE} lacks {lacking:,} of the signed roots; signing adds them."
        return replace(report, notes=(*report.notes, note))
    return report


def _key(root: AuditRoot) -> tuple[int, str, str]:
    return root.seq, root.hash, root.signature

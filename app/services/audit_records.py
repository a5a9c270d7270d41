"""What the audit trail tells of records, beside the records as they are stored."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from app.domain.audit import AuditEvent, AuditReport
from app.domain.events import EventType
from app.services import case_vault
from app.services.case_recording import ACTIVITY_DIGEST
from app.services.jobs import Job
from app.services.screening import RECORD_DIGEST
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

PAGE = 500
# Of these every row and every change of these fields has its event.
_RECORDED = ("user", "case")
_Told = dict[tuple[str, str], dict[str, tuple[Any, int]]]


def verify_records(uow: UnitOfWork, report: AuditReport, job: Job) -> AuditReport:
    """Compare each screening and each line of a case with its fingerprint, and users, cases,
    approvals and resolutions with the newest event that tells of them. Gives the report, or one
    of the first bad event."""
    after = 0
    told: _Told = {}
    fields = uow.audit.stated_fields()
    while events := uow.audit.rows(after, PAGE):
        job.check()
        job.progress(after, report.events, "Verifying the records")
        for event in events:
            problem = _record_problem(uow, event)
            if problem:
                return bad(report, event.seq, problem)
            if event.object_type in fields:
                _note(told, event, fields[event.object_type])
        after = events[-1].seq
    for kind in fields:
        found = _stated_problem(uow, kind, told, job)
        if found:
            return bad(report, *found)
    return report


def verify_documents(
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


def bad(report: AuditReport, seq: int, problem: str) -> AuditReport:
    """The report of a trail that does not hold from this event on."""
    return AuditReport(ok=False, events=report.events, first_bad=seq, problem=problem)


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


def _note(told: _Told, event: AuditEvent, fields: tuple[str, ...]) -> None:
    """Keep what the newest event told of each field."""
    after = json.loads(event.after) if event.after else {}
    known = told.setdefault((event.object_type, event.object_id), {})
    known.update({name: (after[name], event.seq) for name in fields if name in after})


def _stated_problem(uow: UnitOfWork, kind: str, told: _Told, job: Job) -> tuple[int, str] | None:
    """The first row that is not what the trail tells: the event, and what is wrong."""
    for object_id, values in uow.audit.stated(kind):
        job.check()
        known = told.get((kind, object_id))
        if known is None:
            if kind in _RECORDED:
                return 1, f"no event tells of {kind} {object_id}"
            continue
        for name, (value, seq) in known.items():
            if str(value) != values[name]:
                return seq, f"{kind} {object_id} says {name} {values[name]}, the event {value}"
    return None

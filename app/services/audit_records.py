"""What the audit trail tells of records, beside the records as they are stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.approval import ApprovalState
from app.domain.audit import AuditEvent, AuditReport
from app.domain.events import EventType
from app.domain.review import OPEN_STATES, ReviewState
from app.domain.user import POLICY_ACTOR
from app.services import case_vault
from app.services.audit_rows import ToldRows
from app.services.case_recording import ACTIVITY_DIGEST
from app.services.jobs import Job
from app.services.screening import RECORD_DIGEST
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

PAGE = 500
_Told = dict[tuple[str, str], dict[str, tuple[Any, int]]]


def verify_records(uow: UnitOfWork, report: AuditReport, job: Job) -> AuditReport:
    """Compare each screening, each line of a case and each other row that events vouch for with
    its fingerprint, and users, cases, approvals and resolutions with the newest event that tells
    of them. Gives the report, or one of the first bad event."""
    after = 0
    told: _Told = {}
    rows = ToldRows()
    fields = uow.audit.stated_fields()
    while events := uow.audit.rows(after, PAGE):
        job.check()
        job.progress(after, report.events, "Verifying the records")
        for event in events:
            problem = _record_problem(uow, event)
            if problem:
                return bad(report, event.seq, problem)
            after_event = json.loads(event.after) if event.after else {}
            rows.note(event, after_event)
            if event.object_type in fields:
                _note(told, event, after_event, fields[event.object_type])
        after = events[-1].seq
    for kind in fields:
        found = _stated_problem(uow, kind, told, job)
        if found:
            return bad(report, *found)
    found = rows.problem(uow, job)
    return bad(report, *found) if found else report


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


def _note(told: _Told, event: AuditEvent, after: dict[str, Any], fields: tuple[str, ...]) -> None:
    """Keep what the newest event told of each field."""
    if event.action == EventType.CASE_CREATED:
        after = {"decision": after.get("outcome")} | after
    elif event.action == EventType.APPROVAL_ASKED:
        after = {"state": ApprovalState.PENDING.value, "made_by": event.actor} | after
    elif event.action == EventType.APPROVAL_DECIDED:
        after = after | {"decided_by": event.actor}
    known = told.setdefault((event.object_type, event.object_id), {})
    known.update({name: (after[name], event.seq) for name in fields if name in after})


def _stated_problem(uow: UnitOfWork, kind: str, told: _Told, job: Job) -> tuple[int, str] | None:
    """The first row that is not what the trail tells, or is gone: the event, and what is wrong."""
    rows = set()
    for object_id, values in uow.audit.stated(kind):
        job.check()
        rows.add(object_id)
        known = told.get((kind, object_id), {})
        if _lacks_event(kind, known, values):
            return 1, f"no event tells of {kind} {object_id}"
        for name, (value, seq) in known.items():
            if _is_superseded(kind, name, value, values):
                continue
            if ("" if value is None else str(value)) != values[name]:
                return seq, f"{kind} {object_id} says {name} {values[name]}, the event {value}"
    for (of, object_id), known in told.items():
        if of == kind and object_id not in rows:
            return max((seq for _, seq in known.values()), default=1), f"{kind} {object_id} is gone"
    return None


def _lacks_event(kind: str, known: Mapping[str, Any], values: Mapping[str, str]) -> bool:
    """Whether a row is as only an event that is not there could have made it."""
    if kind == "match":
        return "state" not in known and values["state"] == ReviewState.RESOLVED
    if kind == "approval":  # what the policy approves is told by the case alone
        return not known and values["decided_by"] != POLICY_ACTOR
    return not known


def _is_superseded(kind: str, name: str, value: Any, values: Mapping[str, str]) -> bool:
    """Whether a newer screening took the place of an open match, which that screening tells."""
    is_open = value in {state.value for state in OPEN_STATES}
    return (
        kind == "match"
        and name == "state"
        and is_open
        and values["state"] == ReviewState.SUPERSEDED
    )

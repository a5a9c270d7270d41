"""Reports as PDF: of screenings, cases and list versions; the same record gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from pathlib import Path
from typing import Final

from app.domain.audit import fingerprint
from app.domain.errors import EnvironmentFault, NotFound, UsageError
from app.domain.events import EventType
from app.domain.lists import ListVersion, VersionState
from app.reports.document import Report
from app.services import cases, report_organisation
from app.services.catalogue import source_named
from app.services.report_case import CaseContent, case_report, digest_of
from app.services.report_files import write_whole
from app.services.report_lists import Statement, active_at, statement
from app.services.report_parts import AuditFacts, Setting
from app.services.report_screening import is_certificate, screening_report
from app.services.report_words import machine_zone
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

_PRIVATE: Final = 0o600
_SAFE: Final = "Nothing was written over; the record itself is unchanged."


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A finished report: its file name without a folder, and the PDF."""

    name: str
    content: bytes
    report: Report


def report_of_screening(
    workspace: Workspace, screening_id: str, *, zone: tzinfo | None = None
) -> MadeReport:
    """The report on a stored screening; a no-hit certificate where nothing open was found.

    Args:
        zone: of the times that are printed; the machine's by default.
    Raises:
        NotFound: there is no such screening.
    """
    with workspace.database.read() as uow:
        record = uow.screenings.get(screening_id)
        digest = uow.screenings.digest(screening_id)
        audit = _audit_of_screening(uow, screening_id)
        organisation = report_organisation.stored(uow)
    setting = Setting(organisation, zone or machine_zone(), digest, audit)
    kind = "no-hit-" if is_certificate(record) else ""
    day = record.completed_at.date().isoformat()
    report = screening_report(record, setting, workspace.tables)
    return made(f"screendesk-{kind}{screening_id}-{day}.pdf", report)


def statement_of_list(
    workspace: Workspace,
    source: str,
    version_id: int = 0,
    *,
    on: date | None = None,
    zone: tzinfo | None = None,
) -> MadeReport:
    """The statement on a list version: what it is, its checks, who took it into use and when.

    It speaks of the moment of the newest event of the version in the audit trail.

    Args:
        source: the source's id.
        version_id: the version; 0 for the one in use, else the newest.
        on: the version that was in use at the end of that day, in the zone of the report.
    Raises:
        UsageError: an unknown source; NotFound: it has no such version, or none at all.
    """
    known = source_named(workspace.catalogue, source)
    with workspace.database.read() as uow:
        versions = tuple(uow.lists.versions(source))
        version = _wanted(versions, source, version_id, _end_of(on, zone) if on else None)
        events = tuple(uow.audit.of_object("list_version", str(version.version_id)))
        root = _root(uow, events[-1].seq) if events else ()
        organisation = report_organisation.stored(uow)
    as_of = events[-1].at if events else version.imported_at
    audit = AuditFacts(events[0].seq, events[-1].seq, root) if events else AuditFacts()
    setting = Setting(organisation, zone or machine_zone(), version.sha256, audit)
    report = statement(Statement(known, version, versions, events, as_of), setting)
    return made(f"screendesk-list-{source}-{version.seq}.pdf", report)


def _end_of(day: date, zone: tzinfo | None) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day, time.max, zone or machine_zone())


def _wanted(
    versions: Sequence[ListVersion], source: str, version_id: int, moment: datetime | None
) -> ListVersion:
    if moment is not None:
        found = active_at(versions, moment)
        if found is None:
            raise NotFound(f"No version of the list {source} was in use on {moment:%Y-%m-%d}.")
        return found
    ordered = sorted(versions, key=lambda one: one.state is not VersionState.ACTIVE)
    for version in ordered:
        if version_id in {0, version.version_id}:
            return version
    raise NotFound(
        f"The list {source} has no version {version_id}." if version_id
        else f"No version of the list {source} is stored."
    )  # fmt: skip


def case_report_of(workspace: Workspace, case_id: str, *, zone: tzinfo | None = None) -> MadeReport:
    """The report on a case as of its newest audit event: the answer on its first page, then all
    evidence, resolutions, approvals, timeline, attachments and list versions.

    Args:
        zone: of the times that are printed; the machine's by default.
    Raises:
        NotFound: there is no such case.
    """
    file = cases.get(workspace, case_id)
    trail = cases.trail(workspace, case_id)
    with workspace.database.read() as uow:
        digests = tuple(uow.screenings.digest(item.screening_id) for item in file.screenings)
        organisation = report_organisation.stored(uow)
        audit = AuditFacts(trail[0].seq, trail[-1].seq, _root(uow, trail[-1].seq))
    reasons = {reason.code: reason.text for reason in workspace.case_policy.reasons}
    content = CaseContent(file, digests, trail, reasons)
    setting = Setting(organisation, zone or machine_zone(), digest_of(content), audit)
    report = case_report(content, setting, workspace.tables)
    return made(f"screendesk-{case_id}-v{file.case.version}.pdf", report)


def _root(uow: UnitOfWork, seq: int) -> tuple[str, ...]:
    """The first signed root that covers an event, as lines; () if none is signed yet."""
    covering = [root for root in uow.audit_roots.all() if root.seq >= seq]
    if not covering:
        return ()
    root = min(covering, key=lambda one: one.seq)
    return (
        f"root {root.hash[:16]} … {root.hash[-8:]} of event {root.seq:,}",
        f"signed {root.signed_at:%Y-%m-%d %H:%M} UTC, Ed25519 key",
        fingerprint(root.public_key),
    )


def made(name: str, report: Report) -> MadeReport:
    """A report with its PDF."""
    from app.reports.pdf import pdf_of  # heavy: only where a PDF is wanted

    return MadeReport(name, pdf_of(report), report)


def write_report(made_report: MadeReport, path: Path, *, over: bool = False) -> Path:
    """Write the PDF, whole or not at all, for its owner alone to read.

    Args:
        path: the file, or a folder in which it gets its own name.
        over: whether a file of that name may be replaced.
    Returns:
        the file that was written.
    Raises:
        UsageError: there is such a file already, or no such folder.
        EnvironmentFault: the machine refused; nothing half-written is left.
    """
    path = path / made_report.name if path.is_dir() else path
    folder = path.absolute().parent
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder {folder}.", safe=_SAFE, todo="Make it, or name another."
        )
    if path.exists() and not over:
        raise UsageError(
            f"There is already a file {path.name}.",
            safe=_SAFE,
            todo="Choose another name, or replace it with --force.",
        )
    try:
        write_whole(path, made_report.content, mode=_PRIVATE)
    except OSError as error:
        raise EnvironmentFault(
            f"{path.name} cannot be written: {error.strerror or error}.",
            safe=_SAFE,
            todo="Check the folder and the free space, then try again.",
        ) from error
    return path


def _audit_of_screening(uow: UnitOfWork, screening_id: str) -> AuditFacts:
    """The event that vouches for a screening; what came later is not of the record."""
    kind = EventType.SCREENING_COMPLETED.value
    events = [
        event.seq
        for event in uow.audit.of_object("screening", screening_id)
        if event.action == kind
    ]
    return AuditFacts(events[0], events[0], _root(uow, events[0])) if events else AuditFacts()

"""What the audit page knows: the question asked of the trail, its rows, and what verifying said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.audit import AuditEvent, AuditQuery, AuditReport, AuditRoot
from app.gui import jobs
from app.gui.audit.columns import event_columns
from app.gui.widgets.table_columns import Sort
from app.gui.widgets.table_pages import Fetch, SqlPageModel
from app.services import audit, audit_export, audit_roots, audit_trail
from app.services.audit_roots import CheckedRoot
from app.services.audit_trail import Known
from app.services.jobs import Job
from app.services.workspace import Workspace

TYPING_PAUSE_MS = 200  # a text is looked for in every event


class Period(StrEnum):
    """How far back the trail is shown."""

    ALL = "all"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"

    @property
    def days(self) -> int | None:
        """Days before today that are still shown; None for all."""
        return {"all": None, "today": 0, "week": 6, "month": 29}[self.value]


class AuditViewModel(QObject):
    """The filter of the trail and its pages; verifying, signing and exporting on workers."""

    counted = Signal(int, int)  # shown, all
    filter_changed = Signal()
    known_read = Signal(object)  # Known
    roots_read = Signal(object)  # tuple[CheckedRoot, ...]
    verified = Signal(object)  # AuditReport
    signed = Signal(object)  # tuple[AuditRoot, ...]
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.query = AuditQuery()
        self.period = Period.ALL
        self.known = Known((), (), ())
        self.report: AuditReport | None = None
        self.verified_at: datetime | None = None
        self.model: SqlPageModel[AuditEvent] = SqlPageModel(
            event_columns(), lambda row: row.seq, self
        )
        self.model.loaded.connect(self.counted)
        self.model.failed.connect(self.failed)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.ask)
        self._questions = jobs.Questions()

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return not self.query.is_everything or self.period is not Period.ALL

    def set_text(self, text: str) -> None:
        """Search for this text once typing pauses."""
        if text.strip() != self.query.text:
            self.query = replace(self.query, text=text.strip())
            self._typing.start()
            self.filter_changed.emit()

    def narrow(self, *, actor: str | None = None, action: str | None = None,
               object_type: str | None = None) -> None:  # fmt: skip
        """Show only this actor, action or kind of object; "" shows all of them again."""
        query = self.query
        if actor is not None:
            query = replace(query, actor=actor)
        if action is not None:
            query = replace(query, action=action)
        if object_type is not None:
            query = replace(query, object_type=object_type, object_id="")
        self._use(query)

    def set_period(self, period: Period) -> None:
        """Show the events of this period, in local days."""
        self.period = period
        since = None
        if period.days is not None:
            local = self._workspace.clock().astimezone()
            midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
            since = (midnight - timedelta(days=period.days)).astimezone(UTC)
        self._use(replace(self.query, since=since))

    def show_object(self, object_type: str, object_id: str) -> None:
        """Show the whole history of one object."""
        self.period = Period.ALL
        self._use(AuditQuery(object_type=object_type, object_id=object_id))

    def clear(self) -> None:
        """Show the whole trail again."""
        self._typing.stop()
        self.period = Period.ALL
        self._use(AuditQuery())

    def _use(self, query: AuditQuery) -> None:
        self.query = query
        self.filter_changed.emit()
        self.ask()

    def ask(self) -> None:
        """Ask the store with the filter as it is now."""
        self._typing.stop()
        workspace, query = self._workspace, self.query

        def page(_keys: Sort, offset: int, limit: int) -> tuple[AuditEvent, ...]:
            return audit_trail.page(workspace, query, offset, limit)

        self.model.set_fetch(Fetch(lambda: audit_trail.count(workspace, query), page))

    def refresh(self) -> None:
        """Ask again, because events were added."""
        if self.model.is_asked:
            self.model.refresh()
        else:
            self.ask()
        workspace = self._workspace
        self._questions.ask(
            "known", lambda _job: audit_trail.known(workspace), self._take_known, self.failed
        )

    def _take_known(self, known: Known) -> None:
        self.known = known
        self.known_read.emit(known)

    def verify(self) -> jobs.JobHandle:
        """Verify the whole trail on a worker; `verified` tells what was found."""
        workspace = self._workspace

        def work(job: Job) -> AuditReport:
            return audit.verify(workspace, job)

        return self._questions.ask("verify", work, self._take_report, self.failed)

    def _take_report(self, report: AuditReport) -> None:
        self.report = report
        self.verified_at = self._workspace.clock()
        self.verified.emit(report)

    def read_roots(self) -> None:
        """Read what was signed."""
        workspace = self._workspace

        def work(_job: Job) -> tuple[CheckedRoot, ...]:
            return audit_roots.roots(workspace)

        self._questions.ask("roots", work, self.roots_read, self.failed)

    def sign(self) -> None:
        """Sign the trail up to now."""
        workspace = self._workspace

        def work(_job: Job) -> tuple[AuditRoot, ...]:
            return audit_roots.sign_due(workspace, today=True)

        self._questions.ask("sign", work, self._take_signed, self.failed)

    def _take_signed(self, roots: tuple[AuditRoot, ...]) -> None:
        self.signed.emit(roots)
        self.read_roots()

    def export(self, path: Path) -> jobs.JobHandle:
        """Write the events that are shown to a file."""
        workspace, query = self._workspace, self.query

        def work(job: Job) -> int:
            return audit_export.export(workspace, query, path, job)

        label = self.tr("Export {name}").format(name=path.name)
        handle = jobs.start(work, lane=jobs.READ, label=label)
        handle.failed.connect(self.failed)
        return handle

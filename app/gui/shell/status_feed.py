"""What the frame shows about the workspace, asked again whenever it may be different."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.domain.audit import AuditReport
from app.domain.events import Event, EventType
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.services import audit, audit_roots, lists
from app.services.jobs import Job
from app.services.workspace import Workspace

SIGN_MS = 3_600_000  # a day that ends is signed within the hour
LIST_EVENTS = frozenset(
    {
        EventType.LIST_ACTIVATED,
        EventType.LIST_DEACTIVATED,
        EventType.LIST_QUARANTINED,
        EventType.LIST_STAGED,
    }
)


class StatusFeed(QObject):
    """`lists_read(tuple[SourceStatus, ...])` and `audit_read(AuditReport)`, on the GUI thread."""

    lists_read = Signal(object)
    audit_read = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._asking: jobs.JobHandle | None = None
        self._signing = QTimer(self, interval=SIGN_MS)
        self._signing.timeout.connect(self.sign_due)
        self.bridge = EventBridge(workspace.bus, workspace.changed_elsewhere, self)
        self.bridge.happened.connect(self._hear)
        self.bridge.changed_elsewhere.connect(self.read_lists)

    @Slot()
    def read_lists(self) -> None:
        """Ask how the lists stand; an older question that is still open is dropped."""
        if self._asking is not None:
            self._asking.cancel()
        workspace = self._workspace
        handle = jobs.start(lambda _job: lists.status(workspace))
        handle.finished.connect(self.lists_read)
        handle.failed.connect(self.failed)
        self._asking = handle

    @Slot()
    def verify_audit(self) -> None:
        """Verify the audit trail in the background."""
        workspace = self._workspace

        def work(job: Job) -> AuditReport:
            return audit.verify(workspace, job)

        handle = jobs.start(work)
        handle.finished.connect(self.audit_read)
        handle.failed.connect(self.failed)

    @Slot()
    def sign_due(self) -> None:
        """Sign the days of the audit trail that are over; asked again every hour."""
        workspace = self._workspace

        def work(_job: Job) -> None:
            with workspace.in_background():
                audit_roots.sign_due(workspace)

        jobs.start(work).failed.connect(self.failed)
        self._signing.start()

    def close(self) -> None:
        """Stop listening."""
        self._signing.stop()
        self.bridge.close()

    @Slot(object)
    def _hear(self, event: Event) -> None:
        if event.type in LIST_EVENTS:
            self.read_lists()

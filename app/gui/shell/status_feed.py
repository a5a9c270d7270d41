"""What the frame shows about the workspace, asked again whenever it may be different."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.audit import AuditReport
from app.domain.events import Event, EventType
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.services import audit, lists
from app.services.jobs import Job
from app.services.workspace import Workspace

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

    def close(self) -> None:
        """Stop listening."""
        self.bridge.close()

    @Slot(object)
    def _hear(self, event: Event) -> None:
        if event.type in LIST_EVENTS:
            self.read_lists()

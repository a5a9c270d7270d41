"""How many cases are open, for the navigation, also while the page was never shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.events import Event
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.services.jobs import Job
from app.services.workspace import Workspace

_PAUSE_MS = 200  # a bulk change tells of every case
_OURS = ("case.", "screening.completed")


class CaseCounter(QObject):
    """Counts at the start and after every change; `counted(open, overdue)`."""

    counted = Signal(int, int)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._questions = jobs.Questions()
        self._coming = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._coming.timeout.connect(self.ask)
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._bridge.happened.connect(self._on_event)

    def ask(self) -> None:
        """Count now."""
        workspace = self._workspace

        def work(_job: Job) -> tuple[int, int]:
            from app.services import cases

            found = cases.counts(workspace)
            return found.open, found.overdue

        def tell(found: tuple[int, int]) -> None:
            self.counted.emit(*found)

        # A count that fails is no reason to bother anyone: the page says what is wrong.
        self._questions.ask("counts", work, tell, lambda _error: None)

    def _on_event(self, event: Event) -> None:
        if event.type.value.startswith(_OURS):
            self._coming.start()

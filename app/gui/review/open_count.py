"""How many matches wait for a verdict, for the navigation: counted anew when that changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.events import Event, EventType
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.services import review
from app.services.workspace import Workspace

SETTLE_MS = 400
_HEARD = frozenset(
    {EventType.MATCH_REVIEWED, EventType.SCREENING_COMPLETED, EventType.EXCEPTION_CREATED}
)


class OpenCount(QObject):
    """`counted(n)` at first and after every change."""

    counted = Signal(object)  # int

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._questions = jobs.Questions()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.ask)
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._bridge.happened.connect(self._hear)

    def ask(self) -> None:
        """Count now."""
        workspace, query = self._workspace, review.ReviewQuery()
        self._questions.ask(
            "open",
            lambda _job: review.count(workspace, query).matches,
            self.counted,
            lambda _error: None,  # the page itself tells what cannot be read
        )

    def _hear(self, event: Event) -> None:
        if event.type in _HEARD:
            self._settle.start()

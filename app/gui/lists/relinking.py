"""Keeping the links between lists up to date, when nothing else is to be done."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.events import EventType
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.services.jobs import Job
from app.services.workspace import Workspace

PAUSE_MS = 5_000
_EVENTS = (EventType.LIST_ACTIVATED, EventType.LIST_DEACTIVATED)


class Relinker(QObject):
    """Links entries of different lists anew after an activation: at the end of the queue, so that
    neither an import nor an index waits for it. `linked` when it was done."""

    linked = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._questions = jobs.Questions()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._start)
        self.bridge = EventBridge(workspace.bus, parent=self)
        self.bridge.happened.connect(self._hear)

    def ask(self) -> None:
        """Link what is not linked yet, soon."""
        self._pause.start()

    def _hear(self, event: object) -> None:
        if getattr(event, "type", None) in _EVENTS:
            self._questions.give_up("links")  # what was done stays
            self.ask()

    def _start(self) -> None:
        if jobs.lanes().running():
            self.ask()
            return
        workspace = self._workspace

        def work(job: Job) -> None:
            from app.services import linking

            with workspace.in_background():
                linking.relink(workspace, job)

        label = self.tr("Linking the entries of the lists")
        self._questions.ask(
            "links", work, lambda _nothing: self.linked.emit(), self.failed, label=label,
            lane=jobs.INDEX,
        )  # fmt: skip

    def close_listening(self) -> None:
        """Stop listening to the workspace; the window is about to go."""
        self._pause.stop()
        self.bridge.close()

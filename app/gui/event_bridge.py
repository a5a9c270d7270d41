"""Facts on the GUI thread: what any thread or another process committed, as Qt signals."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.domain.events import Event
from app.services.events import EventBus

POLL_INTERVAL_MS = 500


class EventBridge(QObject):
    """Re-emits events of the bus as `happened(Event)`, always on the GUI thread.

    `changed_elsewhere` says that another process wrote to the workspace: ask the services anew.
    """

    happened = Signal(object)
    changed_elsewhere = Signal()
    _inbox_filled = Signal()

    def __init__(
        self,
        bus: EventBus,
        poll: Callable[[], bool] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Subscribe to `bus`; `poll` answers, quickly, whether another process wrote since."""
        super().__init__(parent)
        self._inbox: deque[Event] = deque()
        self._poll = poll
        self._inbox_filled.connect(self._empty_inbox, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = bus.subscribe(self._receive)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_INTERVAL_MS)
        self._timer.timeout.connect(self.poll_once)
        if poll is not None:
            self._timer.start()
        self.destroyed.connect(self._unsubscribe)

    def close(self) -> None:
        """Stop listening and polling."""
        self._timer.stop()
        self._unsubscribe()
        self._inbox.clear()

    @Slot()
    def poll_once(self) -> None:
        """Ask now whether another process wrote."""
        if self._poll is not None and self._poll():
            self.changed_elsewhere.emit()

    def _receive(self, event: Event) -> None:
        self._inbox.append(event)
        self._inbox_filled.emit()

    @Slot()
    def _empty_inbox(self) -> None:
        while self._inbox:
            self.happened.emit(self._inbox.popleft())

"""The event bus: what was committed is told to whoever listens in this process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from app.domain.events import Event


class EventBus:
    """Callbacks are called on the publishing thread, after the commit of the facts."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[[Event], None]] = []
        self._lock = threading.Lock()

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call `callback` with every event from now on; returns the function that ends it."""
        with self._lock:
            self._callbacks.append(callback)

        def unsubscribe() -> None:
            with self._lock:
                if callback in self._callbacks:
                    self._callbacks.remove(callback)

        return unsubscribe

    def publish(self, events: Iterable[Event]) -> None:
        """Tell every subscriber; call only after the commit."""
        with self._lock:
            callbacks = tuple(self._callbacks)
        for event in events:
            for callback in callbacks:
                callback(event)

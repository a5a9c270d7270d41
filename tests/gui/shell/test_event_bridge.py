"""Facts on the GUI thread, from any thread and from other processes."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.domain.events import Event, EventType
from app.gui.event_bridge import EventBridge
from app.services.events import EventBus


def made_event(number: int) -> Event:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return Event(f"evt_{number}", EventType.LIST_ACTIVATED, at, "list_version", "1", {})


def test_events_of_a_worker_arrive_in_order_on_the_gui_thread(qtbot: QtBot) -> None:
    bus = EventBus()
    bridge = EventBridge(bus)
    heard: list[tuple[str, bool]] = []
    here = QThread.currentThread()
    bridge.happened.connect(
        lambda event: heard.append((event.event_id, QThread.currentThread() is here))
    )
    worker = threading.Thread(target=lambda: bus.publish([made_event(n) for n in range(20)]))
    worker.start()
    worker.join()
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 20)
    assert heard == [(f"evt_{n}", True) for n in range(20)]
    bridge.close()


def test_closed_bridge_hears_nothing(qtbot: QtBot) -> None:
    bus = EventBus()
    bridge = EventBridge(bus)
    heard: list[Event] = []
    bridge.happened.connect(heard.append)
    bridge.close()
    bus.publish([made_event(1)])
    qtbot.wait(10)
    assert heard == []


def test_writes_of_another_process_are_noticed_within_a_second(qtbot: QtBot) -> None:
    answers = iter([False, True])
    bridge = EventBridge(EventBus(), lambda: next(answers, False))
    with qtbot.waitSignal(bridge.changed_elsewhere, timeout=1500):
        pass
    bridge.close()

"""Work off the GUI thread: one writing and two reading workers, answers always on the GUI thread.

The workers are plain Python threads and see no Qt object. What they have to say goes through one
outbox, which the GUI thread empties; it alone emits the signals of a `JobHandle`.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, SignalInstance, Slot

from app.services.jobs import Job, JobCancelled

PROGRESS_INTERVAL_S = 0.05
JOIN_TIMEOUT_S = 5.0
# Python's own 5 ms would be lost at every call into Qt while a worker is busy: painting a table
# makes a thousand of them. The window's gaps while OFAC SDN goes in, 99th percentile and worst:
# 40 and 150 ms with 1 ms, 15 and 100 ms with 0.3 ms, 5 and 85 ms with 0.1 ms, at 8 % more time.
SWITCH_INTERVAL_S = 0.0001


class Lane(Enum):
    """Which workers do a job."""

    READ = "read"
    WRITE = "write"
    INDEX = "index"

    @property
    def workers(self) -> int:
        """How many there are."""
        return 2 if self is Lane.READ else 1


READ = Lane.READ
WRITE = Lane.WRITE
INDEX = Lane.INDEX


class JobHandle(QObject):
    """One started job. Exactly one of `finished`, `failed`, `cancelled` is emitted, once, on the
    GUI thread, and nothing after it; `progressed(done, total, text)` at most 20 times a second."""

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, task: _Task, label: str) -> None:
        super().__init__()
        self.label = label
        self.done = 0
        self.total = 0
        self.text = ""
        self.is_running = True
        self._task = task

    @property
    def is_cancelling(self) -> bool:
        """Whether cancelling was asked for."""
        return self._task.stop.is_set()

    def cancel(self) -> None:
        """Ask the job to stop; `cancelled` comes when its worker has let go of it."""
        self._task.stop.set()


@dataclass(eq=False)
class _Task:
    """What a worker gets: the work and the way to stop it. It implements `Job` for the service."""

    work: Callable[[Job], Any]
    post: Callable[[list[_Message]], None]
    stop: threading.Event = field(default_factory=threading.Event)
    _reported_at: float = 0.0

    def progress(self, done: int, total: int, text: str) -> None:
        """Report progress; raises JobCancelled like `check`."""
        self.check()
        now = time.monotonic()
        if now - self._reported_at >= PROGRESS_INTERVAL_S or done == total:
            self._reported_at = now
            self.post([_Message(self, "progressed", (done, total, text))])

    def check(self) -> None:
        """Raise JobCancelled if the user asked to stop."""
        if self.stop.is_set():
            raise JobCancelled


@dataclass(frozen=True, slots=True, eq=False)
class _Message:
    task: _Task
    kind: str
    values: tuple[Any, ...] = ()


class Lanes(QObject):
    """All workers of the window and the jobs they have; `changed` when one starts or ends."""

    changed = Signal()
    _outbox_filled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._outbox: deque[_Message] = deque()
        self._handles: dict[_Task, JobHandle] = {}
        self._queues: dict[Lane, queue.SimpleQueue[_Task | None]] = {}
        self._threads: list[threading.Thread] = []
        self._outbox_filled.connect(self._empty_outbox, Qt.ConnectionType.QueuedConnection)

    def start(self, work: Callable[[Job], Any], lane: Lane, label: str) -> JobHandle:
        """Queue `work` for a worker of `lane`."""
        if lane not in self._queues:
            if sys.gettrace() is None:  # a tracer (debugger, coverage) bears no such haste
                sys.setswitchinterval(SWITCH_INTERVAL_S)
            self._open(lane)
        task = _Task(work, self._post)
        handle = JobHandle(task, label)
        self._handles[task] = handle
        self._queues[lane].put(task)
        self.changed.emit()
        return handle

    def running(self) -> tuple[JobHandle, ...]:
        """The jobs that have not ended, oldest first."""
        return tuple(self._handles.values())

    def close(self) -> None:
        """Cancel everything and wait for the workers; nothing is emitted afterwards."""
        for task in self._handles:
            task.stop.set()
        for lane, tasks in self._queues.items():
            for _ in range(lane.workers):
                tasks.put(None)
        for thread in self._threads:
            thread.join(JOIN_TIMEOUT_S)
        self._outbox_filled.disconnect()
        self._outbox.clear()
        self._handles.clear()

    def _open(self, lane: Lane) -> None:
        tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._queues[lane] = tasks
        for number in range(lane.workers):
            name = f"screendesk-{lane.name.lower()}-{number + 1}"
            thread = threading.Thread(target=_work, args=(tasks,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _post(self, held: list[_Message]) -> None:
        # Popped straight into the outbox: the GUI thread, not this one, must drop the last
        # reference to the work, because it may hold a widget.
        self._outbox.append(held.pop())
        self._outbox_filled.emit()

    @Slot()
    def _empty_outbox(self) -> None:
        while self._outbox:
            message = self._outbox.popleft()
            handle = self._handles.get(message.task)
            if handle is None:
                continue
            if message.kind == "progressed":
                if not handle.is_cancelling:
                    handle.done, handle.total, handle.text = message.values
                    handle.progressed.emit(*message.values)
                continue
            del self._handles[message.task]
            handle.is_running = False
            _emit_end(handle, message)
            self.changed.emit()


def _emit_end(handle: JobHandle, message: _Message) -> None:
    if message.kind == "cancelled" or handle.is_cancelling:
        handle.cancelled.emit()
    elif message.kind == "failed":
        handle.failed.emit(*message.values)
    else:
        handle.finished.emit(*message.values)
    handle.ended.emit()


def _work(tasks: queue.SimpleQueue[_Task | None]) -> None:
    while (task := tasks.get()) is not None:
        post, held = task.post, [_run(task)]
        task = None
        post(held)


def _run(task: _Task) -> _Message:
    try:
        task.check()
        return _Message(task, "finished", (task.work(task),))
    except JobCancelled:
        return _Message(task, "cancelled")
    except Exception as error:  # noqa: BLE001  # whatever it is, the window shows it and lives on
        return _Message(task, "failed", (error,))


class _Process:
    """What there is once in a process."""

    lanes: Lanes | None = None


def lanes() -> Lanes:
    """The workers of this process, made at the first call; call it on the GUI thread."""
    if _Process.lanes is None:
        if QCoreApplication.instance() is None:
            raise RuntimeError("jobs need an application")
        _Process.lanes = Lanes()
    return _Process.lanes


def start(work: Callable[[Job], Any], lane: Lane = READ, *, label: str = "") -> JobHandle:
    """Run `work(job)` on a worker and hand back what to listen to. Call it on the GUI thread.

    Args:
        work: gets the `Job` to report to; touches no Qt object; gives back a frozen result.
        lane: WRITE for whatever writes (one at a time, in order), INDEX for what takes long and
            nobody waits for (indexes, kernels), READ otherwise.
        label: what the status bar calls it while it runs; empty keeps it out of the status bar.
    Returns:
        The handle: connect to its signals at once, none is emitted before the event loop runs.
    """
    return lanes().start(work, lane, label)


class Questions:
    """What a view model asks of the reading workers: of one kind the newest question wins."""

    def __init__(self) -> None:
        self._newest: dict[str, JobHandle] = {}

    def ask(
        self,
        kind: str,
        work: Callable[[Job], Any],
        answered: Callable[[Any], object] | SignalInstance,
        failed: Callable[[Any], object] | SignalInstance,
        *,
        label: str = "",
        lane: Lane = READ,
    ) -> JobHandle:
        """Run `work(job)` and give up the question of the same kind that is under way.

        Args:
            kind: questions of one kind replace each other, others go on beside them.
            work: as for `start`.
            answered: gets the answer, on the GUI thread; nothing once the question is given up.
            failed: gets the error instead.
            label, lane: as for `start`.
        Returns:
            The handle, for who wants its progress as well.
        """
        self.give_up(kind)
        handle = start(work, lane, label=label)
        handle.finished.connect(answered)
        handle.failed.connect(failed)
        self._newest[kind] = handle
        return handle

    def give_up(self, kind: str) -> None:
        """Forget the question of this kind, if one is under way."""
        older = self._newest.pop(kind, None)
        if older is not None:
            older.cancel()


def shutdown() -> None:
    """Cancel what runs, end the workers and forget them; the next `start` makes new ones."""
    if _Process.lanes is not None:
        _Process.lanes.close()
        _Process.lanes = None

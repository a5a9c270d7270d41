"""Work off the GUI thread: how a job ends, and that nothing of it stays."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from app.domain.errors import DiskFull
from app.gui import jobs
from app.gui.jobs import READ, WRITE
from app.services.jobs import Job


def wait_until_stopped(job: Job) -> None:
    while True:
        job.check()
        time.sleep(0.002)


def listen(handle: jobs.JobHandle) -> list[str]:
    heard: list[str] = []
    handle.finished.connect(lambda _result: heard.append("finished"))
    handle.failed.connect(lambda _error: heard.append("failed"))
    handle.cancelled.connect(lambda: heard.append("cancelled"))
    return heard


def test_result_arrives_on_the_gui_thread(qtbot: QtBot) -> None:
    seen: list[object] = []
    handle = jobs.start(lambda _job: threading.current_thread().name)
    handle.finished.connect(lambda name: seen.extend((name, QThread.currentThread())))
    with qtbot.waitSignal(handle.finished):
        pass
    assert str(seen[0]).startswith("screendesk-read-")
    assert seen[1] is QThread.currentThread()
    assert not handle.is_running


@pytest.mark.parametrize("error", [DiskFull(), ValueError("odd")])
def test_any_exception_is_reported(qtbot: QtBot, error: Exception) -> None:
    def work(_job: Job) -> None:
        raise error

    handle = jobs.start(work, WRITE)
    heard = listen(handle)
    with qtbot.waitSignal(handle.failed) as signal:
        pass
    assert signal.args == [error]
    assert heard == ["failed"]


def test_worker_survives_a_failed_job(qtbot: QtBot) -> None:
    def work(_job: Job) -> None:
        raise ValueError

    with qtbot.waitSignal(jobs.start(work, WRITE).failed):
        pass
    with qtbot.waitSignal(jobs.start(lambda _job: 7, WRITE).finished) as signal:
        pass
    assert signal.args == [7]


def test_cancel_takes_less_than_a_second(qtbot: QtBot) -> None:
    handle = jobs.start(wait_until_stopped, WRITE)
    heard = listen(handle)
    qtbot.wait(20)
    with qtbot.waitSignal(handle.cancelled, timeout=1000):
        handle.cancel()
    assert heard == ["cancelled"]


def test_cancelled_job_never_finishes_even_if_its_work_did(qtbot: QtBot) -> None:
    entered, leave = threading.Event(), threading.Event()

    def work(_job: Job) -> str:
        entered.set()
        leave.wait(5)
        return "done"

    handle = jobs.start(work)
    heard = listen(handle)
    assert entered.wait(5)
    handle.cancel()
    with qtbot.waitSignal(handle.cancelled):
        leave.set()
    assert heard == ["cancelled"]


def test_queued_job_that_is_cancelled_is_never_run(qtbot: QtBot) -> None:
    ran: list[int] = []
    first = jobs.start(wait_until_stopped, WRITE)
    second = jobs.start(lambda _job: ran.append(2), WRITE)
    second.cancel()
    with qtbot.waitSignals([first.cancelled, second.cancelled]):
        first.cancel()
    assert ran == []


def test_writes_keep_their_order_and_never_overlap(qtbot: QtBot) -> None:
    log: list[str] = []

    def work(name: str) -> None:
        log.append(f"{name} in")
        time.sleep(0.01)
        log.append(f"{name} out")

    handles = [jobs.start(lambda _job, n=name: work(n), WRITE) for name in "abc"]
    with qtbot.waitSignals([handle.finished for handle in handles]):
        pass
    assert log == ["a in", "a out", "b in", "b out", "c in", "c out"]


def test_two_reads_run_side_by_side(qtbot: QtBot) -> None:
    meeting = threading.Barrier(2, timeout=5)
    handles = [jobs.start(lambda _job: meeting.wait(), READ) for _ in range(2)]
    with qtbot.waitSignals([handle.finished for handle in handles]):
        pass


def test_progress_is_throttled_and_its_last_step_arrives(qtbot: QtBot) -> None:
    steps: list[tuple[int, int, str]] = []

    def work(job: Job) -> float:
        started = time.monotonic()
        for done in range(1, 2001):
            job.progress(done, 2000, "Reading")
            time.sleep(0.0001)
        return time.monotonic() - started

    handle = jobs.start(work)
    handle.progressed.connect(lambda *step: steps.append(step))
    with qtbot.waitSignal(handle.finished) as signal:
        pass
    assert signal.args is not None
    assert len(steps) <= signal.args[0] * 20 + 2
    assert steps[-1] == (2000, 2000, "Reading")


def test_the_window_lives_while_a_worker_works(qtbot: QtBot, gui_gaps) -> None:
    def work(job: Job) -> None:
        until = time.monotonic() + 0.4
        while time.monotonic() < until:
            job.check()
            sum(range(200))

    gui_gaps.start()
    with qtbot.waitSignal(jobs.start(work).finished):
        pass
    assert len(gui_gaps.gaps_ms) > 5
    assert gui_gaps.p99_busy_ms < 50


def test_shutdown_ends_the_threads_and_emits_nothing(qtbot: QtBot) -> None:
    handle = jobs.start(wait_until_stopped, WRITE)
    jobs.start(wait_until_stopped, READ)
    heard = listen(handle)
    jobs.shutdown()
    qtbot.wait(20)
    assert heard == []
    assert not [t for t in threading.enumerate() if t.name.startswith("screendesk-")]


def test_what_the_work_holds_dies_on_the_gui_thread(qtbot: QtBot) -> None:
    died_on: list[str] = []

    class Held(QObject):
        def __del__(self) -> None:
            died_on.append(threading.current_thread().name)

    for _ in range(50):
        held = Held()
        handle = jobs.start(lambda _job, kept=held: kept is None)
        del held
        with qtbot.waitSignal(handle.finished):
            pass
        del handle
    jobs.shutdown()
    assert set(died_on) == {"MainThread"}


def test_jobs_with_a_label_are_listed_while_they_run(qtbot: QtBot) -> None:
    handle = jobs.start(wait_until_stopped, label="Importing")
    assert jobs.lanes().running() == (handle,)
    with qtbot.waitSignal(handle.ended):
        handle.cancel()
    assert jobs.lanes().running() == ()


def test_of_several_questions_of_a_kind_the_newest_is_answered(qtbot: QtBot) -> None:
    heard: list[object] = []
    questions = jobs.Questions()
    older = questions.ask("page", wait_until_stopped, heard.append, heard.append)
    beside = questions.ask("count", lambda _job: "count", heard.append, heard.append)
    newer = questions.ask("page", lambda _job: "newer", heard.append, heard.append)
    qtbot.waitUntil(lambda: not any(one.is_running for one in (older, beside, newer)))
    assert sorted(map(str, heard)) == ["count", "newer"]


def test_a_question_is_given_up_and_its_error_told(qtbot: QtBot) -> None:
    answers: list[object] = []
    errors: list[object] = []

    def refuse(_job: Job) -> None:
        raise DiskFull

    questions = jobs.Questions()
    dropped = questions.ask("page", wait_until_stopped, answers.append, errors.append)
    questions.give_up("page")
    questions.give_up("never asked")
    failing = questions.ask("page", refuse, answers.append, errors.append, label="Reading")
    assert [handle.label for handle in jobs.lanes().running()] == ["", "Reading"]
    qtbot.waitUntil(lambda: not (dropped.is_running or failing.is_running))
    assert answers == []
    assert [type(error) for error in errors] == [DiskFull]


def test_long_work_for_an_index_leaves_the_readers_free(qtbot: QtBot) -> None:
    long = [jobs.start(wait_until_stopped, jobs.INDEX) for _ in range(3)]
    quick = jobs.start(lambda _job: "read")
    with qtbot.waitSignal(quick.finished, timeout=5000):
        pass
    assert all(handle.is_running for handle in long)
    for handle in long:
        handle.cancel()
    with qtbot.waitSignal(long[-1].cancelled, timeout=5000):
        pass

"""The board and the table stay quick with thousands of cases: nothing holds the window up.

Other programs on the machine only ever make a run slower, so the best of a few runs counts.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTimer

from app.domain.case import CaseState, Priority
from app.domain.case_query import CaseQuery
from app.domain.ids import new_id
from app.services import case_moves, cases
from app.services.case_recording import case_work

OPEN_MS, FILTER_MS, SORT_MS, GAP_MS, WORST_MS = 1000, 350, 350, 50, 100
NOISE = 4  # how much slower a busy machine may be before the short form fails
RUNS = 3
S = CaseState


def fill(workspace, ids, count):
    """This many cases in all states, as copies of one; four in five open or in review."""
    template = cases.get(workspace, ids[0]).case
    priorities = list(Priority)
    with case_work(workspace) as work:
        for number in range(count):
            at = workspace.clock() - timedelta(minutes=number)
            work.uow.cases.add(
                replace(
                    template,
                    case_id=new_id("cas", at),
                    name=f"Halima Oseitutu {number}",
                    priority=priorities[number % 4],
                    created_at=at,
                    updated_at=at,
                    due_at=at + timedelta(hours=number % 200),
                    tags=("held",) if number % 10 == 0 else (),
                )
            )
    todo = cases.ids(workspace, CaseQuery(states=(S.OPEN,)))
    for case_id in todo[: count // 2]:
        case_moves.assign(workspace, case_id, "ines@bank.example")


def wait_counted(qtbot, page, change):
    started = time.perf_counter()
    with qtbot.waitSignal(page.view_model.counted, timeout=20_000):
        change()
    return (time.perf_counter() - started) * 1000


class OwnWork:
    """How long the window's own thread worked between two beats of a timer, in ms: what other
    threads and programs took of the machine is not in it."""

    def __init__(self) -> None:
        self.ms: list[float] = []
        self._last = time.thread_time()
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.thread_time()
        self.ms.append((now - self._last) * 1000)
        self._last = now

    def stop(self) -> tuple[float, float]:
        """The 99th percentile and the worst."""
        self._timer.stop()
        ordered = sorted(self.ms)
        return ordered[int(len(ordered) * 0.99) - 1], ordered[-1]


def scroll(qtbot, bar):
    for step in range(30):
        bar.setValue(bar.maximum() * step // 30)
        qtbot.wait(16)


def drive(qtbot, page, gui_gaps):
    """Filter, sort, scroll and move; gives the worst filter, the worst sort, and of the window's
    own work between two beats the 99th percentile and the worst, in ms."""
    model = page.view_model
    gui_gaps.start()
    own = OwnWork()
    filters = [
        wait_counted(qtbot, page, lambda q=query: model.set_query(q))
        for query in (
            CaseQuery(priorities=(Priority.CRITICAL,)),
            CaseQuery(text="oseitutu 4", snoozed="all"),
            CaseQuery(assigned="me"),
            CaseQuery(snoozed="all"),
        )
    ]
    scroll(qtbot, page.list.board.columns[S.OPEN].list.verticalScrollBar())
    page.list.board.columns[S.OPEN].list.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: model.columns[S.OPEN].row_at(0) is not None, timeout=5000)
    before = model.columns[S.IN_REVIEW].shown
    page.bar.begin(model.columns[S.OPEN].row_at(0))
    qtbot.wait(20)
    page.bar.send_to(S.IN_REVIEW)
    qtbot.waitUntil(lambda: model.columns[S.IN_REVIEW].shown == before + 1, timeout=10_000)
    wait_counted(qtbot, page, lambda: model.show_board(is_board=False))
    sorts = [
        wait_counted(qtbot, page, lambda k=keys: page.list.table.table.sort_by(k))
        for keys in ((("name", True),), (("priority", False), ("due_at", True)))
    ]
    scroll(qtbot, page.list.table.table.verticalScrollBar())
    wait_counted(qtbot, page, lambda: model.show_board(is_board=True))
    gui_gaps.stop()
    p99, worst = own.stop()
    print(
        f"\nfilters {[round(f) for f in filters]} sorts {[round(f) for f in sorts]} ms; gaps p99 "
        f"{gui_gaps.p99_ms:.0f} worst {gui_gaps.worst_ms:.0f} ms, the window's own work p99 "
        f"{p99:.0f} worst {worst:.0f} ms"
    )
    return max(filters), max(sorts), p99, worst


def best_of_runs(qtbot, page, gui_gaps, limits):
    best = drive(qtbot, page, gui_gaps)
    for _ in range(RUNS - 1):
        if all(figure < limit for figure, limit in zip(best, limits, strict=True)):
            break
        best = tuple(map(min, best, drive(qtbot, page, gui_gaps)))
    return best


def test_a_few_hundred_cases(qtbot, open_page, workspace, ids, gui_gaps):
    fill(workspace, ids, 300)
    page = open_page()
    limits = (FILTER_MS * NOISE, SORT_MS * NOISE, GAP_MS * NOISE, WORST_MS * NOISE)
    figures = best_of_runs(qtbot, page, gui_gaps, limits)
    assert all(figure < limit for figure, limit in zip(figures, limits, strict=True)), figures


@pytest.mark.drill
def test_five_thousand_cases(qtbot, open_page, workspace, ids, gui_gaps):
    fill(workspace, ids, 5000)
    gui_gaps.start()
    started = time.perf_counter()
    page = open_page()
    opened = (time.perf_counter() - started) * 1000
    gui_gaps.stop()
    print(f"\nopened in {opened:.0f} ms, the longest gap {gui_gaps.worst_ms:.0f} ms")
    limits = (FILTER_MS, SORT_MS, GAP_MS, WORST_MS)
    figures = best_of_runs(qtbot, page, gui_gaps, limits)
    assert opened < OPEN_MS * NOISE
    assert all(figure < limit for figure, limit in zip(figures, limits, strict=True)), figures
    page.list.board.columns[S.OPEN].list.setFocus()
    qtbot.keyClick(page.list.board.columns[S.OPEN].list, Qt.Key.Key_End)
    assert page.list.board.columns[S.OPEN].list.currentIndex().row() > 2000

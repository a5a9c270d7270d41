"""The history stays quick: sorting, filtering and scrolling never hold the window up.

Other programs on the machine only ever make a run slower. So time that this process did not work
is not counted, and the best of a few runs is what counts.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

import pytest

from app.gui.history.page import HistoryPage

# Of the conventions: 100,000 rows sort in 300 ms, filter in 100 ms, and no gap beyond 100 ms.
SORT_MS, FILTER_MS, PAINT_MS, GAP_MS = 300, 100, 16, 100
NOISE = 2  # work is slower, too, where others empty the caches
RUNS = 3


@pytest.fixture
def page(qtbot, workspace, request, fill):
    fill(request.param)
    page = HistoryPage(workspace)
    qtbot.addWidget(page)
    page.resize(1250, 870)
    with qtbot.waitSignal(page.view_model.counted, timeout=20_000):
        page.show()
    yield page
    page.close_listening()


class Watch:
    """Time since it was made, less what other programs took of it."""

    def __init__(self) -> None:
        self._started, self._worked = time.perf_counter(), time.process_time()

    @property
    def ms(self) -> float:
        passed = time.perf_counter() - self._started
        return min(passed, time.process_time() - self._worked) * 1000


def measure_ms(qtbot, page, change) -> float:
    watch = Watch()
    with qtbot.waitSignal(page.view_model.counted, timeout=20_000):
        change()
    page.table.viewport().repaint()
    return watch.ms


def scroll_through(qtbot, page, steps) -> list[float]:
    """Scroll from end to end; gives the times of the single repaints in ms."""
    bar, paints = page.table.verticalScrollBar(), []
    for step in range(steps):
        bar.setValue(bar.maximum() * step // steps)
        watch = Watch()
        page.table.viewport().repaint()
        paints.append(watch.ms)
        qtbot.wait(16)
    return paints


def drive(qtbot, page, gui_gaps):
    """Sort, filter and scroll once; gives the figures in ms."""
    model = page.view_model
    gui_gaps.start()
    sorts = [
        measure_ms(qtbot, page, lambda k=keys: page.table.sort_by(k))
        for keys in (
            (("name", True),),
            (("outcome", True), ("created_at", False)),
            (("score", False), ("name", True)),
            (("created_at", False),),
        )
    ]
    filters = []
    for text in ("tomasz", "c-4", "zzz", "魏青朔", ""):
        model.text = text
        filters.append(measure_ms(qtbot, page, model.ask))
    paints = scroll_through(qtbot, page, 60)
    gui_gaps.stop()
    return Figures(tuple(sorts), tuple(filters), statistics.median(paints), gui_gaps.p99_busy_ms)


@dataclass(frozen=True)
class Figures:
    """Times in ms; of a repaint the median, of the gaps the one that 99 of 100 stay below."""

    sorts: tuple[float, ...]
    filters: tuple[float, ...]
    paint: float
    gap: float

    def best_with(self, other: Figures) -> Figures:
        """The lesser of each time."""
        return Figures(
            tuple(map(min, self.sorts, other.sorts)),
            tuple(map(min, self.filters, other.filters)),
            min(self.paint, other.paint),
            min(self.gap, other.gap),
        )

    def too_slow(self, noise: int) -> list[str]:
        """What is beyond its limit, in words."""
        limits = {
            "sorting": (max(self.sorts), SORT_MS * noise),
            "filtering": (max(self.filters), FILTER_MS * noise),
            "painting": (self.paint, PAINT_MS * noise),
            "gaps": (self.gap, GAP_MS),
        }
        return [f"{name} {ms:.0f} ms" for name, (ms, limit) in limits.items() if ms >= limit]


def best_of_runs(qtbot, page, gui_gaps, noise):
    """The best figures of up to RUNS runs; no further run once all are within the limits."""
    best = drive(qtbot, page, gui_gaps)
    for _ in range(RUNS - 1):
        if not best.too_slow(noise):
            break
        best = best.best_with(drive(qtbot, page, gui_gaps))
    return best


@pytest.mark.parametrize("page", [5000], indirect=True)
def test_five_thousand_rows(qtbot, page, gui_gaps):
    assert best_of_runs(qtbot, page, gui_gaps, NOISE).too_slow(NOISE) == []
    assert page.view_model.model.row_at(0) is not None


@pytest.mark.drill
@pytest.mark.parametrize("page", [100_000], indirect=True)
def test_a_hundred_thousand_rows(qtbot, page, gui_gaps):
    best = best_of_runs(qtbot, page, gui_gaps, 1)
    print(f"\n{best}")
    assert best.too_slow(1) == []


def test_what_is_too_slow_is_named():
    slow = Figures((10, 950), (10,), 5, 20)
    assert slow.too_slow(NOISE) == ["sorting 950 ms"]
    assert slow.best_with(Figures((20, 30), (400,), 1, 1)).too_slow(NOISE) == []
    assert Figures((1,), (300,), 48, 100).too_slow(NOISE) == [
        "filtering 300 ms", "painting 48 ms", "gaps 100 ms"
    ]  # fmt: skip
    watch = Watch()
    time.sleep(0.05)
    assert watch.ms < 40
    while watch.ms < 5:
        sum(range(10_000))

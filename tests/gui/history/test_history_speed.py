"""The history stays quick: sorting, filtering and scrolling never hold the window up.

Other programs on the machine only ever make a run slower, so the best of a few runs counts.
"""

from __future__ import annotations

import statistics
import time

import pytest

from app.gui.history.page import HistoryPage

# Of the conventions: 100,000 rows sort in 300 ms, filter in 100 ms, and no gap beyond 100 ms.
SORT_MS, FILTER_MS, PAINT_MS, GAP_MS = 300, 100, 16, 100
NOISE = 3  # how much slower a busy machine may be before the short form fails
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


def measure_ms(qtbot, page, change) -> float:
    started = time.perf_counter()
    with qtbot.waitSignal(page.view_model.counted, timeout=20_000):
        change()
    page.table.viewport().repaint()
    return (time.perf_counter() - started) * 1000


def scroll_through(qtbot, page, steps) -> list[float]:
    """Scroll from end to end; gives the times of the single repaints in ms."""
    bar, paints = page.table.verticalScrollBar(), []
    for step in range(steps):
        bar.setValue(bar.maximum() * step // steps)
        started = time.perf_counter()
        page.table.viewport().repaint()
        paints.append((time.perf_counter() - started) * 1000)
        qtbot.wait(16)
    return paints


def drive(qtbot, page, gui_gaps, is_quiet):
    """Sort, filter and scroll; gives the worst sort, the worst filter, the median repaint and the
    gap that 99 of 100 stay below, in ms: where the machine is not quiet, of what the window itself
    worked."""
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
    print(f"\nsort {sorts} filter {filters} gaps worst {gui_gaps.worst_ms:.1f}")
    gap = gui_gaps.p99_ms if is_quiet else gui_gaps.p99_busy_ms
    return max(sorts), max(filters), statistics.median(paints), gap


def best_of_runs(qtbot, page, gui_gaps, limits, *, is_quiet):
    """The least of each figure in up to RUNS runs; no further run once all keep their limits."""
    best = drive(qtbot, page, gui_gaps, is_quiet)
    for _ in range(RUNS - 1):
        if all(figure < limit for figure, limit in zip(best, limits, strict=True)):
            break
        best = tuple(map(min, best, drive(qtbot, page, gui_gaps, is_quiet)))
    print("sort, filter, repaint, gaps p99, ms:", [round(figure, 1) for figure in best])
    return best


@pytest.mark.parametrize("page", [5000], indirect=True)
def test_five_thousand_rows(qtbot, page, gui_gaps):
    limits = (SORT_MS * NOISE, FILTER_MS * NOISE, PAINT_MS * NOISE, GAP_MS)
    figures = best_of_runs(qtbot, page, gui_gaps, limits, is_quiet=False)
    sorting, filtering, painting, gap = figures
    assert sorting < SORT_MS * NOISE
    assert filtering < FILTER_MS * NOISE
    assert painting < PAINT_MS * NOISE
    assert gap < GAP_MS
    assert page.view_model.model.row_at(0) is not None


@pytest.mark.drill
@pytest.mark.parametrize("page", [100_000], indirect=True)
def test_a_hundred_thousand_rows(qtbot, page, gui_gaps):
    limits = (SORT_MS, FILTER_MS, PAINT_MS, GAP_MS)
    figures = best_of_runs(qtbot, page, gui_gaps, limits, is_quiet=True)
    sorting, filtering, painting, gap = figures
    assert sorting < SORT_MS
    assert filtering < FILTER_MS
    assert painting < PAINT_MS
    assert gap < GAP_MS

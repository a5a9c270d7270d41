"""The history stays quick: sorting, filtering and scrolling never hold the window up.

Other programs on the machine only ever make a run slower. So a yardstick, measured in between, says
how much slower the machine is than idle, and the best of a few runs is what counts.
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass, replace

import pytest

from app.gui.history.page import HistoryPage

# Of the conventions: 100,000 rows sort in 300 ms, filter in 100 ms, and no gap beyond 100 ms.
SORT_MS, FILTER_MS, PAINT_MS, GAP_MS = 300, 100, 16, 100
NOISE = 3  # how much slower than the limits the short form may be, whatever the yardstick says
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


class Yardstick:
    """How much slower than when idle the machine is now: a piece of work, measured again and
    again between the others. It takes long enough to be interrupted as those are."""

    IDLE_MS = 50.0  # the work's least time on the machine that the limits were set on

    def __init__(self) -> None:
        chance = random.Random(3)
        self._words = ["".join(chance.choices("abcdefgh", k=12)) for _ in range(100_000)]
        self._times: list[float] = []

    def measure(self) -> None:
        """Once more."""
        started = time.perf_counter()
        sorted(self._words, key=str.upper)
        self._times.append((time.perf_counter() - started) * 1000)

    @property
    def slowdown(self) -> float:
        """At least 1: a faster machine must keep the same limits."""
        return max(1.0, statistics.median(self._times) / self.IDLE_MS)


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


def drive(qtbot, page, gui_gaps):
    """Sort, filter and scroll once; gives the figures in ms."""
    model, yardstick = page.view_model, Yardstick()
    yardstick.measure()
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
    gaps = list(gui_gaps.gaps_ms)
    yardstick.measure()
    gui_gaps.start()
    filters = []
    for text in ("tomasz", "c-4", "zzz", "魏青朔", ""):
        model.text = text
        filters.append(measure_ms(qtbot, page, model.ask))
    gaps += gui_gaps.gaps_ms
    yardstick.measure()
    gui_gaps.start()
    paints = scroll_through(qtbot, page, 60)
    gui_gaps.stop()
    gui_gaps.gaps_ms += gaps
    yardstick.measure()
    return Figures(
        tuple(sorts),
        tuple(filters),
        statistics.median(paints),
        gui_gaps.p99_ms,
        yardstick.slowdown,
    )


@dataclass(frozen=True)
class Figures:
    """Times in ms; of a repaint the median, of the gaps the one that 99 of 100 stay below."""

    sorts: tuple[float, ...]
    filters: tuple[float, ...]
    paint: float
    gap: float
    slowdown: float = 1.0

    def best_with(self, other: Figures) -> Figures:
        """The lesser of each time, as an idle machine would have it."""
        own, others = self.idle(), other.idle()
        return Figures(
            tuple(map(min, own.sorts, others.sorts)),
            tuple(map(min, own.filters, others.filters)),
            min(own.paint, others.paint),
            min(own.gap, others.gap),
        )

    def idle(self) -> Figures:
        """The times without the slowdown."""
        rate = 1 / self.slowdown
        return Figures(
            tuple(ms * rate for ms in self.sorts),
            tuple(ms * rate for ms in self.filters),
            self.paint * rate,
            self.gap * rate,
        )

    def too_slow(self, noise: int) -> list[str]:
        """What is beyond its limit, in words."""
        own = self.idle()
        limits = {
            "sorting": (max(own.sorts), SORT_MS * noise),
            "filtering": (max(own.filters), FILTER_MS * noise),
            "painting": (own.paint, PAINT_MS * noise),
            "gaps": (own.gap, GAP_MS * noise),
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
    assert replace(slow, slowdown=2.0).too_slow(NOISE) == []
    assert slow.best_with(Figures((20, 30), (400,), 1, 1)).too_slow(NOISE) == []
    assert Figures((1,), (300,), 48, 300).too_slow(NOISE) == [
        "filtering 300 ms", "painting 48 ms", "gaps 300 ms"
    ]  # fmt: skip


def test_the_yardstick_never_loosens_a_limit_on_a_fast_machine():
    yardstick = Yardstick()
    yardstick.measure()
    assert yardstick.slowdown >= 1.0

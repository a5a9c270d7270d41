"""The review queue stays quick with 100,000 matches: open, filter, sort, scroll and resolve.

Other programs on the machine make every figure of the clock worse, so those of the window's own
thread are held to the limits: how long it worked without coming back to the event loop.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from app.domain.match import Check, Strength
from app.domain.review import MatchReview, ResolutionVerdict, group_id
from app.gui.review.page import ReviewPage
from app.services import review, screening
from app.services.review import ReviewQuery

NAMES = ("Halima Oseitutu", "魏青朔", "Norvik Polarship", "سمير الزرموقي", "Tomasz Grzebiel")
STEP_MS, GAP_MS, PAINT_MS = 50, 100, 16
NOISE = 3  # how much slower a busy machine may be
RUNS = 2
WAIT_MS = 60_000


def many(uow, record, template: MatchReview, parties: int) -> None:
    """Screenings of this many invented customers, two matches each, due one after the other."""
    start = datetime(2027, 1, 1, tzinfo=UTC)
    reviews = []
    for number in range(parties):
        subject, name = f"subj_{number:08}", f"{NAMES[number % len(NAMES)]} {number}"
        matches = []
        for place, match in enumerate(record.matches[:2]):
            matches.append(replace(match, match_id=f"mat_{number:08}{place}"))
            reviews.append(
                replace(
                    template,
                    match_id=matches[-1].match_id,
                    screening_id=f"scr_{number:08}",
                    subject_id=subject,
                    external_id=f"N-{number}",
                    subject_name=name,
                    group_id=group_id(subject, "pty_1"),
                    source=match.source,
                    list_entry_id=match.list_entry_id,
                    strength=tuple(Strength)[number % 3],
                    check=Check.PEP if number % 7 == 0 else Check.SANCTIONS,
                    score=70.0 + number % 30,
                    due_at=start + timedelta(minutes=number),
                    case_id="",
                )
            )
        uow.screenings.add(
            replace(
                record,
                screening_id=f"scr_{number:08}",
                subject_id=subject,
                subject=replace(record.subject, name=name, external_id=f"N-{number}"),
                matches=tuple(matches),
            )
        )
    uow.reviews.add(reviews)


@pytest.fixture
def filled(workspace, request) -> int:
    """A workspace whose queue holds that many parties more, all with a stored screening."""
    parties: int = request.param
    first = review.groups(workspace, ReviewQuery(), 0, 1)[0]
    template = review.matches(workspace, first.group_id, ReviewQuery())[0]
    record = screening.record(workspace, template.screening_id)
    with workspace.database.write() as uow:
        many(uow, record, template, parties)
        uow.commit()
    return parties * 2 + 12


class Beat:
    """How long the window's thread was away from the event loop: by the clock, and working."""

    def __init__(self) -> None:
        self.by_clock: list[float] = []
        self.working: list[float] = []
        self._last = self._worked = 0.0
        self._timer = QTimer(interval=5)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.by_clock.append((now - self._last) * 1000 - 5)
        self.working.append((worked - self._worked) * 1000)
        self._last, self._worked = now, worked

    def figures(self) -> dict[str, float]:
        """The 99th percentile and the maximum of both, in ms."""
        found = {}
        for name, gaps in (("gap", self.working), ("clock gap", self.by_clock)):
            found[f"{name} p99"] = sorted(gaps)[int(len(gaps) * 0.99)]
            found[f"{name} max"] = max(gaps)
        return found


def timed_ms(qtbot, signal, change) -> float:
    started = time.perf_counter()
    with qtbot.waitSignal(signal, timeout=WAIT_MS):
        change()
    return (time.perf_counter() - started) * 1000


def scroll_through(qtbot, view, steps: int) -> list[float]:
    """Scroll from end to end; gives the times of the single repaints in ms."""
    bar, paints = view.verticalScrollBar(), []
    for step in range(steps):
        bar.setValue(bar.maximum() * step // steps)
        started = time.perf_counter()
        view.viewport().repaint()
        paints.append((time.perf_counter() - started) * 1000)
        qtbot.wait(16)
    bar.setValue(0)
    return paints


def steps_ms(qtbot, page, count: int) -> tuple[list[float], list[float]]:
    """From the key to the picture of the next match, in ms: by the clock, and working."""
    by_clock, working = [], []
    for _ in range(count):
        qtbot.wait(150)  # a person looks at it: the next one is read meanwhile
        before = page.comparison.detail.review.match_id
        started, worked = time.perf_counter(), time.thread_time()
        QTest.keyClick(page.view, Qt.Key.Key_J)
        while page.comparison.detail.review.match_id == before:
            assert time.perf_counter() - started < 60
            QTest.qWait(1)
        page.repaint()
        by_clock.append((time.perf_counter() - started) * 1000)
        working.append((time.thread_time() - worked) * 1000)
    return by_clock, working


def drive(qtbot, page: ReviewPage) -> dict[str, float]:
    """Filter, sort, scroll, move and resolve; the figures in ms."""
    loaded = page.view_model.queue.loaded
    beat = Beat()
    beat.start()
    filters = [
        timed_ms(qtbot, loaded, lambda q=query: page.queue.use(q))
        for query in (
            ReviewQuery(checks=(Check.PEP,)),
            ReviewQuery(strengths=(Strength.EXACT,)),
            ReviewQuery(text="tomasz"),
            ReviewQuery(),
        )
    ]
    sorts = [
        timed_ms(qtbot, loaded, lambda s=field: page.queue.use(ReviewQuery(sort=((s, True),))))
        for field in ("subject_name", "best_score", "due_at")
    ]
    paints = scroll_through(qtbot, page.view, 20)
    page.view.select_party(0)
    qtbot.waitUntil(lambda: bool(page.target()), timeout=WAIT_MS)
    beat.stop()  # the steps are measured with a picture of the whole page in one go
    by_clock, working = steps_ms(qtbot, page, 6)
    beat.start()
    resolved = []
    for _ in range(3):
        qtbot.waitUntil(lambda: bool(page.target()), timeout=WAIT_MS)
        resolved.append(
            timed_ms(
                qtbot,
                page.decisions.stored,
                lambda: QTest.keyClicks(page.view, "2f"),
            )
        )
    beat.stop()
    return {
        "filter": max(filters),
        "sort": max(sorts),
        "repaint": statistics.median(paints),
        "step": statistics.median(working),
        "step by clock": statistics.median(by_clock),
        "resolve": max(resolved),
        **beat.figures(),
    }


def best_of_runs(qtbot, page) -> dict[str, float]:
    """The least of each figure in up to RUNS runs; no further run once all keep their limits."""
    best = drive(qtbot, page)
    for _ in range(RUNS - 1):
        if best["step"] < STEP_MS and best["gap p99"] < GAP_MS and best["gap max"] < GAP_MS:
            break
        again = drive(qtbot, page)
        best = {name: min(best[name], again[name]) for name in best}
    print("\nms:", {name: round(figure, 1) for name, figure in best.items()})
    return best


@pytest.mark.parametrize("filled", [300], indirect=True)
def test_six_hundred_matches(qtbot, workspace, filled, open_page) -> None:
    page = open_page(workspace)
    assert page.view_model.queue.counts.matches == filled
    best = best_of_runs(qtbot, page)
    assert best["step"] < STEP_MS * NOISE
    assert best["repaint"] < PAINT_MS * NOISE
    assert best["gap p99"] < STEP_MS * NOISE
    assert best["gap max"] < GAP_MS * NOISE
    verdicts = review.today(workspace).counts
    assert verdicts[ResolutionVerdict.FALSE_POSITIVE] >= 3


@pytest.mark.drill
@pytest.mark.parametrize("filled", [50_000], indirect=True)
def test_a_hundred_thousand_matches(qtbot, workspace, filled, open_page) -> None:
    beat, started = Beat(), time.perf_counter()
    page = open_page(workspace)
    beat.start()
    qtbot.wait(1500)
    beat.stop()
    print(f"\nopened in {(time.perf_counter() - started) * 1000 - 1500:.0f} ms", beat.figures())
    assert page.view_model.queue.counts.matches == filled
    best = best_of_runs(qtbot, page)
    assert best["step"] < STEP_MS
    assert best["gap max"] < GAP_MS

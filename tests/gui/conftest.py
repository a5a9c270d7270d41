"""What every test of the window needs: its own settings, the look, and no leftovers."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
LIBRARIES = (
    "Qt system libraries missing: apt-get install "
    "libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
)

try:
    import PySide6.QtWidgets  # noqa: F401  # loading it is the question
except ImportError as error:
    MISSING = f"{LIBRARIES} ({error})"
else:
    MISSING = ""
    from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QSettings, Qt, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    from app.gui import jobs
    from app.gui.shell import appearance
    from app.gui.shell.application import load_translation
    from app.gui.shell.fonts import load_fonts


class _Unavailable(pytest.File):
    """Stands for a folder of tests that cannot be imported here; its item says why."""

    def collect(self) -> Iterator[pytest.Item]:
        yield _Skipped.from_parent(self, name="window")


class _Skipped(pytest.Item):
    def runtest(self) -> None:
        pytest.skip(MISSING)


def pytest_collect_directory(path: Path, parent: Any) -> pytest.Collector | None:
    """Skip by name, not by an import error, where the Qt libraries are missing.

    Every test of the window lives in a folder below this one.
    """
    is_below = path != HERE and path.is_relative_to(HERE)
    return _Unavailable.from_parent(parent, path=path) if MISSING and is_below else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform complains about its own gaps; any other Qt warning fails a test.

    What measures the event loop must not be slowed by the test of another process.
    """
    for item in items:
        if "gui_gaps" in getattr(item, "fixturenames", ()):
            item.add_marker("alone")
        if not MISSING and item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support"))


class GuiGaps:
    """How long the event loop was held up: gaps beyond the 5 ms beat of a timer, in ms."""

    BEAT_MS = 5

    def __init__(self) -> None:
        self.gaps_ms: list[float] = []
        self.busy_ms: list[float] = []  # of each gap what this process itself worked
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(self.BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._last = self._worked = 0.0

    def start(self) -> None:
        """Measure from now on, without what the collector does about all the tests before."""
        gc.collect()
        gc.freeze()
        self.gaps_ms.clear()
        self.busy_ms.clear()
        self._last, self._worked = time.perf_counter(), time.process_time()
        self._timer.start()

    def stop(self) -> None:
        """Stop measuring."""
        self._timer.stop()
        gc.unfreeze()

    @property
    def worst_ms(self) -> float:
        """The longest gap."""
        return max(self.gaps_ms, default=0.0)

    @property
    def p99_ms(self) -> float:
        """The gap that 99 of 100 beats stay below."""
        return self._p99(self.gaps_ms)

    @property
    def p99_busy_ms(self) -> float:
        """The same, without the time that other programs took of the machine."""
        return self._p99(self.busy_ms)

    @property
    def worst_busy_ms(self) -> float:
        """The longest gap, without the time that other programs took of the machine."""
        return max(self.busy_ms, default=0.0)

    @staticmethod
    def _p99(gaps: list[float]) -> float:
        ordered = sorted(gaps)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] if ordered else 0.0

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.process_time()
        gap = max(0.0, (now - self._last) * 1000 - self.BEAT_MS)
        self.gaps_ms.append(gap)
        self.busy_ms.append(min(gap, (worked - self._worked) * 1000))
        self._last, self._worked = now, worked


if not MISSING:

    @pytest.fixture(scope="session", autouse=True)
    def window_look(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> None:
        """Settings in a folder of the run; fonts, style and the light theme applied once."""
        folder = str(tmp_path_factory.mktemp("settings"))
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        qapp.setOrganizationName("Screendesk")
        qapp.setApplicationName("Screendesk")
        qapp.setStyle("Fusion")
        load_fonts()
        load_translation(qapp, QLocale(QLocale.Language.English))
        appearance.apply("light")

    @pytest.fixture(autouse=True)
    def no_leftovers(window_look: None) -> Iterator[None]:
        """A test that leaves a worker or a window without an owner behind fails."""
        QSettings().clear()
        before = set(map(id, _orphans()))
        yield
        jobs.shutdown()
        _delete_what_was_let_go()
        left = [widget for widget in _orphans() if id(widget) not in before]
        if left:
            gc.collect()
            _delete_what_was_let_go()
            left = [widget for widget in _orphans() if id(widget) not in before]
        workers = [t.name for t in threading.enumerate() if t.name.startswith("screendesk-")]
        assert not workers, f"workers left behind: {workers}"
        assert not left, f"windows left behind: {left}"

    @pytest.fixture(autouse=True)
    def new_workspaces(quick_workspaces: None) -> None:
        """New workspaces are copies of one."""

    @pytest.fixture
    def gui_gaps() -> Iterator[GuiGaps]:
        """A watchdog over the event loop; `start()` it, do the work, look at `worst_ms`."""
        gaps = GuiGaps()
        yield gaps
        gaps.stop()


def _orphans() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _delete_what_was_let_go() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()

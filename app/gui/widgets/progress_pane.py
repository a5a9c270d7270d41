"""A running job on the page: bar, done of total, rate, time left, and Cancel."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.gui import jobs
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import font, space

_RATE_FROM_S = 0.4  # before that a rate is a guess


def time_left(done: int, total: int, seconds: float) -> float | None:
    """Seconds that are left at the pace so far; None while it cannot be told."""
    if seconds < _RATE_FROM_S or done <= 0 or total <= 0:
        return None
    return max(0.0, (total - done) * seconds / done)


def clock_words(seconds: float) -> str:
    """``0:07``, ``3:20``, ``1:02:00``."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class ProgressPane(QWidget):
    """Shows one JobHandle until it ends; hidden without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handle: jobs.JobHandle | None = None
        self._started_at = 0.0
        self._rate_words = ""
        self._step = ""
        self._done = 0
        self.title: QLabel = label(kind="strong")
        self.title.setFont(font("body", "semibold"))
        self.numbers: QLabel = label(kind="secondary")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel_button = Button(self.tr("Cancel"), "x", "danger", key="Esc")
        self.cancel_button.clicked.connect(self.cancel)
        words = QHBoxLayout()
        words.addWidget(self.title)
        words.addStretch(1)
        words.addWidget(self.numbers)
        left = QVBoxLayout()
        left.setSpacing(space("s"))
        left.addLayout(words)
        left.addWidget(self.bar)
        panel = Panel()
        row = QHBoxLayout()
        row.setContentsMargins(space("l"), space("m"), space("m"), space("m"))
        row.setSpacing(space("l"))
        row.addLayout(left, 1)
        row.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignVCenter)
        panel.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        self.hide()

    def show_job(self, handle: jobs.JobHandle, title: str, rate_words: str = "") -> None:
        """Follow this job; it replaces the one that was shown.

        Args:
            rate_words: how the rate is told, with ``{rate}`` in it; as rows if not given.
        """
        self._handle = handle
        self._rate_words = rate_words or self.tr("{rate} rows/s")
        self._step, self._done = "", 0
        self._started_at = time.monotonic()
        self.title.setText(title)
        self.bar.setAccessibleName(title)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setText(self.tr("Cancel"))
        self._progress(0, 0, "")
        handle.progressed.connect(self._progress)
        handle.ended.connect(self._end)
        self.show()

    def cancel(self) -> None:
        """Ask the job to stop."""
        if self._handle is not None and self._handle.is_running:
            self._handle.cancel()
            self.cancel_button.setEnabled(False)
            self.cancel_button.setText(self.tr("Stopping"))

    def _progress(self, done: int, total: int, text: str) -> None:
        if self._handle is None or self.sender() not in (None, self._handle):
            return
        if text != self._step or done < self._done:  # a new step has a pace of its own
            if self._step or not done:  # nor is what came before the first of it counted
                self._started_at = time.monotonic()
            self._step = text
        self._done = done
        # Qt's bar counts in 32 bits and shows "busy" for a range of nothing.
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(round(1000 * min(done, total) / total) if total else 0)
        seconds = time.monotonic() - self._started_at
        parts = [text] if text and text not in self.title.text() else []
        if total:
            parts.append(self.tr("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}"))
        elif done:
            parts.append(self.tr("{done} so far").format(done=f"{done:,}"))
        if done and seconds >= _RATE_FROM_S:
            parts.append(self._rate_words.format(rate=f"{done / seconds:,.0f}"))
        left = time_left(done, total, seconds)
        if left is not None:
            parts.append(self.tr("{time} left").format(time=clock_words(left)))
        self.numbers.setText(" · ".join(parts) or self.tr("Starting"))

    def _end(self) -> None:
        if self.sender() in (None, self._handle):
            self._handle = None
            self.hide()

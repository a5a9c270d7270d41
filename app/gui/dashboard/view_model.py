"""What the dashboard knows: the figures of the chosen period, counted on a worker."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from app.domain.events import Event
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.services import dashboard
from app.services.dashboard import Dashboard, Period
from app.services.jobs import Job
from app.services.workspace import Workspace

_SETTING = "dashboard/period"
PAUSE_MS = 1500  # after a change; a day of reviews is many of them


class DashboardViewModel(QObject):
    """`ready(Dashboard)` when figures have come; they follow what happens after a pause."""

    ready = Signal(object)
    failed = Signal(object)
    period_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._questions = jobs.Questions()
        self.figures: Dashboard | None = None
        self.is_shown = False
        self._is_stale = True
        self.period = self._remembered()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask_if_shown)
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._bridge.happened.connect(self._hear)

    def _remembered(self) -> Period:
        try:
            return Period(str(QSettings().value(_SETTING, Period.WEEKS.value)))
        except ValueError:
            return Period.WEEKS

    def set_period(self, period: Period) -> None:
        """Look back over another time."""
        if period is not self.period:
            self.period = period
            QSettings().setValue(_SETTING, period.value)
            self.period_changed.emit()
            self.refresh()

    def show(self, *, is_shown: bool) -> None:
        """The page came into sight or left it; what is stale is counted when it is seen."""
        self.is_shown = is_shown
        if is_shown and self._is_stale:
            self.refresh()

    def refresh(self) -> None:
        """Count anew."""
        self._is_stale = False
        workspace, period = self._workspace, self.period

        def work(job: Job) -> Dashboard:
            return dashboard.figures(workspace, period, job)

        self._questions.ask("figures", work, self._keep, self.failed)

    def _keep(self, found: Dashboard) -> None:
        self.figures = found
        self.ready.emit(found)

    def _hear(self, event: Event) -> None:
        del event
        self._is_stale = True
        if not self._pause.isActive():
            self._pause.start()

    def _ask_if_shown(self) -> None:
        if self.is_shown and self._is_stale:
            self.refresh()

    def close(self) -> None:
        """Stop listening; the page is about to go."""
        self._pause.stop()
        self._bridge.close()

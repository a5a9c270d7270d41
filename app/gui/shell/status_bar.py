"""The line at the bottom: lists and their ages, running work, audit trail, workspace."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar, QStatusBar, QWidget

from app.domain.audit import AuditReport
from app.domain.lists import SourceState, SourceStatus
from app.gui.jobs import JobHandle
from app.gui.widgets.buttons import Button, tool_button
from app.gui.widgets.labels import label
from app.gui.widgets.theme import font, size

BAR_WIDTH = 110
HEIGHT = 20
STALE_NAMED = 2


class StatusBar(QStatusBar):
    """`lists_requested` when the user asks for the lists behind a figure or a warning."""

    lists_requested = Signal()

    def __init__(self, workspace_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(size("status_bar"))
        self.setAccessibleName(self.tr("Status"))
        self.lists = StatusItem("list", "")
        self.warning = StatusItem("triangle-alert", "", "high")
        self.demo = StatusItem("cube", self.tr("Demo lists"), "info")
        for item in (self.demo, self.lists, self.warning):
            item.clicked.connect(self.lists_requested)
            item.hide()
            self.addWidget(item)
        self._job: JobHandle | None = None
        self.job_text = label(kind="small")
        self.job_bar = QProgressBar()
        self.job_bar.setFixedWidth(BAR_WIDTH)
        self.job_bar.setTextVisible(False)
        self.job_figures = label(kind="small")
        self.job_cancel = tool_button("x", self.tr("Cancel"))
        self.job_cancel.setFixedSize(20, 20)
        self.job_cancel.clicked.connect(self._cancel_job)
        for part in self._job_parts():
            part.hide()
            self.addWidget(part)
        self.audit = StatusItem("shield", self.tr("Audit trail not verified yet"))
        self.workspace = StatusItem("database", workspace_name)
        self.addPermanentWidget(self.audit)
        self.addPermanentWidget(self.workspace)

    def show_lists(self, statuses: Sequence[SourceStatus]) -> None:
        """Show how many lists are loaded, how old they are, and which are stale or missing."""
        active = [status for status in statuses if status.active is not None]
        demo = [status for status in active if status.active and status.active.is_demo]
        ages = [status.age_days for status in active if status.age_days is not None]
        stale = [status for status in statuses if status.state is SourceState.STALE]
        held = [status for status in statuses if status.state is SourceState.QUARANTINED]
        entries = sum(status.active.entries for status in active if status.active)
        text = self.tr("%n list(s)", "", len(active))
        if demo == active:
            text += ", " + self.tr("{count} entries").format(count=f"{entries:,}")
        elif ages:
            text += ", " + self.tr("newest {age}").format(age=self._age(min(ages)))
        self.lists.say(
            text if active else self.tr("No list loaded"),
            tip=self.tr("{count} entries").format(count=f"{entries:,}"),
        )
        self.lists.show()
        self.demo.setVisible(bool(demo))
        self.demo.say(self.tr("Demo lists only") if demo == active else self.tr("Demo lists"))
        self._show_warning(stale, held)

    def _show_warning(self, stale: list[SourceStatus], held: list[SourceStatus]) -> None:
        parts = [
            self.tr("{name} {age}").format(
                name=status.source.short_name, age=self._age(status.age_days or 0)
            )
            for status in sorted(stale, key=lambda status: -(status.age_days or 0))
        ]
        parts += [
            self.tr("{name} in quarantine").format(name=status.source.short_name) for status in held
        ]
        shown = ", ".join(parts[:STALE_NAMED])
        if len(parts) > STALE_NAMED:
            shown += ", " + self.tr("%n more", "", len(parts) - STALE_NAMED)
        self.warning.say(shown, tip="\n".join(parts))
        self.warning.setVisible(bool(parts))

    def _age(self, days: int) -> str:
        return self.tr("%n day(s) old", "", days) if days else self.tr("today")

    def show_verified(self, report: AuditReport) -> None:
        """Show what verifying the audit trail found just now."""
        self.show_audit(report, time.strftime("%H:%M"))

    def show_audit(self, report: AuditReport | None, at: str = "") -> None:
        """Show what verifying the audit trail found; None while it was not verified."""
        if report is None:
            self.audit.say(self.tr("Audit trail not verified yet"), "text_2", "shield")
        elif report.ok:
            text = self.tr("Audit trail verified {at}").format(at=at).strip()
            tip = self.tr("{count} events, no gap").format(count=f"{report.events:,}")
            self.audit.say(text, "text_2", "shield", tip)
        else:
            text = self.tr("Audit trail broken at event {seq}").format(seq=report.first_bad)
            self.audit.say(text, "critical", "octagon-alert", report.problem)

    def show_job(self, handle: JobHandle | None) -> None:
        """Follow a running job, or none."""
        if handle is self._job:
            return
        if self._job is not None:
            self._job.progressed.disconnect(self._progress)
        self._job = handle
        for part in self._job_parts():
            part.setVisible(handle is not None)
        if handle is not None:
            handle.progressed.connect(self._progress)
            self.job_cancel.setEnabled(True)
            self._progress(handle.done, handle.total, handle.text)

    @Slot(int, int, str)
    def _progress(self, done: int, total: int, text: str) -> None:
        if self._job is None:
            return
        self.job_text.setText(text or self._job.label)
        self.job_bar.setRange(0, total)
        self.job_bar.setValue(min(done, total))
        figures = f"{done:,}"
        if total:
            figures = self.tr("{done} of {total}").format(done=figures, total=f"{total:,}")
        self.job_figures.setText(figures)

    @Slot()
    def _cancel_job(self) -> None:
        if self._job is not None:
            self.job_cancel.setEnabled(False)
            self.job_text.setText(self.tr("Cancelling"))
            self._job.cancel()

    def _job_parts(self) -> tuple[QWidget, ...]:
        return (self.job_text, self.job_bar, self.job_figures, self.job_cancel)


class StatusItem(Button):
    """One fact of the status line: icon and small text; a click leads to what is behind it."""

    def __init__(self, icon: str, text: str, tone: str = "text_2") -> None:
        super().__init__(icon=icon, role="quiet", small=True)
        self.setFixedHeight(HEIGHT)
        self.setFont(font("small"))
        self.say(text, tone)

    def say(self, text: str, tone: str = "", icon: str = "", tip: str = "") -> None:
        """Say something else; `tone` and `icon` stay unless given."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip or text)
        self.tone = tone or self.tone
        self.icon_name = icon or self.icon_name
        self.updateGeometry()
        self.update()

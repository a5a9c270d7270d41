"""The line at the bottom: lists and their ages, running work, audit trail, workspace."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QProgressBar, QStatusBar, QToolButton, QWidget

from app.domain.audit import AuditReport
from app.domain.lists import SourceState, SourceStatus
from app.gui.jobs import JobHandle
from app.gui.widgets.buttons import tool_button
from app.gui.widgets.icons import set_icon
from app.gui.widgets.labels import label, set_tone
from app.gui.widgets.theme import size

BAR_WIDTH = 110
STALE_NAMED = 2


class StatusBar(QStatusBar):
    """`lists_requested` when the user asks for the lists behind a figure or a warning."""

    lists_requested = Signal()

    def __init__(self, workspace_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(size("status_bar"))
        self.setAccessibleName(self.tr("Status"))
        self.lists = self._item("list", "")
        self.warning = self._item("triangle-alert", "", "high")
        self.demo = self._item("cube", self.tr("Demo lists"), "info")
        for item in (self.demo, self.lists, self.warning):
            item.clicked.connect(self.lists_requested)
            item.hide()
            self.addWidget(item)
        self._job: JobHandle | None = None
        self.job_text = label()
        self.job_bar = QProgressBar()
        self.job_bar.setFixedWidth(BAR_WIDTH)
        self.job_bar.setTextVisible(False)
        self.job_figures = label()
        self.job_cancel = tool_button("x", self.tr("Cancel"))
        self.job_cancel.setFixedSize(20, 20)
        self.job_cancel.clicked.connect(self._cancel_job)
        for part in self._job_parts():
            part.hide()
            self.addWidget(part)
        self.audit = self._item("shield", self.tr("Audit trail not verified yet"))
        self.workspace = self._item("database", workspace_name)
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
        if ages:
            text += ", " + self.tr("newest {age}").format(age=self._age(min(ages)))
        _say(self.lists, text if active else self.tr("No list loaded"))
        self.lists.setToolTip(self.tr("{count} entries").format(count=f"{entries:,}"))
        self.lists.show()
        self.demo.setVisible(bool(demo))
        _say(self.demo, self.tr("Demo lists only") if demo == active else self.tr("Demo lists"))
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
        _say(self.warning, shown)
        self.warning.setToolTip("\n".join(parts))
        self.warning.setVisible(bool(parts))

    def _age(self, days: int) -> str:
        return self.tr("%n day(s) old", "", days) if days else self.tr("today")

    def show_audit(self, report: AuditReport | None, at: str = "") -> None:
        """Show what verifying the audit trail found; None while it was not verified."""
        if report is None:
            icon, role, text = "shield", "text_2", self.tr("Audit trail not verified yet")
        elif report.ok:
            icon, role = "shield", "text_2"
            text = self.tr("Audit trail verified {at}").format(at=at).strip()
        else:
            icon, role = "octagon-alert", "critical"
            text = self.tr("Audit trail broken at event {seq}").format(seq=report.first_bad)
        set_icon(self.audit, icon, role)
        set_tone(self.audit, role)
        _say(self.audit, text)
        self.audit.setToolTip(report.problem if report and report.problem else text)

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

    def _item(self, icon: str, text: str, role: str = "text_2") -> QToolButton:
        made = tool_button(icon, text)
        made.setProperty("status", "true")
        made.setMinimumSize(0, 20)
        made.setMaximumSize(16_777_215, 22)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_icon(made, icon, role)
        made.setIconSize(QSize(13, 13))
        set_tone(made, role)
        _say(made, text)
        return made


def _say(item: QToolButton, text: str) -> None:
    item.setText(text)
    item.setAccessibleName(text)
    item.setToolTip(text)

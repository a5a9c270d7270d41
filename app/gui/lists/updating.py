"""Fetching newer lists from their publishers, when a person asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.lists import UpdateOutcome
from app.gui import jobs
from app.services import list_update
from app.services.jobs import Job
from app.services.list_update import SourceUpdate
from app.services.workspace import Workspace

translate = QCoreApplication.translate
_URGENT = (UpdateOutcome.FAILED, UpdateOutcome.REFUSED, UpdateOutcome.HELD)


class Updater(QObject):
    """One update at a time: `started(handle)`, then `ended(updates)`, `cancelled` or `failed`."""

    started = Signal(object)
    ended = Signal(object)
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._handle: jobs.JobHandle | None = None

    @property
    def is_running(self) -> bool:
        """Whether an update is under way."""
        return self._handle is not None

    def start(self, sources: Sequence[str] = ()) -> None:
        """Look for newer lists of these sources, or of all that are loaded."""
        if self.is_running:
            return
        workspace, wanted = self._workspace, tuple(sources)

        def work(job: Job) -> tuple[SourceUpdate, ...]:
            return list_update.update(workspace, wanted, job=job)

        handle = jobs.start(work, lane=jobs.WRITE, label=self.tr("Update of the lists"))
        self._handle = handle
        handle.finished.connect(self.ended)
        handle.cancelled.connect(self.cancelled)
        handle.failed.connect(self.failed)
        handle.ended.connect(self._forget)
        self.started.emit(handle)

    def _forget(self) -> None:
        self._handle = None


def summary(updates: Sequence[SourceUpdate], names: dict[str, str]) -> tuple[str, str, str]:
    """Role, heading and text of what an update came to; what needs a person comes first."""
    count = sum(item.outcome is UpdateOutcome.UPDATED for item in updates)
    urgent = [item for item in updates if item.outcome in _URGENT]
    heading = (
        translate("Lists", "1 list updated")
        if count == 1
        else translate("Lists", "{count} lists updated").format(count=count)
    )
    if not count:
        heading = translate("Lists", "No list is newer than yours")
    if urgent:
        missed = translate("Lists", "{count} not updated").format(count=len(urgent))
        heading = f"{heading}, {missed}" if count else missed
    told = [*urgent, *(item for item in updates if item not in urgent)]
    text = "\n".join(
        " ".join(filter(None, (f"{names.get(item.source, item.source)}:", item.note.text,
                               item.todo)))
        for item in told
    )  # fmt: skip
    return ("high" if urgent else "low" if count else "info"), heading, text

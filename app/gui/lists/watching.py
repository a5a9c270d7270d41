"""The watched folder: what is put there is imported while the window is open, and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.domain.errors import EnvironmentFault
from app.domain.events import EventType
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.services import list_settings, list_watch
from app.services.jobs import Job
from app.services.list_watch import WatchedFiles, WatchOutcome
from app.services.workspace import Workspace

INTERVAL_MS = 10_000
_URGENT = (WatchOutcome.REFUSED, WatchOutcome.HELD)
translate = QCoreApplication.translate


class Watcher(QObject):
    """Looks into the folder that the settings of lists name, and imports on the writing worker.

    `found(tuple of WatchedFiles)` with what was done, never empty; `failed(error)` once for a
    folder that cannot be used.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._folder = ""
        self._told = ""  # the trouble that was told last
        self._scan: jobs.JobHandle | None = None
        self._questions = jobs.Questions()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.look)
        self.bridge = EventBridge(workspace.bus, parent=self)
        self.bridge.happened.connect(self._hear)

    @property
    def is_watching(self) -> bool:
        """Whether a folder is looked into."""
        return self._timer.isActive()

    def read_settings(self) -> None:
        """Ask which folder is watched."""
        workspace = self._workspace
        self._questions.ask(
            "settings",
            lambda _job: list_settings.read(workspace).watch_folder,
            self._watch,
            self.failed,
        )

    def _hear(self, event: object) -> None:
        if getattr(event, "type", None) is EventType.SETTINGS_CHANGED:
            self.read_settings()

    def _watch(self, folder: str) -> None:
        if folder == self._folder:
            return
        self._folder, self._told = folder, ""
        if folder:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Look whether anything lies in the folder; if so, import it."""
        if self._scan is None and self._folder:
            folder = Path(self._folder)
            self._questions.ask(
                "look", lambda _job: _has_files(folder), self._import, self._tell_failure
            )

    def _import(self, has_files: bool) -> None:
        if not has_files or self._scan is not None:
            return
        workspace = self._workspace

        def work(job: Job) -> tuple[WatchedFiles, ...]:
            with workspace.in_background():
                return list_watch.scan(workspace, job)

        label = self.tr("Import from the watched folder")
        self._scan = jobs.start(work, lane=jobs.WRITE, label=label)
        self._scan.finished.connect(self._tell)
        self._scan.failed.connect(self._tell_failure)
        self._scan.ended.connect(self._forget)

    def _forget(self) -> None:
        self._scan = None

    def _tell(self, found: Sequence[WatchedFiles]) -> None:
        self._told = ""
        done = tuple(item for item in found if item.outcome is not WatchOutcome.WAITING)
        if done:
            self.found.emit(done)

    def _tell_failure(self, error: BaseException) -> None:
        words = error.message if isinstance(error, EnvironmentFault) else type(error).__name__
        if words != self._told:  # once, not at every look
            self._told = words
            self.failed.emit(error)

    def close_listening(self) -> None:
        """Stop watching; the window is about to go."""
        self._timer.stop()
        self.bridge.close()


def _has_files(folder: Path) -> bool:
    """Whether the service would find something there (or that the folder is gone)."""
    if not folder.is_dir():
        return True  # the service says it in words
    ours = (list_watch.DONE, list_watch.REFUSED)
    return any(
        not place.name.startswith((".", "~"))
        and (place.is_file() or (place.name not in ours and any(place.iterdir())))
        for place in folder.iterdir()
    )


def summary(found: Sequence[WatchedFiles], names: Mapping[str, str]) -> tuple[str, str, str]:
    """Role, heading and text of what came out of the watched folder."""
    imported = sum(item.outcome is WatchOutcome.IMPORTED for item in found)
    urgent = [item for item in found if item.outcome in _URGENT]
    heading = (
        translate("Lists", "1 list imported from the watched folder")
        if imported == 1
        else translate("Lists", "{count} lists imported from the watched folder")
    ).format(count=imported)
    if urgent:
        words = translate("Lists", "{count} from the watched folder need a look")
        missed = words.format(count=len(urgent))
        heading = f"{heading}, {missed}" if imported else missed
    elif not imported:
        heading = translate("Lists", "The watched folder held nothing new")
    told = [*urgent, *(item for item in found if item not in urgent)]
    lines = [
        f"{names.get(item.source) or ', '.join(item.files)}: {item.text}" for item in told
    ]  # fmt: skip
    return ("high" if urgent else "low" if imported else "info"), heading, "\n".join(lines)

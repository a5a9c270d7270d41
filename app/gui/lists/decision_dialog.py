"""What a person decides about a version: activate it, or reject it, each with a reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.lists import ListVersion, VersionState
from app.gui import jobs
from app.gui.widgets.reason_dialog import ReasonDialog
from app.services import list_versions
from app.services.workspace import Workspace

WAITING = (VersionState.READY, VersionState.QUARANTINED)


def can_activate(version: ListVersion | None) -> bool:
    """Whether a person may make this version the active one."""
    unfit = (VersionState.ACTIVE, VersionState.STAGING)
    return version is not None and not version.is_demo and version.state not in unfit


def can_reject(version: ListVersion | None) -> bool:
    """Whether this version waits for a decision."""
    return version is not None and version.state in WAITING


class Decisions(QObject):
    """Asks for the reason, then decides on the writing worker.

    `decided(version)` with the version as it is now; `failed(error)` if nothing was changed.
    """

    decided = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, page: QWidget) -> None:
        super().__init__(page)
        self._workspace = workspace
        self._page = page
        self.dialog: ReasonDialog | None = None

    def ask_activate(self, version: ListVersion, name: str) -> None:
        """Ask why this version shall be the active one."""
        held = version.state is VersionState.QUARANTINED
        said = (
            self.tr("Its checks failed: {problems}.").format(problems="; ".join(version.problems))
            if held and version.problems
            else self.tr("Screenings use it from then on; the version in use now is kept.")
        )
        heading = self.tr("Activate {name} {version}?").format(name=name, version=version.version)
        verb = self.tr("Activate anyway") if held else self.tr("Activate")
        self._ask(heading, said, verb, version, list_versions.choose, is_danger=held)

    def ask_reject(self, version: ListVersion, name: str) -> None:
        """Ask why this version shall not be used."""
        heading = self.tr("Reject {name} {version}?").format(name=name, version=version.version)
        said = self.tr("It is kept and shown, and never used; the last good version stays active.")
        self._ask(heading, said, self.tr("Reject"), version, list_versions.reject)

    def _ask(
        self,
        heading: str,
        text: str,
        verb: str,
        version: ListVersion,
        decide: Callable[[Workspace, int, str], ListVersion],
        *,
        is_danger: bool = False,
    ) -> None:
        workspace, number = self._workspace, version.version_id
        self.dialog = ReasonDialog(heading, text, verb, is_danger=is_danger, parent=self._page)

        def confirmed(reason: str) -> None:
            handle = jobs.start(
                lambda _job: decide(workspace, number, reason), lane=jobs.WRITE, label=heading
            )
            handle.finished.connect(self.decided)
            handle.failed.connect(self.failed)

        self.dialog.confirmed.connect(confirmed)
        self.dialog.open()

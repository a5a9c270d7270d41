"""What is done to exceptions from their page: a question first, then the service."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.exception_query import ExceptionQuery
from app.domain.match_exception import MatchException
from app.gui import jobs
from app.services import match_exceptions
from app.services.exception_file import Imported
from app.services.jobs import Job
from app.services.workspace import Workspace

translate = QCoreApplication.translate


class Deeds(QObject):
    """Runs what changes or moves exceptions. `done(words)` when it is stored, `failed(error)`
    when nothing was changed."""

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace

    def revoke(self, exception: MatchException, reason: str) -> None:
        """End an exception for good."""
        workspace = self._workspace

        def work(_job: Job) -> MatchException:
            return match_exceptions.revoke(
                workspace, exception.exception_id, reason=reason, version=exception.version
            )

        words = translate("Exceptions", "Revoked. The pair asks again from the next screening on.")
        handle = jobs.start(work, lane=jobs.WRITE)
        handle.finished.connect(lambda _saved: self.done.emit(words))
        handle.failed.connect(self.failed)

    def export(self, path: Path, query: ExceptionQuery) -> None:
        """Write what the list shows to a file."""
        workspace = self._workspace
        handle = jobs.start(
            lambda job: match_exceptions.export(workspace, path, query, job),
            label=translate("Exceptions", "Exporting exceptions"),
        )
        handle.finished.connect(lambda count: self._tell_exported(count, path))
        handle.failed.connect(self.failed)

    def take_in(self, path: Path, reason: str) -> None:
        """Import the exceptions of a file."""
        workspace = self._workspace
        handle = jobs.start(
            lambda job: match_exceptions.import_file(workspace, path, reason, job),
            lane=jobs.WRITE,
            label=translate("Exceptions", "Importing exceptions"),
        )
        handle.finished.connect(self._tell_imported)
        handle.failed.connect(self.failed)

    def _tell_exported(self, count: int, path: Path) -> None:
        words = translate("Exceptions", "{count} exceptions written to {name}.")
        self.done.emit(words.format(count=f"{count:,}", name=path.name))

    def _tell_imported(self, found: Imported) -> None:
        words = translate(
            "Exceptions", "{added} imported, {known} known already, {refused} refused."
        )
        told = words.format(
            added=f"{found.added:,}", known=f"{found.known:,}", refused=f"{len(found.refused):,}"
        )
        reasons = "; ".join(f"{name}: {why}" for name, why in found.refused[:3])
        self.done.emit(f"{told} {reasons}".strip())

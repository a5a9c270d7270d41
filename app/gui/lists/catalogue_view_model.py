"""What the catalogue dialog knows: every source, and the settings of lists; changed on a worker."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.lists import ListSource
from app.gui import jobs
from app.gui.lists.catalogue_columns import catalogue_columns
from app.gui.widgets.table_model import RowsModel
from app.services import list_settings, user_sources
from app.services.list_settings import ListSettings
from app.services.workspace import Workspace


class CatalogueViewModel(QObject):
    """The sources of the program, then those of the user. Each change is recorded at once."""

    changed = Signal(str)  # the sources are others now; the id of the one to show
    settings_read = Signal(object)  # ListSettings
    settings_saved = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.sources: RowsModel[ListSource] = RowsModel(
            catalogue_columns(), lambda row: row.source, self
        )
        self.sources.set_rows(workspace.catalogue)
        self._questions = jobs.Questions()

    def add(self, source: ListSource, reason: str) -> None:
        """Add a source of the user's own."""
        workspace = self._workspace
        self._write(lambda: user_sources.add_source(workspace, source, reason=reason))

    def change(self, source: ListSource, reason: str) -> None:
        """Put another description in place of the one with the same id."""
        workspace = self._workspace
        self._write(lambda: user_sources.change_source(workspace, source, reason=reason))

    def remove(self, source: str, reason: str) -> None:
        """Take a source out, and its list out of use."""
        workspace = self._workspace
        self._write(lambda: user_sources.remove_source(workspace, source, reason=reason))

    def _write(self, work: Callable[[], ListSource]) -> None:
        handle = jobs.start(lambda _job: work(), lane=jobs.WRITE)
        handle.finished.connect(self._show_change)
        handle.failed.connect(self.failed)

    def _show_change(self, source: ListSource) -> None:
        self.sources.set_rows(self._workspace.catalogue)
        self.changed.emit(source.source)

    def read_settings(self) -> None:
        """Ask for the settings of lists."""
        workspace = self._workspace
        self._questions.ask(
            "settings", lambda _job: list_settings.read(workspace), self.settings_read, self.failed
        )

    def save_settings(self, settings: ListSettings) -> None:
        """Put settings in force."""
        workspace = self._workspace
        handle = jobs.start(lambda _job: list_settings.save(workspace, settings), lane=jobs.WRITE)
        handle.finished.connect(self.settings_saved)
        handle.failed.connect(self.failed)

"""What the lists page knows: how every source stands, and one source and version in detail."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.lists import KeptAside, ListCheck, ListVersion, SourceStatus
from app.gui import jobs
from app.gui.lists.columns import check_columns, kept_columns, source_columns, version_columns
from app.gui.widgets.table_model import RowsModel
from app.services import lists
from app.services.jobs import Job
from app.services.workspace import Workspace

KEPT_ASIDE_SHOWN = 500


class ListsViewModel(QObject):
    """Sources, versions of the chosen source, checks and kept-aside rows of the chosen version.

    Everything is asked on reading workers; of several questions of a kind the newest wins.
    """

    sources_changed = Signal()
    source_chosen = Signal()
    version_chosen = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.statuses: tuple[SourceStatus, ...] = ()
        self.source = ""
        self.version: ListVersion | None = None
        self._wanted_id: int | None = None
        self.sources: RowsModel[SourceStatus] = RowsModel(
            source_columns(), lambda row: row.source.source, self
        )
        self.versions: RowsModel[ListVersion] = RowsModel(
            version_columns(), lambda row: row.version_id, self
        )
        self.checks: RowsModel[ListCheck] = RowsModel(check_columns(), lambda row: row.name, self)
        self.kept: RowsModel[KeptAside] = RowsModel(
            kept_columns(), lambda row: (row.file, row.row, row.text), self
        )
        self._questions = jobs.Questions()

    @property
    def status(self) -> SourceStatus | None:
        """The chosen source as it stands."""
        return next((item for item in self.statuses if item.source.source == self.source), None)

    def short_name(self, source: str) -> str:
        """What people call a source."""
        for listed in self._workspace.catalogue:
            if listed.source == source:
                return listed.short_name
        return source

    def refresh(self) -> None:
        """Ask how all sources stand."""
        workspace = self._workspace
        self._questions.ask(
            "status", lambda _job: lists.status(workspace), self._show_sources, self.failed
        )

    def reveal(self, version_id: int) -> None:
        """Show this version of the chosen source once the answer that holds it is there."""
        self._wanted_id = version_id
        self.refresh()

    def _show_sources(self, statuses: tuple[SourceStatus, ...]) -> None:
        is_new = statuses != self.statuses
        self.statuses = statuses
        if is_new:
            self.sources.set_rows(statuses)
        if self.source and is_new:
            self._show_versions()
            kept = self._version_of(self.version.version_id if self.version else None)
            wanted = self._version_of(self._wanted_id)
            if wanted is not None:
                self._wanted_id = None
            self.choose_version(wanted or kept or self._first_version())
        self.sources_changed.emit()

    def _version_of(self, version_id: int | None) -> ListVersion | None:
        return next((v for v in self.versions.rows if v.version_id == version_id), None)

    def _show_versions(self) -> None:
        status = self.status
        self.versions.set_rows(status.versions if status else ())

    def _first_version(self) -> ListVersion | None:
        return self.versions.rows[0] if self.versions.rows else None

    def choose_source(self, source: str) -> None:
        """Show the versions of a source and the newest one in detail."""
        if source == self.source:
            return
        self.source = source
        self._show_versions()
        self.source_chosen.emit()
        self.choose_version(self._first_version())

    def choose_version(self, version: ListVersion | None) -> None:
        """Show the checks of a version, and ask for the rows it kept aside."""
        if version == self.version:
            return
        self.version = version
        # What failed stands first; the rest keeps its order.
        self.checks.set_rows(sorted(version.checks, key=lambda c: c.ok) if version else ())
        self.kept.set_rows(())
        if version is not None and version.rows_kept_aside:
            workspace, number = self._workspace, version.version_id

            def work(_job: Job) -> tuple[int, tuple[KeptAside, ...]]:
                return number, lists.kept_aside(workspace, number, KEPT_ASIDE_SHOWN)

            self._questions.ask("kept", work, self._show_kept, self.failed)
        self.version_chosen.emit()

    def _show_kept(self, answer: tuple[int, tuple[KeptAside, ...]]) -> None:
        number, rows = answer
        if self.version is not None and self.version.version_id == number:
            self.kept.set_rows(rows)

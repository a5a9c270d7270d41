"""The way of list files into the importer: asked for, dropped, recognised, confirmed if unsure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.gui.lists.import_dialog import ImportDialog
from app.gui.lists.importing import Importer, ImportRequest
from app.services.workspace import Workspace


class FilesDialog(QObject):
    """Asks for files, and where their content fits several sources, for the source.

    Args:
        chosen_source: the id of the source that is chosen on the page, "" for none.
    """

    def __init__(
        self,
        workspace: Workspace,
        importer: Importer,
        chosen_source: Callable[[], str],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._workspace = workspace
        self._importer = importer
        self._chosen_source = chosen_source
        self._page = page
        self._asked_source = ""
        self.dialog: ImportDialog | None = None
        importer.detected.connect(self._on_detected)

    def ask_files(self, source: str = "") -> None:
        """Ask for the files of a list; `source` is offered if the files fit it."""
        if self._importer.is_running:
            return
        self._asked_source = source
        names, _ = QFileDialog.getOpenFileNames(
            self._page,
            self.tr("Import a list"),
            "",
            self.tr("List files (*.csv *.xml *.json *.xlsx *.ods *.zip *.gz);;All files (*)"),
        )
        if names:
            self._detect([Path(name) for name in names])

    def import_files(self, files: Sequence[Path]) -> None:
        """Import these files: as what their content says, after asking where it is not sure."""
        self._asked_source = ""
        self._detect(files)

    def _detect(self, files: Sequence[Path]) -> None:
        if not self._importer.is_running:
            self._importer.detect(files)

    def _on_detected(self, files: tuple[Path, ...], fitting: tuple[str, ...]) -> None:
        asked = self._asked_source
        if len(fitting) == 1 and asked in ("", fitting[0]):
            self._importer.start(ImportRequest(fitting[0], files))
            return
        sources = [item for item in self._workspace.catalogue if item.is_importable]
        preset = asked or self._chosen_source()
        self.dialog = ImportDialog(files, sources, fitting, preset, self._page)
        self.dialog.confirmed.connect(self._importer.start)
        self.dialog.open()

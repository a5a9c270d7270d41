"""What the lists page offers besides the official files: lists of one's own, the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.domain.lists import ImportReport, ListSource, ListVersion
from app.gui.lists.importing import ImportEnd, ImportRequest
from app.gui.widgets.buttons import make_action
from app.services.workspace import Workspace

if TYPE_CHECKING:
    from app.gui.lists.catalogue_dialog import CatalogueDialog
    from app.gui.lists.own_list_dialog import OwnListDialog


class PageTools(QObject):
    """The actions and dialogs; `imported(ImportEnd)` when a list of one's own came in.

    `chosen` gives the version that is chosen on the page.
    """

    imported = Signal(object)

    def __init__(
        self, workspace: Workspace, page: QWidget, chosen: Callable[[], ListVersion | None]
    ) -> None:
        super().__init__(page)
        self._workspace = workspace
        self._page = page
        self._chosen = chosen
        self.own_list: OwnListDialog | None = None
        self.catalogue: CatalogueDialog | None = None
        self.own_list_action = make_action(
            page, self.tr("Import own list…"), self.ask_own_list, icon="upload",
            shortcut="Ctrl+Shift+O",
        )  # fmt: skip
        self.catalogue_action = make_action(
            page, self.tr("Catalogue of lists…"), lambda: self.open_catalogue(0), icon="layers",
            shortcut="Ctrl+Shift+K",
        )  # fmt: skip
        self.settings_action = make_action(
            page, self.tr("Settings of lists…"), lambda: self.open_catalogue(1), icon="settings"
        )
        self.statement_action = make_action(
            page, self.tr("Statement on this version…"), self.show_statement, icon="file",
            shortcut="Ctrl+P",
        )  # fmt: skip
        for action in self.actions():
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            page.addAction(action)

    def actions(self) -> list[QAction]:
        """All of them, for the menus and the command palette."""
        return [
            self.own_list_action,
            self.catalogue_action,
            self.settings_action,
            self.statement_action,
        ]

    def ask_own_list(self, path: Path | None = None) -> None:
        """Ask for a list of one's own, and for what its columns hold."""
        from app.gui.lists.own_list_dialog import OwnListDialog

        if self.own_list is not None:
            self.own_list.deleteLater()
        self.own_list = OwnListDialog(self._workspace, self._page)
        self.own_list.imported.connect(self._tell)
        self.own_list.open_with(path)

    def open_catalogue(self, tab: int) -> None:
        """Open the catalogue at its sources (0) or at the settings of lists (1)."""
        from app.gui.lists.catalogue_dialog import CatalogueDialog

        if self.catalogue is not None:
            self.catalogue.deleteLater()
        self.catalogue = CatalogueDialog(self._workspace, self._page)
        self.catalogue.open_at(tab)

    def show_statement(self) -> None:
        """Look at the statement on the version that is chosen on the page."""
        from app.gui.reports.preview_dialog import show_report
        from app.services.reports import statement_of_list

        version, workspace = self._chosen(), self._workspace
        if version is not None:
            show_report(
                lambda: statement_of_list(workspace, version.source, version.version_id), self._page
            )

    def _tell(self, source: ListSource, report: ImportReport) -> None:
        files = tuple(Path(name) for name in report.version.files)
        self.imported.emit(ImportEnd(ImportRequest(source.source, files), report))

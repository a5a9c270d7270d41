"""The dialog for lists of one's own: a table, what its columns hold, and what would come of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.domain.lists import ImportReport, ListSource
from app.gui import jobs
from app.gui.lists.own_list_head_pane import HeadPane
from app.gui.lists.own_list_mapping_pane import MappingPane
from app.gui.lists.own_list_preview_pane import PreviewPane
from app.gui.lists.own_list_templates_pane import TemplatesPane
from app.gui.lists.own_list_view_model import OwnListViewModel
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button, tool_button
from app.gui.widgets.drop_zone import DropZone
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.progress_pane import ProgressPane
from app.gui.widgets.theme import space
from app.services.workspace import Workspace

WIDTH, HEIGHT = 1160, 720
_SIDES = (560, 540)


class OwnListDialog(QDialog):
    """Imports a list of one's own; `imported(source, report)` when it is in. Escape stops a running
    import, and closes the dialog otherwise."""

    imported = Signal(object, object)  # ListSource, ImportReport

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import own list"))
        self.view_model = OwnListViewModel(workspace, self)
        self._source: ListSource | None = None
        self.head = HeadPane(self.view_model)
        self.mapping = MappingPane(self.view_model)
        self.preview = PreviewPane(self.view_model)
        self.templates = TemplatesPane(self.view_model)
        self.banner = Banner("critical")
        self.banner.hide()
        self.close_button = tool_button("x", self.tr("Close this message"))
        self.close_button.clicked.connect(self.banner.hide)
        self.banner.add_button(self.close_button)
        self.progress = ProgressPane()
        self.drop_zone = DropZone(self, self.tr("Drop a table to read its columns"))
        self._lay_out()
        self._connect()
        self._check()
        self.resize(WIDTH, HEIGHT)
        self.view_model.read_templates()
        self.head.file.line.setFocus()

    def _lay_out(self) -> None:
        self.cancel_button = Button(self.tr("Close"), key="Esc")
        self.import_button = Button(self.tr("Import"), "upload", "primary", key="Ctrl+Enter")
        self.import_button.setShortcut("Ctrl+Return")
        for button in (self.cancel_button, self.import_button):
            button.setAutoDefault(False)  # Enter in a field must not import
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(2 * space("m") + 1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.mapping)
        split.addWidget(self.preview)
        split.setSizes(list(_SIDES))
        foot = QHBoxLayout()
        foot.addWidget(self.templates)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("l"), space("xl"), space("l"))
        column.setSpacing(space("m"))
        column.addWidget(label(self.tr("Import own list"), "heading"))
        for part in (self.banner, self.progress, self.head, horizontal_rule()):
            column.addWidget(part)
        column.addWidget(split, 1)
        column.addWidget(horizontal_rule())
        column.addLayout(foot)

    def _connect(self) -> None:
        model = self.view_model
        self.cancel_button.clicked.connect(self.reject)
        self.import_button.clicked.connect(self._import)
        self.drop_zone.files_dropped.connect(lambda files: self.head.set_file(files[0]))
        self.head.changed.connect(self._check)
        for told in (model.mapping_changed, model.looked, model.tried, model.refused):
            told.connect(self._check)
        model.started.connect(self._on_started)
        model.imported.connect(self._on_imported)
        model.cancelled.connect(self._on_cancelled)
        model.failed.connect(self._on_failed)
        self.preview.exporting.connect(
            lambda handle, name: self.progress.show_job(
                handle, self.tr("Exporting to {name}").format(name=name)
            )
        )

    def open_with(self, path: Path | None = None) -> None:
        """Open the dialog, with this file."""
        self.open()
        if path is not None:
            self.head.set_file(path)

    # importing ----------------------------------------------------------------------------

    def _check(self) -> None:
        model = self.view_model
        is_mapped = model.mapping is not None and model.problem() is None
        gives_none = model.run is not None and not model.run.counted
        is_ready = is_mapped and not gives_none and model.handle is None
        self.import_button.setEnabled(is_ready and self.head.request() is not None)
        self.templates.setEnabled(model.mapping is not None and model.handle is None)

    def _import(self) -> None:
        request = self.head.request()
        if request is not None:
            self._source = request.source
            self.view_model.start(request)

    def _on_started(self, handle: jobs.JobHandle) -> None:
        assert self._source is not None
        self.banner.hide()
        name = self._source.short_name
        self.progress.show_job(handle, self.tr("Importing {name}").format(name=name))
        self._allow_changes(is_allowed=False)

    def _allow_changes(self, *, is_allowed: bool) -> None:
        self.head.setEnabled(is_allowed)
        self.mapping.setEnabled(is_allowed)
        self.drop_zone.is_enabled = is_allowed
        self._check()

    def _on_imported(self, report: ImportReport) -> None:
        self._allow_changes(is_allowed=True)
        self.accept()
        self.imported.emit(self._source, report)

    def _on_cancelled(self) -> None:
        self._allow_changes(is_allowed=True)
        self.banner.set_banner(
            "missing",
            self.tr("The import was cancelled"),
            self.tr("Nothing was changed; import again when you are ready."),
            icon="minus-circle",
        )
        self.banner.show()

    def _on_failed(self, error: BaseException) -> None:
        self._allow_changes(is_allowed=True)
        self.banner.show_failure(error)

    def done(self, result: int) -> None:
        """Give up what was asked before the dialog goes."""
        self.view_model.give_up()
        super().done(result)

    def reject(self) -> None:
        """Stop the import that runs; without one, close."""
        if self.view_model.handle is not None:
            self.progress.cancel()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field instead of importing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
            return
        super().keyPressEvent(event)

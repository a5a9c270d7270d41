"""The documents of a case: name, size and fingerprint, a look inside, outside after a warning."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import Attachment
from app.gui import jobs
from app.gui.cases.timeline_rows import short_hash, size_words
from app.gui.cases.wording import person_word, translate
from app.gui.screening.wording import local_time
from app.gui.widgets.attachment_view import AttachmentView
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.error_dialog import error_parts, show_error
from app.gui.widgets.labels import isolate, plain_tip
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_columns import NOTHING, Chip, Column
from app.gui.widgets.table_model import RowsModel
from app.gui.widgets.theme import space
from app.services import case_vault
from app.services.cases import CaseFile
from app.services.jobs import Job
from app.services.workspace import Workspace


class AttachmentsPane(QWidget):
    """Shows the attachments of a case; what is wrong with a kept file is said loudly."""

    attach_asked = Signal()

    def __init__(
        self, workspace: Workspace, names: dict[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._damaged: dict[str, str] = {}
        self._shown_id = ""
        self._questions = jobs.Questions()
        self.model: RowsModel[Attachment] = RowsModel(
            _columns(names, self._damaged), lambda row: row.attachment_id, self
        )
        self.table = DataTable("attachments", self.model, self.tr("Documents of the case"))
        self.table.row_changed.connect(self._show_row)
        self.view = AttachmentView()
        self.alarm = Banner("critical")
        self.alarm.hide()
        self.save_button = Button(self.tr("Save a copy…"), "download", small=True)
        self.save_button.clicked.connect(self.ask_save)
        self.copy_button = Button(self.tr("Copy fingerprint"), "copy", small=True)
        self.copy_button.clicked.connect(self.copy_fingerprint)
        self.open_button = Button(self.tr("Open outside…"), "external", small=True)
        self.open_button.clicked.connect(self.ask_open)
        self.warning: QMessageBox | None = None
        self.empty = EmptyState(
            "paperclip",
            self.tr("No documents"),
            self.tr("Drop files here, paste a picture, or attach them with Ctrl+O."),
        )
        attach = Button(self.tr("Attach…"), "paperclip", key="Ctrl+O")
        attach.clicked.connect(self.attach_asked)
        self.empty.add_button(attach)
        self._lay_out()

    def _lay_out(self) -> None:
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(space("s"), space("s"), space("s"), space("s"))
        inner.setSpacing(space("s"))
        inner.addWidget(self.view, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.copy_button, self.save_button, self.open_button):
            buttons.addWidget(button)
        inner.addLayout(buttons)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(7)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.table)
        self._split.addWidget(right)
        self._split.setSizes([420, 480])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.alarm)
        column.addWidget(self._split, 1)
        column.addWidget(self.empty, 1)

    def show_file(self, file: CaseFile) -> None:
        """Show the attachments of this case."""
        self._damaged.clear()
        self._damaged.update(file.damaged)
        rows = tuple(reversed(file.attachments))
        if rows != self.model.rows:
            self.model.set_rows(rows)
        self._split.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.alarm.setVisible(bool(file.damaged))
        if file.damaged:
            names = [row.name for row in rows if row.attachment_id in file.damaged]
            self.alarm.set_banner(
                "critical",
                self.tr("A kept document is not what was attached"),
                self.tr("{names}: missing or altered in the vault.").format(
                    names=", ".join(isolate(name) for name in names)
                ),
            )
        self.table.select_first()
        self._show_row(self.table.currentIndex().row())

    def select(self, attachment_id: str) -> None:
        """Show one document."""
        row = self.model.find_row(attachment_id)
        if row is not None:
            self.table.selectRow(row)

    def current(self) -> Attachment | None:
        """The chosen attachment."""
        return self.model.row_at(self.table.currentIndex().row())

    def _show_row(self, row: int) -> None:
        chosen = self.model.row_at(row)
        is_file = chosen is not None and bool(chosen.sha256)
        for button in (self.save_button, self.copy_button):
            button.setEnabled(is_file)
        self.open_button.setEnabled(chosen is not None)
        if chosen is None:
            self._shown_id = ""
        elif chosen.attachment_id != self._shown_id:
            self._shown_id = chosen.attachment_id
            self._load(chosen)

    def _load(self, chosen: Attachment) -> None:
        if not chosen.sha256:
            self.view.show_nothing(self.tr("A link"), chosen.url)
            return
        self.view.show_nothing(self.tr("Reading…"), chosen.name)
        workspace, attachment_id = self._workspace, chosen.attachment_id

        def work(_job: Job) -> tuple[Attachment, bytes]:
            return case_vault.content(workspace, attachment_id)

        self._questions.ask("content", work, self._show_content, self._show_failure)

    def _show_content(self, answer: tuple[Attachment, bytes]) -> None:
        attachment, data = answer
        self.view.show_document(attachment.name, attachment.media_type, data)

    def _show_failure(self, error: BaseException) -> None:
        what, safe, todo, _ = error_parts(error)
        text = " ".join(part for part in (what, safe, todo) if part)
        self.alarm.show_failure(error, self.tr("The document cannot be shown"))
        self.view.show_nothing(self.tr("It cannot be shown"), text)

    # copies -------------------------------------------------------------------------------

    def copy_fingerprint(self) -> None:
        """Put the SHA-256 of the chosen document on the clipboard."""
        chosen = self.current()
        if chosen is not None:
            QGuiApplication.clipboard().setText(chosen.sha256)

    def ask_save(self) -> None:
        """Ask for a folder and write a copy there."""
        folder = QFileDialog.getExistingDirectory(self, self.tr("Save a copy in"))
        chosen = self.current()
        if folder and chosen is not None:
            self._copy(chosen, Path(folder), is_opened=False)

    def ask_open(self) -> None:
        """Warn, then open the chosen document in another program."""
        chosen = self.current()
        if chosen is None:
            return
        box = QMessageBox(
            QMessageBox.Icon.Warning,
            self.tr("Open outside?"),
            self.tr("{name} will be opened by another program.").format(name=isolate(chosen.name)),
            QMessageBox.StandardButton.Cancel,
            self,
        )
        box.setInformativeText(
            self.tr(
                "A document from outside may be harmful, and its copy lies unprotected in your "
                "folder for temporary files. Open it only if you know where it comes from."
            )
        )
        agree = box.addButton(self.tr("Open"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.warning = box

        def answered() -> None:
            is_agreed = box.clickedButton() is agree
            self.warning = None
            if is_agreed:
                self._open(chosen)

        box.finished.connect(answered)
        box.open()

    def _open(self, chosen: Attachment) -> None:
        if chosen.url:
            QDesktopServices.openUrl(QUrl(chosen.url))
            return
        import tempfile

        self._copy(chosen, Path(tempfile.mkdtemp(prefix="screendesk-")), is_opened=True)

    def _copy(self, chosen: Attachment, folder: Path, *, is_opened: bool) -> None:
        workspace, attachment_id = self._workspace, chosen.attachment_id
        handle = jobs.start(
            lambda _job: case_vault.open_copy(workspace, attachment_id, folder), lane=jobs.READ
        )
        if is_opened:
            handle.finished.connect(
                lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
            )
        handle.failed.connect(lambda error: show_error(error, self))


def _columns(names: dict[str, str], damaged: dict[str, str]) -> tuple[Column[Attachment], ...]:
    def problem(row: Attachment) -> str:
        return {
            "missing": translate("Cases", "Missing"),
            "altered": translate("Cases", "Altered"),
        }.get(damaged.get(row.attachment_id, ""), "")

    def state(row: Attachment) -> str:
        if row.url:
            return translate("Cases", "Link")
        return problem(row) or translate("Cases", "Whole")

    return (
        Column(
            "name", translate("Cases", "Document"), lambda row: isolate(row.name), width=190,
            is_strong=True, tooltip=lambda row: plain_tip(row.note or row.name),
        ),
        Column(
            "state", translate("Cases", "State"), state, width=96,
            chip=lambda row: (
                Chip("octagon-alert", "critical") if problem(row) else Chip("check-circle", "low")
            ) if not row.url else None,
        ),
        Column(
            "size", translate("Cases", "Size"),
            lambda row: size_words(row.size) if row.sha256 else NOTHING,
            width=84, value=lambda row: row.size, is_number=True,
        ),
        Column(
            "sha256", translate("Cases", "SHA-256"),
            lambda row: short_hash(row.sha256) or NOTHING,
            width=96, value=lambda row: row.sha256, tooltip=lambda row: row.sha256 or NOTHING,
            is_id=True,
        ),
        Column("type", translate("Cases", "Type"), lambda row: row.type, width=90),
        Column(
            "at", translate("Cases", "Added"),
            lambda row: local_time(row.at, with_date=True), width=140, value=lambda row: row.at,
        ),
        Column(
            "actor", translate("Cases", "By"), lambda row: isolate(person_word(row.actor, names)),
            width=110,
        ),
    )  # fmt: skip

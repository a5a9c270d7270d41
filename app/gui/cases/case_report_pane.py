"""The report on a case: its pages as they would be printed, and the way to save and print it."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.gui import jobs
from app.gui.widgets.attachment_view import AttachmentView
from app.gui.widgets.buttons import Button
from app.gui.widgets.error_dialog import error_parts
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.services import reports
from app.services.jobs import Job
from app.services.reports import MadeReport
from app.services.workspace import Workspace

THUMBNAIL = QSize(116, 164)


class CaseReportPane(QWidget):
    """Makes the report when it is seen; `made(MadeReport)` when it is there."""

    made = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._questions = jobs.Questions()
        self._case_id = ""
        self._version = -1
        self.report: MadeReport | None = None
        self.view = AttachmentView()
        self.name = label("", "mono")
        self.preview: QDialog | None = None
        self.open_button = Button(self.tr("Save or print…"), "external", small=True)
        self.open_button.clicked.connect(self.open_preview)
        row = QHBoxLayout()
        row.setContentsMargins(space("l"), space("m"), space("l"), 0)
        row.addWidget(self.name, 1)
        row.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self._forget()

    def show_case(self, case_id: str, version: int) -> None:
        """Another case, or a newer state of it: the report that is shown is no longer right."""
        if (case_id, version) != (self._case_id, self._version):
            self._case_id, self._version = case_id, version
            self._forget()
            if self.isVisible():
                self.make()

    def _forget(self) -> None:
        self.report = None
        self.name.setText("")

    def make(self) -> None:
        """Make the report of the case as it is now."""
        if self.report is not None or not self._case_id:
            return
        self.view.show_nothing(self.tr("Making the report…"), "")
        workspace, case_id = self._workspace, self._case_id

        def work(_job: Job) -> MadeReport:
            return reports.case_report_of(workspace, case_id)

        self._questions.ask("report", work, self._show, self._show_failure)

    def _show(self, report: MadeReport) -> None:
        self.report = report
        self.name.setText(report.name)
        self.view.show_document(report.name, "application/pdf", report.content)
        self.made.emit(report)

    def _show_failure(self, error: BaseException) -> None:
        what, safe, todo, _ = error_parts(error)
        self.view.show_nothing(
            self.tr("The report could not be made"),
            " ".join(part for part in (what, safe, todo) if part),
        )

    def open_preview(self) -> None:
        """Open the pages in a window of their own, to save and to print them."""
        from app.gui.reports.preview_dialog import PreviewDialog

        workspace, case_id = self._workspace, self._case_id
        if case_id:
            self.preview = PreviewDialog(lambda: reports.case_report_of(workspace, case_id), self)
            self.preview.finished.connect(self._forget_preview)
            self.preview.open()

    def _forget_preview(self) -> None:
        self.preview = None


def first_page(content: bytes) -> tuple[QImage, int]:
    """The first page of a PDF in the size of a thumbnail, twice as sharp, and how many pages
    there are; a null image if it cannot be read."""
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.error() is not QPdfDocument.Error.None_ or not document.pageCount():
        return QImage(), 0
    image = document.render(0, THUMBNAIL * 2)
    image.setDevicePixelRatio(2)
    return image, document.pageCount()

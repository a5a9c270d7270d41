"""A report before it is saved: its pages, the page that is read, zoom, save and print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSettings, QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.jobs import Questions
from app.gui.reports.printing import PagePrinter
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import ActionButton, make_action, tool_button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.theme import space
from app.services import reports
from app.services.reports import MadeReport

FOLDER = "reports/folder"
STEP = 1.25
LEAST_ZOOM, MOST_ZOOM = 0.25, 5.0
_SIZE = (860, 920)


class PreviewDialog(QDialog):
    """Makes a report off the GUI thread and shows its pages. `saved(Path)` when it was written."""

    saved = Signal(object)
    shown = Signal()

    def __init__(self, make: Callable[[], MadeReport], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Report"))
        self.resize(*_SIZE)
        self.made: MadeReport | None = None
        self._questions = Questions()
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self._printing: PagePrinter | None = None
        self._make_actions()
        self._lay_out()
        self._enable()
        self.view.pageNavigator().currentPageChanged.connect(self._show_page)
        self._questions.ask(
            "report", lambda _job: make(), self._show, self._show_failure,
            label=self.tr("Writing a report"),
        )  # fmt: skip

    def _make_actions(self) -> None:
        self.save_action = make_action(
            self, self.tr("Save…"), self.ask_save, icon="download", shortcut="Ctrl+S"
        )
        self.print_action = make_action(
            self, self.tr("Print…"), self.ask_print, icon="printer", shortcut="Ctrl+P"
        )
        self.in_action = make_action(
            self, self.tr("Larger"), lambda: self.zoom(STEP), icon="plus", shortcut="Ctrl++"
        )
        self.out_action = make_action(
            self, self.tr("Smaller"), lambda: self.zoom(1 / STEP), icon="minus", shortcut="Ctrl+-"
        )
        self.fit_action = make_action(
            self, self.tr("Fit width"), self.fit_width, icon="columns", shortcut="Ctrl+0"
        )
        self.next_action = make_action(
            self, self.tr("Next page"), lambda: self.turn(1), icon="chevron-down",
            shortcut="Ctrl+PgDown",
        )  # fmt: skip
        self.previous_action = make_action(
            self, self.tr("Previous page"), lambda: self.turn(-1), icon="chevron-up",
            shortcut="Ctrl+PgUp",
        )  # fmt: skip
        self._actions = (
            self.previous_action,
            self.next_action,
            self.out_action,
            self.in_action,
            self.fit_action,
            self.print_action,
            self.save_action,
        )
        self.addActions(self._actions)
        QShortcut(QKeySequence("Ctrl+="), self, lambda: self.zoom(STEP))  # plus without Shift

    def _lay_out(self) -> None:
        self.place = label("", "secondary")
        self.banner = Banner("critical")
        self.banner.hide()
        self.view = QPdfView(self)
        self.view.setAccessibleName(self.tr("Pages of the report"))
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self.document)
        self.waiting = EmptyState(
            "file", self.tr("The report is being written"), self.tr("This takes a moment.")
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.waiting)
        self.stack.addWidget(self.view)
        bar = QHBoxLayout()
        bar.setContentsMargins(space("m"), space("s"), space("m"), space("s"))
        bar.setSpacing(space("s"))
        quiet = (self.previous_action, self.next_action, self.out_action, self.in_action,
                 self.fit_action)  # fmt: skip
        for action in quiet:
            button = tool_button("plus", action.text())
            button.setDefaultAction(action)  # its icon, tooltip and state
            bar.addWidget(button)
        bar.addWidget(self.place)
        bar.addStretch(1)
        bar.addWidget(ActionButton(self.print_action))
        bar.addWidget(ActionButton(self.save_action, "primary"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(horizontal_rule())
        whole.addWidget(self.banner)
        whole.addWidget(self.stack, 1)

    # the pages ----------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page that is read, from 1."""
        return self.view.pageNavigator().currentPage() + 1

    def turn(self, by: int) -> None:
        """Go so many pages on."""
        wanted = min(max(self.page + by, 1), max(1, self.document.pageCount()))
        navigator = self.view.pageNavigator()
        navigator.jump(wanted - 1, navigator.currentLocation(), 0)

    def zoom(self, by: float) -> None:
        """Show the pages larger or smaller."""
        now = self.view.zoomFactor()
        if self.view.zoomMode() is not QPdfView.ZoomMode.Custom:
            now = self._fitted()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(now * by, LEAST_ZOOM), MOST_ZOOM))

    def fit_width(self) -> None:
        """Show the pages as wide as the window."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _fitted(self) -> float:
        """The zoom at which a page is as wide as the view."""
        points = self.document.pagePointSize(0).width() or 1.0
        dots = self.view.logicalDpiX() / 72
        return self.view.viewport().width() / (points * dots)

    def _show(self, made: MadeReport) -> None:
        self.made = made
        self.setWindowTitle(made.report.title)
        self._buffer.setData(QByteArray(made.content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self.stack.setCurrentWidget(self.view)
        self._enable()
        self._show_page()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    def _show_page(self) -> None:
        count = self.document.pageCount()
        words = self.tr("Page {page} of {count}").format(page=self.page, count=count)
        self.place.setText(words if count else "")

    def _enable(self) -> None:
        for action in self._actions:
            action.setEnabled(self.made is not None)

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error, self.tr("The report could not be written"))
        self.waiting.setVisible(self.made is not None)

    # what is done with it -----------------------------------------------------------------

    def ask_save(self) -> None:
        """Ask for a place and write the PDF there, for its owner alone to read."""
        if self.made is None:
            return
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = str(QSettings().value(FOLDER) or QStandardPaths.writableLocation(documents))
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the report"), str(Path(folder) / self.made.name),
            self.tr("PDF files (*.pdf)"),
        )  # fmt: skip
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the PDF to a file that the user chose; one of that name is replaced."""
        made = self.made
        if made is None:
            return
        QSettings().setValue(FOLDER, str(path.parent))
        self.banner.hide()
        self._questions.ask(
            "save", lambda _job: reports.write_report(made, path, over=True),
            self._show_saved, self._show_failure,
        )  # fmt: skip

    def _show_saved(self, path: Path) -> None:
        self.place.setText(self.tr("Saved as {name}").format(name=path.name))
        self.saved.emit(path)

    def ask_print(self) -> None:
        """Ask for a printer and pages, then print."""
        if self.made is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.made.name)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self.document.pageCount())
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)  # its own wants a receiver

    def print_on(self, printer: QPrinter) -> None:
        """Print the pages that the printer is asked for."""
        self.print_action.setEnabled(False)
        self.place.setText(self.tr("Printing…"))
        self._printing = PagePrinter(self.document, printer, self)
        self._printing.finished.connect(self._show_printed)
        self._printing.failed.connect(self._show_unprinted)
        self._printing.start()

    def _show_printed(self, pages: int) -> None:
        self._printing = None
        self.print_action.setEnabled(True)
        told = self.tr("1 page printed") if pages == 1 else self.tr("{count} pages printed")
        self.place.setText(told.format(count=pages))

    def _show_unprinted(self) -> None:
        self._printing = None
        self.print_action.setEnabled(True)
        self._show_page()
        self.banner.set_banner(
            "critical",
            self.tr("The report could not be printed"),
            self.tr("The printer does not answer. Save the report and print the file."),
        )
        self.banner.show()

    def done(self, result: int) -> None:
        """Close, unless pages are being printed: they are drawn from here."""
        if self._printing is None:
            for kind in ("report", "save"):
                self._questions.give_up(kind)
            super().done(result)


def show_report(make: Callable[[], MadeReport], parent: QWidget) -> PreviewDialog:
    """Open the preview of a report that `make` writes, off the GUI thread."""
    dialog = PreviewDialog(make, parent)
    dialog.open()
    return dialog

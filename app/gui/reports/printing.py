"""A PDF on paper: page by page, with the window alive between two of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

_MOST_DPI = 300  # more is not seen on paper and fills the memory


class PagePrinter(QObject):
    """Prints the pages that the printer was asked for; `finished(pages)` or `failed()` ends it."""

    finished = Signal(int)
    failed = Signal()

    def __init__(self, document: QPdfDocument, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._printer = printer
        self._painter = QPainter()
        last = document.pageCount()
        first, end = printer.fromPage() or 1, printer.toPage() or last
        self._pages = list(range(first - 1, min(end, last)))
        self._done = 0

    def start(self) -> None:
        """Begin; the pages follow from the event loop."""
        if not self._pages or not self._painter.begin(self._printer):
            self.failed.emit()
            return
        QTimer.singleShot(0, self._next)

    def _next(self) -> None:
        if self._done and not self._printer.newPage():
            self._painter.end()
            self.failed.emit()
            return
        self._print(self._pages[self._done])
        self._done += 1
        if self._done < len(self._pages):
            QTimer.singleShot(0, self._next)
        else:
            self._painter.end()
            self.finished.emit(self._done)

    def _print(self, page: int) -> None:
        room = QRectF(self._painter.viewport())
        size = self._document.pagePointSize(page)
        scale = min(room.width() / size.width(), room.height() / size.height())
        shown = QRectF(0, 0, size.width() * scale, size.height() * scale)
        shown.moveCenter(room.center())
        dots = min(1.0, _MOST_DPI / self._printer.resolution())
        image = self._document.render(
            page, QSize(round(shown.width() * dots), round(shown.height() * dots))
        )
        self._painter.drawImage(shown, image)

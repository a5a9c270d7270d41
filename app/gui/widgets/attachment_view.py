"""A look into a document without leaving the window: PDF pages, images, plain text."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QScrollArea, QStackedWidget, QWidget

from app.gui.widgets.empty import EmptyState

MOST_PIXELS = 40_000_000  # a picture beyond that may be made to fill the memory
MOST_TEXT = 200_000


class AttachmentView(QWidget):
    """Shows the bytes of one document. `show_nothing` says instead why there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = QStackedWidget(self)
        self._words = EmptyState("file", "", "", width=260)
        self._picture = _Picture()
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(self.tr("Text of the document"))
        self._pdf: _PdfPages | None = None
        for part in (self._words, self._picture.area, self._text):
            self._stack.addWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack.setGeometry(self.rect())

    def show_nothing(self, heading: str, text: str) -> None:
        """Say why there is nothing to look at."""
        self._words.set_words(heading, text)
        self._stack.setCurrentWidget(self._words)

    def shown(self) -> str:
        """What is shown: "words", "image", "text" or "pdf"."""
        current = self._stack.currentWidget()
        if current is self._picture.area:
            return "image"
        if current is self._text:
            return "text"
        return "words" if current is self._words else "pdf"

    def show_document(self, name: str, media_type: str, data: bytes) -> None:
        """Show a document by its type; says so where the type cannot be shown inside."""
        if media_type == "application/pdf":
            self._show_pdf(name, data)
        elif media_type.startswith("image/"):
            self._show_image(name, data)
        elif media_type.startswith("text/") or media_type == "application/json":
            self._text.setPlainText(data[:MOST_TEXT].decode("utf-8", "replace"))
            self._stack.setCurrentWidget(self._text)
        else:
            self.show_nothing(
                self.tr("No preview"),
                self.tr("{type} cannot be shown inside. Open it outside.").format(type=media_type),
            )

    def _show_pdf(self, name: str, data: bytes) -> None:
        if self._pdf is None:
            self._pdf = _PdfPages(self)
            self._stack.addWidget(self._pdf.view)
        if self._pdf.load(data):
            self._pdf.view.setAccessibleName(self.tr("Pages of {name}").format(name=name))
            self._stack.setCurrentWidget(self._pdf.view)
        else:
            self._cannot_read(name)

    def _show_image(self, name: str, data: bytes) -> None:
        image = read_image(data)
        if image.isNull():
            self._cannot_read(name)
            return
        self._picture.show_image(image, name)
        self._stack.setCurrentWidget(self._picture.area)

    def _cannot_read(self, name: str) -> None:
        self.show_nothing(
            self.tr("It cannot be shown"),
            self.tr("{name} is damaged, locked or too large for a preview.").format(name=name),
        )


def read_image(data: bytes) -> QImage:
    """The image in these bytes; a null one if it is none, or too large to be unpacked."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MOST_PIXELS:
        return QImage()
    return reader.read()


class _Picture:
    """One image, made smaller to the width there is, never larger."""

    def __init__(self) -> None:
        self._image = QImage()
        self._label = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area: QScrollArea = _FittingArea(self)
        self.area.setWidget(self._label)

    def show_image(self, image: QImage, name: str) -> None:
        """Show this image; `name` is read out for it."""
        self._image = image
        self._label.setAccessibleName(name)
        self.area.setAccessibleName(name)
        self.fit()

    def fit(self) -> None:
        """Fit the width."""
        if self._image.isNull():
            return
        ratio = self._label.devicePixelRatio()
        room = max(64, self.area.viewport().width() - 8) * ratio
        shown = self._image
        if shown.width() > room:
            smooth = Qt.TransformationMode.SmoothTransformation
            shown = shown.scaledToWidth(int(room), smooth)
        made = QPixmap.fromImage(shown)
        made.setDevicePixelRatio(ratio)
        self._label.setPixmap(made)


class _FittingArea(QScrollArea):
    def __init__(self, picture: _Picture) -> None:
        super().__init__()
        self._owner = picture
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setWidgetResizable(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._owner.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 80)


class _PdfPages:
    """The pages of one PDF; QtPdf is loaded with the first one that is looked at."""

    def __init__(self, parent: QWidget) -> None:
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        self._error = QPdfDocument.Error
        self._document = QPdfDocument(parent)
        self._buffer: QBuffer | None = None
        self.view = QPdfView(parent)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self._document)

    def load(self, data: bytes) -> bool:
        """Load a document; False if it cannot be read."""
        self._document.close()
        buffer = QBuffer(self._document)
        buffer.setData(QByteArray(data))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(buffer)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = buffer
        return self._document.error() is self._error.None_ and self._document.pageCount() > 0

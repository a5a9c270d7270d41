"""Files dropped anywhere on a widget, with a frame that says what will happen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.gui.widgets import theme
from app.gui.widgets.icons import pixmap

_INSET = 8
_ICON = 32


def dropped_files(data: QMimeData) -> tuple[Path, ...]:
    """The local files of a drag; folders and addresses of the network are left out."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return tuple(path for path in paths if path.is_file())


class _Overlay(QWidget):
    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(text)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = colours.color("accent_soft")
        veil.setAlphaF(0.92)
        painter.setBrush(veil)
        painter.setPen(QPen(colours.color("accent"), 2, Qt.PenStyle.DashLine))
        box = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.drawRoundedRect(box, theme.radius("panel"), theme.radius("panel"))
        middle = self.rect().center()
        painter.drawPixmap(
            middle.x() - _ICON // 2, middle.y() - _ICON, pixmap("upload", "accent", _ICON)
        )
        painter.setPen(colours.color("text"))
        painter.setFont(theme.font("heading", "semibold"))
        words = self.rect().adjusted(0, self.height() // 2 + 8, 0, 0)
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), self._text
        )


class DropZone(QObject):
    """Makes `target` take files: `files_dropped(tuple[Path, ...])`. Anything else is refused."""

    files_dropped = Signal(object)

    def __init__(self, target: QWidget, text: str) -> None:
        super().__init__(target)
        self._target = target
        self.overlay = _Overlay(text, target)
        self.is_enabled = True
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Resize:
            self.overlay.resize(self._target.size())
        elif kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            return self._enter(event)
        elif kind == QEvent.Type.DragMove and isinstance(event, QDragMoveEvent):
            event.acceptProposedAction()
            return True
        elif kind == QEvent.Type.DragLeave:
            self.overlay.hide()
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._drop(event)
        return super().eventFilter(watched, event)

    def _enter(self, event: QDragEnterEvent) -> bool:
        if not self.is_enabled or not dropped_files(event.mimeData()):
            event.ignore()
            return True
        self.overlay.resize(self._target.size())
        self.overlay.raise_()
        self.overlay.show()
        event.acceptProposedAction()
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self.overlay.hide()
        files = dropped_files(event.mimeData())
        if files and self.is_enabled:
            event.acceptProposedAction()
            self.files_dropped.emit(files)
        return True

"""The field below a case: a note, call, mail or meeting, and documents by drag, paste or file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import ActivityType
from app.gui.cases.actions_pane import CaseActions
from app.gui.cases.decision_dialog import is_confirming
from app.gui.cases.wording import activity_word
from app.gui.widgets.buttons import Button
from app.gui.widgets.drop_zone import dropped_files
from app.gui.widgets.labels import horizontal_rule
from app.gui.widgets.theme import space

_LINES = 2
_TYPES = (
    ActivityType.NOTE,
    ActivityType.CALL,
    ActivityType.EMAIL,
    ActivityType.MEETING,
    ActivityType.DOCUMENT,
)


class NoteEdit(QPlainTextEdit):
    """Text; Ctrl+Enter is `confirmed`, Esc `left`, a pasted picture or file is handed on."""

    confirmed = Signal()
    left = Signal()
    files_pasted = Signal(object)  # tuple[Path, ...]
    image_pasted = Signal(object)  # QImage

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_confirming(event):
            self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or bool(dropped_files(source)) or source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = dropped_files(source)
        if files:
            self.files_pasted.emit(files)
        elif source.hasImage():
            self.image_pasted.emit(QImage(source.imageData()))
        else:
            super().insertFromMimeData(source)


class NotePane(QWidget):
    """Takes notes and documents. A draft is kept by case until it is stored.

    `note_given(type, text)`; `files_given(tuple[Path, ...])`; `picture_given(name, bytes)`.
    """

    note_given = Signal(object, str)
    files_given = Signal(object)
    picture_given = Signal(str, bytes)
    left = Signal()

    def __init__(self, actions: CaseActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._case_id = ""
        self._drafts: dict[str, tuple[str, int]] = {}
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of note"))
        for item in _TYPES:
            self.kind.addItem(activity_word(item), item.value)
        self.text = NoteEdit()
        self.text.setAccessibleName(self.tr("Note"))
        words = self.tr("Add a note, drop a file or paste a picture")
        self.text.setPlaceholderText(words)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + 16)
        self.store = Button(self.tr("Store"), "check", key="Ctrl+Enter")
        self.attach = Button(self.tr("Attach"), "paperclip", key="Ctrl+O")
        self.attach.clicked.connect(actions.attach.trigger)
        self.write = Button(self.tr("Note"), "note", key="N")
        self.write.clicked.connect(actions.note.trigger)
        self.text.confirmed.connect(self._give)
        self.text.left.connect(self.left)
        self.text.files_pasted.connect(self.files_given)
        self.text.image_pasted.connect(self.give_image)
        self.text.textChanged.connect(self._show_store)
        self.store.clicked.connect(self._give)
        row = QHBoxLayout()
        row.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        row.setSpacing(space("s"))
        for widget, stretch in (
            (self.kind, 0),
            (self.text, 1),
            (self.attach, 0),
            (self.write, 0),
            (self.store, 0),
        ):
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(horizontal_rule())
        column.addLayout(row)
        self._show_store()

    def show_case(self, case_id: str) -> None:
        """Show the draft of another case; that of the one before is kept."""
        if case_id == self._case_id:
            return
        self.keep_draft()
        self._case_id = case_id
        text, kind = self._drafts.get(case_id, ("", 0))
        self.text.setPlainText(text)
        self.kind.setCurrentIndex(kind)

    def keep_draft(self) -> None:
        """Keep what is typed, by its case."""
        if not self._case_id:
            return
        text = self.text.toPlainText()
        if text.strip():
            self._drafts[self._case_id] = text, self.kind.currentIndex()
        else:
            self._drafts.pop(self._case_id, None)

    def forget_draft(self, case_id: str) -> None:
        """The note of this case is stored."""
        self._drafts.pop(case_id, None)
        if case_id == self._case_id:
            self.text.clear()
            self.kind.setCurrentIndex(0)

    def focus(self) -> None:
        """Put the keyboard into the text."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_files(self) -> None:
        """Ask for documents to attach."""
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Attach documents"))
        if names:
            self.files_given.emit(tuple(Path(name) for name in names))

    def give_image(self, image: QImage) -> None:
        """Attach a pasted picture as PNG, named by the time."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not image.isNull() and image.save(buffer, "PNG"):  # type: ignore[call-overload]
            name = f"picture-{datetime.now().astimezone():%Y%m%d-%H%M%S}.png"
            self.picture_given.emit(name, bytes(buffer.data().data()))

    def _give(self) -> None:
        text = self.text.toPlainText().strip()
        if text and self.store.isEnabled():
            self.note_given.emit(ActivityType(str(self.kind.currentData())), text)

    def _show_store(self) -> None:
        has_text = bool(self.text.toPlainText().strip())
        self.store.setVisible(has_text)
        self.write.setVisible(not has_text)

"""A reason in a dialog: one of the policy's, words of one's own, or both."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.domain.case_policy import ReasonTemplate
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.reason_bar import MOST_LETTERS


class ReasonPane(QWidget):
    """A choice, at first of nothing, and a line; `changed` with every change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preset = QComboBox()
        self.preset.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.words = QLineEdit()
        self.words.setMaxLength(MOST_LETTERS)
        self.words.textChanged.connect(lambda _text: self.changed.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FieldBox(self.tr("R&eason"), self.preset))
        column.addWidget(FieldBox(self.tr("&In your own words"), self.words))

    def offer(self, reasons: Sequence[ReasonTemplate]) -> None:
        """Offer these reasons; none is chosen."""
        self.preset.clear()
        self.preset.addItem(self.tr("Choose…"), "")
        for reason in reasons:
            self.preset.addItem(reason.text, reason.code)

    @property
    def code(self) -> str:
        """The code of the chosen reason, "" for none."""
        return str(self.preset.currentData() or "")

    @property
    def comment(self) -> str:
        """The words without outer blanks."""
        return self.words.text().strip()

    @property
    def text(self) -> str:
        """Both as one text."""
        preset = self.preset.currentText() if self.code else ""
        return "; ".join(part for part in (preset, self.comment) if part)

"""How the window looks: light, dark, or as the system has it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import size, space

CHOICES = ("light", "dark", "system")


class AppearancePane(QWidget):
    """The theme as a switch; `theme_chosen` with one of CHOICES.

    Args:
        chosen: tells which of them is in force; it may have been chosen elsewhere.
    """

    theme_chosen = Signal(str)

    def __init__(self, chosen: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = chosen
        frame = QFrame()
        frame.setProperty("segments", "true")
        frame.setAccessibleName(self.tr("Theme"))
        row = QHBoxLayout(frame)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        group = QButtonGroup(self)
        words = (self.tr("&Light"), self.tr("D&ark"), self.tr("As the s&ystem"))
        self.buttons: dict[str, Button] = {}
        looks = ("sun", "moon", "monitor")
        for choice, text, icon in zip(CHOICES, words, looks, strict=True):
            button = Button(text, icon, "segment")
            button.setFixedHeight(size("control_small"))
            button.setCheckable(True)
            button.setAccessibleName(text.replace("&", ""))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on, c=choice: self.theme_chosen.emit(c))
            group.addButton(button)
            row.addWidget(button, 1)
            self.buttons[choice] = button
        panel = Panel(self.tr("Appearance"))
        inner = QHBoxLayout()
        inner.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        inner.setSpacing(space("l"))
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(label(self.tr("Theme")), 0, Qt.AlignmentFlag.AlignLeft)
        hint = label(self.tr("Also by Ctrl+Shift+L, on every page."), "caption")
        said.addWidget(hint, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addLayout(said, 1)
        frame.setFixedWidth(340)
        inner.addWidget(frame)
        panel.body.addLayout(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        self.show_choice()

    def show_choice(self) -> None:
        """Show what is chosen now; it may have been changed elsewhere."""
        self.buttons[self._chosen()].setChecked(True)

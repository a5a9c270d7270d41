"""The sheet of all keys that work now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from app.gui.widgets.buttons import KeyHint, key_text
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space

COLUMNS = 2


class ShortcutsDialog(QDialog):
    """What each key does, for the actions given."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        rows = [
            (key_text(action.shortcut()), action.text().replace("&", "").removesuffix("…"))
            for action in actions
            if not action.shortcut().isEmpty()
        ]
        rows += [
            ("Tab", self.tr("Next control")),
            ("Alt", self.tr("Show the menu bar")),
            ("Esc", self.tr("Close what is open on top")),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("l"))
        grid.setVerticalSpacing(space("s"))
        half = -(-len(rows) // COLUMNS)
        for number, (key, text) in enumerate(rows):
            column, row = divmod(number, half)
            hint = KeyHint(key)
            grid.addWidget(hint, row, column * 3, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(text), row, column * 3 + 1)
        grid.setColumnMinimumWidth(2, space("l"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        layout.setSpacing(space("l"))
        layout.addWidget(label(self.tr("Keyboard shortcuts"), "heading"))
        layout.addLayout(grid)
        layout.addWidget(buttons)

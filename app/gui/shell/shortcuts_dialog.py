"""The sheet of all keys that work now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.widgets.buttons import Button, KeyHint, key_text
from app.gui.widgets.labels import label, vertical_rule
from app.gui.widgets.theme import space

Group = tuple[str, Sequence[QAction]]
COLUMN_WIDTH = 260


class ShortcutsDialog(QDialog):
    """What each key does: one column for a group of actions, with its heading."""

    def __init__(self, groups: Sequence[Group], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.rows: list[tuple[str, str]] = []
        columns = QHBoxLayout()
        columns.setSpacing(space("xl"))
        for number, (name, actions) in enumerate(groups):
            if number:
                columns.addWidget(vertical_rule())
            rows = [
                (key_text(key), action.text().replace("&", "").removesuffix("…"))
                for action in actions
                for key in action.shortcuts()
            ]
            if number == len(groups) - 1:
                rows += [
                    ("Tab", self.tr("Next control")),
                    ("Alt", self.tr("Menu bar")),
                    ("Esc", self.tr("Close what is open on top")),
                ]
            columns.addLayout(self._column(name, rows))
            self.rows += rows
        close_button = Button(self.tr("Close"), role="primary")
        close_button.setDefault(True)
        close_button.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        layout.setSpacing(space("xl"))
        layout.addLayout(columns)
        layout.addWidget(close_button, 0, Qt.AlignmentFlag.AlignTrailing)

    def _column(self, name: str, rows: Sequence[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("l"))
        grid.setVerticalSpacing(space("s"))
        grid.setColumnMinimumWidth(0, COLUMN_WIDTH - 80)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(name, "heading"), 0, 0, 1, 2)
        for row, (key, text) in enumerate(rows, 1):
            grid.addWidget(label(text), row, 0)
            grid.addWidget(KeyHint(key), row, 1, Qt.AlignmentFlag.AlignTrailing)
        grid.setRowStretch(len(rows) + 1, 1)
        return grid

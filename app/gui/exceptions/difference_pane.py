"""Small grids of words that the Exceptions page and its dialogs share."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.domain.match_exception import FieldChange
from app.gui.exceptions.wording import change_title
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.table_columns import NOTHING
from app.gui.widgets.theme import space


def wrapped(text: str, kind: str = "body") -> QLabel:
    """A label that breaks its lines and can be copied from."""
    made = label(isolate(text), kind)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def fact_grid(lines: Sequence[tuple[str, str]]) -> QGridLayout:
    """Names and values beside each other; what has no value is left out."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(space("m"))
    grid.setVerticalSpacing(space("xs") + 2)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(line for line in lines if line[1]):
        grid.addWidget(wrapped(name, "secondary"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(wrapped(value), place, 1, Qt.AlignmentFlag.AlignTop)
    return grid


class DifferenceGrid(QWidget):
    """What changed, field by field: what was, and what is now."""

    def __init__(self, changes: Sequence[FieldChange], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes = tuple(changes)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space("m"))
        grid.setVerticalSpacing(space("xs"))
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
        titles = ("", self.tr("When it was cleared"), self.tr("Now"))
        for column, title in enumerate(titles):
            grid.addWidget(label(title, "caption"), 0, column)
        for row, change in enumerate(changes, start=1):
            texts = (change_title(change), change.before or NOTHING, change.after or NOTHING)
            for column, text in enumerate(texts):
                kind = "secondary" if column == 0 else "strong" if column == 2 else "body"
                grid.addWidget(wrapped(text, kind), row, column, Qt.AlignmentFlag.AlignTop)
        told = (f"{change_title(c)}: {c.before} / {c.after}" for c in changes)
        self.setAccessibleName(self.tr("What changed"))
        self.setAccessibleDescription("; ".join(told))

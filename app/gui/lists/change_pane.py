"""One entry before and after an update: each field with what is gone and what is new."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.domain.entry_changes import ChangeKind, EntryChange, FieldChange
from app.gui.lists.change_columns import change_chip, change_word
from app.gui.lists.wording import capital
from app.gui.screening.entry_pane import EntryPane, leading
from app.gui.widgets.chip import Chip
from app.gui.widgets.content_pane import ContentPane
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.theme import current_theme, space


class ChangePane(ContentPane):
    """Shows an EntryChange: for one that changed the fields that differ, else the entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "none")
        self.column.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.show_change(None)

    def show_change(self, change: EntryChange | None) -> None:
        """Show this change, or what to do to see one."""
        if change is None:
            self.show_message(self.tr("Select an entry to read what changed."))
            return
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        self._fill(column, change)
        self.show_content(inside)

    def _fill(self, column: QVBoxLayout, change: EntryChange) -> None:
        look = change_chip(change.kind)
        column.addWidget(
            Chip(change_word(change.kind), look.role, look.icon), 0, Qt.AlignmentFlag.AlignLeft
        )
        name = _selectable(isolate(change.entry.primary_name), "strong")
        column.addWidget(name)
        if change.kind is not ChangeKind.CHANGED:
            entry = EntryPane()
            entry.show_entry(change.entry)
            column.addWidget(entry)
            return
        if change.is_core:
            note = label(
                self.tr("Names, dates of birth, identifiers or programmes are other ones."),
                "secondary",
            )
            note.setWordWrap(True)
            column.addWidget(note)
        for field in change.fields:
            column.addSpacing(space("xs"))
            column.addWidget(label(capital(field.label), "label"))
            for words in self._lines(field):
                column.addWidget(words)

    def _lines(self, field: FieldChange) -> list[QLabel]:
        theme = current_theme()
        lines = []
        for texts, mark, role, said in (
            (field.gone, "−", "critical", self.tr("gone")),
            (field.new, "+", "low", self.tr("new")),
        ):
            for text in texts:
                words = _selectable(f"{mark} {isolate(text)}")
                words.setStyleSheet(f"color: {theme.color(role).name()};")
                words.setAccessibleName(f"{said}: {text}")
                lines.append(words)
        kept = len(field.after) - len(field.new)
        if kept > 0:
            lines.append(label(self.tr("{count} as before").format(count=f"{kept:,}"), "caption"))
        if not field.gone and not field.new:
            lines.append(label(self.tr("in another order"), "caption"))
        return lines


def _selectable(text: str, kind: str = "body") -> QLabel:
    made = label("", kind)
    made.setText(text)  # isolated name by name already
    made.setWordWrap(True)
    made.setAlignment(leading())
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made

"""What would change a match: which other value would move it to another level."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.match import Change
from app.gui.screening.wording import level_word, translate, with_readable_dates
from app.gui.widgets.content_pane import ContentPane
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.theme import space

_ICON = 14


class ChangesPane(ContentPane):
    """Shows the changes as sentences, each with where it would lead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column.addWidget(label(self.tr("What would change this"), "strong"))

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Show the changes, or that no single one matters."""
        if not changes:
            self.show_message(self.tr("No single other value would move this match."))
            return
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        for change in changes:
            column.addWidget(_ChangeRow(change))
        self.show_content(inside)


class _ChangeRow(QWidget):
    """One change: an arrow up or down, the sentence, and the levels before and after."""

    def __init__(self, change: Change, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._icon.setFixedWidth(_ICON + 2)
        self._tint()
        column = QVBoxLayout()
        column.setSpacing(0)
        sentence = label(isolate(with_readable_dates(change.text)))
        sentence.setWordWrap(True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(sentence)
        column.addWidget(label(outcome_words(change), "caption"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space("s"))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self._icon.setPixmap(pixmap("swap", "text_2", _ICON))


def outcome_words(change: Change) -> str:
    """``High → Low``, ``High → no match``; the level alone where it stays."""
    before = level_word(change.level_before)
    if change.level_after is None:
        after = translate("Screening", "no match")
    else:
        after = level_word(change.level_after)
    return before if before == after else f"{before} → {after}"

"""The name score: its four parts, what contradiction and cap take off, and both profiles."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.match import Match
from app.gui.screening.name_score_rows import (
    name_score_rows,
    name_score_total,
    name_score_words,
)
from app.gui.screening.profiles_pane import ProfilesPane
from app.gui.screening.result_rows import components
from app.gui.widgets.component_bar import ComponentBar
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.gui.widgets.waterfall import Waterfall

_STRONG_FROM = 0.92  # seeds: STRONG >= 0.92


class NameScorePane(QWidget):
    """Shows how the name score of a match adds up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score = label("", "strong")
        self._line = label("", "caption")
        head = QHBoxLayout()
        head.addWidget(self._score)
        head.addStretch(1)
        head.addWidget(self._line)
        self.components = ComponentBar()
        self.adjustments = Waterfall()
        self.words = label("", "small")
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addLayout(head)
        self.profiles = ProfilesPane()
        for part in (self.components, self.adjustments, self.words, self.profiles):
            column.addWidget(part)

    def show_match(self, match: Match) -> None:
        """Show the parts of a match and what is taken off them."""
        self._score.setText(self.tr("Name score {s}").format(s=f"{match.name_score:.3f}"))
        self._line.setText(self.tr("strong from {s}").format(s=f"{_STRONG_FROM:.2f}"))
        self.components.set_components(components(match))
        rows = name_score_rows(match)
        self.adjustments.set_rows(rows, name_score_total(match), 100.0)
        self.adjustments.setVisible(bool(rows))
        sentences = name_score_words(match)
        self.words.setText("\n".join(sentences))
        self.words.setVisible(bool(sentences))
        self.profiles.forget()

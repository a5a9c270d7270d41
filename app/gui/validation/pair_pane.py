"""The right of the page: one pair of names with every reason for its score."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.screening.alignment_pane import AlignmentPane
from app.gui.screening.name_score_pane import NameScorePane
from app.gui.screening.wording import profile_word, shown_name
from app.gui.validation.pair import ExplainedPair, Pair
from app.gui.validation.wording import score_text
from app.gui.widgets.buttons import tool_button
from app.gui.widgets.chip import Chip
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, isolate, label, vertical_rule
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.theme import space


class PairPane(QWidget):
    """Shows a pair: how it was judged, the letters that differ, the parts of its score."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Explanation of the pair"))
        self.setMinimumWidth(320)
        self.pair: Pair | None = None
        self._explained: ExplainedPair | None = None
        self.verdict = Chip("", "missing")
        self.origin = ElidedLabel("", "secondary")
        self.close_button = tool_button("x", self.tr("Close the explanation"), key="Esc")
        self.close_button.clicked.connect(self.closed)
        self.heading = label("", "name")
        self.score = label("", "secondary")
        self.message = label("", "secondary")
        for words in (self.heading, self.score, self.message):
            words.setWordWrap(True)
        self.names = AlignmentPane()
        self.name_score = NameScorePane()
        self.name_score.profiles.asked.connect(self._show_profiles)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(space("l"), space("m"), space("s"), 0)
        head.setSpacing(space("s"))
        head.addWidget(self.verdict)
        head.addWidget(self.origin, 1)
        head.addWidget(self.close_button)
        words = QVBoxLayout()
        words.setContentsMargins(space("l"), space("s"), space("l"), space("m"))
        words.setSpacing(2)
        for part in (self.heading, self.score, self.message):
            words.addWidget(part)
        self._parts = QWidget()
        inner = QVBoxLayout(self._parts)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(horizontal_rule())
        inner.addWidget(self.names)
        inner.addWidget(horizontal_rule())
        block = QVBoxLayout()
        block.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        block.addWidget(self.name_score)
        inner.addLayout(block)
        inside = QWidget()
        inside.setProperty("surface", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(words)
        column.addWidget(self._parts)
        column.addStretch(1)
        self.evidence = scroll_pane(self.tr("Evidence"), inside)
        outer = QVBoxLayout()
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self.evidence, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(vertical_rule())
        whole.addLayout(outer, 1)

    def ask_for(self, pair: Pair) -> None:
        """Show what is known of a pair at once; its parts come when they are worked out."""
        self.pair, self._explained = pair, None
        self.verdict.set_chip(pair.verdict, pair.role, pair.icon)
        self.origin.setText(pair.origin)
        self.heading.setText(isolate(shown_name(pair.name, is_person=pair.is_person)))
        words = self.tr("{listed} · {score} by {profile}").format(
            listed=isolate(shown_name(pair.listed, is_person=pair.is_person)),
            score=score_text(pair.score),
            profile=profile_word(pair.profile),
        )
        self.score.setText(words)
        self._say(pair.note or self.tr("Comparing…"))
        self._parts.hide()

    def show_explanation(self, explained: ExplainedPair) -> None:
        """Show the parts of the score, if the pair is still the one shown."""
        if explained.pair != self.pair:
            return
        if explained.match is None:
            self._say(self.tr("Nothing of these names can be compared."))
            return
        self._explained = explained
        self._say(explained.pair.note)
        self.names.show_match(explained.match)
        self.name_score.show_match(explained.match)
        self._parts.show()
        self.evidence.verticalScrollBar().setValue(0)

    def show_failure(self, pair: Pair, text: str) -> None:
        """Say why the pair cannot be explained, if it is still the one shown."""
        if pair == self.pair:
            self._say(text)

    def _show_profiles(self) -> None:
        if self._explained is not None:
            self.name_score.profiles.show_profiles(self._explained.profiles)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))

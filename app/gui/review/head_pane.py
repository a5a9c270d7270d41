"""The head of the comparison: how strong, which list, the score and the match in one line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.match import Match
from app.domain.review_queue import MatchDetail
from app.gui.review.wording import sentence
from app.gui.screening.wording import check_word, strength_word
from app.gui.widgets.chip import Chip
from app.gui.widgets.labels import ElidedLabel, isolate, label
from app.gui.widgets.theme import current_theme, space


class HeadPane(QWidget):
    """Says what is shown below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The match"))
        self._strength = Chip("", "missing")
        self._check = Chip("", "missing")
        self._demo = Chip(self.tr("Demonstration"), "info", "info-circle")
        self._source = ElidedLabel("", "body")
        self._entry = ElidedLabel("", "mono", Qt.TextElideMode.ElideMiddle)
        self.place = label("", "secondary")
        upper = QHBoxLayout()
        upper.setSpacing(space("s"))
        for part in (self._strength, self._check, self._demo, self._source, self._entry):
            upper.addWidget(part)
        upper.addStretch(1)
        upper.addWidget(self.place)
        self.score = label("", "display")
        self.words = label("", "secondary")
        self.words.setWordWrap(True)
        lower = QHBoxLayout()
        lower.setSpacing(space("m"))
        lower.addWidget(self.score, 0, Qt.AlignmentFlag.AlignVCenter)
        lower.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        column.setSpacing(space("xs"))
        column.addLayout(upper)
        column.addLayout(lower)

    def show_detail(self, detail: MatchDetail, short_name: str, place: int, count: int) -> None:
        """Show a match, which is number `place` of `count` on its party."""
        match = detail.match
        look, value = current_theme(), match.strength.value
        self._strength.set_chip(
            strength_word(match.strength), look.semantic_role(value), look.semantic_icon(value)
        )
        self._check.set_chip(check_word(match.check), "missing")
        self._demo.setVisible(match.is_demo)
        self._source.setText(short_name)
        self._entry.setText(match.list_entry_id)
        words = self.tr("Match {n} of {count} on this party").format(n=place, count=count)
        self.place.setText(words if count > 1 else "")
        self.score.setText(f"{match.score:.0f}")
        self.score.setAccessibleName(self.tr("Score {n} of 100").format(n=f"{match.score:.0f}"))
        self.words.setText(_line(match))


def _line(match: Match) -> str:
    exposure = isolate(match.pep.text()) if match.pep else ""
    return "; ".join(part for part in (sentence(match), exposure) if part)

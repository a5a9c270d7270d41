"""The two names word by word, and on request the steps by which they were read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.list_entry import EntryType
from app.domain.match import Match, Step
from app.gui.screening.wording import shown_name, translate
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.theme import space
from app.gui.widgets.token_alignment import TokenAlignment

ARROW = "→"


class AlignmentPane(QFrame):
    """The alignment of a match, drawn; the path of each name folds out below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "sunken")
        self.alignment = TokenAlignment()
        self.path_button = Button(self.tr("How the names were read"), "chevron-right", "quiet",
                                  small=True)  # fmt: skip
        self.path_button.clicked.connect(self._fold)
        self.path = label("", "small")
        self.path.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("l"), space("m"), space("l"), space("xs"))
        column.setSpacing(space("xs"))
        column.addWidget(self.alignment)
        row = QHBoxLayout()
        row.addWidget(self.path_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.path)

    def show_match(self, match: Match) -> None:
        """Show the names of a match; the path stays folded until it is asked for."""
        is_person = match.entry_type is EntryType.INDIVIDUAL
        self.alignment.set_alignment(
            match.alignment, lambda text: shown_name(text, is_person=is_person)
        )
        words = path_words(match)
        self.path.setText("\n".join(words))
        self.path_button.setVisible(bool(words))
        self._unfold(is_open=False)

    def _fold(self) -> None:
        self._unfold(is_open=self.path.isHidden())

    def _unfold(self, *, is_open: bool) -> None:
        self.path.setVisible(is_open)
        self.path_button.icon_name = "chevron-down" if is_open else "chevron-right"
        self.path_button.update()


def path_words(match: Match) -> tuple[str, ...]:
    """Each name with the steps from how it was written to what was compared.

    ``Subject: Дарья → darya (letters made Latin)``; a name that only lost its
    capitals has none.
    """
    alignment = match.alignment
    sides = (
        (translate("Screening", "Subject"), alignment.query_original, alignment.query_path),
        (translate("Screening", "List entry"), alignment.list_original, alignment.list_path),
    )
    paths = (_path(side, original, steps) for side, original, steps in sides)
    return tuple(path for path in paths if path)


def _path(side: str, original: str, steps: Sequence[Step]) -> str:
    """One line; small letters alone are no step worth a word."""
    parts, before = [isolate(original)], original
    for step in steps:
        if step.text != before.casefold():
            parts.append(f"{isolate(step.text)} ({step.name})")
        before = step.text
    return f"{side}: {f' {ARROW} '.join(parts)}" if len(parts) > 1 else ""

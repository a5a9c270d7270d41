"""The same two names by every profile, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.gui.screening.wording import profile_tip, profile_word, translate
from app.gui.widgets.buttons import Button
from app.gui.widgets.content_pane import ContentPane
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.services.explaining import ProfileView

_NONE = "–"


class ProfilesPane(ContentPane):
    """A button that asks for both profiles, and below it their parts; `asked` when it opens."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = Button(self.tr("Compare profiles"), "columns", small=True)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._toggle)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.column.addLayout(row)

    @property
    def is_open(self) -> bool:
        """Whether the profiles are wanted."""
        return self.button.isChecked()

    def forget(self) -> None:
        """Another match is shown: ask anew if the comparison is open."""
        self.show_content(None)
        if self.is_open:
            self._toggle(is_open=True)

    def show_profiles(self, views: Sequence[ProfileView]) -> None:
        """Show a column for each profile."""
        if not views:
            self.show_message(self.tr("Nothing of these names can be compared."))
            return
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space("l"))
        grid.setVerticalSpacing(space("xs"))
        grid.setColumnStretch(0, 1)
        for row, words in enumerate(row_labels()):
            grid.addWidget(label(words, "secondary"), row, 0)
        for column, view in enumerate(views, 1):
            for row, text in enumerate(profile_cells(view)):
                is_strong = row in {0, len(row_labels()) - 1}
                cell = label(text, "strong" if is_strong else "body")
                cell.setAccessibleName(f"{profile_cells(view)[0]} {row_labels()[row]} {text}")
                cell.setToolTip(profile_tip(_name(view)))
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignRight)
        self.show_content(inside)

    def _toggle(self, is_open: bool) -> None:
        if is_open:
            self.show_message(self.tr("Comparing…"))
            self.asked.emit()
        else:
            self.show_content(None)


def row_labels() -> tuple[str, ...]:
    """What stands before each row of the comparison."""
    return (
        "",
        translate("Screening", "Primary × 60"),
        translate("Screening", "Token × 15"),
        translate("Screening", "N-gram × 15"),
        translate("Screening", "Phonetic × 10"),
        translate("Screening", "Contradiction"),
        translate("Screening", "At most"),
        translate("Screening", "Name score"),
    )


def profile_cells(view: ProfileView) -> tuple[str, ...]:
    """One profile's column, in the order of the rows."""
    parts = view.components
    values = (parts.primary, parts.token, parts.ngram, parts.phonetic, parts.contradiction,
              parts.cap)  # fmt: skip
    shown = (_NONE if value is None else f"{value:.3f}" for value in values)
    return (profile_word(_name(view)), *shown, f"{view.score:.3f}")


def _name(view: ProfileView) -> str:
    return view.name.rpartition("-")[0]

"""How names are compared: default profile, profiles of single lists, learned spellings."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.lists import SourceStatus
from app.gui.screening.wording import profile_tip, profile_word
from app.gui.settings.view_model import Learned, Standing
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import size, space
from app.services.matching_index import PROFILES

_COMBO = 200


class MatchingPane(QWidget):
    """Two panels: profiles, and learned spellings."""

    default_chosen = Signal(str)
    list_chosen = Signal(str, str)  # source, profile or "" for the default
    learned_switched = Signal(bool)
    spellings_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.default = QComboBox()
        self.default.setAccessibleName(self.tr("Default profile"))
        self.default.setFixedWidth(_COMBO)
        for profile in PROFILES:
            self.default.addItem(profile_word(profile), profile)
            self.default.setItemData(
                self.default.count() - 1, profile_tip(profile), Qt.ItemDataRole.ToolTipRole
            )
        self.default.activated.connect(
            lambda _place: self.default_chosen.emit(str(self.default.currentData()))
        )
        self.default_tip = label("", "caption")
        self.lists: dict[str, QComboBox] = {}
        self._grid = QGridLayout()
        self._inside: QWidget | None = None
        self.learned = QCheckBox(self.tr("&Use learned spellings in screening"))
        self.learned.setAccessibleName(self.tr("Use learned spellings in screening"))
        self.learned.clicked.connect(self.learned_switched)
        self.figures = label("", "caption")
        self.spellings = Button(self.tr("Look at the spellings"), "spellings", small=True)
        self.spellings.clicked.connect(self.spellings_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("m"))
        column.addWidget(self._profiles_panel())
        column.addWidget(self._learned_panel())
        self.show_learned(None)

    def _profiles_panel(self) -> Panel:
        panel = Panel(self.tr("Matching"))
        row = QHBoxLayout()
        row.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        said = QVBoxLayout()
        said.setSpacing(2)
        words = label(self.tr("Default &profile"))
        words.setBuddy(self.default)
        for part in (words, self.default_tip):
            said.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(said, 1)
        row.addWidget(self.default)
        panel.body.addLayout(row)
        panel.body.addWidget(horizontal_rule())
        self._table = QVBoxLayout()
        panel.body.addLayout(self._table)
        return panel

    def _learned_panel(self) -> Panel:
        panel = Panel(self.tr("Learned spellings"))
        text = label(
            self.tr(
                "The loaded lists name many parties in several spellings. Two spellings that "
                "entries use for the same word count as equal then, as those of the curated "
                "classes do. Only the aligned profile uses them; each can be looked at with the "
                "entries that show it."
            ),
            "secondary",
        )
        text.setWordWrap(True)
        inner = QVBoxLayout()
        inner.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        inner.setSpacing(space("s"))
        row = QHBoxLayout()
        row.addWidget(self.learned)
        row.addStretch(1)
        row.addWidget(self.spellings)
        inner.addLayout(row)
        inner.addWidget(text)
        inner.addWidget(self.figures, 0, Qt.AlignmentFlag.AlignLeft)
        panel.body.addLayout(inner)
        return panel

    def show_standing(self, standing: Standing) -> None:
        """Show the settings in force; emits nothing."""
        settings = standing.settings
        with QSignalBlocker(self.default):
            self.default.setCurrentIndex(self.default.findData(settings.default_profile))
        self.default_tip.setText(profile_tip(settings.default_profile))
        self.learned.setChecked(settings.learned_aliases)
        sources = [status.source.source for status in standing.lists]
        if list(self.lists) != sources:
            self._build_lists(standing.lists)
        for source, combo in self.lists.items():
            default = profile_word(settings.default_profile)
            combo.setItemText(0, self.tr("As default ({name})").format(name=default))
            combo.setCurrentIndex(max(0, combo.findData(settings.profile_of.get(source, ""))))

    def _build_lists(self, statuses: tuple[SourceStatus, ...]) -> None:
        if self._inside is not None:
            self._table.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self.lists = {}
        self._inside = QWidget()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(space("l"), space("s"), space("l"), space("m"))
        grid.setHorizontalSpacing(space("l"))
        grid.setVerticalSpacing(space("xs"))
        grid.setColumnStretch(1, 1)
        titles = (self.tr("List"), self.tr("State"), self.tr("Profile"))
        for place, title in enumerate(titles):
            grid.addWidget(label(title, "label"), 0, place, Qt.AlignmentFlag.AlignLeft)
        grid.setRowMinimumHeight(0, size("table_header") - 4)
        for row, status in enumerate(statuses, 1):
            name, state = label(status.source.short_name), label(self._state(status), "secondary")
            for place, words in enumerate((name, state)):
                grid.addWidget(words, row, place, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(self._combo(status), row, 2)
        self._table.addWidget(self._inside)
        chain = [self.default, *self.lists.values(), self.learned, self.spellings]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)  # as one reads; the rows were made last

    def _state(self, status: SourceStatus) -> str:
        if status.active is None:
            return self.tr("not loaded")
        return self.tr("{count} names").format(count=f"{status.active.names:,}")

    def _combo(self, status: SourceStatus) -> QComboBox:
        source = status.source.source
        combo = QComboBox()
        combo.setFixedWidth(_COMBO)
        combo.setAccessibleName(self.tr("Profile of {list}").format(list=status.source.short_name))
        combo.addItem("", "")
        for profile in PROFILES:
            combo.addItem(profile_word(profile), profile)
        combo.activated.connect(
            lambda _place: self.list_chosen.emit(source, str(combo.currentData()))
        )
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel scrolls the page
        self.lists[source] = combo
        return combo

    def show_learned(self, learned: Learned | None) -> None:
        """Say how many pairs the active lists teach."""
        if learned is None:
            self.figures.setText(self.tr("Reading what the active lists teach…"))
            return
        words = self.tr(
            "The active lists teach {pairs} pairs of spellings; {known} more stand in the curated "
            "classes already."
        )
        self.figures.setText(words.format(pairs=f"{learned.pairs:,}", known=f"{learned.known:,}"))

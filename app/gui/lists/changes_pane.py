"""What an update changed: entries added, removed and changed, each with its fields beside it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.entry_changes import ChangeKind
from app.gui.lists.change_columns import change_chip, change_word
from app.gui.lists.change_pane import ChangePane
from app.gui.lists.changes_view_model import ChangesViewModel
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.icons import set_icon
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.table import DataTable
from app.gui.widgets.theme import space
from app.services.workspace import Workspace


class ChangesPane(QWidget):
    """The changes of the version that `view_model` compares; the chosen one in full beside."""

    exporting = Signal(object, str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = ChangesViewModel(workspace, self)
        self.table = DataTable("list_changes", self.view_model.model, self.tr("What changed"))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.change = ChangePane()
        self.heading = label(kind="secondary")
        self.nothing = EmptyState("list", "", "")
        self.chips = {kind: self._chip(kind) for kind in ChangeKind}
        self._stack = QStackedWidget()
        self._lay_out()
        self.view_model.compared.connect(self.show_diff)
        self.view_model.model.loaded.connect(lambda _shown, _all: self.table.select_first())
        self.table.row_changed.connect(self._show_change)
        self.table.exporting.connect(self.exporting)
        self.show_diff()

    def _chip(self, kind: ChangeKind) -> QToolButton:
        made = QToolButton()
        look = change_chip(kind)
        set_icon(made, look.icon, look.role)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setCheckable(True)
        made.setProperty("chip", "true")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.toggled.connect(
            lambda is_on, item=kind: self.view_model.show_kind(item, is_wanted=is_on)
        )
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        head.setSpacing(space("s"))
        for chip in self.chips.values():
            head.addWidget(chip)
        head.addStretch(1)
        head.addWidget(self.heading)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("The change in full"))
        scroll.setWidget(self.change)
        scroll.setMinimumWidth(260)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(scroll)
        split.setStretchFactor(0, 1)
        split.setSizes([640, 420])
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(horizontal_rule())
        column.addWidget(split, 1)
        self._found = found
        self._stack.addWidget(found)
        self._stack.addWidget(self.nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def show_diff(self) -> None:
        """Show the comparison, or why there is none."""
        model, diff = self.view_model, self.view_model.diff
        if diff is None:
            self._say_nothing(
                self.tr("Comparing the versions …") if model.is_asking else "",
                "" if model.is_asking else self.tr("Choose a version to see what it changed."),
            )
            return
        words = self.tr("{old} to {new}") if diff.old else self.tr("{new} is the first version")
        old = diff.old.version if diff.old else ""
        self.heading.setText(words.format(old=old, new=diff.new.version))
        self.heading.setToolTip(
            self.tr("{count} entries are the same in both").format(count=f"{diff.unchanged:,}")
        )
        for kind, chip in self.chips.items():
            words = f"{change_word(kind)} {diff.count(kind):,}"
            chip.setText(words)
            chip.setAccessibleName(self.tr("Show: {kind}").format(kind=words))
            with QSignalBlocker(chip):
                chip.setChecked(kind in model.chosen)
        if diff.is_empty:
            self._say_nothing(
                self.tr("Nothing changed"),
                self.tr("Both versions hold the same {count} entries.").format(
                    count=f"{diff.new.entries:,}"
                ),
            )
            return
        self._stack.setCurrentWidget(self._found)

    def _say_nothing(self, heading: str, text: str) -> None:
        self.nothing.set_words(heading, text)
        self.change.show_change(None)
        self._stack.setCurrentWidget(self.nothing)

    def _show_change(self, row: int) -> None:
        self.change.show_change(self.view_model.model.row_at(row) if row >= 0 else None)

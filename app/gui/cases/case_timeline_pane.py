"""The timeline of a case with the chips that narrow it to one kind of line."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.domain.case import Activity
from app.gui.cases.timeline_rows import Kind, Told, kind_of, kind_word, timeline_items
from app.gui.cases.wording import disposition_word
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.gui.widgets.timeline import TimelineView
from app.services.cases import CaseFile


class CaseTimelinePane(QWidget):
    """Shows the activities, newest first. `document_asked(activity)` when one with a document is
    opened."""

    document_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = Kind.ALL
        self._activities: tuple[Activity, ...] = ()
        self._now: datetime | None = None
        self._told = Told({}, {})
        self.view = TimelineView(self.tr("Timeline of the case"))
        self.view.opened.connect(self._open)
        self._group = QButtonGroup(self)
        self.chips = {kind: self._chip(kind) for kind in Kind}
        row = QHBoxLayout()
        row.setContentsMargins(space("l"), space("m"), space("l"), 0)
        row.setSpacing(space("xs") + 2)
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(label(self.tr("local time, UTC on hover"), "caption"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addLayout(row)
        inner = QHBoxLayout()
        inner.setContentsMargins(space("l"), 0, space("s"), 0)
        inner.addWidget(self.view)
        column.addLayout(inner, 1)

    def _chip(self, kind: Kind) -> QToolButton:
        made = QToolButton()
        made.setCheckable(True)
        made.setChecked(kind is self.kind)
        made.setProperty("chip", "true")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: self.narrow(kind))
        self._group.addButton(made)
        return made

    def narrow(self, kind: Kind) -> None:
        """Show one kind of line only."""
        self.kind = kind
        self.chips[kind].setChecked(True)
        self._show()

    def show_file(self, file: CaseFile, now: datetime, names: dict[str, str]) -> None:
        """Show the timeline of a case as of `now` (UTC); `names` of people by login."""
        activities = file.activities
        found = {
            item.disposition_id: disposition_word(item.disposition) for item in file.dispositions
        }
        self._activities, self._now, self._told = activities, now, Told(names, found)
        counts = Counter(kind_of(item) for item in activities)
        counts[Kind.ALL] = len(activities)
        for kind, chip in self.chips.items():
            chip.setText(f"{kind_word(kind)} {counts[kind]}")
            chip.setAccessibleName(chip.text())
            chip.setVisible(bool(counts[kind]))
        if not counts[self.kind]:
            self.kind = Kind.ALL
            self.chips[Kind.ALL].setChecked(True)
        self._show()

    def _show(self) -> None:
        if self._now is not None:
            items = timeline_items(self._activities, self._now, self._told, self.kind)
            self.view.set_items(items)

    def _open(self, key: str) -> None:
        found = next((item for item in self._activities if item.activity_id == key), None)
        if found is not None and found.data.get("attachment_id"):
            self.document_asked.emit(found)

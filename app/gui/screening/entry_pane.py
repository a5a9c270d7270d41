"""Everything else the list says about a listed party: names, dates, programmes, remarks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.list_entry import ListEntry, ListName
from app.gui.screening.entry_facts import facts
from app.gui.screening.wording import kind_word, translate
from app.gui.widgets.chip import Chip
from app.gui.widgets.content_pane import ContentPane
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.theme import size, space

_LABEL_WIDTH = 116


class EntryPane(ContentPane):
    """Shows a ListEntry as names and facts; every value can be selected and copied."""

    def show_entry(self, entry: ListEntry) -> None:
        """Show all of an entry."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addWidget(label(_names_heading(entry), "strong"))
        for name in entry.names:
            column.addWidget(_name_row(name))
        column.addSpacing(space("s"))
        column.addWidget(label(translate("Screening", "On the list"), "strong"))
        column.addLayout(_fact_grid(facts(entry)))
        self.show_content(inside)


def _names_heading(entry: ListEntry) -> str:
    count = len(entry.names)
    if count == 1:
        return translate("Screening", "1 name")
    return translate("Screening", "{count} names").format(count=count)


def _name_row(name: ListName) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(space("s"))
    words = _value(isolate(name.text))
    words.setAccessibleName(f"{isolate(name.text)}, {kind_word(name.kind)}")
    row.addWidget(words, 1)
    kind = kind_word(name.kind) + (f", {name.note}" if name.note else "")
    if name.is_weak:
        weak = Chip(translate("Screening", "weak"), "medium", "info-circle")
        weak.setToolTip(translate("Screening", "The list calls this a low-quality name."))
        row.addWidget(weak, 0, Qt.AlignmentFlag.AlignTop)
    caption = label(kind, "caption")
    caption.setFixedHeight(size("chip"))
    row.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
    return made


def _fact_grid(rows: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(space("m"))
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
    grid.setColumnStretch(1, 1)
    for place, (name, text) in enumerate(rows):
        title = label(name, "secondary")
        title.setWordWrap(True)
        value = _value(text)
        value.setAccessibleName(f"{name}: {text}")
        grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, place, 1, Qt.AlignmentFlag.AlignTop)
    return grid


def leading() -> Qt.AlignmentFlag:
    """Where lines of the window start: right-to-left names too stand there, under the others."""
    is_mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute


def _value(text: str) -> QLabel:
    made = label("")
    made.setText(text)  # isolated line by line already
    made.setWordWrap(True)
    made.setMinimumWidth(40)
    by_mouse = Qt.TextInteractionFlag.TextSelectableByMouse
    made.setTextInteractionFlags(by_mouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    made.setAlignment(leading())
    return made

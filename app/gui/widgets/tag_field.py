"""A field of tags: each one a chip that a click or Backspace takes away, a comma adds one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from app.gui.widgets.icons import set_icon
from app.gui.widgets.theme import space

MOST_TAGS = 20
MOST_LETTERS = 40


class TagField(QWidget):
    """Tags in the order they were given, none twice. `changed(tuple[str, ...])` by the user."""

    changed = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] = ()
        self._chips: list[QToolButton] = []
        self.line = QLineEdit()
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(self.tr("Add a tag"))
        self.line.setMaxLength(MOST_LETTERS)
        self.line.setMinimumWidth(80)
        self.line.returnPressed.connect(self._take)
        self.line.textEdited.connect(self._take_at_comma)
        self.line.installEventFilter(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(space("xs"))
        self._row.addWidget(self.line, 1)

    def tags(self) -> tuple[str, ...]:
        """The tags, with what still stands in the line."""
        return _with(self._tags, self.line.text())

    def set_tags(self, tags: Iterable[str]) -> None:
        """Show these tags; tells nobody."""
        self._tags = tuple(tags)
        self.line.clear()
        self._show()

    def _take(self) -> None:
        more = _with(self._tags, self.line.text())
        self.line.clear()
        self._give(more)

    def _take_at_comma(self, text: str) -> None:
        if "," in text or ";" in text:
            self._take()

    def _give(self, tags: tuple[str, ...]) -> None:
        if tags != self._tags:
            self._tags = tags
            self._show()
            self.changed.emit(tags)

    def _remove(self, tag: str) -> None:
        self._give(tuple(kept for kept in self._tags if kept != tag))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(tag) for tag in self._tags]
        for place, chip in enumerate(self._chips):
            self._row.insertWidget(place, chip)
        self.line.setEnabled(len(self._tags) < MOST_TAGS)

    def _chip(self, tag: str) -> QToolButton:
        made = QToolButton()
        made.setText(tag.replace("&", "&&"))
        set_icon(made, "x")
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setProperty("chip", "true")
        made.setAccessibleName(self.tr("Remove the tag {tag}").format(tag=tag))
        made.setToolTip(made.accessibleName())
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: self._remove(tag))
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace at the start of the line takes the last tag away."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Backspace
            and not self.line.text()
            and self._tags
        ):
            self._remove(self._tags[-1])
            return True
        return super().eventFilter(watched, event)


def _with(tags: tuple[str, ...], typed: str) -> tuple[str, ...]:
    """The tags with those typed, which commas part; what is there in other letters is no news."""
    found = list(tags)
    for part in typed.replace(";", ",").split(","):
        tag = " ".join(part.split())
        if tag and tag.casefold() not in {known.casefold() for known in found}:
            found.append(tag)
    return tuple(found[:MOST_TAGS])

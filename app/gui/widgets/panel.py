"""The panel: a surface with a hairline edge, and a heading row if it has a heading."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.widgets.labels import ElidedLabel, horizontal_rule, label
from app.gui.widgets.theme import space


class Panel(QFrame):
    """A card. Add content to `body`; `set_note` writes beside the heading, `add_trailing` puts a
    widget at the end of the heading row."""

    def __init__(
        self, heading: str = "", *, has_rule: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        if heading:
            self.setAccessibleName(heading)
            self._head = QHBoxLayout()
            self._head.setContentsMargins(space("l"), space("m"), space("m"), space("m"))
            self._head.setSpacing(space("s"))
            title = label(heading, "strong")
            self._note = ElidedLabel(kind="secondary")  # a long one must not widen the panel
            self._head.addWidget(title)
            self._head.addWidget(self._note, 1)
            outer.addLayout(self._head)
            if has_rule:
                outer.addWidget(horizontal_rule())
        outer.addLayout(self.body, 1)

    def set_note(self, text: str) -> None:
        """The words beside the heading, such as "6 shown, 1 excluded"."""
        self._note.setText(text)

    def add_trailing(self, widget: QWidget) -> None:
        """Put a widget at the end of the heading row."""
        self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

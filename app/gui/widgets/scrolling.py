"""Areas that scroll up and down only, and as such are a stop of the Tab key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scroll_pane(title: str, inside: QWidget | None = None) -> QScrollArea:
    """A frameless area to read `inside` in; `title` is what it is called for screen readers."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    area.setAccessibleName(title)
    if inside is not None:
        area.setWidget(inside)
    return area

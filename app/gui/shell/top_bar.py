"""The bar above the page: what it shows, its actions, and the way to every command."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.gui.widgets.buttons import ActionButton, Button, tool_button
from app.gui.widgets.icons import set_icon
from app.gui.widgets.labels import ElidedLabel, label
from app.gui.widgets.theme import current_theme, font, size, space

PALETTE_WIDTH = 300


class TopBar(QFrame):
    """Title, subtitle and header actions of the current page; palette, theme and help buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setFixedHeight(size("top_bar"))
        self._title = label(kind="heading")
        self._subtitle = ElidedLabel(kind="secondary")
        self._actions = QHBoxLayout()
        self._actions.setSpacing(space("m"))
        self.palette_button = Button(
            self.tr("Search or run a command"), "search", key="Ctrl+K", role="field"
        )
        self.palette_button.setObjectName("palette_button")
        self.palette_button.setFixedWidth(PALETTE_WIDTH)
        self.palette_button.setFont(font())
        self.palette_button.setToolTip(self.tr("Search or run a command (Ctrl+K)"))
        self.theme_button = tool_button("moon", self.tr("Switch theme"), key="Ctrl+Shift+L")
        self.help_button = tool_button("help", self.tr("Keyboard shortcuts"), key="?")
        row = QHBoxLayout(self)
        row.setContentsMargins(space("l"), 0, space("m"), 0)
        row.setSpacing(space("m"))
        row.addWidget(self._title)
        row.addWidget(self._subtitle)
        row.addLayout(self._actions)
        row.addStretch(1)
        row.addWidget(self.palette_button)
        row.addSpacing(space("xs"))
        row.addWidget(self.theme_button)
        row.addWidget(self.help_button)
        self._subtitle.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_page(self, title: str, subtitle: str, actions: Sequence[QAction]) -> None:
        """Show the header of another page, or the changed header of the same."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        while (item := self._actions.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for action in actions:
            self._actions.addWidget(ActionButton(action, parent=self))

    def show_theme(self) -> None:
        """Give the theme button the icon of what it switches to."""
        set_icon(self.theme_button, "sun" if current_theme().mode == "dark" else "moon")

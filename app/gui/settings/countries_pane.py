"""The way from the settings to the country risks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import space


class CountriesPane(Panel):
    """A panel that says what the lists of countries are for; `asked` by its button."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Country risk"), parent=parent)
        text = label(
            self.tr(
                "Lists of risky countries raise the risk score of a screening. Each entry has its "
                "date and source; you can change it, add countries and import a file of them."
            ),
            "secondary",
        )
        text.setWordWrap(True)
        self.button = Button(self.tr("Look at the &countries"), "list", small=True)
        self.button.clicked.connect(self.asked)
        row = QHBoxLayout()
        row.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        row.setSpacing(space("l"))
        row.addWidget(text, 1)
        row.addWidget(self.button)
        self.body.addLayout(row)

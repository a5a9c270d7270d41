"""The way from the settings to the users, and when the window locks."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from app.gui.users.idleness import LOCK_MINUTES, MOST_MINUTES, lock_minutes
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import space


class UsersPane(Panel):
    """Says who may work here; `asked` by its button."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Users and four eyes"), parent=parent)
        self.text = label("", "secondary")
        self.text.setWordWrap(True)
        self.button = Button(self.tr("Look at the &users"), "users", small=True)
        self.button.clicked.connect(self.asked)
        self.minutes = QSpinBox()
        self.minutes.setRange(0, MOST_MINUTES)
        self.minutes.setSuffix(self.tr(" minutes"))
        self.minutes.setSpecialValueText(self.tr("never"))
        self.minutes.setKeyboardTracking(False)
        self.minutes.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)  # the arrow keys do it
        self.minutes.setAccessibleName(self.tr("Lock the window when it is idle for"))
        self.minutes.setMaximumWidth(140)
        self.minutes.valueChanged.connect(lambda value: QSettings().setValue(LOCK_MINUTES, value))
        caption = label(self.tr("&Lock the window when it is idle for"), "label")
        caption.setBuddy(self.minutes)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(space("l"))
        first.addWidget(self.text, 1)
        first.addWidget(self.button)
        second.addWidget(caption)
        second.addStretch(1)
        second.addWidget(self.minutes)
        column = QVBoxLayout()
        column.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        column.setSpacing(space("m"))
        column.addLayout(first)
        column.addLayout(second)
        self.body.addLayout(column)

    def show_people(self, count: int, *, four_eyes: bool) -> None:
        """Show how many users there are, and whether a second person is asked."""
        with QSignalBlocker(self.minutes):
            self.minutes.setValue(lock_minutes())
        self.minutes.setEnabled(bool(count))
        if not count:
            words = self.tr(
                "One person works here without a log-in, and every record says so. Add an "
                "administrator to ask for a log-in, then the others."
            )
        else:
            words = self.tr("%n user(s) log in with a password of their own.", "", count)
            if four_eyes:
                words += " " + self.tr("Four eyes are on: a second person decides what matters.")
            else:
                words += " " + self.tr("Four eyes are off.")
        self.text.setText(words)

"""The way from the settings to the users, and when the window locks."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.users.idleness import LOCK_MINUTES, MINUTES, lock_minutes
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
        self.minutes = QComboBox()
        for minutes in MINUTES:
            words = self.tr("{count} minutes") if minutes else self.tr("never")
            self.minutes.addItem(words.format(count=minutes), minutes)
        self.minutes.setAccessibleName(self.tr("Lock the window when it is idle for"))
        self.minutes.activated.connect(
            lambda at: QSettings().setValue(LOCK_MINUTES, self.minutes.itemData(at))
        )
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
        self.minutes.setCurrentIndex(self.minutes.findData(lock_minutes()))
        self.minutes.setEnabled(bool(count))
        if not count:
            words = self.tr(
                "One person works here without a log-in, and every record says so. Add an "
                "administrator to ask for a log-in, then the others."
            )
        else:
            words = (
                self.tr("One user logs in with a password.")
                if count == 1
                else self.tr("{count} users log in, each with a password of their own.")
            ).format(count=count)
            if four_eyes:
                words += " " + self.tr("Four eyes are on: a second person decides what matters.")
            else:
                words += " " + self.tr("Four eyes are off.")
        self.text.setText(words)

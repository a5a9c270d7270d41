"""Until when a match shall sleep."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QWidget

from app.gui.review.base_dialog import BaseDialog
from app.gui.screening.wording import local_time, translate
from app.gui.widgets.buttons import Button
from app.gui.widgets.field_box import FieldBox

_MORNING = time(8, 0)
_MONDAY = 0
_MOST_DAYS = 366


def mornings(now: datetime) -> tuple[datetime, datetime, datetime]:
    """Eight in the morning, local time, of tomorrow, in three days and of next Monday, as UTC."""
    today = now.astimezone().date()
    ahead = (1, 3, (_MONDAY - today.weekday()) % 7 or 7)
    days = (today + timedelta(days=days) for days in ahead)
    one, two, three = (datetime.combine(day, _MORNING).astimezone(UTC) for day in days)
    return one, two, three


class SnoozeDialog(BaseDialog):
    """Asks for a morning; `chosen(datetime, reason)`, the time as UTC. The keys 1 to 3 choose."""

    chosen = Signal(object, str)

    def __init__(self, what: str, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(
            what,
            translate("Review", "It leaves the queue until then; it stays due when it is due."),
            translate("Review", "Snooze"),
            parent,
            width=440,
        )
        self.times = mornings(now)
        self.buttons: list[Button] = []
        row = QHBoxLayout()
        words = (self.tr("Tomorrow"), self.tr("In 3 days"), self.tr("Next Monday"))
        for n, (word, at) in enumerate(zip(words, self.times, strict=True), 1):
            button = Button(word, "clock", key=str(n))
            button.setShortcut(str(n))
            button.setToolTip(local_time(at, with_date=True))
            button.clicked.connect(lambda _on=False, at=at: self._take(at))
            self.buttons.append(button)
            row.addWidget(button)
        self.body.addLayout(row)
        tomorrow = self.times[0].astimezone().date()
        first = QDate(tomorrow.year, tomorrow.month, tomorrow.day)
        self.day = QDateEdit(first)
        self.day.setCalendarPopup(True)
        self.day.setMinimumDate(first)
        self.day.setMaximumDate(first.addDays(_MOST_DAYS))
        self.reason = QLineEdit()
        self.body.addWidget(FieldBox(self.tr("&Or until the morning of"), self.day))
        self.body.addWidget(FieldBox(self.tr("&Reason (may be empty)"), self.reason))
        self.buttons[0].setFocus()

    def confirm(self) -> None:
        """Snooze until the morning of the day in the field."""
        found = self.day.date()
        day = datetime(found.year(), found.month(), found.day(), _MORNING.hour).astimezone(UTC)
        self._take(day)

    def _take(self, at: datetime) -> None:
        self.chosen.emit(at, self.reason.text().strip())
        self.accept()

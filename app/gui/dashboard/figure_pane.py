"""One large figure of the dashboard: label, value, what it means, and how it went of late."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.widgets.labels import ElidedLabel, label, set_tone
from app.gui.widgets.panel import Panel
from app.gui.widgets.sparkline import paint_sparkline
from app.gui.widgets.theme import space


class Trend(QWidget):
    """A sparkline as wide as a figure allows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values: tuple[int, ...] = ()
        self.role = "series_1"

    def sizeHint(self) -> QSize:
        return QSize(96, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        room = QRect(0, 0, self.width(), self.height())
        paint_sparkline(painter, room, self.values, self.role, is_at_right=True)


class FigurePane(Panel):
    """Shows one figure; `tone` is the colour role of the note."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = title
        self.value = label("", "display")
        self.note = ElidedLabel(kind="caption")
        self.trend = Trend()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(title, "secondary"))
        words.addWidget(self.value)
        words.addWidget(self.note)
        row = QHBoxLayout()
        row.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        row.addLayout(words, 3)
        row.addWidget(self.trend, 2)
        self.body.addLayout(row)

    def show_figure(
        self, value: str, note: str, series: Sequence[int], *, tone: str = "text_3"
    ) -> None:
        """Show a value, what is to be said of it, and one number a day, the last of today."""
        self.value.setText(value)
        self.note.setText(note)
        set_tone(self.note, tone)
        self.trend.values = tuple(series)
        self.trend.role = "critical_solid" if tone == "critical" else "series_1"
        self.trend.setVisible(len(self.trend.values) > 1)
        self.trend.update()
        self.setAccessibleName(f"{self._title}: {value}")
        self.setAccessibleDescription(note)

"""The charts of a result in cards: narrow ones beside each other where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.widgets.drawing_view import DrawingView, readable_width
from app.gui.widgets.labels import label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import space

if TYPE_CHECKING:
    from app.reports.document import Chart

_WIDE = 500  # logical pixels: a chart that wants more has a row of its own


class ChartsPane(QScrollArea):
    """Charts of a report, wrapped to the width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Charts"))
        self.views: list[DrawingView] = []
        self._cards: list[Panel] = []
        self._columns = 0
        self._inside = QWidget()
        self._inside.setProperty("surface", "none")
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(space("m"))
        self.setWidget(self._inside)

    def show_charts(self, charts: Sequence[Chart]) -> None:
        """Show these charts instead of those before."""
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self.views = [DrawingView(chart.drawing) for chart in charts]
        self._cards = [_card(chart, view) for chart, view in zip(charts, self.views, strict=True)]
        self._columns = 0
        self._place()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        narrow = [view for view in self.views if readable_width(view.drawing) <= _WIDE]
        need = max((readable_width(v.drawing) for v in narrow), default=_WIDE) - space("l")
        columns = max(1, min(len(narrow), self.viewport().width() // need))
        if columns == self._columns or not self._cards:
            return
        self._columns = columns
        for old in range(self._grid.rowCount()):
            self._grid.setRowStretch(old, 0)
        row = column = 0
        for view, card in zip(self.views, self._cards, strict=True):
            is_wide = view not in narrow
            if is_wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(card, row, column, 1, columns if is_wide else 1)
            column = columns if is_wide else column + 1
            if column >= columns:
                row, column = row + 1, 0
        for number in range(self._grid.columnCount()):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        self._grid.setRowStretch(row + 1, 1)


def _card(chart: Chart, view: DrawingView) -> Panel:
    made = Panel(chart.title, has_rule=False)
    inner = QVBoxLayout()
    inner.setContentsMargins(space("m"), 0, space("m"), space("m"))
    inner.setSpacing(space("xs"))
    inner.addWidget(view)
    if chart.caption:
        words = label(chart.caption, "caption")
        words.setWordWrap(True)
        words.setContentsMargins(space("xs"), 0, 0, 0)
        inner.addWidget(words)
    inner.addStretch(1)
    made.body.addLayout(inner)
    return made

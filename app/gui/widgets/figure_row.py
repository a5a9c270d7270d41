"""Large figures side by side, each with its label above and a note below; they wrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.gui.widgets.labels import ElidedLabel, label
from app.gui.widgets.theme import space

_LEAST_WIDTH = 150


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One figure as text, such as ``0.883``."""

    label: str
    value: str
    note: str = ""


class FigureRow(QWidget):
    """Figures in as many columns as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures: tuple[ShownFigure, ...] = ()
        self._cells: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it wraps
        self._grid.setHorizontalSpacing(space("l"))
        self._grid.setVerticalSpacing(space("m"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def set_figures(self, figures: Sequence[ShownFigure]) -> None:
        """Show these figures instead of those before."""
        for cell in self._cells:
            cell.hide()
            cell.deleteLater()
        self.figures = tuple(figures)
        self._cells = [_cell(figure) for figure in figures]
        self._columns = 0
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Even rows: seven figures stand as four and three, not as six and one."""
        fitting = max(1, self.width() // _LEAST_WIDTH)
        rows = -(-len(self._cells) // fitting)
        columns = -(-len(self._cells) // rows) if rows else 0
        if not columns or columns == self._columns:
            return
        self._columns = columns
        for place, cell in enumerate(self._cells):
            self._grid.addWidget(cell, place // columns, place % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _cell(figure: ShownFigure) -> QWidget:
    made = QWidget()
    made.setAccessibleName(f"{figure.label}: {figure.value}")
    made.setAccessibleDescription(figure.note)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(ElidedLabel(figure.label, "secondary"))
    column.addWidget(label(figure.value, "title"))
    note = ElidedLabel(figure.note, "caption")
    note.setVisible(bool(figure.note))
    column.addWidget(note)
    column.addStretch(1)
    return made

"""One card: a plot, or the same figures as a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.gui.dashboard.card import Card, Cells
from app.gui.widgets.buttons import tool_button
from app.gui.widgets.drawing_view import DrawingView
from app.gui.widgets.labels import label
from app.gui.widgets.panel import Panel
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_columns import Column
from app.gui.widgets.table_model import RowsModel
from app.gui.widgets.theme import space

_TABLE_HEIGHT = 230


class CardPane(Panel):
    """Shows one card; the table is made when it is first asked for."""

    def __init__(self, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(card.title, has_rule=False, parent=parent)
        self.card = card
        self.table: DataTable | None = None
        self.is_table = False
        self.switch = tool_button("list", self.tr("Show as a table"))
        self.switch.clicked.connect(lambda: self.show_table(is_table=not self.is_table))
        self.add_trailing(self.switch)
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        inner = QVBoxLayout()
        inner.setContentsMargins(space("l"), 0, space("l"), space("m"))
        inner.addWidget(self._stack)
        self.body.addLayout(inner)
        self.body.addStretch(1)
        self._plot: QWidget | None = None
        self.show_card(card)

    def show_card(self, card: Card) -> None:
        """Show these figures instead of those before."""
        self.card = card
        self.set_note(card.note)
        for old in (self._plot, self.table):
            if old is not None:
                self._stack.removeWidget(old)
                old.hide()
                old.deleteLater()
        self.table = None
        self._plot = self._picture()
        self._stack.addWidget(self._plot)
        self.switch.setEnabled(bool(card.rows))
        self.show_table(is_table=self.is_table)

    def show_table(self, *, is_table: bool) -> None:
        """Show the table, or the plot."""
        self.is_table = is_table
        if is_table and self.card.rows:
            if self.table is None:
                self.table = self._make_table()
                self._stack.addWidget(self.table)
            self._stack.setCurrentWidget(self.table)
        elif self._plot is not None:
            self._stack.setCurrentWidget(self._plot)
        words = self.tr("Show as a plot") if is_table else self.tr("Show as a table")
        self.switch.setToolTip(words)
        self.switch.setAccessibleName(f"{self.card.title}: {words}")

    def _picture(self) -> QWidget:
        if self.card.drawing is not None:
            return DrawingView(self.card.drawing)
        nothing = label(self.card.empty, "secondary")
        nothing.setWordWrap(True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        return nothing

    def _make_table(self) -> DataTable:
        columns = tuple(
            _column(place, title, self.card.rows) for place, title in enumerate(self.card.columns)
        )
        model: RowsModel[tuple[str, ...]] = RowsModel(columns, key=lambda row: row)
        model.set_rows(self.card.rows)
        table = DataTable(f"dashboard_{self.card.key}", model, self.card.title)
        table.setFixedHeight(_TABLE_HEIGHT)
        table.setMinimumWidth(120)
        return table


def _column(place: int, title: str, rows: Cells) -> Column[Any]:
    cells = [row[place] for row in rows if len(row) > place]
    is_number = place > 0 and all(not cell or cell[0].isdigit() or cell == "–" for cell in cells)
    return Column(
        f"c{place}",
        title,
        lambda row: row[place] if len(row) > place else "",
        width=88 if is_number else 120,
        is_number=is_number,
        is_sortable=False,
    )
